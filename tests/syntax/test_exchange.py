"""A sign or word that stands for another is mended, and the mended text is sound."""

import pytest

from aligncheck.diagnostics import Edit
from aligncheck.source import SourceFile
from aligncheck.syntax import parse

BEFORE = "sort A\nrelation P(x: A)\nrelation R(x, y: A)\nconstant a: A\n"
SLIPS = (
    "def d(x: A) = P(x)",
    "def d(x: A) == P(x)",
    "def d(x: A) <-> P(x)",
    "def d(x: A) <=> P(x)",
    "def d(x: A) -> P(x)",
    "def d(x: A) => P(x)",
    "def d(x: A) iff P(x)",
    "def d(x: A) means P(x)",
    "def d(x: A): P(x)",
    "def d(x: A): P(x) and R(x, x)",
    "def d(x: A): forall y: A. R(x, y)",
    "relation d(x: A): P(x)",
    "claim c: show P(a) := R(a, a)",
    "claim c: show P(a) iff R(a, a)",
    "claim c: show P(a) implies R(a, a)",
    "claim c: show P(a) <=> R(a, a)",
    "claim c: assume a := a show P(a)",
    "claim c: show exists x := A. P(x)",
    "claim c: show exists x: A. P(x) with x = a",
)


@pytest.mark.parametrize("line", SLIPS)
@pytest.mark.parametrize("after", ("", "\nsort B\n"))
def test_the_one_mend_offered_makes_the_text_sound(line: str, after: str) -> None:
    text = f"{BEFORE}{line}{after}"
    (problem,) = parse(SourceFile("slip.align", text)).problems
    (fix,) = problem.fixes()
    mended = parse(SourceFile("mended.align", _applied(text, fix.edits)))
    assert mended.problems == ()


def _applied(text: str, edits: tuple[Edit, ...]) -> str:
    for edit in sorted(edits, key=lambda each: -each.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
