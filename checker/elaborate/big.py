"""Big operators: sums, best values, `the`, limits, tails, unions over a family of sets."""

from __future__ import annotations

from collections.abc import Callable

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.indices import Loop
from aligncheck.elaborate.loops import index_values, running, unroll
from aligncheck.elaborate.meanings import (
    Typed,
    ValueEntity,
)  # fmt: skip
from aligncheck.elaborate.orientation import check_best
from aligncheck.elaborate.problems import OperatorMisfit, TypeMismatch
from aligncheck.elaborate.sets import member
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.unify import is_unknown, unify
from aligncheck.kernel.build import at_most, conj, disj, exists, forall, implies, number
from aligncheck.kernel.substitution import free_names, fresh, substitute
from aligncheck.kernel.terms import (
    TRUE,
    Best,
    BigSum,
    Lim,
    SetOf,
    Tail,
    Term,
    The,
    Var,
)  # fmt: skip
from aligncheck.kernel.types import BOOL, NAT, NUMERIC, REAL, SetT, Sub
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree
from aligncheck.kernel.terms import If
from aligncheck.kernel.terms import Lam
from aligncheck.kernel.build import add
from aligncheck.kernel.typing import join
from aligncheck.elaborate.binders import range_variable, variable


def big_operator(ctx: Context, term: tree.Big) -> Typed:
    match term.kind:
        case "sum" | "max" | "min" | "argmax" | "argmin" | "the" | "union" | "intersection":
            return _over_one(ctx, term)
        case "lim":
            return _limit(ctx, term)
        case "eventually" | "often":
            name, var = _tail_variable(ctx, term)
            with ctx.scope({name.text: ValueEntity(name.text, name.span, var, var.type)}):
                return Typed(Tail(term.kind, var, ctx.check(term.body, BOOL)), BOOL)


def _tail_variable(ctx: Context, term: tree.Big) -> tuple[tree.Name, Var]:
    """The variable of a limit or tail is a Nat unless it is typed."""
    name = term.binder.names[0]
    type = NAT if term.binder.type is None else ctx.as_type(term.binder.type)
    if type not in (NAT, REAL):
        raise ctx.fail(TypeMismatch(name.span, name.text, show_type(ctx, type), "Nat or Real"))
    return name, Var(ctx.var_name(name.text), type)


def _limit(ctx: Context, term: tree.Big) -> Typed:
    name, var = _tail_variable(ctx, term)
    with ctx.scope():
        ctx.bind(ValueEntity(name.text, name.span, var, var.type), inside_body=True)
        body = ctx.typed(term.body)
    if unsubset(ctx.resolve(body.type)) not in NUMERIC:
        raise ctx.fail(
            TypeMismatch(term.body.span, term.body.span.text, show_type(ctx, body.type), "a number")
        )
    return Typed(Lim(var, body.term), REAL)


def _over_one(ctx: Context, term: tree.Big) -> Typed:
    """A big operator over each name of its binder; several names are nested, innermost last."""
    loop = index_values(ctx, term.binder)
    if loop is not None and term.kind in {"sum", "union", "intersection"} and term.binder.where is None:
        return _unrolled_big(ctx, loop, term)
    names = term.binder.names
    if len(names) > 1 and term.kind == "sum":
        inner_binder = tree.Binder(
            names[1:], term.binder.type, term.binder.among, term.binder.where, span=term.binder.span
        )
        inner = tree.Big(term.kind, inner_binder, term.body, span=term.span)
        outer = tree.Binder(names[:1], term.binder.type, term.binder.among, span=term.binder.span)
        return _over_one(ctx, tree.Big(term.kind, outer, inner, span=term.span))
    name = names[0]
    bounds: tuple[Term, Term] | None = None
    condition: Term
    if term.kind == "sum" and isinstance(term.binder.among, tree.Range):
        var, low, high = range_variable(ctx, term.binder.among, name)
        bounds, condition = (low, high), TRUE
    else:
        var, condition = variable(ctx, term.binder, name)
    with running(ctx, term.binder, name, var, condition):
        read = _condition if term.kind == "the" else Context.typed
        where, body = _narrowed(ctx, term, read)
    return _assemble(ctx, term, var, bounds, conj(condition, where), body)


def _narrowed(
    ctx: Context, term: tree.Big, read: Callable[[Context, tree.Term], Typed]
) -> tuple[Term, Typed]:
    """The condition of the binder, and the body where it holds."""
    if term.binder.where is None:
        return TRUE, read(ctx, term.body)
    where = ctx.check(term.binder.where, BOOL)
    with ctx.supposing(where, term.binder.where):
        return where, read(ctx, term.body)


