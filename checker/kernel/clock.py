"""When the work that a thread does must be done: loops that may go on for long look here. Running out of time
makes no theorem and no model.

Time is what the process has had of the machine, so that what is found in time does not hang on what else the machine
does; what is done for the thread elsewhere meanwhile is added by whoever waits for it."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

SLOWEST: Final = 8
"""A second lasts at most so many seconds of the wall clock."""


class OutOfTime(Exception):
    """The work must not go on."""


class _Clock(threading.local):
    until = math.inf

    def __init__(self) -> None:
        self.go_on(0.0)

    def go_on(self, at: float) -> None:
        self.at = at
        self.since = time.process_time()
        self.since_wall = time.monotonic()


_clock = _Clock()


def now() -> float:
    """Seconds since this thread first asked."""
    worked, passed = time.process_time() - _clock.since, time.monotonic() - _clock.since_wall
    return _clock.at + max(worked, passed / SLOWEST)


@contextmanager
def elsewhere(seconds: Callable[[], float]) -> Iterator[None]:
    """What this thread waits for inside lasts so long, as is known in the end, whatever this process does meanwhile."""
    before = now()
    try:
        yield
    finally:
        _clock.go_on(before + seconds())


@contextmanager
def within(until: float) -> Iterator[None]:
    """What this thread does inside ends at `until` (by `now`), or earlier if that holds already."""
    before = _clock.until
    _clock.until = min(before, until)
    try:
        yield
    finally:
        _clock.until = before


def check() -> None:
    """Raises OutOfTime when the time is up."""
    if now() > _clock.until:
        raise OutOfTime
