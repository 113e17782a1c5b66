"""Draws from distributions: means and probabilities, given an event or not; point masses, uniform distributions."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from typing import Literal

from aligncheck.elaborate.coercion import coerce, guarded
from aligncheck.elaborate.context import Context
from aligncheck.elaborate.functions import bind_pattern
from aligncheck.elaborate.instances import as_value
from aligncheck.elaborate.meanings import Typed, TypeMeaning
from aligncheck.elaborate.probability import (
    distribution_type,
    mixture,
    outcome_of,
    range_type,
    total,
)
from aligncheck.elaborate.problems import TypeMismatch
from aligncheck.elaborate.sets import member
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.suitable import distributions
from aligncheck.elaborate.tables import distribution_table
from aligncheck.elaborate.unify import is_unknown, unify
from aligncheck.kernel.build import add, at_most, conditional, conj, less, multiply, negative, number
from aligncheck.kernel.domain import finite
from aligncheck.kernel.substitution import free_names, fresh, reduce
from aligncheck.kernel.terms import App, Card, Guard, If, Lam, Number, Op, Term, Tup, Var
from aligncheck.kernel.types import BOOL, INT, NUMERIC, REAL, Fun, Prod, SetT, Sub, Type
from aligncheck.kernel.typing import instantiate, unsubset
from aligncheck.records import dataclass
from aligncheck.syntax import tree


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn, by the variables of its parts, and its weight; `needed`: when its distribution is defined."""

    variables: tuple[Var, ...]
    weight: Term
    needed: Term

    def total(self, value: Term) -> Term:
        """The sum of a value over all that may be drawn."""
        for var in reversed(self.variables):
            value = total(var, value)
        return guarded(self.needed, value)


def chance(ctx: Context, term: tree.Chance) -> Typed:
    """`mean x ~ p. U(x)` is Σ p(x)·U(x), and `P x ~ p. φ(x)` the sum of p(x) where φ(x) is true."""
    with ExitStack() as scopes:
        drawn = [_draw(ctx, draw, pattern, scopes) for draw in term.draws for pattern in draw.patterns]
        return Typed(asked(ctx, term.kind, drawn, term.conditions, term.body), REAL)


def asked(
    ctx: Context,
    kind: Literal["mean", "probability"],
    drawn: Sequence[Drawn],
    conditions: Sequence[tree.Term],
    body: tree.Term,
) -> Term:
    """A mean or probability over what is drawn. Given conditions it is what of it lies where they hold, over their
    probability. Reading a condition or the body may add to what is drawn."""
    event = conj(*ctx.in_turn(conditions))
    before = tuple(drawn)
    with ctx.supposing(event, conditions[-1]) if conditions else nullcontext():
        value = _read(ctx, kind, body)
    above = _total(drawn, _added(kind, event, value, _weight(drawn)))
    if not conditions:
        return above
    below = _total(before, _where(event, _weight(before)))
    return Guard(less(number(0), below), Op("div", (above, below)))


def _read(ctx: Context, kind: Literal["mean", "probability"], body: tree.Term) -> Term:
    return ctx.check(body, REAL if kind == "mean" else BOOL)


def _weight(drawn: Sequence[Drawn]) -> Term:
    """Of the last draw: the weights of those before it are multiplied where they are summed."""
    return drawn[-1].weight if drawn else number(1)


def _added(kind: Literal["mean", "probability"], event: Term, value: Term, weight: Term) -> Term:
    """What is added up for the last of the draws."""
    return _where(event, multiply(weight, value)) if kind == "mean" else _where(conj(event, value), weight)


def _where(condition: Term, value: Term) -> Term:
    return conditional(condition, value, number(0))


def _total(drawn: Sequence[Drawn], inner: Term) -> Term:
    """The mean, over all draws but the last, of the sum over the last one."""
    value = drawn[-1].total(inner) if drawn else inner
    for each in reversed(drawn[:-1]):
        value = each.total(multiply(each.weight, value))
    return value


def _draw(ctx: Context, draw: tree.Draw, pattern: tree.Pattern, scopes: ExitStack) -> Drawn:
    """One draw; its names are in scope from here on."""
    distribution, outcome = drawn_from(ctx, draw.distribution)
    scopes.enter_context(ctx.scope())
    variables: list[Var] = []
    at = _parts(ctx, pattern, outcome, variables, scopes)
    bind_pattern(ctx, pattern, Typed(at, outcome))
    return drawing(distribution, at, tuple(variables))


def drawing(distribution: Term, at: Term, variables: tuple[Var, ...]) -> Drawn:
    """What is drawn from a distribution, where it is one."""
    needed: list[Term] = []
    while isinstance(distribution, Guard):
        needed.append(distribution.condition)
        distribution = distribution.body
    return Drawn(variables, reduce(App(distribution, at)), conj(*needed))


