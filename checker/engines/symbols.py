"""The solver's vocabulary for one goal: its sorts, and a numbered symbol for everything that has a name.
No name of the user's ever reaches a solver."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from aligncheck.engines.shapes import Arrow, Items, Scalar, Shape, Tagged, Unsupported
from aligncheck.engines.smtlib import Logic
from aligncheck.kernel.types import Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type

Key = tuple[object, ...]
Signature = tuple[str, tuple[str, ...], str]


class Symbols:
    """Declares on demand. `elided`: base sorts known to have members, whose solver sort is the carrier
    itself; every other one is a predicate over its solver sort."""

    def __init__(self, logic: Logic, elided: frozenset[str] = frozenset()) -> None:
        self.logic = logic
        self.elided = elided
        self.sorts: dict[str, str] = {}
        self.enums: dict[Enum, str] = {}
        self.unions: dict[Sum, str] = {}
        self.declared: dict[Key, Signature] = {}
        self._text: list[str] = []
        self._names = 0

    def text(self) -> str:
        """Every declaration, in an order in which each uses only earlier ones."""
        return "\n".join(self._text)

    def fresh(self, stem: str) -> str:
        self._names += 1
        return f"{stem}{self._names}"

    def declare(self, key: Key, arguments: tuple[str, ...], sort: str) -> str:
        """The solver's name for the symbol called `key`."""
        found = self.declared.get(key)
        if found is None:
            found = (self.fresh("f"), arguments, sort)
            self.declared[key] = found
            self._text.append(f"(declare-fun {found[0]} ({' '.join(arguments)}) {sort})")
        return found[0]

    def sort(self, type: Type) -> str:
        """The solver sort of the values of a type that are single terms."""
        match type:
            case Prim("Bool"):
                return "Bool"
            case Prim("Real"):
                return "Real"
            case Prim():
                return "Int"
            case Base(name):
                if name not in self.sorts:
                    self.sorts[name] = self.fresh("S")
                    self._text.append(f"(declare-sort {self.sorts[name]} 0)")
                return self.sorts[name]
            case Enum(_, members):
                if type not in self.enums:
                    name = self.enums[type] = self.fresh("E")
                    # A solver sort has members: the one of an empty type is never reached.
                    listed = " ".join(f"({name}_{i})" for i in range(max(1, len(members))))
                    self._text.append(f"(declare-datatypes (({name} 0)) (({listed})))")
                return self.enums[type]
            case Sum(items):
                if type not in self.unions:
                    self._declare_union(type, items)
                return self.unions[type]
            case Sub(base) | Quot(base):
                return self.sort(base)
            case Prod() | Fun() | SetT() | Struct():
                raise TypeError("not one solver term")
            case _:
                assert_never(type)

    def _declare_union(self, type: Sum, items: tuple[Type, ...]) -> None:
        leaves = [self.leaves(alternative) for alternative in items]
        name = self.unions[type] = self.fresh("U")
        alternatives = " ".join(
            f"({name}_{i} {' '.join(f'({name}_{i}_{j} {sort})' for j, sort in enumerate(sorts))})"
            for i, sorts in enumerate(leaves)
        )
        self._text.append(f"(declare-datatypes (({name} 0)) (({alternatives})))")

    def leaves(self, type: Type) -> list[str]:
        """The solver sorts of the scalars that a value of this type is made of."""
        match type:
            case Prod(items):
                return [sort for part in items for sort in self.leaves(part)]
            case Struct(_, fields):
                return [sort for _, part in fields for sort in self.leaves(part)]
            case Sub(base) | Quot(base):
                return self.leaves(base)
            case Fun() | SetT():
                raise Unsupported("a function or set inside a disjoint union or as an argument")
            case _:
                return [self.sort(type)]

    def literal(self, type: Enum, member: str) -> Scalar:
        sort = self.sort(type)
        return Scalar(f"{sort}_{type.members.index(member)}", sort)

    def symbol(self, key: Key, type: Type, arguments: tuple[Scalar, ...] = ()) -> Shape:
        """The symbol called `key`, of this type, as a function of `arguments` besides."""
        match type:
            case Sub(base) | Quot(base):
                return self.symbol(key, base, arguments)
            case Prod(items):
                return Items(tuple(self.symbol((*key, i), part, arguments) for i, part in enumerate(items)))
            case Struct(_, fields):
                values = tuple(self.symbol((*key, name), part, arguments) for name, part in fields)
                return Items(values, tuple(name for name, _ in fields))
            case Fun(domain, codomain):
                return Arrow(lambda argument: self._applied(key, domain, codomain, arguments, argument))
            case SetT(element):
                return Arrow(lambda argument: self._applied(key, element, Prim("Bool"), arguments, argument))
            case _:
                sort = self.sort(type)
                name = self.declare(key, tuple(argument.sort for argument in arguments), sort)
                texts = " ".join(argument.text for argument in arguments)
                return Scalar(f"({name} {texts})" if texts else name, sort)

    def _applied(
        self, key: Key, domain: Type, codomain: Type, before: tuple[Scalar, ...], argument: Shape
    ) -> Shape:
        return self.gather([
            (condition, self.symbol((*key, path), codomain, (*before, *scalars)))
            for condition, path, scalars in self.alternatives(domain, argument)
        ])  # fmt: skip

    def alternatives(self, type: Type, shape: Shape) -> list[tuple[str, tuple[int, ...], tuple[Scalar, ...]]]:
        """What a value may be: condition, the alternatives of the disjoint unions in it, its scalars."""
        match type:
            case Sub(base) | Quot(base):
                return self.alternatives(base, shape)
            case Prod() | Struct():
                parts = type.items if isinstance(type, Prod) else tuple(part for _, part in type.fields)
                if not isinstance(shape, Items):
                    raise TypeError("a tuple is expected here")
                rows: list[tuple[str, tuple[int, ...], tuple[Scalar, ...]]] = [("true", (), ())]
                for part, value in zip(parts, shape.items, strict=True):
                    more = self.alternatives(part, value)
                    rows = [
                        (self._both(one, two), path + path2, scalars + scalars2)
                        for one, path, scalars in rows
                        for two, path2, scalars2 in more
                    ]
                return rows
            case Sum(items):
                if isinstance(shape, Tagged):
                    inner = self.alternatives(items[shape.index], shape.value)
                    return [(condition, (shape.index, *path), scalars) for condition, path, scalars in inner]
                return [
                    (self._both(test, condition), (i, *path), scalars)
                    for i, (test, value) in enumerate(self.opened(type, shape))
                    for condition, path, scalars in self.alternatives(items[i], value)
                ]
            case Fun() | SetT():
                raise Unsupported("a function or set as an argument of a function")
            case _:
                return [("true", (), (self.coerced(shape, self.sort(type)),))]

    def opened(self, type: Sum, shape: Shape) -> list[tuple[str, Shape]]:
        """For each alternative: the condition that the value is of it, and its content there."""
        if isinstance(shape, Tagged):
            return [
                ("true", shape.value) if i == shape.index else ("false", shape.value)
                for i in range(len(type.items))
            ]
        if not isinstance(shape, Scalar):
            raise TypeError("an element of a disjoint union is expected here")
        name = self.sort(type)
        return [
            (f"((_ is {name}_{i}) {shape.text})", self._rebuild(part, f"{name}_{i}", shape.text, [0]))
            for i, part in enumerate(type.items)
        ]

    def _rebuild(self, type: Type, constructor: str, text: str, next: list[int]) -> Shape:
        match type:
            case Sub(base) | Quot(base):
                return self._rebuild(base, constructor, text, next)
            case Prod(items):
                return Items(tuple(self._rebuild(part, constructor, text, next) for part in items))
            case Struct(_, fields):
                values = tuple(self._rebuild(part, constructor, text, next) for _, part in fields)
                return Items(values, tuple(name for name, _ in fields))
            case _:
                next[0] += 1
                return Scalar(f"({constructor}_{next[0] - 1} {text})", self.sort(type))

    def closed(self, type: Type, shape: Shape) -> Shape:
        """The value with known alternatives put back into terms of the unions' sorts."""
        match type, shape:
            case ((Sub(base) | Quot(base)), _):
                return self.closed(base, shape)
            case Sum(items), Tagged(index, value):
                name = self.sort(type)
                texts = " ".join(part.text for part in self.scalars(items[index], value))
                return Scalar(f"({name}_{index} {texts})" if texts else f"{name}_{index}", name)
            case Prod(items), Items(values, names):
                return Items(tuple(map(self.closed, items, values)), names)
            case Struct(_, fields), Items(values, names):
                return Items(
                    tuple(self.closed(part, v) for (_, part), v in zip(fields, values, strict=True)), names
                )
            case Fun(_, codomain), Arrow(function):
                return Arrow(lambda argument: self.closed(codomain, function(argument)))
            case _:
                return shape

    def scalars(self, type: Type, shape: Shape) -> list[Scalar]:
        """The scalars of a value, in the order of `leaves`."""
        match type, shape:
            case ((Sub(base) | Quot(base)), _):
                return self.scalars(base, shape)
            case Prod(items), Items(values):
                return [s for part, v in zip(items, values, strict=True) for s in self.scalars(part, v)]
            case Struct(_, fields), Items(values):
                return [s for (_, part), v in zip(fields, values, strict=True) for s in self.scalars(part, v)]
            case ((Fun() | SetT()), _):
                raise Unsupported("a function or set inside a disjoint union or as an argument")
            case _:
                return [self.coerced(self.closed(type, shape), self.sort(type))]

    def coerced(self, shape: Shape, sort: str) -> Scalar:
        """A scalar at the sort expected: Nat ≤ Int ≤ Real go up by a conversion; a value guarded to be
        an integer goes down by one."""
        if not isinstance(shape, Scalar):
            raise TypeError("a solver term is expected here")
        if shape.sort == sort:
            return shape
        if sort == "Real":
            return to_real(shape)
        return Scalar(f"(to_int {shape.text})", "Int")

    def _both(self, one: str, two: str) -> str:
        return self.logic.conj((one, two))

    def gather(self, rows: list[tuple[str, Shape]]) -> Shape:
        """The value of the row whose condition is true: exactly one is."""
        chosen = rows[-1][1]
        for condition, result in reversed(rows[:-1]):
            chosen = self.merge(condition, result, chosen)
        return chosen

    def merge(self, condition: str, then: Shape, otherwise: Shape) -> Shape:
        """`if condition then … else …` on values; alternatives of unions must have been closed."""
        if condition == "true":
            return then
        if condition == "false":
            return otherwise
        match then, otherwise:
            case Scalar(), Scalar():
                if then.sort != otherwise.sort:
                    then, otherwise = to_real(then), to_real(otherwise)
                return Scalar(self.logic.ite(condition, then.text, otherwise.text, then.sort), then.sort)
            case Items(left, names), Items(right):
                pairs = zip(left, right, strict=True)
                return Items(tuple(self.merge(condition, one, two) for one, two in pairs), names)
            case Tagged(i, left), Tagged(j, right) if i == j:
                return Tagged(i, self.merge(condition, left, right))
            case Arrow(one), Arrow(two):
                return Arrow(lambda argument: self.merge(condition, one(argument), two(argument)))
            case _:
                raise TypeError("both branches have one type")


def to_real(value: Scalar) -> Scalar:
    """An integer term as a real one; literals directly."""
    if value.sort == "Real":
        return value
    text = value.text
    if text.isdigit():
        return Scalar(f"{text}.0", "Real")
    if text.startswith("(- ") and text[3:-1].isdigit():
        return Scalar(f"(- {text[3:-1]}.0)", "Real")
    return Scalar(f"(to_real {text})", "Real")


def literal_value(text: str) -> Fraction | None:
    """The number that a literal stands for."""
    if text.startswith("(- ") and text.endswith(")"):
        inner = literal_value(text[3:-1])
        return None if inner is None else -inner
    if text.startswith("(/ "):
        over = text[3:-1].split(" ")
        if len(over) != 2 or "(" in text[1:] or not all(each[:1].isdigit() for each in over):
            return None
        return Fraction(over[0]) / Fraction(over[1]) if Fraction(over[1]) else None
    return Fraction(text) if text[0].isdigit() else None
