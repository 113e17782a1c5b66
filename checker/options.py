"""How a user wants things checked."""

from __future__ import annotations

from pathlib import Path

from aligncheck.records import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`seconds`: for one claim. `jobs`: worker processes. `bound`: the largest carriers that a bounded search
    tries. `select`, `ignore`: prefixes of the codes to report and not to report. `claims`: names of the claims
    to judge; without any, all. `repair_seconds`: for the search of repairs of one claim; with 0 there is none.
    `ledger`: find the counterexample that appears without each assumption of a proved claim. `more`: so many
    further counterexamples of a refuted one. `questions`: the folder to write to what the engines were asked."""

    seconds: float = 10.0
    jobs: int = 2
    bound: int = 3
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    repair_seconds: float = 0.0
    ledger: bool = False
    more: int = 0
    questions: Path | None = None

    @property
    def plain(self) -> bool:
        """Whether nothing is asked for beside what every run finds."""
        return not self.ledger and not self.more and self.questions is None
