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
    given: tuple[str, ...] = ()
    """Hypotheses that exclude a degenerate counterexample, and with which the claim is proved."""
    excluded: str | None = None
    """What the first of them excludes."""
    ledger: tuple[LedgerLine, ...] = ()
    problems: tuple[Problem, ...] = ()