def _parts(
    ctx: Context, pattern: tree.Pattern, outcome: Type, variables: list[Var], scopes: ExitStack
) -> Term:
    """What is drawn: a variable, or the tuple of its parts where the pattern takes it apart."""
    kind = ctx.resolve(outcome)
    patterns = pattern.items if isinstance(pattern, tree.PatternTuple) else ()
    if isinstance(kind, Prod) and len(kind.items) == len(patterns):
        pairs = zip(patterns, kind.items, strict=True)
        return Tup(tuple(_parts(ctx, item, type, variables, scopes) for item, type in pairs))
    named = isinstance(pattern, tree.PatternName) and pattern.name.text != "_"
    name = pattern.name.text if named and isinstance(pattern, tree.PatternName) else "drawn"
    var = Var(ctx.var_name(name), outcome)
    scopes.enter_context(ctx.named(var))
    variables.append(var)
    return var


def drawn_from(ctx: Context, term: tree.Term) -> tuple[Term, Type]:
    """The weights of a distribution, and the type of its outcomes. Of a function that need not be one it is asked."""
    if isinstance(term, tree.TableOf):
        listed = ctx.typed(term.entries[0].argument).type
        return distribution_table(ctx, term, listed), listed
    value = as_value(ctx, ctx.meant(term, distributions(ctx)), term.span)
    kind = ctx.resolve(value.type)
    if is_unknown(kind):
        unify(ctx, kind, distribution_type(ctx.new_sort()))
        kind = ctx.resolve(kind)
    outcome = outcome_of(ctx.zonk(kind))
    if outcome is not None:
        return value.term, outcome
    bare = unsubset(kind)
    if not isinstance(bare, Fun) or ctx.resolve(bare.codomain) not in NUMERIC:
        raise ctx.fail(TypeMismatch(term.span, term.span.text, show_type(ctx, value.type), "a distribution"))
    return coerce(ctx, value, distribution_type(bare.domain), term.span, term), bare.domain


# ── Point masses and uniform distributions ──


def dirac(ctx: Context, term: tree.Apply) -> Typed:
    """dirac(x): all the weight is at x."""
    point = ctx.typed(term.arguments[0])
    outcome = unsubset(ctx.zonk(point.type))
    return Typed(mixture(outcome, [(point.term, number(1))]), distribution_type(outcome))


def dirac_at(ctx: Context, term: tree.Apply, outcome: Type) -> Term:
    """dirac(x), as a distribution over a type that is told."""
    return mixture(outcome, [(ctx.check(term.arguments[0], outcome), number(1))])


def uniform(ctx: Context, term: tree.Apply) -> Typed:
    """uniform(A): equal weights for all members of a type or set. Of numbers only those of the set are outcomes, for
    there are infinitely many others."""
    written = term.arguments[0]
    if isinstance(written, tree.Range):
        return _of_range(
            *ctx.all([lambda: ctx.check(written.low, INT), lambda: ctx.check(written.high, INT)])
        )
    meaning = ctx.synth(written)
    if isinstance(meaning, TypeMeaning):
        return _evenly(meaning.type, meaning.type)
    set = as_value(ctx, meaning, written.span)
    kind = unsubset(ctx.zonk(set.type))
    if not isinstance(kind, SetT):
        raise ctx.fail(
            TypeMismatch(written.span, written.span.text, show_type(ctx, set.type), "a type or set")
        )
    inside = Var(fresh("x", free_names(set.term)), kind.element)
    support = Sub(kind.element, Lam(inside, member(inside, ctx.zonk(set.term))))
    return _evenly(support, support if unsubset(kind.element) in NUMERIC else kind.element)


def _of_range(low: Term, high: Term) -> Typed:
    """uniform(a..b): the integers from a to b, where there are any."""
    outcome = range_type(low, high)
    count = add(high, negative(low), number(1))
    if isinstance(low, Number) and isinstance(high, Number):
        count = number(high.value - low.value + 1)
    at = Var(fresh("x", free_names(count)), outcome)
    evenly = Guard(at_most(low, high), Lam(at, Op("div", (number(1), count))))
    return Typed(evenly, distribution_type(outcome))


def _evenly(support: Type, outcome: Type) -> Typed:
    at = Var(fresh("x", free_names(support)), outcome)
    share: Term = Op("div", (number(1), Card(support)))
    if support is not outcome and isinstance(support, Sub):
        share = If(instantiate(support.predicate, at), share, number(0))
    some = less(number(0), Card(support))
    return Typed(guarded(conj(finite(outcome), some), Lam(at, share)), distribution_type(outcome))
