"""The ledger of a proved claim: what each assumption does for it, and what is so without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from aligncheck.claims.claim import Claim
from aligncheck.evidence.outcome import LedgerLine, Outcome
from aligncheck.reports.counterexample import counterexample, machine_form
from aligncheck.reports.pieces import Line, indented, line


def ledger(outcome: Outcome) -> Iterator[Line]:
    """A line for each assumption, and under one that is needed the counterexample that appears without it."""
    width = max((len(each.status) for each in outcome.ledger), default=0)
    for each in outcome.ledger:
        use = "" if each.used else "  (not used)"
        kind = "" if each.kind == "assume" else f"  ({each.kind})"
        yield line((each.status.ljust(width), "quiet"), f"  `{each.label}`", (f"{kind}{use}", "quiet"))
        if each.without is not None:
            shown = counterexample(without(outcome.claim, each), *each.without, "without it:")
            yield from indented(shown, 2)


def entry(outcome: Outcome, each: LedgerLine) -> dict[str, Any] | None:
    """The counterexample of one line as plain data."""
    return None if each.without is None else machine_form(without(outcome.claim, each), *each.without)


def without(claim: Claim, dropped: LedgerLine) -> Claim:
    """The claim that the counterexample of a line is about."""
    kept = [each for each in claim.hypotheses if (each.label, each.kind) != (dropped.label, dropped.kind)]
    return replace(claim, hypotheses=tuple(kept))
