"""What an inference gives: what is not meaningful in a term, and how its value moves."""

from __future__ import annotations

from typing import Literal, TypeAlias

from aligncheck.elaborate.meanings import Scale
from aligncheck.kernel.terms import Term
from aligncheck.records import dataclass
from aligncheck.scales.quantity import Move

Why: TypeAlias = Literal["scales", "origin", "unit", "order"]
"""What is left open by scales, and shows: that two objectives have none in common, the origin of one, its unit,
all but its order."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a symbol or variable, whose values are on a scale, is a source of. Those `of` one objective share it."""

    of: str
    scale: Scale


@dataclass(frozen=True, slots=True)
class Found:
    """What is not meaningful. `terms` leads to it from the whole, the innermost last; `what` is done there."""

    why: Why
    what: str
    of: frozenset[str]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Inferred:
    """What was found out of a term. `unsure`: something is in it of which this knows nothing, so only what is found
    counts. `value`: how the value moves, of a number of which nothing is wrong."""

    found: tuple[Found, ...]
    unsure: bool
    value: Move | None
