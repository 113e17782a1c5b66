"""A proof by cases on whether a sort has elements, for what is of one kind where a sort is empty and of another
where it is not. In each case: whichever alternative holds, what was assumed not to hold, and witnesses by
conditions and by choice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from aligncheck.evidence.asking import SHORT, Asking
from aligncheck.evidence.growing import Growing
from aligncheck.evidence.scope import with_applications, with_maps
from aligncheck.evidence.choosing import ask
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.rules import Alternative, Cases, Deny, Drop
from aligncheck.kernel.terms import TRUE, Op, Quant, Var
from aligncheck.kernel.theorem import Theorem, evident, take
from aligncheck.kernel.types import Base
from aligncheck.obligations.instances import abstracted
from aligncheck.obligations.opening import opened, start
from aligncheck.obligations.saturation import gives_elements, rounds
from aligncheck.obligations.shape import asks_for_witness
from aligncheck.obligations.witness import Search

DEEPEST = 3
"""Alternatives and negated assumptions within one another."""
LONGER = 0.7
"""Seconds for a proof with more in scope."""
PATIENCE = 2.0
"""Seconds for one choice of witnesses: wrong ones are mostly refuted at once."""
SHARE = 0.5
"""Of the time that is left, for one search."""


def by_cases(asking: Asking, goal: Goal, empty: frozenset[str] = frozenset()) -> Theorem | None:
    """The goal as it is, or where a sort is empty and where it is not, one sort after the other."""
    growing = Growing(goal).opened()
    theorem = _direct(asking, growing.goal, empty, DEEPEST)
    if theorem is not None:
        return growing.proved(theorem)
    sort = _open_sort(growing.goal, empty)
    if sort is None or asking.left <= 0:
        return None
    step = take(Cases(Quant("exists", Var("x", Base(sort)), TRUE)), growing.goal)
    without = by_cases(asking, step.premises[1], empty | {sort})
    if without is None:
        return None
    # What has no elements is settled sooner, and tells sooner that this way leads nowhere.
    inhabited = by_cases(asking, step.premises[0], empty)
    if inhabited is None:
        return None
    return growing.then(step, (inhabited,)).proved(without)


def _open_sort(goal: Goal, empty: frozenset[str]) -> str | None:
    """A sort of which nothing says whether it is empty, one of a structure first."""
    known = empty | {each.type.name for each in goal.constants if isinstance(each.type, Base)}
    open_sorts = sorted((each for each in goal.sorts if each not in known), key=lambda name: "." not in name)
    return next(iter(open_sorts), None)


def _direct(asking: Asking, goal: Goal, empty: frozenset[str], depth: int) -> Theorem | None:
    if asking.left <= 0:
        return None
    known = evident(goal) or _as_atoms(asking, goal)
    if known is not None or depth == 0:
        return known
    if isinstance(goal.conclusion, Op) and goal.conclusion.name == "or":
        return _one_of(asking, goal, len(goal.conclusion.args), empty, depth)
    theorem = _witnessed(asking, goal, empty)
    return theorem if theorem is not None else _denied(asking, goal, empty, depth)


def _as_atoms(asking: Asking, goal: Goal) -> Theorem | None:
    """With what quantifies over functions taken as a whole."""
    plain = abstracted(start(goal))
    attempt = asking.proving(plain, 2 * SHORT)
    return None if attempt.theorem is None else plain.proved(attempt.theorem)


def _one_of(asking: Asking, goal: Goal, count: int, empty: frozenset[str], depth: int) -> Theorem | None:
    """By one of the alternatives."""
    for at in range(count):
        growing = Growing(goal).then(take(Alternative(at), goal)).opened()
        theorem = _direct(asking, growing.goal, empty, depth - 1)
        if theorem is not None:
            return growing.proved(theorem)
    return None


def _denied(asking: Asking, goal: Goal, empty: frozenset[str], depth: int) -> Theorem | None:
    """What an assumption says that there is not, is there: a contradiction."""
    for at, each in enumerate(goal.assumptions):
        formula = each.formula
        if isinstance(formula, Op) and formula.name == "not" and asks_for_witness(formula.args[0]):
            growing = Growing(goal).then(take(Deny(at), goal))
            growing = growing.then(take(Drop((at,)), growing.goal)).opened()
            theorem = _direct(asking, growing.goal, empty, depth - 1)
            if theorem is not None:
                return growing.proved(theorem)
    return None


def _witnessed(asking: Asking, goal: Goal, empty: frozenset[str]) -> Theorem | None:
    """With each way to have more in scope: the witnesses of the ∃ there are, or a proof without any."""
    searches = asks_for_witness(goal.conclusion) or isinstance(goal.conclusion, Quant)
    for growing in _scopes(asking, Growing(goal)):
        if searches:
            search = Search(growing.goal, partial(ask, asking, patient=True), (), True, empty, PATIENCE)
            share = max(asking.left * SHARE, 0.05)
            found = search.run(share, share)
            theorem = None if found is None else found.theorem
        else:
            theorem = asking.proving(start(growing.goal), LONGER).theorem
        if theorem is not None:
            return growing.proved(theorem)
        if asking.left <= 0:
            return None
    return None


def _scopes(asking: Asking, growing: Growing) -> Iterator[Growing]:
    chosen = with_maps(asking, growing, choice=True)
    if chosen.goal is not growing.goal or asks_for_witness(growing.goal.conclusion):
        yield chosen
    elif isinstance(growing.goal.conclusion, Quant):
        yield growing
    yield from with_applications(asking, growing)
    if gives_elements(growing.goal):
        yield from (growing.along(opened(each)) for each in rounds(start(growing.goal)))
