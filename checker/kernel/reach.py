"""Which values can make a formula true, read off its shape: what a variable of an infinite type ranges over
where the formula bounds it, equates it, or takes it from a finite set."""
# TRUSTED

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from aligncheck.kernel.known import conjuncts
from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.terms import Eq, In, Op, Quant, SetOf, Term, Var
from aligncheck.kernel.traversal import plainly_total
from aligncheck.kernel.types import INT, NAT, Sub
from aligncheck.kernel.typing import instantiate, unsubset


@dataclass(frozen=True, slots=True)
class Bound:
    """`var ≥ end` (lower) or `var ≤ end`; strictly so if `strict`."""

    lower: bool
    strict: bool
    end: Term


@dataclass(frozen=True, slots=True)
class Between:
    """The integers (naturals) within these bounds. A bound is only asked where those before it leave
    something: that is how a conjunction reads."""

    bounds: tuple[Bound, ...]
    natural: bool


@dataclass(frozen=True, slots=True)
class Exactly:
    """This one value."""

    value: Term


@dataclass(frozen=True, slots=True)
class Among:
    """The members of this set, if it turns out to be a finite one."""

    set: Term


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The values of all of these."""

    parts: tuple[Reach, ...]


@dataclass(frozen=True, slots=True)
class Through:
    """The values of `part` for each value of `var`, whose formula is `body`."""

    var: Var
    body: Term
    part: Reach


Reach: TypeAlias = Between | Exactly | Among | AnyOf | Through


def reach(var: Var, formula: Term) -> Reach | None:
    """Values of `var` outside which `formula` is defined and false; None if its shape shows none.

    Only what is asked first counts, unless all of the formula is plainly defined: a later part may be
    undefined where an earlier one is true.
    """
    items = [*_subset_conditions(var), *conjuncts(formula)]
    anywhere = all(map(plainly_total, items))
    bounds: list[Bound] = []
    for item in items:
        bound = _bound(var, item)
        if bound is not None:
            bounds.append(bound)
        elif not anywhere:
            break
    between = _between(var, bounds)
    if between is not None:
        return between
    for item in items if anywhere else items[:1]:
        found = _of_one(var, item)
        if found is not None:
            return found
    return None


def _subset_conditions(var: Var) -> list[Term]:
    conditions: list[Term] = []
    kind = var.type
    while isinstance(kind, Sub):
        conditions = [*conjuncts(instantiate(kind.predicate, var)), *conditions]
        kind = kind.base
    return conditions


def _bound(var: Var, item: Term) -> Bound | None:
    match item:
        case Op("le" | "lt" as name, (Var(found), end)) if found == var.name and _apart(var, end):
            return Bound(False, name == "lt", end)
        case Op("le" | "lt" as name, (end, Var(found))) if found == var.name and _apart(var, end):
            return Bound(True, name == "lt", end)
        case _:
            return None


def _between(var: Var, bounds: Sequence[Bound]) -> Between | None:
    kind = unsubset(var.type)
    if kind not in (NAT, INT) or not any(not bound.lower for bound in bounds):
        return None
    if kind == INT and not any(bound.lower for bound in bounds):
        return None
    return Between(tuple(bounds), kind == NAT)


def _of_one(var: Var, item: Term) -> Reach | None:
    match item:
        case Eq(Var(found), value, _) if found == var.name and _apart(var, value):
            return Exactly(value)
        case Eq(value, Var(found), _) if found == var.name and _apart(var, value):
            return Exactly(value)
        case In(Var(found), SetOf(inner, body)) if found == var.name:
            return reach(var, substitute(body, {inner.name: var})) if plainly_total(body) else None
        case In(Var(found), set) if found == var.name and _apart(var, set):
            return Among(set)
        case Op("or", args) if all(map(plainly_total, args)):
            parts = [reach(var, arg) for arg in args]
            known = tuple(part for part in parts if part is not None)
            return AnyOf(known) if len(known) == len(parts) else None
        case Quant("exists", inner, body) if plainly_total(body) and inner.name != var.name:
            part = reach(var, body)
            return None if part is None else Through(inner, body, part)
        case _:
            return None


def _apart(var: Var, term: Term) -> bool:
    return var.name not in free_names(term)
