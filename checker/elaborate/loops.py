"""Loops: a binder over a written-out index set is unrolled where a family is in scope; any other runs as a variable.
At its end, the members in it that do not exist are reported once, with the index sets that would do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aligncheck.diagnostics import Problem
from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.indices import Loop, among, element_kind, index_term, written_out
from aligncheck.elaborate.integers import constant, minus, variable
from aligncheck.elaborate.leaving import symbols
from aligncheck.elaborate.meanings import FamilyEntity, ValueEntity, VariableEntity
from aligncheck.elaborate.mending import range_text, right_sets, written_ends
from aligncheck.elaborate.problems import EmptyIndexSet
from aligncheck.elaborate.regions import both, condition, empty, values_of
from aligncheck.kernel.terms import Const, Term, Var
from aligncheck.kernel.types import INT, NAT, Enum
from aligncheck.kernel.typing import unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree

_LARGEST_UNROLLED = 64


def index_values(ctx: Context, binder: tree.Binder) -> Loop | None:
    """The loop that a binder makes if its set is written out and a family or a model is spoken of; else None."""
    if len(binder.names) != 1 or binder.among is None:
        return None
    if not any(isinstance(entity, (FamilyEntity, VariableEntity)) for entity in ctx.visible().values()):
        return None
    kind = element_kind(ctx, binder.among)
    values = None if kind is None else written_out(ctx, binder.among, kind)
    if values is None or kind is None or len(values) > _LARGEST_UNROLLED:
        return None
    name = binder.names[0]
    key = ctx.var_name(name.text)
    region = among(ctx, variable(key), binder.among, kind)
    return Loop(name, key, binder.among, region, kind, values, narrowed=binder.where is not None)


def unroll(ctx: Context, loop: Loop, body: Callable[[], Term]) -> list[Term]:
    """The body at each value. What is wrong at several is reported once."""
    before = list(ctx.problems)
    results: list[Term | None] = []
    found: list[Problem] = []
    ctx.loops.append(loop)
    for value in loop.values or ():
        ctx.problems[:] = []
        loop.value = value
        try:
            results.append(_at(ctx, loop, value, body))
        except Failed:
            results.append(None)
        found.extend(ctx.problems)
    ctx.loops.pop()
    ctx.problems[:] = before
    _report_once(ctx, found)
    close(ctx, loop)
    if any(term is None for term in results):
        raise Failed
    return [term for term in results if term is not None]


def _at(ctx: Context, loop: Loop, value: int, body: Callable[[], Term]) -> Term:
    term = index_term(value, loop.kind)
    type = loop.kind if isinstance(loop.kind, Enum) else NAT if value >= 0 else INT
    with ctx.scope({loop.name.text: ValueEntity(loop.name.text, loop.name.span, term, type)}):
        return body()


def _report_once(ctx: Context, found: list[Problem]) -> None:
    """Of the same problem at several values, the first."""
    places: set[tuple[str, Span]] = set()
    for problem in found:
        if (problem.code, problem.span) not in places:
            places.add((problem.code, problem.span))
            ctx.report(problem)


@contextmanager
def running(ctx: Context, binder: tree.Binder, name: tree.Name, var: Var, limits: Term) -> Iterator[None]:
    """Inside, the name stands for a variable that takes every value that its binder, by `limits`, lets it."""
    with ctx.scope():
        ctx.bind(ValueEntity(name.text, name.span, var, var.type), inside_body=True)
        loop = variable_loop(ctx, binder, name, var, limits)
        ctx.loops.append(loop)
        try:
            yield
        except Failed:
            ctx.loops.remove(loop)
            close(ctx, loop)
            raise
        ctx.loops.remove(loop)
        close(ctx, loop)


def variable_loop(
    ctx: Context, binder: tree.Binder, name: tree.Name, value: Var | Const, limits: Term
) -> Loop:
    """The loop of a variable."""
    told = condition(limits)
    kind = unsubset(ctx.resolve(value.type))
    if binder.among is not None and kind in (NAT, INT):
        written = among(ctx, variable(value.name), binder.among, INT)
        told = written if written.exact else told
    region = both(values_of(value), told)
    return Loop(name, value.name, binder.among, region, kind, narrowed=binder.where is not None)


def close(ctx: Context, loop: Loop) -> None:
    """The end of a loop."""
    if loop.among is not None and _empty(ctx, loop):
        ctx.report(EmptyIndexSet(loop.among.span, loop.name.text, _upwards(loop)))
    if loop.leaving:
        written = loop.among.span if loop.among is not None else None
        ctx.report(loop.leaving[0].ranging(loop.name.text, written, right_sets(ctx.uses.values(), loop)))
        raise Failed


def _empty(ctx: Context, loop: Loop) -> bool:
    """Whether the loop has no value, whatever the symbols are. A range from a number to the one before is how an
    empty one is written: that is meant."""
    low, high = written_ends(loop)
    meant = low is not None and high is not None and minus(high, low) == constant(-1)
    return not meant and empty(both(loop.region, symbols(ctx, loop.region)))


def _upwards(loop: Loop) -> str | None:
    """The range from the lesser end to the greater, where the ends differ by a number."""
    low, high = written_ends(loop)
    return None if low is None or high is None or minus(high, low).terms else range_text((high, low))
