"""Room for deep terms: a thread with a big stack, in which plain recursion follows any nesting a file has."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

STACK = 1 << 30
"""Bytes of address space for a stack; only what is touched takes memory."""
DEPTH = 250_000
"""Calls within one another that fit into that stack."""


def run_deep(work: Callable[[], T], tick: Callable[[], None] = lambda: None) -> T:
    """What `work` gives or raises, run with a deep stack. `tick` is called ten times a second meanwhile, in
    the caller's thread, which also takes interrupts."""
    result: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(work())
        except BaseException as error:
            failure.append(error)

    thread = start_deep(run)
    while thread.is_alive():
        thread.join(0.1)
        tick()
    if failure:
        raise failure[0]
    return result[0]


def start_deep(work: Callable[[], None]) -> threading.Thread:
    """A running thread with a deep stack; it does not keep the process alive."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), DEPTH))
    before = threading.stack_size(STACK)
    try:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
    finally:
        threading.stack_size(before)
    return thread
