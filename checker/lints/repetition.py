"""A conclusion that is an assumption; an assumption stated twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligncheck.diagnostics import Problem
from aligncheck.kernel.substitution import alike
from aligncheck.kernel.terms import Op, Quant, Term, Truth
from aligncheck.lints.problems import ConclusionAssumed, RepeatedAssumption
from aligncheck.lints.stated import Stated


def conclusion_assumed(assumptions: Sequence[Stated], conclusions: Sequence[Stated]) -> Iterator[Problem]:
    """Each conclusion that is one of the assumptions, up to the names of bound variables."""
    for conclusion in conclusions:
        if _says_nothing(conclusion.formula):
            continue
        same = next((a for a in assumptions if alike(a.formula, conclusion.formula)), None)
        if same is not None:
            yield ConclusionAssumed(conclusion.span, conclusion.label, same.span)
        elif _inside(conclusion.formula):
            yield ConclusionAssumed(conclusion.span, conclusion.label, conclusion.span)


def _says_nothing(formula: Term) -> bool:
    return isinstance(formula, Truth)


def _inside(formula: Term) -> bool:
    """Whether the formula is, under its quantifiers, an implication with its conclusion among its premises."""
    premises: list[Term] = []
    while True:
        match formula:
            case Quant("forall", _, body):
                formula = body
            case Op("implies", (premise, conclusion)):
                premises.extend(
                    premise.args if isinstance(premise, Op) and premise.name == "and" else (premise,)
                )
                formula = conclusion
            case _:
                return any(alike(premise, formula) for premise in premises)


def repeated_assumption(assumptions: Sequence[Stated]) -> Iterator[Problem]:
    """Each assumption that an earlier one says already."""
    for at, assumption in enumerate(assumptions):
        if _says_nothing(assumption.formula):
            continue
        earlier = next((a for a in assumptions[:at] if alike(a.formula, assumption.formula)), None)
        if earlier is not None:
            yield RepeatedAssumption(assumption.span, assumption.label, earlier.span)
