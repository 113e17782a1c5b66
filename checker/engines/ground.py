"""The encoding at fixed carriers: every quantifier over something finite is written out, functions are
tables of unknowns, and a sort of up to n elements is n elements that may or may not be there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from aligncheck.engines.assertion import Asserter, second_order
from aligncheck.engines.circuit import Circuit
from aligncheck.engines.membership import Binders, Env
from aligncheck.engines.shapes import (
    NO,
    YES,
    Arrow,
    Choice,
    Mixture,
    Scalar,
    Shape,
    Unsupported,
    scalar,
)  # fmt: skip
from aligncheck.engines.tables import GroundSymbols
from aligncheck.kernel.terms import Best, BigSum, Op, Quant, Term, Var
from aligncheck.kernel.types import BOOL, Base, Enum, Fun, Prim, SetT, Sum, Type
from aligncheck.kernel.typing import type_of

MOST_TABLES = 4096
WRITTEN_OUT = 8


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
        # Into an empty type there is a function too, if none of the arguments is there in the model.
        results = [value for _, value in values] or [self.symbols.nothing(codomain)]
        return [
            self.table(domain, codomain, [(x, value) for (_, x), value in zip(arguments, row, strict=True)])
            for row in product(results, repeat=len(arguments))
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

    def _promised(self, variables: tuple[Var, ...], parts: tuple[tuple[Term, bool], ...], env: Env) -> str:
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

    def _sum(self, term: Term, var: Var, bounds: tuple[Term, Term] | None, body: Term, env: Env) -> Shape:
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
        # A subset of the numbers, or a product with an empty factor, may be finite all the same.
        try:
            endless = any(binders for binders, _ in self.ranges(type))
        except Unsupported:
            endless = True
        return super()._finite(term, type, env) if endless else YES

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


def _prefix(term: Term, positive: bool, taken: frozenset[str]) -> tuple[list[Var], list[tuple[Term, bool]]]:
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
