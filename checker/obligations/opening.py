"""From a claim's goal to one that engines take: structures in universal position and ∃ of assumptions
become fresh symbols (Skolemisation), ranges unroll, members of families get names. No step loses or
adds a counterexample."""

from __future__ import annotations

from dataclasses import dataclass

from aligncheck.kernel.apart import is_apart
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Apart, Expand, Families, Intro, Normalise, Open, Rule, Unroll
from aligncheck.kernel.terms import Guard, Op, Quant, SortQuant, Term
from aligncheck.kernel.theorem import Step, Theorem, conclude, take
from aligncheck.kernel.types import Struct
from aligncheck.kernel.typing import unconditional
from aligncheck.obligations.shape import is_indexed

ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps from a root goal down to `goal`, each with the premise it goes on with."""

    root: Goal
    goal: Goal
    steps: tuple[tuple[Step, int], ...] = ()

    def then(self, step: Step, premise: int = 0) -> Trail:
        return Trail(self.root, step.premises[premise], (*self.steps, (step, premise)))

    def proved(self, theorem: Theorem, since: int = 0) -> Theorem:
        """What stood after `since` steps as a theorem, where every step from there on has one premise."""
        for step, _ in reversed(self.steps[since:]):
            theorem = conclude(step, (theorem,))
        return theorem


def start(root: Goal) -> Trail:
    """No step yet."""
    return Trail(root, root)


def opened(trail: Trail, skolem: bool = True) -> Trail:
    """As far as the rules go. `skolem`: open the ∃ of assumptions too."""
    trail = started(trail)
    normal: Goal | None = None
    for _ in range(ROUNDS):
        before = trail.goal
        for rule in _due(trail.goal, skolem):
            trail = _taken(trail, rule)
        if trail.goal is not normal:
            trail = _taken(trail, Normalise())
            normal = trail.goal
        if trail.goal is before:
            break
    return trail


def started(trail: Trail) -> Trail:
    """With the bound sorts named apart, as every other rule needs it."""
    return trail if is_apart(trail.goal) else trail.then(take(Apart(), trail.goal))


def introduced(trail: Trail) -> Trail:
    """With only the ∀ and → at the head of the conclusion gone: the author's own formula is left."""
    return _taken(started(trail), Intro())


def _due(goal: Goal, skolem: bool) -> list[Rule]:
    rules: list[Rule] = []
    if is_indexed(goal):
        rules += [Unroll(), Families(numerals=True)]
    if any(isinstance(each.type, Struct) or each.type != unconditional(each.type) for each in goal.constants):
        rules.append(Expand())
    rules.append(Intro())
    if skolem:
        rules.append(Open())
    return rules


def _taken(trail: Trail, rule: Rule) -> Trail:
    """One step further, if the rule fits and changes something."""
    if isinstance(rule, Intro) and not _introducible(trail.goal.conclusion):
        return trail
    if isinstance(rule, Open) and not any(map(_openable, (each.formula for each in trail.goal.assumptions))):
        return trail
    try:
        step = take(rule, trail.goal)
    except KernelRefusal:
        return trail
    return trail if step.premises[0] == trail.goal else trail.then(step)


def _introducible(term: Term) -> bool:
    match term:
        case Quant("forall", _, _) | SortQuant("forall", _, _) | Op("implies" | "not", _) | Guard():
            return True
        case _:
            return False


def _openable(term: Term) -> bool:
    match term:
        case Op("and", _) | Quant("exists", _, _) | SortQuant("exists", _, _):
            return True
        case Op("not", (Quant("forall", _, _) | SortQuant("forall", _, _) | Op("implies", _),)):
            return True
        case _:
            return False
