"""One choice of witnesses before the engines."""

from __future__ import annotations

from dataclasses import replace

from aligncheck.engines.contract import Candidate, Unsat
from aligncheck.evidence.asking import Asking
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.rules import Split
from aligncheck.kernel.terms import Op
from aligncheck.kernel.theorem import Evidence, Theorem, accept, conclude, evident, take
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model
from aligncheck.obligations.opening import Trail, opened, start
from aligncheck.obligations.shape import holds_higher


def ask(asking: Asking, goal: Goal, seconds: float) -> Theorem | Model | None:
    """One choice of witnesses: a theorem about `goal`, or a model in which it fails."""
    trail = opened(start(goal))
    known = evident(trail.goal)
    if known is not None:
        return trail.proved(known)
    limits = replace(asking.limits, seconds=min(seconds, max(asking.left, 0.05)))
    for answer in asking.portfolio.race(trail.goal, limits, None):
        if isinstance(answer, Unsat) and answer.exactness != "stronger":
            evidence = Evidence(answer.engine, answer.exactness, answer.core)
            return trail.proved(accept(trail.goal, evidence))
        if isinstance(answer, Candidate):
            try:
                if replay(trail.goal, answer.model):
                    return answer.model
            except CannotEvaluate:
                continue
    return _by_parts(asking, trail, seconds)


def _by_parts(asking: Asking, trail: Trail, seconds: float) -> Theorem | None:
    """What engines cannot be asked as a whole: ∀ over functions under `and` are opened one by one."""
    conclusion = trail.goal.conclusion
    if not (isinstance(conclusion, Op) and conclusion.name == "and" and holds_higher(conclusion)):
        return None
    step = take(Split(), trail.goal)
    parts: list[Theorem] = []
    for premise in step.premises:
        proved = ask(asking, premise, seconds)
        if not isinstance(proved, Theorem):
            return None
        parts.append(proved)
    return trail.proved(conclude(step, parts))
