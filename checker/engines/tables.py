"""Symbols at fixed carriers: a function is a table of unknowns, a member of a listed type one of its members
under each condition."""

from __future__ import annotations

from collections.abc import Mapping

from aligncheck.engines.circuit import Circuit
from aligncheck.engines.shapes import (
    NO,
    Arrow,
    Choice,
    Items,
    Mixture,
    Scalar,
    Shape,
    Tagged,
    scalar,
)  # fmt: skip
from aligncheck.engines.symbols import Key, Symbols
from aligncheck.kernel.types import BOOL, Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type

Row = tuple[str, tuple[int, ...], tuple[Scalar, ...]]


class GroundSymbols(Symbols):
    """`sizes`: how many elements a sort has at most; ("carrier", sort, i) says whether the i-th is there."""

    def __init__(self, circuit: Circuit, sizes: Mapping[str, int]) -> None:
        super().__init__(circuit)
        self.sizes = sizes
        # Declarations and definitions reach the solver in the order in which they are made.
        self._text = circuit.lines

    def listed(self, type: Type) -> int | None:
        """How many values a listed type has; None for another type."""
        match type:
            case Base(name):
                return self.sizes[name]
            case Enum(_, members):
                return len(members)
            case _:
                return None

    def literal(self, type: Enum, member: str) -> Shape:  # type: ignore[override]
        return Choice(((type.members.index(member), "true"),))

    def symbol(self, key: Key, type: Type, arguments: tuple[Scalar, ...] = ()) -> Shape:
        size = self.listed(type)
        if size is not None:
            if size == 1:
                return Choice(((0, "true"),))
            if size == 2:
                second = scalar(super().symbol((*key, ("is", 1)), BOOL, arguments)).text
                return Choice(((0, self.logic.neg(second)), (1, second)))
            options = (
                (i, scalar(super(GroundSymbols, self).symbol((*key, ("is", i)), BOOL, arguments)).text)
                for i in range(size)
            )
            return Choice(tuple(options))
        if isinstance(type, Sum):
            mixed = []
            for i, part in enumerate(type.items):
                chosen = super().symbol((*key, ("is", i)), BOOL, arguments)
                mixed.append((scalar(chosen).text, Tagged(i, self.symbol((*key, i), part, arguments))))
            return Mixture(tuple(mixed))
        return super().symbol(key, type, arguments)

    def _applied(
        self, key: Key, domain: Type, codomain: Type, before: tuple[Scalar, ...], argument: Shape
    ) -> Shape:
        rows = [row for row in self.alternatives(domain, argument) if row[0] != "false"]
        if not rows:
            return self.nothing(codomain)
        return self.gather([
            (condition, self.symbol((*key, path), codomain, (*before, *scalars)))
            for condition, path, scalars in rows
        ])  # fmt: skip

    def nothing(self, type: Type) -> Shape:
        """What a function gives for a member of an empty type: never looked at."""
        match type:
            case Prim("Bool"):
                return NO
            case Prim():
                return Scalar("0", "Int")
            case Prod(items):
                return Items(tuple(map(self.nothing, items)))
            case Struct(_, fields):
                return Items(
                    tuple(self.nothing(part) for _, part in fields), tuple(name for name, _ in fields)
                )
            case Fun(_, codomain):
                return Arrow(lambda _: self.nothing(codomain))
            case SetT():
                return Arrow(lambda _: NO)
            case Sub(base) | Quot(base):
                return self.nothing(base)
            case Sum(items) if items:
                return Tagged(0, self.nothing(items[0]))
            case _:
                return Choice(())

    def alternatives(self, type: Type, shape: Shape) -> list[Row]:
        if isinstance(shape, Choice):
            return [(condition, (i,), ()) for i, condition in shape.options]
        if type == BOOL:
            text = scalar(shape).text
            rows: list[Row] = [(text, (1,), ()), (self.logic.neg(text), (0,), ())]
            return [row for row in rows if row[0] != "false"]
        if isinstance(type, Sum):
            options = shape.options if isinstance(shape, Mixture) else (("true", shape),)
            return [
                (self._both(test, condition), (tagged.index, *path), scalars)
                for test, tagged in options if isinstance(tagged, Tagged)
                for condition, path, scalars in self.alternatives(type.items[tagged.index], tagged.value)
            ]  # fmt: skip
        return super().alternatives(type, shape)

    def opened(self, type: Sum, shape: Shape) -> list[tuple[str, Shape]]:
        if isinstance(shape, Mixture):
            found = {tagged.index: (condition, tagged.value) for condition, tagged in shape.options}
            some = next(iter(found.values()))[1]
            return [found.get(i, ("false", some)) for i in range(len(type.items))]
        return super().opened(type, shape)

    def closed(self, type: Type, shape: Shape) -> Shape:
        return shape

    def gather(self, rows: list[tuple[str, Shape]]) -> Shape:
        if len(rows) == 1:
            return rows[0][1]
        first = rows[0][1]
        if isinstance(first, Choice):
            return self._choice([(c, shape) for c, shape in rows if isinstance(shape, Choice)])
        if isinstance(first, (Tagged, Mixture)):
            return self._mixture(rows)
        if isinstance(first, Scalar) and first.sort == "Bool":
            parts = (self.logic.conj((condition, scalar(shape).text)) for condition, shape in rows)
            return Scalar(self.logic.disj(parts), "Bool")
        if isinstance(first, Items):
            columns = zip(*(shape.items for _, shape in rows if isinstance(shape, Items)), strict=True)
            conditions = [condition for condition, _ in rows]
            return Items(
                tuple(self.gather(list(zip(conditions, column, strict=True))) for column in columns),
                first.names,
            )
        if isinstance(first, Arrow):
            functions = [(condition, shape) for condition, shape in rows if isinstance(shape, Arrow)]
            return Arrow(lambda argument: self.gather([(c, f.apply(argument)) for c, f in functions]))
        return super().gather(rows)

    def merge(self, condition: str, then: Shape, otherwise: Shape) -> Shape:
        if condition in ("true", "false") or isinstance(then, Scalar):
            return super().merge(condition, then, otherwise)
        return self.gather([(condition, then), (self.logic.neg(condition), otherwise)])

    def _choice(self, rows: list[tuple[str, Choice]]) -> Choice:
        found: dict[int, list[str]] = {}
        for condition, choice in rows:
            for i, option in choice.options:
                found.setdefault(i, []).append(self.logic.conj((condition, option)))
        options = ((i, self.logic.disj(found[i])) for i in sorted(found))
        return Choice(tuple((i, option) for i, option in options if option != "false"))

    def _mixture(self, rows: list[tuple[str, Shape]]) -> Shape:
        found: dict[int, list[tuple[str, Shape]]] = {}
        for condition, shape in rows:
            options = shape.options if isinstance(shape, Mixture) else (("true", shape),)
            for test, tagged in options:
                if isinstance(tagged, Tagged):
                    found.setdefault(tagged.index, []).append((self._both(condition, test), tagged.value))
        mixed = [
            (self.logic.disj(test for test, _ in found[i]), Tagged(i, self.gather(found[i])))
            for i in sorted(found)
        ]
        mixed = [(test, tagged) for test, tagged in mixed if test != "false"]
        return mixed[0][1] if len(mixed) == 1 else Mixture(tuple(mixed))
