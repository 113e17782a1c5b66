"""What formulas say about integers: linear terms read off core terms, and conditions as alternatives of linear
constraints. A member of an enumeration counts as its place in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

from aligncheck.elaborate.integers import (
    Linear,
    at_least,
    constant,
    contrary,
    impossible,
    minus,
    plus,
    times,
    variable,
)  # fmt: skip
from aligncheck.elaborate.sets import member
from aligncheck.kernel.substitution import fresh, substitute
from aligncheck.kernel.terms import (
    Const, Eq, Guard, In, Member, Number, Op, Quant, SetOf, Term, Truth, Var,
)  # fmt: skip
from aligncheck.kernel.types import INT, NAT, Enum, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.records import dataclass

Branch = tuple[Linear, ...]
"""Constraints that hold together."""

_MOST_BRANCHES = 70
_unused = count()


@dataclass(frozen=True, slots=True)
class Region:
    """One of the branches holds at least; `exact`: and nothing else is said."""

    branches: tuple[Branch, ...]
    exact: bool = True


ANYWHERE = Region(((),))
NOWHERE = Region(())
UNTOLD = Region(((),), exact=False)


def both(*regions: Region) -> Region:
    """What all regions say together; branches that cannot be are left out."""
    branches: list[Branch] = [()]
    for region in regions:
        branches = [(*one, *other) for one in branches for other in region.branches]
        if len(regions) > 1 and len(branches) > 1:
            branches = [branch for branch in branches if not impossible(branch)]
        if len(branches) > _MOST_BRANCHES:
            return UNTOLD
    return Region(tuple(branches), all(region.exact for region in regions))


def either(*regions: Region) -> Region:
    branches = tuple(branch for region in regions for branch in region.branches)
    if len(branches) > _MOST_BRANCHES:
        return UNTOLD
    return Region(branches, all(region.exact for region in regions))


def complement(of: Region) -> Region:
    """Where none of the branches holds."""
    if not of.exact:
        return UNTOLD
    return both(*(either(*(region(contrary(each)) for each in branch)) for branch in of.branches))


def put(of: Region, values: Mapping[str, Linear]) -> Region:
    """The same with linear terms in the place of some names."""
    branches = tuple(tuple(each.put(values) for each in branch) for branch in of.branches)
    return Region(branches, of.exact)


def region(*constraints: Linear) -> Region:
    return Region((constraints,))


def at(one: Linear, other: Linear) -> Region:
    """one = other."""
    return region(at_least(one, other), at_least(other, one))


def between(low: Linear, value: Linear, high: Linear) -> Region:
    return region(at_least(value, low), at_least(high, value))


def linear(term: Term) -> Linear | None:
    """A core term as Σ c·x + d over its integer variables and symbols; None if it is not linear."""
    match term:
        case Number(value, _):
            return constant(int(value)) if value.denominator == 1 else None
        case Member(name, Enum(_, members)):
            return constant(members.index(name))
        case Var(name, type) | Const(name, type, ()) if _countable(type):
            return variable(name)
        case Guard(_, body):
            return linear(body)
        case Op("neg", (inner,)):
            part = linear(inner)
            return None if part is None else times(-1, part)
        case Op("add" | "mul" as operation, args):
            parts = [linear(arg) for arg in args]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return plus(*known) if operation == "add" else product(known)
        case _:
            return None


def _countable(type: Type) -> bool:
    bare = unsubset(type)
    return bare in (INT, NAT) or isinstance(bare, Enum)


def product(parts: Iterable[Linear]) -> Linear | None:
    """The product; None where two factors are not numbers."""
    result = constant(1)
    for part in parts:
        if part.terms and result.terms:
            return None
        result = times(part.constant, result) if not part.terms else times(result.constant, part)
    return result


def condition(formula: Term, truth: bool = True) -> Region:
    """What a formula says of integers where it is true (`truth`), or false."""
    match formula:
        case Truth(value):
            return ANYWHERE if value == truth else NOWHERE
        case Op("not", (inner,)):
            return condition(inner, not truth)
        case Op("and" | "or" as operation, args):
            parts = [condition(arg, truth) for arg in args]
            return both(*parts) if (operation == "and") == truth else either(*parts)
        case Op("implies", (premise, conclusion)):
            sides = condition(premise, not truth), condition(conclusion, truth)
            return either(*sides) if truth else both(*sides)
        case Op("le" | "lt" as operation, (left, right)):
            return _comparison(operation, linear(left), linear(right), truth)
        case Eq(left, right, type) if _countable(type) or (linear(left) and linear(right)):
            return _equation(linear(left), linear(right), truth)
        case In(element, SetOf() as inside):
            return condition(member(element, inside), truth)
        case Quant("exists", var, body) if truth and _countable(var.type):
            inner = Var(f"{var.name}#{next(_unused)}", var.type)
            return both(values_of(inner), condition(substitute(body, {var.name: inner}), truth))
        case Guard(_, body):
            return condition(body, truth)
        case _:
            return UNTOLD


def _comparison(operation: str, left: Linear | None, right: Linear | None, truth: bool) -> Region:
    if left is None or right is None:
        return UNTOLD
    holds = minus(right, left) if operation == "le" else plus(minus(right, left), constant(-1))
    return region(holds if truth else contrary(holds))


def _equation(left: Linear | None, right: Linear | None, truth: bool) -> Region:
    if left is None or right is None:
        return UNTOLD
    if truth:
        return at(left, right)
    return either(region(contrary(at_least(left, right))), region(contrary(at_least(right, left))))


def values_of(symbol: Var | Const) -> Region:
    """What the type of a variable or symbol says of it."""
    bare, value = unsubset(symbol.type), variable(symbol.name)
    if bare == NAT:
        return region(value)
    if isinstance(bare, Enum):
        return between(constant(0), value, constant(len(bare.members) - 1))
    return ANYWHERE


def inside(value: Linear, set: Term, type: Type) -> Region:
    """value ∈ set, for a value of that type."""
    var = Var(fresh("at", value.names), type)
    found = condition(member(var, set) if isinstance(set, SetOf) else In(var, set))
    return put(found, {var.name: value})


def empty(of: Region) -> bool:
    """Whether no values are in the region. True is certain."""
    return all(impossible(branch) for branch in of.branches)


def shown(value: Linear) -> str:
    """A linear term as it is written: `n+1`, `2*n-i`."""
    parts: list[str] = []
    for name, c in sorted(value.terms, key=lambda pair: pair[1] < 0):
        sign = "-" if c < 0 else "+" if parts else ""
        parts.append(f"{sign}{name.rstrip('′')}" if abs(c) == 1 else f"{sign}{abs(c)}*{name.rstrip('′')}")
    if value.constant or not parts:
        parts.append(f"{value.constant:+d}" if parts else str(value.constant))
    return "".join(parts)
