"""The words of the language that are not reserved: properties of relations, sizes, definedness, sequences."""

from __future__ import annotations

from collections.abc import Callable

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.instances import Done, apply_template, as_value
from aligncheck.elaborate.meanings import (
    ConstEntity,
    Meaning,
    Parameter,
    Template,
    Typed,
    TypeMeaning,
    ValueEntity,
)  # fmt: skip
from aligncheck.elaborate.orientation import orientations
from aligncheck.elaborate.problems import (
    CannotInfer,
    MixedOrientation,
    NotARelation,
    TypeMismatch,
    WrongArity,
)
from aligncheck.elaborate.sets import member
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.unify import is_unknown, unify
from aligncheck.kernel.build import (
    add,
    at_most,
    conj,
    disj,
    equal,
    exists,
    forall,
    iff,
    implies,
    less,
    multiply,
    neg,
    number,
)  # fmt: skip
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import free_names, fresh, reduce, substitute
from aligncheck.kernel.terms import (
    TRUE,
    App,
    Card,
    Choose,
    ClassOf,
    Finite,
    Guard,
    Inj,
    Lam,
    Lim,
    Op,
    Quant,
    SortQuant,
    Tail,
    Term,
    Tup,
    Var,
)  # fmt: skip
from aligncheck.kernel.types import (
    BOOL,
    INT,
    NAT,
    NUMERIC,
    REAL,
    Base,
    Fun,
    Prod,
    Quot,
    SetT,
    Sub,
    Sum,
    Type,
)  # fmt: skip
from aligncheck.kernel.typing import join, unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree

Handler = Callable[[Context, tree.Apply], Typed]
Combine = Callable[..., Term]


def builtin(ctx: Context, term: tree.Apply) -> Meaning:
    """An application of one of the language's words."""
    if not isinstance(term.function, tree.Name):
        raise TypeError("a word of the language is a name")
    word = term.function.text
    arity, handler = WORDS[word]
    if len(term.arguments) != arity:
        raise ctx.fail(WrongArity(term.span, word, arity, len(term.arguments), None))
    return handler(ctx, term)


# ── Properties of relations ──


def relation_property(ctx: Context, word: str, relation: tree.Term, span: Span) -> list[tuple[str, Term]]:
    """What a property word says of a relation: one formula, or several with their names."""
    if word == "equivalence":
        return [(w, _one_property(ctx, w, relation, span)) for w in ("reflexive", "symmetric", "transitive")]
    if word == "preorder":
        return [(w, _one_property(ctx, w, relation, span)) for w in ("reflexive", "transitive")]
    return [(word, _one_property(ctx, word, relation, span))]


def _one_property(ctx: Context, word: str, relation: tree.Term, span: Span) -> Term:
    count = {"reflexive": 1, "symmetric": 2, "antisymmetric": 2, "total": 2, "transitive": 3}[word]
    meaning = ctx.synth(relation)
    if isinstance(meaning, Template) and len(meaning.explicit) == 2:
        return _of_template(ctx, word, meaning, count, span)
    value = as_value(ctx, meaning, relation.span)
    kind = unsubset(ctx.resolve(value.type))
    if not isinstance(kind, Fun) or not isinstance(kind.domain, Prod) or len(kind.domain.items) != 2:
        raise ctx.fail(NotARelation(relation.span, relation.span.text, show_type(ctx, value.type)))
    if kind.codomain != BOOL or not unify(ctx, kind.domain.items[0], kind.domain.items[1]):
        raise ctx.fail(NotARelation(relation.span, relation.span.text, show_type(ctx, value.type)))
    names = [Var(ctx.var_name(name), kind.domain.items[0]) for name in "xyz"[:count]]
    held = lambda a, b: reduce(App(value.term, Tup((a, b))))  # noqa: E731
    same = lambda a, b: equal(a, b, a.type)  # noqa: E731
    formula = _say(word, held, names, same)
    for name in reversed(names):
        formula = forall(name, formula)
    return formula


def _say(word: str, held: Combine, points: list[Var], same: Combine) -> Term:
    """The property for points x, y, z."""
    match word, points:
        case "reflexive", [x]:
            return held(x, x)
        case "symmetric", [x, y]:
            return implies(held(x, y), held(y, x))
        case "antisymmetric", [x, y]:
            return implies(conj(held(x, y), held(y, x)), same(x, y))
        case "total", [x, y]:
            return disj(held(x, y), held(y, x))
        case _, [x, y, z]:
            return implies(conj(held(x, y), held(y, z)), held(x, z))
        case _:
            raise ValueError(f"{word} is no property of relations")


