"""What a function, definition, structure or family makes of its arguments or indices."""

from __future__ import annotations


from aligncheck.elaborate.coercion import coerce, guarded
from aligncheck.elaborate.context import Context
from aligncheck.elaborate.families import family_member
from aligncheck.elaborate.instances import apply_template
from aligncheck.elaborate.meanings import (
    BuiltinEntity,
    Bundle,
    ConstEntity,
    FamilyEntity,
    LargeType,
    Meaning,
    StructureEntity,
    Template,
    TransformationEntity,
    Typed,
    TypeMeaning,
    VariableEntity,
)  # fmt: skip
from aligncheck.elaborate.operators import script
from aligncheck.elaborate.predicates import builtin
from aligncheck.elaborate.problems import (
    NotAFunction,
    WrongArity,
)  # fmt: skip
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.structures import Argument
from aligncheck.elaborate.suitable import applicable, indexable
from aligncheck.elaborate.unify import is_unknown, unify
from aligncheck.kernel.substitution import reduce
from aligncheck.kernel.terms import (
    App,
    In,
    Term,
    Tup,
)
from aligncheck.kernel.types import (
    BOOL,
    Fun,
    Prod,
    SetT,
)
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree
from aligncheck.elaborate.instances import bind_argument, instantiate_parameters
from aligncheck.elaborate.structures import substitute_argument
from aligncheck.elaborate.types import apply_structure


def application(ctx: Context, term: tree.Apply) -> Meaning:
    """f(a, b), R(x), Frame(W), transitive(R), Assume^S(C)."""
    if isinstance(term.function, tree.Name):
        entity = ctx.find(term.function.text)
        if isinstance(entity, BuiltinEntity):
            return builtin(ctx, term)
        if entity is None:
            raise ctx.unknown(term.function.text, term.function.span, applicable(ctx, term.arguments))
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


def indexed(ctx: Context, term: tree.Index) -> Meaning:
    """C[i] of a family, One[S] of a definition, x[i] of a sequence or tuple-indexed function."""
    if isinstance(term.target, tree.Name):
        entity = ctx.find(term.target.text)
        if isinstance(entity, FamilyEntity):
            return family_member(ctx, entity, term)
        if isinstance(entity, VariableEntity) and entity.timed and len(term.indices) == 1:
            return entity.value(term.indices[0], term.span)
        if entity is None:
            raise ctx.unknown(term.target.text, term.target.span, indexable(ctx, len(term.indices)))
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
