"""`show`: each conclusion is first shown to be defined, then to hold."""

from __future__ import annotations

from dataclasses import replace

from aligncheck.claims.claim import Conclusion
from aligncheck.evidence.attempt import Attempt
from aligncheck.evidence.case import Case
from aligncheck.evidence.finding import Finding
from aligncheck.evidence.ledger import ledger_of
from aligncheck.evidence.problems import ConditionMissing
from aligncheck.evidence.second import second_opinion
from aligncheck.evidence.sense import Sense, sense_of
from aligncheck.evidence.smallest import smallest
from aligncheck.evidence.wording import words
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.rules import Cut
from aligncheck.kernel.terms import TRUE, Op, Term
from aligncheck.kernel.theorem import Step, conclude, take
from aligncheck.kernel.types import NAT
from aligncheck.kernel.verdicts import (
    Bounded, Disagreement, IllFormed, Proved, Refuted, Unknown, Verdict, prove,
)  # fmt: skip
from aligncheck.obligations.induction import induction
from aligncheck.records import dataclass

VACUITY = 3.0
"""Seconds for the question whether the assumptions contradict one another."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One conclusion, tried. `missing` is the condition that does not follow."""

    verdict: Verdict
    attempt: Attempt
    missing: Term | None = None


def holds(case: Case, conclusions: tuple[Conclusion, ...]) -> Finding:
    """The verdict on all conclusions together, and what is known besides."""
    shown = [show(case, each) for each in conclusions]
    steps = tuple((each.label, one.verdict) for each, one in zip(conclusions, shown, strict=True))
    verdict = _together([one.verdict for one in shown])
    missing = next((one.missing for one in shown if one.missing is not None), None)
    known = verdict.model if isinstance(verdict, Refuted) else None
    sense = sense_of(case, VACUITY, known)
    if sense.defect is not None:
        verdict = Disagreement(sense.defect)
    elif sense.vacuous is not None:
        verdict = _contradictory(verdict, sense)
    engines = tuple(dict.fromkeys(name for one in shown for name in one.attempt.engines))
    finding = Finding(
        verdict,
        engine=", ".join(engines) or None,
        satisfiable=sense.satisfiable,
        steps=steps,
        witnesses=tuple(f"{name} := {words(term)}" for one in shown for name, term in one.attempt.witnesses),
    )
    if isinstance(verdict, IllFormed) and missing is not None:
        problem = ConditionMissing(case.claim.head, case.claim.name, words(missing), conclusions[0].span)
        return replace(finding, problems=(problem,))
    if verdict.name != "proved" or case.claim.finding is not None:
        return finding
    theorems = [one.attempt.theorem for one in shown if one.attempt.theorem is not None]
    opinion = second_opinion(case, theorems, engines)
    if isinstance(opinion, Disagreement):
        return replace(finding, verdict=opinion)
    return replace(finding, grade=opinion, ledger=ledger_of(case, conclusions, theorems))


def _contradictory(verdict: Verdict, sense: Sense) -> Verdict:
    if isinstance(verdict, Refuted):
        return Disagreement("the assumptions are said to contradict one another, and a model satisfies them")
    return verdict if isinstance(verdict, Disagreement) or sense.vacuous is None else sense.vacuous


def show(case: Case, conclusion: Conclusion, shrink: bool = True) -> Shown:
    """One conclusion: its domain condition, then itself. `shrink`: a counterexample is the smallest one."""
    formula = conclusion.formula
    root = case.goal(formula)
    cut = defined_first(conclusion, root)
    if cut is None:
        return _shown(case, _settle(case, root), shrink)
    condition = domain(formula)
    first = case.settle(cut.premises[0])
    if first.defect is not None:
        return Shown(Disagreement(first.defect), first)
    if first.refuted is not None:
        missing = _unmet(case, condition)
        why = f"it is defined only if {words(missing)}, and that does not follow from what is assumed"
        return Shown(IllFormed(why, first.refuted), first, missing)
    if first.theorem is None:
        reasons = (("definedness", f"it is not known whether {words(condition)}"), *first.reasons)
        hint = f"assume {words(condition)}"
        return Shown(Unknown(reasons, hint, first.timeout), first)
    rest = _settle(case, cut.premises[1])
    if rest.theorem is None:
        return _shown(case, rest, shrink)
    theorem = conclude(cut, (first.theorem, rest.theorem))
    engines = tuple(dict.fromkeys((*first.engines, *rest.engines)))
    return _shown(case, replace(rest, theorem=theorem, engines=engines), shrink)


