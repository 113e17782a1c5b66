"""Which values a transformation acts on, and what may be given for its parameters."""

import pytest

from tests.verdicts import codes, messages, verdicts

DECLARED = """
sort X
function u: X -> Real
constant x: X
constant r, w: Real
given S: Sort
transformation stretching(a, b: Real) where a > 0 := fun n: Real. a*n + b
transformation swapping(σ: S -> S) where forall s: S. σ(σ(s)) = s := fun U: S -> Real. fun s. U(σ(s))
"""


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ("invariant u(x) under stretching(1, 0, 1) on u", "A302"),
        ("invariant u(x) under swapping on x", "A615"),
        ("invariant u(x) under stretching(true, 0) on u", "A301"),
        ("invariant u(x) under stretching on u, x", "A615"),
        ("invariant x = x under stretching", "A615"),
        ("invariant u(x) under u on u", "A616"),
        ("invariant r under stretching on r, w", "A620"),
    ],
)
def test_what_it_cannot_act_on_and_what_its_parameters_cannot_be_is_found(claim: str, code: str) -> None:
    assert code in codes(f"{DECLARED}\nclaim it: {claim}")


def test_the_type_that_it_acts_on_is_named() -> None:
    (message,) = messages(f"{DECLARED}\nclaim it: invariant u(x) under swapping on x")
    assert message == "`x` is not a value, function or set of `S → Real`, on which the transformation acts"


def test_a_condition_on_a_value_given_for_a_parameter_is_supposed() -> None:
    """No element has the factor 0: what is claimed of it says nothing."""
    found = verdicts(f"{DECLARED}\nclaim it: invariant u(x) under stretching(0, 1) on u")
    assert found == {"it": "vacuous"}


def test_a_parameter_may_be_named_as_a_value_of_another_group_is() -> None:
    text = f"{DECLARED}\nclaim it: equivariant r - w under stretching(p, q) on r on w by fun c. p₁*r - p₂*w + q₁ - q₂"
    assert verdicts(text) == {"it": "proved"}
