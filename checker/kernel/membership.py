"""When the value of a term lies in a type: the formula that says so, or a refusal where none is known.

What the type of a term alone shows is not asked again; conditions of subsets and laws of structures are.
"""
# TRUSTED

from __future__ import annotations

from aligncheck.kernel.build import conditional, conj, forall, implies, number
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.substitution import alike, free_names, fresh, reduce
from aligncheck.kernel.terms import (
    TRUE, App, Case, Choose, ClassOf, Const, Field, Guard, If, Inj, Lam, OnClass, Op, Proj, Record, SortQuant,
    Term, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.traversal import is_type, parts, walk
from aligncheck.kernel.types import INT, NAT, NUMERIC, Base, Fun, Prod, Quot, Struct, Sub, Sum, Type
from aligncheck.kernel.typing import instantiate, type_of, unsubset


def belongs(term: Term, type: Type) -> Term:
    """A formula that is true, where `term` is defined, exactly if its value lies in `type`."""
    match type:
        case Sub(base, predicate):
            return conj(belongs(term, base), instantiate(predicate, term))
        case Struct(_, fields, law):
            parts = [belongs(_field(term, name), kind) for name, kind in fields]
            return conj(*parts, *([] if law is None else [instantiate(law, term)]))
        case Prod(items) if isinstance(unsubset(type_of(term)), Prod):
            return conj(*(belongs(_item(term, at), item) for at, item in enumerate(items)))
        case Fun(domain, codomain):
            actual = unsubset(type_of(term))
            if not isinstance(actual, Fun) or not alike(actual.domain, domain):
                raise KernelRefusal("a function of another domain")
            name = fresh("x", free_names(term) | free_names(type))
            var = Var(name, domain)
            return forall(var, belongs(reduce(App(term, var)), codomain))
        case Sum() | Quot():
            return _by_parts(term, type)
        case _:
            return _by_type(term, type)


def _field(record: Term, name: str) -> Term:
    """The field where the record is defined: all its fields are then."""
    if isinstance(record, Record):
        names = [field for field, _ in record.type.fields]
        if name in names and len(names) == len(record.values):
            return record.values[names.index(name)]
    return Field(record, name)


def _item(pair: Term, at: int) -> Term:
    """The item where the tuple is defined: all its items are then."""
    return pair.items[at] if isinstance(pair, Tup) else Proj(pair, at)


def _by_parts(term: Term, type: Sum | Quot) -> Term:
    """An alternative or a class says its own type: what was put into it is asked about, case by case."""
    match term, type:
        case Inj(index, value, Sum(given)), Sum(items) if len(given) == len(items):
            return belongs(value, items[index])
        case ClassOf(value, own), Quot(base, relation) if alike(own.relation, relation):
            return belongs(value, base)
        case If(condition, then, otherwise), _:
            return conditional(condition, belongs(then, type), belongs(otherwise, type))
        case Guard(condition, body), _:
            return implies(condition, belongs(body, type))
        case Case(subject, branches), _:
            return Case(subject, tuple(Lam(each.var, belongs(each.body, type)) for each in branches))
        case _:
            return _by_type(term, type)


def _by_type(term: Term, type: Type) -> Term:
    check(term)
    actual = unsubset(type_of(term))
    if actual in NUMERIC and type in NUMERIC:
        if NUMERIC.index(actual) <= NUMERIC.index(type):
            return TRUE
        if actual == INT and type == NAT:
            return Op("le", (number(0), term))
        raise KernelRefusal("a real number is not known to be a whole one")
    if not alike(actual, type):
        raise KernelRefusal("a term of another type")
    return TRUE


def check(term: Term) -> None:
    """Refuse a term whose type says more than its parts show: a record whose law is not shown, a choice,
    or an argument, an alternative, a member of a class or a field not known to lie where it must."""
    for node in walk(term):
        if not is_type(node):
            _check(node)


def _check(node: Term) -> None:
    match node:
        case Record(type, _) if type.law is not None:
            raise KernelRefusal("a record whose law is not shown")
        case Record(type, values):
            pairs = [(type_of(value), kind) for value, (_, kind) in zip(values, type.fields, strict=True)]
        case Choose():
            raise KernelRefusal("a choice")
        case App(function, argument):
            arrow = unsubset(type_of(function))
            if isinstance(arrow, Fun) and not fits(argument, arrow.domain):
                raise KernelRefusal("an argument of another type")
            return
        case Inj(index, value, type):
            pairs = [(type_of(value), type.items[index])]
        case ClassOf(value, type):
            pairs = [(type_of(value), type.base)]
        case Case(subject, branches):
            kind = unsubset(type_of(subject))
            if not isinstance(kind, Sum) or len(kind.items) != len(branches):
                raise KernelRefusal("other alternatives than there are")
            pairs = list(zip(kind.items, (each.var.type for each in branches), strict=True))
        case OnClass(subject, branch):
            kind = unsubset(type_of(subject))
            pairs = [(kind.base if isinstance(kind, Quot) else kind, branch.var.type)]
        case _:
            return
    if not all(within(type, other) for type, other in pairs):
        raise KernelRefusal("a part of another type")


def fits(term: Term, type: Type) -> bool:
    """Whether the type of the term alone shows that its value lies in `type`."""
    if isinstance(term, Tup) and isinstance(type, Prod) and len(term.items) == len(type.items):
        return all(fits(item, kind) for item, kind in zip(term.items, type.items, strict=True))
    return within(type_of(term), type)


def within(actual: Type, type: Type) -> bool:
    """Whether every member of the one type is seen to be one of the other."""
    if alike(actual, type):
        return True
    bare = unsubset(actual)
    if bare in NUMERIC and type in NUMERIC:
        return NUMERIC.index(bare) <= NUMERIC.index(type)
    return alike(bare, type)


def closed(term: Term, goal: Goal) -> bool:
    """Whether every symbol and sort of the term is one of the goal's, and no variable is free in it."""
    known, sorts = set(goal.constants), set(goal.sorts)
    if free_names(term):
        return False
    for node in walk(term):
        if isinstance(node, Const) and node not in known and not (node.index and _family(node, goal)):
            return False
    return free_sorts(term) <= sorts


def free_sorts(root: Term | Type) -> frozenset[str]:
    """The sorts that stand in a term or type and that no quantifier over sorts in it binds; of families, none:
    a member's name is nothing that a binder holds."""
    if isinstance(root, Base):
        return frozenset() if root.index else frozenset({root.name})
    terms, types = parts(root)
    names: frozenset[str] = frozenset()
    for part in (*terms, *types):
        names |= free_sorts(part)
    return names - frozenset(root.sorts) if isinstance(root, SortQuant) else names


def _family(member: Const, goal: Goal) -> bool:
    """A member of a family is a symbol of its own, unless the goal has another meaning for the name."""
    return all(each.name != member.name or each.index for each in goal.constants)


__all__ = ["belongs", "check", "closed", "fits"]
