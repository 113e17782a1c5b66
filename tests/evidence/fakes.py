"""A portfolio that answers as it is told, for verdicts that honest engines do not give on request."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aligncheck.engines.contract import Answer, Limits
from aligncheck.kernel.goal import Goal

Scripted = Callable[[str, Goal], Answer]


class Scripts:
    """Every engine is a function of the goal."""

    def __init__(self, **engines: Callable[[Goal], Answer]) -> None:
        self.engines = engines
        self.asked: list[tuple[str, Goal]] = []

    def names(self) -> Sequence[str]:
        return tuple(self.engines)

    def race(self, goal: Goal, limits: Limits, engines: Sequence[str] | None = None) -> tuple[Answer, ...]:
        chosen = [name for name in (engines or self.engines) if name in self.engines]
        self.asked += [(name, goal) for name in chosen]
        return tuple(self.engines[name](goal) for name in chosen)

    def ask(self, engine: str, goal: Goal, limits: Limits) -> Answer:
        from aligncheck.engines.contract import GaveUp

        if engine not in self.engines:
            return GaveUp(engine, "unsupported", "not here")
        return self.race(goal, limits, (engine,))[0]


class Alone(Scripts):
    """Only the first engine of a race answers, as one that has won it."""

    def race(self, goal: Goal, limits: Limits, engines: Sequence[str] | None = None) -> tuple[Answer, ...]:
        return super().race(goal, limits, (engines or tuple(self.engines))[:1])
