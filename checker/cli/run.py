"""`aligncheck check`: read, check, report."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn, TypeAlias

from aligncheck.cached import cached
from aligncheck.deep import run_deep
from aligncheck.library.files import CannotRead, align_files, read, rewrite
from aligncheck.options import Options
from aligncheck.progress import Progress
from aligncheck.reports.view import View
from aligncheck.store.database import Database, home

if TYPE_CHECKING:
    from aligncheck.diagnostics import Made
    from aligncheck.report import Report
    from aligncheck.source import SourceFile
    from aligncheck.store.memory import Memory

Mend: TypeAlias = Literal["no", "certain", "all"]

PASSED, FOUND, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130

QUIET_FOR = 1.0
"""Seconds before the status line shows."""


def run_check(
    paths: Sequence[Path],
    options: Options,
    form: str,
    strict: bool,
    view: View,
    mend: Mend = "no",
    remember: bool = True,
) -> int:
    """The exit status, after the report is written; files are changed only if `mend` says so. `remember`:
    what earlier runs found is used, and what this one finds is kept. An interrupt ends the process."""
    progress, status = Progress(), StatusLine()
    try:
        sources = [read(path) for path in align_files(paths)]
        entries = Database(home()) if remember and options.plain else None
        report = run_deep(
            lambda: _checked(sources, options, progress, mend, entries), lambda: status.show(progress)
        )
        status.clear()
        write(report, form, view)
    except BrokenPipeError:
        raise
    except CannotRead as error:
        print(f"aligncheck: {error}", file=sys.stderr)
        return WRONG_CALL
    except KeyboardInterrupt:
        status.clear()
        print("aligncheck: interrupted", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        return failed(error)
    return PASSED if report.passed(strict) else FOUND


def failed(error: Exception) -> int:
    """The exit status for a defect of the program, after it was told."""
    if os.environ.get("ALIGNCHECK_DEBUG"):
        raise error
    print(f"aligncheck: internal error: {type(error).__name__}: {error}", file=sys.stderr)
    print("ALIGNCHECK_DEBUG=1 in the environment shows where; please report it", file=sys.stderr)
    return FOUND


def _checked(
    sources: Sequence[Made[SourceFile]],
    options: Options,
    progress: Progress,
    mend: Mend,
    entries: Database | None,
) -> Report:
    """The report of what is left when the mends asked for are made."""

    def checked() -> Report:
        if any("claim" in source.value.text for source in sources):
            progress.prestart()  # The engines load while the rest of the program does.
        memory = None
        if entries is not None:
            from aligncheck.store.memory import Memory

            memory = Memory(entries)
        if mend != "no":
            return _mended(sources, options, progress, mend, memory)
        from aligncheck.session import check

        return check(sources, options, progress, memory)

    return checked() if entries is None or mend != "no" else cached(sources, options, entries, checked)


def _mended(
    sources: Sequence[Made[SourceFile]],
    options: Options,
    progress: Progress,
    mend: Mend,
    memory: Memory | None,
) -> Report:
    from aligncheck.mending import check_and_mend

    mended = check_and_mend(sources, options, progress, unsafe=mend == "all", memory=memory)
    for name, (before, after) in mended.texts.items():
        rewrite(name, before, after)
    for name, title in mended.done:
        print(f"aligncheck: mended {name}: {title}", file=sys.stderr)
    return mended.report


def leave(status: int) -> NoReturn:
    """End at once: threads that wait for an answer cannot be asked to stop, worker processes end when this
    one does, and taking a hundred modules down in order takes time that a user waits for."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def write(report: Report, form: str, view: View) -> None:
    if form == "json":
        from aligncheck.reports.json import as_json

        print(as_json(report, view.ledger))
    else:
        from aligncheck.reports.terminal import show
        from aligncheck.reports.text import as_lines

        show(as_lines(report, view), sys.stdout)
    sys.stdout.flush()


class StatusLine:
    """One line on standard error, if that is a terminal, saying what a long run is at."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.shown = False

    def show(self, progress: Progress) -> None:
        if sys.stderr.isatty() and time.monotonic() - self.began > QUIET_FOR:
            running = ", ".join(list(progress.running)[:3])
            text = f"{progress.done} of {progress.total} claims" + (f": {running}" if running else "")
            print(f"\r\x1b[K{text[:79]}", end="", file=sys.stderr, flush=True)
            self.shown = True

    def clear(self) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
