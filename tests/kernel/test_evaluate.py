"""What terms mean: values worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial

import pytest

from aligncheck.kernel.build import (
    add, apply, at_most, conj, disj, equal, exists, forall, iff, implies, less, multiply, neg, number,
    subtract,
)  # fmt: skip
from aligncheck.kernel.evaluate import UNDEFINED, CannotEvaluate, carrier, evaluate
from aligncheck.kernel.sequences import constant, periodic
from aligncheck.kernel.terms import (
    FALSE, TRUE, App, Best, BigSum, Card, Case, Choose, ClassOf, Const, Eq, Field, Finite, Guard, In, Inj,
    Lam, Lim, OnClass, Op, Proj, Quant, Record, SetOf, Tail, Term, The, Var,
)  # fmt: skip
from aligncheck.kernel.types import (
    BOOL, INT, NAT, REAL, UNIT, Base, Enum, Fun, Prod, Quot, SetT, Struct, Sub, Sum,
)  # fmt: skip
from aligncheck.kernel.values import ClassValue, Element, MemberValue, Model, Table

A = Base("A")
x, y, z = (Var(name, A) for name in "xyz")
i, k, r = Var("i", INT), Var("k", NAT), Var("r", REAL)
NOTHING = Model({}, {})


def of_size(size: int) -> Model:
    return Model({"A": size}, {})


def over(above: Term, below: Term) -> Term:
    return Guard(neg(Eq(below, number(0), REAL)), Op("div", (above, below)))


UNDEFINED_NUMBER = over(number(1), number(0))
UNDEFINED_FORMULA = equal(UNDEFINED_NUMBER, number(1), REAL)


@pytest.mark.parametrize("size", range(5))
def test_injections_of_a_finite_set_into_itself_are_its_permutations(size: int) -> None:
    f = Var("f", Fun(A, A))
    one_to_one = forall(x, forall(y, implies(equal(App(f, x), App(f, y), A), equal(x, y, A))))
    onto = forall(y, exists(x, equal(App(f, x), y, A)))
    assert len(carrier(Fun(A, A), of_size(size))) == size**size
    assert evaluate(Card(Sub(Fun(A, A), Lam(f, one_to_one))), of_size(size)) == factorial(size)
    assert evaluate(forall(f, iff(one_to_one, onto)), of_size(size)) is True


def test_empty_sorts_have_one_function_out_of_them_and_none_into_them() -> None:
    assert carrier(Fun(A, A), of_size(0)) == (Table(()),)
    assert carrier(Fun(UNIT, A), of_size(0)) == ()
    assert evaluate(forall(x, FALSE), of_size(0)) is True
    assert evaluate(exists(x, TRUE), of_size(0)) is False
    assert evaluate(disj(exists(x, TRUE), TRUE), of_size(0)) is True


def test_carriers_are_all_tuples_alternatives_subsets_and_classes() -> None:
    three = of_size(3)
    pair = Var("p", Prod((A, A)))
    assert len(carrier(Prod((A, BOOL)), three)) == 6
    assert len(carrier(Sum((A, UNIT)), three)) == 4
    assert len(carrier(SetT(A), three)) == 8
    assert len(carrier(Quot(A, Lam(pair, equal(Proj(pair, 0), Proj(pair, 1), A))), three)) == 3
    assert len(carrier(Quot(A, Lam(pair, TRUE)), three)) == 1
    subsets = Var("S", SetT(A))
    two = exists(x, exists(y, conj(neg(equal(x, y, A)), equal(subsets, _pair_of(x, y), SetT(A)))))
    assert evaluate(Card(Sub(SetT(A), Lam(subsets, two))), three) == comb(3, 2)


def _pair_of(first: Term, second: Term) -> SetOf:
    return SetOf(z, disj(equal(z, first, A), equal(z, second, A)))


def test_a_quotient_by_what_is_no_equivalence_cannot_be_evaluated() -> None:
    pair = Var("p", Prod((A, A)))
    with pytest.raises(CannotEvaluate, match="equivalence"):
        carrier(Quot(A, Lam(pair, FALSE)), of_size(1))


def test_classes_and_representatives() -> None:
    pair = Var("p", Prod((A, A)))
    all_one = Quot(A, Lam(pair, TRUE))
    first, second = Element("A", 0), Element("A", 1)
    found = evaluate(ClassOf(x, all_one), of_size(2), {"x": second})
    assert found == ClassValue(frozenset({first, second}))
    same = equal(Choose(ClassOf(x, all_one), all_one), Choose(ClassOf(y, all_one), all_one), A)
    assert evaluate(forall(x, forall(y, same)), of_size(2)) is True
    assert evaluate(OnClass(ClassOf(x, all_one), Lam(y, TRUE)), of_size(2), {"x": first}) is True


def test_connectives_are_read_left_to_right() -> None:
    assert evaluate(Op("and", (FALSE, UNDEFINED_FORMULA)), NOTHING) is False
    assert evaluate(Op("and", (UNDEFINED_FORMULA, FALSE)), NOTHING) is UNDEFINED
    assert evaluate(Op("or", (TRUE, UNDEFINED_FORMULA)), NOTHING) is True
    assert evaluate(Op("or", (UNDEFINED_FORMULA, TRUE)), NOTHING) is UNDEFINED
    assert evaluate(Op("implies", (FALSE, UNDEFINED_FORMULA)), NOTHING) is True
    assert evaluate(Op("implies", (UNDEFINED_FORMULA, TRUE)), NOTHING) is UNDEFINED
    assert evaluate(Op("iff", (FALSE, UNDEFINED_FORMULA)), NOTHING) is UNDEFINED


def test_a_quantifier_is_undefined_where_its_body_is_for_some_value() -> None:
    inverse = Quant("exists", i, conj(at_most(number(-1), i), at_most(i, number(1)),
                                      equal(over(number(1), i), number(-1), REAL)))  # fmt: skip
    assert evaluate(inverse, NOTHING) is UNDEFINED
    colour = Var("c", Enum("Colour", ("red", "green")))
    red = equal(colour, The(colour, equal(colour, colour, colour.type)), colour.type)
    assert evaluate(Quant("forall", colour, red), NOTHING) is UNDEFINED


def test_an_undefined_argument_makes_the_application_undefined_even_if_it_is_not_used() -> None:
    assert evaluate(App(Lam(r, TRUE), UNDEFINED_NUMBER), NOTHING) is UNDEFINED
    assert evaluate(apply(Lam(r, TRUE), UNDEFINED_NUMBER), NOTHING) is UNDEFINED


def test_a_function_is_a_value_only_if_it_is_defined_everywhere() -> None:
    reciprocal = Lam(r, over(number(1), r))
    assert evaluate(App(reciprocal, number(2)), NOTHING) == Fraction(1, 2)
    handed_on = App(Lam(Var("f", Fun(REAL, REAL)), TRUE), Lam(x, UNDEFINED_NUMBER))
    assert evaluate(handed_on, of_size(1)) is UNDEFINED
    assert evaluate(handed_on, of_size(0)) is True


def test_sums_over_bounds_include_both_ends_and_are_zero_where_there_is_nothing() -> None:
    square = multiply(i, i)
    assert evaluate(BigSum(i, (number(1), number(100)), square), NOTHING) == 100 * 101 * 201 // 6
    assert evaluate(BigSum(i, (number(1), number(0)), square), NOTHING) == 0
    assert evaluate(BigSum(i, (number(-2), number(1)), i), NOTHING) == -2


def test_sums_over_a_type_need_it_finite() -> None:
    assert evaluate(BigSum(x, None, number(2)), of_size(3)) == 6
    assert evaluate(BigSum(k, None, number(0)), NOTHING) is UNDEFINED


def test_the_greatest_and_the_only_value() -> None:
    within = conj(at_most(number(0), i), at_most(i, number(5)))
    bump = multiply(i, subtract(number(5), i))
    assert evaluate(Best("max", i, within, bump), NOTHING) == 6
    assert evaluate(Best("min", i, within, bump), NOTHING) == 0
    assert evaluate(Best("max", x, TRUE, number(1)), of_size(0)) is UNDEFINED
    assert evaluate(The(i, conj(within, equal(bump, number(6), INT), less(i, number(3)))), NOTHING) == 2
    assert evaluate(The(i, conj(within, equal(bump, number(6), INT))), NOTHING) is UNDEFINED
    assert evaluate(The(x, TRUE), of_size(1)) == Element("A", 0)


def test_a_bounded_quantifier_over_the_integers_is_run_through() -> None:
    primes = conj(at_most(number(2), k), at_most(k, number(30)),
                  forall(i, implies(conj(less(number(1), i), less(i, k)), neg(_divides(i, k)))))  # fmt: skip
    assert evaluate(Card(Sub(NAT, Lam(k, primes))), NOTHING) == 10


def _divides(divisor: Term, of: Term) -> Term:
    j = Var("j", INT)
    return exists(j, conj(at_most(number(0), j), at_most(j, of), equal(multiply(j, divisor), of, INT)))


def test_a_real_that_is_equated_is_found() -> None:
    half = number(Fraction(1, 2))
    assert evaluate(exists(r, conj(equal(r, half, REAL), less(r, number(1)))), NOTHING) is True
    assert evaluate(forall(r, implies(equal(half, r, REAL), less(number(1), r))), NOTHING) is False
    assert evaluate(exists(k, equal(k, half, REAL)), NOTHING) is False
    assert evaluate(exists(r, disj(equal(r, half, REAL), equal(r, number(1), REAL))), NOTHING) is True


def test_quantifiers_over_all_naturals_go_by_rule_or_not_at_all() -> None:
    assert evaluate(forall(k, at_most(number(0), k)), NOTHING) is True
    assert evaluate(exists(k, less(number(1000), k)), NOTHING) is True
    with pytest.raises(CannotEvaluate):
        evaluate(forall(r, at_most(number(0), multiply(r, r))), NOTHING)


def test_limits_of_closed_sequences() -> None:
    s = Const("s", Fun(NAT, REAL))
    alternating = Model({}, {"s": periodic([1, -1])})
    assert evaluate(Lim(k, App(s, k)), alternating) is UNDEFINED
    assert evaluate(Tail("converges", k, App(s, k)), alternating) is False
    assert evaluate(Lim(k, App(s, k)), Model({}, {"s": constant(3)})) == 3


def test_finite_and_infinite_types() -> None:
    assert evaluate(Finite(Fun(A, BOOL)), of_size(3)) is True
    assert evaluate(Finite(Fun(NAT, BOOL)), of_size(3)) is False
    assert evaluate(Finite(Prod((A, NAT))), of_size(0)) is True
    assert evaluate(Finite(Fun(NAT, UNIT)), NOTHING) is True
    assert evaluate(Card(NAT), NOTHING) is UNDEFINED
    even = Sub(INT, Lam(i, conj(at_most(number(-3), i), less(i, number(3)))))
    assert evaluate(Card(even), NOTHING) == 6


def test_functions_and_sets_are_equal_by_their_values() -> None:
    assert evaluate(equal(Lam(x, x), Lam(y, y), Fun(A, A)), of_size(2)) is True
    swap = Table(((Element("A", 1), Element("A", 0)), (Element("A", 0), Element("A", 1))))
    f = Const("f", Fun(A, A))
    twice = Lam(x, App(f, App(f, x)))
    assert evaluate(Eq(twice, Lam(x, x), Fun(A, A)), Model({"A": 2}, {"f": swap})) is True
    assert evaluate(Eq(f, Lam(x, x), Fun(A, A)), Model({"A": 2}, {"f": swap})) is False
    assert evaluate(Eq(SetOf(x, TRUE), SetOf(x, FALSE), SetT(A)), of_size(0)) is True


def test_functions_as_arguments_are_found_in_a_table_whatever_their_order() -> None:
    first, second = Element("A", 0), Element("A", 1)
    identity, constantly = Table(((second, second), (first, first))), Table(((first, first), (second, first)))
    others = [Table(((first, second), (second, first))), Table(((second, second), (first, second)))]
    judge = Const("judge", Fun(Fun(A, A), BOOL))
    graph = Table(((identity, True), (constantly, False), *((other, False) for other in others)))
    assert evaluate(App(judge, Lam(x, x)), Model({"A": 2}, {"judge": graph})) is True


def test_records_and_alternatives() -> None:
    fields = (("low", INT), ("high", INT))
    record = Var("q", Struct("Interval", fields))
    law = Lam(record, at_most(Field(record, "low"), Field(record, "high")))
    interval = Struct("Interval", fields, law)
    value = Record(interval, (number(1), number(4)))
    assert evaluate(subtract(Field(value, "high"), Field(value, "low")), NOTHING) == 3
    either = Sum((A, BOOL))
    picked = Case(Inj(1, TRUE, either), (Lam(x, number(1)), Lam(Var("b", BOOL), number(2))))
    assert evaluate(picked, NOTHING) == 2


def test_only_rational_roots_and_powers_have_values() -> None:
    assert evaluate(Op("sqrt", (number(Fraction(9, 4)),)), NOTHING) == Fraction(3, 2)
    assert evaluate(Op("pow", (number(8), number(Fraction(2, 3)))), NOTHING) == 4
    assert evaluate(Op("pow", (number(2), number(-3))), NOTHING) == Fraction(1, 8)
    assert evaluate(Op("exp", (number(0),)), NOTHING) == 1
    for name in ("sqrt", "exp", "log"):
        with pytest.raises(CannotEvaluate):
            evaluate(Op(name, (number(2),)), NOTHING)  # type: ignore[arg-type]


def test_a_long_evaluation_ends() -> None:
    f = Var("f", Fun(A, A))
    with pytest.raises(CannotEvaluate):
        evaluate(forall(f, forall(Var("g", Fun(A, A)), implies(_twice(f), _twice(f)))), of_size(5))


def _twice(f: Var) -> Term:
    return exists(x, equal(App(f, App(f, x)), App(f, x), A))


def test_a_conjunction_of_100_000_parts_is_evaluated() -> None:
    parts = conj(*(less(number(at), number(at + 1)) for at in range(100_000)))
    assert evaluate(parts, NOTHING) is True
    assert evaluate(add(*(number(1) for _ in range(100_000))), NOTHING) == 100_000


def test_members_of_an_enumeration_are_different() -> None:
    colour = Enum("Colour", ("red", "green", "blue"))
    c = Var("c", colour)
    assert carrier(colour, NOTHING) == tuple(map(MemberValue, ("red", "green", "blue")))
    assert evaluate(BigSum(c, None, number(1)), NOTHING) == 3
    assert evaluate(In(c, SetOf(c, TRUE)), NOTHING, {"c": MemberValue("red")}) is True
