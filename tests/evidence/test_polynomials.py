"""Inequalities among polynomials: those that are true are certified, and none that is false is."""

from fractions import Fraction
from random import Random

import pytest

from aligncheck.kernel.build import add, at_most, multiply, number
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.polynomials import Polynomial, plus, times
from aligncheck.kernel.terms import Const, Term
from aligncheck.kernel.types import REAL
from aligncheck.obligations.combinations import by_squares, term_of
from aligncheck.obligations.squares import as_squares
from tests.verdicts import checked

CERTIFIED = [
    # Of arithmetic and geometric means.
    "for x, y: Real show x^2 + y^2 >= 2*x*y",
    "for x, y: Real assume x >= 0, y >= 0 show (x + y)^2 >= 4*x*y",
    "for x, y, z: Real assume x >= 0, y >= 0, z >= 0 show x^3 + y^3 + z^3 >= 3*x*y*z",
    "for x, y, z, w: Real show x^4 + y^4 + z^4 + w^4 >= 4*x*y*z*w",
    # Cauchy and Schwarz.
    "for a, b, c, d: Real show (a*c + b*d)^2 <= (a^2 + b^2) * (c^2 + d^2)",
    "for a, b, c, d, e, f: Real show (a*d + b*e + c*f)^2 <= (a^2 + b^2 + c^2) * (d^2 + e^2 + f^2)",
    # A variance is not negative.
    "for p, x, y: Real assume 0 <= p, p <= 1 show (p*x + (1-p)*y)^2 <= p*x^2 + (1-p)*y^2",
    "for x, y, z: Real show x^2 + y^2 + z^2 >= x*y + y*z + z*x",
    "for x: Real show x^2 - x + 1 > 0",
    "for x, y: Real show (x + y)^2 = x^2 + 2*x*y + y^2",
    "for x, y: Real show abs(x) * abs(y) * 2 <= x^2 + y^2",
    # Off switch: to let a human decide, who stops what is bad, is no worse than to act or to stop.
    "for p, good, bad: Real assume 0 <= p, p <= 1, good >= 0, bad <= 0 show p*good >= p*good + (1-p)*bad",
    # On a box, which is halved where one combination is not enough.
    "for x, y: Real assume 0 <= x, x <= 1, 0 <= y, y <= 1 show x*(1-x)*y <= 1/4",
    "for x: Real assume 0 <= x, x <= 2 show x^3 - 2*x^2 + x + 1/100 > 0",
]
REFUTED = [
    "for x, y: Real show x^2 + y^2 >= 3*x*y",
    "for x: Real show x^2 - 2*x + 1 > 0",
    "for x, y, z: Real assume x >= 0, y >= 0 show x^3 + y^3 + z^3 >= 3*x*y*z",
    "for x, y: Real assume 0 <= x, x <= 1, 0 <= y, y <= 1 show x*(1-x)*y <= 1/5",
    "for p, x, y: Real show (p*x + (1-p)*y)^2 <= p*x^2 + (1-p)*y^2",
]


@pytest.mark.parametrize("claim", CERTIFIED)
def test_a_true_inequality_is_proved_with_no_engine_to_be_believed(claim: str) -> None:
    (outcome,) = checked(f"claim it: {claim}\n").outcomes
    assert (outcome.verdict.name, outcome.grade) == ("proved", "certified")


@pytest.mark.parametrize("claim", REFUTED)
def test_a_false_inequality_is_refuted(claim: str) -> None:
    (outcome,) = checked(f"claim it: {claim} expect refuted\n").outcomes
    assert outcome.verdict.name == "refuted"


def test_motzkins_polynomial_is_no_sum_of_squares() -> None:
    x, y = Const("x", REAL), Const("y", REAL)
    left = add(multiply(x, x, x, x, y, y), multiply(x, x, y, y, y, y), number(1))
    goal = Goal((), (x, y), (), at_most(multiply(number(3), x, x, y, y), left))
    assert by_squares(goal) is None
    (outcome,) = checked(
        "claim it: for x, y: Real show x^4*y^2 + x^2*y^4 + 1 >= 3*x^2*y^2 expect proved or unknown\n"
    ).outcomes
    assert outcome.verdict.name != "refuted"
    assert outcome.grade != "certified"


@pytest.mark.parametrize("seed", range(30))
def test_squares_that_are_found_add_up_to_the_polynomial(seed: int) -> None:
    random = Random(seed)
    unknown: list[Term] = [Const(name, REAL) for name in "xyz"]
    drawn: Polynomial = {}
    for _ in range(3):
        root: Polynomial = {frozenset({(each, 1)}): Fraction(random.randint(-3, 3)) for each in unknown}
        root = {**{m: c for m, c in root.items() if c}, frozenset(): Fraction(random.randint(1, 4))}
        drawn = plus(drawn, times(root, root))
    found = as_squares(drawn)
    assert found is not None
    total: Polynomial = {frozenset(): found[0]} if found[0] else {}
    for factor, root in found[1]:
        total = plus(total, times({frozenset(): factor}, times(root, root)))
    assert total == drawn
    lowered = plus(drawn, {frozenset(): -found[0] - 1})
    assert as_squares(lowered) is None
    assert term_of(drawn) != number(0)
