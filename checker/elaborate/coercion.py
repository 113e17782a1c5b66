"""Using a value at a type: subsets and numbers go up silently, and down with a guard."""

from __future__ import annotations

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.indices import written_linear
from aligncheck.elaborate.leaving import (
    example_values,
    leave,
    leaves,
    number_noted,
    reached,
    stays,
    unreachable,
)  # fmt: skip
from aligncheck.elaborate.meanings import Typed
from aligncheck.elaborate.problems import NegativeIndex, TypeMismatch
from aligncheck.elaborate.regions import condition, linear, shown
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.unify import fits, is_unknown
from aligncheck.kernel.build import at_most, number
from aligncheck.kernel.substitution import alike
from aligncheck.kernel.terms import TRUE, Guard, SetOf, Term, Tup, Var
from aligncheck.kernel.types import INT, NAT, Prod, SetT, Sub, Type
from aligncheck.kernel.typing import instantiate
from aligncheck.source import Span
from aligncheck.syntax import tree


def full_set(type: Type) -> Typed:
    """A type as the set of all its members."""
    if isinstance(type, Sub):
        var = Var("x", type.base)
        return Typed(SetOf(var, instantiate(type.predicate, var)), SetT(type.base))
    return Typed(SetOf(Var("x", type), TRUE), SetT(type))


def coerce(ctx: Context, value: Typed, expected: Type, span: Span, written: tree.Term | None = None) -> Term:
    """The term as one of type `expected`: itself, or guarded by what must hold of it; a mismatch fails. `written`:
    the author's text of it."""
    actual, expected = ctx.resolve(value.type), ctx.resolve(expected)
    if isinstance(expected, Sub) and not is_unknown(actual):
        if isinstance(actual, Sub) and alike(ctx.zonk(actual), ctx.zonk(expected)):
            return value.term
        below = coerce(ctx, value, expected.base, span, written)
        return guarded(instantiate(expected.predicate, below), below)
    if fits(ctx, actual, expected):
        return value.term
    bare = actual
    while isinstance(bare, Sub):
        bare = ctx.resolve(bare.base)
    if bare == INT and expected == NAT:
        return _natural(ctx, value.term, span, written)
    if isinstance(expected, Prod) and isinstance(value.term, Tup) and isinstance(bare, Prod):
        items = list(zip(value.term.items, bare.items, expected.items, strict=False))
        if len(items) == len(expected.items) == len(bare.items):
            return Tup(tuple(coerce(ctx, Typed(item, kind), target, span) for item, kind, target in items))
    raise ctx.fail(TypeMismatch(span, span.text, show_type(ctx, actual), show_type(ctx, expected)))


def _natural(ctx: Context, value: Term, span: Span, written: tree.Term | None) -> Term:
    """An integer as a natural number, where it is one."""
    place, form = linear(value), None if written is None else written_linear(ctx, written)
    wanted = at_most(number(0), value)
    if place is None:
        return guarded(wanted, value)
    number_noted(ctx, form, span)
    if not place.terms:
        if place.constant >= 0 or unreachable(ctx):
            return guarded(wanted, value)
        return guarded(leave(ctx, NegativeIndex(span, shown(place), reached(ctx, [form])), form), value)
    offence = None if stays(ctx, condition(wanted)) else leaves(ctx, condition(wanted), place)
    if offence is None:
        return guarded(wanted, value)
    where, example = reached(ctx, [form], offence), example_values(offence, place)
    problem = NegativeIndex(span, shown(place.put(offence.where)), where, example)
    return guarded(leave(ctx, problem, form), value)


def guarded(condition: Term, body: Term) -> Term:
    """`body` where `condition` holds; itself if the condition is trivially true."""
    return body if condition == TRUE else Guard(condition, body)
