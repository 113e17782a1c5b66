"""The rules for sums against exact arithmetic: each is true of random finite data, and says the same of the goal."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sums import A, U, V, W, Writer, c, data, goal, n, p, x, y

from aligncheck.engines import z3
from aligncheck.engines.contract import Limits, Unsat
from aligncheck.engines.sums.reduction import Reduced, reduced
from aligncheck.kernel.build import add, apply, at_most, conj, disj, equal, forall, multiply, number
from aligncheck.kernel.evaluate import Evaluation
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.substitution import replace_constants, substitute
from aligncheck.kernel.terms import TRUE, Best, BigSum, Card, Const, Eq, If, Op, Quant, Term, Var
from aligncheck.kernel.traversal import map_term, walk
from aligncheck.kernel.types import INT, NUMERIC, REAL
from aligncheck.kernel.unanswered import UNDEFINED, CannotEvaluate
from aligncheck.kernel.values import Model

SIZES = [(0, 0), (0, 2), (1, 0), (1, 1), (2, 1), (2, 2), (3, 1)]


def put_back(made: Reduced, formula: Term) -> Term:
    """The formula with what its symbols stand for; they stand in one another's."""
    meanings = dict(made.symbols)
    while any(node in meanings for node in walk(formula) if isinstance(node, Const)):
        formula = replace_constants(formula, meanings)
    return formula


def sampled(formula: Term) -> Term:
    """With a few numbers in place of all: more than the ranges of the goals hold."""
    image = map_term(formula, sampled, lambda type: type)
    if isinstance(image, Quant) and image.var.type in NUMERIC:
        instances = (substitute(image.body, {image.var.name: number(at)}) for at in range(-1, 6))
        return (conj if image.kind == "forall" else disj)(*instances)
    return image


def value(formula: Term, model: Model) -> object:
    try:
        return Evaluation(model).value(formula, {})
    except CannotEvaluate:
        return UNDEFINED


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_rule_is_true_of_random_data(seed: int) -> None:
    random = Random(seed)
    writer = Writer(random)
    weights = random.random() < 0.6
    asked = goal(writer.comparison(2), *(writer.fact() for _ in range(2)), weights=weights)
    made = reduced(asked)
    for sizes in random.sample(SIZES, 3):
        model = data(random, sizes)
        if weights and sizes[0] == 0:
            continue
        # A greatest value of nothing is undefined.
        allowed = (True,) if all(sizes) else (True, UNDEFINED)
        for rule in made.rules:
            assert value(sampled(put_back(made, rule.formula)), model) in allowed, (
                rule.name,
                rule.formula,
                model,
            )
        for before, after in zip(
            (*(each.formula for each in asked.assumptions), asked.conclusion),
            (*(each.formula for each in made.goal.assumptions), made.goal.conclusion),
            strict=True,
        ):
            here, there = value(before, model), value(put_back(made, after), model)
            # What is pulled out of a sum of nothing may be undefined by itself.
            assert here in (there, UNDEFINED) or (there is UNDEFINED and not all(sizes)), (
                before,
                after,
                model,
            )


def total(body: Term, over: Var = x, low: Term | None = None, high: Term | None = None) -> BigSum:
    return BigSum(over, None if low is None or high is None else (low, high), body)


i = Var("i", INT)
u, v, w = apply(U, x), apply(V, x), apply(W, y)
weights_too = equal(total(v), number(1), REAL)
PLACES: dict[str, Goal] = {
    "terms of one sign": goal(at_most(total(u), total(v))),
    "terms of one sign, with weights that sum to 1": goal(
        at_most(total(multiply(apply(p, x), u)), c), weights=True
    ),
    "terms of one sign, for each pair": goal(
        at_most(multiply(total(u), total(u)), multiply(total(number(1)), total(multiply(u, u))))
    ),
    "what holds of each, summed up": goal(at_most(total(u), c), forall(x, at_most(u, v))),
    "weights that sum to the same, exchanged": goal(
        at_most(total(multiply(apply(p, x), u)), total(multiply(v, u))), weights_too, weights=True
    ),
    "a denominator is cleared": goal(at_most(total(u), Op("div", (total(v), c)))),
    "counting": goal(at_most(total(number(1)), number(2)), at_most(Card(A), number(2))),
    "so many terms": goal(equal(total(number(1), i, number(1), n), n, REAL)),
    "the last term": goal(at_most(total(i, i, number(0), n), total(i, i, number(0), add(n, number(1))))),
    "the first term": goal(at_most(total(i, i, number(1), n), total(i, i, number(0), n))),
    "two parts": goal(at_most(total(i, i, number(0), n), total(i, i, add(n, number(1)), add(n, number(2))))),
    "a max over a finite type exists": goal(at_most(Best("max", x, TRUE, u), c)),
    "nothing beats a min": goal(at_most(Best("min", y, TRUE, w), c)),
    "a max is attained": goal(at_most(Best("max", x, at_most(v, u), u), c)),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_rule_is_tried_where_it_may_serve_and_is_true_of_data(name: str) -> None:
    made = reduced(PLACES[name])
    found = [rule.formula for rule in made.rules if rule.name == name]
    assert found
    for seed in range(8):
        model = data(Random(seed), (2, 2))
        values = dict(model.constants) | {
            "V": model.constants["p"],
            "U": data(Random(seed + 99), (2, 2)).constants["V"],
        }
        values["c"] = values["c"] or Fraction(1, 3)
        for formula in found:
            assert value(sampled(put_back(made, formula)), Model(model.carriers, values)) is True


def test_a_variable_between_bounds_is_no_fraction() -> None:
    """Σ [i = c] over 0..2 is not 1 for a c between the integers."""
    picked = goal(
        equal(total(If(Eq(i, c, REAL), number(1), number(0)), i, number(0), number(2)), number(1), REAL)
    )
    half = Model({"A": 1, "B": 1}, dict(data(Random(0), (1, 1)).constants) | {"c": Fraction(1, 2)})
    made = reduced(picked)
    assert value(put_back(made, made.goal.conclusion), half) is False


def test_a_sum_over_a_sort_that_may_be_infinite_is_left_alone() -> None:
    asked = goal(at_most(total(u), total(u)))
    open_one = Goal(asked.sorts, asked.constants, (), asked.conclusion)
    assert any(isinstance(node, BigSum) for node in walk(reduced(open_one).goal.conclusion))


def test_what_the_rules_rest_on_is_in_every_core() -> None:
    found = z3.answer(PLACES["so many terms"], Limits(seconds=5))
    asked = goal(equal(total(u), total(add(u, number(0))), REAL))
    over_elements = z3.answer(asked, Limits(seconds=5))
    assert isinstance(found, Unsat)
    assert isinstance(over_elements, Unsat) and over_elements.core is not None
    assert asked.assumptions[over_elements.core[0]].label == "finite A"
