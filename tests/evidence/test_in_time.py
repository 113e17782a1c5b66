"""The time of a claim holds for the work of the checker itself too: once it is up, no engine is asked again."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fakes import Scripts
from frames import claim

from aligncheck.engines.contract import Answer, Exhausted, GaveUp, Limits
from aligncheck.evidence.attempt import Attempt
from aligncheck.evidence.case import Case
from aligncheck.kernel import clock
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.terms import App, Const, Eq, Quant, Var
from aligncheck.kernel.build import conj, exists, forall
from aligncheck.kernel.types import Base, Fun

A = Base("A")
F = Fun(A, A)
f, g = Const("f", F), Const("g", F)
h, x = Var("h", F), Var("x", A)
WITNESS = exists(h, forall(x, conj(Eq(App(h, x), App(f, x), A), Eq(App(f, App(h, x)), App(g, x), A))))
GOAL = Goal(("A",), (f, g), (), WITNESS)
SECONDS = 0.2


GIVEN_UP = GaveUp("z3", "incomplete", "it cannot decide it")


def waits() -> None:
    """What an engine does that takes longer than there is time."""
    with clock.elsewhere(lambda: 3 * SECONDS):
        pass


def settled(portfolio: Scripts) -> Attempt:
    return Case(claim("it", WITNESS), portfolio, Limits(seconds=SECONDS)).settle(GOAL)


def test_a_search_for_witnesses_ends_with_the_time_of_its_claim() -> None:
    def late(goal: Goal) -> Answer:
        waits()
        return GIVEN_UP

    portfolio = Scripts(z3=late)
    attempt = settled(portfolio)
    assert attempt.timeout and not attempt.settled
    assert len(portfolio.asked) == 1


def test_there_is_more_to_search_while_there_is_time() -> None:
    portfolio = Scripts(z3=lambda goal: GIVEN_UP)
    settled(portfolio)
    assert len(portfolio.asked) > 5


def test_the_bound_searched_is_not_lost_when_time_runs_out() -> None:
    whole: list[Goal] = []

    def bounded(goal: Goal) -> Answer:
        if isinstance(goal.conclusion, Quant) and goal.conclusion.kind == "exists":
            whole.append(goal)
            return Exhausted("finite", 3)
        if whole:
            waits()
        return GIVEN_UP

    portfolio = Scripts(finite=bounded)
    attempt = settled(portfolio)
    assert whole and attempt.bound == 3
