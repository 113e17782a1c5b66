"""Formulas that say the same as they are written, and in what they differ."""

from __future__ import annotations

import pytest

from aligncheck.lints.sameness import difference
from aligncheck.source import SourceFile
from aligncheck.syntax import parse, tree

ORDER, NAMES = "the order of its parts", "the names of bound variables"
DIRECTION, NEGATION = "the direction of comparisons", "the laws of negation"

SAME = {
    ("P(x)", "P(x)"): "",
    ("x = y", "y = x"): ORDER,
    ("x != y", "y != x"): ORDER,
    ("P(x) and Q(x)", "Q(x) and P(x)"): ORDER,
    ("P(x) and (Q(x) and R(x))", "(R(x) and P(x)) and Q(x)"): ORDER,
    ("P(x) or P(x)", "P(x)"): ORDER,
    ("P(x) <-> Q(x)", "Q(x) <-> P(x)"): ORDER,
    ("x = y and y = z", "x = y = z"): ORDER,
    ("x < y", "y > x"): DIRECTION,
    ("x >= y", "y <= x"): DIRECTION,
    ("not not P(x)", "P(x)"): NEGATION,
    ("not x = y", "x != y"): NEGATION,
    ("not x in S", "x ∉ S"): NEGATION,
    ("not x < y", "x >= y"): f"{NEGATION} and {DIRECTION}",
    ("not (P(x) and Q(x))", "not P(x) or not Q(x)"): NEGATION,
    ("P(x) -> Q(x)", "not Q(x) -> not P(x)"): f"{NEGATION} and {ORDER}",
    ("not (forall x: A. P(x))", "exists x: A. not P(x)"): NEGATION,
    ("forall x: A. P(x)", "forall y: A. P(y)"): NAMES,
    ("forall x: A, y: B. T(x, y)", "forall y: B. forall x: A. T(x, y)"): ORDER,
    ("forall x: A. exists y: A. T(x, y)", "forall y: A. exists x: A. T(y, x)"): NAMES,
    ("D({x: A | P(x) and Q(x)})", "D({x: A | Q(x) and P(x)})"): ORDER,
}

DIFFERENT = [
    ("x < y", "x <= y"),
    ("x < y", "y < x"),
    ("T(x, y)", "T(y, x)"),
    ("x + y = z", "y + x = z"),  # an identity between numbers may be worth a claim
    ("P(x) -> Q(x)", "Q(x) -> P(x)"),
    ("forall x: A. P(x)", "exists x: A. P(x)"),
    ("forall x: A. P(x)", "forall x: B. P(x)"),
    ("forall x: A. exists y: A. T(x, y)", "exists y: A. forall x: A. T(x, y)"),
    ("forall x: A. T(x, y)", "forall y: A. T(y, y)"),
    ("forall x: A. P(x)", "P(x)"),
    ("not (P(x) and Q(x))", "not P(x) and not Q(x)"),
    ("C ≃ D", "D ≃ C"),  # a relation of the author's may not be symmetric
    ("S ⊆ T", "T ⊆ S"),
]


def formula(text: str) -> tree.Term:
    made = parse(SourceFile("text.align", f"claim c: show {text}\n"))
    assert made.value is not None
    (claim,) = made.value.declarations
    assert isinstance(claim, tree.ClaimDecl)
    (clause,) = claim.clauses
    assert isinstance(clause, tree.ShowClause)
    return clause.formulas[0]


@pytest.mark.parametrize(("one", "other"), SAME, ids=str)
def test_what_says_the_same_is_told_with_what_makes_the_difference(one: str, other: str) -> None:
    assert difference(formula(one), formula(other)) == SAME[one, other]
    assert difference(formula(other), formula(one)) == SAME[one, other]


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=str)
def test_what_may_say_something_else_is_not_the_same(one: str, other: str) -> None:
    assert difference(formula(one), formula(other)) is None
    assert difference(formula(other), formula(one)) is None


def test_many_quantifiers_of_changing_kinds_take_no_time() -> None:
    text = "".join(
        f"{kind} {', '.join(f'{letter}{level}' for letter in 'abc')}: A. "
        for level, kind in enumerate(["forall", "exists"] * 6)
    )
    assert difference(formula(f"{text}P(a0)"), formula(f"{text}P(b1)")) is None
