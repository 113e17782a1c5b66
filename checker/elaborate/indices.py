"""Index sets: which values a written-out one has, loops over them unrolled, and linear index terms compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod

from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.meanings import FamilyEntity, ValueEntity
from aligncheck.elaborate.problems import IndexOutOfRange
from aligncheck.kernel.terms import Const, Number, Op, Term, Var
from aligncheck.kernel.types import INT, NAT
from aligncheck.source import Span
from aligncheck.syntax import tree

_LARGEST_UNROLLED = 64
_NEARBY = 4


@dataclass(slots=True)
class Loop:
    """A loop over written-out integers: its name, where the set stands, and its values. `possible` are the
    values near by at which every family member named in the body exists."""

    name: tree.Name
    set_span: Span
    values: tuple[int, ...]
    families: set[str] = field(default_factory=set)
    possible: tuple[int, ...] = ()


def literal_int(term: Term) -> int | None:
    """The value of a term made of integer literals, + - and *; None for any other."""
    match term:
        case Number(value, _):
            return int(value) if value.denominator == 1 else None
        case Op("neg", (inner,)):
            value_of = literal_int(inner)
            return None if value_of is None else -value_of
        case Op("add" | "mul" as name, args):
            values = [literal_int(arg) for arg in args]
            if any(value is None for value in values):
                return None
            known = [value for value in values if value is not None]
            return sum(known) if name == "add" else prod(known)
        case _:
            return None


def index_values(ctx: Context, binder: tree.Binder) -> Loop | None:
    """The loop that a binder makes if its set is written out in integers and a family is in scope; else None."""
    if len(binder.names) != 1 or binder.among is None:
        return None
    if not any(isinstance(entity, FamilyEntity) for entity in ctx.visible().values()):
        return None
    values = written_out(ctx, binder.among)
    if values is None or len(values) > _LARGEST_UNROLLED:
        return None
    return Loop(binder.names[0], binder.among.span, values)


def written_out(ctx: Context, term: tree.Term) -> tuple[int, ...] | None:
    """The integers of `{0, 1, 2}` or `0..2`; None if the term is no such set."""
    match term:
        case tree.SetLiteral(items):
            values = [_literal(ctx, item) for item in items]
            return (
                None
                if not values or any(v is None for v in values)
                else tuple(v for v in values if v is not None)
            )
        case tree.Range(low, high):
            first, last = _literal(ctx, low), _literal(ctx, high)
            if first is None or last is None or last - first > _LARGEST_UNROLLED:
                return None
            return tuple(range(first, last + 1))
        case _:
            return None


def _literal(ctx: Context, term: tree.Term) -> int | None:
    """An integer written out, loop variables of unrolled loops included."""
    if isinstance(term, tree.Numeral):
        return int(term.text) if term.text.isdigit() else None
    if isinstance(term, tree.Prefix) and term.operator.text == "-":
        value = _literal(ctx, term.operand)
        return None if value is None else -value
    if isinstance(term, (tree.Chain, tree.Name)):
        quiet = len(ctx.problems)
        try:
            return literal_int(ctx.typed(term).term)
        except Failed:
            del ctx.problems[quiet:]
    return None


def unroll(ctx: Context, loop: Loop, body: Callable[[], Term]) -> list[Term]:
    """The body at each value. A member that does not exist is reported once, with the values that would do."""
    outer, ctx.loop = ctx.loop, loop
    before = list(ctx.problems)
    results: dict[int, Term | None] = {}
    found: dict[int, list[object]] = {}
    members = list(ctx.members)
    for value in _with_nearby(loop.values):
        ctx.problems[:] = []
        if value not in loop.values:
            ctx.trial = True
        try:
            results[value] = _at(ctx, loop, value, body)
        except Failed:
            results[value] = None
        finally:
            ctx.trial = False
        found[value] = list(ctx.problems)
        if value not in loop.values:
            ctx.members[:] = members
        else:
            members = list(ctx.members)
    ctx.loop = outer
    loop.possible = tuple(sorted(v for v, made in results.items() if made is not None))
    ctx.problems[:] = before
    _report_once(ctx, loop, found)
    ctx.loops.append(loop)
    terms = [results[value] for value in loop.values]
    if any(term is None for term in terms):
        raise Failed
    return [term for term in terms if term is not None]


def _with_nearby(values: tuple[int, ...]) -> list[int]:
    if not values:
        return []
    near = range(min(values) - _NEARBY, max(values) + _NEARBY + 1)
    return [*values, *(value for value in near if value not in values)]


def _at(ctx: Context, loop: Loop, value: int, body: Callable[[], Term]) -> Term:
    type = NAT if value >= 0 else INT
    number = Number(Fraction(value), type)
    with ctx.scope({loop.name.text: ValueEntity(loop.name.text, loop.name.span, number, type)}):
        return body()


def _report_once(ctx: Context, loop: Loop, found: dict[int, list[object]]) -> None:
    """Of the same problem at several values, the first; one about an index tells the right index set."""
    places: set[tuple[str, Span]] = set()
    for value in loop.values:
        for problem in found[value]:
            key = (problem.code, problem.span)  # type: ignore[attr-defined]
            if isinstance(problem, IndexOutOfRange):
                key = ("A401", loop.set_span)
                problem = problem.in_loop(loop.name.text, value, loop.set_span, loop.possible)
            if key not in places:
                places.add(key)
                ctx.report(problem)  # type: ignore[arg-type]


# ── Linear terms ──


def linear(term: Term) -> tuple[dict[str, Fraction], Fraction] | None:
    """A term as Σ c·x + d over named variables and symbols; None if it is not linear."""
    match term:
        case Number(value, _):
            return {}, value
        case Var(name, _) | Const(name, _, _):
            return {name: Fraction(1)}, Fraction(0)
        case Op("neg", (inner,)):
            return _scaled(linear(inner), Fraction(-1))
        case Op("add", args):
            total: dict[str, Fraction] = {}
            constant = Fraction(0)
            for arg in args:
                part = linear(arg)
                if part is None:
                    return None
                for name, coefficient in part[0].items():
                    total[name] = total.get(name, Fraction(0)) + coefficient
                constant += part[1]
            return {name: c for name, c in total.items() if c}, constant
        case Op("mul", (Number(value, _), other)) | Op("mul", (other, Number(value, _))):
            return _scaled(linear(other), value)
        case _:
            return None


def _scaled(
    form: tuple[dict[str, Fraction], Fraction] | None, factor: Fraction
) -> tuple[dict[str, Fraction], Fraction] | None:
    if form is None:
        return None
    return {name: c * factor for name, c in form[0].items() if c * factor}, form[1] * factor
