"""Cases with carets: a `.align` text whose comment lines say, under the text, what must be found there.

    def same(a: A) = a
    //             ^ A107

The carets stand under the first character of the place; no caret, no finding. A place at which several
codes are expected has them in one line, separated by blanks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from aligncheck.diagnostics import Problem
from aligncheck.source import SourceFile

CARET = re.compile(r"^\s*//[ ]*(\^+)\s+([A-Z]\d{3}(?:\s+[A-Z]\d{3})*)\s*$")

Place = tuple[int, int, str]
"""Line, column, code."""


def expected_in(text: str) -> list[Place]:
    """What the carets of a text expect. A caret line speaks of the last line above that is no caret line."""
    places: list[Place] = []
    subject = 0
    for number, line in enumerate(text.splitlines(), start=1):
        found = CARET.match(line)
        if found is None:
            subject = number
            continue
        places += [(subject, found.start(1) + 1, code) for code in found[2].split()]
    return sorted(places)


def found_in(problems: Iterable[Problem]) -> list[Place]:
    return sorted((each.span.first.line, each.span.first.column, each.code) for each in problems)


def check_case(path: Path, check: Callable[[SourceFile], Iterable[Problem]]) -> None:
    """The problems that `check` finds in a case are those that its carets expect, neither more nor fewer."""
    text = path.read_text(encoding="utf-8")
    assert found_in(check(SourceFile(path.name, text))) == expected_in(text)


def cases(room: str) -> list[Path]:
    """All cases of a room, by name."""
    return sorted((Path(__file__).parent / "cases" / room).glob("*.align"))
