"""`aligncheck verify`: read, judge the evidence again, report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from aligncheck.cli.run import FOUND, INTERRUPTED, PASSED, WRONG_CALL, failed
from aligncheck.deep import run_deep
from aligncheck.library.files import CannotRead, align_files, read
from aligncheck.options import Options
from aligncheck.progress import Progress

if TYPE_CHECKING:
    from aligncheck.verify import Verification

LIBRARY = Path("spec")


def run_verify(paths: Sequence[Path], options: Options, form: str, renew: bool) -> int:
    """The exit status, after the report is written. `renew`: ask the engines where evidence does not hold, and
    write it anew. Without paths, the folder `spec` is meant, else the current one."""
    named = list(paths) or [LIBRARY if LIBRARY.is_dir() else Path(".")]
    try:
        verification = run_deep(lambda: _verified(named, options, renew))
    except CannotRead as error:
        print(f"aligncheck: {error}", file=sys.stderr)
        return WRONG_CALL
    except OSError as error:
        print(f"aligncheck: cannot write evidence: {error}", file=sys.stderr)
        return WRONG_CALL
    except KeyboardInterrupt:
        print("aligncheck: interrupted", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        return failed(error)
    write(verification, form)
    return PASSED if verification.passed else FOUND


def _verified(paths: Sequence[Path], options: Options, renew: bool) -> Verification:
    from aligncheck.verify import update, verify

    sources = [read(path) for path in align_files(paths)]
    folders = [path for path in paths if path.is_dir()]
    if not renew:
        return verify(sources, folders)
    with closing(Progress()) as progress:
        return update(sources, folders, options, progress)


def write(verification: Verification, form: str) -> None:
    if form == "json":
        from aligncheck.reports.evidence import as_json

        print(as_json(verification))
    else:
        from aligncheck.reports.evidence import as_lines
        from aligncheck.reports.terminal import show

        show(as_lines(verification), sys.stdout)
    sys.stdout.flush()
