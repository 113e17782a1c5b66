"""`consistent` and `independent`: what is possible is shown by models, what is not by proofs."""

from __future__ import annotations

from collections.abc import Sequence

from aligncheck.claims.claim import Conclusion, Hypothesis
from aligncheck.evidence.attempt import Attempt
from aligncheck.evidence.case import Case
from aligncheck.evidence.finding import Finding
from aligncheck.evidence.sense import minimised
from aligncheck.evidence.smallest import smallest
from aligncheck.evidence.steps import about
from aligncheck.kernel.build import neg
from aligncheck.kernel.terms import FALSE
from aligncheck.kernel.verdicts import (
    Bounded, Unknown, Verdict, contradict, decide, satisfy, vacuous,
)  # fmt: skip


def consistent(case: Case, formulas: Sequence[Hypothesis]) -> Finding:
    """Proved by one model of all formulas, refuted by the smallest contradictory set of them."""
    goal = case.goal(FALSE, formulas)
    with about(case.portfolio, "consistent"):
        attempt = case.settle(goal)
    if attempt.refuted is not None:
        model = smallest(case, attempt.refuted, attempt.engines)
        return Finding(satisfy(model), engine=_by(attempt), satisfiable="yes")
    if attempt.theorem is not None:
        theorem = minimised(case, goal, attempt.theorem)
        return Finding(contradict(theorem), engine=_by(attempt), satisfiable="no")
    return Finding(_open(attempt), engine=_by(attempt), satisfiable="unknown")


def independent(case: Case, formula: Conclusion, premises: Sequence[Hypothesis]) -> Finding:
    """Proved by a model in which the formula is false and one in which it is true."""
    impossible = case.goal(FALSE, premises)
    with about(case.portfolio, "independent: the formula"):
        against = case.settle(case.goal(formula.formula, premises), case.left / 2)
    with about(case.portfolio, "independent: its negation"):
        favour = case.settle(case.goal(neg(formula.formula), premises), case.left / 2)
    if against.refuted is not None and favour.refuted is not None:
        first = smallest(case, against.refuted, against.engines)
        second = smallest(case, favour.refuted, favour.engines)
        return Finding(satisfy(first, second), engine=_by(against), satisfiable="yes")
    if against.refuted is None and favour.refuted is None:
        attempt = case.settle(impossible)
        if attempt.theorem is not None:
            theorem = minimised(case, impossible, attempt.theorem)
            return Finding(vacuous(theorem), engine=_by(attempt), satisfiable="no")
    for attempt, other in ((against, favour), (favour, against)):
        if attempt.theorem is not None and other.refuted is not None:
            return Finding(decide(attempt.theorem), engine=_by(attempt), satisfiable="yes")
    left = against if against.refuted is None else favour
    return Finding(_open(left), engine=_by(left), satisfiable="unknown")


def _open(attempt: Attempt) -> Verdict:
    if attempt.bound is not None:
        return Bounded(attempt.bound, attempt.reasons)
    return Unknown(attempt.reasons, None, attempt.timeout, attempt.searched)


def _by(attempt: Attempt) -> str | None:
    return ", ".join(attempt.engines) or None