def defined_first(conclusion: Conclusion, root: Goal) -> Step | None:
    """The step from the goal of a conclusion to its domain condition, and to the goal where that holds; None
    where it is always defined."""
    condition = TRUE if conclusion.as_partial else domain(conclusion.formula)
    return None if condition == TRUE else take(Cut(Assumption("defined", condition, "defined")), root)


def _settle(case: Case, root: Goal) -> Attempt:
    """By induction if the author says so, and if that fails, or for a counterexample, as it is."""
    name = case.claim.induction
    if name is not None:
        attempt = _by_induction(case, root, name)
        if attempt.theorem is not None:
            return attempt
        plain = case.settle(root)
        return plain if plain.settled else plain.after(attempt)
    numbers = [each.name for each in root.constants if each.type == NAT and each.name in case.claim.variables]
    plain = case.settle(root, case.left / 2 if numbers else None)
    for number in () if plain.settled else numbers:
        attempt = _by_induction(case, root, number)
        if attempt.theorem is not None:
            return attempt
    return plain


def _by_induction(case: Case, root: Goal, name: str) -> Attempt:
    plan = induction(root, name, case.claim.variables)
    if plan is None:
        return Attempt(reasons=(("induction", f"there is no natural number `{name}` to go by"),))
    trail, step = plan
    parts: list[Attempt] = []
    for premise in step.premises:
        part = case.settle(premise, case.left / 2)
        if part.theorem is None:
            failed = "step" if parts else "base case"
            return Attempt(reasons=((f"induction on {name}", f"the {failed} was not proved"),))
        parts.append(part)
    theorem = conclude(step, [each.theorem for each in parts if each.theorem is not None])
    engines = tuple(dict.fromkeys(engine for each in parts for engine in each.engines))
    witnesses = tuple(each for part in parts for each in part.witnesses)
    return Attempt(theorem=trail.proved(theorem), engines=engines, witnesses=witnesses)


def _unmet(case: Case, condition: Term) -> Term:
    """The first part of the condition that does not follow by itself, for the message."""
    if not isinstance(condition, Op) or condition.name != "and":
        return condition
    for part in condition.args:
        if domain(part) == TRUE and case.settle(case.goal(part), 1.0).theorem is None:
            return part
    return condition


def _shown(case: Case, attempt: Attempt, shrink: bool) -> Shown:
    if attempt.defect is not None:
        return Shown(Disagreement(attempt.defect), attempt)
    if attempt.theorem is not None:
        return Shown(prove(attempt.theorem), attempt)
    if attempt.refuted is not None:
        found = smallest(case, attempt.refuted, attempt.engines) if shrink else attempt.refuted
        return Shown(found, attempt)
    if attempt.bound is not None:
        return Shown(Bounded(attempt.bound), attempt)
    return Shown(Unknown(attempt.reasons, _hint(attempt), attempt.timeout), attempt)


def _hint(attempt: Attempt) -> str:
    if any(name == "witness search" for name, _ in attempt.reasons):
        return "give the witness: `with m := …`"
    if attempt.timeout:
        return "more time (`--timeout`), or a lemma (`using`)"
    return "a lemma (`using`), a witness (`with`) or an induction (`by induction on n`) may help"


def _together(verdicts: list[Verdict]) -> Verdict:
    """Refuted if one is, proved if all are, bounded if nothing is left but bounds."""
    for kind in ("disagreement", "refuted", "ill_formed", "unknown"):
        found = next((each for each in verdicts if each.name == kind), None)
        if found is not None:
            return found
    bounds = [each.n for each in verdicts if isinstance(each, Bounded)]
    if bounds:
        return Bounded(min(bounds))
    return prove(*(theorem for each in verdicts if isinstance(each, Proved) for theorem in each.theorems))
