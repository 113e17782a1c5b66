"""Engines that say opposite things, or an engine and the evaluator: a defect of this program. It is raised, so
that nothing on the way can pass over it, and becomes the verdict."""

from __future__ import annotations

from collections.abc import Sequence

from aligncheck.engines.contract import Answer, Candidate, Exhausted, Unsat
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.types import INT, NAT
from aligncheck.kernel.values import Model
from aligncheck.kernel.verdicts import Disagreement

PROVED = "says that there is no counterexample"
CONFIRMED = "gives a counterexample, and the evaluator confirms it"
HOLDS = "the goal holds in it"
GIVEN = "gives a model as a counterexample, in an encoding that is exact"


class EnginesDiffer(Exception):
    """Two of those who answer differ; `verdict` says who said what."""

    def __init__(self, verdict: Disagreement) -> None:
        super().__init__(verdict.what)
        self.verdict = verdict


def rejected(answer: Candidate, goal: Goal, why: object) -> EnginesDiffer:
    """The evaluator does not find the model of an exact encoding to be a counterexample of `goal`."""
    said = ((answer.engine, GIVEN), ("evaluator", f"rejects it: {why}"))
    what = f"{answer.engine} gave a model that the evaluator rejects: {why}"
    return EnginesDiffer(Disagreement(what, said, (goal, answer.model)))


def contradicted(provers: Sequence[str], refuters: Sequence[str], goal: Goal, model: Model) -> EnginesDiffer:
    """`provers` say that `goal` has no counterexample, and `model`, which the `refuters` gave, was replayed."""
    said = (*((each, PROVED) for each in provers), *((each, CONFIRMED) for each in refuters))
    what = f"{', '.join(provers)} proved what {', '.join(refuters)} refuted with a model that holds"
    return EnginesDiffer(Disagreement(what, said, (goal, model)))


def denies(answer: Answer, goal: Goal, model: Model) -> bool:
    """Whether an answer says that `goal` has no counterexample such as `model`."""
    match answer:
        case Unsat(_, exactness, _):
            return exactness != "stronger"
        case Exhausted(_, bound):
            numbers = [model.constants[each.name] for each in goal.constants if each.type in (NAT, INT)]
            # Symbolic bounds are searched up to the same bound only.
            return max((*model.carriers.values(), *map(_size, numbers)), default=0) <= bound
        case _:
            return False


def _size(number: object) -> int:
    return abs(int(number))  # type: ignore[call-overload, no-any-return]
