"""Using a value at a type: subsets and numbers go up silently, and down with a guard."""

from __future__ import annotations

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.meanings import Typed
from aligncheck.elaborate.problems import NegativeIndex, TypeMismatch
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.unify import fits, is_unknown
from aligncheck.kernel.build import at_most, number
from aligncheck.kernel.substitution import alike
from aligncheck.kernel.terms import TRUE, Guard, Number, SetOf, Term, Tup, Var
from aligncheck.kernel.types import INT, NAT, Prod, SetT, Sub, Type
from aligncheck.kernel.typing import instantiate
from aligncheck.source import Span


def full_set(type: Type) -> Typed:
    """A type as the set of all its members."""
    if isinstance(type, Sub):
        var = Var("x", type.base)
        return Typed(SetOf(var, instantiate(type.predicate, var)), SetT(type.base))
    return Typed(SetOf(Var("x", type), TRUE), SetT(type))


def coerce(ctx: Context, value: Typed, expected: Type, span: Span) -> Term:
    """The term as one of type `expected`: itself, or guarded by what must hold of it; a mismatch fails."""
    actual, expected = ctx.resolve(value.type), ctx.resolve(expected)
    if isinstance(expected, Sub) and not is_unknown(actual):
        if isinstance(actual, Sub) and alike(ctx.zonk(actual), ctx.zonk(expected)):
            return value.term
        below = coerce(ctx, value, expected.base, span)
        return guarded(instantiate(expected.predicate, below), below)
    if fits(ctx, actual, expected):
        return value.term
    bare = actual
    while isinstance(bare, Sub):
        bare = ctx.resolve(bare.base)
    if bare == INT and expected == NAT:
        if isinstance(value.term, Number):
            raise ctx.fail(NegativeIndex(span, str(value.term.value)))
        return guarded(at_most(number(0), value.term), value.term)
    if isinstance(expected, Prod) and isinstance(value.term, Tup) and isinstance(bare, Prod):
        items = list(zip(value.term.items, bare.items, expected.items, strict=False))
        if len(items) == len(expected.items) == len(bare.items):
            return Tup(tuple(coerce(ctx, Typed(item, kind), target, span) for item, kind, target in items))
    raise ctx.fail(TypeMismatch(span, span.text, show_type(ctx, actual), show_type(ctx, expected)))


def guarded(condition: Term, body: Term) -> Term:
    """`body` where `condition` holds; itself if the condition is trivially true."""
    return body if condition == TRUE else Guard(condition, body)
