"""The engine's two halves in turn: a proof by reduction, then a search for a counterexample."""

from __future__ import annotations

from dataclasses import replace

from aligncheck.engines import stopping, z3
from aligncheck.engines.asymptotic.calculus import TooLarge
from aligncheck.engines.asymptotic.candidates import Searched, search
from aligncheck.engines.asymptotic.reduction import Unreduced, reduced
from aligncheck.engines.contract import Answer, GaveUp, Limits, Unsat
from aligncheck.engines.shapes import Unsupported
from aligncheck.kernel.evaluate import CannotEvaluate
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.terms import Lim, Tail, Term
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.values import Model

NAME = "asymptotic"


def accepts(goal: Goal) -> bool:
    """Whether the goal holds a limit or a tail. Imports nothing."""
    formulas: list[Term] = [goal.conclusion, *(one.formula for one in goal.assumptions)]
    return any(isinstance(node, (Lim, Tail)) for formula in formulas for node in walk(formula))


def answer(goal: Goal, limits: Limits) -> Answer:
    """Unsat by the calculus, a candidate from the families, or why neither was found."""
    if not accepts(goal):
        return GaveUp(NAME, "unsupported", "no limit and no tail occurs")
    started = stopping.now()
    proof = prove(goal, replace(limits, seconds=limits.seconds / 2))
    if isinstance(proof, Unsat):
        return proof
    if not goal.constants and not goal.sorts and holds(goal):
        return Unsat(NAME, "exact")
    left = limits.seconds - (stopping.now() - started)
    found = search(goal, started + limits.seconds - min(0.2, left / 4))
    if not isinstance(found, Searched):
        return found
    return GaveUp(NAME, proof.reason, f"{proof.detail}; {found.detail}")


def holds(goal: Goal) -> bool:
    """Whether the goal holds in the one model that there is where nothing is declared."""
    try:
        return not replay(goal, Model({}, {}))
    except CannotEvaluate:
        return False


def prove(goal: Goal, limits: Limits) -> Unsat | GaveUp:
    """Unsat, if the lemmas and arithmetic suffice."""
    try:
        asked = reduced(goal)
        found = z3.answer(asked, limits)
    except Unreduced:
        return GaveUp(NAME, "unsupported", "a limit that depends on a variable bound outside it")
    except TooLarge:
        return GaveUp(NAME, "incomplete", "more sequences than the calculus relates")
    except Unsupported as unsupported:
        return GaveUp(NAME, "unsupported", str(unsupported))
    if not isinstance(found, Unsat):
        return GaveUp(NAME, "incomplete", "the rules for limits and means do not prove it")
    core = found.core
    if core is not None:
        core = tuple(index for index in core if index < len(goal.assumptions))
    return Unsat(NAME, "weaker", core)
