"""Z3, cvc5 and the search of small models against each other and against the kernel's evaluator."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from generators import goals
from hypothesis import HealthCheck, given, settings

from aligncheck.engines.contract import Answer, Candidate, Exhausted, Limits, Unsat
from aligncheck.engines.portfolio import Portfolio
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.unanswered import CannotEvaluate

NAMES = ("z3", "cvc5", "finite")
LIMITS = Limits(seconds=1, bound=2)


@pytest.fixture(scope="module")
def portfolio() -> Iterator[Portfolio]:
    with Portfolio(jobs=2) as portfolio:
        yield portfolio


@given(goal=goals())
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_engines_agree_with_each_other_and_with_the_evaluator(portfolio: Portfolio, goal: Goal) -> None:
    answers = {name: portfolio.ask(name, goal, LIMITS) for name in NAMES}
    for answer in answers.values():
        assert getattr(answer, "reason", None) != "crashed", answer
        if isinstance(answer, Candidate) and answer.exactness == "exact":
            assert replays(goal, answer)
    proved = [name for name, answer in answers.items() if isinstance(answer, Unsat)]
    refuted = [name for name, answer in answers.items() if isinstance(answer, Candidate)]
    assert not (proved and refuted), answers
    searched = answers["finite"]
    if isinstance(searched, Exhausted):
        assert not any(within(answer, searched.bound) for answer in answers.values()), answers


def replays(goal: Goal, answer: Candidate) -> bool:
    try:
        return replay(goal, answer.model)
    except CannotEvaluate:
        return True


def within(answer: Answer, bound: int) -> bool:
    """Whether the answer is a model that a search up to the bound must meet. (A number may be the bound of
    a sum, and those are tried up to the bound only.)"""
    if not isinstance(answer, Candidate):
        return False
    numbers = [value for value in answer.model.constants.values() if isinstance(value, Fraction)]
    return all(size <= bound for size in (*answer.model.carriers.values(), *numbers))
