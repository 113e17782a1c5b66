"""Goals written by hand for the tests of engines."""

from __future__ import annotations

from fractions import Fraction

from aligncheck.kernel.build import conj, forall
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.terms import App, Const, Eq, Field, Lam, Number, Quant, Term, Truth, Tup, Var
from aligncheck.kernel.types import BOOL, Base, Fun, Prim, Prod, Struct

A = Base("A")
x = Var("x", A)
P, Q = Const("P", Fun(A, BOOL)), Const("Q", Fun(A, BOOL))
c = Const("c", A)
flag = Const("flag", BOOL)
TRUE, FALSE = Truth(True), Truth(False)


def goal(
    *assumptions: Term, show: Term, constants: tuple[Const, ...] = (), sorts: tuple[str, ...] = ("A",)
) -> Goal:
    labelled = tuple(Assumption(f"a{i}", term, "assume") for i, term in enumerate(assumptions))
    return Goal(sorts, constants, labelled, show)


def named(label: str) -> Goal:
    """A goal whose only assumption has this label: what the test engine looks at."""
    return Goal((), (), (Assumption(label, TRUE, "assume"),), FALSE)


def some(body: Term, var: Var = x) -> Term:
    return Quant("exists", var, body)


def every(body: Term, var: Var = x) -> Term:
    return Quant("forall", var, body)


def real(text: str) -> Number:
    return Number(Fraction(text), Prim("Real"))


class Frame:
    """A frame of its own: options, environments, and what they lead to."""

    def __init__(self, name: str) -> None:
        self.agent, self.env = Base(f"{name}.Agent"), Base(f"{name}.Env")
        self.eval = Const(f"{name}.eval", Fun(Prod((self.agent, self.env)), Base("World")))
        self.sorts = (self.agent.name, self.env.name)

    def at(self, option: Term, environment: Term) -> Term:
        return App(self.eval, Tup((option, environment)))


def morphism(C: Frame, D: Frame) -> Struct:
    bare = Struct("Morphism", (("g", Fun(C.agent, D.agent)), ("h", Fun(D.env, C.env))))
    m, a, f = Var("m", bare), Var("a", C.agent), Var("f", D.env)
    law = forall(a, forall(f, Eq(
        C.at(a, App(Field(m, "h"), f)), D.at(App(Field(m, "g"), a), f), Base("World"))))  # fmt: skip
    return Struct("Morphism", bare.fields, Lam(m, law))


def equivalent(C: Frame, D: Frame) -> Term:
    """There are morphisms both ways that compose to something homotopic to the identities."""
    m, n = Var("m", morphism(C, D)), Var("n", morphism(D, C))

    def undone(F: Frame, there: Term, back: Term) -> Term:
        a, e = Var("a", F.agent), Var("e", F.env)
        again = App(Field(back, "g"), App(Field(there, "g"), a))
        return forall(a, forall(e, Eq(F.at(a, e), F.at(again, e), Base("World"))))

    return some(some(conj(undone(C, m, n), undone(D, n, m)), n), m)


C, D, E = Frame("C"), Frame("D"), Frame("E")
MUTUAL = Goal(
    (*C.sorts, *D.sorts, "World"),
    (C.eval, D.eval, Const("m", morphism(C, D)), Const("n", morphism(D, C))),
    (),
    equivalent(C, D),
)
"""N09: morphisms both ways do not make frames equivalent."""

REFLEXIVE = Goal((*C.sorts, "World"), (C.eval,), (), equivalent(C, C))
