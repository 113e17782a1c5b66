"""The workers that are free, those that answer, and those that were asked to stop. They live across claims; one
that does not stop when asked is ended."""

from __future__ import annotations

import contextlib
import select
import threading

from aligncheck.engines.process import Nursery, Worker
from aligncheck.engines.timing import RaceClock

GRACE = {"z3": 0.15, "finite": 0.15, "asymptotic": 0.15, "sympy": 0.15, "cvc5": 0.03}
"""Seconds that an engine has to stop in when asked, by a clock as that of a race. cvc5 hears nothing while it
solves, but may be done soon."""
LOOK = 0.02
"""Seconds of the wall clock between looks at those that were asked to stop."""


class Pool:
    """Owns the worker processes. Thread-safe."""

    def __init__(self, nursery: Nursery | None = None) -> None:
        self.nursery = nursery or Nursery()
        self.closed = False
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._stopping: dict[Worker, tuple[float, RaceClock]] = {}
        self._watch: threading.Thread | None = None

    @property
    def busy(self) -> tuple[Worker, ...]:
        """Those that somebody waits for."""
        with self._changed:
            return tuple(self._busy)

    def take(self, engine: str, fresh: bool = False) -> Worker:
        """A worker that is free, one that knows the engine if there is one. `fresh`: one that was never asked."""
        with self._changed:
            if self.closed:
                raise RuntimeError("the engines were closed")
            knowing = (worker for worker in self._idle if engine in worker.engines)
            free = next(knowing, self._idle[0] if self._idle else None)
            if free is not None and not fresh:
                self._idle.remove(free)
            else:
                free = self.nursery.worker()
            self._busy.add(free)
            return free

    def give_back(self, worker: Worker) -> None:
        """It has answered."""
        with self._changed:
            self._busy.discard(worker)
            if not self.closed:
                self._idle.append(worker)

    def drop(self, worker: Worker) -> None:
        """Nobody waits for its answer any more."""
        grace = GRACE.get(worker.query.engine) if worker.query is not None else None
        if grace is not None:
            with contextlib.suppress(OSError):
                worker.stop()
                with self._changed:
                    self._busy.discard(worker)
                    self._stopping[worker] = grace, RaceClock()
                    self._watched()
                return
        self._kill(worker)

    def end(self, worker: Worker) -> int:
        """End a worker; gives the most memory it held, in KiB."""
        with self._changed:
            self._busy.discard(worker)
        return self.nursery.end(worker)[1]

    def close(self) -> None:
        """End every process."""
        with self._changed:
            self.closed = True
            workers = [*self._idle, *self._busy, *self._stopping]
            self._idle.clear()
            self._stopping.clear()
            self._changed.notify_all()
        self.nursery.close()
        for worker in workers:
            worker.channel.close()

    def _kill(self, worker: Worker) -> None:
        with self._changed:
            self._busy.discard(worker)
        self.nursery.kill(worker)

    def _watched(self) -> None:
        """Let somebody watch what was asked to stop."""
        self._changed.notify_all()
        if self._watch is None:
            self._watch = threading.Thread(target=self._watch_stopping, daemon=True)
            self._watch.start()

    def _watch_stopping(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or self.closed)
                if self.closed:
                    return
                stopping = {worker.channel: worker for worker in self._stopping}
            # Whoever is asked to stop meanwhile is seen when this ends, which is soon.
            with contextlib.suppress(OSError, ValueError):
                ready, _, _ = select.select(list(stopping), [], [], LOOK)
                for channel in ready:
                    worker = stopping[channel]
                    if worker.pid or not worker.greeted():
                        self._stopped(worker)
            self._end_late()

    def _stopped(self, worker: Worker) -> None:
        answered = worker.reply() is not None
        with self._changed:
            there = self._stopping.pop(worker, None) is not None
            if answered and there and not self.closed:
                self._idle.append(worker)
        if not answered:
            self.nursery.kill(worker)

    def _end_late(self) -> None:
        with self._changed:
            late = [
                worker for worker, (grace, clock) in self._stopping.items() if clock.read([worker]) >= grace
            ]
            for worker in late:
                del self._stopping[worker]
        for worker in late:
            self.nursery.kill(worker)
