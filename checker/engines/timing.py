"""How long a race has lasted. Time in which its workers had no core to run on is not counted, so that a verdict
does not hang on what else the machine does; a ceiling by the wall clock lets nothing go on for ever."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable

from aligncheck.engines.process import Worker
from aligncheck.engines.usage import ran, waited
from aligncheck.kernel.clock import SLOWEST


class RaceClock:
    """Seconds that the workers of a race had together, running or asleep of their own will, and never more than
    passed by the wall clock: on a machine that has a core for the race they are the same."""

    def __init__(self) -> None:
        self._began = self._looked = time.monotonic()
        self._counted = 0.0
        self._uses: dict[Worker, Use] = {}

    def read(self, workers: Iterable[Worker], done: Collection[Worker] = ()) -> float:
        """The time now, with what these workers, who run, did since the last look. Those who are done sleep because
        nobody has come for their answer: that is not counted."""
        looked = time.monotonic()
        passed, self._looked = looked - self._looked, looked
        worked = 0.0
        for worker in workers:
            if worker not in self._uses:
                self._uses[worker] = Use(worker)
            worked += self._uses[worker].since(passed, worker in done)
        self._counted += min(worked, passed)
        return max(self._counted, (looked - self._began) / SLOWEST)


class Use:
    """What one worker does with the time that passes."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._ran = worker.ran_when_asked
        self._looked = False
        self._waited: float | None = None

    def since(self, passed: float, done: bool) -> float:
        """Of the seconds that passed since the last look, those in which it ran or slept. None is counted before
        the process is there."""
        if not self._worker.pid:
            return 0.0
        now = ran(self._worker.pid)
        if now is None:
            return passed
        running, self._ran = now - self._ran, now
        if not self._looked or done:
            # Most are done by now: what they waited is looked up, which takes longer, for the others only.
            self._looked = True
            return running
        before, self._waited = self._waited, waited(self._worker.pid)
        return running if before is None else max(running, passed - max(self._waited - before, 0.0))
