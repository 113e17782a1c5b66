"""Processes: hard limits, deaths, and what is left behind (nothing)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from engines.small import MUTUAL, P, c, every, goal, named, some, x

from aligncheck.engines import pool
from aligncheck.engines.contract import Candidate, GaveUp, Limits, Query, Unsat
from aligncheck.engines.portfolio import Portfolio
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.build import neg
from aligncheck.kernel.terms import App, Const, Eq, Number, Op
from aligncheck.kernel.types import INT, REAL

HANGING = "engines.hanging"
TRUE_GOAL = goal(every(App(P, x)), show=App(P, c), constants=(P, c))
NUMBERS = tuple(Const(name, INT) for name in "xyz")
CUBES = Op("add", tuple(Op("mul", (each, each, each)) for each in NUMBERS))
HARD = Goal((), NUMBERS, (), neg(Eq(CUBES, Number(Fraction(114), INT), INT)))
"""Nobody knows whether 114 is a sum of three cubes."""
FALSE_GOAL = goal(every(App(P, x)), show=some(App(P, x)), constants=(P,))


@pytest.fixture(scope="module")
def portfolio() -> Iterator[Portfolio]:
    with Portfolio(jobs=2) as portfolio:
        portfolio.prestart()
        yield portfolio


def test_the_race_ends_with_the_answer_that_settles(portfolio: Portfolio) -> None:
    assert isinstance(portfolio.race(TRUE_GOAL, Limits())[-1], Unsat)
    assert isinstance(portfolio.race(FALSE_GOAL, Limits())[-1], Candidate)
    assert isinstance(portfolio.race(MUTUAL, Limits())[-1], Candidate)


def test_a_hanging_engine_is_ended_at_its_limit(portfolio: Portfolio) -> None:
    answer = portfolio.ask(HANGING, named("hang"), Limits(seconds=0.2))
    assert isinstance(answer, GaveUp) and answer.reason == "timeout"


def test_a_hanging_engine_does_not_keep_another_from_answering(portfolio: Portfolio) -> None:
    answers = portfolio.race(TRUE_GOAL, Limits(seconds=5), (HANGING, "z3"))
    assert [type(answer) for answer in answers] == [Unsat]


def test_an_engine_that_ignores_signals_is_ended_at_its_limit(portfolio: Portfolio) -> None:
    answer = portfolio.ask(HANGING, named("deaf"), Limits(seconds=0.2))
    assert isinstance(answer, GaveUp) and answer.reason == "timeout"


def test_memory_is_limited(portfolio: Portfolio) -> None:
    answer = portfolio.ask(HANGING, named("memory"), Limits(seconds=20, memory=64))
    assert isinstance(answer, GaveUp) and answer.reason == "memory"


def test_a_death_is_an_answer_and_the_next_question_is_answered(portfolio: Portfolio) -> None:
    answer = portfolio.ask(HANGING, named("die"), Limits())
    assert isinstance(answer, GaveUp) and answer.reason == "crashed"
    assert isinstance(portfolio.ask("z3", TRUE_GOAL, Limits()), Unsat)


def test_a_worker_that_dies_once_costs_one_more_try(portfolio: Portfolio, tmp_path: Path) -> None:
    answer = portfolio.ask(HANGING, named(f"die once {tmp_path / 'mark'}"), Limits())
    assert isinstance(answer, GaveUp) and answer.detail == "lives again"


def test_one_that_always_dies_is_tried_twice_and_costs_nobody_else_anything(portfolio: Portfolio) -> None:
    made = portfolio.pool.nursery.made
    answers = portfolio.race(named("die"), Limits(), (HANGING,))
    assert [answer.reason for answer in answers if isinstance(answer, GaveUp)] == ["crashed"]
    assert portfolio.pool.nursery.made - made <= 2
    answers = portfolio.race(TRUE_GOAL, Limits(), (HANGING, "z3"))
    assert isinstance(answers[-1], Unsat)


def test_a_loser_that_heeds_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pool.GRACE, "z3", 60.0)
    with Portfolio(jobs=1) as portfolio:
        worker = portfolio.pool.take("z3")
        worker.ask(Query("z3", HARD, Limits(seconds=600)))
        portfolio.pool.drop(worker)
        until = time.monotonic() + 60
        while worker not in portfolio.pool._idle and time.monotonic() < until:
            time.sleep(0.01)
        assert isinstance(portfolio.ask("z3", TRUE_GOAL, Limits()), Unsat)
        assert portfolio.pool.nursery.made == 1


def test_a_loser_that_does_not_heed_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pool.GRACE, HANGING, 0.01)
    with Portfolio(jobs=1) as portfolio:
        worker = portfolio.pool.take(HANGING)
        worker.ask(Query(HANGING, named("hang"), Limits(seconds=600)))
        portfolio.pool.drop(worker)
        until = time.monotonic() + 60
        while worker.channel.fileno() != -1 and time.monotonic() < until:
            time.sleep(0.01)
        assert worker.channel.fileno() == -1 and worker not in portfolio.pool._idle


def test_an_exception_is_an_answer(portfolio: Portfolio) -> None:
    answer = portfolio.ask(HANGING, named("fail"), Limits())
    assert isinstance(answer, GaveUp) and answer.reason == "crashed" and "no such thing" in answer.detail


def test_answers_are_told_in_the_order_of_the_engines(portfolio: Portfolio) -> None:
    answers = portfolio.race(named("soon"), Limits(seconds=0.3), (HANGING, "engines.nowhere"))
    assert [answer.engine for answer in answers] == ["hanging", "engines.nowhere"]


def test_many_threads_may_ask_at_once(portfolio: Portfolio) -> None:
    found: list[tuple[bool, bool]] = []

    def ask() -> None:
        for _ in range(5):
            proved = portfolio.race(TRUE_GOAL, Limits())[-1]
            refuted = portfolio.race(FALSE_GOAL, Limits())[-1]
            found.append((isinstance(proved, Unsat), isinstance(refuted, Candidate)))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [(True, True)] * 20


def test_a_goal_with_very_many_terms_is_answered(portfolio: Portfolio) -> None:
    a = Const("a", REAL)
    many = Op("add", (a,) * 100_000)
    asked = Goal((), (a,), (), Op("le", (many, many)))
    assert isinstance(portfolio.ask("z3", asked, Limits(seconds=30)), Unsat)


_CHILD = """
import sys, os, signal, threading, time
sys.path[:] = {path!r}
from engines.small import named
from aligncheck.engines.contract import Limits
from aligncheck.engines.portfolio import Portfolio
p = Portfolio(jobs=2)
asked = ("engines.hanging", named("hang"), Limits(seconds=60))
threads = [threading.Thread(target=p.ask, args=asked, daemon=True) for _ in range(2)]
for t in threads: t.start()
nursery = p.pool.nursery
def workers():
    if nursery._process is None: return []
    return open(f"/proc/{nursery._process.pid}/task/{nursery._process.pid}/children").read().split()
