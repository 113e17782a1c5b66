"""Whole texts taken through the pipeline, once each: what is found in them, and the verdict of each claim."""

from __future__ import annotations

import atexit
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made, Problem
from aligncheck.options import Options
from aligncheck.progress import Progress
from aligncheck.report import Report
from aligncheck.session import check
from aligncheck.source import SourceFile


@cache
def workers() -> Progress:
    """The worker processes, started once for all texts."""
    shared = Progress()
    atexit.register(shared.close)
    return shared


@cache
def checked(text: str, name: str = "text.align", claims: tuple[str, ...] = ()) -> Report:
    """The report of one text; where claims are named, of these alone."""
    options = Options(jobs=1, claims=claims)
    return run_deep(lambda: check([Made(SourceFile(name, text))], options, workers()))


def verdicts(text: str) -> dict[str, str]:
    """The verdict of each claim, by its name."""
    return {outcome.claim.name: outcome.verdict.name for outcome in checked(text).outcomes}


def codes(text: str) -> list[str]:
    """The codes found in a text, in the order of their places."""
    found = sorted(checked(text).problems, key=lambda problem: problem.span.start)
    return [problem.code for problem in found]


def messages(text: str) -> list[str]:
    return [problem.message() for problem in checked(text).problems]


def problems_of(source: SourceFile) -> Iterable[Problem]:
    return checked(source.text, source.name).problems


def not_as_expected(path: Path) -> dict[str, str]:
    """The claims of a case whose verdict is not the one that the case states, with the verdict they have.
    What is stated is compared here word for word: an `expect` that takes too much is seen."""
    report = checked(path.read_text(encoding="utf-8"), path.name)
    wrong = {}
    for outcome in report.outcomes:
        name, expected = outcome.verdict.name, outcome.claim.expectation
        stated = expected.only_given or expected.kind == "finding" or name in expected.verdicts
        if not (outcome.ok and stated):
            wrong[outcome.claim.name] = f"{name}: {outcome.reason}"
    return wrong
