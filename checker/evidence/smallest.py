"""The counterexample shown is the smallest one, whoever found the first."""

from __future__ import annotations

from dataclasses import replace

from aligncheck.engines.contract import Candidate
from aligncheck.evidence.case import Case
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.verdicts import Refuted, refute

SECONDS = 1.0


def smallest(case: Case, refuted: Refuted, engines: tuple[str, ...]) -> Refuted:
    """The model of the enumeration, which goes from small to large in a fixed order, if it has one.
    `engines` found the one given."""
    if engines == ("finite",):
        return refuted
    seconds = max(0.1, min(SECONDS, case.left))
    # The model found tells how far the search must go at most, whatever bound was asked for.
    bound = max([case.limits.bound, *refuted.model.carriers.values()])
    limits = replace(case.limits, seconds=seconds, bound=bound)
    answer = case.portfolio.ask("finite", refuted.goal, limits)
    if isinstance(answer, Candidate):
        try:
            return refute(refuted.root, answer.model, refuted.path)
        except (KernelRefusal, CannotEvaluate):
            return refuted
    return refuted
