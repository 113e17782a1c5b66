"""`aligncheck check`: read, check, report."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn, TypeAlias

from aligncheck.deep import run_deep
from aligncheck.library.files import CannotRead, align_files, read, rewrite
from aligncheck.options import Options
from aligncheck.progress import Progress
from aligncheck.reports.view import View

if TYPE_CHECKING:
    from aligncheck.diagnostics import Made
    from aligncheck.session import Report
    from aligncheck.source import SourceFile

Mend: TypeAlias = Literal["no", "certain", "all"]

PASSED, FOUND, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130

QUIET_FOR = 1.0
"""Seconds before the status line shows."""


def run_check(
    paths: Sequence[Path], options: Options, form: str, strict: bool, view: View, mend: Mend = "no"
) -> int:
    """The exit status, after the report is written; files are changed only if `mend` says so. An interrupt ends
    the process."""
    progress, status = Progress(), StatusLine()
    try:
        sources = [read(path) for path in align_files(paths)]
        if any("claim" in source.value.text for source in sources):
            progress.prestart()  # The engines load while the rest of the program does.
        report = run_deep(lambda: _checked(sources, options, progress, mend), lambda: status.show(progress))
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
        if os.environ.get("ALIGNCHECK_DEBUG"):
            raise
        print(f"aligncheck: internal error: {type(error).__name__}: {error}", file=sys.stderr)
        print("ALIGNCHECK_DEBUG=1 in the environment shows where; please report it", file=sys.stderr)
        return FOUND
    return PASSED if report.passed(strict) else FOUND


def _checked(sources: Sequence[Made[SourceFile]], options: Options, progress: Progress, mend: Mend) -> Report:
    """The report of what is left when the mends asked for are made."""
    if mend == "no":
        from aligncheck.session import check

        return check(sources, options, progress)
    from aligncheck.mending import check_and_mend

    mended = check_and_mend(sources, options, progress, unsafe=mend == "all")
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
