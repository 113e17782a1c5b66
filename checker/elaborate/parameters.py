"""Parameters and universals: what `C, D: Frame(W)` becomes in a definition, in a claim, and from `given`."""

from __future__ import annotations

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.meanings import (
    BundleEntity,
    Entity,
    GivenEntity,
    LargeType,
    Parameter,
    Scale,
    TypeEntity,
    ValueEntity,
)  # fmt: skip
from aligncheck.elaborate.structures import new_bundle
from aligncheck.kernel.terms import Const, Term, Var
from aligncheck.kernel.types import Base
from aligncheck.source import Span
from aligncheck.syntax import tree


def make_parameter(
    ctx: Context, name: str, span: Span, type: tree.Term | None, scale: Scale | None = None
) -> tuple[Parameter, Entity]:
    """A variable of any type, and what its name stands for in its scope. One without a type has that of the
    variable of the same name that `given` lends, if there is one."""
    lent = ctx.shared.names.get(name)
    if type is None and isinstance(lent, GivenEntity):
        type = lent.binder.type
    kind = ctx.as_large(type) if type is not None else ctx.new_sort(name, span)
    if isinstance(kind, LargeType):
        if kind.structure is None:
            sort = Base(_apart(ctx, name))
            return Parameter(name, span, sort=sort), TypeEntity(name, span, sort)
        bundle, laws = new_bundle(ctx, name, kind, symbols=ctx.mode == "claim")
        return Parameter(name, span, bundle=bundle, laws=laws), BundleEntity(name, span, bundle)
    var = Var(name, kind)
    value: Term = Const(name, kind) if ctx.mode == "claim" else var
    return Parameter(name, span, var=var, scale=scale), ValueEntity(name, span, value, kind, scale)


def _apart(ctx: Context, name: str) -> str:
    """A sort parameter may reuse a module's name: then it is told apart by a mark."""
    outer = ctx.shared.names.get(name)
    return f"{name}′" if isinstance(outer, TypeEntity) else name


def use_given(ctx: Context, given: GivenEntity) -> Entity:
    """A name lent by `given` is used: it becomes a parameter of this definition, a universal of this claim."""
    if given.name in ctx.given:
        return ctx.scopes[0][given.name]
    parameter, entity = make_parameter(ctx, given.name, given.span, given.binder.type)
    # What its own type uses was added first, so the order is that of dependence.
    ctx.given[given.name] = parameter
    ctx.scopes[0][given.name] = entity
    return entity
