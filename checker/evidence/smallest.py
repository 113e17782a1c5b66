"""The counterexample shown is the smallest one, whoever found the first."""

from __future__ import annotations

from dataclasses import replace

from aligncheck.engines.contract import Candidate
from aligncheck.evidence.case import Case
from aligncheck.evidence.differing import contradicted, denies, rejected
from aligncheck.evidence.steps import about
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.values import ByRule
from aligncheck.kernel.verdicts import Refuted, refute
from aligncheck.obligations.shape import is_asymptotic

SECONDS = 5.0


def smallest(case: Case, refuted: Refuted, engines: tuple[str, ...]) -> Refuted:
    """The model of a search that goes from small to large in a fixed order, if it has one. `engines` found the one
    given. Raises EnginesDiffer."""
    searches = ("asymptotic", "finite") if is_asymptotic(refuted.goal) else ("finite",)
    if engines == searches[:1] or any(isinstance(each, ByRule) for each in refuted.model.constants.values()):
        return refuted
    for engine in searches:
        found = _found(case, engine, refuted, engines)
        if found is not None:
            return found
    return refuted


def _found(case: Case, engine: str, refuted: Refuted, engines: tuple[str, ...]) -> Refuted | None:
    goal, model = refuted.goal, refuted.model
    # The model found tells how far the search must go at most, whatever bound was asked for.
    bound = max([case.limits.bound, *model.carriers.values()])
    limits = replace(case.limits, seconds=max(0.1, min(SECONDS, case.left)), bound=bound)
    with about(case.portfolio, "smallest counterexample"):
        answer = case.portfolio.ask(engine, goal, limits)
    if denies(answer, goal, model):
        raise contradicted((engine,), engines, goal, model)
    return None if not isinstance(answer, Candidate) else replayed(refuted.root, answer, refuted)


def replayed(goal: Goal, answer: Candidate, along: Refuted | None = None) -> Refuted | None:
    """A candidate that the evaluator confirms, at the end of the path of another counterexample, if there is one.
    Raises EnginesDiffer."""
    try:
        if along is None:
            return refute(goal, answer.model)
        return refute(goal, answer.model, along.path, along.shown)
    except CannotEvaluate:
        return None
    except KernelRefusal as error:
        if answer.exactness == "exact":
            raise rejected(answer, goal, error) from error
        return None
