"""SymPy against exact arithmetic on limits, and the SymPy engine on what it is for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from losses import L, T, a, b, capability, goal, over, t

from aligncheck.engines.contract import GaveUp, Limits, Unsat
from aligncheck.engines.sympy import accepts, answer
from aligncheck.kernel.build import add, equal, less, multiply, neg, negative, number, subtract
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.sequences import ClosedSequence, Form, Key, constant, form
from aligncheck.kernel.tails import quotient_trend
from aligncheck.kernel.terms import BigSum, Const, Guard, Lim, Op, Tail, Term
from aligncheck.kernel.types import REAL

ONE, ZERO = number(1), number(0)
s, r = Const("s", REAL), Const("r", REAL)
_coefficients = st.fractions(min_value=-3, max_value=3, max_denominator=3)
_ratios = st.sampled_from([Fraction(1), Fraction(1), Fraction(2), Fraction(1, 2)])
_keys = st.builds(Key, _ratios, st.integers(-2, 2), st.just("one"))
_forms = st.lists(st.tuples(_keys, _coefficients), max_size=3).map(form)


def _sequence(terms: Form) -> ClosedSequence:
    return ClosedSequence((Fraction(0),), (terms,))


def _in_sympy(terms: Form, x: object) -> object:
    import sympy

    parts = [
        sympy.Rational(value.numerator, value.denominator) * x**key.power  # type: ignore[operator]
        * sympy.exp(x * sympy.log(sympy.Rational(key.ratio.numerator, key.ratio.denominator)))
        for key, value in terms
    ]  # fmt: skip
    return sympy.Add(*parts)


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=60)
@given(_forms, _forms.filter(bool))
def test_limits_of_quotients_are_those_of_sympy(above: Form, below: Form) -> None:
    import sympy

    x = sympy.Symbol("x", positive=True)
    expected = sympy.limit(_in_sympy(above, x) / _in_sympy(below, x), x, sympy.oo)
    found = quotient_trend(_sequence(above), _sequence(below))
    assert found is not None
    if expected in (sympy.oo, -sympy.oo):
        assert found.limit is None and found.direction == ("up" if expected == sympy.oo else "down")
    else:
        assert found.limit == Fraction(int(expected.p), int(expected.q)) and found.bounded


def eq(left: Term, right: Term) -> Term:
    return equal(left, right, REAL)


def exp(term: Term) -> Term:
    return Op("exp", (term,))


def log(term: Term) -> Term:
    return Guard(less(ZERO, term), Op("log", (term,)))


def power(base: Term, exponent: Term) -> Term:
    return Op("pow", (base, exponent))


def total(body: Term, low: int = 1) -> Term:
    return BigSum(t, (number(low), T), body)


decay = exp(negative(multiply(s, t)))
mean_decay = Lim(T, multiply(over(ONE, T), total(decay)))
positive = less(ZERO, s)
ratio = (less(ZERO, r), less(r, ONE))

TRUE_GOALS: dict[str, Goal] = {
    "a mean of a decay": goal(eq(mean_decay, ZERO), positive),
    "it is defined": goal(domain(mean_decay), positive),
    "a sum of a decay": goal(
        eq(Lim(T, total(decay, 0)), over(ONE, subtract(ONE, exp(negative(s))))), positive
    ),
    "a power of a ratio": goal(eq(Lim(T, power(r, T)), ZERO), *ratio),
    "a geometric series": goal(eq(Lim(T, total(power(r, t), 0)), over(ONE, subtract(ONE, r))), *ratio),
    "log is slower than T": goal(eq(Lim(T, over(log(T), T)), ZERO)),
    "log goes to infinity": goal(Tail("to_oo", T, log(T))),
    "a root is slower than T": goal(eq(Lim(T, over(Op("sqrt", (T,)), T)), ZERO)),
    "a mean of numbers": goal(eq(Lim(T, over(total(t), multiply(T, T))), number(Fraction(1, 2)))),
    "linear in its parameters": goal(
        eq(Lim(T, over(add(multiply(a, T), b), T)), a),
    ),
}  # fmt: skip

FALSE_GOALS: dict[str, Goal] = {
    "a mean of a growth": goal(eq(mean_decay, ZERO)),
    "a sum of a decay from 1": goal(
        eq(Lim(T, total(decay, 1)), over(ONE, subtract(ONE, exp(negative(s))))), positive
    ),
    "a power of any ratio": goal(eq(Lim(T, power(r, T)), ZERO), less(ZERO, r)),
    "a power of a ratio is 1": goal(eq(Lim(T, power(r, T)), ONE), *ratio),
    "log converges": goal(domain(Lim(T, log(T)))),
    "an alternation converges": goal(domain(Lim(T, power(negative(ONE), T)))),
    # SymPy itself answers 1: that is wrong at a = 0.
    "a special parameter": goal(
        eq(Lim(T, over(add(multiply(a, T), ONE), add(multiply(a, T), number(2)))), ONE)
    ),
    "a mean that is not 0": goal(neg(eq(mean_decay, ZERO)), positive),
}


@pytest.mark.parametrize("name", TRUE_GOALS)
def test_what_is_true_is_proved(name: str) -> None:
    found = answer(TRUE_GOALS[name], Limits())
    assert isinstance(found, Unsat) and found.exactness != "stronger"


@pytest.mark.parametrize("name", FALSE_GOALS)
def test_what_is_false_is_not_proved_and_not_refuted_either(name: str) -> None:
    """A limit that SymPy does not find, or finds over the reals only, refutes nothing."""
    assert isinstance(answer(FALSE_GOALS[name], Limits()), GaveUp)


def test_sequences_are_left_to_the_calculus() -> None:
    assert isinstance(answer(goal(eq(capability(L), ZERO)), Limits()), GaveUp)


def test_only_what_holds_a_limit_or_an_elementary_function_is_accepted() -> None:
    assert not accepts(goal(eq(a, b)))
    assert accepts(goal(eq(exp(a), b)))


def test_a_constant_sequence_has_its_value_as_limit() -> None:
    found = quotient_trend(constant(Fraction(2, 3)), constant(1))
    assert found is not None and found.limit == Fraction(2, 3)
