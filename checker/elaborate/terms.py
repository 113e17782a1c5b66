"""What a surface term means (`synth`), and a term read at a type that is known (`check`)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

from aligncheck.diagnostics import nearest
from aligncheck.elaborate.binders import big_operator, let_term, quantified
from aligncheck.elaborate.coercion import coerce, guarded
from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.data import (
    comprehension,
    image,
    is_structure,
    record_at,
    set_literal,
    set_literal_at,
    update,
)  # fmt: skip
from aligncheck.elaborate.families import family_member
from aligncheck.elaborate.functions import function_at, function_of
from aligncheck.elaborate.instances import apply_template, as_value
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
    StructureEntity,
    Template,
    TransformationEntity,
    Typed,
    TypeEntity,
    TypeMeaning,
    ValueEntity,
)  # fmt: skip
from aligncheck.elaborate.operators import chain, compare, equal_on, postfix, prefix, script
from aligncheck.elaborate.parameters import use_given
from aligncheck.elaborate.predicates import builtin, injection_at, size
from aligncheck.elaborate.problems import (
    BareStructure,
    CannotInfer,
    NotAFunction,
    NotAType,
    NotAValue,
    UnknownField,
    WrongArity,
)  # fmt: skip
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.structures import Argument, small_structure
from aligncheck.elaborate.unify import is_unknown, unify
from aligncheck.kernel.build import iff, implies
from aligncheck.kernel.substitution import reduce
from aligncheck.kernel.terms import (
    FALSE,
    TRUE,
    App,
    Field,
    If,
    In,
    Lam,
    Member,
    Number,
    SetOf,
    Term,
    Truth,
    Tup,
    Var,
)
from aligncheck.kernel.traversal import is_type
from aligncheck.kernel.types import (
    BOOL,
    INT,
    NAT,
    NUMERIC,
    REAL,
    UNIT,
    Enum,
    Fun,
    Prod,
    SetT,
    Struct,
    Sub,
    Sum,
    Type,
)
from aligncheck.kernel.typing import join, unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree

_WORDS = frozenset({"true", "false", "∅", "*"})
_TYPE_OPERATORS = frozenset("*×+⊔")
_PRIMITIVES = {"Bool": BOOL, "Nat": NAT, "Int": INT, "Real": REAL}


def synth(ctx: Context, term: tree.Term) -> Meaning:
    """What the term means; a problem is reported and `Failed` raised if it means nothing."""
    match term:
        case tree.Name():
            return name_meaning(ctx, term)
        case tree.Numeral(text):
            return numeral(text)
        case tree.Apply():
            return application(ctx, term)
        case tree.Index():
            return indexed(ctx, term)
        case tree.Get():
            return field_of(ctx, term)
        case tree.Script():
            return script(ctx, term)
        case tree.Postfix():
            return postfix(ctx, term)
        case tree.Prefix():
            return prefix(ctx, term)
        case tree.Chain():
            return chain(ctx, term)
        case tree.Compare():
            return compare(ctx, term)
        case tree.EqualOn():
            return equal_on(ctx, term)
        case tree.Implies(left, right):
            return arrow(ctx, left, right)
        case tree.Iff(left, right):
            sides = ctx.all([lambda: ctx.check(left, BOOL), lambda: ctx.check(right, BOOL)])
            return Typed(iff(*sides), BOOL)
        case tree.Quantified():
            return Typed(quantified(ctx, term.kind, term.binders, term.body), BOOL)
        case tree.Function():
            return function_of(ctx, term)
        case tree.Conditional():
            return conditional(ctx, term)
        case tree.Let():
            return let_term(ctx, term, None)
        case tree.Big():
            return big_operator(ctx, term)
        case tree.TupleOf(items):
            values = ctx.all([lambda item=item: ctx.typed(item) for item in items])  # type: ignore[misc]
            return Typed(Tup(tuple(v.term for v in values)), Prod(tuple(v.type for v in values)))
        case tree.SetLiteral():
            return set_literal(ctx, term)
        case tree.Comprehension():
            return comprehension(ctx, term)
        case tree.Image():
            return image(ctx, term)
        case tree.RecordOf():
            raise ctx.fail(CannotInfer(term.span, "this record", "its structure type"))
        case tree.Update():
            return update(ctx, term)
        case tree.IsStructure():
            return Typed(is_structure(ctx, term), BOOL)
        case tree.Matrix() | tree.Grid():
            raise ctx.fail(CannotInfer(term.span, "this matrix", "its structure type"))
        case tree.Range(low, high):
            return range_set(ctx, low, high)
        case tree.SetType(element):
            return TypeMeaning(SetT(ctx.as_type(element)))
        case tree.Size():
            return size(ctx, term)
        case tree.Ascribed(inner, type):
            kind = ctx.as_type(type)
            return Typed(ctx.check(inner, kind), kind)
        case tree.Missing():
            raise Failed
        case _:
            assert_never(term)


def check(ctx: Context, term: tree.Term, type: Type) -> Term:
    """The term as one of that type: what needs its type told is told it, anything else is coerced."""
    expected = ctx.resolve(type)
    bare = expected
    while isinstance(bare, Sub) and not isinstance(term, tree.Name):
        bare = ctx.resolve(bare.base)
    match term:
        case tree.Function() if isinstance(bare, Fun):
            return function_at(ctx, term, bare)
        case tree.RecordOf() if isinstance(bare, Struct):
            return record_at(ctx, term, bare)
        case tree.SetLiteral() if isinstance(bare, SetT):
            return set_literal_at(ctx, term, bare)
        case tree.Name("∅") if isinstance(bare, SetT):
            return SetOf(Var("x", bare.element), FALSE)
        case tree.Name("*") if bare == UNIT:
            return Member("*", UNIT)
        case tree.Numeral(text) | tree.Name(text) if isinstance(bare, Enum) and text in bare.members:
            return Member(text, bare)
        case tree.TupleOf(items) if isinstance(bare, Prod) and len(items) == len(bare.items):
            pairs = zip(items, bare.items, strict=True)
            steps = [lambda item=item, kind=kind: ctx.check(item, kind) for item, kind in pairs]
            return Tup(tuple(ctx.all(steps)))
        case tree.Conditional(condition, then, otherwise):
            branches: list[Callable[[], Term]] = [
                lambda: ctx.check(condition, BOOL),
                lambda: ctx.check(then, type),
                lambda: ctx.check(otherwise, type),
            ]
            return If(*ctx.all(branches))
        case tree.Let():
            return let_term(ctx, term, type).term
        case tree.Apply(tree.Name("left" | "right" | "class"), _):
            return injection_at(ctx, term, expected)
        case tree.Name(text) if text not in _PRIMITIVES and text not in _WORDS and ctx.find(text) is None:
            raise ctx.unknown(text, term.span, lambda entity: _could_be(ctx, entity, expected))
        case _:
            return coerce(ctx, ctx.typed(term), expected, term.span)


def _could_be(ctx: Context, entity: Entity, expected: Type) -> bool:
    """Whether a declared value could stand where that type is needed (asked for suggestions: nothing is solved)."""
    if not isinstance(entity, (ValueEntity, ConstEntity)):
        return False
    kind, wanted = unsubset(ctx.resolve(entity.type)), unsubset(ctx.resolve(expected))
    return kind == wanted or (kind in NUMERIC and wanted in NUMERIC) or is_unknown(wanted)


def _makes_type(ctx: Context, entity: Entity) -> bool:
    """Whether a declared name could stand where a type is needed."""
    match entity:
        case TypeEntity() | StructureEntity():
            return True
        case Template():
            return isinstance(entity.body, TypeMeaning)
        case ConstEntity() | ValueEntity():
            return isinstance(ctx.resolve(entity.type), SetT)
        case _:
            return False


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
    if (
        isinstance(term, tree.Name)
        and term.text not in {*_PRIMITIVES, *_WORDS}
        and ctx.find(term.text) is None
    ):
        raise ctx.unknown(term.text, term.span, lambda entity: _makes_type(ctx, entity), tuple(_PRIMITIVES))
    meaning = synth(ctx, term)
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


# ── Names, fields, application ──


def name_meaning(ctx: Context, name: tree.Name) -> Meaning:
    if name.text in _PRIMITIVES:
        return TypeMeaning(_PRIMITIVES[name.text])
    if name.text in {"true", "false"}:
        return Typed(Truth(name.text == "true"), BOOL)
    if name.text == "∅":
        element = ctx.new_sort()
        return Typed(SetOf(Var("x", element), FALSE), SetT(element))
    entity = ctx.find(name.text)
    if entity is None:
        raise ctx.unknown(name.text, name.span, lambda known: not isinstance(known, BuiltinEntity))
    return entity_meaning(ctx, entity, name.span)


def entity_meaning(ctx: Context, entity: Entity, span: Span) -> Meaning:
    match entity:
        case GivenEntity():
            return entity_meaning(ctx, use_given(ctx, entity), span)
        case TypeEntity(_, _, type):
            return TypeMeaning(type)
        case ConstEntity(_, _, term, type) | ValueEntity(_, _, term, type):
            return Typed(term, type)
        case BundleEntity(_, _, bundle):
            return bundle
        case Template() if not entity.explicit:
            return apply_template(ctx, entity, (), span)
        case Template() | StructureEntity() | TransformationEntity():
            return entity
        case FamilyEntity():
            raise ctx.fail(NotAValue(span, span.text, "family, which takes an index"))
        case BuiltinEntity():
            raise ctx.fail(NotAValue(span, span.text, "predicate, which takes an argument"))
        case _:
            raise ctx.unknown(entity.name, span)


def numeral(text: str) -> Typed:
    value = Fraction(text)
    type = NAT if value.denominator == 1 else REAL
    return Typed(Number(value, type), type)


def arrow(ctx: Context, left: tree.Term, right: tree.Term) -> Meaning:
    """`A → B` between types, `P → Q` between formulas: the right side tells which."""
    if denotes_type(ctx, right):
        domain, codomain = ctx.all([lambda: ctx.as_type(left), lambda: ctx.as_type(right)])
        return TypeMeaning(Fun(domain, codomain))
    sides = ctx.all([lambda: ctx.check(left, BOOL), lambda: ctx.check(right, BOOL)])
    return Typed(implies(*sides), BOOL)


def denotes_type(ctx: Context, term: tree.Term) -> bool:
    """Whether a term is written as a type, seen from its head."""
    match term:
        case tree.Name(text):
            if text in _PRIMITIVES or text == "Sort":
                return True
            entity = ctx.find(text)
            if isinstance(entity, GivenEntity):
                entity = use_given(ctx, entity)
            if isinstance(entity, Template):
                return isinstance(entity.body, TypeMeaning)
            return isinstance(entity, (TypeEntity, StructureEntity))
        case tree.SetType():
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


def field_of(ctx: Context, get: tree.Get) -> Meaning:
    """C.Agent, m.g."""
    target = ctx.synth(get.target)
    name = get.field.text
    if isinstance(target, Template):
        target = (
            as_value(ctx, target, get.target.span)
            if target.explicit
            else apply_template(ctx, target, (), get.target.span)
        )
    if isinstance(target, Bundle):
        part = target.parts.get(name)
        if part is None:
            close = nearest(name, target.parts)
            raise ctx.fail(
                UnknownField(get.field.span, name, target.structure.name, tuple(target.parts), close)
            )
        if is_type(part):
            return TypeMeaning(part)
        member = next(m for m in target.structure.members if m.name == name)
        return Typed(part, _part_type(ctx, target, part, member.name))
    value = ctx.shared.rules.as_value(ctx, target, get.target.span)
    struct = unsubset(ctx.resolve(value.type))
    if not isinstance(struct, Struct):
        raise ctx.fail(UnknownField(get.field.span, name, show_type(ctx, value.type), (), ()))
    names = tuple(field for field, _ in struct.fields)
    if name not in names:
        raise ctx.fail(UnknownField(get.field.span, name, struct.name, names, nearest(name, names)))
    return Typed(reduce(Field(value.term, name)), struct.field_type(name))


def _part_type(ctx: Context, bundle: Bundle, part: Term, member: str) -> Type:
    from aligncheck.elaborate.structures import pattern_name, substitution_for
    from aligncheck.kernel.substitution import substitute

    terms, sorts = substitution_for(bundle.structure.parameters, bundle.arguments)
    for name, value in bundle.parts.items():
        if is_type(value):
            sorts[pattern_name(bundle.structure, name)] = value
    declared = next(m.type for m in bundle.structure.members if m.name == member)
    if declared is None:
        raise TypeError("a sort field is a type")
    return substitute(declared, terms, sorts)


def application(ctx: Context, term: tree.Apply) -> Meaning:
    """f(a, b), R(x), Frame(W), transitive(R), Assume^S(C)."""
    if isinstance(term.function, tree.Name):
        entity = ctx.find(term.function.text)
        if isinstance(entity, BuiltinEntity):
            return builtin(ctx, term)
        if entity is None:
            fits = lambda e: isinstance(e, (Template, ConstEntity, BuiltinEntity, StructureEntity))  # noqa: E731
            raise ctx.unknown(term.function.text, term.function.span, fits)
    if isinstance(term.function, tree.Script):
        return script(ctx, term.function, term.arguments)
    if isinstance(term.function, tree.Index):
        found = _subscripted(ctx, term.function, term.arguments)
        if found is not None:
            return found
    function = ctx.synth(term.function)
    match function:
        case Template():
            return apply_template(ctx, function, term.arguments, term.span)
        case StructureEntity():
            return structure_application(ctx, function, term)
        case Bundle() | TypeMeaning() | LargeType() | TransformationEntity():
            raise ctx.fail(NotAFunction(term.function.span, term.function.span.text, "it is no function"))
        case Typed():
            return apply_value(ctx, function, term)


def structure_application(
    ctx: Context, structure: StructureEntity, term: tree.Apply
) -> TypeMeaning | LargeType:
    from aligncheck.elaborate.instances import bind_argument, instantiate_parameters
    from aligncheck.elaborate.structures import substitute_argument

    if len(term.arguments) != len(structure.parameters):
        raise ctx.fail(
            WrongArity(
                term.span, structure.name, len(structure.parameters), len(term.arguments), structure.span
            )
        )
    instance = instantiate_parameters(ctx, structure.parameters, structure.implicit)
    for parameter, argument in zip(structure.parameters, term.arguments, strict=True):
        bind_argument(instance, parameter, argument)
    instance.settle()
    arguments: list[Argument] = []
    for parameter in structure.parameters:
        if parameter.var is not None:
            arguments.append(instance.terms[parameter.var.name])
        else:
            found = next(value for known, value in instance.unknown if known is parameter)
            arguments.append(substitute_argument(found, ctx.terms, ctx.sorts))
    made = apply_structure(ctx, structure, _named(ctx, term, tuple(arguments)), term.span)
    return made if isinstance(made, LargeType) else TypeMeaning(made)


def _named(ctx: Context, term: tree.Apply, arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """Keep the names by which structures were written, for showing types."""
    named: list[Argument] = []
    for written, argument in zip(term.arguments, arguments, strict=True):
        if isinstance(argument, Bundle) and argument.name is None:
            argument = Bundle(argument.structure, argument.arguments, argument.parts, written.span.text)
            ctx.own(argument)
        named.append(argument)
    return tuple(named)


def apply_value(ctx: Context, function: Typed, term: tree.Apply) -> Typed:
    """A function value applied: several arguments are one tuple."""
    kind = unsubset(ctx.resolve(function.type))
    if isinstance(kind, SetT):
        # A set used as a predicate reads as membership.
        kind = Fun(kind.element, BOOL)
        argument = tuple_argument(ctx, kind, term)
        return Typed(In(argument, function.term), BOOL)
    if is_unknown(kind):
        arguments = [ctx.typed(item) for item in term.arguments]
        types = tuple(value.type for value in arguments)
        domain = types[0] if len(types) == 1 else Prod(types)
        made = Fun(domain, ctx.new_sort())
        unify(ctx, kind, made)
        kind = made
    if not isinstance(kind, Fun):
        shown = show_type(ctx, function.type)
        raise ctx.fail(NotAFunction(term.function.span, term.function.span.text, f"it is of type `{shown}`"))
    argument = tuple_argument(ctx, kind, term)
    applied = reduce(App(function.term, argument))
    guard = _guard_of(ctx, term.function, argument)
    return Typed(applied if guard is None else guarded(guard, applied), kind.codomain)


def _guard_of(ctx: Context, function: tree.Term, argument: Term) -> Term | None:
    """What must hold of the argument of a partial function."""
    if not isinstance(function, tree.Name):
        return None
    entity = ctx.find(function.text)
    if isinstance(entity, ConstEntity) and entity.guard is not None:
        return App(entity.guard, argument)
    return None


def tuple_argument(ctx: Context, kind: Fun, term: tree.Apply) -> Term:
    """The one argument of a function, from as many as were written."""
    domain = ctx.resolve(kind.domain)
    bare = unsubset(domain)
    if len(term.arguments) == 1 and not isinstance(bare, Prod):
        return ctx.check(term.arguments[0], domain)
    if len(term.arguments) == 1 and not isinstance(term.arguments[0], tree.TupleOf):
        whole = ctx.typed(term.arguments[0])
        if isinstance(unsubset(ctx.resolve(whole.type)), Prod) or is_unknown(ctx.resolve(whole.type)):
            return coerce(ctx, whole, domain, term.arguments[0].span)
    elif len(term.arguments) == 1:
        return ctx.check(term.arguments[0], domain)
    if isinstance(bare, Prod) and len(bare.items) == len(term.arguments):
        pairs = zip(term.arguments, bare.items, strict=True)
        steps = [lambda item=item, type=type: ctx.check(item, type) for item, type in pairs]
        return Tup(tuple(ctx.all(steps)))
    wanted = len(bare.items) if isinstance(bare, Prod) else 1
    entity = ctx.find(term.function.text) if isinstance(term.function, tree.Name) else None
    declared = entity.span if entity is not None else None
    raise ctx.fail(WrongArity(term.span, term.function.span.text, wanted, len(term.arguments), declared))


# ── Indices ──


def indexed(ctx: Context, term: tree.Index) -> Meaning:
    """C[i] of a family, One[S] of a definition, x[i] of a sequence or tuple-indexed function."""
    if isinstance(term.target, tree.Name):
        entity = ctx.find(term.target.text)
        if isinstance(entity, FamilyEntity):
            return family_member(ctx, entity, term)
        if entity is None:
            fits = lambda e: isinstance(e, (FamilyEntity, Template, ConstEntity))  # noqa: E731
            raise ctx.unknown(term.target.text, term.target.span, fits)
    found = _subscripted(ctx, term, None)
    if found is not None:
        return found
    function = ctx.typed(term.target)
    call = tree.Apply(term.target, term.indices, span=term.span)
    return apply_value(ctx, function, call)


def _subscripted(
    ctx: Context, index: tree.Index, arguments: tuple[tree.Term, ...] | None
) -> Typed | TypeMeaning | Bundle | None:
    """A definition with a subscript: One[S], If[S](a, b); None if the target is none."""
    if not isinstance(index.target, tree.Name):
        return None
    entity = ctx.find(index.target.text)
    if not isinstance(entity, Template) or entity.pattern != "subscript":
        return None
    return apply_template(ctx, entity, (*index.indices, *(arguments or ())), index.span)


def range_set(ctx: Context, low: tree.Term, high: tree.Term) -> Typed:
    """a..b as the set of the integers from a to b."""
    from aligncheck.kernel.build import at_most, conj

    first, last = ctx.all([lambda: ctx.check(low, INT), lambda: ctx.check(high, INT)])
    var = Var("k", INT)
    return Typed(SetOf(var, conj(at_most(first, var), at_most(var, last))), SetT(INT))


def conditional(ctx: Context, term: tree.Conditional) -> Typed:
    condition, then, otherwise = ctx.all(
        [
            lambda: Typed(ctx.check(term.condition, BOOL), BOOL),
            lambda: ctx.typed(term.then),
            lambda: ctx.typed(term.otherwise),
        ]
    )
    if unsubset(ctx.resolve(then.type)) in NUMERIC:
        kind = join([ctx.resolve(then.type), ctx.resolve(otherwise.type)])
        return Typed(If(condition.term, then.term, otherwise.term), kind)
    other = coerce(ctx, otherwise, then.type, term.otherwise.span)
    return Typed(If(condition.term, then.term, other), then.type)
