"""An engine that never answers, one that wants all memory, one that dies, one that fails."""

from __future__ import annotations

import os
import signal
import time

from aligncheck.engines.contract import Answer, GaveUp, Limits
from aligncheck.kernel.goal import Goal


def answer(goal: Goal, limits: Limits) -> Answer:
    label = goal.assumptions[0].label if goal.assumptions else "hang"
    if label == "memory":
        hoard = [bytes(1 << 20)]
        while True:
            hoard.append(bytearray(os.urandom(1 << 10) * (1 << 12)))
    if label == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    if label == "fail":
        raise ValueError("no such thing")
    if label == "soon":
        return GaveUp("hanging", "incomplete", "does not know")
    while True:
        time.sleep(1)
