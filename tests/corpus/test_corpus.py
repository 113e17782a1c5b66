"""Published theorems and false claims, each with its truth value as the expectation: what is true is proved,
what is false is refuted."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made
from aligncheck.options import Options
from aligncheck.report import Report
from aligncheck.session import check
from aligncheck.source import SourceFile

HERE = Path(__file__).parent
REACHED = sorted(path.stem for path in HERE.glob("*.align") if path.stem != "not_reached")

NOT_REACHED = {
    "T004": "sets of sets, and unions of their parts by an induction on how many they are",
    "T095": "proved where there is more time: a map by cases on what is observed, and one by choice",
    "N16": "refuted where there is more time: frames with two options, and sums of their products",
    "N17": "functions on morphisms: too many to write out",
}
"""True or false as the corpus says, and neither proved nor refuted in a short time, and why. What settles one
of these takes it out of here and into the file of its post."""


EMPTY = {"A602", "A603", "A604", "A642", "A643", "A644", "A645", "A704"}
"""Findings that a claim or a definition says nothing."""


@cache
def report(file: str, seconds: float) -> Report:
    return checked(HERE / f"{file}.align", seconds)


def checked(path: Path, seconds: float) -> Report:
    source = Made(SourceFile(str(path), path.read_text(encoding="utf-8")))
    return run_deep(lambda: check([source], Options(seconds=seconds)))


@pytest.mark.parametrize("file", REACHED)
def test_verdicts_are_the_truth_values_of_the_corpus(file: str) -> None:
    outcomes = report(file, 10).outcomes
    wrong = {each.claim.name: each.verdict.name for each in outcomes if not each.ok}
    assert not wrong
    unstated = [
        each.claim.name for each in outcomes if each.verdict.name not in ("proved", "refuted")
        and each.verdict.name not in each.claim.expectation.verdicts
    ]  # fmt: skip
    assert not unstated


@pytest.mark.parametrize("file", REACHED)
def test_of_no_published_claim_or_definition_it_is_said_that_it_says_nothing(file: str) -> None:
    assert not [each for each in report(file, 10).problems if each.code in EMPTY]


def test_what_is_not_reached_has_no_verdict_yet() -> None:
    """With more time some are `bounded`; both say that there is no proof."""
    found = {each.claim.name: each.verdict.name for each in report("not_reached", 1.5).outcomes}
    assert found.keys() == NOT_REACHED.keys()
    assert not {name: verdict for name, verdict in found.items() if verdict not in ("unknown", "bounded")}
