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
    add,
    at_most,
    conj,
    disj,
    equal,
    forall,
    number,
)  # fmt: skip
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import reduce, substitute
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
    if _untyped(term):
        whole = ctx.check(term, Fun(NAT, REAL))
        at = Var(ctx.var_name("n"), NAT)
        return at, reduce(App(whole, at))
    value = ctx.typed(term)
    kind = unsubset(ctx.resolve(value.type))
    if is_unknown(kind):
        made = Fun(NAT, REAL)
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
    """`fun t. body`: what t is, is not said."""
    match term:
        case tree.Function((tree.Branch(patterns=(tree.PatternName(type=None),)),)):
            return True
        case _:
            return False


def _steps(ctx: Context, term: tree.Term, by: Term) -> tuple[Var, Term, Term]:
    """n, X(n) and X(n + by), for a sequence over the natural numbers."""
    var, body = _sequence(ctx, term)
    if var.type != NAT:
        raise ctx.fail(TypeMismatch(term.span, term.span.text, "Real → Real", "Nat → Real"))
    return var, body, substitute(body, {var.name: add(var, by)})


def monotone(ctx: Context, term: tree.Apply) -> Typed:
    """increasing(X): X(n) ≤ X(n + 1) for all n; decreasing(X): ≥; monotone(X): one of the two."""
    var, here, there = _steps(ctx, term.arguments[0], number(1))
    word = term.function.text if isinstance(term.function, tree.Name) else ""
    rising, falling = forall(var, at_most(here, there)), forall(var, at_most(there, here))
    both = {"increasing": rising, "decreasing": falling, "monotone": disj(rising, falling)}
    return Typed(both[word], BOOL)


def periodic(ctx: Context, term: tree.Apply) -> Typed:
    """periodic(X, p): X(n + p) = X(n) for all n; p is a natural number."""
    var, here, there = _steps(ctx, term.arguments[0], ctx.check(term.arguments[1], NAT))
    return Typed(forall(var, equal(there, here, REAL)), BOOL)


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
