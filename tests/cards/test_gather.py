"""What is shown of a name: its declaration, where it is defined, and all that speaks of it."""

from __future__ import annotations

from aligncheck.cards.card import Card, Reference
from aligncheck.cards.gather import cards_of, names_in
from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made
from aligncheck.reports.card import markdown, text
from aligncheck.source import SourceFile

RATIOS = """module ratios

/// How much of the one is in the other.
/// @cite Somebody 2020, Ratios
quantity ratio(x, y: Real) :=
  x / y

quantity twice(x, y: Real) := 2 * ratio(x, y)
relation ∼ alias like (a, b: Real) := ratio(a, b) = 1

claim itself: for x: Real assume x ≠ 0 show ratio(x, x) = 1
claim no_zero: for x: Real show twice(x, x) ≤ 2
  expect ill_formed A705
claim both: for x, y: Real
  printed show x ∼ y expect ill_formed A705
  corrected assume y ≠ 0, x = y show x ∼ y
claim other: for ratio: Real show ratio = ratio + 0
"""
OTHERS = """module others
use ratios
quantity third(x: Real) := ratio(x, 3)
claim ratio_of_three: for x: Real show third(x) = ratio(x, 3)
"""
APART = "module apart\ndef ratio(p: Bool) := not p\n"
SOURCES = [
    Made(SourceFile(f"{name}.align", written))
    for name, written in (("ratios", RATIOS), ("others", OTHERS), ("apart", APART))
]


def cards(name: str) -> tuple[Card, ...]:
    return run_deep(lambda: cards_of(name, SOURCES))


def card(name: str) -> Card:
    (found,) = cards(name)
    return found


def named(references: tuple[Reference, ...]) -> dict[str, str | None]:
    return {each.name: each.expected for each in references}


def test_a_definition_is_shown_as_written_with_its_doc_and_place() -> None:
    found = card("ratios.ratio")
    assert found.written == "quantity ratio(x, y: Real) :=\n  x / y"
    assert found.doc == "How much of the one is in the other."
    assert found.cites == ("Somebody 2020, Ratios",)
    assert (found.span.source.name, found.span.first.line) == ("ratios.align", 5)
    assert found.type == "ratio(x, y: Real): Real"
    assert found.conditions == "`y ≠ 0`"


def test_a_condition_that_names_a_definition_has_that_one_explained_too() -> None:
    found = card("twice")
    assert found.conditions == "`ratio(x, y)` is defined"
    assert found.behind == (("ratio(x, y)", "`y ≠ 0`"),)


def test_what_uses_it_in_other_modules_is_found_and_what_only_bears_its_name_is_not() -> None:
    found = card("ratios.ratio")
    assert set(named(found.used_by)) == {"twice", "∼", "third"}
    assert named(found.claims) == {"itself": "proved", "ratio_of_three": "proved"}
    assert named(card("third").uses) == {"ratio": None}


def test_claims_are_shown_with_what_is_expected_of_each_reading() -> None:
    assert named(card("twice").claims) == {"no_zero": "ill_formed A705"}
    assert named(card("like").claims) == {"both (printed)": "ill_formed A705", "both (corrected)": "proved"}
    assert card("∼") == card("like")


def test_a_claim_says_what_it_needs_for_what_it_shows_to_be_defined() -> None:
    assert card("no_zero").needs == "`twice(x, x)` is defined"
    assert card("no_zero").conditions is None


def test_a_name_of_several_modules_has_several_cards() -> None:
    assert [each.module for each in cards("ratio")] == ["ratios", "apart"]
    assert [each.type for each in cards("apart.ratio")] == ["ratio(p: Bool): true or false"]
    assert cards("nothing") == ()


def test_a_text_with_errors_shows_what_can_be_read() -> None:
    broken = [
        Made(
            SourceFile("b.align", "quantity q(x: Real) := 1/x\nquantity q2(x: Rael) := q(x\nclaim c: show\n")
        )
    ]
    (found,) = run_deep(lambda: cards_of("q", broken))
    assert found.conditions == "`x ≠ 0`"


def test_all_names_have_cards() -> None:
    assert run_deep(lambda: names_in(SOURCES)) >= {"ratio", "twice", "∼", "like", "itself", "third"}


def test_plain_text_and_markdown_say_the_same() -> None:
    found = card("twice")
    for shown in (text(found), markdown(found)):
        assert "quantity twice(x, y: Real) := 2 * ratio(x, y)" in shown
        assert "where `ratio(x, y)` is defined" in shown
        assert "`ratio(x, y)` is defined where `y ≠ 0`" in shown
        assert "`no_zero`: ill_formed A705" in shown
        assert "ratios.align:8:10" in shown
    assert markdown(found).count("```") == 2
    assert "```" not in text(found)