while len(workers()) < 2: time.sleep(0.01)
print(nursery._process.pid, *workers(), flush=True)
time.sleep(60)
"""


def heed_interrupts() -> None:
    """A shell lets what it runs in the background ignore interrupts, and children inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_the_checker(how: signal.Signals) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD.replace("{path!r}", repr(sys.path))],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=heed_interrupts,
    )
    assert child.stdout is not None
    pids = [int(word) for word in child.stdout.readline().split()]
    assert len(pids) == 3
    child.send_signal(how)
    child.wait(10)
    until = time.monotonic() + 10
    while any(map(_alive, pids)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(_alive, pids))


def _alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return not os.path.isdir("/proc")


def test_what_still_runs_when_the_engines_are_closed_ends_with_an_answer() -> None:
    portfolio = Portfolio(jobs=1)
    answers: list[object] = []
    thread = threading.Thread(
        target=lambda: answers.append(portfolio.ask(HANGING, named("hang"), Limits(seconds=60)))
    )
    thread.start()
    while not any(worker.query for worker in portfolio.pool.busy):
        time.sleep(0.01)
    portfolio.close()
    thread.join(10)
    assert len(answers) == 1 and isinstance(answers[0], GaveUp)


def test_the_process_that_starts_workers_is_started_again() -> None:
    with Portfolio(jobs=1) as portfolio:
        assert isinstance(portfolio.ask("z3", TRUE_GOAL, Limits()), Unsat)
        nursery = portfolio.pool.nursery._process
        assert nursery is not None
        nursery.kill()
        nursery.wait()
        portfolio.ask("z3", TRUE_GOAL, Limits())
        assert isinstance(portfolio.ask("z3", TRUE_GOAL, Limits()), Unsat)
