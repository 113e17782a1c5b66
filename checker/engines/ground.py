"""The encoding at fixed carriers: every quantifier over something finite is written out, functions are
tables of unknowns, and a sort of up to n elements is n elements that may or may not be there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from aligncheck.engines.assertion import Asserter, second_order
from aligncheck.engines.circuit import Circuit
from aligncheck.engines.encode import Binders, Env
from aligncheck.engines.shapes import (
    NO, YES, Arrow, Choice, Items, Mixture, Scalar, Shape, Tagged, Unsupported, scalar,
)  # fmt: skip
from aligncheck.engines.symbols import Key, Symbols
from aligncheck.kernel.terms import Best, BigSum, Op, Quant, Term, Var
from aligncheck.kernel.types import BOOL, Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type
from aligncheck.kernel.typing import type_of

Row = tuple[str, tuple[int, ...], tuple[Scalar, ...]]
MOST_TABLES = 4096
WRITTEN_OUT = 8


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
                return Items(tuple(self.nothing(part) for _, part in fields), tuple(name for name, _ in fields))
            case Fun(_, codomain):
                return Arrow(lambda _: self.nothing(codomain))
            case SetT():
                return Arrow(lambda _: NO)
            case Sub(base) | Quot(base):
                return self.nothing(base)
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
                tuple(self.gather(list(zip(conditions, column, strict=True))) for column in columns), first.names
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


@dataclass(frozen=True, slots=True)
class Promise:
    """`for all values of the variables, one of the parts holds`, asserted where `guard` is true and not
    written out. `unknowns` are values as symbols; `broken` says that they break it."""

    guard: str
    variables: tuple[Var, ...]
    parts: tuple[tuple[Term, bool], ...]
    env: Env
    unknowns: tuple[Shape, ...]
    broken: str
    inside: frozenset[str]


class Ground(Asserter):
    """One encoding at given sizes. What ranges over many functions is promised, to be written out only at
    the values that matter."""

    symbols: GroundSymbols

    def __init__(self, circuit: Circuit, sizes: Mapping[str, int]) -> None:
        super().__init__(GroundSymbols(circuit, sizes))
        self.promises: list[Promise] = []
        self._eager = 0

    def present(self, sort: str, index: int) -> str:
        """The unknown that says whether an element is there."""
        return self.symbols.declare(("carrier", sort, index), (), "Bool")

    def member(self, type: Type, shape: Shape, env: Env) -> str:
        if isinstance(type, (Base, Enum)) and isinstance(shape, Choice):
            if len(shape.options) == 1 and shape.options[0][1] == "true":
                index = shape.options[0][0]
                return self.present(type.name, index) if isinstance(type, Base) else "true"
            conditions = [condition for _, condition in shape.options]
            parts = [self.logic.disj(conditions), *self._exclusive(conditions)]
            if isinstance(type, Base):
                parts += [self.logic.implies(c, self.present(type.name, i)) for i, c in shape.options]
            return self.logic.conj(parts)
        if isinstance(type, Sum) and isinstance(shape, Mixture):
            conditions = [condition for condition, _ in shape.options]
            return self.logic.conj((super().member(type, shape, env), *self._exclusive(conditions)))
        return super().member(type, shape, env)

    def _exclusive(self, conditions: list[str]) -> list[str]:
        return [
            self.logic.disj((self.logic.neg(one), self.logic.neg(other)))
            for i, one in enumerate(conditions) for other in conditions[:i]
        ]  # fmt: skip

    def equal(self, type: Type, left: Shape, right: Shape, env: Env) -> str:
        if isinstance(type, (Base, Enum)) and isinstance(left, Choice) and isinstance(right, Choice):
            other = dict(right.options)
            return self.logic.disj(
                self.logic.conj((condition, other[i])) for i, condition in left.options if i in other
            )
        return super().equal(type, left, right, env)

    def ranges(self, type: Type) -> list[tuple[Binders, Shape]]:
        size = self.symbols.listed(type)
        if size is not None:
            return [((), Choice(((i, "true"),))) for i in range(size)]
        match type:
            case Prim("Bool"):
                return [((), NO), ((), YES)]
            case Fun(domain, codomain):
                return [((), table) for table in self._tables(domain, codomain)]
            case SetT(element):
                return [((), table) for table in self._tables(element, BOOL)]
            case _:
                return super().ranges(type)

    def _tables(self, domain: Type, codomain: Type) -> list[Shape]:
        """Every function, as a table."""
        arguments, values = self.ranges(domain), self.ranges(codomain)
        if any(binders for binders, _ in (*arguments, *values)):
            raise Unsupported("a quantifier over all functions of numbers")
        if len(values) > 1 and len(values) ** len(arguments) > MOST_TABLES:
            raise Unsupported("a quantifier over too many functions to write out")
        return [
            self.table(domain, codomain, [(x, value) for (_, x), value in zip(arguments, row, strict=True)])
            for row in product([value for _, value in values], repeat=len(arguments))
        ]

    def table(self, domain: Type, codomain: Type, entries: list[tuple[Shape, Shape]]) -> Shape:
        """The function with these values at these single arguments."""
        by_path = {self.symbols.alternatives(domain, argument)[0][1]: value for argument, value in entries}

        def look_up(argument: Shape) -> Shape:
            rows = [row for row in self.symbols.alternatives(domain, argument) if row[0] != "false"]
            if not rows:
                return self.symbols.nothing(codomain)
            return self.symbols.gather([(condition, by_path[path]) for condition, path, _ in rows])

        return Arrow(look_up)

    # Universal quantifiers over functions, asserted

    def asserted(self, term: Term, env: Env, positive: bool) -> str:
        if isinstance(term, Quant) and (term.kind == "forall") == positive and not self._eager:
            variables, parts = _prefix(term, positive, frozenset(env))
            if any(second_order(var.type) for var in variables) and self._many(variables):
                return self.attempt(lambda: self._promised(tuple(variables), tuple(parts), env))
        return super().asserted(term, env, positive)

    def _many(self, variables: list[Var]) -> bool:
        """Whether there are more than a few values together."""
        try:
            return prod(len(self.ranges(var.type)) for var in variables) > WRITTEN_OUT
        except Unsupported:
            return True

    def _promised(
        self, variables: tuple[Var, ...], parts: tuple[tuple[Term, bool], ...], env: Env
    ) -> str:
        if self.scope:
            raise Unsupported("a quantifier over functions under one over numbers")
        self._eager += 1
        before = len(self.symbols.declared)
        try:
            inside: dict[str, Shape] = dict(env)
            unknowns: list[Shape] = []
            members: list[str] = []
            for var in variables:
                unknowns.append(self._new_symbol("against", var.type))
                inside[var.name] = unknowns[-1]
                members.append(self.member(var.type, unknowns[-1], inside))
            lost = len(self.lost)
            broken = self.logic.conj((*members, *(self.asserted(p, inside, not sign) for p, sign in parts)))
            if len(self.lost) > lost:
                raise Unsupported(self.lost[-1])
        finally:
            self._eager -= 1
        own = frozenset(name for name, _, _ in list(self.symbols.declared.values())[before:])
        guard = self.symbols.declare(("promise", len(self.promises)), (), "Bool")
        self.promises.append(Promise(guard, variables, parts, env, tuple(unknowns), broken, own))
        return guard

    def instance(self, promise: Promise, values: tuple[Shape, ...]) -> str:
        """What a promise says of these values."""
        inside = dict(promise.env)
        members: list[str] = []
        for var, value in zip(promise.variables, values, strict=True):
            inside[var.name] = value
            members.append(self.logic.neg(self.member(var.type, value, inside)))
        parts = (self.asserted(part, inside, sign) for part, sign in promise.parts)
        return self.logic.disj((self.logic.neg(promise.guard), *members, *parts))

    def _over_functions(self, universal: bool, var: Var, body: Term, env: Env, positive: bool) -> str:
        if not universal:
            return super()._over_functions(universal, var, body, env, positive)
        return self.quantify(
            "forall", var.type, env, lambda x: self.asserted(body, {**env, var.name: x}, positive)
        )

    # Partial terms and counting, over what is finite

    def _best(self, term: Best, env: Env) -> Shape:
        rows = self.ranges(term.var.type)
        if any(binders for binders, _ in rows):
            return super()._best(term, env)
        found, best = "false", Scalar("0", "Int")
        for _, x in rows:
            inside = {**env, term.var.name: x}
            here = self.logic.conj((self.member(term.var.type, x, env), self.formula(term.condition, inside)))
            value = scalar(self.term(term.body, inside))
            one, two = self._joined([best, value])
            low, high = (one.text, two.text) if term.kind == "max" else (two.text, one.text)
            beats = self.logic.named(f"(< {low} {high})", "Bool")
            better = self.logic.conj((here, self.logic.disj((self.logic.neg(found), beats))))
            best = scalar(self.symbols.merge(better, two, one))
            found = self.logic.disj((found, here))
        return best

    def _unique(self, var: Var, body: Term, env: Env) -> Shape:
        rows = self.ranges(var.type)
        if not rows or any(binders for binders, _ in rows):
            return super()._unique(var, body, env)
        tests = [
            self.logic.conj((self.member(var.type, x, env), self.formula(body, {**env, var.name: x})))
            for _, x in rows
        ]
        return self.symbols.gather(
            [(t, x) for t, (_, x) in zip(tests[:-1], rows[:-1], strict=True)]
            + [(self.logic.neg(self.logic.disj(tests[:-1])), rows[-1][1])]
        )

    def _sum(
        self, term: Term, var: Var, bounds: tuple[Term, Term] | None, body: Term, env: Env
    ) -> Shape:
        if bounds is not None or not isinstance(term, BigSum):
            return super()._sum(term, var, bounds, body, env)
        rows = self.ranges(var.type)
        if any(binders for binders, _ in rows):
            return self._abstracted(term, env, "a sum over infinitely many values")
        zero = Scalar("0", "Int")
        parts: list[Scalar] = [zero]
        for _, x in rows:
            inside = self.member(var.type, x, env)
            if inside != "false":
                value = scalar(self.term(body, {**env, var.name: x}))
                parts.append(scalar(self.symbols.merge(inside, value, zero)))
        return self.symbols.coerced(self._added(parts), self.symbols.sort(type_of(body)))

    def _finite(self, term: Term, type: Type, env: Env) -> Shape:
        try:
            self.ranges(type)
        except Unsupported:
            return super()._finite(term, type, env)
        return NO if any(b for b, _ in self.ranges(type)) else YES

    def _count(self, term: Term, type: Type, env: Env) -> Shape:
        rows = self.ranges(type)
        if any(binders for binders, _ in rows):
            return super()._count(term, type, env)
        zero, one = Scalar("0", "Int"), Scalar("1", "Int")
        counted: list[Scalar] = [zero]
        for i, (_, x) in enumerate(rows):
            # The first of the values that are equal is the one that counts.
            earlier = (
                self.logic.conj((self.member(type, y, env), self.equal(type, x, y, env))) for _, y in rows[:i]
            )
            counts = self.logic.conj((self.member(type, x, env), self.logic.neg(self.logic.disj(earlier))))
            counted.append(scalar(self.symbols.merge(counts, one, zero)))
        return self._added(counted)

    def _at_least(self, type: Type, size: int, env: Env) -> str | None:
        return None


def _prefix(
    term: Term, positive: bool, taken: frozenset[str]
) -> tuple[list[Var], list[tuple[Term, bool]]]:
    """A universal formula as its variables and a disjunction: ∀ moves out of `or` and of the right of
    `implies`, over empty types as well; it stays where its name is used already."""
    variables: list[Var] = []
    parts: list[tuple[Term, bool]] = []
    names = set(taken)

    def walk(part: Term, sign: bool) -> None:
        match part:
            case Op("not", (inner,)):
                walk(inner, not sign)
            case Op("or", items) if sign:
                for item in items:
                    walk(item, True)
            case Op("and", items) if not sign:
                for item in items:
                    walk(item, False)
            case Op("implies", (left, right)) if sign:
                walk(left, False)
                walk(right, True)
            case Quant(kind, var, body) if (kind == "forall") == sign and (
                var.name not in names or part is term
            ):
                names.add(var.name)
                variables.append(var)
                walk(body, sign)
            case _:
                parts.append((part, sign))

    walk(term, positive)
    return variables, parts
