"""What a process has had of the machine. Light to import."""

from __future__ import annotations

import contextlib
import os
import sys
import time


def ran(pid: int) -> float | None:
    """Seconds of processor time that a process has had; None where that is not told."""
    if sys.platform != "linux":
        return None
    # The clock of a process of that number, as clock_getcpuclockid(3) makes it.
    with contextlib.suppress(OSError):
        return time.clock_gettime(~pid << 3 | 2)
    return None


def waited(pid: int) -> float:
    """Seconds for which the threads of a process were ready to run and had no core."""
    total = 0
    with contextlib.suppress(OSError, ValueError, IndexError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError), open(f"/proc/{pid}/task/{thread}/schedstat") as stat:
                total += int(stat.read().split()[1])
    return total / 1e9
