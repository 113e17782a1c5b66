"""A repair as text: what it does, and the lines that it changes."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from aligncheck.diagnostics import Fix, edited
from aligncheck.evidence.outcome import Outcome
from aligncheck.reports.pieces import Line, Style, line
from aligncheck.reports.snippet import shown


def repairs(outcome: Outcome) -> Iterator[Line]:
    """Each repair of a claim with its difference, the nearest first."""
    for at, fix in enumerate(outcome.repairs):
        yield line((f"{'or' if at else 'repair'}: ", "good"), fix.title)
        yield from difference(fix)


def difference(fix: Fix) -> Iterator[Line]:
    """The lines taken out and put in, with the numbers they have before and after."""
    source = fix.edits[0].span.source
    before, after = source.text.splitlines(), edited(source.text, fix.edits).splitlines()
    first = min(edit.span.first.line for edit in fix.edits) - 1
    last = max(edit.span.last.line for edit in fix.edits)
    grown = len(after) - len(before)
    old, new = before[first:last], after[first : last + grown]
    width = len(str(last + max(grown, 0)))
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _marked(old[a:b], first + a, "-", "bad", width)
            yield from _marked(new[c:d], first + c, "+", "good", width)


def _marked(texts: list[str], first: int, mark: str, style: Style, width: int) -> Iterator[Line]:
    for at, text in enumerate(texts, first + 1):
        yield line((f"  {at:>{width}} ", "place"), (f"{mark} {shown(text)}", style))
