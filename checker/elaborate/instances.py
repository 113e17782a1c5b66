"""Using a definition: its sorts and variables are made unknown, found out from the arguments, and put in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from aligncheck.elaborate.coercion import coerce, full_set, guarded
from aligncheck.elaborate.context import Context
from aligncheck.elaborate.meanings import (
    Bundle,
    BundleEntity,
    GivenEntity,
    LargeType,
    Meaning,
    Parameter,
    StructureEntity,
    Template,
    TransformationEntity,
    Typed,
    TypeEntity,
    TypeMeaning,
    ValueEntity,
)  # fmt: skip
from aligncheck.elaborate.parameters import use_given
from aligncheck.elaborate.problems import NotAStructure, NotAValue, UnfoldsTooFar, WrongArity, WrongStructure
from aligncheck.elaborate.shown import show_large
from aligncheck.elaborate.structures import (
    Argument,
    Sorts,
    Terms,
    bind_parameter,
    substitute_argument,
    substitute_bundle,
    unknown_bundle,
)  # fmt: skip
from aligncheck.elaborate.suitable import applicable, structures
from aligncheck.elaborate.unify import is_unknown, unify, unify_bundles, unify_term
from aligncheck.kernel.build import conj
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import Lam, Proj, SortQuant, Term, Var
from aligncheck.kernel.traversal import is_type, map_term, occurrences, plainly_total, walk
from aligncheck.kernel.types import Base, Fun, Prod, Type
from aligncheck.source import Span
from aligncheck.syntax import tree


@dataclass(frozen=True, slots=True)
class Done:
    """An argument that was read before: an operand of a chain."""

    meaning: Meaning
    span: Span


ArgumentText = tree.Node | Done


@dataclass(slots=True)
class Instance:
    """One use of a definition, while its implicit parameters are being found out."""

    ctx: Context
    terms: Terms
    sorts: Sorts
    unknown: list[tuple[Parameter, Argument]]
    values: list[Term] = field(default_factory=list)

    def type_of(self, parameter: Parameter) -> Type:
        """The type of a value parameter here."""
        if parameter.var is None:
            raise TypeError("only a value parameter has a type")
        return self.ctx.zonk(substitute(parameter.var.type, self.terms, self.sorts))

    def partial(self) -> Term:
        """When the arguments are defined: a definition of an undefined argument is undefined, used or not."""
        given = [term for term in self.values if not plainly_total(term)]
        return conj(*(domain(self.ctx.zonk(term)) for term in given))

    def settle(self) -> None:
        """Find structures from the sorts that are theirs, and givens of the same name where they are in scope."""
        for _, argument in self.unknown:
            if isinstance(argument, Bundle):
                _settle_bundle(self.ctx, argument)
        for parameter, argument in self.unknown:
            if _is_open(self.ctx, argument):
                same = _given_here(self.ctx, parameter.name)
                if isinstance(argument, Bundle) and isinstance(same, Bundle):
                    unify_bundles(self.ctx, argument, same)
                elif same is not None and not isinstance(same, Bundle) and not isinstance(argument, Bundle):
                    if is_type(argument) and is_type(same):
                        unify(self.ctx, argument, same)
                    elif not is_type(argument) and not is_type(same):
                        unify_term(self.ctx, argument, same)


def _settle_bundle(ctx: Context, unknown: Bundle) -> None:
    if not any(is_type(part) and is_unknown(part) for part in unknown.parts.values()):
        return
    for name, part in unknown.parts.items():
        if not is_type(part):
            continue
        found = ctx.resolve(part)
        owner = ctx.shared.owners.get(found.name) if isinstance(found, Base) else None
        if owner is not None and owner[1] == name and owner[0].structure == unknown.structure:
            unify_bundles(ctx, unknown, owner[0])
            return


def _is_open(ctx: Context, argument: Argument) -> bool:
    """Whether something of the argument has not been found out."""
    if isinstance(argument, Bundle):
        return any(_is_open(ctx, part) for part in argument.parts.values())
    if is_type(argument):
        return is_unknown(ctx.resolve(argument))
    return isinstance(argument, Var) and argument.name.startswith("?") and argument.name not in ctx.terms


def _given_here(ctx: Context, name: str) -> Argument | None:
    """What a name lent by `given` stands for in this declaration."""
    entity = ctx.find(name)
    if isinstance(entity, GivenEntity):
        entity = use_given(ctx, entity)
    match entity:
        case BundleEntity():
            return entity.bundle
        case ValueEntity():
            return entity.term
        case TypeEntity():
            return entity.type
        case _:
            return None


def instantiate_parameters(
    ctx: Context, explicit: Sequence[Parameter], implicit: Sequence[Parameter], *, open_values: bool = False
) -> Instance:
    """Make all sorts and structure components unknown. Explicit values are left to be bound one by one."""
    instance = Instance(ctx, {}, {}, [])
    for parameter in (*implicit, *explicit):
        argument: Argument
        if parameter.sort is not None:
            argument = ctx.new_sort()
        elif parameter.bundle is not None:
            arguments = tuple(
                substitute_argument(part, instance.terms, instance.sorts)
                for part in parameter.bundle.arguments
            )
            argument = unknown_bundle(ctx, parameter.bundle.structure, arguments)
        elif open_values or parameter in implicit:
            argument = ctx.new_term(instance.type_of(parameter))
        else:
            continue
        bind_parameter(parameter, argument, instance.terms, instance.sorts)
        instance.unknown.append((parameter, argument))
    return instance


def bind_argument(instance: Instance, parameter: Parameter, argument: ArgumentText) -> None:
    """Read one argument at its parameter's kind and type, and keep what that finds out."""
    ctx = instance.ctx
    span = argument.span
    if parameter.sort is not None:
        sort = instance.sorts[parameter.sort.name]
        type = _read_type(ctx, argument)
        unify(ctx, sort, type)
    elif parameter.bundle is not None:
        unknown = next(found for known, found in instance.unknown if known is parameter)
        if not isinstance(unknown, Bundle):
            raise TypeError("a structure parameter is bound to a structure")
        bundle = read_bundle(ctx, argument, LargeType(unknown.structure, unknown.arguments))
        if not unify_bundles(ctx, unknown, bundle):
            expected = show_large(ctx, LargeType(unknown.structure, unknown.arguments))
            raise ctx.fail(WrongStructure(span, span.text, bundle.structure.name, expected))
    elif parameter.var is not None:
        expected_type = instance.type_of(parameter)
        if isinstance(argument, Done):
            value = as_value(ctx, argument.meaning, span)
            given = coerce(ctx, value, expected_type, span)
        else:
            given = ctx.check(argument, expected_type)  # type: ignore[arg-type]
        instance.terms[parameter.var.name] = given
        instance.values.append(given)


