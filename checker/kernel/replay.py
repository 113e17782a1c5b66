"""A model against a goal: does it satisfy every assumption and falsify the conclusion?

Nothing is taken from whoever found the model: that the values lie in their types is asked as well.
"""
# TRUSTED

from __future__ import annotations

from dataclasses import dataclass

from aligncheck.kernel.evaluate import STEPS, Evaluation
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.terms import Const, Term
from aligncheck.kernel.unanswered import UNDEFINED, CannotEvaluate, Undefined
from aligncheck.kernel.values import Model


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """How a model stands to a goal. `constants`: whether all sorts and symbols have values of their
    types. `assumptions` and `conclusion`: each true, false, UNDEFINED, or the reason why it cannot be
    evaluated."""

    constants: bool | CannotEvaluate
    assumptions: tuple[bool | Undefined | CannotEvaluate, ...]
    conclusion: bool | Undefined | CannotEvaluate

    @property
    def refutes(self) -> bool:
        """Whether the model is a counterexample. Raises CannotEvaluate where that hangs on a part that
        cannot be evaluated."""
        asked = (self.constants, *self.assumptions)
        if self.conclusion in (True, UNDEFINED) or any(each in (False, UNDEFINED) for each in asked):
            return False
        for each in (*asked, self.conclusion):
            if isinstance(each, CannotEvaluate):
                raise each
        return True


def replay(goal: Goal, model: Model, steps: int = STEPS) -> bool:
    """True iff the model is well typed, every assumption is defined and true in it, and the conclusion
    defined and false. Raises CannotEvaluate where that is not seen."""
    return check_model(goal, model, steps).refutes


def check_model(goal: Goal, model: Model, steps: int = STEPS) -> ModelCheck:
    """Each part of the goal in the model, `steps` for each. Where the constants do not fit, the formulas
    have no meaning and are not asked."""
    work = Evaluation(model, steps)
    constants = _constants(goal, work)
    if constants is False:
        return ModelCheck(False, (UNDEFINED,) * len(goal.assumptions), UNDEFINED)
    assumptions = tuple(_holds(each.formula, work, steps) for each in goal.assumptions)
    return ModelCheck(constants, assumptions, _holds(goal.conclusion, work, steps))


def _constants(goal: Goal, work: Evaluation) -> bool | CannotEvaluate:
    sizes = work.model.carriers
    if not all(sizes.get(sort, -1) >= 0 for sort in goal.sorts):
        return False
    open_question: CannotEvaluate | None = None
    for const in goal.constants:
        try:
            if not _fits(const, work):
                return False
        except CannotEvaluate as problem:
            open_question = problem
    return open_question or True


def _fits(const: Const, work: Evaluation) -> bool:
    known = work.model.constants
    return const.name in known and work.lies_in(known[const.name], const.type)


def _holds(formula: Term, work: Evaluation, steps: int) -> bool | Undefined | CannotEvaluate:
    work.budget.left = steps
    try:
        value = work.value(formula, {})
    except CannotEvaluate as problem:
        return problem
    if isinstance(value, (bool, Undefined)):
        return value
    return CannotEvaluate("what is assumed or shown is not a formula")
