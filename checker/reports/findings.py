"""A problem as text: what, where, the line itself, other places, and the way out."""

from __future__ import annotations

from aligncheck.diagnostics import Label, Problem
from aligncheck.reports.pieces import Line, Style, line
from aligncheck.reports.snippet import gutter, place, snippet


def finding(problem: Problem) -> list[Line]:
    """The lines that show one problem."""
    style: Style = problem.severity
    labels = problem.labels()
    width = gutter(problem.span, *(label.span for label in labels))
    lines = [
        line(
            (f"{problem.severity}[{problem.code}]", style),
            (f" {problem.slug}", "quiet"),
            ": ",
            (problem.message(), "strong"),
        ),
        line(" " * width, ("--> ", "place"), place(problem.span)),
        line(" " * width, (" |", "place")),
        *snippet(problem.span, width, "^", style),
    ]
    for label in labels:
        lines += _note(problem, label, width)
    advice = problem.help()
    if advice:
        lines.append(line(" " * width, (" = ", "place"), ("help: ", "strong"), advice))
    return lines


def _note(problem: Problem, label: Label, width: int) -> list[Line]:
    where: list[Line] = []
    if label.span.source is not problem.span.source:
        where = [line(" " * width, ("::: ", "place"), place(label.span))]
    elif label.span.first.line != problem.span.first.line:
        where = [line(" " * width, (" ⋮", "place"))]
    return [*where, *snippet(label.span, width, "-", "place", label.message)]
