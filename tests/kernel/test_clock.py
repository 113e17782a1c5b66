"""Work that may go on for long ends when the time of its thread is up."""

from __future__ import annotations

import threading

import pytest
from aligncheck.kernel import clock
from aligncheck.kernel.build import conj, forall
from aligncheck.kernel.clock import OutOfTime
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.rules import Intro
from aligncheck.kernel.terms import TRUE, App, Const, Eq, Term, Var
from aligncheck.kernel.theorem import take
from aligncheck.kernel.types import BOOL, Base, Fun
from aligncheck.kernel.values import Model

A = Base("A")
F = Fun(A, BOOL)
MODEL = Model({"A": 4}, {})


def long() -> Term:
    """4 · 16 · 16 · 16 cases, each of some steps."""
    x, f, g, h = Var("x", A), Var("f", F), Var("g", F), Var("h", F)
    body = conj(*(Eq(App(each, x), App(each, x), BOOL) for each in (f, g, h)))
    return forall(f, forall(g, forall(h, forall(x, body))))


def test_an_evaluation_ends_when_time_is_up() -> None:
    assert evaluate(long(), MODEL) is True
    with clock.within(clock.now() - 1), pytest.raises(OutOfTime):
        evaluate(long(), MODEL)


def test_no_step_is_taken_when_time_is_up() -> None:
    goal = Goal((), (Const("p", BOOL),), (), TRUE)
    with clock.within(clock.now() - 1), pytest.raises(OutOfTime):
        take(Intro(), goal)


def test_time_that_is_left_stops_nothing_and_later_work_is_free_again() -> None:
    with clock.within(clock.now() + 60):
        clock.check()
    with pytest.raises(OutOfTime), clock.within(clock.now() - 1):
        clock.check()
    clock.check()


def test_an_inner_limit_does_not_lengthen_the_outer_one() -> None:
    with clock.within(clock.now() - 1), clock.within(clock.now() + 60), pytest.raises(OutOfTime):
        clock.check()


def test_the_time_of_one_thread_is_not_that_of_another() -> None:
    ended: list[bool] = []

    def other() -> None:
        clock.check()
        ended.append(True)

    with clock.within(clock.now() - 1):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert ended == [True]
