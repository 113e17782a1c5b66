"""A value together with the problems met while making it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from aligncheck.diagnostics.problem import Problem
from aligncheck.records import dataclass

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Made(Generic[T]):
    """What a pass made of its input, and what it found wrong; text of a user never raises."""

    value: T
    problems: tuple[Problem, ...] = ()

    def then(self, step: Callable[[T], Made[U]]) -> Made[U]:
        """Go on with the next pass; the problems add up."""
        made = step(self.value)
        return Made(made.value, self.problems + made.problems)

    @property
    def sound(self) -> bool:
        """Whether no error was found (warnings and remarks leave a value sound)."""
        return all(problem.severity != "error" for problem in self.problems)
