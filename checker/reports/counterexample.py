"""A model in the names of the specification."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.claims.claim import Claim
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.values import Model
from aligncheck.reports.pieces import Line, line


def counterexample(claim: Claim, goal: Goal, model: Model) -> Iterator[Line]:
    """The model as lines."""
    for sort, size in model.carriers.items():
        yield line(f"{sort}: {size}")
    for name, value in model.constants.items():
        yield line(f"{name} = {value}")
