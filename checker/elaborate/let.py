"""let p := t. body, with the parts of t put for the names of p; of a class, by any of its members."""

from __future__ import annotations

from aligncheck.elaborate.coercion import guarded

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.functions import bind_pattern
from aligncheck.elaborate.indices import written_linear
from aligncheck.elaborate.meanings import Bundle, BundleEntity, Typed, TypeEntity, TypeMeaning, ValueEntity
from aligncheck.elaborate.problems import CannotInfer, TypeMismatch
from aligncheck.elaborate.shown import show_type
from aligncheck.kernel.build import equal, forall, implies
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import free_names, fresh, reduce
from aligncheck.kernel.terms import TRUE, App, Guard, Lam, OnClass, Term, Tup, Var
from aligncheck.kernel.traversal import plainly_total
from aligncheck.kernel.types import Quot, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree


def let_term(ctx: Context, term: tree.Let, expected: Type | None) -> Typed:
    """let p := t. body: the body with the parts of t put for the names of p."""
    meaning = ctx.synth(term.value)
    with ctx.scope():
        if isinstance(term.pattern, tree.PatternName) and not isinstance(meaning, Typed):
            name = term.pattern.name
            if isinstance(meaning, Bundle):
                ctx.bind(BundleEntity(name.text, name.span, meaning), inside_body=True)
                return _let_body(ctx, term, expected)
            if isinstance(meaning, TypeMeaning):
                ctx.bind(TypeEntity(name.text, name.span, meaning.type), inside_body=True)
                return _let_body(ctx, term, expected)
        value = ctx.shared.rules.as_value(ctx, meaning, term.value.span)
        if isinstance(term.pattern, tree.PatternClass):
            return _let_class(ctx, term, value, expected)
        if isinstance(term.pattern, tree.PatternName):
            ctx.lets[term.pattern.name.span] = written_linear(ctx, term.value)
        bind_pattern(ctx, term.pattern, value)
        body = _let_body(ctx, term, expected)
        # A value that is never used must be defined all the same.
        condition = TRUE if plainly_total(value.term) else domain(ctx.zonk(value.term))
        return Typed(guarded(condition, body.term), body.type)


def _let_body(ctx: Context, term: tree.Let, expected: Type | None) -> Typed:
    if expected is None:
        return ctx.typed(term.body)
    return Typed(ctx.check(term.body, expected), expected)


def _let_class(ctx: Context, term: tree.Let, value: Typed, expected: Type | None) -> Typed:
    """let class(a) := q. body: the body must be the same for all members a of the class."""
    kind = unsubset(ctx.resolve(value.type))
    if not isinstance(kind, Quot) or not isinstance(term.pattern, tree.PatternClass):
        raise ctx.fail(
            TypeMismatch(term.value.span, term.value.span.text, show_type(ctx, value.type), "a class")
        )
    inner = term.pattern.inner
    if not isinstance(inner, tree.PatternName):
        raise ctx.fail(CannotInfer(inner.span, "this pattern inside `class`", "a name"))
    var = Var(ctx.var_name(inner.name.text), kind.base)
    with ctx.scope():
        ctx.bind(ValueEntity(inner.name.text, inner.span, var, var.type), inside_body=True)
        body = _let_body(ctx, term, expected)
    branch = Lam(var, ctx.zonk(body.term))
    condition = constant_on_classes(kind.relation, branch, ctx.zonk(body.type))
    if ctx.collects_obligations:
        ctx.oblige(f"constant on classes of `{term.value.span.text}`", condition, term.span)
        return Typed(OnClass(value.term, branch), body.type)
    return Typed(Guard(condition, OnClass(value.term, branch)), body.type)


def constant_on_classes(relation: Term, branch: Term, type: Type) -> Term:
    """∀a, a′. R(a, a′) → branch(a) = branch(a′)."""
    if not isinstance(branch, Lam):
        raise TypeError("a branch is a Lam")
    taken = free_names(branch) | free_names(relation)
    one = Var(fresh("a", taken), branch.var.type)
    two = Var(fresh("b", taken | {one.name}), branch.var.type)
    related = reduce(App(relation, Tup((one, two))))
    same = equal(reduce(App(branch, one)), reduce(App(branch, two)), type)
    return forall(one, forall(two, implies(related, same)))
