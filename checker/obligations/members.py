"""Families over symbolic ranges: assumptions ∀ i. (a ≤ i ≤ b) -> φ(C[i], C[i+1]) are used at the members that
the conclusion speaks of, and a counterexample is looked for at small sizes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from aligncheck.kernel.build import add, number
from aligncheck.kernel.families import indexed, linear
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import At, Drop, Instance
from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.terms import Const, Number, Op, Quant, Term
from aligncheck.kernel.theorem import take
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import INT, NAT, Base
from aligncheck.obligations.opening import Trail


def fixed_sizes(goal: Goal, most: int) -> Iterator[At]:
    """The number symbols in indices and ranges at 0, 1, 2, …, one symbol at a time if there is only one."""
    numbers = [each.name for each in goal.constants if each.type in (NAT, INT)]
    fixed = any(each.label.startswith(f"{name} = ") for each in goal.assumptions for name in numbers)
    if len(numbers) == 1 and not fixed:
        yield from (At(numbers[0], value) for value in range(most + 1))


def first_implication(goal: Goal) -> int | None:
    """An assumption A -> B about members whose B may be had by showing A."""
    for at, each in enumerate(goal.assumptions):
        if isinstance(each.formula, Op) and each.formula.name == "implies" and indexed(each.formula):
            return at
    return None


def with_members(trail: Trail) -> Trail:
    """Assumptions that are a ∀ over indices are replaced by their instances at the conclusion's members."""
    goal = trail.goal
    general = [
        at
        for at, each in enumerate(goal.assumptions)
        if isinstance(each.formula, Quant) and each.formula.kind == "forall" and _over_index(each.formula)
    ]
    spoken = _indices(goal.conclusion)
    for at in general:
        formula = goal.assumptions[at].formula
        if isinstance(formula, Quant):
            for value in _values(formula, spoken):
                try:
                    trail = trail.then(take(Instance(at, (value,)), trail.goal))
                except KernelRefusal:
                    continue
    return trail.then(take(Drop(tuple(general)), trail.goal)) if general else trail


def _over_index(formula: Quant) -> bool:
    return formula.var.type in (NAT, INT) and indexed(formula.body)


def _indices(term: Term) -> list[Term]:
    """The closed index terms that occur, each once."""
    found: dict[Term, None] = {}
    for node in walk(term):
        if isinstance(node, (Base, Const)):
            for each in node.index:
                if not free_names(each):
                    found.setdefault(each)
    return list(found)


def _values(formula: Quant, spoken: list[Term]) -> list[Term]:
    """Values of the bound index at which one of its members is one that is spoken of."""
    offsets: set[int] = set()
    for node in walk(formula.body):
        if isinstance(node, (Base, Const)):
            for each in node.index:
                if free_names(each) == {formula.var.name}:
                    rest = linear(substitute(each, {formula.var.name: number(0)}))
                    if not set(rest) - {""}:
                        offsets.add(int(rest.get("", Fraction(0))))
    found: dict[tuple[tuple[str, Fraction], ...], Term] = {}
    for each in spoken:
        for offset in sorted(offsets):
            value = tidy(add(each, number(-offset)) if offset else each)
            found.setdefault(tuple(sorted(linear(value).items())), value)
    return list(found.values())


def tidy(term: Term) -> Term:
    """A sum, flat, with its numbers added up."""
    if not isinstance(term, Op) or term.name != "add":
        return term
    parts = add(*map(tidy, term.args))
    items = parts.args if isinstance(parts, Op) and parts.name == "add" else (parts,)
    constant = sum((part.value for part in items if isinstance(part, Number)), Fraction(0))
    rest = [part for part in items if not isinstance(part, Number)]
    return add(*rest, number(constant)) if rest else number(constant)
