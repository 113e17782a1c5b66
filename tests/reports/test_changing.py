"""The sentence on an invariance that fails: it names the element of the transformation, and both values."""

from __future__ import annotations

import pytest

from aligncheck.kernel.verdicts import Refuted
from aligncheck.reports.counterexample import machine_form
from tests.verdicts import checked

DECLARED = """
finite sort S
constant r, t: Real
constant o: S
function u: S -> Real
enum Coin { heads, tails }
function v: Coin -> Real
transformation doubling_by(a: Real) where a = 2 := fun x: Real. a*x
transformation flip(f: Coin -> Coin) where f(heads) = tails and f(tails) = heads
  := fun w: Coin -> Real. fun c. w(f(c))
transformation increasing(f: Real -> Real) where forall x, y: Real. x < y -> f(x) < f(y) := f
"""


def said(claim: str) -> str:
    """The last line of the text of the counterexample."""
    (outcome,) = checked(f"{DECLARED}\nclaim it: {claim} expect refuted").outcomes
    assert isinstance(outcome.verdict, Refuted), outcome.reason
    text = machine_form(outcome.claim, outcome.verdict.goal, outcome.verdict.model)["text"]
    assert isinstance(text, str)
    return text.rsplit("\n", 1)[-1]


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (
            "assume r = 3 invariant 1/(r - 1) under doubling_by on r",
            "every assumption holds, but `1 / (r - 1)` changes under `a := 2`: 1/2 becomes 1/5",
        ),
        (
            "assume r = 1/2 invariant 1/(r - 1) under doubling_by on r",
            "every assumption holds, but `1 / (r - 1)` changes under `a := 2`: -2 becomes undefined",
        ),
        (
            "assume r = 1 equivariant r + 1 under doubling_by(a) on r by fun c. a*c",
            "every assumption holds, but `r + 1` under `a := 2`: 2 becomes 3, not 4",
        ),
        (
            "assume r = 1 equivariant t under doubling_by(a) on r by fun c. c + 1 assume t = 0",
            "every assumption holds, but `t` under `a := 2`: 0 stays 0, not 1",
        ),
        (
            "assume v(heads) = 1, v(tails) = 0 invariant v(heads) under flip on v",
            "every assumption holds, but `v(heads)` changes under `f := (heads ↦ tails, tails ↦ heads)`: 1 becomes 0",
        ),
        (
            "assume v(heads) = 1, v(tails) = 0 invariant argmax c: Coin. v(c) under flip on v",
            "every assumption holds, but `argmax c: Coin. v(c)` changes under"
            " `f := (heads ↦ tails, tails ↦ heads)`: {heads} becomes {tails}",
        ),
    ],
)
def test_the_element_and_both_values_are_named(claim: str, sentence: str) -> None:
    assert said(claim) == sentence


def test_an_increasing_function_is_named_by_its_rule() -> None:
    sentence = said("assume r = 0 invariant r + 1 under increasing on r")
    assert sentence.startswith("every assumption holds, but `r + 1` changes under `f := fun u. u")
