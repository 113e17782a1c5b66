"""A claim that failed, as it stands in its file: what may be changed in it, and which names it can use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property

from aligncheck.claims.claim import Claim
from aligncheck.elaborate.meanings import (
    BuiltinEntity, BundleEntity, ClaimScope, ConstEntity, Entity, GivenEntity, Module, Parameter, Template, Typed,
)  # fmt: skip
from aligncheck.kernel.types import BOOL, Base, Fun, Prim, Prod, SetT, Struct, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree
from aligncheck.syntax.print import show


NUMBERS = ("Nat", "Int", "Real")


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a claim, what stands around it from the outside in, and the clause (or declaration of the
    claim's own) that it is in."""

    node: tree.Node
    around: tuple[tree.Node, ...]
    clause: tree.Node

    @property
    def parent(self) -> tree.Node | None:
        return self.around[-1] if self.around else None


@dataclass(frozen=True)
class Site:
    """`claim` is the reading that failed: of the claim, or of its printed or corrected form."""

    scope: ClaimScope
    module: Module
    claim: Claim

    @property
    def name(self) -> str:
        return self.claim.name

    @property
    def printed(self) -> bool:
        """Whether it is the claim as it was printed."""
        return self.name == f"{self.declaration.name.text} (printed)"

    @property
    def declaration(self) -> tree.ClaimDecl:
        return self.scope.declaration

    @cached_property
    def clauses(self) -> tuple[tree.Clause, ...]:
        """The clauses of this reading."""
        found: list[tree.Clause] = []
        for clause in self.declaration.clauses:
            if not isinstance(clause, tree.VariantClause):
                found.append(clause)
            elif self.name == f"{self.declaration.name.text} ({clause.variant})":
                found.extend(clause.clauses)
        return tuple(found)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every part of what is supposed and asked, each after what it is part of."""
        skipped = (tree.ExpectClause, tree.UsingClause, tree.InductionClause, tree.WithClause)
        parts = (*self.declaration.locals, *(each for each in self.clauses if not isinstance(each, skipped)))
        return tuple(place for part in parts for place in walk_places(part))

    @cached_property
    def own(self) -> Mapping[str, str]:
        """The variables of the claim with their types as written: those of its `for`, and the givens."""
        found = {name: _type_text(entity) for name, entity in self.scope.given.items()}
        for clause in self.clauses:
            if isinstance(clause, tree.ForClause):
                for binder in clause.binders:
                    for name in binder.names:
                        found[name.text] = _binder_type(binder)
        return found

    @cached_property
    def families(self) -> Mapping[str, tree.FamilyDecl]:
        """The families declared in the claim itself."""
        return {d.name.text: d for d in self.declaration.locals if isinstance(d, tree.FamilyDecl)}

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """What the module declares and uses, with the givens in force."""
        return {**self.module.names, **self.scope.given}

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """The names that occur in what is supposed and asked."""
        return frozenset(self.mentions)

    @cached_property
    def mentions(self) -> Counter[str]:
        """How often each name occurs in what is supposed and asked, but for where `for` introduces it."""
        return Counter(
            place.node.text
            for place in self.places
            if isinstance(place.node, tree.Name) and not _introduces(place)
        )


def walk_places(clause: tree.Node) -> Iterator[Place]:
    """Every part of a clause, each after what it is part of."""
    todo: list[tuple[object, tuple[tree.Node, ...]]] = [(clause, ())]
    while todo:
        part, around = todo.pop()
        if isinstance(part, tuple):
            todo.extend((each, around) for each in reversed(part))
        elif isinstance(part, tree.Node):
            yield Place(part, around, clause)
            inside = (*around, part)
            todo.extend(
                (getattr(part, slot.name), inside) for slot in reversed(fields(part)) if slot.name != "span"
            )


def _introduces(place: Place) -> bool:
    """Whether `for` introduces a name here."""
    binder = place.parent
    return (
        isinstance(place.clause, tree.ForClause)
        and isinstance(binder, tree.Binder)
        and place.node in binder.names
    )


def bound_around(place: Place) -> dict[str, str]:
    """The names bound around a place, with their types as written (empty: not written)."""
    found: dict[str, str] = {}
    for node in place.around:
        match node:
            case tree.Quantified(_, binders, _) | tree.Image(_, binders, _):
                for binder in binders:
                    found.update({name.text: _binder_type(binder) for name in binder.names})
            case tree.Big(_, binder, _) | tree.Comprehension(binder, _):
                found.update({name.text: _binder_type(binder) for name in binder.names})
            case tree.Chance(_, draws, _, _):
                drawn = (pattern for draw in draws for pattern in draw.patterns)
                found.update({name.text: "" for pattern in drawn for name in _pattern_names(pattern)})
            case tree.Branch(patterns, _):
                found.update({name.text: "" for pattern in patterns for name in _pattern_names(pattern)})
            case tree.Let(pattern, _, _):
                found.update({name.text: "" for name in _pattern_names(pattern)})
            case _:
                pass
    return found


def _pattern_names(pattern: tree.Pattern) -> Iterator[tree.Name]:
    match pattern:
        case tree.PatternName(name, _):
            yield name
        case tree.PatternTuple(items):
            for item in items:
                yield from _pattern_names(item)
        case tree.PatternSide(_, inner) | tree.PatternClass(inner):
            yield from _pattern_names(inner)
        case tree.PatternStar():
            return


def _binder_type(binder: tree.Binder) -> str:
    if binder.type is not None:
        return show(binder.type)
    return f"in {show(binder.among)}" if binder.among is not None else ""


def _type_text(entity: Entity) -> str:
    return _binder_type(entity.binder) if isinstance(entity, GivenEntity) else ""


def parameter_types(entity: Entity) -> tuple[str, ...]:
    """The head of the type of each argument of a relation or definition: `Frame`, `Set`; empty where it has no
    name of its own."""
    match entity:
        case Template(explicit=explicit):
            return tuple(_head_of(each) for each in explicit)
        case ConstEntity(type=declared):
            plain = unsubset(declared)
            domain = plain.domain if isinstance(plain, Fun) else plain
            return tuple(_head(each) for each in (domain.items if isinstance(domain, Prod) else (domain,)))
        case _:
            return ()


def _head_of(parameter: Parameter) -> str:
    if parameter.bundle is not None:
        return parameter.bundle.structure.name
    return _head(parameter.var.type) if parameter.var is not None else ""


def _head(type: Type) -> str:
    match type:
        case Base(name, ()) | Prim(name) | Struct(name) if "." not in name:
            return name
        case SetT():
            return "Set"
        case _:
            return ""


def agrees(head: str, written: str) -> bool:
    """Whether a type as it is written may be one with this head."""
    return (
        not head
        or not written
        or written.startswith(head)
        or (head in NUMBERS and written.split("(")[0] in NUMBERS)
    )


def kind_of(entity: Entity) -> str:
    """What sort of thing a name stands for: names of one kind may stand in for one another."""
    match entity:
        case Template(pattern=pattern, explicit=explicit, body=body):
            truth = isinstance(body, Typed) and body.type == BOOL
            return f"{pattern} of {len(explicit)}{' to be true' if truth else ''}"
        case ConstEntity(type=declared):
            plain = unsubset(declared)
            if isinstance(plain, Fun):
                arity = len(plain.domain.items) if isinstance(plain.domain, Prod) else 1
                return f"applied of {arity}{' to be true' if plain.codomain == BOOL else ''}"
            return "value"
        case BundleEntity() | GivenEntity():
            return "value"
        case BuiltinEntity():
            return "word"
        case _:
            return type(entity).__name__
