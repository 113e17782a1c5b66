"""Which type a term denotes; a set stands for the type of its members."""

from __future__ import annotations


from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.instances import apply_template
from aligncheck.elaborate.meanings import (
    PRIMITIVES,
    Bundle,
    GivenEntity,
    LargeType,
    Meaning,
    StructureEntity,
    Template,
    Typed,
    TypeEntity,
    TypeMeaning,
)  # fmt: skip
from aligncheck.elaborate.parameters import use_given
from aligncheck.elaborate.problems import (
    BareStructure,
    NotAType,
)  # fmt: skip
from aligncheck.elaborate.structures import Argument, small_structure
from aligncheck.elaborate.suitable import type_makers
from aligncheck.kernel.build import implies
from aligncheck.kernel.terms import (
    TRUE,
    In,
    Lam,
    SetOf,
    Term,
    Var,
)
from aligncheck.kernel.traversal import is_type
from aligncheck.kernel.types import (
    BOOL,
    Fun,
    Prod,
    SetT,
    Sub,
    Sum,
    Type,
)
from aligncheck.source import Span
from aligncheck.syntax import tree


_TYPE_OPERATORS = frozenset("*×+⊔")


def as_type(ctx: Context, term: tree.Term) -> Type:
    """The type that a term denotes; a set stands for the type of its members."""
    meaning = as_large(ctx, term)
    if isinstance(meaning, LargeType):
        name = meaning.structure.name if meaning.structure is not None else "Sort"
        raise ctx.fail(
            NotAType(term.span, term.span.text, f"`{name}` has sorts in it and is no type of values")
        )
    return meaning


def as_large(ctx: Context, term: tree.Term) -> Type | LargeType:
    """The type of values or of structures that a term denotes."""
    if isinstance(term, tree.Name) and term.text == "Sort":
        return LargeType(None)
    if isinstance(term, tree.TupleOf):
        return Prod(tuple(ctx.all([lambda item=item: ctx.as_type(item) for item in term.items])))  # type: ignore[misc]
    if isinstance(term, tree.Implies):
        return Fun(*ctx.all([lambda: ctx.as_type(term.left), lambda: ctx.as_type(term.right)]))
    if isinstance(term, tree.Chain) and all(operator.text in _TYPE_OPERATORS for operator, _ in term.rest):
        items = [term.first, *(item for _, item in term.rest)]
        types = tuple(ctx.all([lambda item=item: ctx.as_type(item) for item in items]))  # type: ignore[misc]
        return Prod(types) if term.level == "times" else Sum(types)
    if ctx.undeclared(term):
        raise ctx.unknown(term.text, term.span, type_makers(ctx), (*PRIMITIVES, "Sort"))
    if isinstance(term, tree.Apply) and ctx.undeclared(term.function):
        name = term.function
        raise ctx.unknown(name.text, name.span, type_makers(ctx, len(term.arguments)))
    meaning = ctx.synth(term)
    if isinstance(meaning, Template) and not meaning.explicit:
        meaning = apply_template(ctx, meaning, (), term.span)
    match meaning:
        case TypeMeaning(type):
            return type
        case LargeType():
            return meaning
        case StructureEntity():
            return bare_structure(ctx, meaning, term.span)
        case Typed(value, type) if isinstance(ctx.resolve(type), SetT):
            return subset(ctx, value, type)
        case _:
            raise ctx.fail(NotAType(term.span, term.span.text, "it is a value"))


def subset(ctx: Context, value: Term, type: Type) -> Type:
    """The members of a set, as a type."""
    kind = ctx.resolve(type)
    if not isinstance(kind, SetT):
        raise TypeError("only a set has members")
    if isinstance(value, SetOf):
        return value.var.type if value.body == TRUE else Sub(value.var.type, Lam(value.var, value.body))
    var = Var("x", kind.element)
    return Sub(kind.element, Lam(var, In(var, value)))


def bare_structure(ctx: Context, structure: StructureEntity, span: Span) -> Type | LargeType:
    """A structure named without arguments: by its default, or as it takes none."""
    default = ctx.shared.defaults.get(structure.name)
    if default is not None:
        return default
    if structure.parameters:
        raise ctx.fail(BareStructure(span, structure.name, len(structure.parameters), structure.span))
    return apply_structure(ctx, structure, (), span)


def apply_structure(
    ctx: Context, structure: StructureEntity, arguments: tuple[Argument, ...], span: Span
) -> Type | LargeType:
    if structure.large:
        return LargeType(structure, arguments)
    return small_structure(ctx, structure, arguments, span)


def arrow(ctx: Context, left: tree.Term, right: tree.Term) -> Meaning:
    """`A → B` between types, `P → Q` between formulas: the right side tells which."""
    if denotes_type(ctx, right):
        domain, codomain = ctx.all([lambda: ctx.as_type(left), lambda: ctx.as_type(right)])
        return TypeMeaning(Fun(domain, codomain))
    sides = ctx.in_turn((left, right))
    ctx.note("alone", sides[:1], [left])
    return Typed(implies(*sides), BOOL)


def denotes_type(ctx: Context, term: tree.Term) -> bool:
    """Whether a term is written as a type, seen from its head."""
    match term:
        case tree.Name(text):
            if text in PRIMITIVES or text == "Sort":
                return True
            entity = ctx.find(text)
            if isinstance(entity, GivenEntity):
                entity = use_given(ctx, entity)
            if isinstance(entity, Template):
                return isinstance(entity.body, TypeMeaning)
            return isinstance(entity, (TypeEntity, StructureEntity))
        case tree.SetType() | tree.DistributionType():
            return True
        case tree.Get(target, field):
            try:
                meaning = ctx.synth(target)
            except Failed:
                return False
            return isinstance(meaning, Bundle) and is_type(meaning.parts.get(field.text, Var("", BOOL)))
        case tree.Apply(function, _) | tree.Index(function, _):
            return denotes_type(ctx, function)
        case tree.Chain(_, first, _):
            return denotes_type(ctx, first)
        case tree.Implies(_, right):
            return denotes_type(ctx, right)
        case tree.Comprehension() | tree.SetLiteral():
            return True
        case _:
            return False
