"""What objectives are compared by: `better`, and being one objective up to a scale."""

from __future__ import annotations


from aligncheck.elaborate.context import Context
from aligncheck.elaborate.meanings import (
    ConstEntity,
    Typed,
    ValueEntity,
)  # fmt: skip
from aligncheck.elaborate.orientation import check_comparison, preferred
from aligncheck.elaborate.problems import (
    CannotInfer,
    TypeMismatch,
)
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.unify import unify
from aligncheck.kernel.build import (
    add,
    at_most,
    conj,
    equal,
    exists,
    forall,
    iff,
    less,
    multiply,
    number,
)  # fmt: skip
from aligncheck.kernel.substitution import reduce
from aligncheck.kernel.terms import (
    App,
    Term,
    Var,
)  # fmt: skip
from aligncheck.kernel.types import (
    BOOL,
    REAL,
    Fun,
)  # fmt: skip
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree
from aligncheck.elaborate.numbers import numbers


def better(ctx: Context, term: tree.Apply) -> Typed:
    """better(u(x), u(y)): the first is preferred, by the orientation of the objectives named."""
    first, second = numbers(ctx, term)
    check_comparison(ctx, first.term, second.term, term.span)
    way = preferred(ctx, first.term, second.term)
    if way is None:
        raise ctx.fail(CannotInfer(term.span, "which way is better", "an objective with an orientation"))
    if way == "greater":
        return Typed(less(second.term, first.term), BOOL)
    return Typed(less(first.term, second.term), BOOL)


def same_objective(ctx: Context, term: tree.Apply) -> Typed:
    """same_objective(u, v): one is the other under a transformation that their scale admits."""
    first, second = ctx.all([lambda: ctx.typed(term.arguments[0]), lambda: ctx.typed(term.arguments[1])])
    kind = unsubset(ctx.resolve(first.type))
    if not isinstance(kind, Fun) or ctx.resolve(kind.codomain) != REAL:
        written = term.arguments[0].span
        raise ctx.fail(TypeMismatch(written, written.text, show_type(ctx, first.type), "a function to Real"))
    if not unify(ctx, first.type, second.type):
        shown = show_type(ctx, second.type), show_type(ctx, first.type)
        raise ctx.fail(TypeMismatch(term.arguments[1].span, term.arguments[1].span.text, *shown))
    check_comparison(ctx, first.term, second.term, term.span)
    entity = ctx.find(term.arguments[0].text) if isinstance(term.arguments[0], tree.Name) else None
    scale = entity.scale if isinstance(entity, (ConstEntity, ValueEntity)) and entity.scale else "interval"
    x, y = Var(ctx.var_name("s"), kind.domain), Var(ctx.var_name("s") + "′", kind.domain)

    def u(t: Term) -> Term:
        return reduce(App(first.term, t))

    def v(t: Term) -> Term:
        return reduce(App(second.term, t))

    if scale == "ordinal":
        return Typed(forall(x, forall(y, iff(at_most(u(x), u(y)), at_most(v(x), v(y))))), BOOL)
    if scale == "absolute":
        return Typed(equal(first.term, second.term, kind), BOOL)
    a, b = Var(ctx.var_name("a"), REAL), Var(ctx.var_name("b"), REAL)
    image = multiply(a, u(x)) if scale == "ratio" else add(multiply(a, u(x)), b)
    formula = conj(less(number(0), a), forall(x, equal(v(x), image, REAL)))
    formula = exists(a, formula) if scale == "ratio" else exists(a, exists(b, formula))
    return Typed(formula, BOOL)
