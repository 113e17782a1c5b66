"""The grade of a proof: whether a second engine agrees. It is asked where Z3 is known to be weak."""

from __future__ import annotations

from dataclasses import replace

from aligncheck.engines.contract import Candidate, Unsat
from aligncheck.evidence.case import Case
from aligncheck.evidence.differing import HOLDS, contradicted, rejected
from aligncheck.evidence.outcome import Grade
from aligncheck.evidence.polynomials import is_nonlinear
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.replay import replay
from aligncheck.kernel.theorem import Evidence, Theorem

SECONDS = 1.0
OTHER = {"z3": "cvc5", "cvc5": "z3"}


def second_opinion(case: Case, theorems: list[Theorem], engines: tuple[str, ...]) -> Grade:
    """`certified`: no engine was needed. `agreed`: every leaf has two engines behind it. Raises
    EnginesDiffer."""
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
                replayed = replay(leaf.goal, answer.model)
            except CannotEvaluate:
                replayed = None
            if replayed:
                raise contradicted((leaf.by.engine,), (other,), leaf.goal, answer.model)
            if replayed is False and answer.exactness == "exact":
                raise rejected(answer, leaf.goal, HOLDS)
        agreed = agreed and isinstance(answer, Unsat) and answer.exactness != "stronger"
    return "agreed" if agreed else "single"
