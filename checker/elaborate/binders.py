"""What binds variables in formulas: quantifiers. Loops over written-out index sets are unrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.indices import Loop
from aligncheck.elaborate.instances import as_value
from aligncheck.elaborate.loops import index_values, running, unroll
from aligncheck.elaborate.meanings import (
    BundleEntity,
    Entity,
    LargeType,
    TypeEntity,
)  # fmt: skip
from aligncheck.elaborate.problems import CannotInfer, OperatorMisfit, TypeMismatch
from aligncheck.elaborate.sets import member
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.structures import new_bundle
from aligncheck.elaborate.suitable import sets
from aligncheck.kernel.build import at_most, conj, disj, equal, exists, forall, implies, number
from aligncheck.kernel.substitution import free_names, fresh, substitute
from aligncheck.kernel.terms import (
    TRUE,
    Quant,
    SortQuant,
    Term,
    Var,
)  # fmt: skip
from aligncheck.kernel.types import BOOL, INT, NAT, Base, SetT
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree


Body = Callable[[], Term]


def quantified(ctx: Context, kind: str, binders: Sequence[tree.Binder], body: tree.Term) -> Term:
    """∀, ∃ or ∃! over binders, outermost first."""
    if kind == "exists_unique":
        return _unique(ctx, binders, body)
    return over_binders(ctx, kind, list(binders), lambda: ctx.check(body, BOOL))


def over_binders(ctx: Context, kind: str, binders: Sequence[tree.Binder], body: Body) -> Term:
    """The body under the binders; conditions are premises of a ∀ and conjuncts of an ∃."""
    if not binders:
        return body()
    first, rest = binders[0], binders[1:]
    loop = index_values(ctx, first)
    if loop is not None:
        inner = lambda: over_binders(ctx, kind, rest, body)  # noqa: E731
        return (conj if kind == "forall" else disj)(*_unrolled(ctx, kind, loop, first, inner))
    return _over_names(ctx, kind, first, list(first.names), lambda: over_binders(ctx, kind, rest, body))


def _unrolled(ctx: Context, kind: str, loop: Loop, binder: tree.Binder, body: Body) -> list[Term]:
    return unroll(ctx, loop, lambda: _conditioned(ctx, kind, binder, body))


def _conditioned(ctx: Context, kind: str, binder: tree.Binder, body: Body) -> Term:
    """The body under the condition of its binder."""
    if binder.where is None:
        return body()
    condition = ctx.check(binder.where, BOOL)
    ctx.note("alone", [condition], [binder.where])
    with ctx.supposing(condition, binder.where):
        return _join(kind, condition, body())


def _over_names(ctx: Context, kind: str, binder: tree.Binder, names: list[tree.Name], body: Body) -> Term:
    """One name after the other; the condition of the binder stands under the last."""
    name, rest = names[0], names[1:]
    last = not rest

    def inside() -> Term:
        if not last:
            return _over_names(ctx, kind, binder, rest, body)
        return _conditioned(ctx, kind, binder, body)

    return bind(ctx, kind, binder, name, inside)


def _join(kind: str, condition: Term, body: Term) -> Term:
    return implies(condition, body) if kind == "forall" else conj(condition, body)


def bind(ctx: Context, kind: str, binder: tree.Binder, name: tree.Name, inside: Body) -> Term:
    """A quantifier over one name of any type: a value, a sort, or a structure."""
    condition: Term
    if binder.among is None and binder.type is not None:
        type = ctx.as_large(binder.type)
        if isinstance(type, LargeType):
            return _bind_large(ctx, kind, name, type, inside)
        var, condition = Var(ctx.var_name(name.text), type), TRUE
    else:
        var, condition = variable(ctx, binder, name)
    with running(ctx, binder, name, var, condition):
        body = inside()
    body = _join(kind, condition, body)
    return forall(var, body) if kind == "forall" else exists(var, body)


def _bind_large(ctx: Context, kind: str, name: tree.Name, type: LargeType, inside: Body) -> Term:
    quantifier: Literal["forall", "exists"] = "forall" if kind == "forall" else "exists"
    fresh_sort = ctx.fresh_name(name.text)
    entity: Entity
    if type.structure is None:
        sort = Base(fresh_sort)
        with ctx.scope():
            ctx.bind(TypeEntity(name.text, name.span, sort), inside_body=True)
            return SortQuant(quantifier, (sort.name,), inside())
    bundle, laws = new_bundle(ctx, fresh_sort, type, symbols=False)
    entity = BundleEntity(name.text, name.span, bundle)
    with ctx.scope():
        ctx.bind(entity, inside_body=True)
        body = _join(kind, conj(*laws), inside())
    for part in reversed(list(bundle.parts.values())):
        if isinstance(part, Var):
            body = Quant(quantifier, part, body)
    sorts = tuple(part.name for part in bundle.parts.values() if isinstance(part, Base))
    return SortQuant(quantifier, sorts, body)


def variable(ctx: Context, binder: tree.Binder, name: tree.Name) -> tuple[Var, Term]:
    """The variable that a binder of values makes, and the condition it lives under."""
    if binder.among is not None:
        if isinstance(binder.among, tree.Range):
            var, low, high = range_variable(ctx, binder.among, name)
            from_below = TRUE if low == number(0) else at_most(low, var)
            return var, conj(from_below, at_most(var, high))
        set = as_value(ctx, ctx.meant(binder.among, sets(ctx)), binder.among.span)
        kind = unsubset(ctx.resolve(set.type))
        if not isinstance(kind, SetT):
            raise ctx.fail(
                OperatorMisfit(binder.among.span, "∈", show_type(ctx, set.type), "a set on its right")
            )
        var = Var(ctx.var_name(name.text), kind.element)
        return var, member(var, set.term)
    if binder.type is not None:
        return Var(ctx.var_name(name.text), ctx.as_type(binder.type)), TRUE
    return Var(ctx.var_name(name.text), ctx.new_sort(name.text, name.span)), TRUE


def range_variable(ctx: Context, among: tree.Range, name: tree.Name) -> tuple[Var, Term, Term]:
    """The variable of a range, and its ends. It is a Nat where the range begins with one, else an Int."""
    low, high = ctx.typed(among.low), ctx.typed(among.high)
    for value, part in ((low, among.low), (high, among.high)):
        if unsubset(ctx.resolve(value.type)) not in (NAT, INT):
            raise ctx.fail(TypeMismatch(part.span, part.span.text, show_type(ctx, value.type), "Int"))
    natural = unsubset(ctx.resolve(low.type)) == NAT
    var = Var(ctx.var_name(name.text), NAT if natural else INT)
    return var, low.term, high.term


def _unique(ctx: Context, binders: Sequence[tree.Binder], body: tree.Term) -> Term:
    """∃!x. P: some x has P, and whatever has P is x."""
    if len(binders) != 1 or len(binders[0].names) != 1:
        raise ctx.fail(CannotInfer(binders[-1].span, "`∃!` over several names", "one name"))
    binder = binders[0]
    name = binder.names[0]
    var, condition = variable(ctx, binder, name)
    with running(ctx, binder, name, var, condition):
        formula = conj(condition, _conditioned(ctx, "exists", binder, lambda: ctx.check(body, BOOL)))
    formula = ctx.zonk(formula)
    var = Var(var.name, ctx.zonk(var.type))
    return unique_formula(var, formula)


def unique_formula(var: Var, formula: Term) -> Term:
    """∃x. P(x) ∧ ∀y. P(y) → y = x."""
    other = Var(fresh(var.name + "′", free_names(formula)), var.type)
    rest = forall(other, implies(substitute(formula, {var.name: other}), equal(other, var, var.type)))
    return exists(var, conj(formula, rest))
