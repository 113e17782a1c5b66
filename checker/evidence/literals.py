"""The value of a symbol in a model as a term that denotes it: functions by cases, sets by their members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from aligncheck.kernel.build import conditional, disj, neg
from aligncheck.kernel.terms import (
    Eq,
    Inj,
    Lam,
    ClassOf,
    Member,
    Number,
    Record,
    SetOf,
    Term,
    Truth,
    Tup,
    Var,
)
from aligncheck.kernel.types import BOOL, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sum, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.kernel.values import (
    ByRule,
    ClassValue,
    Element,
    Injected,
    MemberValue,
    RecordValue,
    Table,
    Value,
)

Elements = Mapping[Element, Term]


class NoTerm(Exception):
    """A value that no term of the language denotes, in a reader's words."""


def literal(type: Type, value: Value, elements: Elements) -> Term:
    """A term for a value of a type; `elements` are those for the members of sorts. Raises NoTerm."""
    bare = unsubset(type)
    match bare, value:
        case _, bool():
            return Truth(value)
        case Prim(), Fraction():
            return Number(value, bare)
        case _, Element():
            return elements[value]
        case Enum(), MemberValue(name):
            return Member(name, bare)
        case Sum(items), Injected(index, inner):
            return Inj(index, literal(items[index], inner, elements), bare)
        case Prod(items), tuple():
            return Tup(tuple(literal(each, part, elements) for each, part in zip(items, value, strict=True)))
        case Struct(_, fields), RecordValue(values):
            pairs = zip(fields, values, strict=True)
            return Record(bare, tuple(literal(kind, part, elements) for (_, kind), part in pairs))
        case Quot(base, _), ClassValue(members):
            return ClassOf(literal(base, min(members, key=repr), elements), bare)
        case SetT(element), frozenset():
            var = Var("x", element)
            return SetOf(var, _one_of(var, sorted(value, key=repr), elements))
        case Fun(argument, result), Table():
            return _by_cases(argument, result, value, elements)
        case _, ByRule(rule):
            return rule
        case _:
            raise NoTerm("a sequence without end")


def _one_of(var: Var, values: Sequence[Value], elements: Elements) -> Term:
    return disj(*(Eq(var, literal(var.type, each, elements), var.type) for each in values))


def _by_cases(argument: Type, result: Type, table: Table, elements: Elements) -> Term:
    """The commonest value last, as what is so everywhere else."""
    var = Var(_name(argument), argument)
    places: dict[Value, list[Value]] = {}
    for at, value in table.entries:
        places.setdefault(value, []).append(at)
    if unsubset(result) == BOOL:
        if table.otherwise is True:
            return Lam(var, neg(_one_of(var, places.get(False, []), elements)))
        return Lam(var, _one_of(var, places.get(True, []), elements))
    last = table.otherwise
    if last is None and places:
        last = max(places, key=lambda value: len(places[value]))
    if last is None:
        raise NoTerm("a function from nothing")
    body = literal(result, last, elements)
    for value, ats in reversed(places.items()):
        if value != last:
            body = conditional(_one_of(var, ats, elements), literal(result, value, elements), body)
    return Lam(var, body)


def _name(argument: Type) -> str:
    return "p" if isinstance(unsubset(argument), Prod) else "x"
