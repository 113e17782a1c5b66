"""What binds variables: quantifiers, big operators, `let`. Loops over written-out index sets are unrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.functions import bind_pattern
from aligncheck.elaborate.indices import Loop, index_values, unroll
from aligncheck.elaborate.meanings import (
    BundleEntity,
    Entity,
    LargeType,
    Typed,
    TypeEntity,
    TypeMeaning,
    ValueEntity,
)  # fmt: skip
from aligncheck.elaborate.problems import CannotInfer, OperatorMisfit, TypeMismatch
from aligncheck.elaborate.sets import member
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.structures import new_bundle
from aligncheck.elaborate.unify import is_unknown, unify
from aligncheck.kernel.build import at_most, conj, disj, equal, exists, forall, implies, multiply, number
from aligncheck.kernel.substitution import free_names, fresh, substitute
from aligncheck.kernel.terms import (
    TRUE,
    App,
    Best,
    BigSum,
    Guard,
    Lim,
    Quant,
    SetOf,
    SortQuant,
    Tail,
    Term,
    The,
    Var,
)  # fmt: skip
from aligncheck.kernel.types import BOOL, INT, NAT, NUMERIC, REAL, Base, Fun, SetT, Sub, Type
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
        return (conj if kind == "forall" else disj)(*_unrolled(ctx, loop, first, inner))
    return _over_names(ctx, kind, first, list(first.names), lambda: over_binders(ctx, kind, rest, body))


def _unrolled(ctx: Context, loop: Loop, binder: tree.Binder, body: Body) -> list[Term]:
    def conditioned() -> Term:
        if binder.where is None:
            return body()
        condition = ctx.check(binder.where, BOOL)
        return implies(condition, body())

    return unroll(ctx, loop, conditioned)


def _over_names(ctx: Context, kind: str, binder: tree.Binder, names: list[tree.Name], body: Body) -> Term:
    """One name after the other; the condition of the binder stands under the last."""
    name, rest = names[0], names[1:]
    last = not rest

    def inside() -> Term:
        if not last:
            return _over_names(ctx, kind, binder, rest, body)
        condition = TRUE if binder.where is None else ctx.check(binder.where, BOOL)
        return _join(kind, condition, body())

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
    with ctx.scope():
        ctx.bind(ValueEntity(name.text, name.span, var, var.type), inside_body=True)
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
            return _range_variable(ctx, binder.among, name)
        set = ctx.typed(binder.among)
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


def _range_variable(ctx: Context, among: tree.Range, name: tree.Name) -> tuple[Var, Term]:
    """A variable of a range is a Nat where the range begins with one, else an Int."""
    low, high = ctx.typed(among.low), ctx.typed(among.high)
    for value, part in ((low, among.low), (high, among.high)):
        if unsubset(ctx.resolve(value.type)) not in (NAT, INT):
            raise ctx.fail(TypeMismatch(part.span, part.span.text, show_type(ctx, value.type), "Int"))
    natural = unsubset(ctx.resolve(low.type)) == NAT
    var = Var(ctx.var_name(name.text), NAT if natural else INT)
    ctx.bounds[var.name] = (low.term, high.term)
    from_below = TRUE if low.term == number(0) else at_most(low.term, var)
    return var, conj(from_below, at_most(var, high.term))


def _unique(ctx: Context, binders: Sequence[tree.Binder], body: tree.Term) -> Term:
    """∃!x. P: some x has P, and whatever has P is x."""
    if len(binders) != 1 or len(binders[0].names) != 1:
        raise ctx.fail(CannotInfer(binders[-1].span, "`∃!` over several names", "one name"))
    binder = binders[0]
    name = binder.names[0]
    var, condition = variable(ctx, binder, name)
    with ctx.scope():
        ctx.bind(ValueEntity(name.text, name.span, var, var.type), inside_body=True)
        where = TRUE if binder.where is None else ctx.check(binder.where, BOOL)
        formula = conj(condition, where, ctx.check(body, BOOL))
    formula = ctx.zonk(formula)
    var = Var(var.name, ctx.zonk(var.type))
    return unique_formula(var, formula)


def unique_formula(var: Var, formula: Term) -> Term:
    """∃x. P(x) ∧ ∀y. P(y) → y = x."""
    other = Var(fresh(var.name + "′", free_names(formula)), var.type)
    rest = forall(other, implies(substitute(formula, {var.name: other}), equal(other, var, var.type)))
    return exists(var, conj(formula, rest))


# ── Big operators ──


def big_operator(ctx: Context, term: tree.Big) -> Typed:
    match term.kind:
        case "sum" | "max" | "min" | "argmax" | "argmin" | "the" | "union" | "intersection":
            return _over_one(ctx, term)
        case "lim":
            return _limit(ctx, term)
        case "eventually" | "often":
            name, var = _tail_variable(ctx, term)
            with ctx.scope({name.text: ValueEntity(name.text, name.span, var, var.type)}):
                return Typed(Tail(term.kind, var, ctx.check(term.body, BOOL)), BOOL)
        case "mean":
            return _mean(ctx, term)


def _tail_variable(ctx: Context, term: tree.Big) -> tuple[tree.Name, Var]:
    """The variable of a limit or tail is a Nat unless it is typed."""
    name = term.binder.names[0]
    type = NAT if term.binder.type is None else ctx.as_type(term.binder.type)
    if type not in (NAT, REAL):
        raise ctx.fail(TypeMismatch(name.span, name.text, show_type(ctx, type), "Nat or Real"))
    return name, Var(ctx.var_name(name.text), type)


def _limit(ctx: Context, term: tree.Big) -> Typed:
    name, var = _tail_variable(ctx, term)
    with ctx.scope():
        ctx.bind(ValueEntity(name.text, name.span, var, var.type), inside_body=True)
        body = ctx.typed(term.body)
    if unsubset(ctx.resolve(body.type)) not in NUMERIC:
        raise ctx.fail(
            TypeMismatch(term.body.span, term.body.span.text, show_type(ctx, body.type), "a number")
        )
    return Typed(Lim(var, body.term), REAL)


def _over_one(ctx: Context, term: tree.Big) -> Typed:
    """A big operator over each name of its binder; several names are nested, innermost last."""
    loop = index_values(ctx, term.binder)
    if loop is not None and term.kind in {"sum", "union", "intersection"} and term.binder.where is None:
        return _unrolled_big(ctx, loop, term)
    names = term.binder.names
    if len(names) > 1 and term.kind == "sum":
        inner_binder = tree.Binder(
            names[1:], term.binder.type, term.binder.among, term.binder.where, span=term.binder.span
        )
        inner = tree.Big(term.kind, inner_binder, term.body, span=term.span)
        outer = tree.Binder(names[:1], term.binder.type, term.binder.among, span=term.binder.span)
        return _over_one(ctx, tree.Big(term.kind, outer, inner, span=term.span))
    name = names[0]
    bounds: tuple[Term, Term] | None = None
    condition: Term
    if term.kind == "sum" and isinstance(term.binder.among, tree.Range):
        var, _ = _range_variable(ctx, term.binder.among, name)
        bounds, condition = ctx.bounds[var.name], TRUE
    else:
        var, condition = variable(ctx, term.binder, name)
    with ctx.scope():
        ctx.bind(ValueEntity(name.text, name.span, var, var.type), inside_body=True)
        where = TRUE if term.binder.where is None else ctx.check(term.binder.where, BOOL)
        body = _condition(ctx, term.body) if term.kind == "the" else ctx.typed(term.body)
    return _assemble(ctx, term, var, bounds, conj(condition, where), body)


def _condition(ctx: Context, term: tree.Term) -> Typed:
    """What `the x. …` asks of x. It reaches to the next comparison, so a comparison stands in parentheses."""
    body = ctx.typed(term)
    if not unify(ctx, unsubset(ctx.resolve(body.type)), BOOL):
        hint = "a condition stands in parentheses after `the`: `the x. (x = y)`"
        raise ctx.fail(TypeMismatch(term.span, term.span.text, show_type(ctx, body.type), "Bool", hint))
    return Typed(body.term, BOOL)


def _assemble(
    ctx: Context, term: tree.Big, var: Var, bounds: tuple[Term, Term] | None, condition: Term, body: Typed
) -> Typed:
    kind = unsubset(ctx.resolve(body.type))
    if term.kind in {"sum", "max", "min", "argmax", "argmin"}:
        if is_unknown(kind):
            unify(ctx, kind, REAL)
            kind = REAL
        if kind not in NUMERIC:
            raise ctx.fail(
                TypeMismatch(term.body.span, term.body.span.text, show_type(ctx, kind), "a number")
            )
    var = Var(var.name, ctx.zonk(var.type))
    match term.kind:
        case "sum":
            if condition == TRUE:
                return Typed(BigSum(var, bounds, body.term), kind)
            if bounds is not None:
                from aligncheck.kernel.terms import If

                return Typed(BigSum(var, bounds, If(condition, body.term, number(0))), kind)
            from aligncheck.kernel.terms import Lam

            narrowed = Var(var.name, Sub(var.type, Lam(var, ctx.zonk(condition))))
            return Typed(BigSum(narrowed, None, substitute(ctx.zonk(body.term), {var.name: narrowed})), kind)
        case "max" | "min":
            return Typed(Best(term.kind, var, condition, body.term), kind)
        case "argmax" | "argmin":
            return _argbest(ctx, term.kind, var, condition, body.term)
        case "the":
            formula = ctx.zonk(conj(condition, body.term))
            return Typed(The(var, formula), var.type)
        case _:
            return _big_set(ctx, term, var, condition, body)


def _argbest(ctx: Context, kind: str, var: Var, condition: Term, value: Term) -> Typed:
    """{x | x is admitted, and no admitted y does better}."""
    condition, value = ctx.zonk(condition), ctx.zonk(value)
    other = Var(fresh(var.name + "′", free_names(condition) | free_names(value)), var.type)
    rival, rival_in = substitute(value, {var.name: other}), substitute(condition, {var.name: other})
    no_better = at_most(rival, value) if kind == "argmax" else at_most(value, rival)
    return Typed(SetOf(var, conj(condition, forall(other, implies(rival_in, no_better)))), SetT(var.type))


def _big_set(ctx: Context, term: tree.Big, var: Var, condition: Term, body: Typed) -> Typed:
    """⋃ and ⋂ of sets over the values of a variable."""
    kind = unsubset(ctx.resolve(body.type))
    if not isinstance(kind, SetT):
        raise ctx.fail(OperatorMisfit(term.body.span, "⋃", show_type(ctx, body.type), "sets"))
    condition, inner = ctx.zonk(condition), ctx.zonk(body.term)
    element = Var(fresh("x", free_names(condition) | free_names(inner) | {var.name}), ctx.zonk(kind.element))
    inside = member(element, inner)
    if term.kind == "union":
        return Typed(SetOf(element, exists(var, conj(condition, inside))), SetT(element.type))
    return Typed(SetOf(element, forall(var, implies(condition, inside))), SetT(element.type))


def _unrolled_big(ctx: Context, loop: Loop, term: tree.Big) -> Typed:
    """A big operator over a written-out index set."""
    from aligncheck.kernel.build import add
    from aligncheck.kernel.typing import join

    values: list[Typed] = []

    def one() -> Term:
        value = ctx.typed(term.body)
        values.append(value)
        return value.term

    terms = unroll(ctx, loop, one)
    if term.kind == "sum":
        return Typed(add(*terms), join([unsubset(ctx.resolve(v.type)) for v in values] or [NAT]))
    element = ctx.new_sort()
    for value in values:
        unify(ctx, value.type, SetT(element))
    var = Var("x", ctx.zonk(element))
    members = [member(var, ctx.zonk(item)) for item in terms]
    return Typed(SetOf(var, (disj if term.kind == "union" else conj)(*members)), SetT(var.type))


def _mean(ctx: Context, term: tree.Big) -> Typed:
    """mean x ~ p. U(x) is Σ p(x)·U(x) over the type that p distributes over."""
    if term.distribution is None:
        raise ctx.fail(CannotInfer(term.span, "this mean", "its distribution"))
    weights = ctx.typed(term.distribution)
    kind = unsubset(ctx.resolve(weights.type))
    if not isinstance(kind, Fun) or ctx.resolve(kind.codomain) != REAL:
        shown = show_type(ctx, weights.type)
        raise ctx.fail(
            TypeMismatch(term.distribution.span, term.distribution.span.text, shown, "a distribution")
        )
    name = term.binder.names[0]
    var = Var(ctx.var_name(name.text), kind.domain)
    with ctx.scope():
        ctx.bind(ValueEntity(name.text, name.span, var, var.type), inside_body=True)
        body = ctx.check(term.body, REAL)
    return Typed(BigSum(var, None, multiply(App(weights.term, var), body)), REAL)


# ── let ──


def let_term(ctx: Context, term: tree.Let, expected: Type | None) -> Typed:
    """let p := t. body: the body with the parts of t put for the names of p."""
    meaning = ctx.synth(term.value)
    with ctx.scope():
        if isinstance(term.pattern, tree.PatternName) and not isinstance(meaning, Typed):
            name = term.pattern.name
            from aligncheck.elaborate.meanings import Bundle

            if isinstance(meaning, Bundle):
                ctx.bind(BundleEntity(name.text, name.span, meaning), inside_body=True)
                return _let_body(ctx, term, expected)
            if isinstance(meaning, TypeMeaning):
                ctx.bind(TypeEntity(name.text, name.span, meaning.type), inside_body=True)
                return _let_body(ctx, term, expected)
        value = ctx.shared.rules.as_value(ctx, meaning, term.value.span)
        if isinstance(term.pattern, tree.PatternClass):
            return _let_class(ctx, term, value, expected)
        bind_pattern(ctx, term.pattern, value)
        return _let_body(ctx, term, expected)


def _let_body(ctx: Context, term: tree.Let, expected: Type | None) -> Typed:
    if expected is None:
        return ctx.typed(term.body)
    return Typed(ctx.check(term.body, expected), expected)


def _let_class(ctx: Context, term: tree.Let, value: Typed, expected: Type | None) -> Typed:
    """let class(a) := q. body: the body must be the same for all members a of the class."""
    from aligncheck.kernel.terms import Lam, OnClass
    from aligncheck.kernel.types import Quot

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
    from aligncheck.kernel.substitution import reduce
    from aligncheck.kernel.terms import Lam, Tup

    if not isinstance(branch, Lam):
        raise TypeError("a branch is a Lam")
    taken = free_names(branch) | free_names(relation)
    one = Var(fresh("a", taken), branch.var.type)
    two = Var(fresh("b", taken | {one.name}), branch.var.type)
    related = reduce(App(relation, Tup((one, two))))
    same = equal(reduce(App(branch, one)), reduce(App(branch, two)), type)
    return forall(one, forall(two, implies(related, same)))
