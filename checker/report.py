"""What comes of a run: of each file what was found in it, and what became of its claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligncheck.diagnostics import Problem
from aligncheck.records import dataclass
from aligncheck.source import SourceFile

if TYPE_CHECKING:
    from aligncheck.evidence.outcome import Outcome


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found in one file, in file order. `expected` are the findings that claims expect; they do
    not count. `given` is false for a file that is only used by those that were named."""

    source: SourceFile
    given: bool = True
    problems: tuple[Problem, ...] = ()
    expected: tuple[Problem, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All files, in the order given, then those that they use and that hold problems. `uses`: which file uses
    which, by what name. `settled`: no question that the checker asks of itself was left open."""

    files: tuple[FileReport, ...]
    seconds: float
    uses: tuple[tuple[SourceFile, str, SourceFile], ...] = ()
    settled: bool = True

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(outcome for file in self.files for outcome in file.outcomes)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for file in self.files for problem in file.problems)

    def passed(self, strict: bool = False) -> bool:
        """No error, no warning (`strict`: no remark either), and every claim as expected."""
        counted = [each for each in self.problems if strict or each.severity != "remark"]
        return not counted and all(outcome.ok for outcome in self.outcomes)
