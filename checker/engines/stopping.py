"""The time that a question has, and ending it early: the thread that answers it looks here now and then, another one
tells it what the time is, or asks it to stop.

One question at a time is answered in a process. What runs in a solver's own code is interrupted there."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Any

from aligncheck.kernel.clock import SLOWEST

UNTOLD = 0.1
"""Seconds that pass in a race before its time must be told again."""


class Stopped(Exception):
    """Nobody waits for the answer any more."""


class _State:
    asked = False
    running: Any = None
    turn = threading.Lock()
    racing = False
    told = 0.0
    told_at = 0.0
    due = math.inf


def begin() -> None:
    """A new question of a race: what was asked of the one before does not count for it."""
    _State.asked = False
    _State.due = math.inf
    _State.racing = True
    told(0.0)


def told(seconds: float) -> None:
    """How long the race has lasted. What runs in a solver is interrupted if its time is up."""
    _State.told, _State.told_at = seconds, time.monotonic()
    if seconds >= _State.due:
        _State.due = math.inf
        _interrupt()


def now() -> float:
    """Seconds by the clock of the race; where there is none, by the monotonic clock."""
    if not _State.racing:
        return time.monotonic()
    return _State.told + min(time.monotonic() - _State.told_at, UNTOLD)


def milliseconds(seconds: float) -> int:
    """What to give a solver as its own limit, which is by the wall clock, when it is to be interrupted after so many
    seconds of the race."""
    if not _State.racing:
        return max(1, int(seconds * 1000))
    _State.due = now() + seconds
    return max(1, int(seconds * 1000 * SLOWEST))


def stop() -> None:
    """Ask the thread that answers to stop. Safe from any thread."""
    _State.asked = True
    _interrupt()


def _interrupt() -> None:
    with _State.turn:
        if _State.running is not None:
            _State.running.interrupt()


def check() -> None:
    """Raises Stopped if that was asked."""
    if _State.asked:
        raise Stopped


def heeding(step: Callable[[str], str], solver: Any = None) -> Callable[[str], str]:
    """A step that is not begun, and whose result does not count, once stopping was asked. `solver`: its `interrupt` is
    called meanwhile, and at no other time: one that is taken down just then must not be touched."""

    def run(text: str) -> str:
        with _State.turn:
            _State.running = solver
        try:
            check()
            return step(text)
        finally:
            with _State.turn:
                _State.running = None
            _State.due = math.inf
            check()

    return run
