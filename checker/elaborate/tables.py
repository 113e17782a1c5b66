"""Tables: functions by their values, distributions by their weights, functions with some of their values changed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod

from aligncheck.elaborate.coercion import guarded
from aligncheck.elaborate.context import Context
from aligncheck.elaborate.instances import as_value
from aligncheck.elaborate.meanings import Typed
from aligncheck.elaborate.probability import mixture
from aligncheck.elaborate.problems import NotADistribution, NotAFunction, RepeatedEntry, TableGap
from aligncheck.elaborate.shown import show_type
from aligncheck.kernel.build import add, at_most, conj, equal, number
from aligncheck.kernel.substitution import free_names, fresh, reduce
from aligncheck.kernel.terms import App, If, Lam, Member, Number, Op, Term, Tup, Var
from aligncheck.kernel.types import REAL, Enum, Fun, Prod, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree


def function_table(ctx: Context, term: tree.TableOf, type: Fun) -> Term:
    """{a ↦ 1, b ↦ 2}: a value for each member of a listed type, or of tuples of such."""
    domain = ctx.zonk(type.domain)
    entries = _entries(ctx, term.entries, domain, type.codomain)
    every = _listed(domain)
    if every is None:
        raise ctx.fail(TableGap(term.span, (), show_type(ctx, domain)))
    given = [point for point, _ in entries]
    missing = tuple(_text(member) for member in every if member not in given)
    if missing:
        raise ctx.fail(TableGap(term.span, missing, show_type(ctx, domain)))
    taken = frozenset().union(*(free_names(value) for _, value in entries))
    at = Var(fresh("x", taken), domain)
    *others, (_, last) = entries
    value = last
    for point, each in reversed(others):
        value = If(equal(at, point, domain), each, value)
    return Lam(at, value)


def changed_at(ctx: Context, term: tree.ChangedAt) -> Typed:
    """x[i := v]: the function that is v at i, and x elsewhere. A distribution with another weight is a function."""
    function = as_value(ctx, ctx.synth(term.target), term.target.span)
    kind = unsubset(ctx.resolve(function.type))
    if not isinstance(kind, Fun):
        shown = show_type(ctx, function.type)
        raise ctx.fail(NotAFunction(term.target.span, term.target.span.text, f"it is of type `{shown}`"))
    domain = ctx.zonk(kind.domain)
    entries = _entries(ctx, term.entries, domain, kind.codomain)
    taken = frozenset().union(
        free_names(function.term), *(free_names(part) for entry in entries for part in entry)
    )
    at = Var(fresh("x", taken), domain)
    value = reduce(App(function.term, at))
    for point, each in entries:
        value = If(equal(at, point, domain), each, value)
    return Typed(Lam(at, value), Fun(domain, kind.codomain))


def distribution_table(ctx: Context, term: tree.TableOf, outcome: Type) -> Term:
    """{a ↦ 1/2, b ↦ 1/2}: the weights of outcomes, 0 for all others; those of equal outcomes are added."""
    outcome = ctx.zonk(outcome)
    entries = _entries(ctx, term.entries, outcome, REAL)
    values = [weight for _, weight in entries]
    exact = [_exact(weight) for weight in values]
    for written, known in zip(term.entries, exact, strict=True):
        if known is not None and known < 0:
            raise ctx.fail(NotADistribution(written.value.span, f"`{written.value.span.text}` is below 0"))
    if None not in exact:
        total = sum(known for known in exact if known is not None)
        if total != 1:
            raise ctx.fail(NotADistribution(term.span, f"its weights sum to {total}"))
        return mixture(outcome, entries)
    asked = [at_most(number(0), weight) for weight, known in zip(values, exact, strict=True) if known is None]
    return guarded(conj(*asked, equal(add(*values), number(1), REAL)), mixture(outcome, entries))


def _entries(
    ctx: Context, written: Sequence[tree.TableEntry], domain: Type, codomain: Type
) -> list[tuple[Term, Term]]:
    """Arguments and values; no argument is named twice."""

    def read(entry: tree.TableEntry) -> tuple[Term, Term]:
        return ctx.check(entry.argument, domain), ctx.check(entry.value, codomain)

    entries = ctx.all([lambda entry=entry: read(entry) for entry in written])  # type: ignore[misc]
    for at, (point, _) in enumerate(entries):
        first = next(other for other, (earlier, _) in enumerate(entries) if earlier == point)
        if first < at:
            here, before = written[at].argument.span, written[first].argument.span
            raise ctx.fail(RepeatedEntry(here, here.text, before))
    return entries


def _listed(type: Type) -> list[Term] | None:
    """The members of a type whose members have names; None for any other."""
    bare = unsubset(type)
    if isinstance(bare, Enum) and bare == type:
        return [Member(name, bare) for name in bare.members]
    if not isinstance(bare, Prod):
        return None
    parts = [_listed(item) for item in bare.items]
    known = [part for part in parts if part is not None]
    return [Tup(row) for row in product(*known)] if len(known) == len(parts) else None


def _text(member: Term) -> str:
    if isinstance(member, Tup):
        return f"({', '.join(map(_text, member.items))})"
    return member.name if isinstance(member, Member) else ""


def _exact(term: Term) -> Fraction | None:
    """The value of a term made of numbers alone."""
    match term:
        case Number(value):
            return value
        case Op(("add" | "mul" | "div" | "neg") as name, args):
            known = [_exact(arg) for arg in args]
            if None in known:
                return None
            return _combined(name, [value for value in known if value is not None])
        case _:
            return None


def _combined(name: str, values: list[Fraction]) -> Fraction | None:
    match name:
        case "add":
            return sum(values, Fraction(0))
        case "mul":
            return prod(values, start=Fraction(1))
        case "neg":
            return -values[0]
        case _:
            return values[0] / values[1] if values[1] else None