def _read_type(ctx: Context, argument: ArgumentText) -> Type:
    if isinstance(argument, Done):
        if isinstance(argument.meaning, TypeMeaning):
            return argument.meaning.type
        raise ctx.fail(NotAValue(argument.span, argument.span.text, "value where a type is meant"))
    return ctx.as_type(argument)  # type: ignore[arg-type]


def read_bundle(ctx: Context, argument: ArgumentText, large: LargeType) -> Bundle:
    """An argument that denotes a structure with sort fields, or a literal of one."""
    if isinstance(argument, Done):
        meaning = argument.meaning
    else:
        literal = ctx.shared.rules.literal(ctx, argument, large)  # type: ignore[arg-type]
        meaning = literal if literal is not None else _structure(ctx, argument, large)  # type: ignore[arg-type]
    if isinstance(meaning, Template) and not meaning.explicit:
        meaning = apply_template(ctx, meaning, (), argument.span)
    if not isinstance(meaning, Bundle):
        name = large.structure.name if large.structure is not None else "Sort"
        raise ctx.fail(NotAStructure(argument.span, argument.span.text, name))
    return meaning


def _structure(ctx: Context, term: tree.Term, large: LargeType) -> Meaning:
    if isinstance(term, tree.Apply) and ctx.undeclared(term.function):
        name = term.function
        raise ctx.unknown(name.text, name.span, applicable(ctx, term.arguments, large))
    return ctx.meant(term, structures(ctx, large))


def finish(instance: Instance, body: Typed | TypeMeaning | Bundle) -> Typed | TypeMeaning | Bundle:
    """The body of the definition with everything put in."""
    instance.settle()
    terms, sorts = instance.terms, instance.sorts
    match body:
        case Typed(term, type):
            value = _refresh(instance.ctx, substitute(term, terms, sorts))
            return Typed(guarded(instance.partial(), value), substitute(type, terms, sorts))
        case TypeMeaning(type):
            return TypeMeaning(substitute(type, terms, sorts))
        case Bundle():
            bundle = substitute_bundle(body, terms, sorts)
            instance.ctx.own(bundle)
            return bundle


