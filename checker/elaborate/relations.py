"""Properties of relations: reflexive, symmetric, transitive and kin, over structures too."""

from __future__ import annotations

from collections.abc import Callable

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.instances import Done, apply_template, as_value
from aligncheck.elaborate.meanings import (
    Parameter,
    Template,
    Typed,
)  # fmt: skip
from aligncheck.elaborate.problems import (
    NotARelation,
)
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.suitable import relations
from aligncheck.elaborate.unify import unify
from aligncheck.kernel.build import (
    conj,
    disj,
    equal,
    forall,
    implies,
)  # fmt: skip
from aligncheck.kernel.substitution import reduce
from aligncheck.kernel.terms import (
    TRUE,
    Lam,
    App,
    Quant,
    SortQuant,
    Term,
    Tup,
    Var,
)  # fmt: skip
from aligncheck.kernel.types import (
    BOOL,
    Base,
    Fun,
    Prod,
)  # fmt: skip
from aligncheck.kernel.typing import unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.elaborate.instances import instantiate_parameters
from aligncheck.elaborate.meanings import LargeType
from aligncheck.elaborate.structures import new_bundle, substitute_argument


Combine = Callable[..., Term]
RELATION_WORDS = ("reflexive", "symmetric", "antisymmetric", "total", "transitive", "equivalence", "preorder")


def relation_property(ctx: Context, word: str, relation: tree.Term, span: Span) -> list[tuple[str, Term]]:
    """What a property word says of a relation: one formula, or several with their names."""
    if word == "equivalence":
        return [(w, _one_property(ctx, w, relation, span)) for w in ("reflexive", "symmetric", "transitive")]
    if word == "preorder":
        return [(w, _one_property(ctx, w, relation, span)) for w in ("reflexive", "transitive")]
    return [(word, _one_property(ctx, word, relation, span))]


def is_equivalence(ctx: Context, relation: Lam) -> Term:
    """A relation of values, as a function of pairs, is reflexive, symmetric and transitive."""
    pair = relation.var.type
    if not isinstance(pair, Prod):
        raise TypeError("a relation is a function of pairs")
    points = [Var(ctx.var_name(name), pair.items[0]) for name in "xyz"]
    parts: list[Term] = []
    for word, count in (("reflexive", 1), ("symmetric", 2), ("transitive", 3)):
        formula = _say(word, lambda a, b: reduce(App(relation, Tup((a, b)))), points[:count], equal)
        for point in reversed(points[:count]):
            formula = forall(point, formula)
        parts.append(formula)
    return conj(*parts)


def _one_property(ctx: Context, word: str, relation: tree.Term, span: Span) -> Term:
    count = {"reflexive": 1, "symmetric": 2, "antisymmetric": 2, "total": 2, "transitive": 3}[word]
    meaning = ctx.meant(relation, relations(ctx))
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


def property_of(ctx: Context, term: tree.Apply) -> Typed:
    if not isinstance(term.function, tree.Name):
        raise TypeError("a property is a name")
    formulas = relation_property(ctx, term.function.text, term.arguments[0], term.span)
    return Typed(conj(*(formula for _, formula in formulas)), BOOL)
