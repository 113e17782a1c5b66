"""Induction over a natural number that the author names: ∀ n: Nat. φ(n) from φ(0) and φ(k) -> φ(k + 1). The
claim's other variables are generalised, but for functions and sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.build import add, number
from aligncheck.kernel.rules import Induction, Peel, Revert
from aligncheck.kernel.substitution import free_names
from aligncheck.kernel.terms import BigSum, Const, Quant
from aligncheck.kernel.theorem import Step, take
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import NAT
from aligncheck.obligations.members import tidy
from aligncheck.obligations.opening import Trail, introduced, start, started
from aligncheck.obligations.shape import is_higher


def induction(root: Goal, name: str, variables: Sequence[str]) -> tuple[Trail, Step] | None:
    """The steps down to the ∀ over `name`, and the step of induction there; None if there is no such ∀."""
    trail = started(start(root))
    try:
        if not _is_over(trail.goal, name):
            if all(each.name != name for each in trail.goal.constants):
                trail = introduced(trail)
            trail = trail.then(take(Revert((name, *_others(trail.goal, name, variables))), trail.goal))
            # The bound variable has a name of its own, so that no binder within captures it.
        return trail, take(Induction(), trail.goal)
    except KernelRefusal:
        return None


def numbers(root: Goal, variables: Sequence[str]) -> list[str]:
    """The natural numbers that an induction may go by: the claim's own, then those of ∀ in the conclusion, the last
    first."""
    own = [each.name for each in root.constants if each.type == NAT and each.name in variables]
    bound: list[str] = []
    conclusion = root.conclusion
    while isinstance(conclusion, Quant) and conclusion.kind == "forall":
        if conclusion.var.type == NAT:
            bound.insert(0, conclusion.var.name)
        conclusion = conclusion.body
    return own + [name for name in bound if name not in own]


def last_terms(goal: Goal) -> Iterator[Peel]:
    """What the sums in the conclusion are without their last term."""
    seen: list[BigSum] = []
    for node in walk(goal.conclusion):
        if isinstance(node, BigSum) and node.bounds is not None and not free_names(node) and node not in seen:
            seen.append(node)
            yield Peel(node, tidy(node.bounds[1]), tidy(add(node.bounds[1], number(-1))))


def _is_over(goal: Goal, name: str) -> bool:
    conclusion = goal.conclusion
    return (
        isinstance(conclusion, Quant)
        and conclusion.kind == "forall"
        and conclusion.var.name == name
        and (conclusion.var.type == NAT)
    )


def _others(goal: Goal, name: str, variables: Sequence[str]) -> list[str]:
    """The other variables of the claim, not functions nor sets, that an assumption ties to nothing fixed."""
    in_types = {node.name for each in goal.constants for node in walk(each.type) if isinstance(node, Const)}
    return [
        each.name
        for each in goal.constants
        if each.name in variables and each.name not in in_types | {name} and not is_higher(each.type)
    ]
