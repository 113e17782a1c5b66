"""Proofs about members of families at symbolic indices, by the instances of assumptions that ranges allow."""

from __future__ import annotations

from collections.abc import Callable

from aligncheck.evidence.attempt import Attempt
from aligncheck.kernel import clock
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Detach, Drop, Families
from aligncheck.kernel.theorem import Theorem, conclude, evident, take
from aligncheck.obligations.members import first_implication, with_members
from aligncheck.obligations.opening import opened, start

DEEPEST = 24
"""Steps of one proof."""

Settle = Callable[[Goal], Attempt]
"""Settle a goal in which no member of a family stands."""


def by_members(goal: Goal, settle: Settle, until: float, depth: int = DEEPEST) -> Theorem | None:
    """Detach what is conditional, use what is general at the members in sight, then forget the indices."""
    if depth == 0 or clock.now() > until:
        return None
    at = first_implication(goal)
    if at is not None:
        return _detached(goal, at, settle, until, depth)
    trail = with_members(start(goal))
    if trail.goal is not goal:
        theorem = _opened(trail.goal, settle, until, depth - 1)
        return None if theorem is None else trail.proved(theorem)
    try:
        step = take(Families(numerals=False), goal)
    except KernelRefusal:
        return None
    attempt = settle(step.premises[0])
    return None if attempt.theorem is None else conclude(step, (attempt.theorem,))


def _detached(goal: Goal, at: int, settle: Settle, until: float, depth: int) -> Theorem | None:
    """Go on with B of assumption A -> B if A can be shown, and without it if not."""
    step = take(Detach(at), goal)
    condition = _opened(step.premises[0], settle, until, depth - 1, without=at)
    if condition is not None:
        rest = _opened(step.premises[1], settle, until, depth - 1, without=at)
        return None if rest is None else conclude(step, (condition, rest))
    drop = take(Drop((at,)), goal)
    rest = _opened(drop.premises[0], settle, until, depth)
    return None if rest is None else conclude(drop, (rest,))


def _opened(
    goal: Goal, settle: Settle, until: float, depth: int, without: int | None = None
) -> Theorem | None:
    trail = start(goal)
    if without is not None:
        trail = trail.then(take(Drop((without,)), goal))
    trail = opened(trail)
    theorem = evident(trail.goal) or by_members(trail.goal, settle, until, depth)
    return None if theorem is None else trail.proved(theorem)
