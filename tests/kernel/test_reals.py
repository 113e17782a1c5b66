"""Quantifiers over reals in a model: what is linear is decided, anything else is not answered."""

from fractions import Fraction

import pytest

from aligncheck.kernel.build import add, apply, conj, equal, forall, implies, less, multiply, neg, number
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.lines import Trail
from aligncheck.kernel.terms import Const, Guard, In, Lam, Op, Proj, Quant, SetOf, Term, Var
from aligncheck.kernel.types import REAL, Base, Fun, Prod, Sub
from aligncheck.kernel.unanswered import UNDEFINED, CannotEvaluate
from aligncheck.kernel.values import Element, Model, Table

x, y, z = (Var(name, REAL) for name in "xyz")
NOTHING = Model({}, {})


def exists(var: Var, body: Term) -> Term:
    return Quant("exists", var, body)


def between(low: Term, middle: Term, high: Term) -> Term:
    return conj(less(low, middle), less(middle, high))


TRUE = {
    "something is greater": forall(x, exists(y, less(x, y))),
    "halves": forall(x, exists(y, equal(add(y, y), x, REAL))),
    "density": forall(x, forall(y, implies(less(x, y), exists(z, between(x, z, y))))),
    "one place": exists(x, conj(Op("le", (x, number(3))), Op("le", (number(3), x)))),
    "absolute values": forall(x, Op("le", (x, Op("abs", (x,))))),
    "the greater of two": forall(x, forall(y, Op("le", (x, Op("max", (x, y)))))),
    "a ratio to a constant": exists(x, equal(Op("div", (x, number(3))), number(2), REAL)),
    "the only solution, not where it was looked first": exists(x, equal(add(x, x), number(7), REAL)),
    "sets by rule": forall(x, implies(less(number(0), x), In(x, SetOf(y, less(number(0), y))))),
}
FALSE = {
    "a greatest": exists(y, forall(x, less(x, y))),
    "density without room": forall(x, forall(y, exists(z, between(x, z, y)))),
    "a gap": exists(x, between(number(1), x, number(1))),
    "no two places": exists(x, conj(equal(x, number(1), REAL), equal(x, number(2), REAL))),
    "everywhere but at a third": forall(x, neg(equal(multiply(number(3), x), number(1), REAL))),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_of_all_reals_is_found_true(name: str) -> None:
    assert evaluate(TRUE[name], NOTHING) is True


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_of_reals_is_found_false(name: str) -> None:
    assert evaluate(FALSE[name], NOTHING) is False


A = Base("A")
TABLE = Fun(A, REAL)
f = Var("f", TABLE)
p, q = Var("p", A), Var("q", A)


def test_tables_of_reals_are_looked_at_entry_by_entry() -> None:
    rising = exists(f, exists(p, exists(q, less(apply(f, p), apply(f, q)))))
    assert [evaluate(rising, Model({"A": size}, {})) for size in (0, 1, 2)] == [False, False, True]


def test_the_only_table_between_two_is_their_mean() -> None:
    g = Const("g", TABLE)
    entries = ((Element("A", 0), Fraction(1)), (Element("A", 1), Fraction(2)))
    model = Model({"A": 2}, {"g": Table(entries)})
    twice = forall(p, equal(add(apply(f, p), apply(f, p)), apply(g, p), REAL))
    assert (
        evaluate(exists(f, conj(twice, less(apply(f, p), number(1)))), model, {"p": Element("A", 0)}) is True
    )
    assert (
        evaluate(exists(f, conj(twice, less(number(1), apply(f, p)))), model, {"p": Element("A", 1)}) is False
    )


def test_pairs_and_subsets_of_reals() -> None:
    pair = Var("w", Prod((REAL, REAL)))
    positive = Sub(REAL, Lam(x, less(number(0), x)))
    least = Var("u", positive)
    assert evaluate(exists(pair, less(Proj(pair, 0), Proj(pair, 1))), NOTHING) is True
    assert evaluate(forall(least, less(number(0), least)), NOTHING) is True
    assert evaluate(exists(least, Op("le", (least, number(0)))), NOTHING) is False


def test_a_formula_that_is_undefined_somewhere_is_undefined() -> None:
    inverse = Guard(neg(equal(x, number(0), REAL)), Op("le", (x, number(1))))
    assert evaluate(exists(x, inverse), NOTHING) is UNDEFINED


NOT_LINEAR = {
    "a square": exists(x, equal(multiply(x, x), number(2), REAL)),
    "a product": forall(x, exists(y, equal(multiply(x, y), number(1), REAL))),
    "a quotient": exists(x, conj(less(number(0), x), less(Op("div", (number(1), x)), number(1)))),
    "a power": forall(x, Op("le", (number(0), Op("pow", (x, number(2)))))),
    "a root": exists(x, conj(less(number(0), x), less(Op("sqrt", (x,)), number(1)))),
}


@pytest.mark.parametrize("name", NOT_LINEAR)
def test_what_is_not_linear_is_not_answered(name: str) -> None:
    with pytest.raises(CannotEvaluate):
        evaluate(NOT_LINEAR[name], NOTHING)


@pytest.mark.parametrize(
    "ask", [hash, bool, int, float, round, lambda line: [0][line], lambda line: 7 % line]
)
def test_a_bound_real_answers_comparisons_only(ask: object) -> None:
    """Whatever else is asked of it could be decided by its sample alone."""
    with pytest.raises(CannotEvaluate):
        ask(Trail().variable(1))  # type: ignore[operator]
