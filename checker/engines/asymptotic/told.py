"""Which instances of rules a proof went by, in the words of the goal, from the inside out."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from aligncheck.engines import stopping, z3
from aligncheck.engines.asymptotic.calculus import Calculus
from aligncheck.engines.meanings import meant
from aligncheck.engines.contract import Limits, Unsat
from aligncheck.kernel.goal import Goal, RuleInstance
from aligncheck.kernel.traversal import walk

PATIENCE: Final = 0.4
"""Seconds for leaving out instances that a proof can do without."""


def told(
    goal: Goal, given: int, calculus: Calculus, core: tuple[int, ...] | None
) -> tuple[RuleInstance, ...]:
    """The instances that suffice. `goal`: without limits, its first `given` assumptions those of the claim and the
    others the calculus's, in its order; `core`: those that Z3 needed, if it said so."""
    numbers = [*range(len(goal.assumptions))] if core is None else list(core)
    kept = _fewer(goal, given, numbers)
    if kept is None:
        return ()
    instances = [goal.assumptions[at] for at in kept if at >= given]
    shown = [RuleInstance(each.label, meant(each.formula, calculus.meanings)) for each in instances]
    return tuple(sorted(shown, key=lambda each: sum(1 for _ in walk(each.formula))))


def _fewer(goal: Goal, given: int, numbers: list[int]) -> list[int] | None:
    """The numbers without those that can go, as far as there is time; None where nothing is proved in that time."""
    end = stopping.now() + PATIENCE
    if len(numbers) == len(goal.assumptions):
        numbers = _halved(goal, given, numbers, end)
    for at in [each for each in reversed(numbers) if each >= given]:
        rest = [each for each in numbers if each != at]
        if stopping.now() < end and _suffice(goal, rest, end):
            numbers = rest
    return numbers if len(numbers) < len(goal.assumptions) or len(numbers) <= given + MOST else None


MOST: Final = 30
"""More instances than these tell a reader nothing."""


def _halved(goal: Goal, given: int, numbers: list[int], end: float) -> list[int]:
    """Without runs of instances that can go, long runs first."""
    length = (len(numbers) - given) // 2
    while length > 1 and stopping.now() < end:
        at = given
        while at < len(numbers) and stopping.now() < end:
            rest = numbers[:at] + numbers[at + length :]
            if _suffice(goal, rest, end):
                numbers = rest
            else:
                at += length
        length //= 2
    return numbers


def _suffice(goal: Goal, numbers: list[int], end: float) -> bool:
    seconds = max(end - stopping.now(), 0.01)
    fewer = replace(goal, assumptions=tuple(goal.assumptions[at] for at in numbers))
    return isinstance(z3.answer(fewer, Limits(seconds=seconds)), Unsat)
