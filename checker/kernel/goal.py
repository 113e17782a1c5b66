"""A goal: under these assumptions, does this conclusion hold in every model? Closed and self-contained."""
# TRUSTED

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from aligncheck.kernel.terms import Const, Term

AssumptionKind: TypeAlias = Literal[
    "assume", "where", "law", "inhabited", "declared", "defined", "choice", "lemma"
]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A formula assumed, under the words its author wrote (`label`), and why it stands here.

    `declared`: from a declaration (an optimizer's facts, a distribution's). `inhabited`: a declared
    constant makes its sort non-empty. `defined`: the domain condition of another assumption.
    """

    label: str
    formula: Term
    kind: AssumptionKind


@dataclass(frozen=True, slots=True)
class Goal:
    """`sorts` are all base sorts (each may be empty), `constants` all free symbols; no other symbol
    occurs in the formulas, which are closed. What engines and evaluation see holds no SortQuant and no
    Base or Const with an index: the rules remove them."""

    sorts: tuple[str, ...]
    constants: tuple[Const, ...]
    assumptions: tuple[Assumption, ...]
    conclusion: Term


@dataclass(frozen=True, slots=True)
class RuleInstance:
    """A closed formula that holds in every model by a theorem with a name, which `rule` is."""

    rule: str
    formula: Term
