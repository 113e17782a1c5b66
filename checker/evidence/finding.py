"""What the judge knows of a claim before it is compared with what its author expects."""

from __future__ import annotations


from aligncheck.diagnostics import Problem
from aligncheck.evidence.outcome import Grade, LedgerLine, Satisfiable
from aligncheck.kernel.verdicts import Verdict
from aligncheck.records import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """An outcome in the making."""

    verdict: Verdict
    grade: Grade | None = None
    engine: str | None = None
    satisfiable: Satisfiable = "not asked"
    steps: tuple[tuple[str, Verdict], ...] = ()
    witnesses: tuple[str, ...] = ()
    reading: str | None = None
    repairs: tuple[str, ...] = ()
    excluded: str | None = None
    """What the first of the repairs excludes, where that is all that is wrong with the claim."""
    ledger: tuple[LedgerLine, ...] = ()
    problems: tuple[Problem, ...] = ()
