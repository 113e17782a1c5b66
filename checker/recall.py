"""The report of a run on the same texts, from what was kept of it. Nothing is parsed or elaborated, and no
engine starts; each verdict is made by the kernel, from its evidence, as in any run."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from aligncheck.claims.claim import Claim
from aligncheck.diagnostics import Fix, Made
from aligncheck.engines.contract import Limits
from aligncheck.evidence.outcome import Outcome
from aligncheck.library.files import CannotRead, beside_or_packaged, read
from aligncheck.options import Options
from aligncheck.report import FileReport, Report
from aligncheck.source import SourceFile, Span
from aligncheck.store.evidence import NothingToKeep
from aligncheck.store.forms import Remembered
from aligncheck.store.memory import covers, head_of
from aligncheck.store.outcomes import recalled, remembered
from aligncheck.store.runs import text_digest
from aligncheck.store.table import Damaged, Unwritable, written
from aligncheck.store.table import read as read_rows

PASSING = ("A192", "A290", "A799")
"""Findings that may be others in the next run: of the program itself, or of what lies beside a file."""


def run_bytes(report: Report, sources: Sequence[Made[SourceFile]], options: Options) -> bytes | None:
    """What is kept of a run; None where something in it is not settled, or hangs on more than the texts. A
    claim that fails is settled if repairs were found: those are kept as that search left them."""
    given = [source.value for source in sources]
    used = list(dict.fromkeys(file for _, _, file in report.uses if file not in given))
    files = [*given, *used]
    if not report.settled or any(problem.code in PASSING for problem in report.problems):
        return None
    if any(not each.ok and not each.repairs for each in report.outcomes) and options.repair_seconds:
        return None

    def place(span: Span) -> str:
        if span.source not in files:
            if span.source.text:
                raise Unwritable("a place in another file")
            return span.source.name  # What the language itself declares stands nowhere.
        return f"{files.index(span.source)}:{span.start}:{span.end}"

    try:
        kept = tuple(_kept(file, files, report.outcomes) for file in report.files)
        rows = written(kept, place)
    except (NothingToKeep, Unwritable):
        return None
    uses = [
        [user.name, name, file.name, text_digest(file.text)]
        for user, name, file in report.uses
        if file in used
    ]
    names = [file.name for file in used]
    head = json.loads(head_of(report.outcomes, Limits(options.seconds, bound=options.bound)))
    return json.dumps([head, uses, names, rows], ensure_ascii=False, separators=(",", ":")).encode()


def _kept(file: FileReport, files: Sequence[SourceFile], outcomes: Sequence[Outcome]) -> tuple[object, ...]:
    if file.source not in files:
        raise NothingToKeep("a file that is neither given nor used")
    claims = tuple(
        (each.claim, remembered(each, _lemmas(each.claim, outcomes)), each.repairs) for each in file.outcomes
    )
    return (str(files.index(file.source)), file.given, file.problems, file.expected, claims)


def _lemmas(claim: Claim, outcomes: Sequence[Outcome]) -> dict[str, Outcome]:
    """The outcomes of the claims that a claim uses, where there is no doubt which they are."""
    found: dict[str, Outcome] = {}
    for name in claim.lemmas:
        named = [each for each in outcomes if each.claim.name == name]
        if len(named) != 1:
            raise NothingToKeep("a lemma of another file")
        found[name] = named[0]
    return found


def report_from(body: bytes, sources: Sequence[Made[SourceFile]], options: Options) -> Report | None:
    """The report of a run with the same key; None where what it rested on is not as it was, or what was kept
    does not show it."""
    began = time.monotonic()
    try:
        head, uses, names, rows = json.loads(body)
        used = _unchanged(uses, names)
        if used is None or not covers(head, Limits(options.seconds, bound=options.bound)):
            return None
        files = [*(source.value for source in sources), *used]

        def place(text: str) -> Span:
            if ":" not in text:
                return Span(SourceFile(text, ""), 0, 0)
            file, start, end = map(int, text.split(":"))
            return Span(files[file], start, end)

        kept = read_rows(rows, place, checked=False)
        reports = _reports(kept, files)
    except (Damaged, ValueError, LookupError, TypeError):
        return None
    return Report(reports, time.monotonic() - began)


def _unchanged(uses: Sequence[Sequence[str]], names: Sequence[str]) -> list[SourceFile] | None:
    """The files that the given ones use, if each use still means the same file with the same text."""
    found: dict[str, SourceFile] = {}
    for user, name, file, text in uses:
        path = beside_or_packaged(Path(user).parent, name)
        if path is None or str(path) != file:
            return None
        try:
            source = read(path)
        except CannotRead:
            return None
        if source.problems or text_digest(source.value.text) != text:
            return None
        found.setdefault(file, source.value)
    return [found[name] for name in names]


def _reports(kept: Sequence[Any], files: Sequence[SourceFile]) -> tuple[FileReport, ...]:
    entries = [(number, *each) for number, (_, _, _, _, claims) in enumerate(kept) for each in claims]
    by_name = {claim.name: at for at, (_, claim, _, _) in enumerate(entries)}
    made: dict[int, Outcome] = {}

    def outcome(at: int) -> Outcome:
        if at not in made:
            _, claim, found, repairs = entries[at]
            earlier = {name: outcome(by_name[name]) for name in claim.lemmas}
            made[at] = _outcome(claim, found, repairs, earlier)
        return made[at]

    for at in range(len(entries)):
        outcome(at)
    return tuple(
        FileReport(
            files[int(source)], given, problems, expected,
            tuple(made[at] for at, entry in enumerate(entries) if entry[0] == number),
        )
        for number, (source, given, problems, expected, _) in enumerate(kept)
    )  # fmt: skip


def _outcome(
    claim: Claim, found: Remembered, repairs: tuple[Fix, ...], earlier: Mapping[str, Outcome]
) -> Outcome:
    began = time.monotonic()
    outcome = recalled(found, claim, earlier)
    return replace(outcome, repairs=repairs, seconds=time.monotonic() - began)
