"""Frames, morphisms and their equivalence as core terms, for claims built by hand."""

from __future__ import annotations

from aligncheck.claims.claim import Claim, Conclusion, Expectation, Holds, Hypothesis
from aligncheck.kernel.build import apply, conj, exists, forall, implies
from aligncheck.kernel.terms import (
    App, Case, Const, Eq, Field, Inj, Lam, Proj, Quant, Record, SortQuant, Term, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.types import Base, Fun, Prod, Struct, Sum, Type
from aligncheck.source import SourceFile, Span

SPAN = Span(SourceFile("hand.align", "claim"), 0, 5)
WORLD = Base("W")


class Frame:
    """A frame: two types and the evaluation."""

    def __init__(self, agent: Type, env: Type, eval: Term) -> None:
        self.agent, self.env, self.eval = agent, env, eval

    def at(self, a: Term, e: Term) -> Term:
        return apply(self.eval, a, e)


def named(name: str) -> Frame:
    """A frame of symbols of its own."""
    agent, env = Base(f"{name}.Agent"), Base(f"{name}.Env")
    return Frame(agent, env, Const(f"{name}.eval", Fun(Prod((agent, env)), WORLD)))


def dual(c: Frame) -> Frame:
    p = Var("p", Prod((c.env, c.agent)))
    return Frame(c.env, c.agent, Lam(p, c.at(Proj(p, 1), Proj(p, 0))))


def plus(c: Frame, d: Frame) -> Frame:
    """C ⊕ D: agents of either, environments of both."""
    agents, envs = Sum((c.agent, d.agent)), Prod((c.env, d.env))
    p = Var("p", Prod((agents, envs)))
    a, b = Var("a", c.agent), Var("b", d.agent)
    body = Case(Proj(p, 0), (Lam(a, c.at(a, Proj(Proj(p, 1), 0))), Lam(b, d.at(b, Proj(Proj(p, 1), 1)))))
    return Frame(agents, envs, Lam(p, body))


def law(c: Frame, d: Frame, g: Term, h: Term) -> Term:
    a, f = Var("a", c.agent), Var("f", d.env)
    return forall(a, forall(f, Eq(c.at(a, apply(h, f)), d.at(apply(g, a), f), WORLD)))


def morphisms(c: Frame, d: Frame) -> Struct:
    fields = (("g", Fun(c.agent, d.agent)), ("h", Fun(d.env, c.env)))
    plain = Struct("Morphism", fields)
    m = Var("m", plain)
    return Struct("Morphism", fields, Lam(m, law(c, d, Field(m, "g"), Field(m, "h"))))


def compose(c: Frame, e: Frame, n: Term, m: Term) -> Record:
    a, f = Var("a", c.agent), Var("e", e.env)
    g = Lam(a, apply(Field(n, "g"), apply(Field(m, "g"), a)))
    h = Lam(f, apply(Field(m, "h"), apply(Field(n, "h"), f)))
    return Record(morphisms(c, e), (g, h))


def identity(c: Frame) -> Record:
    a, e = Var("a", c.agent), Var("e", c.env)
    return Record(morphisms(c, c), (Lam(a, a), Lam(e, e)))


def homotopic(c: Frame, d: Frame, m: Record, n: Record) -> Term:
    return law(c, d, m.values[0], n.values[1])


def equivalent(c: Frame, d: Frame) -> Term:
    """C ≃ D."""
    m, n = Var("m", morphisms(c, d)), Var("n", morphisms(d, c))
    there = homotopic(c, c, compose(c, c, n, m), identity(c))
    back = homotopic(d, d, compose(d, d, m, n), identity(d))
    return exists(m, exists(n, conj(there, back)))


def for_all(names: str, body: Term) -> Term:
    """For all frames of these names."""
    for name in reversed(names):
        frame = named(name)
        assert isinstance(frame.eval, Const)
        var = Var(frame.eval.name, frame.eval.type)
        body = SortQuant(
            "forall", (f"{name}.Agent", f"{name}.Env"), Quant("forall", var, _as_variable(body, frame.eval))
        )
    return body


def _as_variable(body: Term, symbol: Const) -> Term:
    from aligncheck.kernel.substitution import replace_constants

    return replace_constants(body, {symbol: Var(symbol.name, symbol.type)})


def sorts(names: str) -> tuple[str, ...]:
    return ("W", *(f"{name}.{part}" for name in names for part in ("Agent", "Env")))


def symbols(names: str) -> tuple[Const, ...]:
    return tuple(each for name in names if isinstance(each := named(name).eval, Const))


def claim(
    name: str,
    shown: Term,
    assumed: tuple[Term, ...] = (),
    frames: str = "",
    expect: Expectation | None = None,
    **more: object,
) -> Claim:
    hypotheses = tuple(
        Hypothesis(f"assumption {at}", each, "assume", SPAN) for at, each in enumerate(assumed)
    )
    question = Holds((Conclusion("shown", shown, SPAN),))
    return Claim(
        name, SPAN, question, sorts(frames), symbols(frames), hypotheses, expect or Expectation(),
        variables=tuple(frames), **more,  # type: ignore[arg-type]
    )  # fmt: skip


__all__ = ["App", "Inj", "Tup", "implies"]