def _of_template(ctx: Context, word: str, template: Template, count: int, span: Span) -> Term:
    """The property of a defined relation, over structures if it relates structures."""
    first = template.explicit[0]
    if first.bundle is None:
        variables = []
        function = as_value(ctx, template, span)
        kind = unsubset(ctx.resolve(function.type))
        if not isinstance(kind, Fun) or not isinstance(kind.domain, Prod):
            raise ctx.fail(NotARelation(span, template.name, show_type(ctx, function.type)))
        if not unify(ctx, kind.domain.items[0], kind.domain.items[1]):
            raise ctx.fail(NotARelation(span, template.name, show_type(ctx, function.type)))
        variables = [Var(ctx.var_name(name), ctx.zonk(kind.domain.items[0])) for name in "xyz"[:count]]
        formula = _say(
            word,
            lambda a, b: reduce(App(function.term, Tup((a, b)))),
            variables,
            lambda a, b: equal(a, b, a.type),
        )
        for var in reversed(variables):
            formula = forall(var, formula)
        return formula
    if word == "antisymmetric":
        raise ctx.fail(
            NotARelation(span, template.name, "a relation between structures, which are not compared by =")
        )
    return _over_structures(ctx, word, template, first, count, span)


def _over_structures(
    ctx: Context, word: str, template: Template, parameter: Parameter, count: int, span: Span
) -> Term:
    from aligncheck.elaborate.instances import instantiate_parameters
    from aligncheck.elaborate.meanings import LargeType
    from aligncheck.elaborate.structures import new_bundle, substitute_argument

    if parameter.bundle is None:
        raise TypeError("the parameter is a structure")
    instance = instantiate_parameters(ctx, (), template.implicit)
    instance.settle()
    arguments = tuple(
        substitute_argument(a, instance.terms, instance.sorts) for a in parameter.bundle.arguments
    )
    large = LargeType(parameter.bundle.structure, arguments)
    made = [new_bundle(ctx, ctx.fresh_name(name), large, symbols=False) for name in "CDE"[:count]]
    points = [Done(bundle, span) for bundle, _ in made]

    def held(a: Done, b: Done) -> Term:
        return as_value(ctx, apply_template(ctx, template, (a, b), span), span).term

    formula = _say(word, held, points, lambda a, b: TRUE)  # type: ignore[arg-type]
    for bundle, laws in reversed(made):
        formula = implies(conj(*laws), formula)
        for part in reversed(list(bundle.parts.values())):
            if isinstance(part, Var):
                formula = Quant("forall", part, formula)
        sorts = tuple(part.name for part in bundle.parts.values() if isinstance(part, Base))
        formula = SortQuant("forall", sorts, formula)
    return formula


def _property(ctx: Context, term: tree.Apply) -> Typed:
    if not isinstance(term.function, tree.Name):
        raise TypeError("a property is a name")
    formulas = relation_property(ctx, term.function.text, term.arguments[0], term.span)
    return Typed(conj(*(formula for _, formula in formulas)), BOOL)


# ── Sizes ──


def _type_or_set(ctx: Context, term: tree.Term) -> Type:
    """The type whose members are counted: a type, or the members of a set."""
    return ctx.as_type(term)


def _nonempty(ctx: Context, term: tree.Apply) -> Typed:
    return Typed(inhabited(_type_or_set(ctx, term.arguments[0])), BOOL)


def inhabited(type: Type) -> Term:
    """∃x: A. true (kept as a quantifier, whatever A is)."""
    var = Var("x", type)
    if isinstance(type, Sub):
        inner = Var("x", type.base)
        return exists(inner, substitute(type.predicate.body, {type.predicate.var.name: inner}))
    return Quant("exists", var, TRUE)


def _empty(ctx: Context, term: tree.Apply) -> Typed:
    return Typed(neg(inhabited(_type_or_set(ctx, term.arguments[0]))), BOOL)


def _finite(ctx: Context, term: tree.Apply) -> Typed:
    return Typed(Finite(_type_or_set(ctx, term.arguments[0])), BOOL)


