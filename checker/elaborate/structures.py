"""Structures applied to arguments: large ones become bundles of sorts and symbols, small ones record types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.meanings import Bundle, LargeType, Parameter, StructureEntity
from aligncheck.elaborate.problems import LargePosition
from aligncheck.kernel.build import conj
from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.terms import TRUE, Const, Field, Finite, Lam, Term, Var
from aligncheck.kernel.traversal import is_type
from aligncheck.kernel.types import Base, Struct, Type
from aligncheck.source import Span

Argument: TypeAlias = Type | Term | Bundle
Terms: TypeAlias = dict[str, Term]
Sorts: TypeAlias = dict[str, Type]


def bind_parameter(parameter: Parameter, argument: Argument, terms: Terms, sorts: Sorts) -> None:
    """Extend the substitutions so that the parameter's sorts and variables become the argument's."""
    if isinstance(argument, Bundle):
        if parameter.bundle is None:
            raise TypeError("a structure is bound to a parameter that takes one")
        for name, part in parameter.bundle.parts.items():
            bind_part(part, argument.parts[name], terms, sorts)
        for inner, outer in zip(parameter.bundle.arguments, argument.arguments, strict=False):
            if not isinstance(inner, Bundle) and not isinstance(outer, Bundle):
                bind_part(inner, outer, terms, sorts)
    elif parameter.sort is not None and is_type(argument):
        sorts[parameter.sort.name] = argument
    elif parameter.var is not None and not is_type(argument):
        terms[parameter.var.name] = argument


def bind_part(pattern: Type | Term, actual: Type | Term, terms: Terms, sorts: Sorts) -> None:
    if isinstance(pattern, Base) and is_type(actual):
        sorts.setdefault(pattern.name, actual)
    elif isinstance(pattern, Var) and not is_type(actual):
        terms.setdefault(pattern.name, actual)


def substitution_for(parameters: Sequence[Parameter], arguments: Sequence[Argument]) -> tuple[Terms, Sorts]:
    """The substitutions that put arguments for parameters."""
    terms: Terms = {}
    sorts: Sorts = {}
    for parameter, argument in zip(parameters, arguments, strict=True):
        bind_parameter(parameter, argument, terms, sorts)
    return terms, sorts


def substitute_argument(argument: Argument, terms: Terms, sorts: Sorts) -> Argument:
    if isinstance(argument, Bundle):
        return substitute_bundle(argument, terms, sorts)
    return substitute(argument, terms, sorts)


def substitute_bundle(bundle: Bundle, terms: Terms, sorts: Sorts) -> Bundle:
    """The same structure with sorts and variables replaced in all its parts."""
    parts = {name: substitute(part, terms, sorts) for name, part in bundle.parts.items()}
    arguments = tuple(substitute_argument(argument, terms, sorts) for argument in bundle.arguments)
    name = bundle.name if parts == dict(bundle.parts) else None
    return Bundle(bundle.structure, arguments, parts, name)


def flatten(argument: Argument) -> tuple[Term | Type, ...]:
    """The sorts and components of an argument, in the order of the fields."""
    return tuple(argument.parts.values()) if isinstance(argument, Bundle) else (argument,)


def pattern_name(structure: StructureEntity | str, member: str) -> str:
    """The name by which field types and laws of a structure speak of its earlier fields."""
    return f"{structure if isinstance(structure, str) else structure.name}::{member}"


def new_bundle(
    ctx: Context, name: str, large: LargeType, *, symbols: bool
) -> tuple[Bundle, tuple[Term, ...]]:
    """A structure of that type about which nothing else is known, and the laws it obeys. Its components are
    symbols (Const) of a claim, or variables."""
    structure = large.structure
    if structure is None:
        raise TypeError("`Sort` is the type of sorts, not of structures")
    parts: dict[str, Type | Term] = {}
    terms, sorts = substitution_for(structure.parameters, large.arguments)
    laws: list[Term] = []
    for member in structure.members:
        key = pattern_name(structure, member.name)
        full = f"{name}.{member.name}"
        if member.type is None:
            sort = Base(full)
            parts[member.name] = sorts[key] = sort
            if member.finite:
                laws.append(Finite(sort))
        else:
            kind = substitute(member.type, terms, sorts)
            parts[member.name] = terms[key] = Const(full, kind) if symbols else Var(full, kind)
    laws.extend(substitute(law.formula, terms, sorts) for law in structure.laws)
    bundle = Bundle(structure, large.arguments, parts, name)
    ctx.own(bundle, first=True)
    return bundle, tuple(laws)


def unknown_bundle(ctx: Context, structure: StructureEntity, arguments: tuple[Argument, ...]) -> Bundle:
    """A structure all of whose parts are still to be found out."""
    parts: dict[str, Type | Term] = {}
    terms, sorts = substitution_for(structure.parameters, arguments)
    for member in structure.members:
        key = pattern_name(structure, member.name)
        if member.type is None:
            parts[member.name] = sorts[key] = ctx.new_sort()
        else:
            parts[member.name] = terms[key] = ctx.new_term(substitute(member.type, terms, sorts))
    return Bundle(structure, arguments, parts)


def laws_of(bundle: Bundle) -> tuple[Term, ...]:
    """The laws of a structure over the parts of this one, finiteness of its finite sorts included."""
    structure = bundle.structure
    terms, sorts = substitution_for(structure.parameters, bundle.arguments)
    for name, part in bundle.parts.items():
        if is_type(part):
            sorts[pattern_name(structure, name)] = part
        else:
            terms[pattern_name(structure, name)] = part
    finite = [Finite(bundle.parts[m.name]) for m in structure.members if m.finite]  # type: ignore[arg-type]
    return (*finite, *(substitute(law.formula, terms, sorts) for law in structure.laws))


def small_structure(
    ctx: Context, structure: StructureEntity, arguments: tuple[Argument, ...], span: Span
) -> Struct:
    """The record type of a structure without sort fields."""
    terms, sorts = substitution_for(structure.parameters, arguments)
    fields: list[tuple[str, Type]] = []
    own = {pattern_name(structure, member.name) for member in structure.members}
    for member in structure.members:
        if member.type is None or free_names(member.type) & own:
            raise ctx.fail(LargePosition(span, structure.name))
        fields.append((member.name, substitute(member.type, terms, sorts)))
    flat = tuple(part for argument in arguments for part in flatten(argument))
    bare = Struct(structure.name, tuple(fields), None, flat)
    if not structure.laws:
        return bare
    record = Var("self", bare)
    for member in structure.members:
        terms[pattern_name(structure, member.name)] = Field(record, member.name)
    law = conj(*(substitute(law.formula, terms, sorts) for law in structure.laws))
    return bare if law == TRUE else Struct(structure.name, tuple(fields), Lam(record, law), flat)
