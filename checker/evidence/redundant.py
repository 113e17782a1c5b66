"""Assumptions of a claim that follow from its other assumptions together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aligncheck.claims.claim import Holds, Hypothesis
from aligncheck.claims.samples import samples, value_in
from aligncheck.evidence.case import Case
from aligncheck.evidence.finding import Finding
from aligncheck.evidence.sense import minimised
from aligncheck.kernel import clock
from aligncheck.kernel.build import conj
from aligncheck.kernel.domain import domain
from aligncheck.obligations.shape import is_large
from aligncheck.records import dataclass

EACH = 0.3
"""Seconds for the question whether one follows."""
TOTAL = 1.0
"""Seconds for all of them."""
MANY = 24
"""Models looked at first: one in which an assumption is false and all others true settles it."""


@dataclass(frozen=True, slots=True)
class Redundant:
    """An assumption, and a smallest set of others that it follows from."""

    hypothesis: Hypothesis
    others: tuple[str, ...]


def redundant(case: Case, finding: Finding) -> Iterator[Redundant]:
    """Each assumption that follows from the others, from the last on; what is found is out of the question for
    those before it. Of a proved claim only what its proof does not need is asked."""
    kept = list(case.claim.hypotheses)
    until = clock.now() + min(TOTAL, case.left)
    for each in _asked(case, finding):
        if clock.now() > until:
            return
        others = [other for other in kept if other is not each]
        if _shown_free(case, each, others):
            continue
        labels = _from(case, each, others)
        if labels is not None:
            kept = others
            yield Redundant(each, labels)


def _asked(case: Case, finding: Finding) -> Sequence[Hypothesis]:
    """Those that may follow: from others there must be, and no model may be known in which they do not."""
    claim = case.claim
    plain = [each for each in reversed(claim.hypotheses) if each.kind == "assume"]
    if not isinstance(claim.question, Holds) or len(plain) < 2 or any(is_large(h.formula) for h in plain):
        return ()
    if finding.verdict.name == "proved":
        unused = {line.label for line in finding.ledger if line.kind == "assume" and not line.used}
        return [each for each in plain if each.label in unused]
    return plain if finding.verdict.name in ("refuted", "bounded", "unknown") else ()


def _shown_free(case: Case, each: Hypothesis, others: Sequence[Hypothesis]) -> bool:
    """Whether a small model shows that it does not follow."""
    supposed = [other.formula for other in others]
    models = samples(case.claim.sorts, case.claim.constants, supposed, MANY)
    return any(value_in(each.formula, model) is False for model in models)


def _from(case: Case, each: Hypothesis, others: Sequence[Hypothesis]) -> tuple[str, ...] | None:
    """The labels of those from which it follows; None if that is not proved."""
    fewer = replace(case.claim, hypotheses=tuple(others))
    inner = Case(fewer, case.portfolio, replace(case.limits, seconds=EACH), case.lemmas)
    goal = inner.goal(conj(domain(each.formula), each.formula))
    attempt = inner.doubt(goal)
    if attempt.theorem is None:
        return None
    inner.until = clock.now() + TOTAL
    smallest = minimised(inner, goal, attempt.theorem)
    return tuple(dict.fromkeys(part.label for part in smallest.goal.assumptions))
