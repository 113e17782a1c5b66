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
    """What a label says, under its line; the line is not shown again if it is that of the problem."""
    shown = snippet(label.span, width, "-", "place", label.message)
    if label.span.source is not problem.span.source:
        return [line(" " * width, ("::: ", "place"), place(label.span)), *shown]
    if label.span.first.line != problem.span.first.line:
        return [line(" " * width, (" ⋮", "place")), *shown]
    return shown[1:] if shown[0] == snippet(problem.span, width)[0] else shown
