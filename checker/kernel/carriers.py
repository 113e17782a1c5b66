"""The members of a type in a model, all of them, in one fixed order.

Base sorts are what the model says; everything else is recomputed: all tuples, all functions, all subsets.
"""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import product
from typing import Final, Protocol, assert_never

from aligncheck.kernel.terms import Lam
from aligncheck.kernel.types import BOOL, Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type
from aligncheck.kernel.unanswered import CannotEvaluate, Endless
from aligncheck.kernel.values import ClassValue, Element, Injected, MemberValue, RecordValue, Table, Value

MAX_MEMBERS: Final = 200_000


class Meaning(Protocol):
    """What carriers need to know of the predicates, relations and laws inside types."""

    sizes: Mapping[str, int]

    def holds(self, lam: Lam) -> Callable[[Value], bool]:
        """The predicate itself."""

    def within(self, base: Type, lam: Lam) -> Sequence[Value] | None:
        """Finitely many members of `base` outside which the predicate is false, if its shape shows them."""


def members(type: Type, meaning: Meaning) -> tuple[Value, ...]:
    """All members. Raises Endless where there are infinitely many or might be, CannotEvaluate where
    there are too many, or where a type does not make sense in the model."""
    match type:
        case Prim():
            if type != BOOL:
                raise Endless(f"`{type.name}` is infinite")
            return (False, True)
        case Base(name, index):
            if index or name not in meaning.sizes:
                raise CannotEvaluate(f"the model says nothing about the sort `{name}`")
            return tuple(Element(name, at) for at in range(meaning.sizes[name]))
        case Enum(_, names):
            return tuple(map(MemberValue, names))
        case Prod(items):
            return _tuples(items, meaning)
        case Sum(items):
            parts = [members(item, meaning) for item in items]
            return tuple(Injected(at, value) for at, part in enumerate(parts) for value in part)
        case Fun(domain, codomain):
            return _functions(domain, codomain, meaning)
        case SetT(element):
            return _subsets(members(element, meaning))
        case Sub(base, predicate):
            return _subset(base, predicate, meaning)
        case Quot(base, relation):
            with _uncertain():
                elements = members(base, meaning)
            return _classes(elements, meaning.holds(relation))
        case Struct(_, fields, law):
            return _records([kind for _, kind in fields], law, meaning)
        case _:
            assert_never(type)


@contextmanager
def _uncertain() -> Iterator[None]:
    """What is endless inside may be finite outside."""
    try:
        yield
    except Endless as problem:
        raise Endless(problem.reason, certain=False) from None


def _tuples(items: Sequence[Type], meaning: Meaning) -> tuple[tuple[Value, ...], ...]:
    parts: list[tuple[Value, ...]] = []
    endless: Endless | None = None
    for item in items:
        try:
            parts.append(members(item, meaning))
        except Endless as problem:
            endless = problem if endless is None or endless.certain else endless
    if not all(parts):
        return ()
    if endless is not None:
        raise endless
    count = 1
    for part in parts:
        count *= len(part)
    _cap(count)
    return tuple(product(*parts))


def _records(items: Sequence[Type], law: Lam | None, meaning: Meaning) -> tuple[Value, ...]:
    if law is None:
        return tuple(map(RecordValue, _tuples(items, meaning)))
    with _uncertain():
        rows = _tuples(items, meaning)
    return tuple(filter(meaning.holds(law), map(RecordValue, rows)))


def _functions(domain: Type, codomain: Type, meaning: Meaning) -> tuple[Value, ...]:
    try:
        arguments = members(domain, meaning)
    except Endless as problem:
        values = members(codomain, meaning)
        if len(values) > 1 or not problem.certain:
            raise
        return tuple(Table((), value) for value in values)
    if not arguments:
        return (Table(()),)
    values = members(codomain, meaning)
    if len(values) > 1:
        _cap(len(values) ** min(len(arguments), 64))
    return tuple(
        Table(tuple(zip(arguments, row, strict=True))) for row in product(values, repeat=len(arguments))
    )


def _subsets(elements: tuple[Value, ...]) -> tuple[Value, ...]:
    _cap(2 ** min(len(elements), 64))
    rows = product((False, True), repeat=len(elements))
    return tuple(frozenset(e for e, there in zip(elements, row, strict=True) if there) for row in rows)


def _subset(base: Type, predicate: Lam, meaning: Meaning) -> tuple[Value, ...]:
    try:
        candidates: Sequence[Value] = members(base, meaning)
    except Endless as problem:
        reached = meaning.within(base, predicate)
        if reached is None:
            raise Endless(problem.reason, certain=False) from None
        candidates = reached
    return tuple(filter(meaning.holds(predicate), candidates))


def _classes(elements: tuple[Value, ...], related: Callable[[Value], bool]) -> tuple[Value, ...]:
    """The classes in the order of their first members. What is not an equivalence has none."""
    rows = [frozenset(b for b in elements if related((a, b))) for a in elements]
    classes = tuple(dict.fromkeys(rows))
    reflexive = all(a in row for a, row in zip(elements, rows, strict=True))
    if not reflexive or sum(map(len, classes)) != len(elements):
        raise CannotEvaluate("a quotient by a relation that is not an equivalence")
    return tuple(map(ClassValue, classes))


def _cap(count: int) -> None:
    if count > MAX_MEMBERS:
        raise CannotEvaluate(f"a type with more than {MAX_MEMBERS} members")
