"""Ending a question early: the thread that answers it looks here now and then, another one asks it to stop.

One question at a time is answered in a process. What runs in a solver's own code is interrupted there."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any


class Stopped(Exception):
    """Nobody waits for the answer any more."""


class _State:
    asked = False
    running: list[weakref.ref[Any]] = []  # noqa: RUF012 (one for the process)


def begin() -> None:
    """A new question: what was asked of the one before does not count for it."""
    _State.asked = False
    _State.running = []


def interruptible(solver: Any) -> None:
    """Let `stop` call the `interrupt` of a solver, as long as it is there."""
    _State.running = [each for each in _State.running if each() is not None]
    _State.running.append(weakref.ref(solver))


def stop() -> None:
    """Ask the thread that answers to stop. Safe from any thread."""
    _State.asked = True
    for reference in list(_State.running):
        solver = reference()
        if solver is not None:
            solver.interrupt()


def check() -> None:
    """Raises Stopped if that was asked."""
    if _State.asked:
        raise Stopped


def heeding(step: Callable[[str], str]) -> Callable[[str], str]:
    """A step that is not begun, and whose result does not count, once stopping was asked."""

    def run(text: str) -> str:
        check()
        try:
            return step(text)
        finally:
            check()

    return run
