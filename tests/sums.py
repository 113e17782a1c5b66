"""Goals about sums over two finite sorts, made at random, and random data for them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

from aligncheck.kernel.build import add, apply, at_most, conj, equal, forall, less, multiply, negative, number
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.terms import TRUE, App, Best, BigSum, Const, Eq, Finite, If, Lam, Op, Term, Var
from aligncheck.kernel.types import BOOL, INT, NAT, REAL, Base, Fun, Prod, Sub, Type
from aligncheck.kernel.values import Element, Model, Table, Value

A, B = Base("A"), Base("B")
U, V, p = (Const(name, Fun(A, REAL)) for name in ("U", "V", "p"))
W = Const("W", Fun(B, REAL))
f = Const("f", Fun(Prod((A, B)), REAL))
P = Const("P", Fun(A, BOOL))
c, n = Const("c", REAL), Const("n", NAT)
CONSTANTS = (U, V, p, W, f, P, c, n)
x, y = Var("x", A), Var("y", B)
PICKED = Sub(A, Lam(x, App(P, x)))
FINITE = (Assumption("finite A", Finite(A), "declared"), Assumption("finite B", Finite(B), "declared"))
WEIGHTS = Assumption(
    "distribution p over A",
    conj(forall(x, at_most(number(0), apply(p, x))), equal(BigSum(x, None, apply(p, x)), number(1), REAL)),
    "declared",
)


def goal(conclusion: Term, *assumed: Term, weights: bool = False) -> Goal:
    """The conclusion from what is assumed, over finite sorts; `weights`: p sums to 1."""
    given = tuple(Assumption(f"a{at}", each, "assume") for at, each in enumerate(assumed))
    parts = [WEIGHTS] if weights else []
    split = tuple(
        Assumption(each.label, part, each.kind)
        for each in parts
        for part in (each.formula.args if isinstance(each.formula, Op) else (each.formula,))
    )
    return Goal(("A", "B"), CONSTANTS, (*FINITE, *split, *given), conclusion)


class Writer:
    """Writes numbers with sums in them."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.names = iter(range(10**6))

    def number(self, scope: tuple[Var, ...], depth: int) -> Term:
        """A number over the variables in scope."""
        simple = [lambda: c, lambda: number(self.random.randint(-2, 3))]
        for var in scope:
            simple += [lambda var=var: self.at(var)] * 3  # type: ignore[misc]
        pairs = [(a, b) for a in scope for b in scope if a.type in (A, PICKED) and b.type == B]
        simple += [lambda a=a, b=b: apply(f, a, b) for a, b in pairs]  # type: ignore[misc]
        if depth <= 0:
            return self.random.choice(simple)()
        deeper = [self.sum] * 4 + [self.compound] * 4 + [self.best, self.cases]
        return self.random.choice([*deeper, lambda scope, depth: self.random.choice(simple)()])(
            scope, depth - 1
        )

    def at(self, var: Var) -> Term:
        if var.type == B:
            return apply(W, var)
        return apply(self.random.choice((U, V, p)), var) if var.type in (A, PICKED) else var

    def compound(self, scope: tuple[Var, ...], depth: int) -> Term:
        parts = self.number(scope, depth), self.number(scope, depth)
        choice = self.random.randrange(4)
        return (
            multiply(*parts) if choice > 1 else add(*parts) if choice else add(parts[0], negative(parts[1]))
        )

    def sum(self, scope: tuple[Var, ...], depth: int) -> Term:
        type: Type = self.random.choice((A, A, A, B, PICKED, Prod((A, B)), INT))
        var = Var(f"i{next(self.names)}", type)
        if type == INT:
            low, high = number(self.random.randint(-1, 1)), self.random.choice((n, add(n, number(1))))
            return BigSum(var, (low, high), self.number((*scope, var), depth))
        if isinstance(type, Prod):
            return BigSum(var, None, multiply(App(f, var), self.number(scope, 0)))
        return BigSum(var, None, self.number((*scope, var), depth))

    def best(self, scope: tuple[Var, ...], depth: int) -> Term:
        var = Var(f"i{next(self.names)}", self.random.choice((A, B)))
        return Best(self.random.choice(("max", "min")), var, TRUE, self.number((*scope, var), depth))

    def cases(self, scope: tuple[Var, ...], depth: int) -> Term:
        return If(self.condition(scope), self.number(scope, depth), self.number(scope, depth))

    def condition(self, scope: tuple[Var, ...]) -> Term:
        members = [var for var in scope if var.type in (A, PICKED)]
        found: list[Term] = [at_most(c, self.number(scope, 0)), less(self.number(scope, 0), number(1))]
        found += [apply(P, var) for var in members]
        found += [Eq(var, c, REAL) for var in scope if var.type == INT]
        found += [Eq(a, b, A) for a, b in product(members, members) if a != b]
        return self.random.choice(found)

    def comparison(self, depth: int) -> Term:
        sides = self.number((), depth), self.number((), depth)
        return self.random.choice((at_most(*sides), less(*sides), equal(*sides, REAL)))

    def fact(self) -> Term:
        """Something assumed: of all elements, or of sums."""
        if self.random.random() < 0.4:
            return self.comparison(1)
        over = self.random.choice((x, y))
        return forall(over, at_most(self.number((over,), 0), self.number((over,), 0)))


def data(random: Random, sizes: tuple[int, int]) -> Model:
    """Values for all symbols, small numbers; p sums to 1 where A has members."""
    elements = {
        "A": [Element("A", i) for i in range(sizes[0])],
        "B": [Element("B", i) for i in range(sizes[1])],
    }

    def small() -> Fraction:
        return Fraction(random.randint(-3, 3), random.choice((1, 1, 2)))

    def table(arguments: list[Value]) -> Table:
        return Table(tuple((each, small()) for each in arguments))

    values: dict[str, Value] = {name: table(list(elements["A"])) for name in ("U", "V")}
    weights = [random.randint(0, 2) for _ in elements["A"]]
    weights = weights if any(weights) else [1 for _ in weights]
    total = sum(weights)
    values["p"] = Table(
        tuple((each, Fraction(weight, total)) for each, weight in zip(elements["A"], weights, strict=True))
    )
    values["W"] = table(list(elements["B"]))
    values["f"] = table(list(product(elements["A"], elements["B"])))
    values["P"] = Table(tuple((each, random.random() < 0.5) for each in elements["A"]))
    values |= {"c": small(), "n": Fraction(random.randint(0, 3))}
    return Model({"A": sizes[0], "B": sizes[1]}, values)
