"""`--fix`: mends put into the files, and the files checked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from aligncheck.diagnostics import Fix, Made, apart, edited
from aligncheck.options import Options
from aligncheck.progress import Progress
from aligncheck.records import dataclass
from aligncheck.report import FileReport, Report
from aligncheck.session import check
from aligncheck.source import SourceFile

if TYPE_CHECKING:
    from aligncheck.store.memory import Memory

ROUNDS = 8
"""How often what a mend has uncovered is mended too."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The report of what is left; the texts of the files that change, before and after, by name; and what was
    done: file and title, in the order in which it was done."""

    report: Report
    texts: Mapping[str, tuple[str, str]]
    done: tuple[tuple[str, str], ...]


def check_and_mend(
    sources: Sequence[Made[SourceFile]],
    options: Options,
    progress: Progress,
    unsafe: bool,
    memory: Memory | None = None,
) -> Mended:
    """Check, make the mends that are certain (`unsafe`: also the first repair of each claim), and check again
    until there is none left. What makes a file worse is taken back."""
    report = check(sources, options, progress, memory)
    before = {made.value.name: made.value.text for made in sources}
    whole = {made.value.name for made in sources if not made.problems}
    done: list[tuple[str, str]] = []
    for _ in range(ROUNDS):
        chosen = {
            file.source.name: fixes
            for file in report.files
            if file.given and file.source.name in whole and (fixes := apart(_mends(file, unsafe)))
        }
        if not chosen:
            break
        fresh = [_rewritten(made, chosen.get(made.value.name, ())) for made in sources]
        after = check(fresh, options, progress, memory)
        worse = {name for name in chosen if _errors(after, name) > _errors(report, name)}
        whole -= worse
        kept = {name: fixes for name, fixes in chosen.items() if name not in worse}
        if worse:
            fresh = [_rewritten(made, kept.get(made.value.name, ())) for made in sources]
            after = check(fresh, options, progress, memory)
        done += [(name, fix.title) for name, fixes in kept.items() for fix in fixes]
        sources, report = fresh, after
    texts = {
        made.value.name: (before[made.value.name], made.value.text)
        for made in sources
        if made.value.text != before[made.value.name]
    }
    return Mended(report, texts, tuple(done))


def _mends(file: FileReport, unsafe: bool) -> Iterator[Fix]:
    """The mends of findings; then of claims that fail or cannot be what was meant."""
    for problem in file.problems:
        yield from (fix for fix in problem.fixes()[:1] if _is_of(file, fix))
    for outcome in file.outcomes if unsafe else ():
        yield from (fix for fix in outcome.repairs[:1] if _is_of(file, fix))


def _is_of(file: FileReport, fix: Fix) -> bool:
    return bool(fix.edits) and all(edit.span.source is file.source for edit in fix.edits)


def _rewritten(made: Made[SourceFile], fixes: Sequence[Fix]) -> Made[SourceFile]:
    if not fixes:
        return made
    edits = [edit for fix in fixes for edit in fix.edits]
    return Made(SourceFile(made.value.name, edited(made.value.text, edits)), made.problems)


def _errors(report: Report, name: str) -> int:
    """How much is wrong with a file: errors found, and claims that are not as expected."""
    return sum(
        sum(problem.severity == "error" for problem in file.problems)
        + sum(not outcome.ok for outcome in file.outcomes)
        for file in report.files
        if file.source.name == name
    )
