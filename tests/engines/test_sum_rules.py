"""The rules for sums against exact arithmetic: each is true of random finite data, and says the same of the goal."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sums import Writer, data, goal

from aligncheck.engines.sums.reduction import Reduced, reduced
from aligncheck.kernel.evaluate import Evaluation
from aligncheck.kernel.build import conj, disj, number
from aligncheck.kernel.substitution import replace_constants, substitute
from aligncheck.kernel.terms import Const, Quant, Term
from aligncheck.kernel.traversal import map_term, walk
from aligncheck.kernel.types import NUMERIC
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
