"""Random well-typed core terms, partial ones among them, and random models for their symbols.

Two base sorts of 0 to 2 elements, functions, relations, sets, tuples, alternatives, subsets, records with a
law, quotients, numbers, sums, `the`, `max`. Everything generated can be evaluated exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import count
from random import Random

from hypothesis import assume
from hypothesis import strategies as st

from aligncheck.kernel.build import at_most, conj, disj, less, neg, number
from aligncheck.kernel.evaluate import carrier
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.terms import (
    FALSE, TRUE, App, Best, BigSum, Card, Case, ClassOf, Const, Eq, Field, Finite, Guard, If, In, Inj, Lam,
    Member, OnClass, Op, Proj, Quant, Record, SetOf, Term, The, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.types import (
    BOOL, INT, NAT, REAL, UNIT, Base, Enum, Fun, Prod, Quot, SetT, Struct, Sub, Sum, Type,
)  # fmt: skip
from aligncheck.kernel.values import Model, Table, Value

A, B = Base("A"), Base("B")
COLOUR = Enum("Colour", ("red", "green", "blue"))
f, g = Const("f", Fun(A, A)), Const("g", Fun(A, B))
P, R = Const("P", Fun(A, BOOL)), Const("R", Fun(Prod((A, A)), BOOL))
S, u = Const("S", SetT(A)), Const("u", Fun(A, REAL))
n, k = Const("n", REAL), Const("k", NAT)
CONSTANTS = (f, g, P, R, S, u, n, k)

_x, _pair = Var("x", A), Var("p", Prod((A, A)))
PICKED = Sub(A, Lam(_x, App(P, _x)))
CLASSES = Quot(A, Lam(_pair, Eq(App(f, Proj(_pair, 0)), App(f, Proj(_pair, 1)), A)))
MARKED_FIELDS = (("at", A), ("mark", BOOL))
_record = Var("m", Struct("Marked", MARKED_FIELDS))
MARKED = Struct(
    "Marked", MARKED_FIELDS, Lam(_record, Op("or", (App(P, Field(_record, "at")), Field(_record, "mark"))))
)
SMALL: tuple[Type, ...] = (
    A, A, B, BOOL, UNIT, COLOUR, Prod((A, BOOL)), Prod((A, B)), Sum((A, B)), Sum((UNIT, A)),
    Fun(A, A), Fun(A, B), Fun(A, PICKED), Fun(A, Prod((A, BOOL))), SetT(A), SetT(PICKED),
    PICKED, MARKED, CLASSES,
)  # fmt: skip
"""Types that quantifiers and equations are made at."""


class Writer:
    """Writes terms of a type, over the constants and the variables in scope."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.names = count()

    def term(self, type: Type, scope: tuple[Var, ...], depth: int) -> Term:
        options: list[Callable[[], Term]] = []
        options += [lambda var=var: var for var in scope if var.type == type]  # type: ignore[misc]
        options += [lambda const=const: const for const in CONSTANTS if const.type == type]  # type: ignore[misc]
        if depth <= 0 and options:
            return self.random.choice(options)()
        if depth > 0 and self.random.random() < 0.2:
            return self.random.choice(self._detours(type, scope, depth - 1))()
        if options and self.random.random() < 0.4:
            return self.random.choice(options)()
        return self.random.choice(self._makers(type, scope, depth - 1))()

    def formula(self, scope: tuple[Var, ...], depth: int) -> Term:
        return self.term(BOOL, scope, depth)

    def variable(self, type: Type) -> Var:
        # Few names, so that shadowing and capture happen.
        return Var(self.random.choice("xyz"), type)

    def bind(self, var: Var, scope: tuple[Var, ...]) -> tuple[Var, ...]:
        return (*(other for other in scope if other.name != var.name), var)

    def under(self, type: Type, result: Type, scope: tuple[Var, ...], depth: int) -> Lam:
        var = self.variable(type)
        return Lam(var, self.term(result, self.bind(var, scope), depth))

    def _detours(self, type: Type, scope: tuple[Var, ...], depth: int) -> list[Callable[[], Term]]:
        """Terms of any type: conditionals, guards, redexes."""

        def part(kind: Type) -> Term:
            return self.term(kind, scope, depth)

        def redex() -> Term:
            other = self.random.choice(SMALL)
            return App(self.under(other, type, scope, depth), part(other))

        def cases() -> Term:
            alternatives = Sum((A, B))
            ways = tuple(self.under(item, type, scope, depth) for item in alternatives.items)
            return Case(part(alternatives), ways)

        return [
            lambda: If(part(BOOL), part(type), part(type)),
            lambda: Guard(part(BOOL), part(type)),
            redex,
            cases,
            lambda: Proj(Tup((part(BOOL), part(type))), 1),
        ]

    def _makers(self, type: Type, scope: tuple[Var, ...], depth: int) -> list[Callable[[], Term]]:
        def part(kind: Type) -> Term:
            return self.term(kind, scope, depth)

        def binder(kind: Type, make: Callable[[Var, Term], Term], result: Type = BOOL) -> Term:
            lam = self.under(kind, result, scope, depth)
            return make(lam.var, lam.body)

        if type == BOOL:
            return self._formulas(scope, depth)
        if type == REAL:
            return self._numbers(scope, depth)
        match type:
            case Enum(_, names):
                return [lambda: Member(self.random.choice(names), type)]
            case Prod(items):
                return [lambda: Tup(tuple(map(part, items)))]
            case Sum(items):
                at = self.random.randrange(len(items))
                return [lambda: Inj(at, part(items[at]), type)]
            case Fun(domain, codomain):
                return [lambda: self.under(domain, codomain, scope, depth)]
            case SetT(element):
                return [lambda: binder(element, SetOf)]
            case Sub(base, predicate):
                return [lambda: _held(part(base), lambda it: App(predicate, it))]
            case Struct(_, fields, law):
                values = tuple(part(kind) for _, kind in fields)
                record = Record(type.lawless(), values)
                return [
                    lambda: (
                        Record(type, values) if law is None else Guard(App(law, record), Record(type, values))
                    )
                ]
            case Quot(base, _):
                return [lambda: ClassOf(part(base), type)]
            case Base():
                the: list[Callable[[], Term]] = [lambda: binder(type, The)]
                known = [lambda var=var: var for var in scope if var.type == type]  # type: ignore[misc]
                if depth < 0:
                    return known or the
                if type == A:
                    on_class = Lam(Var("x", A), App(f, Var("x", A)))
                    others = [lambda: OnClass(part(CLASSES), on_class), lambda: Field(part(MARKED), "at")]
                    return [*(known or the), *the, *[lambda: App(f, part(A))] * 3, *others]
                return [*the, *[lambda: App(g, part(A))] * 3]
            case _:
                return [lambda: k]

    def _formulas(self, scope: tuple[Var, ...], depth: int) -> list[Callable[[], Term]]:
        def part(kind: Type = BOOL) -> Term:
            return self.term(kind, scope, depth)

        def quantifier() -> Term:
            var = self.variable(self.random.choice(SMALL))
            kind = self.random.choice(("forall", "exists"))
            return Quant(kind, var, self.formula(self.bind(var, scope), depth))  # type: ignore[arg-type]

        def equation() -> Term:
            kind = self.random.choice((*SMALL, REAL))
            return Eq(part(kind), part(kind), kind)

        def ranged() -> Term:
            index = Var("i", INT)
            inside = conj(at_most(number(0), index), less(index, k))
            body = self.formula(self.bind(Var("x", BOOL), scope), depth)
            either = at_most(App(Lam(Var("j", REAL), Var("j", REAL)), index), part(REAL))
            return Quant(
                "forall",
                index,
                Op("implies", (inside, Op("or", (either, App(Lam(Var("x", BOOL), body), TRUE))))),
            )

        if depth <= 0:
            return [lambda: TRUE, lambda: FALSE]
        return [
            lambda: neg(part()), lambda: conj(part(), part()), lambda: disj(part(), part()),
            lambda: Op("and", (part(), part(), part())), lambda: Op("implies", (part(), part())),
            lambda: Op("iff", (part(), part())),
            quantifier, quantifier, quantifier, equation, equation, ranged,
            lambda: In(part(A), part(SetT(A))),
            lambda: App(P, part(A)), lambda: App(R, Tup((part(A), part(A)))),
            lambda: less(part(REAL), part(REAL)), lambda: at_most(part(REAL), part(REAL)), lambda: Finite(A),
        ]  # fmt: skip

    def _numbers(self, scope: tuple[Var, ...], depth: int) -> list[Callable[[], Term]]:
        def part(kind: Type = REAL) -> Term:
            return self.term(kind, scope, depth)

        def quotient() -> Term:
            above, below = part(), part()
            return Guard(neg(Eq(below, number(0), REAL)), Op("div", (above, below)))

        def total() -> Term:
            lam = self.under(self.random.choice((A, B, COLOUR)), REAL, scope, depth)
            return BigSum(lam.var, None, lam.body)

        def counted() -> Term:
            index = Var("i", INT)
            return BigSum(index, (number(-1), k), Op("mul", (index, part())))

        def best() -> Term:
            lam = self.under(A, REAL, scope, depth)
            condition = self.formula(self.bind(lam.var, scope), depth)
            return Best(self.random.choice(("max", "min")), lam.var, condition, lam.body)  # type: ignore[arg-type]

        if depth <= 0:
            return [lambda: number(self.random.randrange(-1, 3), REAL)]
        return [
            lambda: number(Fraction(1, 2)), lambda: App(u, part(A)), lambda: Op("add", (part(), part())),
            lambda: Op("neg", (part(),)), lambda: Op("mul", (part(), part())), lambda: Op("abs", (part(),)),
            lambda: Op("min", (part(), part())), quotient, total, counted, best, lambda: Card(A),
        ]  # fmt: skip


