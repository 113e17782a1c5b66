"""One claim before the judge: the claim, the engines, and what was judged before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from aligncheck.claims.claim import Claim, Conclusion, Hypothesis
from aligncheck.engines.contract import Limits
from aligncheck.evidence.asking import Portfolio
from aligncheck.evidence.attempt import Attempt
from aligncheck.evidence.prover import Prover
from aligncheck.kernel import clock
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.terms import Term
from aligncheck.kernel.theorem import Theorem
from aligncheck.obligations.goals import goal_of, root_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for besides verdicts. `ledger`: for each assumption that a proof needs, the counterexample
    that appears without it. `more`: so many further counterexamples."""

    ledger: bool = False
    more: int = 0


VERDICTS_ALONE = Wanted()


@dataclass(slots=True)
class Case:
    """What is needed to try a claim; `until` is when its time is up."""

    claim: Claim
    portfolio: Portfolio
    limits: Limits
    lemmas: tuple[Assumption, ...] = ()
    equivalences: tuple[Theorem, ...] = ()
    """Lemmas that may stand in for a definition, as theorems."""
    wanted: Wanted = VERDICTS_ALONE
    until: float = field(default=0.0)

    def __post_init__(self) -> None:
        self.until = clock.now() + self.limits.seconds

    @property
    def left(self) -> float:
        return max(self.until - clock.now(), 0.0)

    def goal(self, conclusion: Term, more: Sequence[Hypothesis] = ()) -> Goal:
        return goal_of(self.claim, conclusion, more, self.lemmas)

    def root(self, conclusion: Conclusion) -> Goal:
        return root_of(self.claim, conclusion, self.lemmas)

    def prover(self, seconds: float | None = None, witnesses: Mapping[str, Term] | None = None) -> Prover:
        """A prover for so long, or for all the time that is left."""
        span = max(min(self.left if seconds is None else seconds, self.left), 0.1)
        given = self.claim.witnesses if witnesses is None else witnesses
        return Prover(self.portfolio, replace(self.limits, seconds=span), given)

    def settle(self, goal: Goal, seconds: float | None = None) -> Attempt:
        return self.prover(seconds).settle(goal)

    def doubt(self, goal: Goal) -> Attempt:
        """Settle a goal that is more likely to have a counterexample."""
        prover = self.prover()
        prover.doubtful = True
        return prover.settle(goal)
