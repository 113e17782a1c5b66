"""A few small models, looked at before engines are asked: each costs less than a question to them."""

from __future__ import annotations

from aligncheck.claims.samples import samples
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.unanswered import CannotEvaluate

FEW, STEPS = 6, 4_000
"""Models, and steps of evaluation for one formula in one of them."""


def fails_in_a_small_model(goal: Goal, least: int = 0) -> bool:
    """Whether one of them is a counterexample, replayed. `least`: each sort has so many members."""
    models = samples(goal.sorts, goal.constants, (), FEW, least)
    try:
        return any(replay(goal, model, STEPS) for model in models)
    except CannotEvaluate:
        return False
