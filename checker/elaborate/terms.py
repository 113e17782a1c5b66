"""What a surface term means (`synth`), and a term read at a type that is known (`check`)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar, assert_never, cast

from aligncheck.diagnostics import nearest
from aligncheck.elaborate.big import big_operator
from aligncheck.elaborate.binders import quantified
from aligncheck.elaborate.let import let_term
from aligncheck.elaborate.chance import chance, dirac_at
from aligncheck.elaborate.coercion import coerce
from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.equations import as_record
from aligncheck.elaborate.data import (
    comprehension,
    image,
    is_structure,
    record_at,
    set_literal,
    set_literal_at,
    update,
)  # fmt: skip
from aligncheck.elaborate.functions import function_at, function_of
from aligncheck.elaborate.instances import apply_template, as_value
from aligncheck.elaborate.meanings import (
    PRIMITIVES,
    BuiltinEntity,
    Bundle,
    BundleEntity,
    ConstEntity,
    Entity,
    FamilyEntity,
    GivenEntity,
    Meaning,
    ModelEntity,
    StructureEntity,
    Template,
    TransformationEntity,
    Typed,
    TypeEntity,
    TypeMeaning,
    ValueEntity,
    VariableEntity,
)  # fmt: skip
from aligncheck.elaborate.comparisons import compare, equal_on
from aligncheck.elaborate.operators import chain, postfix, prefix, script
from aligncheck.elaborate.parameters import use_given
from aligncheck.elaborate.predicates import injection_at, size
from aligncheck.elaborate.probability import distribution_type, outcome_of
from aligncheck.elaborate.problems import (
    CannotInfer,
    NotAValue,
    UnknownField,
)  # fmt: skip
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.tables import changed_at, distribution_table, function_table
from aligncheck.elaborate.under import under_model
from aligncheck.kernel.build import iff
from aligncheck.kernel.substitution import reduce
from aligncheck.kernel.terms import (
    FALSE,
    Field,
    If,
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
    Type,
)
from aligncheck.kernel.typing import join, unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.elaborate.structures import pattern_name, substitution_for
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.build import at_most, conj
from aligncheck.elaborate.application import application, indexed
from aligncheck.elaborate.suitable import applicable, having, values_of
from aligncheck.elaborate.types import arrow

T = TypeVar("T")


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
        case tree.Chance():
            return chance(ctx, term)
        case tree.UnderModel():
            return under_model(ctx, term)
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
        case tree.TableOf():
            raise ctx.fail(CannotInfer(term.span, "this table", "its type: a function or a distribution"))
        case tree.ChangedAt():
            return changed_at(ctx, term)
        case tree.Range(low, high):
            return range_set(ctx, low, high)
        case tree.SetType(element):
            return TypeMeaning(SetT(ctx.as_type(element)))
        case tree.DistributionType(outcome):
            return TypeMeaning(distribution_type(ctx.as_type(outcome)))
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
    outcome = outcome_of(ctx.zonk(expected))
    if isinstance(bare, Struct):
        term = as_record(ctx, term, [name for name, _ in bare.fields])
    match term:
        case tree.TableOf() if outcome is not None:
            return distribution_table(ctx, term, outcome)
        case tree.TableOf() if isinstance(bare, Fun):
            return function_table(ctx, term, bare)
        case tree.Apply(tree.Name("dirac") as function, (_,)) if outcome is not None and _is_word(
            ctx, function
        ):
            return dirac_at(ctx, term, outcome)
        case tree.Function() if isinstance(bare, Fun):
            return coerce(ctx, Typed(function_at(ctx, term, bare), bare), expected, term.span)
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
            return If(
                *_split(ctx, condition, lambda: ctx.check(then, type), lambda: ctx.check(otherwise, type))
            )
        case tree.Let():
            return let_term(ctx, term, type).term
        case tree.Apply(tree.Name("left" | "right" | "class"), _):
            return injection_at(ctx, term, expected)
        case tree.Name(text) if ctx.undeclared(term):
            words = ("true", "false") if bare == BOOL else PRIMITIVES if isinstance(bare, SetT) else ()
            raise ctx.unknown(text, term.span, values_of(ctx, expected), tuple(words))
        case tree.Apply(tree.Name() as function, arguments) if ctx.undeclared(function):
            raise ctx.unknown(function.text, function.span, applicable(ctx, arguments, expected))
        case _:
            return coerce(ctx, ctx.typed(term), expected, term.span, term)


def _is_word(ctx: Context, name: tree.Name) -> bool:
    return isinstance(ctx.find(name.text), BuiltinEntity)


# ── Names, fields, application ──


def name_meaning(ctx: Context, name: tree.Name) -> Meaning:
    if name.text in PRIMITIVES:
        return TypeMeaning(PRIMITIVES[name.text])
    if name.text in {"true", "false"}:
        return Typed(Truth(name.text == "true"), BOOL)
    if name.text == "∅":
        element = ctx.new_sort()
        return Typed(SetOf(Var("x", element), FALSE), SetT(element))
    entity = ctx.find(name.text)
    if entity is None:
        known = lambda other: not isinstance(other, BuiltinEntity)  # noqa: E731
        raise ctx.unknown(name.text, name.span, known, ("true", "false"))
    return entity_meaning(ctx, entity, name.span)


def entity_meaning(ctx: Context, entity: Entity, span: Span) -> Meaning:
    match entity:
        case GivenEntity():
            return entity_meaning(ctx, use_given(ctx, entity), span)
        case TypeEntity(_, _, type):
            return TypeMeaning(type)
        case ConstEntity(_, _, term, type):
            return Typed(term, type)
        case ValueEntity(_, _, term, type):
            ctx.unfolds |= entity.unfolds
            return Typed(term, type)
        case BundleEntity(_, _, bundle):
            ctx.unfolds |= entity.unfolds
            return bundle
        case Template() if not entity.explicit:
            return apply_template(ctx, entity, (), span)
        case Template() | StructureEntity() | TransformationEntity():
            return entity
        case VariableEntity(timed=timed, value=value):
            if timed:
                raise ctx.fail(NotAValue(span, span.text, f"variable of a time, as `{span.text}[0]`"))
            return value(None, span)
        case ModelEntity():
            raise ctx.fail(NotAValue(span, span.text, f"model: `P {span.text}. …`"))
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


def field_of(ctx: Context, get: tree.Get) -> Meaning:
    """C.Agent, m.g."""
    name = get.field.text
    target = ctx.meant(get.target, having(ctx, name))
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
    terms, sorts = substitution_for(bundle.structure.parameters, bundle.arguments)
    for name, value in bundle.parts.items():
        if is_type(value):
            sorts[pattern_name(bundle.structure, name)] = value
    declared = next(m.type for m in bundle.structure.members if m.name == member)
    if declared is None:
        raise TypeError("a sort field is a type")
    return substitute(declared, terms, sorts)


def range_set(ctx: Context, low: tree.Term, high: tree.Term) -> Typed:
    """a..b as the set of the integers from a to b."""
    first, last = ctx.all([lambda: ctx.check(low, INT), lambda: ctx.check(high, INT)])
    var = Var("k", INT)
    return Typed(SetOf(var, conj(at_most(first, var), at_most(var, last))), SetT(INT))


def _split(
    ctx: Context, condition: tree.Term, then: Callable[[], T], otherwise: Callable[[], T]
) -> tuple[Term, T, T]:
    """A condition, and what is read where it is true and where it is not."""
    tests: list[Term] = []

    def under(truth: bool, step: Callable[[], T]) -> T:
        if not tests:
            return step()
        with ctx.supposing(tests[0], condition, truth):
            return step()

    _, first, second = ctx.all(
        [
            lambda: tests.append(ctx.check(condition, BOOL)),
            lambda: under(True, then),
            lambda: under(False, otherwise),
        ]
    )
    return tests[0], cast("T", first), cast("T", second)


def conditional(ctx: Context, term: tree.Conditional) -> Typed:
    condition, then, otherwise = _split(
        ctx, term.condition, lambda: ctx.typed(term.then), lambda: ctx.typed(term.otherwise)
    )
    if all(unsubset(ctx.resolve(part.type)) in NUMERIC for part in (then, otherwise)):
        kind = join([ctx.resolve(then.type), ctx.resolve(otherwise.type)])
        return Typed(If(condition, then.term, otherwise.term), kind)
    other = coerce(ctx, otherwise, then.type, term.otherwise.span)
    return Typed(If(condition, then.term, other), then.type)
