"""What is found in the cases under tests/cases/scales, and where."""

from pathlib import Path

import pytest

from tests.cases_harness import cases, check_case
from tests.verdicts import checked, problems_of


@pytest.mark.parametrize("path", cases("scales"), ids=lambda path: path.stem)
def test_exactly_what_the_carets_show_is_found(path: Path) -> None:
    check_case(path, problems_of)


def problem(text: str) -> tuple[str, list[str], str | None]:
    """The one thing found in a text: its message, what its labels point at, and its help."""
    (found,) = checked(text).problems
    return found.message(), [label.span.text for label in found.labels()], found.help()


GAIN = "def gain(f: Outcome -> Real, x, y: Outcome): Real := f(x) - f(y)\n"


def test_a_use_is_told_what_the_definition_needs_and_where() -> None:
    message, labels, cure = problem(
        "sort Outcome\nobjective rank: Outcome -> Real ordinal\n"
        + GAIN
        + "def far(x, y, z: Outcome) := gain(rank, x, y) > gain(rank, y, z)\n"
    )
    assert message == "`gain` needs `f` on an interval scale at least, and is applied to `rank`"
    assert labels == ["f(x) - f(y)", "rank"]
    assert cure == "compare the values, or take a `max`, `min` or median; or declare the scale `interval`"


def test_nothing_is_said_where_the_author_states_the_failure() -> None:
    text = """
sort Outcome
objective u: Outcome -> Real interval
transformation affine(a, b: Real) where a > 0 := fun v: Real. a*v + b
def ratio(x, y: Outcome): Real := u(x) / u(y)
claim not_invariant: for x, y: Outcome invariant ratio(x, y) under affine on u expect refuted
"""
    assert [each.message() for each in checked(text).problems] == []


def test_what_the_form_does_not_tell_is_told_by_proof() -> None:
    text = """
sort Outcome
objective u: Outcome -> Real interval
relation passes(v: Real)
def good(x: Outcome) := passes(u(x))
"""
    (found,) = checked(text).problems
    assert found.code == "A501"


def test_a_parameter_that_opts_in_is_held_to_its_scale() -> None:
    message, labels, _ = problem("def energy(X: Nat -> Real scale: interval): Real := X(0)^2\n")
    assert message == "`X(0)^2` depends on the origin of `X`, which an `interval` scale leaves open"
    assert labels == ["X"]
