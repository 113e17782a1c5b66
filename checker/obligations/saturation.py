"""What ∀ … ∃ assumptions give at the elements in scope, and at those that this gives, round by round. Solvers
that look for instances by patterns do not find these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import TypeAlias

from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Drop, Instance, Open, Witness
from aligncheck.kernel.substitution import alike
from aligncheck.kernel.terms import App, Member, Quant, Term
from aligncheck.kernel.theorem import take
from aligncheck.kernel.types import Base, Enum, Fun
from aligncheck.obligations.opening import Trail

ROUNDS = 2
MOST = 24
"""Instances of one assumption in one round."""

Element: TypeAlias = "tuple[Term, Base]"


def gives_elements(goal: Goal) -> bool:
    """Whether some assumption is a ∀ … ∃ over elements of sorts."""
    return any(_arguments(each.formula) for each in goal.assumptions)


def rounds(trail: Trail) -> Iterator[Trail]:
    """The goal with more elements in scope after each round, and without the ∀ … ∃ that gave them."""
    general = [at for at, each in enumerate(trail.goal.assumptions) if _arguments(each.formula)]
    old: list[Element] = []
    for _ in range(ROUNDS):
        known = elements(trail.goal)
        before = trail
        for at in general:
            kinds = _arguments(trail.goal.assumptions[at].formula)
            for terms in islice(_tuples(kinds, known, old), MOST):
                try:
                    trail = trail.then(take(Instance(at, terms), trail.goal))
                except KernelRefusal:
                    continue
        if trail is before:
            return
        # Opening keeps the assumptions before the new ones at their places.
        trail = trail.then(take(Open(), trail.goal))
        old = known
        yield trail.then(take(Drop(tuple(general)), trail.goal))


def elements(goal: Goal) -> list[Element]:
    """Elements of sorts: symbols, and what a map gives for one."""
    symbols = [(each, each.type) for each in goal.constants if isinstance(each.type, Base)]
    images: list[Element] = []
    for each in goal.constants:
        match each.type:
            case Fun(Base() as source, Base() as target):
                images += [(App(each, element), target) for element, kind in symbols if alike(kind, source)]
            case Fun(Enum(_, members) as source, Base() as target):
                images += [(App(each, Member(member, source)), target) for member in members]
            case _:
                pass
    return [*symbols, *images]


def _arguments(formula: Term) -> list[Base]:
    """The sorts of the ∀ at the head, if an ∃ over a sort follows; else none."""
    kinds: list[Base] = []
    while isinstance(formula, Quant) and formula.kind == "forall" and isinstance(formula.var.type, Base):
        kinds.append(formula.var.type)
        formula = formula.body
    gives = isinstance(formula, Quant) and formula.kind == "exists" and isinstance(formula.var.type, Base)
    return kinds if gives else []


def _tuples(
    kinds: Sequence[Base], known: Sequence[Element], old: Sequence[Element]
) -> Iterator[tuple[Term, ...]]:
    """Elements of these sorts, all different, not all of them old."""
    options = [[each for each in known if alike(each[1], kind)] for kind in kinds]
    for chosen in product(*options):
        if len(set(chosen)) == len(chosen) and not all(each in old for each in chosen):
            yield tuple(term for term, _ in chosen)


def with_element(goal: Goal) -> Iterator[Trail]:
    """The goal with each element in scope as the witness of the ∃ at its head, the newest first."""
    conclusion = goal.conclusion
    if not isinstance(conclusion, Quant) or conclusion.kind != "exists":
        return
    symbols = [(each, each.type) for each in goal.constants]
    for each, kind in (*reversed(symbols), *(pair for pair in elements(goal) if isinstance(pair[0], App))):
        if alike(kind, conclusion.var.type):
            yield Trail(goal, goal).then(take(Witness(((conclusion.var.name, each),)), goal))
