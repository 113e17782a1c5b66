"""When the program itself fails: every pass over a user's text runs through `attempt`, so that no failure
reaches the user as a traceback."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from aligncheck.diagnostics import Made, Problem
from aligncheck.records import dataclass
from aligncheck.source import SourceFile, Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class UnfoldsTooDeeply(Problem):
    """What the file says unfolds into something deeper than the program can follow.

    Definitions that use one another many thousand times in a row do that; no definition written by hand is
    known to. Where one of them stands for something simpler, say it in the simpler way.

    ```align broken with a recursion planted in the program
    sort World
    ```
    ```align fixed
    sort World
    ```
    """

    code: ClassVar[str] = "A192"
    slug: ClassVar[str] = "unfolds-too-deeply"

    def message(self) -> str:
        return "something here unfolds too deeply to be checked"

    def help(self) -> str | None:
        return "say in a simpler way what is built in many layers"


@dataclass(frozen=True, slots=True)
class InternalError(Problem):
    """The program failed where it should have given an answer. Nothing is wrong with your file for that.

    No verdict is given for what was being checked, and nothing counts as proved. Please report the
    message together with the file. With `ALIGNCHECK_DEBUG=1` in the environment the program stops
    there and shows all that led to it.

    ```align broken with a defect planted in the program
    sort World
    ```
    ```align fixed
    sort World
    ```
    """

    code: ClassVar[str] = "A799"
    slug: ClassVar[str] = "internal-error"
    what: str
    where: str

    def message(self) -> str:
        return f"internal error in {self.where}: {self.what}"

    def help(self) -> str | None:
        return "this is a defect of the program, not of the file: please report it"


PROBLEMS: tuple[type[Problem], ...] = (UnfoldsTooDeeply, InternalError)


def attempt(at: Span, step: Callable[[], Made[T]]) -> Made[T | None]:
    """What `step` makes; None and a problem at `at` where it fails."""
    try:
        made = step()
    except RecursionError:
        return Made(None, (UnfoldsTooDeeply(at),))
    except Exception as error:
        if os.environ.get("ALIGNCHECK_DEBUG"):
            raise
        return Made(None, (InternalError(at, _what(error), _where(error)),))
    return Made(made.value, made.problems)


def start_of(source: SourceFile) -> Span:
    """The first character of a text, to point at when the whole is meant."""
    return Span(source, 0, min(1, len(source.text)))


def _what(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:200]}" if text else type(error).__name__


def _where(error: Exception) -> str:
    """The innermost place in this program's own sources."""
    home = Path(__file__).parent
    where = "the program"
    trace = error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(home) and path != Path(__file__):
            where = f"{path.relative_to(home).as_posix()}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return where
