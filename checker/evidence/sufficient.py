"""Which further hypotheses would make a refuted claim true: each set that is offered is tried, and those that
suffice without contradicting what is assumed are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from aligncheck.claims.claim import Conclusion, Hypothesis
from aligncheck.evidence.attempt import Attempt
from aligncheck.evidence.case import Case
from aligncheck.kernel import clock
from aligncheck.kernel.build import conj, implies
from aligncheck.kernel.domain import domain
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.normal import normalise
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.substitution import alike
from aligncheck.kernel.terms import FALSE, TRUE, Term
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model

More: TypeAlias = tuple[Hypothesis, ...]
"""Hypotheses offered together."""

FOLLOWS = 0.2
"""Seconds for the question whether one follows from another."""


@dataclass(slots=True)
class Sufficient:
    """One search, `seconds` long, at most `each` for one offer. `models` refute the claim: what is true in one
    of them does not suffice."""

    case: Case
    conclusions: Sequence[Conclusion]
    models: list[Model]
    seconds: float
    each: float
    most: int = 4
    failed: list[tuple[More, Model]] = field(default_factory=list)
    """What did not suffice, and a model that shows it."""
    barred: list[More] = field(default_factory=list)
    """What is itself to be shown: that, and all from which it follows, is no help."""
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        self._until = clock.now() + min(self.seconds, self.case.left)

    def among(self, offered: Iterable[More]) -> list[More]:
        """The weakest of those that suffice, in the order offered."""
        found: list[More] = []
        for more in offered:
            if clock.now() > self._until or len(found) == self.most:
                break
            if self._may_suffice(more) and self._suffices(more):
                found.append(more)
        return self._weakest(found)

    def _may_suffice(self, more: More) -> bool:
        """It says something of every model known, and is not what is to be shown."""
        if any(_same(each.formula, shown.formula) for each in more for shown in self.conclusions):
            self.barred.append(more)
            return False
        return not any(all(_true(each.formula, model) for each in more) for model in self.models)

    def _suffices(self, more: More) -> bool:
        """Proved with it, and not because what is assumed would then contradict itself."""
        shown = conj(*(part for each in self.conclusions for part in (_condition(each), each.formula)))
        attempt = self._settle(shown, more)
        if attempt.refuted is not None:
            self.models.append(attempt.refuted.model)
            self.failed.append((more, attempt.refuted.model))
        if attempt.theorem is None or any(self._follows(more, other) for other in self.barred):
            return False
        return self._settle(FALSE, more).refuted is not None

    def _settle(self, formula: Term, more: More) -> Attempt:
        """The formula under the claim's hypotheses and these."""
        claim = replace(self.case.claim, hypotheses=(*self.case.claim.hypotheses, *more))
        inner = Case(
            claim, self.case.portfolio, replace(self.case.limits, seconds=self.each), self.case.lemmas
        )  # fmt: skip
        return inner.settle(inner.goal(formula))

    def _weakest(self, found: list[More]) -> list[More]:
        """Without those from which another one follows; of two that say the same, the earlier stays."""
        kept: list[More] = []
        for at, each in enumerate(found):
            weaker = [other for other in found if other is not each and self._follows(each, other)]
            if not any(found.index(other) < at or not self._follows(other, each) for other in weaker):
                kept.append(each)
        return kept

    def _follows(self, given: More, other: More) -> bool:
        said = implies(
            conj(*(each.formula for each in given)), conj(*(each.formula for each in other))
        )  # fmt: skip
        return self.case.settle(self.case.goal(said), FOLLOWS).theorem is not None


def _condition(conclusion: Conclusion) -> Term:
    return TRUE if conclusion.as_partial else domain(conclusion.formula)


def _true(formula: Term, model: Model) -> bool:
    try:
        return evaluate(formula, model) is True
    except (CannotEvaluate, KeyError):
        return False


def _same(one: Term, other: Term) -> bool:
    try:
        return alike(normalise(one), normalise(other))
    except KernelRefusal:
        return alike(one, other)