def _condition(ctx: Context, term: tree.Term) -> Typed:
    """What `the x. …` asks of x. It reaches to the next comparison, so a comparison stands in parentheses."""
    body = ctx.typed(term)
    if not unify(ctx, unsubset(ctx.resolve(body.type)), BOOL):
        hint = "a condition stands in parentheses after `the`: `the x. (x = y)`"
        raise ctx.fail(TypeMismatch(term.span, term.span.text, show_type(ctx, body.type), "Bool", hint))
    return Typed(body.term, BOOL)


def _assemble(
    ctx: Context, term: tree.Big, var: Var, bounds: tuple[Term, Term] | None, condition: Term, body: Typed
) -> Typed:
    kind = unsubset(ctx.resolve(body.type))
    if term.kind in {"sum", "max", "min", "argmax", "argmin"}:
        if is_unknown(kind):
            unify(ctx, kind, REAL)
            kind = REAL
        if kind not in NUMERIC:
            raise ctx.fail(
                TypeMismatch(term.body.span, term.body.span.text, show_type(ctx, kind), "a number")
            )
    var = Var(var.name, ctx.zonk(var.type))
    match term.kind:
        case "sum":
            if condition == TRUE:
                return Typed(BigSum(var, bounds, body.term), kind)
            if bounds is not None:
                return Typed(BigSum(var, bounds, If(condition, body.term, number(0))), kind)
            narrowed = Var(var.name, Sub(var.type, Lam(var, ctx.zonk(condition))))
            return Typed(BigSum(narrowed, None, substitute(ctx.zonk(body.term), {var.name: narrowed})), kind)
        case "max" | "min":
            return Typed(Best(term.kind, var, condition, body.term), kind)
        case "argmax" | "argmin":
            check_best(ctx, term.kind, body.term, term.span)
            return _argbest(ctx, term.kind, var, condition, body.term)
        case "the":
            formula = ctx.zonk(conj(condition, body.term))
            return Typed(The(var, formula), var.type)
        case _:
            return _big_set(ctx, term, var, condition, body)


def _argbest(ctx: Context, kind: str, var: Var, condition: Term, value: Term) -> Typed:
    """{x | x is admitted, and no admitted y does better}."""
    condition, value = ctx.zonk(condition), ctx.zonk(value)
    other = Var(fresh(var.name + "′", free_names(condition) | free_names(value)), var.type)
    rival, rival_in = substitute(value, {var.name: other}), substitute(condition, {var.name: other})
    no_better = at_most(rival, value) if kind == "argmax" else at_most(value, rival)
    return Typed(SetOf(var, conj(condition, forall(other, implies(rival_in, no_better)))), SetT(var.type))


def _big_set(ctx: Context, term: tree.Big, var: Var, condition: Term, body: Typed) -> Typed:
    """⋃ and ⋂ of sets over the values of a variable."""
    kind = unsubset(ctx.resolve(body.type))
    if not isinstance(kind, SetT):
        raise ctx.fail(OperatorMisfit(term.body.span, "⋃", show_type(ctx, body.type), "sets"))
    condition, inner = ctx.zonk(condition), ctx.zonk(body.term)
    element = Var(fresh("x", free_names(condition) | free_names(inner) | {var.name}), ctx.zonk(kind.element))
    inside = member(element, inner)
    if term.kind == "union":
        return Typed(SetOf(element, exists(var, conj(condition, inside))), SetT(element.type))
    return Typed(SetOf(element, forall(var, implies(condition, inside))), SetT(element.type))


def _unrolled_big(ctx: Context, loop: Loop, term: tree.Big) -> Typed:
    """A big operator over a written-out index set."""
    values: list[Typed] = []

    def one() -> Term:
        value = ctx.typed(term.body)
        values.append(value)
        return value.term

    terms = unroll(ctx, loop, one)
    if term.kind == "sum":
        return Typed(add(*terms), join([unsubset(ctx.resolve(v.type)) for v in values] or [NAT]))
    element = ctx.new_sort()
    for value in values:
        unify(ctx, value.type, SetT(element))
    var = Var("x", ctx.zonk(element))
    members = [member(var, ctx.zonk(item)) for item in terms]
    return Typed(SetOf(var, (disj if term.kind == "union" else conj)(*members)), SetT(var.type))
