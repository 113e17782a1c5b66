"""From a claim to its outcome. Engines answer, the kernel makes the verdict, and this compares it with
what the author expects."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from aligncheck.claims.claim import Claim, Consistent, Holds, Independent, Reduces
from aligncheck.engines.contract import Limits
from aligncheck.evidence.asking import Portfolio
from aligncheck.evidence.case import VERDICTS_ALONE, Case, Wanted
from aligncheck.evidence.differing import EnginesDiffer
from aligncheck.evidence.expected import compared
from aligncheck.evidence.finding import Finding
from aligncheck.evidence.holds import holds
from aligncheck.evidence.outcome import Grade, Outcome
from aligncheck.evidence.possible import consistent, independent
from aligncheck.evidence.problems import JudgeFailed
from aligncheck.evidence.reduction import reduces
from aligncheck.kernel.goal import Assumption
from aligncheck.kernel.rules import Apart
from aligncheck.kernel.theorem import Evidence, Theorem
from aligncheck.kernel.verdicts import Disagreement, IllFormed, Proved, Refuted, Unknown, Vacuous
from aligncheck.obligations.goals import closure
from aligncheck.obligations.restating import stands_in

WEAKEST: tuple[Grade, ...] = ("certified", "agreed", "single")


def judge(
    claim: Claim,
    portfolio: Portfolio,
    limits: Limits,
    earlier: Mapping[str, Outcome],
    wanted: Wanted = VERDICTS_ALONE,
) -> Outcome:
    """Judge one claim. `earlier` are the outcomes of claims before it, by name. Never raises."""
    start = time.monotonic()
    if claim.seconds is not None:
        limits = replace(limits, seconds=min(limits.seconds, claim.seconds))
    try:
        finding = _finding(Case(claim, portfolio, limits, wanted=wanted), earlier)
        outcome = compared(Case(claim, portfolio, limits, wanted=wanted), finding)
    except EnginesDiffer as differ:
        outcome = compared(Case(claim, portfolio, limits), Finding(differ.verdict))
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        verdict = Unknown((("judge", f"internal error: {what}"),), "please report this file")
        problem = JudgeFailed(claim.head, claim.name, what)
        outcome = Outcome(claim, verdict, False, reason=verdict.text, problems=(problem,))
    return replace(outcome, seconds=time.monotonic() - start)


def _finding(case: Case, earlier: Mapping[str, Outcome]) -> Finding:
    claim = case.claim
    if claim.ill_formed:
        return Finding(IllFormed("it has errors, and was not tried"))
    for name in claim.depends_on:
        if name in earlier and earlier[name].verdict.name == "refuted":
            # The definition has its own finding; this claim adds none.
            return Finding(IllFormed(f"it rests on `{name}`, which is refuted"))
    lemmas, grades, missing = lemmas_of(claim, earlier)
    if missing:
        why = (("lemma", f"`{missing}` is not proved before this claim"),)
        return Finding(Unknown(why, f"prove `{missing}` first"))
    case.lemmas = lemmas
    case.equivalences = equivalences_of(claim, earlier)
    finding = _asked(case)
    known = [name for name in claim.depends_on if name in earlier]
    open_ones = [name for name in known if earlier[name].verdict.name != "proved"]
    if open_ones and not isinstance(finding.verdict, (Disagreement, IllFormed, Vacuous)):
        why = (("definitions", f"`{open_ones[0]}` is not settled, and this claim rests on it"),)
        return replace(finding, verdict=Unknown(why, f"settle `{open_ones[0]}` first"), grade=None, ledger=())
    if isinstance(finding.verdict, Refuted) and finding.verdict.shown:
        return replace(finding, grade=max((*grades, _grade(finding.verdict)), key=WEAKEST.index))
    if finding.grade is not None and grades:
        weakest = max((finding.grade, *grades), key=WEAKEST.index)
        return replace(finding, grade=weakest)
    return finding


def _asked(case: Case) -> Finding:
    match case.claim.question:
        case Holds(conclusions):
            return holds(case, conclusions)
        case Consistent(formulas):
            return consistent(case, formulas)
        case Independent(formula, premises):
            return independent(case, formula, premises)
        case Reduces() as question:
            return reduces(case, question)
        case _:
            assert_never(case.claim.question)


def _grade(refuted: Refuted) -> Grade:
    """Of what a counterexample rests on beside the lemmas: a restated goal has no other open ends."""
    said = any(isinstance(leaf.by, Evidence) for each in refuted.shown for leaf in each.leaves)
    return "single" if said else "certified"


def equivalences_of(claim: Claim, earlier: Mapping[str, Outcome]) -> tuple[Theorem, ...]:
    """The theorems of the lemmas that say that two formulas are equivalent."""
    verdicts = [earlier[name].verdict for name in claim.lemmas if name in earlier]
    theorems = [each for verdict in verdicts if isinstance(verdict, Proved) for each in verdict.theorems]
    apart = (each.parts[0] if isinstance(each.by, Apart) else each for each in theorems)
    return tuple(each for each in apart if stands_in(each.goal))


def lemmas_of(
    claim: Claim, earlier: Mapping[str, Outcome]
) -> tuple[tuple[Assumption, ...], list[Grade], str | None]:
    """Proved claims as assumptions, their grades, and the first that is not proved."""
    found: list[Assumption] = []
    grades: list[Grade] = []
    for name in claim.lemmas:
        outcome = earlier.get(name)
        question = None if outcome is None else outcome.claim.question
        if outcome is None or outcome.verdict.name != "proved" or not isinstance(question, Holds):
            return (), [], name
        formulas = [each.formula for each in question.conclusions]
        found.append(Assumption(name, closure(outcome.claim, formulas), "lemma"))
        if outcome.grade is not None:
            grades.append(outcome.grade)
    return tuple(found), grades, None
