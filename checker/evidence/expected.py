"""A finding beside what the author expects of the claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from aligncheck.claims.claim import Claim, Expectation, Holds, Reduces
from aligncheck.claims.faults import HoldsOfEverything, HoldsOfNothing
from aligncheck.diagnostics import Label, Problem
from aligncheck.evidence.case import Case
from aligncheck.evidence.degenerate import mending
from aligncheck.evidence.finding import Finding
from aligncheck.evidence.holds import holds
from aligncheck.evidence.outcome import Counterexample, Outcome
from aligncheck.evidence.problems import (
    ClaimBounded, ClaimProved, ClaimRefuted, ClaimUnknown, ClaimVacuous, Disagreeing, FollowsFromOthers, OnlyGivenFails,
    OnlyWithAnEmptySort, ProvedBeyondBound, SatisfiabilityUnknown, UnusedAssumption, WrongInstance,
)  # fmt: skip
from aligncheck.evidence.reduction import reduces, some_elements
from aligncheck.evidence.redundant import redundant
from aligncheck.evidence.sense import used_labels
from aligncheck.evidence.steps import about
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.substitution import replace_constants, substitute
from aligncheck.kernel.terms import Const, Term
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import Base, Type
from aligncheck.kernel.verdicts import (
    Bounded, Contradicted, Disagreement, IllFormed, Proved, Refuted, Satisfied, Unknown, Vacuous, Verdict,
)  # fmt: skip
from aligncheck.source import Span

if TYPE_CHECKING:
    from aligncheck.evidence.explaining import Explanation


def compared(case: Case, finding: Finding) -> Outcome:
    """The outcome: whether it is as expected, and what is to be said where it is not."""
    claim, expected = case.claim, case.claim.expectation
    problems: list[Problem] = list(finding.problems)
    steps = finding.steps
    verdict = finding.verdict
    why, more = _why(case, verdict), _more(case, verdict)
    if expected.only_given and verdict.name in ("refuted", "proved", "unknown", "bounded"):
        with about(case.portfolio, "only given"):
            given = _given(case)
        steps = (*steps, (f"given {', '.join(each.label for each in expected.only_given)}", given.verdict))
        ok = verdict.name == "refuted" and given.verdict.name == "proved"
        if not ok:
            halves = (verdict.name, given.verdict.name)
            problems.append(OnlyGivenFails(claim.head, claim.name, expected.shown, *halves))
    else:
        ok = _fits(expected, finding)
        if not ok:
            finding = _mended(case, finding)
        if not ok and not finding.problems:
            problems += _said(claim, finding, why)
        at = bool(expected.at_sorts or expected.at_constants)
        if ok and at and verdict.name == "refuted" and not _at(case):
            ok = False
            problems.append(WrongInstance(claim.head, claim.name, expected.shown))
    if ok and expected.code is None and not isinstance(verdict, Disagreement):
        problems = [each for each in problems if each.severity == "remark"]
    if isinstance(verdict, Disagreement):
        problems.append(Disagreeing(claim.head, claim.name, verdict.what))
    problems += _remarks(case, finding, ok)
    problems += _asked(claim, verdict)
    return Outcome(
        claim, verdict, ok,
        grade=finding.grade, engine=finding.engine, reason=_reason(finding), ledger=finding.ledger,
        satisfiable=finding.satisfiable, reading=finding.reading, steps=steps, witnesses=finding.witnesses,
        given=finding.given, problems=tuple(problems), explanation=why, further=more,
    )  # fmt: skip


def _why(case: Case, verdict: Verdict) -> Explanation | None:
    """Why it is not settled, if it is not."""
    if not isinstance(verdict, (Unknown, Bounded)):
        return None
    from aligncheck.evidence.explaining import explanation

    return explanation(case.claim, verdict, case.limits)


def _more(case: Case, verdict: Verdict) -> tuple[Counterexample, ...]:
    """Further counterexamples, as many as are wanted."""
    if not (isinstance(verdict, Refuted) and case.wanted.more):
        return ()
    from aligncheck.evidence.further import further

    return tuple((each.goal, each.model) for each in further(case, verdict, case.wanted.more))


def _fits(expected: Expectation, finding: Finding) -> bool:
    verdict = finding.verdict
    if isinstance(verdict, Disagreement):
        return False
    if expected.code is not None:
        # Whether that finding was made is for whoever sees all findings of the file.
        return expected.kind == "finding" or verdict.name in expected.verdicts
    if isinstance(verdict, Bounded) and "bounded" in expected.verdicts:
        return expected.bound is None or verdict.n >= expected.bound
    if verdict.name == "proved" and "bounded" in expected.verdicts:
        return True
    return verdict.name in expected.verdicts


def _said(claim: Claim, finding: Finding, why: Explanation | None) -> list[Problem]:
    verdict, shown, span, name = finding.verdict, claim.expectation.shown, claim.head, claim.name
    match verdict:
        case Proved() | Satisfied():
            return [ClaimProved(span, name, shown)]
        case Refuted() | Contradicted():
            return [ClaimRefuted(span, name, shown, finding.given, finding.excluded)]
        case Bounded(n):
            return [ClaimBounded(span, name, shown, n, *_explained(why))]
        case Unknown():
            return [ClaimUnknown(span, name, shown, *_explained(why))]
        case Vacuous(_, core):
            return [ClaimVacuous(span, name, core, _places(claim, core))]
        case Disagreement() | IllFormed():
            return []


def _explained(why: Explanation | None) -> tuple[str | None, tuple[Label, ...]]:
    """The advice in one line, and the places that are hard."""
    if why is None:
        return None, ()
    return "; or ".join(why.advice) or None, tuple(Label(each.span, each.what) for each in why.obstacles)


def _asked(claim: Claim, verdict: Verdict) -> list[Problem]:
    """The checker's own question: its finding if this is the answer, with the laws that it follows from."""
    if claim.finding is None or verdict.name != claim.finds:
        return []
    if not isinstance(verdict, Proved) or not isinstance(claim.finding, (HoldsOfEverything, HoldsOfNothing)):
        return [claim.finding]
    used = {each for theorem in verdict.theorems for each in used_labels(theorem) or ()}
    laws = sorted(f"the law of `{label}`" for label, kind in used if kind == "law")
    declared = sorted(f"`{label}`" for label, kind in used if kind == "declared")
    return [replace(claim.finding, sources=(*laws, *declared))]


