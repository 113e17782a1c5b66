"""The rules for limits and tails: bodies against plain computation at every n, and known limits."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aligncheck.kernel import sequences
from aligncheck.kernel.bodies import NoRule, Reader
from aligncheck.kernel.build import add, at_most, equal, less, multiply, neg, negative, number, subtract
from aligncheck.kernel.limits import Decided, decide, sequence_of
from aligncheck.kernel.sequences import ClosedSequence, constant, doubling_blocks, monomial, periodic
from aligncheck.kernel.terms import (
    App, BigSum, Const, Eq, Guard, If, Lim, Number, Op, Quant, Tail, TailKind, Term, Truth, Var,
)  # fmt: skip
from aligncheck.kernel.types import INT, NAT, REAL, Fun
from aligncheck.kernel.values import Table, Value

FAR = 40
L, M = (Const(name, Fun(NAT, REAL)) for name in "LM")
n, t = Var("n", NAT), Var("t", NAT)
ENVIRONMENT: dict[str, Value] = {
    "L": periodic([1, -1, 3], prefix=[Fraction(1, 2), 0]),
    "M": sequences.with_prefix([Fraction(1)], monomial(2, -1, Fraction(1, 2))),
}


def over(above: Term, below: Term) -> Term:
    return Guard(neg(Eq(below, number(0), REAL)), Op("div", (above, below)))


def at(sequence: Term, index: Term) -> Term:
    return App(sequence, index)


def plain(term: Term, env: dict[str, Value]) -> Value | None:
    """The value by the definition, one n at a time; None where undefined."""
    match term:
        case Const(name) | Var(name):
            return env[name]
        case Number(value) | Truth(value):
            return value
        case App(function, argument):
            sequence, index = env[function.name], plain(argument, env)  # type: ignore[union-attr]
            if not isinstance(index, Fraction):
                return None
            return sequence.at(int(index))  # type: ignore[union-attr]
        case Guard(condition, body):
            return plain(body, env) if plain(condition, env) is True else None
        case If(condition, then, otherwise):
            match plain(condition, env):
                case None:
                    return None
                case asked:
                    return plain(then if asked else otherwise, env)
        case BigSum(var, (low, high), body):
            ends = plain(low, env), plain(high, env)
            total = Fraction(0)
            for at_ in range(int(ends[0]), int(ends[1]) + 1):  # type: ignore[arg-type]
                value = plain(body, {**env, var.name: Fraction(at_)})
                if value is None:
                    return None
                total += value  # type: ignore[operator]
            return total
        case Op("and", (left, right)):
            first = plain(left, env)
            return plain(right, env) if first else first
        case Op("or", (left, right)):
            first = plain(left, env)
            return plain(right, env) if first is False else first
        case Op("implies", (left, right)):
            first = plain(left, env)
            return None if first is None else plain(right, env) if first else True
        case Op(name, args):
            values = [plain(arg, env) for arg in args]
            if None in values:
                return None
            return _operation(name, values)
        case Eq(left, right, _):
            return _operation("eq", [plain(left, env), plain(right, env)])
    raise AssertionError(term)


def _operation(name: str, values: list[Value | None]) -> Value | None:
    if None in values:
        return None
    a, b = values[0], values[-1]
    match name:
        case "add":
            return sum(values, Fraction(0))  # type: ignore[arg-type]
        case "mul":
            return a * b  # type: ignore[operator]
        case "neg":
            return -a  # type: ignore[operator]
        case "div":
            return a / b  # type: ignore[operator]
        case "abs":
            return abs(a)  # type: ignore[arg-type]
        case "sign":
            return Fraction((a > 0) - (a < 0))  # type: ignore[operator]
        case "min":
            return min(a, b)  # type: ignore[type-var]
        case "max":
            return max(a, b)  # type: ignore[type-var]
        case "lt":
            return a < b  # type: ignore[operator]
        case "le":
            return a <= b  # type: ignore[operator]
        case "eq":
            return a == b
        case "not":
            return not a
    raise AssertionError(name)


_indices = st.sampled_from(
    [n, add(n, number(1)), add(n, number(3)), multiply(number(2), n), number(0), number(2)]
)
_numerals = st.sampled_from([number(0), number(1), number(2), number(Fraction(1, 2)), negative(number(1))])
_leaves = st.one_of(_numerals, st.just(n), st.builds(at, st.sampled_from([L, M]), _indices))
_summands = st.sampled_from([
    at(L, t), subtract(at(L, t), at(L, number(0))), multiply(at(L, t), at(L, t)), t, number(1),
    multiply(at(L, t), n), over(number(1), subtract(t, number(7))),
])  # fmt: skip
_sums = st.builds(
    lambda low, high, body: BigSum(t, (number(low), high), body),
    st.integers(0, 2), st.sampled_from([n, add(n, number(2)), subtract(n, number(1)), number(4)]), _summands,
)  # fmt: skip


def _grown(terms: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    pairs = st.tuples(terms, terms)
    comparisons = st.builds(lambda name, pair: Op(name, pair), st.sampled_from(["lt", "le"]), pairs)
    return st.one_of(
        st.builds(lambda name, pair: Op(name, pair), st.sampled_from(["add", "mul", "min", "max"]), pairs),
        st.builds(lambda name, one: Op(name, (one,)), st.sampled_from(["neg", "abs", "sign"]), terms),
        st.builds(over, terms, terms),
        st.builds(If, comparisons, terms, terms),
    )


bodies = st.recursive(st.one_of(_leaves, _sums), _grown, max_leaves=5)
comparisons = st.builds(
    lambda name, left, right: Op(name, (left, right)), st.sampled_from(["lt", "le"]), bodies, bodies
)
formulas = st.recursive(
    st.one_of(comparisons, st.builds(lambda left, right: Eq(left, right, REAL), bodies, bodies)),
    lambda inner: st.one_of(
        st.builds(
            lambda name, a, b: Op(name, (a, b)), st.sampled_from(["and", "or", "implies"]), inner, inner
        ),
        st.builds(neg, inner),
    ),
    max_leaves=3,
)


def value_of(term: Term) -> Value | None:
    return plain(term, ENVIRONMENT)


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=300)
@given(bodies)
@example(If(less(at(L, n), number(0)), over(n, subtract(at(L, n), number(3))), n))
def test_a_body_is_read_as_it_is_computed(term: Term) -> None:
    try:
        body = Reader(n, value_of).number(term)
    except NoRule:
        return
    for index in range(FAR):
        expected = plain(term, {**ENVIRONMENT, "n": Fraction(index)})
        assert body.defined.at(index) == (expected is not None)
        if expected is not None:
            assert body.numerator.at(index) / body.denominator.at(index) == expected


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=200)
@given(formulas)
def test_a_formula_is_read_as_it_is_computed(term: Term) -> None:
    try:
        pattern = Reader(n, value_of).formula(term)
    except NoRule:
        return
    for index in range(FAR):
        assert pattern.at(index) is plain(term, {**ENVIRONMENT, "n": Fraction(index)})


def reading(sequence: Value) -> object:
    return lambda term: plain(term, {"L": sequence})


def mean(summand: Term, low: int = 1) -> Term:
    return multiply(over(number(1), n), BigSum(t, (number(low), n), summand))


def capability() -> Term:
    return Lim(n, mean(subtract(at(L, t), at(L, number(0)))))


@pytest.mark.parametrize(
    ("sequence", "expected"),
    [
        (constant(3), 0),
        (periodic([0], prefix=[1]), -1),
        (periodic([0, 1]), Fraction(1, 2)),  # L05.4
        (periodic([1, -3], prefix=[0]), -1),  # L05.8
        (doubling_blocks(), None),  # L05.3
        (monomial(1, 1), None),
        (monomial(1, 0, Fraction(1, 2)), -1),
        (sequences.with_prefix([Fraction(1)], monomial(1, -1)), -1),
        (monomial(1, 0, -1), -1),
    ],
)
def test_the_capability_of_known_losses(sequence: Value, expected: Fraction | None) -> None:
    assert decide(capability(), reading(sequence)) == Decided(expected)  # type: ignore[arg-type]


@pytest.mark.parametrize("sequence", [constant(3), periodic([0, 1]), doubling_blocks(), monomial(1, 0, -1)])
def test_the_last_step_of_a_bounded_loss_is_0(sequence: Value) -> None:
    """L05.2"""
    last = Lim(n, over(subtract(at(L, n), at(L, number(0))), n))
    assert decide(last, reading(sequence)) == Decided(Fraction(0))  # type: ignore[arg-type]


def test_a_quotient_outside_the_class_still_has_a_limit() -> None:
    body = over(add(multiply(number(2), n), at(L, n)), add(n, number(1)))
    assert decide(Lim(n, body), value_of) == Decided(Fraction(2))


def test_a_limit_over_the_reals_is_read_of_rational_functions_only() -> None:
    x = Var("x", REAL)
    assert decide(Lim(x, over(number(1), x)), value_of) == Decided(Fraction(0))
    assert decide(Lim(x, at(L, x)), value_of) is None


def test_an_often_undefined_body_has_no_limit() -> None:
    body = over(number(1), at(L, n))
    assert decide(Lim(n, body), reading(periodic([0, 1]))) == Decided(None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "sequence", "expected"),
    [
        ("converges", monomial(1, -1), True),
        ("converges", periodic([0, 1]), False),
        ("bounded", doubling_blocks(), True),
        ("bounded", monomial(1, 1), False),
        ("to_oo", monomial(1, 1), True),
        ("to_oo", monomial(1, 1, -1), False),
        ("to_minus_oo", monomial(-3, 2), True),
        ("to_oo", periodic([1]), False),
    ],
)
def test_tails_of_known_sequences(kind: TailKind, sequence: Value, expected: bool) -> None:
    assert decide(Tail(kind, n, at(L, n)), reading(sequence)) == Decided(expected)  # type: ignore[arg-type]


def test_what_is_undefined_at_0_is_not_bounded_but_may_converge() -> None:
    body = over(at(L, n), n)
    assert decide(Tail("bounded", n, body), value_of) == Decided(False)
    assert decide(Tail("converges", n, body), value_of) == Decided(True)


def test_eventually_and_often() -> None:
    below = less(at(L, n), number(0))
    assert decide(Tail("often", n, below), value_of) == Decided(True)
    assert decide(Tail("eventually", n, below), value_of) == Decided(False)
    small = less(at(M, n), number(Fraction(1, 1000)))
    assert decide(Tail("eventually", n, small), value_of) == Decided(True)


def test_quantifiers_look_at_the_prefix_and_at_the_tail() -> None:
    def every(body: Term) -> Decided | None:
        return decide(Quant("forall", n, body), value_of)

    assert every(at_most(at(L, n), number(3))) == Decided(True)
    assert every(at_most(number(1), n)) == Decided(False)
    assert every(less(number(0), at(M, n))) == Decided(True)
    assert every(equal(over(n, n), number(1), REAL)) == Decided(None)
    assert every(Op("implies", (less(number(0), n), equal(over(n, n), number(1), REAL)))) == Decided(True)
    half = equal(at(L, n), number(Fraction(1, 2)), REAL)
    assert decide(Quant("exists", n, half), value_of) == Decided(True)


def test_integers_are_asked_in_both_directions() -> None:
    i = Var("i", INT)
    positive = Op("le", (number(0), i))
    assert decide(Quant("forall", i, positive), value_of) == Decided(False)
    inside = Op("implies", (positive, at_most(at(L, i), number(3))))
    assert decide(Quant("forall", i, inside), value_of) == Decided(True)


def test_a_table_with_a_value_for_the_rest_is_a_sequence() -> None:
    table = Table(((Fraction(2), Fraction(7)),), Fraction(1))
    found = sequence_of(at(L, n), n, reading(table))  # type: ignore[arg-type]
    assert isinstance(found, ClosedSequence)
    assert [found.at(k) for k in range(4)] == [1, 1, 7, 1]


def test_what_no_rule_covers_is_not_guessed() -> None:
    assert decide(Lim(n, Op("exp", (at(L, n),))), value_of) is None
    assert decide(Quant("forall", Var("x", REAL), Truth(True)), value_of) is None
