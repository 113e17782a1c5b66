"""Goals about losses, written directly in core terms: capability and its relatives."""

from __future__ import annotations

from aligncheck.kernel.build import add, apply, conj, equal, iff, implies, multiply, neg, number, subtract
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.terms import TRUE, BigSum, Const, Guard, Lam, Lim, Op, Tail, TailKind, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import NAT, REAL, Fun

LOSS = Fun(NAT, REAL)
L, M, G, N = (Const(name, LOSS) for name in "LMGN")
a, b = Const("a", REAL), Const("b", REAL)
T, t = Var("T", NAT), Var("t", NAT)


def at(loss: Term, index: Term | int) -> Term:
    return apply(loss, number(index) if isinstance(index, int) else index)


def over(above: Term, below: Term) -> Term:
    return Guard(neg(equal(below, number(0), REAL)), Op("div", (above, below)))


def total(loss: Term, low: int = 1, high: Term = T) -> Term:
    return BigSum(t, (number(low), high), at(loss, t))


def capability(loss: Term) -> Term:
    summand = subtract(at(loss, t), at(loss, 0))
    return Lim(T, multiply(over(number(1), T), BigSum(t, (number(1), T), summand)))


def last_step(loss: Term) -> Term:
    return Lim(T, over(subtract(at(loss, T), at(loss, 0)), T))


def limit(loss: Term) -> Term:
    return Lim(T, at(loss, T))


def tail(kind: TailKind, body: Term) -> Term:
    return Tail(kind, T, body)


def converges(loss: Term) -> Term:
    return tail("converges", at(loss, T))


def bounded(loss: Term) -> Term:
    return tail("bounded", at(loss, T))


def factor(base: Term, mesa: Term) -> Term:
    return over(capability(base), capability(mesa))


def affine(loss: Term, slope: Term = a, offset: Term = b) -> Term:
    return Lam(T, add(multiply(slope, at(loss, T)), offset))


def plus(left: Term, right: Term) -> Term:
    return Lam(T, add(at(left, T), at(right, T)))


def same(left: Term, right: Term) -> Term:
    """Defined under the same conditions, then equal."""
    both = conj(domain(left), domain(right))
    return conj(iff(domain(left), domain(right)), implies(both, equal(left, right, REAL)))


def goal(conclusion: Term, *hypotheses: Term) -> Goal:
    assumptions: list[Assumption] = []
    for formula in hypotheses:
        if domain(formula) != TRUE:
            assumptions.append(Assumption("defined", domain(formula), "defined"))
        assumptions.append(Assumption("given", formula, "assume"))
    formulas = [conclusion, *(one.formula for one in assumptions)]
    symbols = {node for formula in formulas for node in walk(formula) if isinstance(node, Const)}
    return Goal((), tuple(sorted(symbols, key=lambda one: one.name)), tuple(assumptions), conclusion)
