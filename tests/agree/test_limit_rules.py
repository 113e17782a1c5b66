"""Every instance of a rule of the calculus, against the exact evaluator: no sequence of any family falsifies one,
and each rule is seen to say something true of some."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from tests.engines.test_asymptotic import FALSE_GOALS, TRUE_GOALS

from aligncheck.claims.claim import Claim, Holds
from aligncheck.claims.module import claims_in
from aligncheck.diagnostics import Made
from aligncheck.elaborate import elaborate
from aligncheck.engines.asymptotic.calculus import TooLarge
from aligncheck.engines.asymptotic.candidates import choices
from aligncheck.engines.asymptotic.reduction import Reduced, Unreduced, reduced
from aligncheck.engines.meanings import meant
from aligncheck.kernel.build import add, number
from aligncheck.kernel.evaluate import CannotEvaluate, evaluate
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import Const, Op, Quant, Tail, Term
from aligncheck.kernel.traversal import map_term, walk
from aligncheck.kernel.values import Model
from aligncheck.library.modules import load
from aligncheck.obligations.goals import goal_of
from aligncheck.source import SourceFile
from aligncheck.syntax import parse

TABLE = Path(__file__).parents[1] / "corpus" / "limits.align"
INSTANCES, MODELS, SAMPLES = 20, 6, 25
"""So many instances of each rule, each in so many models; so many models for each claim of the table."""
STEPS = 60_000
FAR = 3
OPEN = {"Σ t⁻ᵏ·bounded converges for k > 1"}
"""About sequences that are in no family: no model decides them."""


def goals_of(claim: Claim) -> Iterator[Goal]:
    if isinstance(claim.question, Holds):
        for conclusion in claim.question.conclusions:
            yield goal_of(claim, conclusion.formula, (), ())


@cache
def claims() -> tuple[Claim, ...]:
    """The table of claims about limits."""
    source = Made(SourceFile(str(TABLE), TABLE.read_text(encoding="utf-8")))
    (unit,) = load([source], parse, elaborate)
    assert unit.module is not None
    return claims_in(unit.module).value or ()


@cache
def table() -> dict[str, Goal]:
    """Its goals, by name."""
    return {f"{each.name} {at}": goal for each in claims() for at, goal in enumerate(goals_of(each))}


TRUE_CLAIMS = [
    f"{each.name} {at}"
    for each in claims()
    if each.expectation.verdicts == ("proved",)
    for at, _ in enumerate(goals_of(each))
]


def instances(goal: Goal) -> list[tuple[str, Term]]:
    """What the calculus says about a goal, in the words of the goal."""
    try:
        found: Reduced = reduced(goal, far=False)
    except (Unreduced, TooLarge):
        return []
    return [(rule, decidable(meant(lemma, found.calculus.meanings))) for rule, lemma in found.calculus.lemmas]


def decidable(formula: Term) -> Term:
    """|x| stays below some bound from some point on: said so that the evaluator can tell."""
    match formula:
        case Quant("exists", _, Tail("eventually", var, Op("le", (Op("abs", (body,)), _)))):
            return Tail("bounded", var, substitute(body, {var.name: add(var, number(FAR))}))
        case _:
            return map_term(formula, decidable, lambda type: type)


@cache
def known() -> dict[str, list[tuple[Goal, Term]]]:
    """Distinct instances by their rule, each with the goal that it was made for: some of each rule."""
    found: dict[str, dict[Term, Goal]] = {}
    for goal in (*table().values(), *TRUE_GOALS.values(), *FALSE_GOALS.values()):
        for rule, formula in instances(goal):
            found.setdefault(rule, {}).setdefault(formula, goal)
    random = Random(0)
    return {
        rule: [
            (goal, formula) for formula, goal in random.sample(list(each.items()), min(len(each), INSTANCES))
        ]
        for rule, each in found.items()
    }


def models(goal: Goal, formula: Term) -> Iterator[Model]:
    """Some models of the symbols of the formula from the families, the same at each run."""
    symbols = tuple(dict.fromkeys(node for node in walk(formula) if isinstance(node, Const)))
    found = choices(replace(goal, constants=symbols, assumptions=()))
    assert isinstance(found, dict)
    random = Random(1)
    for _ in range(MODELS):
        chosen = {name: random.choice(list(values)) for name, values in found.items()}
        yield Model(dict.fromkeys(goal.sorts, 1), chosen)


def value(formula: Term, model: Model) -> object:
    try:
        return evaluate(formula, model, steps=STEPS)
    except CannotEvaluate:
        return None


@pytest.mark.parametrize("rule", known())
def test_no_instance_of_a_rule_is_false_and_some_is_true(rule: str) -> None:
    values = set()
    for goal, formula in known()[rule]:
        for model in models(goal, formula):
            found = value(formula, model)
            assert found is not False, (formula, model)
            values.add(found)
    assert (True in values) == (rule not in OPEN)


@pytest.mark.parametrize("name", TRUE_CLAIMS)
def test_no_sequence_refutes_a_claim_of_the_table_that_is_true(name: str) -> None:
    goal = table()[name]
    symbols = choices(goal)
    assert isinstance(symbols, dict)
    random = Random(2)
    for _ in range(SAMPLES):
        chosen = {symbol: random.choice(list(values)) for symbol, values in symbols.items()}
        assert not refutes(goal, Model(dict.fromkeys(goal.sorts, 1), chosen))


def refutes(goal: Goal, model: Model) -> bool:
    try:
        return replay(goal, model)
    except CannotEvaluate:
        return False
