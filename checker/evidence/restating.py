"""A claim about large definitions, by proved equivalences that stand in for them: what is left may have a
counterexample that can be replayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aligncheck.claims.claim import Conclusion
from aligncheck.evidence.attempt import Attempt
from aligncheck.evidence.case import Case
from aligncheck.evidence.growing import Growing
from aligncheck.evidence.inducing import settled
from aligncheck.kernel.apart import is_apart
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Apart
from aligncheck.kernel.theorem import Theorem, take
from aligncheck.kernel.verdicts import Refuted, refute
from aligncheck.obligations.goals import root_of
from aligncheck.obligations.restating import restatements
from aligncheck.obligations.shape import formulas, is_large

HOLDS = 1.0
"""Seconds for the question whether an assumption of a lemma holds."""


def restated(case: Case, conclusion: Conclusion) -> Attempt | None:
    """What comes of a conclusion when small forms stand in for what is large in it; None where the lemmas named do
    not give it any, or nothing is settled so. The lemmas themselves are no assumptions then."""
    if not case.equivalences:
        return None
    growing = Growing(root_of(case.claim, conclusion))
    if not is_apart(growing.goal):
        growing = growing.then(take(Apart(), growing.goal))
    while any(map(is_large, formulas(growing.goal))):
        further = _further(case, growing)
        if further is None:
            return None
        growing = further
    attempt = settled(case, growing.goal)
    if attempt.theorem is not None:
        return replace(attempt, theorem=growing.proved(attempt.theorem))
    if attempt.refuted is not None:
        return replace(attempt, refuted=_from_root(growing, attempt.refuted))
    return None


def _further(case: Case, growing: Growing) -> Growing | None:
    """One instance of a lemma further."""
    for lemma in case.equivalences:
        for rule in restatements(lemma.goal, growing.goal):
            try:
                step = take(rule, growing.goal)
            except KernelRefusal:
                continue
            shown = _shown(case, lemma, step.premises[1:-1])
            if shown is not None:
                return growing.then(step, shown)
    return None


def _shown(case: Case, lemma: Theorem, conditions: Sequence[Goal]) -> list[Theorem] | None:
    """The lemma, and that its assumptions hold; None where that is not proved."""
    shown = [lemma]
    for condition in conditions:
        theorem = case.settle(condition, HOLDS).theorem
        if theorem is None:
            return None
        shown.append(theorem)
    return shown


def _from_root(growing: Growing, found: Refuted) -> Refuted:
    path = [(step, len(step.premises) - 1) for step, _ in growing.steps]
    shown = [theorem for _, theorems in growing.steps for theorem in theorems]
    root = growing.steps[0][0].goal if growing.steps else growing.goal
    return refute(root, found.model, [*path, *found.path], [*shown, *found.shown])
