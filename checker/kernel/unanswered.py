"""The ways in which evaluation ends without a value: undefined, endless, too much, or without a rule."""
# TRUSTED

from __future__ import annotations

from enum import Enum
from typing import Final

from aligncheck.kernel import clock

STRIDE = 2000
"""Steps of an evaluation between two looks at the clock."""


class Undefined(Enum):
    """The third truth value, and the value of terms that have none."""

    UNDEFINED = "undefined"


UNDEFINED: Final = Undefined.UNDEFINED


class NoValue(Exception):
    """A part that is undefined was asked. Inside the evaluator only: outside it is `UNDEFINED`."""


class CannotEvaluate(Exception):
    """No rule of evaluation gives a value here. This says nothing about the term."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Endless(CannotEvaluate):
    """A type that cannot be run through; `certain` if it is known to be infinite."""

    def __init__(self, reason: str, certain: bool = True) -> None:
        super().__init__(reason)
        self.certain = certain


class Budget:
    """How many more steps an evaluation may take."""

    __slots__ = ("_look", "left")

    def __init__(self, steps: int) -> None:
        self.left = steps
        self._look = steps

    def spend(self, steps: int) -> None:
        """Take some; raises CannotEvaluate when there are no more, OutOfTime when the thread's time is up."""
        self.left -= steps
        if self.left < self._look:
            self._look = self.left - STRIDE
            clock.check()
        if self.left < 0:
            raise CannotEvaluate("the evaluation takes too many steps")
