"""From a solver's model back to a model of the kernel: carriers counted by their predicates, functions as
tables over them. Nothing is rounded: what has no exact counterpart is refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import assert_never

from aligncheck.engines.encode import Encoder
from aligncheck.engines.interpretation import Interpretation, Raw, Undecodable
from aligncheck.engines.shapes import Items, Scalar, Shape, Tagged, apply, item, scalar
from aligncheck.engines.smtlib import SExpr, number
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.terms import Const
from aligncheck.kernel.traversal import occurrences, walk
from aligncheck.kernel.types import NAT, Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type
from aligncheck.kernel.values import (
    ClassValue,
    Element,
    Injected,
    MemberValue,
    Model,
    RecordValue,
    Table,
    Value,
)  # fmt: skip

LARGEST_TABLE = 20_000


def decode(goal: Goal, encoder: Encoder, found: Interpretation) -> Model:
    """The kernel's model. Raises Undecodable."""
    return Decoder(goal, encoder, found).model()


class Decoder:
    """Reads values off a solver's interpretation."""

    def __init__(self, goal: Goal, encoder: Encoder, found: Interpretation) -> None:
        self.goal, self.encoder, self.found = goal, encoder, found
        self.constants: dict[str, Value] = {}
        self._filled = 0
        self.carriers = {sort: self._carrier(sort) for sort in goal.sorts}

    def ask(self, text: str) -> Raw:
        """The value of a term. Raises Undecodable."""
        if self._filled != len(self.encoder.symbols.declared):
            self._fill()
        return self.found.value(text)

    def _fill(self) -> None:
        """Values for the symbols that the solver's model leaves out: any will do."""
        symbols = self.encoder.symbols
        self._filled = len(symbols.declared)
        for sort in symbols.elided:
            self.found.universes.setdefault(symbols.sort(Base(sort)), [f"@{sort}_0"])
        first: dict[str, Raw] = {"Bool": False, "Int": Fraction(0), "Real": Fraction(0)}
        for name, universe in self.found.universes.items():
            first[name] = universe[0]
        for name in symbols.enums.values():
            first[name] = f"{name}_0"
        for name, _, sort in symbols.declared.values():
            if name not in self.found.functions and sort in first:
                self.found.elsewhere[name] = first[sort]
        for base, own in symbols.sorts.items():
            members = self._carrier(base)
            for name, _, sort in symbols.declared.values():
                if members and sort == own and name not in self.found.functions:
                    self.found.elsewhere[name] = members[0]

    def _carrier(self, sort: str) -> list[str]:
        symbols = self.encoder.symbols
        if sort not in symbols.sorts:
            return []
        universe = self.found.universes.get(symbols.sorts[sort], [])
        predicate = symbols.declared.get(("carrier", sort))
        if sort in symbols.elided:
            return universe
        if predicate is None:
            return []
        return [name for name in universe if self.ask(f"({predicate[0]} {name})") is True]

    def model(self) -> Model:
        # Types with conditions inside need the symbols these mention first.
        later = [constant for constant in self.goal.constants if _conditional(constant.type)]
        for constant in self.goal.constants:
            if constant not in later:
                self._decode(constant)
        for constant in sorted(later, key=lambda c: sum(isinstance(p, Const) for p in occurrences(c.type))):
            self._decode(constant)
        return self._partial()

    def _partial(self) -> Model:
        return Model({sort: len(names) for sort, names in self.carriers.items()}, dict(self.constants))

    def _decode(self, constant: Const) -> None:
        self.constants[constant.name] = self.value(constant.type, self.encoder.constant(constant))

    def value(self, type: Type, shape: Shape) -> Value:
        match type:
            case Prim():
                raw = self.ask(scalar(shape).text)
                if not isinstance(raw, (bool, Fraction)):
                    raise Undecodable("a number that is not rational")
                return raw
            case Base(name):
                raw = self.ask(scalar(shape).text)
                if raw not in self.carriers[name]:
                    raise Undecodable("a value outside its sort")
                return Element(name, self.carriers[name].index(str(raw)))
            case Enum(_, members):
                raw = self.ask(scalar(shape).text)
                return MemberValue(members[int(str(raw).rsplit("_", 1)[1])])
            case Prod(items):
                return tuple(self.value(part, item(shape, i)) for i, part in enumerate(items))
            case Sum(items):
                for i, (condition, content) in enumerate(self.encoder.symbols.opened(type, shape)):
                    if self.ask(condition) is True:
                        return Injected(i, self.value(items[i], content))
                raise Undecodable("an element of no alternative")
            case Fun(domain, codomain):
                if isinstance(domain, Prim) and domain.name != "Bool":
                    return self._sequence(domain, codomain, shape)
                return Table(tuple(
                    (argument, self.value(codomain, apply(shape, self.shape(domain, argument))))
                    for argument in self.members(domain)
                ))  # fmt: skip
            case SetT(element):
                return frozenset(
                    member for member in self.members(element)
                    if self.ask(scalar(apply(shape, self.shape(element, member))).text) is True
                )  # fmt: skip
            case Sub(base):
                return self.value(base, shape)
            case Quot(base):
                return self._class(type, self.value(base, shape))
            case Struct(_, fields):
                return RecordValue(
                    tuple(self.value(part, item(shape, i)) for i, (_, part) in enumerate(fields))
                )
            case _:
                assert_never(type)

    def _class(self, type: Quot, member: Value) -> ClassValue:
        for found in self.members(type):
            if isinstance(found, ClassValue) and member in found.members:
                return found
        raise Undecodable("a value outside its classes")

    def _sequence(self, domain: Prim, codomain: Type, shape: Shape) -> Table:
        """A function of a number: finitely many exceptions, and one value everywhere else."""
        probe = scalar(apply(shape, Scalar("argument", self.encoder.symbols.sort(domain)))).text
        name = probe[1:].split(" ")[0]
        if probe != f"({name} argument)":
            raise Undecodable("a function of a number among other arguments")
        if name not in self.found.functions:
            return Table((), self.value(codomain, Scalar(f"({name} 0)", "Int")))
        params, body = self.found.functions[name]
        # A solver's natural numbers are integers: what its function is below 0 is no part of the value.
        lowest = Fraction(0) if domain == NAT else None
        points = sorted(at for at in _exceptions(body, params[0]) if lowest is None or at >= lowest)
        away = (max(points) if points else Fraction(0)) + 1
        entries = tuple((point, self.value(codomain, self._at(name, point, domain))) for point in points)
        return Table(entries, self.value(codomain, self._at(name, away, domain)))

    def _at(self, name: str, point: Fraction, domain: Prim) -> Scalar:
        sort = self.encoder.symbols.sort(domain)
        return Scalar(f"({name} {number(point, sort)})", sort)

    def members(self, type: Type) -> list[Value]:
        """The carrier of a type with finitely many members."""
        match type:
            case Prim("Bool"):
                return [False, True]
            case Base(name):
                return [Element(name, i) for i in range(len(self.carriers[name]))]
            case Enum(_, members):
                return [MemberValue(name) for name in members]
            case Prod(items):
                parts = [self.members(part) for part in items]
                size = 1
                for part in parts:
                    size *= len(part)
                if size > LARGEST_TABLE:
                    raise Undecodable("a model too large to show")
                return list(product(*parts))
            case Sum(items):
                return [Injected(i, value) for i, part in enumerate(items) for value in self.members(part)]
            case Prim():
                raise Undecodable("a function of a number among other arguments")
            case _:
                return self._recomputed(type)

    def _recomputed(self, type: Type) -> list[Value]:
        from aligncheck.kernel.evaluate import CannotEvaluate, carrier

        try:
            return list(carrier(type, self._partial()))
        except (CannotEvaluate, KeyError) as error:
            raise Undecodable("a carrier that cannot be listed") from error

    def shape(self, type: Type, value: Value) -> Shape:
        """A value as the solver's term, to ask for what a symbol gives there."""
        match type, value:
            case ((Sub(base) | Quot(base)), _):
                if isinstance(value, ClassValue):
                    value = min(value.members, key=repr)
                return self.shape(base, value)
            case Prim("Bool"), _:
                return Scalar("true" if value else "false", "Bool")
            case Base(name), Element(_, index):
                return Scalar(self.carriers[name][index], self.encoder.symbols.sort(type))
            case Enum(), MemberValue(name):
                return self.encoder.symbols.literal(type, name)
            case Prod(items), tuple():
                return Items(tuple(map(self.shape, items, value)))
            case Sum(items), Injected(index, content):
                return Tagged(index, self.shape(items[index], content))
            case Struct(_, fields), RecordValue(values):
                shapes = tuple(self.shape(part, v) for (_, part), v in zip(fields, values, strict=True))
                return Items(shapes, tuple(name for name, _ in fields))
            case _:
                raise Undecodable("a function among the arguments of a function")


def _conditional(type: Type) -> bool:
    return any(isinstance(part, (Sub, Quot, Struct)) for part in walk(type))


def _exceptions(body: SExpr, variable: str) -> set[Fraction]:
    """The points at which a body made of `ite` and equations with its variable may differ from elsewhere.
    Raises Undecodable for a body of another form."""
    points: set[Fraction] = set()
    stack: list[SExpr] = [body]
    while stack:
        part = stack.pop()
        if isinstance(part, str):
            if part == variable:
                raise Undecodable("a function of a number that is not constant almost everywhere")
            continue
        if part[0] == "=" and variable in part[1:]:
            literal = part[2] if part[1] == variable else part[1]
            value = Interpretation().value(_written(literal))
            if not isinstance(value, Fraction):
                raise Undecodable("a function of a number that is not constant almost everywhere")
            points.add(value)
            continue
        if part[0] == "let":
            raise Undecodable("a function of a number that is not constant almost everywhere")
        stack.extend(part[1:])
    return points


def _written(term: SExpr) -> str:
    return term if isinstance(term, str) else f"({' '.join(map(_written, term))})"
