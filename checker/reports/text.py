"""A whole run as text: findings and failing claims in file order, then one line that sums up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligncheck.diagnostics import Problem
from aligncheck.report import FileReport, Report
from aligncheck.reports.findings import finding
from aligncheck.reports.pieces import EMPTY, Line, Piece, indented, line
from aligncheck.reports.view import FINDINGS, View
from aligncheck.source import within

if TYPE_CHECKING:
    from aligncheck.evidence.outcome import Outcome

VERDICTS = ("proved", "refuted", "bounded", "unknown", "vacuous", "ill_formed", "disagreement")


def as_lines(report: Report, view: View = FINDINGS) -> Iterator[Line]:
    """The lines of the report."""
    for file in report.files:
        yield from _file(file, view)
    yield summary(report)


def _file(file: FileReport, view: View) -> Iterator[Line]:
    """Findings with the evidence of the claim that they are about, and claims, in file order."""
    about = {id(problem): outcome for outcome in file.outcomes for problem in _verdict_problems(outcome)[:1]}
    told = {id(about[id(problem)]) for problem in file.problems if id(problem) in about}
    mended = {id(problem): outcome for outcome in file.outcomes for problem in _last_within(file, outcome)}
    blocks: list[tuple[int, list[Line]]] = []
    briefs: list[tuple[int, list[Line]]] = []
    for problem in file.problems:
        block = finding(problem)
        outcome = about.get(id(problem))
        if outcome is not None:
            from aligncheck.reports.outcomes import evidence

            block += indented(evidence(outcome, view), 2)
        if id(problem) in mended:
            block += _mends(mended[id(problem)])
        blocks.append((problem.span.start, block))
    for outcome in file.outcomes:
        from aligncheck.reports.ledger import rules
        from aligncheck.reports.outcomes import brief, failing

        if outcome.ok and (view.verbose or (view.ledger and (outcome.ledger or rules(outcome)))):
            briefs.append((outcome.claim.span.start, brief(outcome, view)))
        # A claim that was not tried for its errors needs no word of its own.
        elif not outcome.ok and id(outcome) not in told and not outcome.claim.ill_formed:
            blocks.append((outcome.claim.span.start, failing(outcome, view)))
    for _, block in sorted(blocks, key=lambda each: each[0]):
        yield from (*block, EMPTY)
    if briefs:
        yield line((file.source.name, "strong"))
        for _, lines in briefs:
            yield from lines
        yield EMPTY


def _last_within(file: FileReport, outcome: Outcome) -> list[Problem]:
    """The last finding about a claim that has repairs, which are shown under it."""
    if not outcome.repairs:
        return []
    own = [each for each in file.problems if within(each.span, outcome.claim.span)]
    return [each for each in own if each in _verdict_problems(outcome)][-1:] or own[-1:]


def _mends(outcome: Outcome) -> list[Line]:
    from aligncheck.reports.repairs import repairs

    return indented(repairs(outcome), 2)


def _verdict_problems(outcome: Outcome) -> list[Problem]:
    """The findings that say that the verdict is not the one expected."""
    return [each for each in outcome.problems if each.code.startswith("A7") and each.severity != "remark"]


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
