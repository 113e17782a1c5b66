"""A conclusion that is an assumption; an assumption stated twice, or a part of one formula: up to the names of bound
variables after all definitions are unfolded, or up to the laws of `lints.sameness` as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from aligncheck.diagnostics import Problem
from aligncheck.elaborate.meanings import Clauses
from aligncheck.kernel.substitution import alike
from aligncheck.kernel.terms import Op, Quant, Term, Truth
from aligncheck.lints.canonical import canonical
from aligncheck.lints.problems import ConclusionAssumed, RepeatedAssumption, RepeatedClause
from aligncheck.lints.sameness import Form, difference, standard
from aligncheck.lints.stated import Stated
from aligncheck.source import Span
from aligncheck.syntax import tree


BUILT_IN = frozenset(("=", "≐", "⊆"))


def conclusion_assumed(assumptions: Sequence[Stated], conclusions: Sequence[Stated]) -> Iterator[Problem]:
    """Each conclusion that is one of the assumptions."""
    forms = _forms(assumptions)
    for conclusion in conclusions:
        if _says_nothing(conclusion.formula):
            continue
        same = _same(conclusion, assumptions, forms)
        if same is not None:
            yield ConclusionAssumed(conclusion.span, conclusion.label, same.span, _between(same, conclusion))
        elif not _of_sets(conclusion.written) and _inside(conclusion.formula):
            yield ConclusionAssumed(conclusion.span, conclusion.label, None)


def _forms(stated: Sequence[Stated]) -> dict[Form, Stated]:
    """The first formula of each form."""
    return {standard(each.written): each for each in reversed(stated) if each.written is not None}


def _same(stated: Stated, among: Sequence[Stated], forms: Mapping[Form, Stated]) -> Stated | None:
    """The first of some formulas, whose forms are given, that says the same."""
    alike_one = next((each for each in among if alike(each.formula, stated.formula)), None)
    if alike_one is not None or stated.written is None:
        return alike_one
    return forms.get(standard(stated.written))


def _between(one: Stated, other: Stated) -> str:
    """In what the words of two formulas differ that say the same."""
    if one.written is None or other.written is None or alike(one.formula, other.formula):
        return ""
    return difference(one.written, other.written) or ""


def _says_nothing(formula: Term) -> bool:
    return isinstance(formula, Truth)


def _of_sets(written: tree.Term | None) -> bool:
    """Whether a formula compares sets or values as it is written: `S ∩ T ⊆ S` says something, though it unfolds
    into an implication whose conclusion is a premise."""
    return isinstance(written, tree.Compare) and all(
        operator.text in BUILT_IN for operator, _ in written.rest
    )


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
    forms: dict[Form, Stated] = {}
    for at, assumption in enumerate(assumptions):
        if _says_nothing(assumption.formula):
            continue
        earlier = _same(assumption, assumptions[:at], forms)
        if earlier is not None:
            because = _between(earlier, assumption)
            yield RepeatedAssumption(assumption.span, assumption.label, earlier.span, because)
        elif assumption.written is not None:
            forms[standard(assumption.written)] = assumption


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
