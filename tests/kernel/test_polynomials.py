"""The rule by which polynomials contradict one another: what it takes, and every way of cheating it refuses."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from aligncheck.kernel.build import add, at_most, equal, less, multiply, neg, negative, number, subtract
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.polynomials import constraints, polynomial
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Combination, Multiple, Product
from aligncheck.kernel.terms import FALSE, Const, Guard, Op, Term
from aligncheck.kernel.theorem import conclude, take
from aligncheck.kernel.types import NAT, REAL
from aligncheck.kernel.values import Model

X, Y, N = Const("x", REAL), Const("y", REAL), Const("n", NAT)
ONE = Fraction(1)


def square(term: Term) -> Term:
    return Op("pow", (term, number(2)))


def goal(assumptions: Sequence[Term], conclusion: Term) -> Goal:
    return Goal((), (X, Y, N), tuple(Assumption("", each, "assume") for each in assumptions), conclusion)


def shown(goal: Goal, *products: Product, multiples: tuple[Multiple, ...] = ()) -> bool:
    try:
        return conclude(take(Combination(products, multiples), goal), ()).goal is goal
    except KernelRefusal:
        return False


AM_GM = goal([], at_most(multiply(number(2), X, Y), add(square(X), square(Y))))
DIFFERENCE = Product(ONE, (), subtract(X, Y))


def test_a_square_shows_that_twice_the_product_is_no_more_than_the_squares() -> None:
    assert shown(AM_GM, Product(ONE, (0,)), DIFFERENCE)


def test_what_does_not_add_up_to_0_is_refused() -> None:
    assert not shown(AM_GM, Product(ONE, (0,)), Product(ONE, (), add(X, Y)))
    assert not shown(AM_GM, Product(Fraction(2), (0,)), DIFFERENCE)


def test_a_negative_multiple_is_refused() -> None:
    false = goal([], at_most(add(square(X), square(Y)), multiply(number(2), X, Y)))
    assert not shown(false, Product(ONE, (0,)), Product(Fraction(-1), (), subtract(X, Y)))
    assert not shown(false, Product(Fraction(0), (0,)))


def test_a_sum_in_which_nothing_is_positive_is_refused() -> None:
    # x² + y² > 2xy is false where x = y: its denial is no strict comparison.
    strict = goal([], less(multiply(number(2), X, Y), add(square(X), square(Y))))
    assert not shown(strict, Product(ONE, (0,)), DIFFERENCE)
    assert not shown(goal([], FALSE))


def test_a_square_is_not_taken_for_positive() -> None:
    nothing = goal([equal(X, number(0), REAL)], FALSE)
    assert not shown(nothing, Product(ONE, (), X), multiples=(Multiple(0, negative(X)),))


def test_an_equation_is_in_no_product_and_a_comparison_has_no_other_multiples() -> None:
    equation = goal([equal(X, number(0), REAL)], less(X, number(1)))
    assert shown(equation, Product(ONE, (1,)), Product(ONE), multiples=(Multiple(0, number(1)),))
    assert not shown(equation, Product(ONE, (1,)), Product(ONE), Product(ONE, (0,)))
    # From x ≥ 0 it does not follow that x² < 1: that would take x ≥ 0 by a negative number.
    comparison = goal([at_most(number(0), X)], less(X, number(0)))
    assert not shown(comparison, Product(ONE, (1,)), multiples=(Multiple(0, number(-1)),))


def test_a_number_that_no_comparison_has_is_refused() -> None:
    assert not shown(AM_GM, Product(ONE, (1,)), DIFFERENCE)
    assert not shown(AM_GM, Product(ONE, (-1,)), DIFFERENCE)


def test_a_polynomial_over_other_terms_than_those_of_the_goal_is_refused() -> None:
    z = Const("z", REAL)
    assert not shown(
        AM_GM, Product(ONE, (0,)), DIFFERENCE, Product(ONE, (), z), Product(ONE, (), negative(z))
    )


def test_a_quotient_is_what_its_guard_says_and_nothing_without_it() -> None:
    quotient = Op("div", (X, Y))
    guarded = Guard(neg(equal(Y, number(0), REAL)), quotient)
    said = equal(multiply(quotient, Y), X, REAL)
    for written, holds in ((guarded, True), (quotient, False)):
        asked = goal([], equal(multiply(written, Y), X, REAL))
        at = len(constraints(asked)) - 1
        whole = subtract(multiply(quotient, Y), X)
        proof = shown(asked, Product(ONE, (0,)), multiples=(Multiple(at, negative(whole)),))
        assert proof is holds
    assert shown(
        goal([said], said), Product(ONE, (1,)), multiples=(Multiple(0, subtract(multiply(quotient, Y), X)),)
    )


def test_a_natural_number_is_not_negative_and_a_real_one_may_be() -> None:
    assert shown(goal([], at_most(number(0), N)), Product(ONE, (0,)), Product(ONE, (1,)))
    assert not shown(goal([], at_most(number(0), X)), Product(ONE, (0,)), Product(ONE, (1,)))


def test_all_alternatives_of_a_conclusion_are_denied() -> None:
    either = goal([], Op("or", (at_most(X, number(1)), at_most(number(0), X))))
    assert shown(either, Product(ONE, (0,)), Product(ONE, (1,)), Product(ONE))


@pytest.mark.parametrize("seed", range(40))
def test_a_term_and_its_polynomial_have_one_value(seed: int) -> None:
    random = Random(seed)
    term = _drawn(random, 4)
    for x, y in product((Fraction(-2), Fraction(0), Fraction(1, 3)), (Fraction(-1, 2), Fraction(5))):
        model = Model({}, {"x": x, "y": y})
        total = Fraction(0)
        for monomial, coefficient in polynomial(term).items():
            for atom, exponent in monomial:
                coefficient *= {X: x, Y: y}[atom] ** exponent
            total += coefficient
        assert evaluate(term, model) == total


def _drawn(random: Random, depth: int) -> Term:
    if depth == 0:
        return random.choice((X, Y, number(random.randint(-3, 3)), number(Fraction(1, 2))))
    one, other = _drawn(random, depth - 1), _drawn(random, depth - 1)
    match random.randrange(5):
        case 0:
            return add(one, other)
        case 1:
            return multiply(one, other)
        case 2:
            return negative(one)
        case 3:
            return square(_drawn(random, max(depth - 2, 0)))
        case _:
            return Op("div", (one, number(random.choice((2, -3)))))
