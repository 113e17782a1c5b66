"""Further counterexamples: none is another one with its elements renamed."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest

from aligncheck.claims.claim import Claim, Conclusion, Holds, Presentation
from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made
from aligncheck.evidence.further import canonical, unlike
from aligncheck.evidence.outcome import Outcome
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.terms import App, Const, Eq, Op, Quant, Term, Tup, Var
from aligncheck.kernel.types import BOOL, Base, Fun, Prod
from aligncheck.kernel.values import Element, Model, Table
from aligncheck.kernel.verdicts import Refuted
from aligncheck.options import Options
from aligncheck.session import check
from aligncheck.source import SourceFile, Span
from tests.verdicts import workers

W = Base("W")
R = Const("R", Fun(Prod((W, W)), BOOL))
D = Const("D", Fun(W, BOOL))
F = Const("F", Fun(W, W))


def claim_and_goal(
    conclusion: Term, *symbols: Const, partial: dict[str, str] | None = None
) -> tuple[Claim, Goal]:
    span = Span(SourceFile("a.align", "claim c"), 0, 5)
    shown = Presentation(partial=partial or {})
    claim = Claim(
        "c", span, Holds((Conclusion("c", conclusion, span),)), ("W",), symbols, (), presentation=shown
    )
    return claim, Goal(("W",), symbols, (), conclusion)


def pairs(size: int, *true: tuple[int, int]) -> Model:
    elements = [Element("W", index) for index in range(size)]
    table = Table(tuple(((a, b), (a.index, b.index) in true) for a in elements for b in elements))
    return Model({"W": size}, {"R": table})


SYMMETRIC = Quant("forall", X := Var("x", W), Quant("forall", Y := Var("y", W), Op("implies", (
    App(R, Tup((X, Y))), App(R, Tup((Y, X)))))))  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (pairs(2, (0, 1)), pairs(2, (1, 0)), True),
        (pairs(3, (0, 1), (1, 2)), pairs(3, (2, 0), (0, 1)), True),
        (pairs(2, (0, 1)), pairs(3, (0, 1)), False),
        (pairs(3, (0, 1), (1, 2)), pairs(3, (0, 1), (0, 2)), False),
    ],
)
def test_models_have_one_canonical_text_just_where_one_is_the_other_renamed(
    one: Model, other: Model, same: bool
) -> None:
    claim, goal = claim_and_goal(SYMMETRIC, R)
    assert (canonical(claim, goal, one) == canonical(claim, goal, other)) is same
    fence = unlike(claim, goal, one)
    assert evaluate(fence, one) is False
    assert evaluate(fence, other) is (not same)


def test_a_partial_function_counts_where_it_is_defined_only() -> None:
    a, b = Element("W", 0), Element("W", 1)

    def model(defined: bool, elsewhere: Element) -> Model:
        there = Table(((a, True), (b, defined)))
        return Model({"W": 2}, {"D": there, "F": Table(((a, a), (b, elsewhere)))})

    fixed = Quant("forall", X, Op("implies", (App(D, X), Op("not", (Eq(App(F, X), X, W),)))))
    claim, goal = claim_and_goal(fixed, D, F, partial={"F": "D"})
    assert canonical(claim, goal, model(False, a)) == canonical(claim, goal, model(False, b))
    assert canonical(claim, goal, model(True, a)) != canonical(claim, goal, model(True, b))
    assert evaluate(unlike(claim, goal, model(False, a)), model(False, b)) is False
    assert evaluate(unlike(claim, goal, model(True, a)), model(True, b)) is True


TEXT = """module more
sort World
relation R(x, y: World)
sequence L: Nat -> Real
claim one_way: assume forall x: World. not R(x, x) show symmetric(R) expect refuted
claim number: for n: Nat assume n <= 2 show n > 5 expect refuted
claim steady: assume bounded(L) show converges(L) expect refuted
claim only: for b: Bool show b expect refuted
"""


@cache
def outcomes() -> dict[str, Outcome]:
    made = [Made(SourceFile("more.align", TEXT))]
    report = run_deep(lambda: check(made, Options(jobs=1, more=4), workers()))
    return {each.claim.name: each for each in report.outcomes}


@pytest.mark.parametrize(("name", "count"), [("one_way", 4), ("number", 2), ("steady", 4), ("only", 0)])
def test_as_many_are_found_as_are_asked_for_or_as_there_are(name: str, count: int) -> None:
    assert len(outcomes()[name].further) == count


def test_no_two_of_them_are_alike_and_smaller_ones_come_first() -> None:
    for outcome in outcomes().values():
        assert isinstance(outcome.verdict, Refuted)
        found = [(outcome.verdict.goal, outcome.verdict.model), *outcome.further]
        texts = [canonical(outcome.claim, *each) for each in found]
        assert all(one != other for one, other in combinations(texts, 2))
        sizes = [sum(model.carriers.values()) for _, model in found]
        assert sizes == sorted(sizes)


def test_the_smallest_one_has_the_fewest_pairs() -> None:
    verdict = outcomes()["one_way"].verdict
    assert isinstance(verdict, Refuted)
    table = verdict.model.constants["R"]
    assert verdict.model.carriers == {"World": 2} and isinstance(table, Table)
    assert sum(value is True for _, value in table.entries) == 1
