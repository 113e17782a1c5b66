"""A goal that asks for a witness: the search for one and the search for a counterexample, in turns."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from aligncheck.evidence.asking import SHORT, Asking, engines_of
from aligncheck.evidence.attempt import Attempt
from aligncheck.evidence.cases import by_cases
from aligncheck.evidence.choosing import ask
from aligncheck.evidence.growing import Growing
from aligncheck.evidence.scope import with_maps
from aligncheck.kernel.clock import OutOfTime
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model
from aligncheck.kernel.verdicts import refute
from aligncheck.obligations.opening import Trail, opened
from aligncheck.obligations.saturation import gives_elements, rounds
from aligncheck.obligations.witness import Search


CASES = 0.7
"""The part of the time that is left for a proof by cases."""


def searched(asking: Asking, trail: Trail, doubtful: bool) -> Attempt:
    """A witness, or a counterexample: in turns, each time for longer."""
    heard = [Attempt()]
    try:
        return _in_turns(asking, trail, doubtful, heard)
    except OutOfTime:
        return replace(heard[-1], timeout=True)


def _in_turns(asking: Asking, trail: Trail, doubtful: bool, heard: list[Attempt]) -> Attempt:
    """`heard`: what the engines said, the last of it at the end, should time run out."""
    search = Search(trail.goal, partial(ask, asking))
    seconds = SHORT
    attempt = Attempt()
    settled_by_engines = False
    first = doubtful
    looked = 0
    while True:
        found = None if first else search.run(min(seconds, max(asking.left, 0.05)))
        first = False
        known = None if found is not None else _from_models(trail, search)
        if known is not None:
            return known
        if found is not None:
            return Attempt(
                theorem=found.theorem, engines=engines_of([found.theorem]), witnesses=found.witnesses
            )
        if not settled_by_engines:
            tried = asking.close(trail, seconds)
            if tried.settled:
                return tried
            attempt = attempt.after(tried) if not tried.timeout else tried
            heard.append(attempt)
            settled_by_engines = not tried.timeout
        picked = _looked_further(asking, trail, looked, doubtful)
        looked += 1
        if picked is not None:
            return picked
        if (settled_by_engines and search.exhausted and looked > 1) or asking.left <= 0:
            why = f"tried {search.tried} choices, none of them fits"
            return replace(attempt, reasons=(*attempt.reasons, ("witness search", why)))
        seconds *= 3


def _looked_further(asking: Asking, trail: Trail, turn: int, doubtful: bool) -> Attempt | None:
    """With more in scope, in the first turn; by cases, in the second, unless a counterexample is more likely."""
    if turn == 0:
        return _with_maps(asking, trail.goal) or _with_elements(asking, trail)
    theorem = by_cases(asking.for_part(CASES), trail.goal) if turn == 1 and not doubtful else None
    return None if theorem is None else Attempt(theorem=theorem, engines=engines_of([theorem]))


def _with_maps(asking: Asking, goal: Goal) -> Attempt | None:
    """The search with more functions in scope: where each b has exactly one a, the map that picks it."""
    growing = with_maps(asking, Growing(goal), choice=False)
    if growing.goal is goal:
        return None
    found = Search(growing.goal, partial(ask, asking)).run(max(asking.left / 8, 0.05))
    if found is None:
        return None
    theorem = growing.proved(found.theorem)
    return Attempt(theorem=theorem, engines=engines_of([theorem]), witnesses=found.witnesses)


def _with_elements(asking: Asking, trail: Trail) -> Attempt | None:
    """The search with more in scope: what ∀ … ∃ assumptions give at the elements there are."""
    if not gives_elements(trail.goal):
        return None
    since = len(trail.steps)
    for richer in rounds(trail):
        further = opened(richer)
        found = Search(further.goal, partial(ask, asking)).run(max(asking.left / 8, 0.05))
        if found is not None:
            theorem = further.proved(found.theorem, since)
            return Attempt(theorem=theorem, engines=engines_of([theorem]), witnesses=found.witnesses)
    return None


def _from_models(trail: Trail, search: Search) -> Attempt | None:
    """A model in which one choice failed may be one in which every choice does."""
    names = {each.name for each in trail.goal.constants}
    while search.fresh:
        model = search.fresh.pop()
        fewer = Model(
            {sort: model.carriers[sort] for sort in trail.goal.sorts if sort in model.carriers},
            {name: value for name, value in model.constants.items() if name in names},
        )
        try:
            return Attempt(refuted=refute(trail.root, fewer, trail.steps), engines=("evaluator",))
        except (KernelRefusal, CannotEvaluate):
            continue
    return None