def _refresh(ctx: Context, term: Term) -> Term:
    """Bound sorts are named apart: each use of a definition gets its own."""
    if not any(isinstance(node, SortQuant) for node in walk(term)):
        return term

    def on_term(part: Term) -> Term:
        if isinstance(part, SortQuant):
            names = {name: ctx.fresh_name(name.split("′", 1)[0]) for name in part.sorts}
            replaced = substitute(part.body, {}, {old: Base(new) for old, new in names.items()})
            return SortQuant(part.kind, tuple(names.values()), on_term(replaced))
        return map_term(part, on_term, lambda type: type)

    return on_term(term)


def apply_template(
    ctx: Context, template: Template, arguments: Sequence[ArgumentText], span: Span
) -> Typed | TypeMeaning | Bundle:
    """A definition applied to its explicit arguments."""
    if len(arguments) != len(template.explicit):
        raise ctx.fail(
            WrongArity(
                span,
                template.head_text or template.name,
                len(template.explicit),
                len(arguments),
                template.span,
            )
        )
    instance = instantiate_parameters(ctx, template.explicit, template.implicit)
    pairs = list(zip(template.explicit, arguments, strict=True))
    # What needs its type told is read last, when the other arguments have told it.
    pairs.sort(key=lambda pair: isinstance(pair[1], (tree.Function, tree.RecordOf, tree.SetLiteral)))
    ctx.all([_binding(instance, parameter, argument) for parameter, argument in pairs])
    ctx.unfolds |= template.unfolds
    if too_large(instance, template.body):
        raise ctx.fail(UnfoldsTooFar(span, template.name, template.span))
    return finish(instance, template.body)


_LARGEST = 100_000
_SURELY_SMALL = 2_000


def too_large(instance: Instance, body: Typed | TypeMeaning | Bundle) -> bool:
    """Whether a definition with its arguments put in has too many parts to go on with."""
    if not isinstance(body, Typed) or _parts(body.term, _SURELY_SMALL) < _SURELY_SMALL:
        return False
    sizes: dict[str, int] = {}
    total = 0
    for node in occurrences(body.term):
        total += 1
        if isinstance(node, Var) and node.name in instance.terms:
            if node.name not in sizes:
                sizes[node.name] = _parts(instance.terms[node.name], _LARGEST)
            total += sizes[node.name]
        if total > _LARGEST:
            return True
    return False


def _parts(term: Term, most: int) -> int:
    """The number of parts of a term; `most`, if there are more."""
    return sum(1 for _ in islice(occurrences(term), most))


def _binding(instance: Instance, parameter: Parameter, argument: ArgumentText) -> Callable[[], None]:
    return lambda: bind_argument(instance, parameter, argument)


def as_value(ctx: Context, meaning: Meaning, span: Span) -> Typed:
    """The meaning as a term. A type is its own full set, a definition over values is a function."""
    match meaning:
        case Typed():
            return meaning
        case TypeMeaning(type):
            return full_set(type)
        case Template():
            if not meaning.explicit:
                return as_value(ctx, apply_template(ctx, meaning, (), span), span)
            function = as_function(ctx, meaning)
            if function is not None:
                return function
            raise ctx.fail(NotAValue(span, span.text, "definition over structures"))
        case Bundle():
            raise ctx.fail(NotAValue(span, span.text, f"`{meaning.structure.name}` as a whole"))
        case LargeType() | StructureEntity():
            raise ctx.fail(NotAValue(span, span.text, "structure type"))
        case TransformationEntity():
            raise ctx.fail(NotAValue(span, span.text, "transformation"))


def as_function(ctx: Context, template: Template) -> Typed | None:
    """A definition whose explicit parameters are values, as a function; None if one is a structure or sort."""
    if any(parameter.var is None for parameter in template.explicit):
        return None
    instance = instantiate_parameters(ctx, template.explicit, template.implicit)
    variables: list[Var] = []
    for parameter in template.explicit:
        var = Var(parameter.name, instance.type_of(parameter))
        bind_parameter(parameter, var, instance.terms, instance.sorts)
        variables.append(var)
    ctx.unfolds |= template.unfolds
    body = finish(instance, template.body)
    return lambda_over(variables, body) if isinstance(body, Typed) else None


def lambda_over(variables: Sequence[Var], body: Typed) -> Typed:
    """λ of one variable, or of the tuple of several."""
    if len(variables) == 1:
        return Typed(Lam(variables[0], body.term), Fun(variables[0].type, body.type))
    domain = Prod(tuple(var.type for var in variables))
    whole = Var("args", domain)
    items: dict[str, Term] = {var.name: Proj(whole, at) for at, var in enumerate(variables)}
    return Typed(Lam(whole, substitute(body.term, items)), Fun(domain, body.type))
