"""When a slip is none, as far as that shows in how the claims are written."""

from __future__ import annotations

import pytest

from aligncheck.syntax import show, tree
from tests.plant.equivalence import question_of
from tests.plant.forms import form, instances, restores
from tests.plant.surface import claim_in

LENT = {"C": "Frame", "D": "Frame", "E": "Frame", "S": "Set World"}


def claim(text: str) -> tree.ClaimDecl:
    found = claim_in(f"claim it: {text}")
    assert found is not None
    return found


@pytest.mark.parametrize(
    "one, other",
    [
        ("show C = D", "show D = C"),
        ("show P(C) <-> Q(C)", "show Q(C) <-> P(C)"),
        ("assume P(C), Q(C) show R(C)", "assume Q(C) assume P(C) show R(C)"),
        ("show P(C) and Q(D)", "show Q(D) and P(C)"),
        ("show 0 < x", "show x > 0"),
        ("show R(C, D)", "show R(E, C)"),
        ("for m, n: A assume R(m, n) show R(n, m)", "for m, n: A assume R(n, m) show R(m, n)"),
        ("show x in {0, 1}", "show x in {1, 0}"),
    ],
)
def test_order_and_names_that_mean_nothing_are_passed_over(one: str, other: str) -> None:
    assert form(claim(one), LENT) == form(claim(other), LENT)


@pytest.mark.parametrize(
    "one, other",
    [
        ("show R(C, D)", "show R(C, C)"),
        ("show C ≃ D", "show C ≅ D"),
        ("assume P(C) show Q(C)", "assume Q(C) show P(C)"),
        ("show P(C) -> Q(C)", "show Q(C) -> P(C)"),
        ("show x - y = 0", "show y - x = 0"),
        ("show 0 < x", "show x < 0"),
        ("for m: A, n: B show R(m, n)", "for m: B, n: A show R(m, n)"),
    ],
)
def test_what_means_something_is_not(one: str, other: str) -> None:
    assert form(claim(one), LENT) != form(claim(other), LENT)


def test_a_name_of_which_a_type_speaks_is_not_exchanged() -> None:
    lent = {"C": "Frame", "D": "Frame", "a": "C.Agent"}
    assert form(claim("show R(a, C)"), lent) != form(claim("show R(a, D)"), lent)


def test_two_universals_that_become_one_make_an_instance() -> None:
    general, special = claim("show R(C, D)"), claim("show R(C, C)")
    assert form(special, {}) in instances(general, LENT)
    assert form(general, {}) not in instances(special, LENT)


def test_a_mended_claim_is_the_original_in_whatever_order_it_assumes() -> None:
    original = claim("assume P(C), Q(D) show R(C, D)")
    assert restores(claim("assume Q(D) assume P(C) show R(C, D)"), original)
    assert not restores(claim("assume Q(D) assume P(C) show R(D, C)"), original)
    assert not restores(claim("assume P(C) show R(C, D)"), original)


def asked(changed: str, original: str) -> list[list[str]]:
    """The clauses of the claims that are asked about a change."""
    question = question_of(claim(changed), claim(original))
    return [] if question is None else [[show(each) for each in part.clauses] for part in question.claims]


def test_a_changed_assumption_is_compared_under_the_others() -> None:
    assert asked("assume P(C), Q(D) show R(C)", "assume P(C), Q(C) show R(C)") == [
        ["assume P(C)", "show Q(C) ↔ Q(D)"],
        ["assume P(C)", "show Q(D) → Q(C)"],
    ]


def test_a_condition_of_a_variable_is_an_assumption() -> None:
    both = ["for m: A", "assume P(C)", "show Q(m)"]
    changed, original = "for m: A assume P(C) show R(m)", "for m: A where Q(m) assume P(C) show R(m)"
    assert asked(changed, original) == [both, both]


def test_a_changed_conclusion_is_compared_without_the_assumptions() -> None:
    assert asked("assume P(C) show R(D)", "assume P(C) show R(C)") == [
        ["assume defined", "show R(C) ↔ R(D)"],
        ["assume defined", "show R(C) → R(D)"],
        ["assume defined", "show R(C)"],
    ]


def test_a_claim_that_changed_all_through_is_not_compared() -> None:
    assert asked("assume R(C) show P(C)", "assume P(C) show R(C)") == []
    assert asked("for m: A show P(m)", "for m: B show P(m)") == []
