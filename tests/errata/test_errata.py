"""Published errors: as printed each is caught, as corrected it is right."""

from __future__ import annotations

from functools import cache

import pytest
from errata.table import README, Row, as_if_true, form_of, page, recorded_repairs, report_of, rows, same_forms

from aligncheck.deep import run_deep
from aligncheck.report import Report
from aligncheck.source import SourceFile
from aligncheck.syntax import parse, tree
from tests.verdicts import workers

EXPRESSED = [row for row in rows() if not row.missing]

UNDECIDED = {
    "R03": "functions between morphisms, as witnesses of an equivalence",
    "R09": "functions on classes, as witnesses of an equivalence",
    "Y15": "sets of factors as instances of an assumption; holds in all models with three elements at most",
}
"""Corrected forms that are true and not proved yet, and what that would take. What is proved leaves this table."""


@cache
def report(row: Row) -> Report:
    return report_of(row.path, row.path.read_text(encoding="utf-8"), workers())


def declarations(row: Row) -> tuple[tree.Declaration, ...]:
    return parse(SourceFile(row.id, row.path.read_text(encoding="utf-8"))).value.declarations


def each_error(*, but: dict[str, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "row", [row for row in EXPRESSED if row.id not in but], ids=lambda row: row.id
    )


@each_error(but={})
def test_everything_is_as_the_file_says(row: Row) -> None:
    assert not {each.claim.name: each.verdict.name for each in report(row).outcomes if not each.ok}
    assert not [each.message() for each in report(row).problems if each.severity != "remark"]


@each_error(but={})
def test_each_claim_is_printed_and_corrected(row: Row) -> None:
    forms = {each.claim.name: form_of(each) for each in report(row).outcomes}
    printed = {name.removesuffix(" (printed)") for name, form in forms.items() if form == "printed"}
    assert printed
    assert printed == {
        name.removesuffix(" (corrected)") for name, form in forms.items() if form == "corrected"
    }


@each_error(but={})
def test_what_is_printed_is_not_just_proved(row: Row) -> None:
    plain = [
        each.claim.name
        for each in report(row).outcomes
        if form_of(each) == "printed"
        and each.verdict.name == "proved"
        and each.claim.expectation.kind != "finding"
    ]
    assert not plain


@each_error(but=UNDECIDED)
def test_what_is_corrected_is_proved(row: Row) -> None:
    verdicts = {
        each.claim.name: each.verdict.name for each in report(row).outcomes if form_of(each) != "printed"
    }
    assert set(verdicts.values()) == {"proved"}


@pytest.mark.parametrize("row", [row for row in EXPRESSED if row.id in UNDECIDED], ids=lambda row: row.id)
def test_what_is_undecided_is_not_proved_yet(row: Row) -> None:
    verdicts = {each.verdict.name for each in report(row).outcomes if form_of(each) == "corrected"}
    assert verdicts & {"bounded", "unknown"}
    assert verdicts <= {"bounded", "unknown", "proved"}


@each_error(but={})
def test_each_file_says_where_the_error_stands(row: Row) -> None:
    docs = [each.doc for each in declarations(row) if each.doc is not None]
    invented = row.source == "invented" and any("An invented slip" in doc.text for doc in docs)
    assert invented or any(doc.cites or doc.sources for doc in docs)


def test_every_error_has_a_file_or_a_reason() -> None:
    files = {path.stem for path in README.parent.glob("*.align")}
    assert files == {row.id for row in EXPRESSED}
    assert UNDECIDED.keys() <= files


def test_the_page_is_what_is_generated() -> None:
    """The repairs are those of the page itself: to search them takes minutes."""
    seen = {row.id: report(row) for row in EXPRESSED}
    assert page(seen, recorded_repairs()) == README.read_text(encoding="utf-8")


# ── How the page compares ──

FORMS = """printed def f(x: Real) := x + 1
corrected def f(x: Real) := x + 2
claim a: for x: Real
  printed assume x > 0, x > 1 show f(x) ≥ {bound} expect refuted
  corrected assume x > 1 assume x > 0 show f(x) ≥ 0 expect proved
"""


def test_forms_are_compared_without_what_is_expected_and_with_their_definitions() -> None:
    same = FORMS.replace("x + 1", "x+2").replace("{bound}", "0")
    assert same_forms(SourceFile("a", same), "a")
    assert not same_forms(SourceFile("a", FORMS.replace("{bound}", "0")), "a")
    assert not same_forms(SourceFile("a", FORMS.replace("x + 1", "x + 2").replace("{bound}", "1")), "a")


def test_what_is_expected_of_a_printed_form_alone_is_left_out_and_nothing_moves() -> None:
    text = run_deep(lambda: as_if_true(SourceFile("a", FORMS)))
    assert "expect refuted" not in text
    assert "expect proved" in text
    assert [len(line) for line in text.splitlines()] == [len(line) for line in FORMS.splitlines()]
