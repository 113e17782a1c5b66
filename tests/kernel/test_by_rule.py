"""Functions of real numbers that a model gives by a rule, under quantifiers: against known laws, and against plain
computation at points."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligncheck.kernel.build import add, conj, equal, exists, forall, iff, implies, less, multiply, negative
from aligncheck.kernel.evaluate import CannotEvaluate, evaluate
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.replay import check_model
from aligncheck.kernel.terms import App, Const, If, Lam, Number, Op, Quant, Term, Var
from aligncheck.kernel.types import NAT, REAL, Fun, Sub
from aligncheck.kernel.values import ByRule, Model

f = Const("f", Fun(REAL, REAL))
u, x, y = (Var(name, REAL) for name in "uxy")


def number(value: int | Fraction) -> Number:
    return Number(Fraction(value), REAL)


def at(argument: Term) -> Term:
    return App(f, argument)


INCREASING = forall(x, forall(y, implies(less(x, y), less(at(x), at(y)))))
ONTO = forall(y, exists(x, equal(at(x), y, REAL)))
ODD = forall(x, equal(at(negative(x)), negative(at(x)), REAL))


def bent(place: int, before: int, after: int) -> ByRule:
    """Two slopes that meet at a place."""
    here = multiply(number(before), u)
    there = add(multiply(number(after), u), number(place * (before - after)))
    return ByRule(Lam(u, If(less(u, number(place)), here, there)))


def true(formula: Term, map: ByRule) -> object:
    return evaluate(formula, Model({}, {"f": map}))


@pytest.mark.parametrize(
    ("map", "increasing", "onto", "odd"),
    [
        (ByRule(Lam(u, u)), True, True, True),
        (ByRule(Lam(u, add(u, number(1)))), True, True, False),
        (bent(1, 1, 2), True, True, False),
        (bent(0, 1, -1), False, False, False),
        (bent(0, 1, 0), False, False, False),
        (ByRule(Lam(u, If(less(u, number(0)), u, add(u, number(1))))), True, False, False),
        (ByRule(Lam(u, multiply(number(-3), u))), False, True, True),
        (ByRule(Lam(u, Op("abs", (u,)))), False, False, False),
    ],
)
def test_known_laws_of_known_functions(map: ByRule, increasing: bool, onto: bool, odd: bool) -> None:
    assert [true(each, map) for each in (INCREASING, ONTO, ODD)] == [increasing, onto, odd]


def test_what_is_not_linear_is_not_decided() -> None:
    with pytest.raises(CannotEvaluate):
        evaluate(forall(x, less(number(-1), multiply(x, x))), Model({}, {}))


def test_a_condition_on_the_numbers_quantified_counts() -> None:
    positive = Sub(REAL, Lam(x, less(number(0), x)))
    above = Quant("forall", Var("x", positive), less(number(0), add(Var("x", positive), number(1))))
    assert evaluate(above, Model({}, {})) is True
    assert evaluate(forall(x, less(number(0), add(x, number(1)))), Model({}, {})) is False


@pytest.mark.parametrize(
    "rule",
    [
        Lam(u, Const("c", REAL)),
        Lam(u, Op("div", (number(1), u))),
        Lam(u, y),
        Lam(Var("u", NAT), Var("u", NAT)),
        Lam(u, less(u, number(0))),
    ],
)
def test_no_other_rule_is_a_function_of_real_numbers(rule: Lam) -> None:
    """Not what speaks of symbols, what is undefined somewhere, what is open, nor what is of another type."""
    model = Model({}, {"f": ByRule(rule), "c": Fraction(1)})
    goal = Goal((), (f, Const("c", REAL)), (), equal(at(number(0)), number(5), REAL))
    assert check_model(goal, model).constants is False


SMALL = st.integers(-2, 2)
SUMS = st.tuples(SMALL, SMALL, SMALL)


@st.composite
def bodies(draw: st.DrawFn, count: int = 3) -> Term:
    """Linear formulas in x, y with a function that is bent at 0 or 1."""

    def side() -> Term:
        a, b, c = draw(SUMS)
        inner = add(multiply(number(a), x), multiply(number(b), y), number(c))
        return at(inner) if draw(st.booleans()) else inner

    parts = [Op(draw(st.sampled_from(["lt", "le"])), (side(), side())) for _ in range(count)]
    return reduce(draw(st.sampled_from([implies, iff, conj])), parts)


GRID = [Fraction(n, 4) for n in range(-40, 41, 3)]


@settings(max_examples=60, deadline=None)
@given(bodies(), st.sampled_from([bent(0, 1, 2), bent(1, 2, 1), bent(1, -1, 1), bent(0, 1, 0)]))
def test_what_holds_for_all_numbers_holds_at_every_point(body: Term, map: ByRule) -> None:
    """And where it fails for all of a grid, there is no number at which the rule could say that it holds."""
    model = Model({}, {"f": map})
    everywhere = [evaluate(body, model, {"x": a, "y": b}) for a in GRID[::3] for b in GRID[::3]]
    if evaluate(forall(x, forall(y, body)), model) is True:
        assert all(everywhere)
    if any(everywhere):
        assert evaluate(exists(x, exists(y, body)), model) is True


@settings(max_examples=60, deadline=None)
@given(bodies(count=2), st.sampled_from([bent(0, 1, 2), bent(1, -1, 1)]))
def test_all_and_some_are_each_other_s_negation(body: Term, map: ByRule) -> None:
    model = Model({}, {"f": map})
    some = Quant("exists", x, Quant("forall", y, body))
    none = Quant("forall", x, Quant("exists", y, Op("not", (body,))))
    assert evaluate(some, model) is not evaluate(none, model)
