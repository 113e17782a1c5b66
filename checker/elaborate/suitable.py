"""What a name may be where one is wanted, by kind and type: asked when nobody declared the one that is written,
to offer those that would make sense there. Nothing is solved, and no problem but of unknown names is reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.meanings import (
    BuiltinEntity,
    Bundle,
    BundleEntity,
    ConstEntity,
    Entity,
    FamilyEntity,
    GivenEntity,
    LargeType,
    Meaning,
    ModelEntity,
    Parameter,
    StructureEntity,
    Template,
    TransformationEntity,
    Typed,
    TypeEntity,
    TypeMeaning,
    ValueEntity,
)  # fmt: skip
from aligncheck.elaborate.parameters import make_parameter
from aligncheck.elaborate.possible import Open, arguments_of, could_be, open_sorts
from aligncheck.elaborate.problems import UnknownField, UnknownName
from aligncheck.kernel.types import BOOL, NUMERIC, REAL, Fun, Prod, SetT, Struct, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree

Fits: TypeAlias = Callable[[Entity], bool]


# ── What is wanted ──


def type_makers(ctx: Context, count: int = 0) -> Fits:
    """A type; with a count, something that makes one of so many arguments. A set is the type of its members."""

    def fits(entity: Entity) -> bool:
        match _standing(ctx, entity):
            case TypeEntity():
                return count == 0
            case StructureEntity() as structure:
                bare = count == 0 and structure.name in ctx.shared.defaults
                return bare or len(structure.parameters) == count
            case Template(body=TypeMeaning(), explicit=explicit):
                return len(explicit) == count
            case ConstEntity(type=type) | ValueEntity(type=type):
                return count == 0 and isinstance(unsubset(ctx.resolve(type)), SetT)
            case _:
                return False

    return fits


def values_of(ctx: Context, type: Type) -> Fits:
    """A value of that type."""
    return lambda entity: _is_value(ctx, _standing(ctx, entity), type)


def numbers(ctx: Context) -> Fits:
    """A number of any kind."""
    return values_of(ctx, REAL)


def distributions(ctx: Context) -> Fits:
    """A distribution over anything, or a function that could be one."""
    return values_of(ctx, Fun(ctx.new_sort(), REAL))


def sets(ctx: Context) -> Fits:
    """A set, or a type as the set of all its members."""
    return values_of(ctx, SetT(ctx.new_sort()))


def structures(ctx: Context, large: LargeType) -> Fits:
    """A structure of that kind (an example, a variable, a definition of one)."""
    return lambda entity: _is_structure(_standing(ctx, entity), large.structure)


def having(ctx: Context, field: str) -> Fits:
    """A structure or record that has such a field."""

    def fits(entity: Entity) -> bool:
        match _standing(ctx, entity):
            case BundleEntity(bundle=bundle) | Template(body=Bundle() as bundle):
                return field in bundle.parts
            case ConstEntity(type=type) | ValueEntity(type=type) | Template(body=Typed(type=type)):
                kind = unsubset(ctx.resolve(type))
                return isinstance(kind, Struct) and field in dict(kind.fields)
            case _:
                return False

    return fits


def applicable(ctx: Context, arguments: Sequence[tree.Term], result: Type | LargeType | None = None) -> Fits:
    """Something that takes these arguments, as far as their types are known, and makes what is wanted."""
    given = [_read(ctx, argument) for argument in arguments]
    return lambda entity: _takes(ctx, _standing(ctx, entity), given, result)


def indexable(ctx: Context, count: int) -> Fits:
    """A family of so many indices, a definition with a subscript, or a function of numbers."""

    def fits(entity: Entity) -> bool:
        match _standing(ctx, entity):
            case FamilyEntity(indices=indices):
                return len(indices) == count
            case Template(pattern="subscript"):
                return True
            case ConstEntity(type=type) | ValueEntity(type=type):
                kind = unsubset(ctx.resolve(type))
                return isinstance(kind, Fun) and all(each in NUMERIC for each in arguments_of(ctx, kind))
            case _:
                return False

    return fits


def relations(ctx: Context) -> Fits:
    """A relation of a type with itself."""

    def fits(entity: Entity) -> bool:
        match _standing(ctx, entity):
            case Template(body=Typed(type=type), explicit=(_, _)):
                return ctx.resolve(type) == BOOL
            case ConstEntity(type=type) | ValueEntity(type=type):
                kind = unsubset(ctx.resolve(type))
                return isinstance(kind, Fun) and len(arguments_of(ctx, kind)) == 2 and kind.codomain == BOOL
            case _:
                return False

    return fits


def definitions(entity: Entity) -> bool:
    """What may be spoken of as a whole."""
    return isinstance(entity, (Template, ConstEntity))


def transformations(entity: Entity) -> bool:
    return isinstance(entity, TransformationEntity)


def models(entity: Entity) -> bool:
    return isinstance(entity, ModelEntity)


def structure_types(entity: Entity) -> bool:
    return isinstance(entity, StructureEntity)


def operators(entity: Entity) -> bool:
    return isinstance(entity, Template)


# ── Whether it is that ──


def _standing(ctx: Context, entity: Entity) -> Entity:
    """What a name lent by `given` would stand for here; anything else as it is."""
    if not isinstance(entity, GivenEntity):
        return entity
    if entity.name in ctx.given:
        return ctx.scopes[0][entity.name]
    problems = list(ctx.problems)
    try:
        return make_parameter(ctx, entity.name, entity.span, entity.binder.type)[1]
    except Failed:
        return entity
    finally:
        ctx.problems[:] = problems


def _read(ctx: Context, term: tree.Term) -> Meaning | None:
    """What an argument means, if that can be told without knowing what it is an argument of."""
    problems, untyped = list(ctx.problems), list(ctx.untyped)
    try:
        return ctx.synth(term)
    except Failed:
        return None
    finally:
        new = ctx.problems[len(problems) :]
        ctx.problems[:] = [*problems, *(p for p in new if isinstance(p, (UnknownName, UnknownField)))]
        ctx.untyped[:] = untyped


def _is_value(ctx: Context, entity: Entity, type: Type) -> bool:
    wanted = unsubset(ctx.resolve(type))
    match entity:
        case ConstEntity(type=own) | ValueEntity(type=own):
            return could_be(ctx, own, wanted)
        case Template(explicit=(), body=Typed(type=own)):
            return could_be(ctx, own, wanted, open_sorts(entity))
        case Template(body=Typed(type=own), explicit=explicit) if isinstance(wanted, Fun):
            domain = [parameter.var.type for parameter in explicit if parameter.var is not None]
            among = arguments_of(ctx, wanted)
            return len(domain) == len(explicit) == len(among) and all(
                could_be(ctx, a, b, open_sorts(entity))
                for a, b in zip([*domain, own], [*among, wanted.codomain], strict=True)
            )
        case TypeEntity(type=own) | Template(explicit=(), body=TypeMeaning(type=own)):
            return isinstance(wanted, SetT) and could_be(ctx, own, wanted.element)
        case _:
            return False


def _is_structure(entity: Entity, structure: StructureEntity | None) -> bool:
    match entity:
        case BundleEntity(bundle=bundle) | Template(explicit=(), body=Bundle() as bundle):
            return bundle.structure == structure
        case _:
            return False


def _takes(
    ctx: Context, entity: Entity, given: Sequence[Meaning | None], result: Type | LargeType | None
) -> bool:
    match entity:
        case Template(explicit=explicit, body=body):
            own = open_sorts(entity)
            return (
                len(explicit) == len(given)
                and all(_is_for(ctx, m, p, own) for m, p in zip(given, explicit, strict=True))
                and _makes(ctx, body, result, own)
            )
        case ConstEntity(type=type) | ValueEntity(type=type):
            kind = unsubset(ctx.resolve(type))
            made = BOOL if isinstance(kind, SetT) else kind.codomain if isinstance(kind, Fun) else None
            return (
                made is not None
                and _fit(ctx, given, arguments_of(ctx, kind))
                and (result is None or (not isinstance(result, LargeType) and could_be(ctx, made, result)))
            )
        case StructureEntity(parameters=parameters):
            return result is None and len(parameters) == len(given)
        case BuiltinEntity(arity=arity):
            return arity == len(given)
        case _:
            return False


def _makes(
    ctx: Context, body: Typed | TypeMeaning | Bundle, result: Type | LargeType | None, own: Open
) -> bool:
    match body, result:
        case _, None:
            return True
        case Bundle(), LargeType():
            return body.structure == result.structure
        case Typed(type=type), _ if not isinstance(result, LargeType):
            return could_be(ctx, type, result, own)
        case _:
            return False


def _is_for(ctx: Context, meaning: Meaning | None, parameter: Parameter, own: Open) -> bool:
    """Whether an argument could be the parameter's."""
    if meaning is None:
        return True
    if parameter.var is not None:
        return _stands(ctx, meaning, parameter.var.type, own)
    if parameter.bundle is not None:
        found = meaning.body if isinstance(meaning, Template) else meaning
        return isinstance(found, Bundle) and found.structure == parameter.bundle.structure
    return isinstance(meaning, TypeMeaning) or _stands(ctx, meaning, SetT(ctx.new_sort()), own)


def _stands(ctx: Context, meaning: Meaning | None, type: Type, own: Open = frozenset()) -> bool:
    """Whether an argument could be a value of that type."""
    match meaning:
        case Typed(type=actual):
            return could_be(ctx, actual, type, own)
        case TypeMeaning(type=actual):
            return could_be(ctx, SetT(actual), type, own)
        case _:
            return meaning is None or isinstance(meaning, Template)


def _fit(ctx: Context, given: Sequence[Meaning | None], types: Sequence[Type]) -> bool:
    """Whether arguments could be values of these types; one that is a tuple may be all of them."""
    if len(given) == 1 and len(types) > 1:
        types = [Prod(tuple(types))]
    return len(given) == len(types) and all(
        _stands(ctx, meaning, type) for meaning, type in zip(given, types, strict=True)
    )
