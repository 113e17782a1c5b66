"""A goal with more in scope, step by step: of each step one premise is left, and the others are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aligncheck.kernel.goal import Goal
from aligncheck.kernel.rules import Normalise
from aligncheck.kernel.theorem import Step, Theorem, conclude, take
from aligncheck.obligations.opening import Trail, opened, start


@dataclass(frozen=True, slots=True)
class Growing:
    """The steps from a goal down to `goal`, each with the theorems on its other premises, which come first."""

    goal: Goal
    steps: tuple[tuple[Step, tuple[Theorem, ...]], ...] = ()

    def then(self, step: Step, shown: Sequence[Theorem] = ()) -> Growing:
        """On with the premise after those that are shown."""
        return Growing(step.premises[len(shown)], (*self.steps, (step, tuple(shown))))

    def along(self, trail: Trail) -> Growing:
        """On along a trail that starts here, every step of which has one premise."""
        return Growing(trail.goal, (*self.steps, *((step, ()) for step, _ in trail.steps)))

    def normal(self) -> Growing:
        """With every formula in normal form."""
        return self.then(take(Normalise(), self.goal))

    def opened(self) -> Growing:
        """As far as the rules of opening go."""
        return self.along(opened(start(self.goal)))

    def proved(self, theorem: Theorem) -> Theorem:
        """The first goal, from a theorem about the last."""
        for step, shown in reversed(self.steps):
            theorem = conclude(step, (*shown, theorem))
        return theorem