def _mended(case: Case, finding: Finding) -> Finding:
    """With the hypotheses that exclude the counterexample, where it is a degenerate one and nothing else fails."""
    question = case.claim.question
    if not isinstance(finding.verdict, Refuted) or not isinstance(question, Holds):
        return finding
    mends = mending(case, question.conclusions, finding.verdict)
    if not mends:
        return finding
    given = tuple(", ".join(each.label for each in mend.hypotheses) for mend in mends)
    return replace(finding, given=given, excluded=mends[0].excluded)


def _places(claim: Claim, core: Sequence[str]) -> tuple[Span, ...]:
    """Where the assumptions of these labels stand in the file of the claim, each once."""
    spans = {each.label: each.span for each in claim.hypotheses if each.span.source is claim.span.source}
    return tuple(dict.fromkeys(spans[label] for label in core if label in spans))


def _remarks(case: Case, finding: Finding, ok: bool) -> list[Problem]:
    claim = case.claim
    problems: list[Problem] = []
    if claim.finding is not None:
        return problems
    verdict = finding.verdict
    wanted = claim.expectation.verdicts
    if verdict.name == "proved" and "bounded" in wanted and "proved" not in wanted:
        problems.append(ProvedBeyondBound(claim.head, claim.name, claim.expectation.shown))
    if finding.satisfiable == "only with an empty sort":
        problems.append(OnlyWithAnEmptySort(claim.head, claim.name))
    if finding.satisfiable == "unknown" and verdict.name in ("proved", "refuted"):
        problems.append(SatisfiabilityUnknown(claim.head, claim.name))
    if claim.expectation.kind == "finding":
        return problems  # It is kept for what is wrong with it; what it does not need is no news.
    spans = {each.label: each.span for each in claim.hypotheses}
    told = set()
    for each in redundant(case, finding):
        told.add(each.hypothesis.label)
        at, places = each.hypothesis, _places(claim, each.others)
        problems.append(FollowsFromOthers(at.span, claim.name, at.label, each.others, places))
    for line in finding.ledger:
        if line.kind == "assume" and not line.used and line.label in spans and line.label not in told:
            problems.append(UnusedAssumption(spans[line.label], claim.name, line.label))
    return problems


def _reason(finding: Finding) -> str | None:
    verdict = finding.verdict
    match verdict:
        case Unknown():
            return verdict.text
        case IllFormed(why, _):
            return why
        case Disagreement(what, _, _):
            return what
        case Vacuous(_, core) | Contradicted(_, core):
            return "contradict one another: " + ", ".join(core)
        case _:
            return None


def _given(case: Case) -> Finding:
    """The claim with the assumptions that it is said to need."""
    claim = case.claim
    more = replace(claim, hypotheses=(*claim.hypotheses, *claim.expectation.only_given))
    inner = Case(more, case.portfolio, case.limits, case.lemmas, case.equivalences)
    return holds(inner, claim.question.conclusions) if isinstance(claim.question, Holds) else _reduced(inner)


def _reduced(case: Case) -> Finding:
    if isinstance(case.claim.question, Reduces):
        return reduces(case, case.claim.question)
    return Finding(Unknown((("judge", "`only given` is for `show` and `reduces`"),)))


def _at(case: Case) -> bool:
    """Whether the values that the author gives make a conclusion false while all assumptions hold."""
    question, expected = case.claim.question, case.claim.expectation
    formulas: tuple[Term, ...] = ()
    if isinstance(question, Holds):
        formulas = tuple(each.formula for each in question.conclusions)
    elif isinstance(question, Reduces):
        formulas = (some_elements(question),)
    for formula in formulas:
        goal = at_instance(case.goal(formula), expected.at_sorts, expected.at_constants)
        with about(case.portfolio, "at the values given"):
            refuted = case.settle(goal).refuted
        if refuted is not None:
            return True
    return False


def at_instance(goal: Goal, sorts: Mapping[str, Type], constants: Mapping[str, Term]) -> Goal:
    """The goal with sorts and symbols replaced by what they are at one instance."""

    def in_term(term: Term) -> Term:
        return replace_constants(substitute(term, {}, sorts), values)

    def in_type(type: Type) -> Type:
        return substitute(type, {}, sorts)

    values = {
        Const(each.name, in_type(each.type), each.index): constants[each.name]
        for each in goal.constants
        if each.name in constants
    }
    kept = tuple(
        Const(each.name, in_type(each.type), each.index)
        for each in goal.constants
        if each.name not in constants
    )
    assumptions = tuple(replace(each, formula=in_term(each.formula)) for each in goal.assumptions)
    conclusion = in_term(goal.conclusion)
    new = {
        node.name
        for root in (*sorts.values(), conclusion, *(each.formula for each in assumptions))
        for node in walk(root)
        if isinstance(node, Base)
    }
    names = tuple(dict.fromkeys((*(each for each in goal.sorts if each not in sorts), *sorted(new))))
    return Goal(names, kept, assumptions, conclusion)
