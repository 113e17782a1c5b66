"""Which step of a claim the engines are asked for, told to whoever keeps a record of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, runtime_checkable


@runtime_checkable
class Recorder(Protocol):
    """A portfolio that writes down what it is asked, and for which step (engines.recording)."""

    step: str


@contextmanager
def about(portfolio: object, step: str) -> Iterator[None]:
    """What is asked meanwhile is for this step; a portfolio that keeps no record takes no note."""
    if not isinstance(portfolio, Recorder):
        yield
        return
    before, portfolio.step = portfolio.step, step
    try:
        yield
    finally:
        portfolio.step = before
