"""Small texts with verdicts of every kind, checked with a memory of plain bytes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made
from aligncheck.evidence.outcome import Outcome
from aligncheck.options import Options
from aligncheck.report import Report
from aligncheck.reports.json import document
from aligncheck.session import check
from aligncheck.source import SourceFile
from aligncheck.store.memory import Memory
from verdicts import workers

FORMS = (Path(__file__).parents[1] / "cases" / "claims" / "forms.align").read_text(encoding="utf-8")
"""Every form of a claim, of the test cases."""

COLOURS = """module colours
sort W
relation red(x: W)
relation blue(x: W)
def warm(x: W) := red(x)
def cold(x: W) := blue(x)
claim warms: for x, y: W assume x = y, red(x) show warm(y)
claim colds: for x, y: W assume x = y, blue(x) show cold(y)
claim never: for x: W assume red(x) show cold(x) expect refuted
"""


class Entries:
    """Keyed bytes, and how often they were found."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.found = 0

    def get(self, key: str) -> bytes | None:
        self.found += key in self.bodies
        return self.bodies.get(key)

    def put(self, key: str, body: bytes) -> None:
        self.bodies[key] = body


def source(text: str, name: str = "text.align") -> list[Made[SourceFile]]:
    return [Made(SourceFile(name, text))]


def checked(text: str, entries: Entries, options: Options | None = None) -> Report:
    """The report of a text, with what the entries hold."""
    return run_deep(lambda: check(source(text), options or Options(jobs=1), workers(), Memory(entries)))


@cache
def outcome(text: str, name: str) -> Outcome:
    """What became of one claim of a text."""
    return {each.claim.name: each for each in checked(text, Entries()).outcomes}[name]


def told(report: Report) -> dict[str, Any]:
    """The report for programs but for its times, and for which engine was first."""
    found = document(report)
    del found["summary"]["seconds"]
    for each in found["claims"]:
        del each["seconds"], each["engine"]
    return found
