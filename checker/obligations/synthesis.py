"""Terms of a type from what is in scope, shortest first: λ, tuples, injections, cases, and chains of
applications. Every term is closed over the symbols given and the λ around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from aligncheck.kernel import clock
from aligncheck.kernel.build import neg, number
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import alike, free_names, fresh, reduce
from aligncheck.kernel.terms import (
    FALSE, TRUE, App, Case, ClassOf, Const, Eq, Field, If, In, Inj, Lam, Member, Op, Proj, Record, SetOf, Term,
    The, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.traversal import plainly_total
from aligncheck.kernel.types import (
    BOOL, NUMERIC, Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type,
)  # fmt: skip
from aligncheck.kernel.typing import instantiate, unsubset

MOST = 60
"""Terms kept of one type, context and size."""


Build: TypeAlias = Callable[[Sequence[Term]], Term]
"""A term from arguments."""


@dataclass(frozen=True, slots=True)
class Producer:
    """What a head gives once its arguments are there."""

    result: Type
    arguments: tuple[Type, ...]
    build: Build


@dataclass(frozen=True, slots=True)
class Scope:
    """The heads in scope; `names` are taken."""

    producers: tuple[Producer, ...]
    sums: tuple[tuple[Term, Sum], ...]
    names: frozenset[str]

    def with_item(self, term: Term, type: Type, name: str) -> Scope:
        made = tuple(_producers(term, type))
        plain = [(each.build(()), each.result) for each in made if not each.arguments]
        sums = tuple((head, kind) for head, kind in plain if isinstance(kind, Sum))
        return Scope(self.producers + made, self.sums + sums, self.names | {name})


def scope_of(constants: Sequence[Const], more: Sequence[Producer] = ()) -> Scope:
    """Symbols as heads; of symbols that are disjoint unions no cases are made."""
    scope = Scope(tuple(more), (), frozenset(each.name for each in constants))
    for each in constants:
        scope = Scope(scope.producers + tuple(_producers(each, each.type)), scope.sums, scope.names)
    return scope


def _producers(head: Term, type: Type, depth: int = 4) -> Iterator[Producer]:
    """The head itself, applied, projected, its fields: everything that can be had from it."""

    def go(result: Type, arguments: tuple[Type, ...], build: Build, left: int) -> Iterator[Producer]:
        bare = unsubset(result)
        yield Producer(bare, arguments, build)
        if left == 0:
            return
        match bare:
            case Fun(domain, codomain):
                count = len(arguments)
                yield from go(
                    codomain, (*arguments, domain),
                    lambda args: reduce(App(build(args[:count]), args[count])), left - 1,
                )  # fmt: skip
            case Prod(items):
                for at, item in enumerate(items):
                    yield from go(item, arguments, _projection(build, at), left - 1)
            case Struct(_, fields, _):
                for name, kind in fields:
                    yield from go(kind, arguments, _field(build, name), left - 1)
            case _:
                pass

    yield from go(type, (), lambda _: head, depth)


def _projection(build: Build, at: int) -> Build:
    return lambda args: reduce(Proj(build(args), at))


def _field(build: Build, name: str) -> Build:
    return lambda args: reduce(Field(build(args), name))


@dataclass(slots=True)
class Synthesis:
    """Enumerates terms by size: the number of symbols in them, λ and brackets not counted. `conditional`:
    functions that ask a condition of their argument too. `empty` are sorts known to have no element."""

    deadline: Callable[[], bool] = field(default=lambda: False)
    conditional: bool = False
    empty: frozenset[str] = frozenset()
    _memo: dict[tuple[int, int, str], tuple[Term, ...]] = field(default_factory=dict)
    _scopes: list[Scope] = field(default_factory=list)
    _inner: dict[tuple[int, str], Scope] = field(default_factory=dict)

    def terms(self, type: Type, scope: Scope, size: int) -> tuple[Term, ...]:
        """All terms of exactly this size (the first MOST)."""
        clock.check()
        if size < 0 or self.deadline():
            return ()
        key = (id(scope), size, repr(type))
        known = self._memo.get(key)
        if known is None:
            self._scopes.append(scope)  # keeps the identity alive
            self._memo[key] = ()
            found: list[Term] = []
            for term in self._make(unsubset(type), scope, size):
                found.append(term)
                if len(found) >= MOST:
                    break
            kind = unsubset(type)
            if self.conditional and isinstance(kind, Fun):
                found += islice(self._conditionals(kind, scope, size), MOST)
            known = self._memo[key] = tuple(found)
        return known

    def _conditionals(self, type: Fun, scope: Scope, size: int) -> Iterator[Term]:
        """λ x. if φ then t else u, where φ asks something of x."""
        var = Var(fresh(_variable(type.domain), scope.names), type.domain)
        if self._memberless(type.domain):
            return
        inner = self._remember(scope, var)
        for cost in range(2, size):
            for condition in self._conditions(var, type.codomain, scope, inner, cost):
                for own in range(size - cost + 1):
                    for then in self.terms(type.codomain, inner, own):
                        for otherwise in self.terms(type.codomain, inner, size - cost - own):
                            if then != otherwise:
                                yield Lam(var, If(condition, then, otherwise))

    def _conditions(self, var: Var, codomain: Type, scope: Scope, inner: Scope, cost: int) -> Iterator[Term]:
        """What may be asked of an argument: whether it is this element, lies in this set, or in a subset of
        which the value is to be a member. Always true or false."""
        own = [
            (each.build(()), each.result)
            for each in _producers(var, var.type)
            if not each.arguments and isinstance(each.result, Base)
        ]
        for element, kind in own:
            for other in self.terms(kind, scope, cost - 1):
                if plainly_total(other):
                    yield Eq(element, other, kind)
            if cost == 2:
                yield from (instantiate(each, element) for each in _predicates(codomain, kind))
        for each in scope.producers:
            if isinstance(each.result, SetT) and not each.arguments:
                for member in self.terms(each.result.element, inner, cost - 1):
                    if var.name in free_names(member) and plainly_total(member):
                        yield In(member, each.build(()))

    def _make(self, type: Type, scope: Scope, size: int) -> Iterator[Term]:
        match type:
            case Fun(domain, codomain):
                name = fresh(_variable(domain), scope.names)
                var = Var(name, domain)
                for body in self._under(var, codomain, scope, size):
                    yield Lam(var, body)
            case Prod(items):
                for parts in self._several(items, scope, size):
                    yield Tup(parts)
                yield from self._heads(type, scope, size)
            case Sum(items):
                for at, item in enumerate(items):
                    for value in self.terms(item, scope, size - 1):
                        yield Inj(at, value, type)
                yield from self._heads(type, scope, size)
            case Enum(_, members):
                if size == 1:
                    yield from (Member(member, type) for member in members)
                yield from self._heads(type, scope, size)
            case Struct(_, fields, _):
                yield from self._heads(type, scope, size)
                for parts in self._several([kind for _, kind in fields], scope, size):
                    yield Record(type.lawless() if type.law is None else type, parts)
            case SetT(element):
                yield from self._heads(type, scope, size)
                yield from self._sets(element, scope, size)
            case Quot(base, _):
                yield from self._heads(type, scope, size)
                yield from (ClassOf(value, type) for value in self.terms(base, scope, size - 1))
            case Prim():
                yield from self._heads(type, scope, size)
                if size == 1:
                    yield from (TRUE, FALSE) if type == BOOL else (number(0), number(1))
            case Base() | Sub():
                yield from self._heads(type, scope, size)

    def _under(self, var: Var, type: Type, scope: Scope, size: int) -> Iterator[Term]:
        """Bodies of a λ over `var`: by cases if it is a disjoint union, or not."""
        if self._memberless(var.type) or self._memberless(type):
            if size == 0:
                # No argument ever comes: the value that does not exist is never asked for. Where only the
                # values are missing, whoever takes this witness must show that no argument comes.
                yield The(Var(fresh("none", scope.names), type), FALSE)
            return
        inner = self._remember(scope, var)
        yield from self.terms(type, inner, size)
        if inner.sums and size > 0:
            for subject, kind in inner.sums:
                yield from self._cases(subject, kind, type, self._without(inner, subject), size - 1)

    def _cases(self, subject: Term, kind: Sum, type: Type, scope: Scope, size: int) -> Iterator[Term]:
        def branches(at: int, left: int) -> Iterator[tuple[Lam, ...]]:
            if at == len(kind.items):
                if left == 0:
                    yield ()
                return
            var = Var(fresh(_variable(kind.items[at]), scope.names), kind.items[at])
            for own in range(left + 1):
                for body in self._under(var, type, scope, own):
                    for rest in branches(at + 1, left - own):
                        yield (Lam(var, body), *rest)

        for made in branches(0, size):
            yield Case(subject, made)

    def _heads(self, type: Type, scope: Scope, size: int) -> Iterator[Term]:
        for producer in scope.producers:
            if size >= 1 and _same(producer.result, type):
                for arguments in self._several(producer.arguments, scope, size - 1):
                    yield producer.build(arguments)

    def _several(self, types: Sequence[Type], scope: Scope, size: int) -> Iterator[tuple[Term, ...]]:
        if not types:
            if size == 0:
                yield ()
            return
        if len(types) == 1:
            for term in self.terms(types[0], scope, size):
                yield (term,)
            return
        for own in range(size + 1):
            firsts = self.terms(types[0], scope, own)
            if firsts:
                for rest in self._several(types[1:], scope, size - own):
                    for first in firsts:
                        yield (first, *rest)

    def _sets(self, element: Type, scope: Scope, size: int) -> Iterator[Term]:
        var = Var(fresh(_variable(element), scope.names), element)
        if size == 1:
            yield SetOf(var, FALSE)
            yield SetOf(var, TRUE)
        sets = [each for each in scope.producers if not each.arguments and _same(each.result, SetT(element))]
        if size == 2:
            yield from (SetOf(var, neg(In(var, each.build(())))) for each in sets)
        if size == 3:
            for at, left in enumerate(sets):
                for right in sets[at + 1 :]:
                    both = (In(var, left.build(())), In(var, right.build(())))
                    yield SetOf(var, Op("and", both))
                    yield SetOf(var, Op("or", both))

    def _memberless(self, type: Type) -> bool:
        """Whether the type is empty by what it is, or its sort is known to be."""
        match unsubset(type):
            case Base(name, ()):
                return name in self.empty
            case Enum(_, members):
                return not members
            case Prod(items):
                return any(map(self._memberless, items))
            case Sum(items):
                return all(map(self._memberless, items))
            case _:
                return False

    def _remember(self, scope: Scope, var: Var) -> Scope:
        key = (id(scope), repr(var))
        known = self._inner.get(key)
        if known is None:
            known = self._inner[key] = self._keep(scope.with_item(var, var.type, var.name))
        return known

    def _without(self, scope: Scope, subject: Term) -> Scope:
        key = (id(scope), repr(subject))
        known = self._inner.get(key)
        if known is None:
            rest = tuple(each for each in scope.sums if each[0] is not subject)
            known = self._inner[key] = self._keep(Scope(scope.producers, rest, scope.names))
        return known

    def _keep(self, scope: Scope) -> Scope:
        self._scopes.append(scope)
        return scope


def _predicates(type: Type, base: Type) -> Iterator[Lam]:
    """The conditions on members of `base` that the type or its alternatives ask for, each always defined."""
    match type:
        case Sub(inner, predicate):
            if alike(inner, base) and domain(predicate.body) == TRUE:
                yield predicate
            yield from _predicates(inner, base)
        case Sum(items):
            for item in items:
                yield from _predicates(item, base)
        case _:
            pass


def _same(left: Type, right: Type) -> bool:
    if isinstance(left, Prim) and isinstance(right, Prim) and left in NUMERIC and right in NUMERIC:
        return NUMERIC.index(left) <= NUMERIC.index(right)
    return left == right or alike(left, right)


def _variable(type: Type) -> str:
    match unsubset(type):
        case Base(name, _):
            return (name.rsplit(".", 1)[-1][:1] or "x").lower()
        case Prod():
            return "p"
        case Sum():
            return "s"
        case Fun():
            return "f"
        case _:
            return "x"