def _held(term: Term, condition: Callable[[Term], Term]) -> Term:
    return Guard(condition(term), term)


@st.composite
def models(draw: st.DrawFn, largest: int = 2) -> Model:
    """Sizes for A and B, and values for the constants that fit."""
    sizes = {"A": draw(st.integers(0, largest)), "B": draw(st.integers(0, largest))}
    random = draw(st.randoms(use_true_random=False))
    assume(sizes["A"] == 0 or sizes["B"] > 0)  # else there is no g
    return Model(sizes, {const.name: _value(const.type, Model(sizes, {}), random) for const in CONSTANTS})


def _value(type: Type, model: Model, random: Random) -> Value:
    if type == REAL:
        return Fraction(random.randrange(-2, 3), random.randrange(1, 3))
    if type == NAT:
        return Fraction(random.randrange(3))
    if isinstance(type, Fun):
        keys = carrier(type.domain, model)
        return Table(tuple((key, _value(type.codomain, model, random)) for key in keys))
    return random.choice(carrier(type, model))


@st.composite
def terms(draw: st.DrawFn, type: Type | None = None, scope: tuple[Var, ...] = (), depth: int = 4) -> Term:
    """A term, closed but for the variables in scope."""
    random = draw(st.randoms(use_true_random=False))
    writer = Writer(random)
    return writer.term(random.choice((*SMALL, BOOL, REAL)) if type is None else type, scope, depth)


@st.composite
def goals(draw: st.DrawFn, depth: int = 3) -> Goal:
    """A goal with up to two assumptions over the sorts A and B."""
    assumptions = draw(st.lists(terms(BOOL, depth=depth), max_size=2))
    labelled = tuple(Assumption(f"assumption {at}", each, "assume") for at, each in enumerate(assumptions))
    return Goal(("A", "B"), CONSTANTS, labelled, draw(terms(BOOL, depth=depth)))
