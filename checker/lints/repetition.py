"""A conclusion that is an assumption; an assumption stated twice, or a part of one formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aligncheck.diagnostics import Problem
from aligncheck.elaborate.meanings import Clauses
from aligncheck.kernel.substitution import alike
from aligncheck.kernel.terms import Op, Quant, Term, Truth
from aligncheck.lints.canonical import canonical
from aligncheck.lints.problems import ConclusionAssumed, RepeatedAssumption, RepeatedClause
from aligncheck.lints.stated import Stated
from aligncheck.source import Span


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


def repeated_clauses(groups: Iterable[Clauses]) -> Iterator[Problem]:
    """Each part of a conjunction or disjunction that an earlier part says already, in the same words. One in a
    loop counts only if it is so at every turn."""
    found: dict[Span, Span | None] = {}
    words: dict[Span, str] = {}
    for group in groups:
        first: dict[tuple[str, frozenset[str]], Span] = {}
        if group.connective == "alone":
            continue
        for (formula, span), taken in zip(group.parts, group.words, strict=True):
            earlier = None if _says_nothing(formula) else first.setdefault((canonical(formula), taken), span)
            again = earlier if earlier != span else None
            found[span] = again if found.get(span, span) is not None else None
            words[span] = "conjunction" if group.connective == "and" else "disjunction"
    for span, same in found.items():
        if same is not None:
            yield RepeatedClause(span, " ".join(span.text.split()), words[span], same)
