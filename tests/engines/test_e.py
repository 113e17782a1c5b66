"""E as a third opinion: what it is told is what the solvers are told, and it is asked where they have no answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from engines.small import P, Q, c, every, flag, goal, real, some, x

from aligncheck.engines.contract import GaveUp, Limits, Unsat
from aligncheck.engines.portfolio import Portfolio
from aligncheck.engines.script import encode
from aligncheck.engines.shapes import Unsupported
from aligncheck.engines.tptp import problem
from aligncheck.kernel.build import conj, implies, neg
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.terms import App, Const, Eq, Op, Term
from aligncheck.kernel.types import BOOL, REAL, Base, Fun

A = Base("A")
f = Const("f", Fun(A, A))
B_TO_A = Const("h", Fun(BOOL, A))


def test_sorts_symbols_and_quantifiers_are_written_in_typed_first_order_form() -> None:
    asked = goal(every(implies(App(P, x), App(Q, x))), App(P, c), show=App(Q, c), constants=(P, Q, c))
    text = problem(encode(asked))
    assert text.count("$tType") == 1 and text.count("> $o") == 2
    assert "tff(a0, axiom, (! [" in text and "tff(conclusion, axiom, ~(" in text


@pytest.mark.parametrize(
    "asked",
    [
        Goal((), (Const("r", REAL),), (), Op("lt", (Const("r", REAL), real("1")))),
        goal(show=Eq(App(B_TO_A, flag), c, A), constants=(B_TO_A, flag, c)),
    ],
)
def test_what_is_not_first_order_is_refused(asked: Goal) -> None:
    with pytest.raises(Unsupported):
        problem(encode(asked))


TRUE: list[Term] = [
    Eq(App(f, c), App(f, c), A),
    implies(every(Eq(App(f, x), x, A)), Eq(App(f, App(f, c)), c, A)),
    Op("iff", (conj(App(P, c), flag), neg(Op("or", (neg(flag), neg(App(P, c))))))),
    some(implies(App(P, x), every(App(P, x)))),
    Eq(flag, Op("not", (neg(flag),)), BOOL),
]
FALSE: list[Term] = [Eq(App(f, c), c, A), implies(some(App(P, x)), App(P, c)), flag]


@pytest.fixture(scope="module")
def ask() -> Callable[[Goal], object]:
    pytest.importorskip("eprover")
    from aligncheck.engines.e import answer

    return lambda asked: answer(asked, Limits(seconds=10))


def whole(formula: Term) -> Goal:
    return goal(show=formula, constants=(P, f, c, flag))


@pytest.mark.parametrize("formula", TRUE)
def test_it_proves_what_is_true(ask: Callable[[Goal], object], formula: Term) -> None:
    found = ask(whole(formula))
    assert isinstance(found, Unsat) and found.exactness == "exact"


@pytest.mark.parametrize("formula", FALSE)
def test_it_proves_nothing_that_is_false(ask: Callable[[Goal], object], formula: Term) -> None:
    assert isinstance(ask(whole(formula)), GaveUp)


def test_it_tells_which_assumptions_it_used(ask: Callable[[Goal], object]) -> None:
    asked = goal(every(App(P, x)), every(App(Q, x)), show=App(Q, c), constants=(P, Q, c))
    found = ask(asked)
    assert isinstance(found, Unsat) and found.core == (1,)


def test_where_it_has_no_answer_a_race_does_not_tell_of_it() -> None:
    pytest.importorskip("eprover")
    unknown = goal(show=Eq(App(B_TO_A, flag), c, A), constants=(B_TO_A, flag, c))
    with Portfolio(jobs=1) as portfolio:
        assert [answer.engine for answer in portfolio.race(unknown, Limits(), ("e", "nowhere"))] == [
            "nowhere"
        ]
        assert isinstance(portfolio.ask("e", unknown, Limits()), GaveUp)
