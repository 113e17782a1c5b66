"""The ledger of a proved claim: what each assumption does for it, and what is so without it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from textwrap import wrap
from typing import Any

from aligncheck.claims.claim import Claim
from aligncheck.evidence.outcome import LedgerLine, Outcome
from aligncheck.kernel.theorem import Evidence
from aligncheck.kernel.verdicts import Proved
from aligncheck.reports.counterexample import counterexample, machine_form
from aligncheck.reports.pieces import Line, indented, line
from aligncheck.reports.terms import shown as shown_term

LONGEST, WIDTH = 600, 100
"""Characters of what a rule says, and of one line of it."""
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def ledger(outcome: Outcome) -> Iterator[Line]:
    """A line for each assumption, and under one that is needed the counterexample that appears without it; then
    the rules that the proof went by, where the engine has rules with names."""
    width = max((len(each.status) for each in outcome.ledger), default=0)
    for each in outcome.ledger:
        use = "" if each.used else "  (not used)"
        kind = "" if each.kind == "assume" else f"  ({each.kind})"
        yield line((each.status.ljust(width), "quiet"), f"  `{each.label}`", (f"{kind}{use}", "quiet"))
        if each.without is not None:
            shown = counterexample(without(outcome.claim, each), *each.without, "without it:")
            yield from indented(shown, 2)
    for rule, formula in rules(outcome):
        yield line(("by ", "quiet"), rule)
        yield from (line((f"   {text}", "quiet")) for text in wrap(formula, WIDTH))


def rules(outcome: Outcome) -> list[tuple[str, str]]:
    """The instances of rules that a proof went by, in order: the name of the rule, and what it says here."""
    verdict = outcome.verdict
    theorems = verdict.theorems if isinstance(verdict, Proved) else ()
    leaves = [leaf.by for each in theorems for leaf in each.leaves]
    used = [rule for by in leaves if isinstance(by, Evidence) for rule in by.rules]
    return [(each.rule, _readable(shown_term(each.formula, LONGEST))) for each in dict.fromkeys(used)]


def _readable(formula: str) -> str:
    """Names that an engine marked as its own (`v•0`) with indices instead (`v₀`)."""
    return re.sub("•([0-9]*)", lambda mark: mark[1].translate(SUBSCRIPTS), formula)


def entry(outcome: Outcome, each: LedgerLine) -> dict[str, Any] | None:
    """The counterexample of one line as plain data."""
    return None if each.without is None else machine_form(without(outcome.claim, each), *each.without)


def without(claim: Claim, dropped: LedgerLine) -> Claim:
    """The claim that the counterexample of a line is about."""
    kept = [each for each in claim.hypotheses if (each.label, each.kind) != (dropped.label, dropped.kind)]
    return replace(claim, hypotheses=tuple(kept))