def size(ctx: Context, term: tree.Size) -> Typed:
    """|A| of a type or set, |x| of a number."""
    meaning = ctx.synth(term.target)
    if isinstance(meaning, TypeMeaning):
        return Typed(Card(meaning.type), NAT)
    value = as_value(ctx, meaning, term.target.span)
    kind = unsubset(ctx.resolve(value.type))
    if kind in NUMERIC:
        return Typed(Op("abs", (value.term,)), NAT if kind != REAL else REAL)
    if not isinstance(kind, SetT):
        shown = show_type(ctx, value.type)
        raise ctx.fail(
            TypeMismatch(term.target.span, term.target.span.text, shown, "a type, a set or a number")
        )
    var = Var(fresh("x", free_names(value.term)), kind.element)
    return Typed(Card(Sub(kind.element, Lam(var, member(var, value.term)))), NAT)


# ── Definedness and sequences ──


def _defined(ctx: Context, term: tree.Apply) -> Typed:
    value = ctx.typed(term.arguments[0])
    return Typed(domain(ctx.zonk(value.term)), BOOL)


def _sequence(ctx: Context, term: tree.Term) -> tuple[Var, Term]:
    """A sequence (a function from Nat, or from Real, to numbers) as a body over its variable."""
    value = ctx.typed(term)
    kind = unsubset(ctx.resolve(value.type))
    if is_unknown(kind):
        made = Fun(NAT, REAL)
        unify(ctx, kind, made)
        kind = made
    if (
        not isinstance(kind, Fun)
        or ctx.resolve(kind.domain) not in NUMERIC
        or ctx.resolve(kind.codomain) not in NUMERIC
    ):
        raise ctx.fail(TypeMismatch(term.span, term.span.text, show_type(ctx, value.type), "Nat → Real"))
    domain_type = REAL if ctx.resolve(kind.domain) == REAL else NAT
    var = Var(ctx.var_name("n"), domain_type)
    return var, reduce(App(value.term, var))


def _limit(ctx: Context, term: tree.Apply) -> Typed:
    var, body = _sequence(ctx, term.arguments[0])
    return Typed(Lim(var, body), REAL)


def _tail(ctx: Context, term: tree.Apply) -> Typed:
    var, body = _sequence(ctx, term.arguments[0])
    word = term.function.text if isinstance(term.function, tree.Name) else ""
    return Typed(Tail("converges" if word == "converges" else "bounded", var, body), BOOL)


def _tends_to(ctx: Context, term: tree.Apply) -> Typed:
    """tends_to(X, oo), tends_to(X, -oo), tends_to(X, c)."""
    var, body = _sequence(ctx, term.arguments[0])
    target = term.arguments[1]
    if isinstance(target, tree.Name) and target.text in {"oo", "∞"}:
        return Typed(Tail("to_oo", var, body), BOOL)
    if (
        isinstance(target, tree.Prefix)
        and isinstance(target.operand, tree.Name)
        and target.operand.text in {"oo", "∞"}
    ):
        return Typed(Tail("to_minus_oo", var, body), BOOL)
    value = ctx.check(target, REAL)
    return Typed(conj(Tail("converges", var, body), equal(Lim(var, body), value, REAL)), BOOL)


# ── Numbers ──


def _numbers(ctx: Context, term: tree.Apply) -> list[Typed]:
    values = ctx.all([lambda item=item: ctx.typed(item) for item in term.arguments])  # type: ignore[misc]
    for value, written in zip(values, term.arguments, strict=True):
        kind = unsubset(ctx.resolve(value.type))
        if is_unknown(kind):
            unify(ctx, kind, REAL)
        elif kind not in NUMERIC:
            raise ctx.fail(
                TypeMismatch(written.span, written.span.text, show_type(ctx, value.type), "a number")
            )
    return [Typed(value.term, unsubset(ctx.resolve(value.type))) for value in values]


def _numeric(ctx: Context, term: tree.Apply) -> Typed:
    """abs, sign, min, max, exp, log, sqrt."""
    word = term.function.text if isinstance(term.function, tree.Name) else ""
    values = _numbers(ctx, term)
    terms = tuple(value.term for value in values)
    match word:
        case "abs":
            return Typed(Op("abs", terms), NAT if values[0].type == INT else values[0].type)
        case "sign":
            return Typed(Op("sign", terms), INT)
        case "min":
            return Typed(Op("min", terms), join([value.type for value in values]))
        case "max":
            return Typed(Op("max", terms), join([value.type for value in values]))
        case "exp":
            return Typed(Op("exp", terms), REAL)
        case "log":
            return Typed(Guard(less(number(0), terms[0]), Op("log", terms)), REAL)
        case _:
            return Typed(Guard(at_most(number(0), terms[0]), Op("sqrt", terms)), REAL)


