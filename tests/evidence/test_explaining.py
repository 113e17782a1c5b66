"""An unsettled claim says what is hard in it and where, how far the search came, and what to try."""

from __future__ import annotations

import pytest

from aligncheck.claims.claim import Claim
from aligncheck.engines.contract import RULES_FALL_SHORT, Limits
from aligncheck.evidence.explaining import explanation, told_once
from aligncheck.evidence.obstacles import obstacles
from aligncheck.kernel.verdicts import Bounded, Unknown
from tests.verdicts import checked

LIMITS = Limits(seconds=10)


def claim_of(text: str) -> Claim:
    (outcome,) = checked(text).outcomes
    return outcome.claim


def hard(text: str) -> list[tuple[str, str]]:
    """What is hard, and the words at its place."""
    return [(each.what, each.span.text) for each in obstacles(claim_of(text))]


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("for x, y: Real assume x > 0 show 1 + x * y > 0", [("`x*y` is not linear", "x * y")]),
        ("for x, y: Real assume y != 0 show x / y > 0", [("`x / y` is not linear", "x / y")]),
        ("for x: Real show exp(x) > 0", [("`exp(x)` is no polynomial", "exp(x)")]),
        ("for x: Real show 2*x >= 0", []),
        (
            "for n: Nat show (sum i in 0..n. i) >= 0",
            [("`sum i in 0..n. i` has no fixed number of terms", "sum i in 0..n. i")],
        ),
    ],
)
def test_a_hard_term_is_named_at_its_place(claim: str, found: list[tuple[str, str]]) -> None:
    assert hard(f"claim c: {claim}\n") == found


SORTS = "sort A\nsort B\nrelation P(x: A, y: B)\nrelation Q(y: B, x: A)\nfunction f: B -> A\n"


def test_quantifiers_in_a_circle_are_named_with_what_closes_it() -> None:
    once = "claim c: assume forall x: A. exists y: B. P(x, y) show forall x: A, y: B. P(x, y)\n"
    assert hard(SORTS + once) == []
    closed = "claim c: assume forall x: A. exists y: B. P(x, y) show exists y: B. not P(f(y), y)\n"
    (circle,) = hard(SORTS + closed)
    assert circle == (
        "quantifiers go in a circle: A → B (by ∀ … ∃) → A (by `f`)",
        "forall x: A. exists y: B. P(x, y)",
    )


def test_a_quantifier_over_functions_is_hard_where_all_of_them_matter() -> None:
    text = "sort A\nclaim c: assume forall h: A -> A. exists x: A. h(x) = x show nonempty(A)\n"
    assert (
        "`forall h: A -> A` is over all functions or sets",
        "forall h: A -> A. exists x: A. h(x) = x",
    ) in hard(text)
    given = "sort A\nclaim c: assume exists h: A -> A. forall x: A. h(x) = x show nonempty(A) or empty(A)\n"
    assert hard(given) == []


def test_an_engine_that_ran_out_of_time_again_and_again_says_so_once() -> None:
    reasons = (
        ("z3", "no answer within 0.3 s"), ("z3", "no answer within 2 s"), ("z3", "no answer within 0.05 s"),
        ("finite", "no answer within 5 s"),
        ("finite", "searched every size up to 2 and found no counterexample; then its time was up"),
        ("cvc5", "it cannot decide this nonlinear goal"),
    )  # fmt: skip
    assert told_once(reasons) == (
        ("z3", "no answer within 2 s"),
        ("finite", "searched every size up to 2 and found no counterexample; then its time was up"),
        ("cvc5", "it cannot decide this nonlinear goal"),
    )


@pytest.mark.parametrize(
    ("verdict", "advice"),
    [
        (Unknown((("z3", "no answer within 2 s"),)), "more time: `--timeout 30`"),
        (Unknown((("z3", "it has no rules for exp"),)), "assume what the claim needs to know of exp"),
        (
            Unknown((("z3", RULES_FALL_SHORT),)),
            "claim first, for each value of its variable, what the terms of the sums have to do with one another",
        ),
        (Bounded(3, (("cvc5", "it cannot decide this quantified goal"),)), "search further: `--bound 4`"),
    ],
)
def test_what_to_try_follows_from_who_gave_up_and_why(verdict: Unknown | Bounded, advice: str) -> None:
    claim = claim_of("claim c: for n: Nat show n >= 0\n")
    found = explanation(claim, verdict, LIMITS).advice
    assert found[:2] == (advice, "`by induction on n`") and "using" in found[-1]


def test_the_finding_carries_places_and_advice() -> None:
    text = "claim c: for x: Real\n  assume x >= 0\n  show exp(x) >= 1 + x + x*x/2\n"
    (problem,) = checked(text).problems
    assert problem.code == "A702"
    assert [(label.span.text, label.message) for label in problem.labels()] == [
        ("exp(x)", "`exp(x)` is no polynomial"),
        ("x*x", "`x*x` is not linear"),
    ]
    assert (problem.help() or "").startswith("assume what the claim needs to know of exp; or ")


def test_a_formula_too_large_to_be_normalised_is_looked_at_as_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim = claim_of("claim c: for x, y: Real assume x > 0 show (let z := x * y. z + z) > 0 expect refuted")
    monkeypatch.setattr("aligncheck.kernel.normal.MOST", 0)
    assert [each.what for each in obstacles(claim)] == ["`x*y` is not linear"]


def test_a_lemma_over_functions_leaves_no_doubt_whether_all_can_be_true() -> None:
    found = checked(
        "finite sort A\ngiven f: A -> Real, c: Real\n"
        "claim lemma: assume forall x: A. f(x) >= c show (sum x: A. f(x) - c) >= 0\n"
        "claim again: assume forall x: A. f(x) >= c, c > 1 show (sum x: A. f(x) - c) > -1 using lemma\n"
    )
    assert [(each.verdict.name, each.satisfiable) for each in found.outcomes] == [("proved", "yes")] * 2
