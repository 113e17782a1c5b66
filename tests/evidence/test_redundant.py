"""Assumptions that add nothing to the others, and from which ones they follow."""

from __future__ import annotations

import pytest

from tests.verdicts import checked, messages

HEAD = "module m\nsort A\nrelation R(x, y: A)\n"

FOUND = {
    "of a proved claim": (
        "for x, y: Real assume x > 1, y > x, y > 0 show x + y > 2",
        "`y > 0` follows from `x > 1` and `y > x`",
    ),
    "of a refuted one": (
        "for x, y: Real assume x > 1, x > 0, y > 3 show y > x expect refuted",
        "`x > 0` follows from `x > 1`",
    ),
    "from three relations": (
        "for a, b: A assume transitive(R), symmetric(R), forall x: A. exists y: A. R(x, y), reflexive(R)\n"
        "  show R(a, b) expect refuted",
        "`reflexive(R)` follows from `transitive(R)` and `symmetric(R)` and `∀ x: A. ∃ y: A. R(x, y)`",
    ),
    "by itself": (
        "for x, y: A assume R(x, y), R(y, x) or not R(y, x) show exists z: A. R(x, z)",
        "`R(y, x) ∨ ¬R(y, x)` is true anyway, and `c` need not assume it",
    ),
}

FREE = {
    "each says something": "for x, y: Real assume x > 1, y > 2 show x + y > 3",
    "each says something of a false claim": "for x, y: Real assume x > 1, y > 2 show x > y expect refuted",
    "there is only one": "for x: A assume R(x, x) show exists y: A. R(x, y)",
    "it is needed for the proof": "for x, y: A assume R(x, y), x = y show R(y, x)",
}


@pytest.mark.parametrize("name", FOUND)
def test_an_assumption_that_follows_is_told_with_what_it_follows_from(name: str) -> None:
    claim, message = FOUND[name]
    text = f"{HEAD}claim c: {claim}\n"
    assert messages(text) == [message]
    (problem,) = checked(text).problems
    assert (problem.code, problem.severity) == ("A641", "remark")


@pytest.mark.parametrize("name", FREE)
def test_nothing_is_said_where(name: str) -> None:
    assert messages(f"{HEAD}claim c: {FREE[name]}\n") == []


def test_the_places_of_the_others_are_shown() -> None:
    (problem,) = checked(f"{HEAD}claim c: {FOUND['of a proved claim'][0]}\n").problems
    assert [label.span.text for label in problem.labels()] == ["x > 1", "y > x"]


def test_an_assumption_that_is_only_not_needed_is_told_as_that() -> None:
    text = f"{HEAD}claim c: for x, y: A assume R(x, y), R(y, y) show exists z: A. R(x, z)\n"
    assert messages(text) == ["`c` is proved without `R(y, y)`"]


def test_of_two_that_follow_from_each_other_only_the_later_is_told() -> None:
    text = f"{HEAD}claim c: for x, y: Real assume x > y, x - y > 0, y > 1 show x > 2 expect refuted\n"
    assert messages(text) == ["`x - y > 0` follows from `x > y`"]


def test_what_is_repeated_is_told_once() -> None:
    text = f"{HEAD}claim c: for x, y: A assume R(x, y), x = y, y = x show R(y, x)\n"
    assert messages(text) == ["`y = x` is assumed twice, up to the order of its parts"]
