"""The engine's two halves in turn: a proof by reduction, then a search for a counterexample."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from aligncheck.engines import stopping, z3
from aligncheck.engines.asymptotic.calculus import TooLarge
from aligncheck.engines.asymptotic.candidates import Search
from aligncheck.engines.asymptotic.reduction import Unreduced, reduced
from aligncheck.engines.asymptotic.told import told
from aligncheck.engines.contract import Answer, Candidate, GaveUp, Limits, Unsat
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


QUICK: Final = 0.5
"""Seconds for a proof before any counterexample is tried, and then for those."""


def answer(goal: Goal, limits: Limits) -> Answer:
    """Unsat by the calculus, a candidate from the families, or why neither was found. Both are tried for a short
    time first: what is long in the one may be short in the other."""
    if not accepts(goal):
        return GaveUp(NAME, "unsupported", "no limit and no tail occurs")
    started = stopping.now()
    if not goal.constants and not goal.sorts and holds(goal):
        return Unsat(NAME, "exact")
    end = started + limits.seconds - min(0.2, limits.seconds / 4)
    search = Search(goal)
    first = _both_ways(goal, limits, search, QUICK, end)
    return first if not isinstance(first, GaveUp) else _both_ways(goal, limits, search, limits.seconds, end)


def _both_ways(
    goal: Goal, limits: Limits, search: Search, seconds: float, end: float
) -> Unsat | Candidate | GaveUp:
    left = end - stopping.now()
    proof = prove(goal, replace(limits, seconds=max(min(seconds, left / 2), 0.05)))
    if isinstance(proof, Unsat):
        return proof
    found = search.until(min(end, stopping.now() + seconds))
    return (
        found
        if isinstance(found, Candidate)
        else GaveUp(NAME, proof.reason, f"{found.detail}; {proof.detail}", about=proof.about)
    )


def holds(goal: Goal) -> bool:
    """Whether the goal holds in the one model that there is where nothing is declared."""
    try:
        return not replay(goal, Model({}, {}))
    except CannotEvaluate:
        return False


def prove(goal: Goal, limits: Limits) -> Unsat | GaveUp:
    """Unsat, if the lemmas and arithmetic suffice: first those about limits, then with points far out."""
    started = stopping.now()
    found = _proved(goal, replace(limits, seconds=limits.seconds / 2), far=False)
    if isinstance(found, Unsat) or not _speaks_of_tails(goal):
        return found
    left = limits.seconds - (stopping.now() - started)
    return _proved(goal, replace(limits, seconds=max(left, 0.05)), far=True)


def _limits_in(formula: Term) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(node for node in walk(formula) if isinstance(node, (Lim, Tail))))


def _speaks_of_tails(goal: Goal) -> bool:
    """Whether something holds from some point on, or arbitrarily far out."""
    formulas: list[Term] = [goal.conclusion, *(one.formula for one in goal.assumptions)]
    nodes = (node for formula in formulas for node in walk(formula))
    return any(isinstance(node, Tail) and node.kind in ("eventually", "often") for node in nodes)


def _proved(goal: Goal, limits: Limits, far: bool) -> Unsat | GaveUp:
    try:
        asked = reduced(goal, far)
        found = z3.answer(asked.goal, limits)
    except Unreduced as problem:
        what = "a limit depends on a variable bound outside it"
        return GaveUp(NAME, "unsupported", what, about=problem.about)
    except TooLarge:
        return GaveUp(NAME, "incomplete", "more sequences than the calculus relates")
    except Unsupported as unsupported:
        return GaveUp(NAME, "unsupported", str(unsupported))
    if not isinstance(found, Unsat):
        opaque = asked.calculus.opaque()
        what = (
            "there are no rules for a part of it"
            if opaque
            else "the rules for limits and means do not prove it"
        )
        return GaveUp(NAME, "incomplete", what, about=opaque or _limits_in(goal.conclusion))
    given = len(goal.assumptions)
    rules = told(asked.goal, given, asked.calculus, found.core)
    core = None if found.core is None else tuple(index for index in found.core if index < given)
    return Unsat(NAME, "weaker", core, rules)
