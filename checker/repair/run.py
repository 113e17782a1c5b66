"""Repairs of all claims that fail, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aligncheck.claims.claim import Claim
from aligncheck.defects import attempt
from aligncheck.diagnostics import Made, Problem
from aligncheck.elaborate.meanings import ClaimScope
from aligncheck.engines.contract import Limits
from aligncheck.evidence.asking import Portfolio
from aligncheck.evidence.judge import lemmas_of
from aligncheck.evidence.outcome import Outcome
from aligncheck.kernel.values import Model
from aligncheck.kernel.verdicts import IllFormed, Refuted, Verdict
from aligncheck.repair.definitions import Rewriting
from aligncheck.repair.search import Failing, Repaired, repairs
from aligncheck.repair.site import Site
from aligncheck.schedule import run_all
from aligncheck.source import within
from aligncheck.tasks import Judged

MENDED = ("refuted", "vacuous", "ill_formed")
"""Verdicts of claims that are tried again under small edits."""


def repair_all(
    judged: Sequence[Judged], portfolio: Portfolio, limits: Limits, seconds: float, jobs: int
) -> list[Judged]:
    """The same, the outcomes with the repairs that were found within `seconds` each. A claim is repaired if it
    fails where `proved` is expected, or if it is proved and a warning says that it cannot be what was meant."""
    failed = [(each, failing) for each in judged if (failing := _failing(each, judged)) is not None]

    def work(number: int) -> Judged:
        each, failing = failed[number]
        made = attempt(each.outcome.claim.span, lambda: Made(repairs(failing, portfolio, limits, seconds)))
        found = (*each.outcome.problems, *made.problems)
        repaired = made.value or Repaired()
        reason = repaired.kept or each.outcome.reason
        outcome = replace(each.outcome, repairs=repaired.fixes, reason=reason, problems=found)
        return replace(each, outcome=outcome)

    mended = run_all([[] for _ in failed], work, jobs)
    changed = {id(each): new for (each, _), new in zip(failed, mended, strict=True)}
    return [changed.get(id(each), each) for each in judged]


def _failing(judged: Judged, all_judged: Sequence[Judged]) -> Failing | None:
    outcome, unit = judged.outcome, judged.task.unit
    claim = outcome.claim
    if not unit.given or unit.module is None or unit.misread(claim.span):
        return None
    scope = _scope_of(claim, unit.module.claims)
    if scope is None:
        return None
    problems = tuple(each for each in (*unit.problems, *outcome.problems) if within(each.span, claim.span))
    if not _fails(outcome, problems):
        return None
    lemmas, _, missing = lemmas_of(claim, judged.earlier)
    if missing is not None:
        return None
    imports = {name: used.module for name, used in unit.imports.items() if used.module is not None}
    rewriting = Rewriting(unit.file, imports, tuple(unit.problems)) if unit.file is not None else None
    others = (each.outcome for each in all_judged if each.task.unit is unit and each is not judged)
    sound = frozenset(each.claim.name for each in others if each.ok)
    site = Site(scope, unit.module, claim)
    return Failing(site, _models(outcome.verdict), problems, lemmas, outcome.given, rewriting, sound)


def _models(verdict: Verdict) -> tuple[Model, ...]:
    """The model that shows that a claim is false, or that what it says has no value."""
    match verdict:
        case Refuted(_, model) | IllFormed(_, Refuted(_, model)):
            return (model,)
        case _:
            return ()


def _fails(outcome: Outcome, problems: Sequence[Problem]) -> bool:
    expected = outcome.claim.expectation
    if expected.verdicts != ("proved",) or expected.code is not None or expected.only_given:
        return False
    if not outcome.ok:
        return outcome.verdict.name in MENDED
    return any(problem.severity == "warning" for problem in problems)


def _scope_of(claim: Claim, scopes: Sequence[ClaimScope]) -> ClaimScope | None:
    """The declaration that a claim was read from; None for what a definition has to show."""
    if claim.obligation_of is not None or claim.finding is not None:
        return None
    for scope in scopes:
        if within(claim.span, scope.declaration.span):
            return scope
    return None
