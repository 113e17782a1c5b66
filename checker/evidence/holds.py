"""`show`: each conclusion is first shown to be defined, then to hold."""

from __future__ import annotations

from dataclasses import replace

from aligncheck.claims.claim import Condition, Conclusion
from aligncheck.evidence.attempt import Attempt, furthest
from aligncheck.evidence.case import Case
from aligncheck.evidence.finding import Finding
from aligncheck.evidence.inducing import settled
from aligncheck.evidence.ledger import ledger_of
from aligncheck.evidence.restating import restated
from aligncheck.evidence.second import second_opinion
from aligncheck.evidence.sense import sense_of
from aligncheck.evidence.smallest import smallest
from aligncheck.evidence.steps import about
from aligncheck.evidence.undefined import assumable, condition_missing, needed, prose, unmet
from aligncheck.evidence.wording import words
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.rules import Cut
from aligncheck.kernel.terms import TRUE
from aligncheck.kernel.theorem import Step, conclude, take
from aligncheck.kernel.verdicts import (
    Bounded, IllFormed, Proved, Refuted, Unknown, Verdict, prove,
)  # fmt: skip
from aligncheck.records import dataclass

VACUITY = 3.0
"""Seconds for the question whether the assumptions contradict one another."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One conclusion, tried. `missing` is a condition that fails in a model of what is assumed; `open`: it is not known
    whether all of them follow."""

    verdict: Verdict
    attempt: Attempt
    missing: Condition | None = None
    open: bool = False


def holds(case: Case, conclusions: tuple[Conclusion, ...]) -> Finding:
    """The verdict on all conclusions together, and what is known besides."""
    shown: list[Shown] = []
    for each in conclusions:
        with about(case.portfolio, f"show {each.label}"):
            shown.append(show(case, each))
        if each.sense and not isinstance(shown[-1].verdict, Proved):
            # What else is asked says nothing.
            break
    steps = tuple(step for each, one in zip(conclusions, shown, strict=False) for step in _steps(each, one))
    verdict = _together([one.verdict for one in shown])
    known = verdict.model if isinstance(verdict, Refuted) else None
    with about(case.portfolio, "assumptions together"):
        sense = sense_of(case, VACUITY, known)
    if sense.vacuous is not None:
        verdict = sense.vacuous
    engines = tuple(dict.fromkeys(name for one in shown for name in one.attempt.engines))
    finding = Finding(
        verdict,
        engine=", ".join(engines) or None,
        satisfiable=sense.satisfiable,
        steps=steps,
        witnesses=tuple(f"{name} := {words(term)}" for one in shown for name, term in one.attempt.witnesses),
    )
    undefined = next(
        (at for at, one in enumerate(shown) if one.verdict is verdict and (one.missing or one.open)), None
    )
    if undefined is not None and case.claim.finding is None:
        problem = condition_missing(case, conclusions[undefined], shown[undefined].missing)
        return finding if problem is None else replace(finding, problems=(problem,))
    if verdict.name != "proved" or case.claim.finding is not None:
        return finding
    theorems = [one.attempt.theorem for one in shown if one.attempt.theorem is not None]
    with about(case.portfolio, "second opinion"):
        grade = second_opinion(case, theorems, engines)
    return replace(finding, grade=grade, ledger=ledger_of(case, conclusions, theorems))


def _steps(conclusion: Conclusion, one: Shown) -> tuple[tuple[str, Verdict], ...]:
    """The verdict on a conclusion, and on both halves of an induction."""
    return (conclusion.label, one.verdict), *((label, _verdict(half)) for label, half in one.attempt.halves)


def show(case: Case, conclusion: Conclusion, shrink: bool = True) -> Shown:
    """One conclusion: its domain condition, then itself. `shrink`: a counterexample is the smallest one."""
    root = case.root(conclusion)
    cut = defined_first(conclusion, root)
    if cut is None:
        tried = restated(case, conclusion) or settled(case, root)
        if conclusion.sense and tried.refuted is not None:
            return _ill_formed(case, conclusion, tried, shrink)
        return _shown(case, tried, shrink)
    first = case.settle(cut.premises[0])
    if first.refuted is not None:
        return _ill_formed(case, conclusion, first, shrink)
    if first.theorem is None:
        all_of_it = prose(each.shown for each in conclusion.conditions)
        reasons = (("definedness", f"it is not known whether {all_of_it}"), *first.reasons)
        hint = f"assume {' and '.join(f'`{assumable(each)}`' for each in conclusion.conditions)}"
        return Shown(
            Unknown(reasons, hint, first.timeout, furthest(first.bound, first.searched)), first, open=True
        )
    rest = settled(case, cut.premises[1])
    if rest.theorem is None:
        return _shown(case, rest, shrink)
    theorem = conclude(cut, (first.theorem, rest.theorem))
    engines = tuple(dict.fromkeys((*first.engines, *rest.engines)))
    return _shown(case, replace(rest, theorem=theorem, engines=engines), shrink)


def _ill_formed(case: Case, conclusion: Conclusion, attempt: Attempt, shrink: bool) -> Shown:
    """The attempt refutes a condition under which what is shown makes sense."""
    refuted = attempt.refuted
    if refuted is not None and shrink:
        refuted = smallest(case, refuted, attempt.engines)
    missing = unmet(conclusion, refuted)
    why = f"it is defined only if {needed(missing)}, and that does not follow from what is assumed"
    return Shown(IllFormed(why, refuted), attempt, missing)


def defined_first(conclusion: Conclusion, root: Goal) -> Step | None:
    """The step from the goal of a conclusion to its domain condition, and to the goal where that holds; None
    where it is always defined."""
    condition = TRUE if conclusion.as_partial else domain(conclusion.formula)
    return None if condition == TRUE else take(Cut(Assumption("defined", condition, "defined")), root)


def _shown(case: Case, attempt: Attempt, shrink: bool) -> Shown:
    if attempt.refuted is not None and shrink:
        return Shown(smallest(case, attempt.refuted, attempt.engines), attempt)
    return Shown(_verdict(attempt), attempt)


def _verdict(attempt: Attempt) -> Verdict:
    if attempt.theorem is not None:
        return prove(attempt.theorem)
    if attempt.refuted is not None:
        return attempt.refuted
    if attempt.bound is not None:
        return Bounded(attempt.bound, attempt.reasons)
    return Unknown(attempt.reasons, None, attempt.timeout, attempt.searched)


def _together(verdicts: list[Verdict]) -> Verdict:
    """Refuted if one is, proved if all are, bounded if nothing is left but bounds."""
    for kind in ("refuted", "ill_formed", "unknown"):
        found = next((each for each in verdicts if each.name == kind), None)
        if found is not None:
            return found
    bounds = [each for each in verdicts if isinstance(each, Bounded)]
    if bounds:
        return min(bounds, key=lambda each: each.n)
    return prove(*(theorem for each in verdicts if isinstance(each, Proved) for theorem in each.theorems))
