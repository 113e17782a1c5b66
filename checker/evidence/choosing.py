"""One choice of witnesses before the engines."""

from __future__ import annotations

from dataclasses import replace

from aligncheck.engines.contract import Candidate, Unsat
from aligncheck.evidence.asking import Asking
from aligncheck.evidence.differing import HOLDS, rejected
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.rules import Split
from aligncheck.kernel.terms import Op
from aligncheck.kernel.theorem import Evidence, Theorem, accept, conclude, evident, take
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model
from aligncheck.obligations.opening import Trail, opened, start
from aligncheck.obligations.saturation import rounds
from aligncheck.obligations.shape import holds_higher


def ask(asking: Asking, goal: Goal, seconds: float, patient: bool = False) -> Theorem | Model | None:
    """One choice of witnesses: a theorem about `goal`, or a model in which it fails. `patient`: what the engines
    leave open is asked part by part, and with the elements that assumptions give."""
    trail = opened(start(goal))
    known = evident(trail.goal)
    if known is not None:
        return trail.proved(known)
    limits = replace(asking.limits, seconds=min(seconds, max(asking.left, 0.05)))
    for answer in asking.portfolio.race(trail.goal, limits, None):
        if isinstance(answer, Unsat) and answer.exactness != "stronger":
            evidence = Evidence(answer.engine, answer.exactness, answer.core, answer.rules)
            return trail.proved(accept(trail.goal, evidence))
        if isinstance(answer, Candidate):
            try:
                if replay(trail.goal, answer.model):
                    return answer.model
            except CannotEvaluate:
                continue
            if answer.exactness == "exact":
                raise rejected(answer, trail.goal, HOLDS)
    conclusion = trail.goal.conclusion
    if isinstance(conclusion, Op) and conclusion.name == "and" and (patient or holds_higher(conclusion)):
        return _by_parts(asking, trail, seconds, patient)
    return _saturated(asking, trail, seconds) if patient else None


def _by_parts(asking: Asking, trail: Trail, seconds: float, patient: bool) -> Theorem | None:
    """What engines cannot be asked as a whole: the parts of an `and`, one by one."""
    step = take(Split(), trail.goal)
    parts: list[Theorem] = []
    for premise in step.premises:
        proved = ask(asking, premise, seconds, patient)
        if not isinstance(proved, Theorem):
            return None
        parts.append(proved)
    return trail.proved(conclude(step, parts))


def _saturated(asking: Asking, trail: Trail, seconds: float) -> Theorem | None:
    for richer in rounds(trail):
        attempt = asking.proving(richer, min(seconds, max(asking.left, 0.05)))
        if attempt.theorem is not None:
            return richer.proved(attempt.theorem)
    return None
