"""What is known of a claim in the end: its verdict, its evidence, and what its author may want to hear."""

from __future__ import annotations

from typing import Literal, TypeAlias

from aligncheck.claims.claim import Claim
from aligncheck.diagnostics import Fix, Problem
from aligncheck.kernel.goal import AssumptionKind
from aligncheck.kernel.verdicts import Verdict
from aligncheck.records import dataclass

Grade: TypeAlias = Literal["certified", "agreed", "single"]
Satisfiable: TypeAlias = Literal["yes", "no", "unknown", "only with an empty sort", "not asked"]
LineStatus: TypeAlias = Literal["needed", "needed to be defined", "removable", "undecided"]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """What one assumption does for a proved claim. `used`: it is in a core minimised in file order."""

    label: str
    kind: AssumptionKind
    used: bool
    status: LineStatus


@dataclass(frozen=True, slots=True)
class Outcome:
    """One claim, judged. `steps`: a verdict for each conclusion, by label. `witnesses`: what the search for
    them found. `reading`: how a reduction reads the roles. `given`: hypotheses that exclude a degenerate
    counterexample, and with which the claim is proved. `repairs`: small edits that make it true, the nearest
    first."""

    claim: Claim
    verdict: Verdict
    ok: bool
    grade: Grade | None = None
    engine: str | None = None
    seconds: float = 0.0
    reason: str | None = None
    ledger: tuple[LedgerLine, ...] = ()
    satisfiable: Satisfiable = "not asked"
    reading: str | None = None
    steps: tuple[tuple[str, Verdict], ...] = ()
    witnesses: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    repairs: tuple[Fix, ...] = ()
    problems: tuple[Problem, ...] = ()
