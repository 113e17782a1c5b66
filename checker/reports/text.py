"""A whole run as text: findings and failing claims in file order, then one line that sums up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from aligncheck.reports.findings import finding
from aligncheck.reports.pieces import EMPTY, Line, Piece, line
from aligncheck.session import FileReport, Report

VERDICTS = ("proved", "refuted", "bounded", "unknown", "vacuous", "ill_formed", "disagreement")


def as_lines(report: Report, verbose: bool = False) -> Iterator[Line]:
    """The lines of the report. `verbose` shows claims that are as expected too."""
    for file in report.files:
        yield from _file(file, verbose)
    yield summary(report)


def _file(file: FileReport, verbose: bool) -> Iterator[Line]:
    parts = [(problem.span.start, 0, finding(problem)) for problem in file.problems]
    for outcome in file.outcomes:
        from aligncheck.reports.outcomes import brief, failing

        if not outcome.ok:
            parts.append((outcome.claim.span.start, 1, failing(outcome)))
        elif verbose:
            parts.append((outcome.claim.span.start, 2, brief(outcome)))
    before = 2
    for _, kind, lines in sorted(parts, key=lambda part: part[0]):
        if before == 2 and kind != 2 and parts[0][2] is not lines:
            yield EMPTY
        yield from lines
        if kind != 2:
            yield EMPTY
        before = kind
    if verbose and parts and before == 2:
        yield EMPTY


def summary(report: Report) -> Line:
    """`12 claims: 9 proved, 3 refuted as expected · 0 findings · 0.8 s`"""
    pieces: list[Piece] = []
    outcomes = report.outcomes
    if outcomes:
        good = Counter(outcome.verdict.name for outcome in outcomes if outcome.ok)
        bad = Counter(outcome.verdict.name for outcome in outcomes if not outcome.ok)
        pieces.append((f"{_count(len(outcomes), 'claim')}: ", "strong"))
        counts: list[Piece] = []
        for name in VERDICTS:
            as_expected = "" if name == "proved" else " as expected"
            if good[name]:
                counts.append((f"{good[name]} {name}{as_expected}", "good"))
            if bad[name]:
                counts.append((f"{bad[name]} {name} unexpectedly", "bad"))
        for number, count in enumerate(counts):
            pieces += [(", ", ""), count] if number else [count]
        pieces.append((" · ", "quiet"))
    else:
        given = sum(file.given for file in report.files)
        pieces += [(f"{_count(given, 'file')}, no claims", "strong"), (" · ", "quiet")]
    severities = Counter(problem.severity for problem in report.problems)
    found = severities["error"] + severities["warning"]
    pieces.append((_count(found, "finding"), "bad" if found else "good"))
    if severities["remark"]:
        pieces += [(", ", ""), (_count(severities["remark"], "remark"), "remark")]
    return line(*pieces, (" · ", "quiet"), f"{report.seconds:.1f} s")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
