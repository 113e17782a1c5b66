"""A race counts what its workers had of the machine: a busy machine makes it last longer, not end earlier."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from engines.small import named

from aligncheck.engines import stopping, timing
from aligncheck.engines.contract import GaveUp, Limits
from aligncheck.engines.portfolio import Portfolio
from aligncheck.engines.process import Worker
from aligncheck.engines.timing import RaceClock
from aligncheck.kernel.clock import SLOWEST

HANGING = "engines.hanging"
LATE = 2.0
"""Seconds that a busy machine may take to end a process."""


class Machine:
    """What the clocks say, and what each process had of the machine."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.time = 100.0
        self.ran: dict[int, float] = {}
        self.waited: dict[int, float] = {}
        monkeypatch.setattr(timing.time, "monotonic", lambda: self.time)
        monkeypatch.setattr(timing, "ran", lambda pid: self.ran[pid])
        monkeypatch.setattr(timing, "waited", lambda pid: self.waited[pid])

    def worker(self, pid: int) -> Worker:
        worker = Worker(pid, None)  # type: ignore[arg-type]
        worker.pid, self.ran[pid], self.waited[pid] = pid, 0.0, 0.0
        return worker

    def passes(self, seconds: float, ran: float = 0.0, waited: float = 0.0) -> None:
        """Each worker runs for so long and waits for so long; the rest of the time it sleeps."""
        self.time += seconds
        for pid in self.ran:
            self.ran[pid] += ran
            self.waited[pid] += waited


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def test_a_worker_that_has_a_core_has_the_time_that_passes(machine: Machine) -> None:
    worker, clock = machine.worker(1), RaceClock()
    for _ in range(10):
        machine.passes(0.1, ran=0.1)
        now = clock.read([worker])
    assert now == pytest.approx(1.0)


def test_time_without_a_core_is_not_counted(machine: Machine) -> None:
    worker, clock = machine.worker(1), RaceClock()
    for _ in range(10):
        machine.passes(0.1, ran=0.025, waited=0.075)
        now = clock.read([worker])
    assert now == pytest.approx(0.25)


def test_a_worker_that_sleeps_lets_time_pass(machine: Machine) -> None:
    worker, clock = machine.worker(1), RaceClock()
    clock.read([worker])
    machine.passes(0.001)
    clock.read([worker])
    before = clock.read([worker])
    machine.passes(5.0)
    assert clock.read([worker]) - before == pytest.approx(5.0, abs=0.01)


def test_a_worker_whose_answer_nobody_comes_for_has_no_time(machine: Machine) -> None:
    worker, clock = machine.worker(1), RaceClock()
    machine.passes(0.1, ran=0.1)
    clock.read([worker])
    machine.passes(0.4)
    assert clock.read([worker], [worker]) == pytest.approx(0.1)


def test_workers_that_share_a_core_have_it_together(machine: Machine) -> None:
    workers, clock = [machine.worker(1), machine.worker(2)], RaceClock()
    for _ in range(10):
        machine.passes(0.1, ran=0.05, waited=0.05)
        now = clock.read(workers)
    assert now == pytest.approx(1.0)


def test_two_cores_make_no_race_last_longer_than_the_clock_on_the_wall(machine: Machine) -> None:
    workers, clock = [machine.worker(1), machine.worker(2)], RaceClock()
    for _ in range(10):
        machine.passes(0.1, ran=0.1)
        now = clock.read(workers)
    assert now == pytest.approx(1.0)


def test_a_machine_that_gives_nothing_does_not_make_a_race_go_on_for_ever(machine: Machine) -> None:
    worker, clock = machine.worker(1), RaceClock()
    for _ in range(10):
        machine.passes(1.0, waited=1.0)
        now = clock.read([worker])
    assert now == pytest.approx(10.0 / SLOWEST)


def test_a_process_that_is_not_there_yet_has_no_time(machine: Machine) -> None:
    worker, clock = machine.worker(1), RaceClock()
    worker.pid = 0
    machine.passes(0.4)
    assert clock.read([worker]) == pytest.approx(0.4 / SLOWEST)


def test_an_engine_knows_the_time_of_its_race_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("racing", "told", "told_at", "due", "asked"):
        monkeypatch.setattr(stopping._State, name, getattr(stopping._State, name))
    stopping.begin()
    stopping.told(3.0)
    assert 3.0 <= stopping.now() <= 3.0 + stopping.UNTOLD
    time.sleep(2 * stopping.UNTOLD)
    assert stopping.now() == pytest.approx(3.0 + stopping.UNTOLD)
    assert stopping.milliseconds(2.0) == 2000 * SLOWEST


class Solver:
    interrupted = 0

    def interrupt(self) -> None:
        self.interrupted += 1


def test_a_solver_is_interrupted_while_it_works_and_at_no_other_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping._State, "asked", False)
    solver = Solver()

    def works(text: str) -> str:
        if text == "long":
            stopping.stop()
        return text

    run = stopping.heeding(works, solver)
    assert run("short") == "short"
    stopping._interrupt()
    assert solver.interrupted == 0
    with pytest.raises(stopping.Stopped):
        run("long")
    assert solver.interrupted == 1
    stopping._interrupt()
    assert solver.interrupted == 1


@contextmanager
def others(count: int) -> Iterator[None]:
    """So many processes that want all they can get."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for each in busy:
            each.kill()
            each.wait()


def test_an_engine_has_its_time_on_a_busy_machine_too() -> None:
    with Portfolio(jobs=1) as portfolio, others(6):
        answer = portfolio.ask(HANGING, named("works 0.2"), Limits(seconds=0.4))
        assert isinstance(answer, GaveUp) and answer.detail == "it has worked"


@pytest.mark.parametrize("label", ["hang", "deaf"])
def test_a_limit_is_held_whether_an_engine_works_or_sleeps(label: str) -> None:
    with Portfolio(jobs=1) as portfolio:
        portfolio.ask(HANGING, named("soon"), Limits(seconds=60))
        began = time.monotonic()
        answer = portfolio.ask(HANGING, named(label), Limits(seconds=0.5))
        assert isinstance(answer, GaveUp) and answer.reason == "timeout"
        assert time.monotonic() - began <= SLOWEST * 0.5 + LATE
