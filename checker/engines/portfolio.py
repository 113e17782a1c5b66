"""The race of engines, each in a worker process of its own under hard limits of time and memory."""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Sequence
from importlib.util import find_spec
from types import TracebackType

from aligncheck.engines.contract import Answer, Candidate, GaveUp, Limits, Query, Unsat
from aligncheck.engines.pool import Pool
from aligncheck.engines.process import Nursery, Worker, died
from aligncheck.engines.timing import RaceClock
from aligncheck.kernel import clock
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.terms import Lim, Op, Tail
from aligncheck.kernel.traversal import walk

NAMES = ("z3", "cvc5", "finite", "asymptotic", "sympy")
# Z3 settles most goals within a few milliseconds; the others start only where it has not.
HEADSTART = {"z3": 0.0, "finite": 0.015, "cvc5": 0.04, "sympy": 0.3, "e": 0.5}
# What speaks of limits is for the asymptotic calculus, and SymPy takes long to load.
HEADSTART_OF_LIMITS = {"asymptotic": 0.0, "z3": 0.2, "finite": 0.25, "cvc5": 0.3, "sympy": 1.0, "e": 1.0}
TICK, SOON = 0.04, 0.002
"""Seconds of the wall clock between looks at the clock of a race, at most and at least."""
_TRANSCENDENTAL = {"exp", "log", "sqrt", "pow"}


def fitting(goal: Goal) -> tuple[str, ...]:
    """The engines worth asking about a goal, in the order in which their answers are told."""
    parts = [part for a in goal.assumptions for part in walk(a.formula)] + list(walk(goal.conclusion))
    if any(isinstance(part, (Lim, Tail)) for part in parts):
        return ("asymptotic", "z3", "finite", "cvc5", "sympy")
    if any(isinstance(part, Op) and part.name in _TRANSCENDENTAL for part in parts):
        return ("z3", "finite", "cvc5", "sympy")
    return ("z3", "finite", "cvc5")


def settles(answer: Answer) -> bool:
    """Whether an answer ends the race. A bound does not: a proof may still come."""
    return isinstance(answer, (Unsat, Candidate))


class Portfolio:
    """Several threads may ask at once, and up to `jobs` races run side by side (each with at most one process an
    engine)."""

    def __init__(self, jobs: int | None = None, nursery: Nursery | None = None) -> None:
        self.jobs = max(1, jobs or os.cpu_count() or 1)
        self.pool = Pool(nursery)
        self._third = ("e",) if find_spec("eprover") else ()
        self._races = threading.BoundedSemaphore(self.jobs)

    def __enter__(self) -> Portfolio:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def names(self) -> tuple[str, ...]:
        return NAMES

    def prestart(self) -> None:
        """Begin to load the solvers, in another process and without waiting."""
        self.pool.nursery.start()

    def close(self) -> None:
        """End every process."""
        self.pool.close()

    def ask(self, engine: str, goal: Goal, limits: Limits) -> Answer:
        """One engine's answer."""
        return self.race(goal, limits, (engine,))[-1]

    def race(self, goal: Goal, limits: Limits, engines: Sequence[str] | None = None) -> tuple[Answer, ...]:
        """The answers that came before the one that settles the goal, in the order of the engines, and that
        one last; all answers where none settles it."""
        entrants = tuple(engines) if engines is not None else fitting(goal)
        # E is an optional extra: a third opinion where the two solvers have none for half a second.
        if "z3" in entrants and "cvc5" in entrants:
            entrants = (*entrants, *self._third)
        with self._races:
            race = _Race(self.pool, goal, limits, entrants)
            with clock.elsewhere(lambda: race.seconds):
                return race.run()


