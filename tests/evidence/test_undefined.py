"""Claims about what need not be defined: the condition is named, the very part that needs it is pointed at, and
with the mend that is offered the claim is defined."""

from __future__ import annotations

import pytest

from aligncheck.diagnostics import edited
from tests.verdicts import checked

SETTING = """sequence L: Nat -> Real
sequence G: Nat -> Real
sort A
finite sort O
function u: O -> Real
function w: A -> Real
constant S: Set A
quantity capability(X: Nat -> Real) := lim T -> oo. (1/T) * sum t in 1..T. (X(t) - X(0))
quantity factor(B, M: Nat -> Real) := capability(B) / capability(M)
def reciprocal(x: Real) := 1/x
"""

CASES = {
    "claim it: for x, y: Real show x/y = y": (
        "A705",
        "what `it` shows is defined only if `y ≠ 0`, and that does not follow",
        ("x/y", "this needs `y ≠ 0`"),
        "assume `y ≠ 0`",
    ),
    "claim it: show factor(L, G) ≤ 1": (
        "A705",
        "what `it` shows is defined only if `factor(L, G)` is, and that does not follow",
        (
            "factor(L, G)",
            "this is defined where `capability(G)` and `capability(L)` are defined and `capability(G) ≠ 0`",
        ),
        "assume `defined(factor(L, G))`",
    ),
    "claim it: show (lim t -> oo. L(t)) = 0": (
        "A705",
        "what `it` shows is defined only if `lim t -> oo. L(t)` exists, and that does not follow",
        ("lim t -> oo. L(t)", "this limit may not exist"),
        "assume `defined(lim t -> oo. L(t))`",
    ),
    "claim it: show limit(L) = 0": (
        "A705",
        "what `it` shows is defined only if `converges(L)`, and that does not follow",
        ("limit(L)", "this needs `converges(L)`"),
        "assume `converges(L)`",
    ),
    "claim it: show (max o: O. u(o)) ≥ 0": (
        "A705",
        "what `it` shows is defined only if `max o: O. u(o)` exists, and that does not follow",
        ("max o: O. u(o)", "there may be no greatest value here"),
        "assume `defined(max o: O. u(o))`",
    ),
    "claim it: show (the a: A. (a in S)) in S": (
        "A705",
        "what `it` shows is defined only if `the a: A. (a in S)` exists, and that does not follow",
        ("the a: A. (a in S)", "there may be none such here, or several"),
        "assume `defined(the a: A. (a in S))`",
    ),
    "claim it: for x: Real show log(x*x) = 2*log(x)": (
        "A705",
        "what `it` shows is defined only if `x > 0`, and that does not follow",
        ("log(x)", "this needs `x > 0`"),
        "assume `x > 0`",
    ),
    "claim it:\n  for x: Real\n  show sqrt(x)*sqrt(x) = x": (
        "A705",
        "what `it` shows is defined only if `x >= 0`, and that does not follow",
        ("sqrt(x)", "this needs `x >= 0`"),
        "assume `x >= 0`",
    ),
    "claim it: for x: Real show reciprocal(x) > 0 -> x > 0": (
        "A705",
        "what `it` shows is defined only if `reciprocal(x)` is, and that does not follow",
        ("reciprocal(x)", "this is defined where `x ≠ 0`"),
        "assume `x ≠ 0`",
    ),
    "claim it: show (sum a: A. w(a)) ≤ 1": (
        "A709",
        "what `it` shows is defined only if `finite(A)`, and it is not known whether that follows",
        ("sum a: A. w(a)", "this needs `finite(A)`"),
        "assume `finite(A)`",
    ),
}


@pytest.mark.parametrize("claim", CASES)
def test_what_is_missing_is_named_pointed_at_and_can_be_assumed(claim: str) -> None:
    code, message, (place, label), title = CASES[claim]
    text = SETTING + claim
    (problem,) = checked(text).problems
    assert (problem.code, problem.message()) == (code, message)
    (found,) = problem.labels()
    assert (found.span.text, found.message) == (place, label)
    (fix,) = problem.fixes()
    assert fix.title == title
    mended = edited(text, fix.edits)
    assert {each.code for each in checked(mended).problems} & {"A705", "A709"} == set()
    assert not any(each.verdict.name == "ill_formed" for each in checked(mended).outcomes)


def test_a_condition_that_follows_is_not_asked_for() -> None:
    claim = (
        "claim it: assume defined(capability(L)), defined(capability(G)) show factor(L, G) = factor(L, G) * 1"
    )
    (problem,) = checked(SETTING + claim).problems
    assert problem.help() == "add `assume defined(factor(L, G))`"
    divided = claim.replace("factor(L, G) = factor(L, G) * 1", "capability(L) / capability(G) ≤ 1")
    (problem,) = checked(SETTING + divided).problems
    assert problem.help() == "add `assume capability(G) ≠ 0`"


@pytest.mark.parametrize(
    "supposed",
    [
        "assume defined(factor(L, G))",
        "assume defined",
        "assume capability(G) ≠ 0, defined(capability(L))",
    ],
)
def test_an_assumption_in_any_of_these_ways_is_enough(supposed: str) -> None:
    report = checked(SETTING + f"claim it: {supposed} show factor(L, G) + 1 > factor(L, G)")
    (outcome,) = [each for each in report.outcomes if each.claim.name == "it"]
    assert outcome.verdict.name == "proved"
    assert report.problems == ()
    assert {each.status for each in outcome.ledger if each.kind == "assume"} <= {
        "needed to be defined",
        "undecided",
    }


def test_sides_that_may_be_undefined_together_need_nothing() -> None:
    report = checked(SETTING + "claim it: show factor(L, G) ≐ capability(L) / capability(G)")
    assert [each.verdict.name for each in report.outcomes if each.claim.name == "it"] == ["proved"]
