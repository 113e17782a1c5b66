"""What equality says at each type: functions and sets pointwise, tuples and records part by part."""
# TRUSTED

from __future__ import annotations

from aligncheck.kernel.build import conj, forall, iff
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import alike, free_names, fresh
from aligncheck.kernel.terms import (
    FALSE, TRUE, App, Case, ClassOf, Eq, Field, Guard, In, Inj, Lam, Member, Number, Proj, SetOf, Term, Truth,
    Tup, Var,
)  # fmt: skip
from aligncheck.kernel.types import BOOL, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sum, Type
from aligncheck.kernel.typing import unsubset


def equation(term: Eq) -> Term:
    """The same in terms of smaller types; the same object where there are none."""
    left, right, kind = term.left, term.right, unsubset(term.type)
    defined = conj(domain(left), domain(right))
    if defined == TRUE and alike(left, right):
        return TRUE
    meaning = _meaning(left, right, kind)
    if meaning is None:
        return term if kind is term.type else Eq(left, right, kind)
    return meaning if defined == TRUE else Guard(defined, meaning)


def _meaning(left: Term, right: Term, kind: Type) -> Term | None:
    match kind:
        case Prim():
            if isinstance(left, Number) and isinstance(right, Number):
                return Truth(left.value == right.value)
            return iff(left, right) if kind == BOOL else None
        case Enum(_, members):
            if isinstance(left, Member) and isinstance(right, Member):
                return Truth(left.name == right.name)
            return TRUE if len(members) < 2 else None
        case Prod(items):
            return conj(*(Eq(Proj(left, at), Proj(right, at), item) for at, item in enumerate(items)))
        case Struct(_, fields, _):
            return conj(*(Eq(Field(left, name), Field(right, name), item) for name, item in fields))
        case Fun(domain_type, codomain):
            var = _variable(left, right, domain_type)
            return forall(var, Eq(App(left, var), App(right, var), codomain))
        case SetT(element):
            var = _variable(left, right, element)
            return forall(var, iff(In(var, left), In(var, right)))
        case Quot(_, relation):
            if isinstance(left, ClassOf) and isinstance(right, ClassOf):
                return App(relation, Tup((left.value, right.value)))
            return None
        case Sum():
            return _alternatives(left, right, kind)
        case _:
            return None


def _alternatives(left: Term, right: Term, kind: Sum) -> Term | None:
    if isinstance(left, Inj) and isinstance(right, Inj):
        return Eq(left.value, right.value, kind.items[left.index]) if left.index == right.index else FALSE
    if isinstance(left, Inj) or isinstance(right, Inj):
        (known, other) = (left, right) if isinstance(left, Inj) else (right, left)
    elif any(isinstance(unsubset(item), (Fun, SetT, Prod, Struct, Sum, Quot)) for item in kind.items):
        known, other = left, right
    else:
        return None
    branches = []
    for at, item in enumerate(kind.items):
        var = Var(fresh("x", free_names(known)), item)
        branches.append(Lam(var, Eq(known, Inj(at, var, kind), kind)))
    return Case(other, tuple(branches))


def _variable(left: Term, right: Term, kind: Type) -> Var:
    """A variable for any argument; called as the functions or sets themselves call it, if they do."""
    named = next((side.var.name for side in (left, right) if isinstance(side, (Lam, SetOf))), "x")
    return Var(fresh(named, free_names(left) | free_names(right)), kind)