class _Race:
    """One goal before several engines. A worker that dies without an answer costs one more try."""

    def __init__(self, pool: Pool, goal: Goal, limits: Limits, engines: tuple[str, ...]) -> None:
        self.pool, self.goal, self.limits, self.engines = pool, goal, limits, engines
        self.answers: dict[str, Answer] = {}
        self.tried_again: set[str] = set()
        self.running: dict[str, Worker] = {}
        self.clock = RaceClock()
        self.told = time.monotonic()
        self.seconds = 0.0

    def run(self) -> tuple[Answer, ...]:
        waiting = list(self.engines)
        table = HEADSTART_OF_LIMITS if "asymptotic" in waiting else HEADSTART
        headstart = table if len(waiting) > 1 else {}
        try:
            while waiting or self.running:
                now = self._time()
                if now >= self.limits.seconds:
                    self._out_of_time(waiting)
                    break
                due = [each for each in waiting if not self.running or headstart.get(each, 0.0) <= now]
                for engine in due[:1] if not self.running else due:
                    waiting.remove(engine)
                    self._enter(engine)
                next_start = min((headstart.get(each, 0.0) for each in waiting), default=self.limits.seconds)
                self._await(min(max(min(self.limits.seconds, next_start) - now, SOON), TICK))
                if any(map(settles, self.answers.values())):
                    break
        except (OSError, ValueError, RuntimeError):
            if not self.pool.closed:
                raise
            for engine in self.engines:
                self.answers.setdefault(engine, GaveUp(engine, "crashed", "the engines were closed"))
        finally:
            self.seconds = self.clock.read(self.running.values())
            for worker in self.running.values():
                self.pool.drop(worker)
        return self._told()

    def _time(self) -> float:
        """How long the race has lasted; those who run are told now and then."""
        now = self.clock.read(self.running.values(), self._ready(0.0))
        if time.monotonic() - self.told > TICK / 2:
            self.told = time.monotonic()
            for worker in self.running.values():
                worker.tell(now)
        return now

    def _enter(self, engine: str, fresh: bool = False) -> None:
        worker = self.pool.take(engine, fresh)
        try:
            worker.ask(Query(engine, self.goal, self.limits))
        except RecursionError:
            self.pool.end(worker)
            self.answers[engine] = GaveUp(engine, "memory", "the goal is nested too deeply")
        except OSError:
            self._died(engine, worker)
        else:
            self.running[engine] = worker

    def _await(self, seconds: float) -> None:
        ready = self._ready(seconds)
        if any(worker.pid for worker in ready):
            self.clock.read(self.running.values(), ready)
        for engine, worker in [each for each in self.running.items() if each[1] in ready]:
            if not worker.pid and worker.greeted():
                continue
            del self.running[engine]
            answer = worker.reply()
            if answer is not None:
                self.answers[engine] = answer
                self.pool.give_back(worker)
            else:
                self._died(engine, worker)

    def _ready(self, seconds: float) -> list[Worker]:
        """Those who have said something, or are dead; waits for the first of them for so long."""
        by_channel = {worker.channel: worker for worker in self.running.values()}
        ready, _, _ = select.select(list(by_channel), [], [], seconds) if by_channel else ([], [], [])
        return [by_channel[channel] for channel in ready]

    def _died(self, engine: str, worker: Worker) -> None:
        answer = died(Query(engine, self.goal, self.limits), self.pool.end(worker))
        if answer.reason == "memory" or engine in self.tried_again:
            self.answers[engine] = answer
            return
        self.tried_again.add(engine)
        self._enter(engine, fresh=True)

    def _out_of_time(self, waiting: list[str]) -> None:
        for engine in (*self.running, *waiting):
            # Two figures: what was left of a claim's time differs from run to run.
            seconds = float(f"{self.limits.seconds:.2g}")
            self.answers[engine] = GaveUp(engine, "timeout", f"no answer within {seconds:g} s")

    def _told(self) -> tuple[Answer, ...]:
        told = [self.answers[engine] for engine in self.engines if engine in self.answers]
        # A report is the same with and without E, but for what E proves.
        if len(self.engines) > 1:
            told = [answer for answer in told if answer.engine != "e" or settles(answer)]
        final = next((answer for answer in told if settles(answer)), None)
        if final is None:
            return tuple(told)
        # A second settling answer of the same kind adds nothing; one of the other kind must be seen.
        others = (answer for answer in told if type(answer) is not type(final))
        return (*others, final)
