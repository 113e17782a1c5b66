"""A line of the source with marks under the part that is meant."""

from __future__ import annotations

import unicodedata

from aligncheck.reports.pieces import Line, Style, line
from aligncheck.source import Span

WIDTH = 120
"""A line longer than this is shown around what is meant only."""


def place(span: Span) -> str:
    """file:line:column"""
    first = span.first
    return f"{span.source.name}:{first.line}:{first.column}"


def snippet(span: Span, gutter: int, mark: str = "^", style: Style = "error", note: str = "") -> list[Line]:
    """The first line of a span, its number in a gutter of that width, and marks under what is meant."""
    text, lead, meant = _around(span)
    marks = mark * max(1, _columns(meant))
    return [
        line((f"{span.first.line:>{gutter}} |", "place"), " ", text),
        (
            (" " * gutter, ""),
            (" |", "place"),
            (" " + " " * _columns(lead), ""),
            (marks, style),
            (f" {note}" if note else "", style),
        ),
    ]


def _around(span: Span) -> tuple[str, str, str]:
    """The first line of a span as it is shown, the part of it before what is meant, and what is meant."""
    first = span.first
    text = span.source.line(first.line)
    start = first.column - 1
    end = min(len(text), start + max(1, span.end - span.start))
    if len(text) > WIDTH:
        cut = max(0, start - WIDTH // 3)
        text = ("…" if cut else "") + text[cut : cut + WIDTH] + ("…" if cut + WIDTH < len(text) else "")
        shift = cut - (1 if cut else 0)
        start, end = start - shift, min(end - shift, len(text))
    return shown(text), shown(text[:start]), shown(text[start:end])


def gutter(*spans: Span) -> int:
    """The width of the largest line number."""
    return max(len(str(span.first.line)) for span in spans)


def shown(text: str) -> str:
    """The text with tabs and control characters as one blank each."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cf") else char for char in text)


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
