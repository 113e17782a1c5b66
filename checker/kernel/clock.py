"""When the work that a thread does must be done: loops that may go on for long look here. Running out of time
makes no theorem and no model."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class OutOfTime(Exception):
    """The work must not go on."""


class _Clock(threading.local):
    until = math.inf


_clock = _Clock()


@contextmanager
def within(until: float) -> Iterator[None]:
    """What this thread does inside ends at `until` (monotonic seconds), or earlier if that holds already."""
    before = _clock.until
    _clock.until = min(before, until)
    try:
        yield
    finally:
        _clock.until = before


def check() -> None:
    """Raises OutOfTime when the time is up."""
    if time.monotonic() > _clock.until:
        raise OutOfTime