# ── Objectives ──


def _better(ctx: Context, term: tree.Apply) -> Typed:
    """better(u(x), u(y)): the first is preferred, by the orientation of the objectives named."""
    first, second = _numbers(ctx, term)
    found = orientations(ctx, [first.term, second.term])
    if len(set(found.values())) > 1:
        up = next(name for name, way in found.items() if way == "maximize")
        down = next(name for name, way in found.items() if way == "minimize")
        raise ctx.fail(MixedOrientation(term.span, up, down))
    if not found:
        raise ctx.fail(CannotInfer(term.span, "which way is better", "an objective with an orientation"))
    if next(iter(found.values())) == "maximize":
        return Typed(less(second.term, first.term), BOOL)
    return Typed(less(first.term, second.term), BOOL)


def _same_objective(ctx: Context, term: tree.Apply) -> Typed:
    """same_objective(u, v): one is the other under a transformation that their scale admits."""
    first, second = ctx.all([lambda: ctx.typed(term.arguments[0]), lambda: ctx.typed(term.arguments[1])])
    kind = unsubset(ctx.resolve(first.type))
    if not isinstance(kind, Fun) or not unify(ctx, first.type, second.type):
        shown = show_type(ctx, second.type), show_type(ctx, first.type)
        raise ctx.fail(TypeMismatch(term.arguments[1].span, term.arguments[1].span.text, *shown))
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


# ── Sums and quotients ──


def injection_at(ctx: Context, term: tree.Apply, type: Type) -> Term:
    """left(a), right(b), class(a), read at the type they make."""
    if not isinstance(term.function, tree.Name):
        raise TypeError("an injection is a name")
    word = term.function.text
    if len(term.arguments) != 1:
        raise ctx.fail(WrongArity(term.span, word, 1, len(term.arguments), None))
    bare = unsubset(ctx.resolve(type))
    if word == "class" and isinstance(bare, Quot):
        return ClassOf(ctx.check(term.arguments[0], bare.base), bare)
    if word != "class" and isinstance(bare, Sum) and len(bare.items) == 2:
        at = 0 if word == "left" else 1
        return Inj(at, ctx.check(term.arguments[0], bare.items[at]), bare)
    wanted = "a quotient `A / R`" if word == "class" else "a sum `A + B`"
    raise ctx.fail(TypeMismatch(term.span, term.span.text, wanted, show_type(ctx, type)))


def _injection(ctx: Context, term: tree.Apply) -> Typed:
    raise ctx.fail(CannotInfer(term.span, f"`{term.span.text}`", "its type: write `(… : T)`"))


def _representative(ctx: Context, term: tree.Apply) -> Typed:
    value = ctx.typed(term.arguments[0])
    kind = unsubset(ctx.resolve(value.type))
    if not isinstance(kind, Quot):
        shown = show_type(ctx, value.type)
        raise ctx.fail(TypeMismatch(term.arguments[0].span, term.arguments[0].span.text, shown, "a class"))
    return Typed(Choose(value.term, kind), kind.base)


WORDS: dict[str, tuple[int, Handler]] = {
    **dict.fromkeys(("reflexive", "symmetric", "antisymmetric", "total", "transitive", "equivalence", "preorder"), (1, _property)),
    "nonempty": (1, _nonempty),
    "empty": (1, _empty),
    "finite": (1, _finite),
    "defined": (1, _defined),
    "limit": (1, _limit),
    "converges": (1, _tail),
    "bounded": (1, _tail),
    "tends_to": (2, _tends_to),
    **dict.fromkeys(("abs", "sign", "exp", "log", "sqrt"), (1, _numeric)),
    **dict.fromkeys(("min", "max"), (2, _numeric)),
    "better": (2, _better),
    "same_objective": (2, _same_objective),
    "left": (1, _injection),
    "right": (1, _injection),
    "class": (1, _injection),
    "representative": (1, _representative),
}  # fmt: skip
