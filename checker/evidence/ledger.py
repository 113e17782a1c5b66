"""The ledger of a proved claim: what each assumption does for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aligncheck.claims.claim import Claim, Conclusion, Hypothesis
from aligncheck.evidence.attempt import Attempt
from aligncheck.evidence.case import Case
from aligncheck.evidence.outcome import Counterexample, LedgerLine, LineStatus
from aligncheck.evidence.sense import used_labels
from aligncheck.evidence.restating import restated
from aligncheck.evidence.small import fails_in_a_small_model
from aligncheck.evidence.smallest import smallest
from aligncheck.evidence.steps import about
from aligncheck.kernel import clock
from aligncheck.kernel.build import conj
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import AssumptionKind
from aligncheck.kernel.terms import TRUE
from aligncheck.kernel.theorem import Theorem
from aligncheck.kernel.types import Base
from aligncheck.obligations.shape import holds_higher, is_large

EACH, EACH_ASKED = 0.4, 2.0
"""Seconds for the question whether one assumption is needed; the second where the ledger is asked for."""
TOTAL = 2.0
"""Seconds for all of them; where the ledger is asked for, all that are left."""
LARGE = 0.5
"""Seconds for all of them where one speaks of all structures, and nothing is refuted."""


def ledger_of(
    case: Case, conclusions: Sequence[Conclusion], theorems: Sequence[Theorem]
) -> tuple[LedgerLine, ...]:
    """A line for each hypothesis, in file order, then for domain conditions, laws, choice and symbols."""
    claim = case.claim
    used = _used(theorems)
    large = any(is_large(each.formula) for each in claim.hypotheses)
    until = clock.now() + (case.left if case.wanted.ledger else min(LARGE if large else TOTAL, case.left / 2))
    lines: list[LedgerLine] = []
    dropped: list[Hypothesis] = []
    for each in reversed(claim.hypotheses):
        if each.kind == "declared":
            # What is declared is not the claim's to drop.
            continue
        # The law of a structure that an ∃ gave stands in a core under its own name.
        in_core = used is None or (each.label, each.kind) in used or holds_higher(each.formula)
        # Elements that an ∃ gave, and the steps of an induction, stand in a core under other names: what is
        # in no core is asked about too.
        with about(case.portfolio, f"without {each.label}"):
            status, counterexample = without(case, conclusions, [each], until)
        in_core = in_core or status in ("needed", "needed to be defined")
        if in_core:
            together = [*dropped, each]
            if status == "removable" and dropped:
                together_status, _ = without(case, conclusions, together, until)
            else:
                together_status = status
            if together_status == "removable":
                in_core = False
                dropped = together
        elif status == "removable":
            dropped.append(each)
        lines.append(LedgerLine(each.label, each.kind, in_core, status, counterexample))
    lines.reverse()
    return (*lines, *_conditions(claim, used), *_others(theorems, used), *_inhabited(case, conclusions))


def _used(theorems: Sequence[Theorem]) -> frozenset[tuple[str, str]] | None:
    found: set[tuple[str, str]] = set()
    for theorem in theorems:
        labels = used_labels(theorem)
        if labels is None:
            return None
        found |= labels
    return frozenset(found)


def without(
    case: Case, conclusions: Sequence[Conclusion], dropped: Sequence[Hypothesis], until: float
) -> tuple[LineStatus, Counterexample | None]:
    """What becomes of the claim without these hypotheses, and a counterexample if there is one then: the
    smallest one where the ledger is asked for."""
    kept = tuple(each for each in case.claim.hypotheses if all(each is not other for other in dropped))
    fewer = replace(case.claim, hypotheses=kept)
    proved = True
    for conclusion in conclusions:
        left = until - clock.now()
        if left <= 0:
            return "undecided", None
        seconds = min(EACH_ASKED if case.wanted.ledger else EACH, left)
        inner = Case(
            fewer,
            case.portfolio,
            replace(case.limits, seconds=seconds),
            case.lemmas,
            case.equivalences,
            case.wanted,
        )
        condition = TRUE if conclusion.as_partial else domain(conclusion.formula)
        if condition != TRUE:
            if not case.wanted.ledger and fails_in_a_small_model(inner.goal(condition)):
                return "needed to be defined", None
            defined = inner.doubt(inner.goal(condition))
            if defined.refuted is not None:
                return "needed to be defined", _small(inner, defined)
            proved = proved and defined.theorem is not None
        if not case.wanted.ledger and fails_in_a_small_model(inner.root(conclusion)):
            return "needed", None
        attempt = restated(inner, conclusion) or inner.doubt(inner.root(conclusion))
        if attempt.refuted is not None:
            return "needed", _small(inner, attempt)
        proved = proved and attempt.theorem is not None
    return "removable" if proved else "undecided", None


def _small(case: Case, attempt: Attempt) -> Counterexample | None:
    if attempt.refuted is None or not case.wanted.ledger:
        return None
    found = smallest(case, attempt.refuted, attempt.engines)
    return found.goal, found.model


def _conditions(claim: Claim, used: frozenset[tuple[str, str]] | None) -> list[LedgerLine]:
    """Where a hypothesis says something only if something else holds, that is assumed with it."""
    lines: list[LedgerLine] = []
    for each in claim.hypotheses:
        if domain(each.formula) != TRUE:
            in_core = used is None or (each.label, "defined") in used
            lines.append(LedgerLine(each.label, "defined", in_core, "undecided" if in_core else "removable"))
    return lines


def _others(theorems: Sequence[Theorem], used: frozenset[tuple[str, str]] | None) -> list[LedgerLine]:
    """Laws of structures, lemmas and choice, as they stand at the leaves of the proof."""
    found: dict[tuple[str, AssumptionKind], None] = {}
    for theorem in theorems:
        for leaf in theorem.leaves:
            for each in leaf.goal.assumptions:
                if each.label and each.kind in ("law", "choice", "lemma"):
                    found.setdefault((each.label, each.kind))
    lines: list[LedgerLine] = []
    for label, kind in found:
        in_core = used is None or (label, kind) in used
        lines.append(LedgerLine(label, kind, in_core, "undecided" if in_core else "removable"))
    return lines


def _inhabited(case: Case, conclusions: Sequence[Conclusion]) -> list[LedgerLine]:
    """Declared symbols that make their sort non-empty, if the claim speaks of them."""
    own = set(case.claim.variables)
    goal = case.goal(conj(*(each.formula for each in conclusions)))
    return [
        LedgerLine(f"{each.name}: {each.type.name}", "inhabited", True, "undecided")
        for each in goal.constants
        if isinstance(each.type, Base) and each.name not in own and "." not in each.name
    ]
