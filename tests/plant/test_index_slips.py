"""Slips of index sets are found before any solver runs, and the first mend offered is the right text; true claims
and correct uses are left alone."""

import pytest

from aligncheck.claims.module import claims_in
from aligncheck.deep import run_deep
from aligncheck.diagnostics import Fix, Made, Problem
from aligncheck.elaborate import elaborate
from aligncheck.library.modules import load
from aligncheck.lints import lint
from aligncheck.session import on_module
from aligncheck.source import SourceFile
from aligncheck.syntax import parse
from tests.plant.index_slips import CORRECT, HEAD, SLIPS


def found(text: str) -> list[Problem]:
    """What is found about indices without a solver."""

    def static() -> list[Problem]:
        (unit,) = load([Made(SourceFile("text.align", text))], parse, elaborate)
        on_module(unit, lint)
        on_module(unit, claims_in)
        return [each for each in unit.problems if each.code != "A602"]

    return run_deep(static)


def applied(text: str, fix: Fix) -> str:
    for edit in sorted(fix.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


@pytest.mark.parametrize("slip", SLIPS)
def test_nothing_is_found_in_the_true_claim(slip: str) -> None:
    claim, right, _ = SLIPS[slip]
    assert claim.count(right) == 1
    assert found(HEAD + claim) == []


@pytest.mark.parametrize("slip", SLIPS)
def test_the_slip_is_found_and_the_first_mend_is_the_true_claim(slip: str) -> None:
    claim, right, wrong = SLIPS[slip]
    planted = HEAD + claim.replace(right, wrong)
    problems = found(planted)
    assert problems and all(each.code.startswith("A4") for each in problems)
    fixes = problems[0].fixes()
    assert fixes and applied(planted, fixes[0]) == HEAD + claim


@pytest.mark.parametrize("use", CORRECT)
def test_nothing_is_found_in_a_correct_use(use: str) -> None:
    assert found(HEAD + CORRECT[use]) == []
