"""More in scope for a search: maps that assumptions give, and what a ∀ over functions says at terms there are."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.evidence.asking import SHORT, Asking
from aligncheck.evidence.growing import Growing
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Detach, Drop, Instance, Map
from aligncheck.kernel.terms import Op
from aligncheck.kernel.theorem import Theorem, evident, take
from aligncheck.obligations.applying import applications, over_functions
from aligncheck.obligations.maps import by_choice, maps
from aligncheck.obligations.opening import opened, start

FEW = 4
"""Instances of one assumption that are tried before all."""


def shown(asking: Asking, goal: Goal) -> Theorem | None:
    """A side condition, if it is had in a short time."""
    trail = opened(start(goal))
    attempt = asking.proving(trail, SHORT)
    return None if attempt.theorem is None else trail.proved(attempt.theorem)


def with_maps(asking: Asking, growing: Growing, choice: bool) -> Growing:
    """With a map for each ∀ … ∃: where there is only one value, and (`choice`) where there are several."""
    for rule in maps(growing.goal):
        growing = _mapped(asking, growing, rule, choice)
    return growing.opened()


def _mapped(asking: Asking, growing: Growing, rule: Map, choice: bool) -> Growing:
    for each in (rule, by_choice(rule)) if choice else (rule,):
        try:
            step = take(each, growing.goal)
        except KernelRefusal:
            return growing
        theorem = _stated(step.premises[0]) if each.choice else None
        theorem = theorem or shown(asking, step.premises[0])
        if theorem is not None:
            return growing.then(step, (theorem,))
    return growing


def _stated(goal: Goal) -> Theorem | None:
    """The goal where an assumption says it, perhaps in other words: of parts instead of the whole."""
    whole = Growing(goal).normal()
    whole = whole.along(opened(start(whole.goal), skolem=False))
    new = tuple(each for each in whole.goal.constants if each not in goal.constants)
    for at in range(len(whole.goal.assumptions)):
        try:
            growing = whole.then(take(Instance(at, new), whole.goal)).normal()
        except KernelRefusal:
            continue
        known = evident(growing.goal)
        if known is not None:
            return growing.proved(known)
    return None


def with_applications(asking: Asking, growing: Growing) -> Iterator[Growing]:
    """For each ∀ over functions among the assumptions: the goal with its instances whose conditions are met, in
    its place; first with few of them."""
    for at in over_functions(growing.goal):
        further = growing
        met = 0
        for rule in applications(growing.goal, at):
            if asking.left <= 0:
                return
            try:
                instance = take(rule, further.goal)
            except KernelRefusal:
                # The kernel does not see from its type that a term lies where it must.
                continue
            applied = _detached(asking, further.then(instance).normal())
            if applied is not None:
                further, met = applied, met + 1
                if met == FEW:
                    yield _without(further, at)
        if met not in (0, FEW):
            yield _without(further, at)


def _without(growing: Growing, at: int) -> Growing:
    return growing.then(take(Drop((at,)), growing.goal)).opened()


def _detached(asking: Asking, growing: Growing) -> Growing | None:
    """With the last assumption's conclusion, if its conditions are shown; None if they are not."""
    while True:
        last = len(growing.goal.assumptions) - 1
        formula = growing.goal.assumptions[last].formula
        if not isinstance(formula, Op) or formula.name != "implies":
            return growing
        step = take(Detach(last), growing.goal)
        theorem = evident(step.premises[0]) or shown(asking, step.premises[0])
        if theorem is None:
            return None
        growing = growing.then(step, (theorem,))
