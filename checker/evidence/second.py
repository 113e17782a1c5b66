"""The grade of a proof: whether a second engine agrees. It is asked where Z3 is known to be weak."""

from __future__ import annotations

from dataclasses import replace

from aligncheck.engines.contract import Candidate, Unsat
from aligncheck.evidence.case import Case
from aligncheck.evidence.outcome import Grade
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.terms import Number, Op
from aligncheck.kernel.theorem import Evidence, Theorem
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.verdicts import Disagreement
from aligncheck.obligations.shape import formulas

SECONDS = 1.0
OTHER = {"z3": "cvc5", "cvc5": "z3"}


def second_opinion(case: Case, theorems: list[Theorem], engines: tuple[str, ...]) -> Grade | Disagreement:
    """`certified`: no engine was needed. `agreed`: every leaf has two engines behind it."""
    if not engines:
        return "certified"
    agreed = True
    for leaf in (leaf for theorem in theorems for leaf in theorem.leaves):
        if not isinstance(leaf.by, Evidence):
            continue
        other = OTHER.get(leaf.by.engine)
        if other is None or not is_nonlinear(leaf.goal):
            agreed = False
            continue
        if case.left <= 0:
            return "single"
        limits = replace(case.limits, seconds=max(0.1, min(SECONDS, case.left)))
        answer = case.portfolio.ask(other, leaf.goal, limits)
        if isinstance(answer, Candidate):
            try:
                if replay(leaf.goal, answer.model):
                    what = f"{leaf.by.engine} proved what {other} refuted with a model that holds"
                    return Disagreement(what)
            except CannotEvaluate:
                pass
        agreed = agreed and isinstance(answer, Unsat) and answer.exactness != "stronger"
    return "agreed" if agreed else "single"


def is_nonlinear(goal: Goal) -> bool:
    """Whether numbers that are not known are multiplied or divided by one another."""
    for formula in formulas(goal):
        for node in walk(formula):
            if isinstance(node, Op) and node.name in ("mul", "div", "pow", "exp", "log", "sqrt"):
                unknown = [each for each in node.args if not isinstance(each, Number)]
                if len(unknown) > 1 or (node.name not in ("mul", "div") and unknown):
                    return True
                if node.name == "div" and not isinstance(node.args[1], Number):
                    return True
    return False
