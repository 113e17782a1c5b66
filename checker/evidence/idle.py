"""What a counterexample does not depend on: symbols that may have any value at all."""

from __future__ import annotations

from itertools import product

from aligncheck.kernel.evaluate import carrier
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.terms import Const
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model, Value

MOST = 32
"""So many models are tried at most."""


def idle(goal: Goal, model: Model) -> frozenset[str]:
    """Symbols that may be changed together in any way, and the model still is a counterexample."""
    free: dict[str, tuple[Value, ...]] = {}
    budget = MOST
    for symbol in goal.constants:
        values = _values(symbol, model)
        count = len(values)
        for others in free.values():
            count *= len(others)
        if len(values) < 2 or count > budget:
            continue
        budget -= count
        if _survives(goal, model, {**free, symbol.name: values}):
            free[symbol.name] = values
    return frozenset(free)


def _values(symbol: Const, model: Model) -> tuple[Value, ...]:
    """All values that the symbol could have; none where they are too many to try."""
    try:
        values = carrier(symbol.type, model, 2_000)
    except CannotEvaluate:
        return ()
    return values if len(values) <= MOST else ()


def _survives(goal: Goal, model: Model, free: dict[str, tuple[Value, ...]]) -> bool:
    for chosen in product(*free.values()):
        changed = Model(model.carriers, {**model.constants, **dict(zip(free, chosen, strict=True))})
        try:
            if not replay(goal, changed):
                return False
        except CannotEvaluate:
            return False
    return True
