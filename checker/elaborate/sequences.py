"""Definedness, limits and tails of sequences."""

from __future__ import annotations


from aligncheck.elaborate.context import Context
from aligncheck.elaborate.meanings import (
    Typed,
)  # fmt: skip
from aligncheck.elaborate.problems import (
    TypeMismatch,
)
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.unify import is_unknown, unify
from aligncheck.kernel.build import (
    conj,
    equal,
)  # fmt: skip
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import reduce
from aligncheck.kernel.terms import (
    App,
    Lim,
    Tail,
    Term,
    Var,
)  # fmt: skip
from aligncheck.kernel.types import (
    BOOL,
    NAT,
    NUMERIC,
    REAL,
    Fun,
)  # fmt: skip
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree


def defined(ctx: Context, term: tree.Apply) -> Typed:
    value = ctx.typed(term.arguments[0])
    return Typed(domain(ctx.zonk(value.term)), BOOL)


def _sequence(ctx: Context, term: tree.Term) -> tuple[Var, Term]:
    """A sequence (a function from Nat, or from Real, to numbers) as a body over its variable."""
    made = Fun(NAT, REAL)
    value = Typed(ctx.check(term, made), made) if _untyped(term) else ctx.typed(term)
    kind = unsubset(ctx.resolve(value.type))
    if is_unknown(kind):
        unify(ctx, kind, made)
        kind = made
    if (
        not isinstance(kind, Fun)
        or ctx.resolve(kind.domain) not in NUMERIC
        or ctx.resolve(kind.codomain) not in NUMERIC
    ):
        raise ctx.fail(TypeMismatch(term.span, term.span.text, show_type(ctx, value.type), "Nat → Real"))
    domain_type = REAL if ctx.resolve(kind.domain) == REAL else NAT
    var = Var(ctx.var_name("n"), domain_type)
    return var, reduce(App(value.term, var))


def _untyped(term: tree.Term) -> bool:
    """Whether it is a `fun` that leaves out the type of its variable: then that is Nat."""
    if not isinstance(term, tree.Function):
        return False
    first = term.branches[0].patterns
    return len(first) == 1 and isinstance(first[0], tree.PatternName) and first[0].type is None


def limit(ctx: Context, term: tree.Apply) -> Typed:
    var, body = _sequence(ctx, term.arguments[0])
    return Typed(Lim(var, body), REAL)


def tail(ctx: Context, term: tree.Apply) -> Typed:
    var, body = _sequence(ctx, term.arguments[0])
    word = term.function.text if isinstance(term.function, tree.Name) else ""
    return Typed(Tail("converges" if word == "converges" else "bounded", var, body), BOOL)


def tends_to(ctx: Context, term: tree.Apply) -> Typed:
    """tends_to(X, oo), tends_to(X, -oo), tends_to(X, c)."""
    var, body = _sequence(ctx, term.arguments[0])
    target = term.arguments[1]
    if isinstance(target, tree.Name) and target.text in {"oo", "∞"}:
        return Typed(Tail("to_oo", var, body), BOOL)
    if (
        isinstance(target, tree.Prefix)
        and isinstance(target.operand, tree.Name)
        and target.operand.text in {"oo", "∞"}
    ):
        return Typed(Tail("to_minus_oo", var, body), BOOL)
    value = ctx.check(target, REAL)
    return Typed(conj(Tail("converges", var, body), equal(Lim(var, body), value, REAL)), BOOL)
