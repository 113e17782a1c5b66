"""An engine that never answers, one that ignores signals, one that wants all memory, one that dies (once, or always),
one that works for some time, one that fails."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

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
    if label.startswith("die once "):
        mark = Path(label.removeprefix("die once "))
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGSEGV)
        return GaveUp("hanging", "incomplete", "lives again")
    if label == "deaf":
        # Signals are for the first thread of a process; blocked here, and the interpreter is kept busy too.
        signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP})
        while True:
            sum(range(10**7))
    if label.startswith("works "):
        until = time.process_time() + float(label.removeprefix("works "))
        while time.process_time() < until:
            pass
        return GaveUp("hanging", "incomplete", "it has worked")
    if label == "fail":
        raise ValueError("no such thing")
    if label == "soon":
        return GaveUp("hanging", "incomplete", "does not know")
    while True:
        time.sleep(1)
