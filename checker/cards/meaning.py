"""What a declaration means, in words: its type, and where it is defined."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.claims.claim import Holds
from aligncheck.claims.definedness import domain_of
from aligncheck.claims.module import readings_of
from aligncheck.elaborate.meanings import Bundle, ConstEntity, Entity, Module, Template, Typed
from aligncheck.evidence.undefined import prose
from aligncheck.evidence.wording import type_words
from aligncheck.kernel.types import BOOL
from aligncheck.syntax import tree


def type_in_words(node: tree.Declaration, entity: Entity) -> str | None:
    """Parameters with their types, and the type of the value; None where the declaration says it all."""
    match node, entity:
        case (tree.DefDecl() | tree.RelationDecl(), Template(body=body, implicit=implicit)):
            head = " ".join(node.head.span.text.split())
            lent = ", ".join(each.name for each in implicit)
            return f"{head}: {_result(body)}" + (f", given {lent}" if lent else "")
        case _, ConstEntity(type=type):
            return type_words(type)
        case _:
            return None


def _result(body: object) -> str:
    match body:
        case Typed(_, type):
            return "true or false" if type == BOOL else type_words(type)
        case Bundle(structure):
            return structure.name
        case _:
            return "a type"


def domain_in_words(entity: Entity) -> str | None:
    """Where it is defined; None where it always is."""
    match entity:
        case Template():
            conditions = domain_of(entity)
            return prose(each.shown for each in conditions) if conditions else None
        case ConstEntity(guard=guard) if guard is not None:
            return f"`{guard.name}` holds"
        case _:
            return None


def behind(entity: Entity) -> Iterator[tuple[str, str]]:
    """Each definition that may be undefined and is used by this one, with where it is defined."""
    told: set[str] = set()
    for each in entity.written if isinstance(entity, Template) else ():
        template = each.of
        where = None if template is None or template.name in told else domain_in_words(template)
        if template is not None and where is not None:
            told.add(template.name)
            parameters = ", ".join(parameter.name for parameter in template.explicit)
            yield f"{template.name}({parameters})" if parameters else template.name, where


def conditions_of_claim(module: Module, name: tree.Name) -> str | None:
    """What has to hold for what a claim shows to be defined."""
    conditions = [
        condition.shown
        for scope in module.claims
        if scope.declaration.name.span == name.span
        for claim, _ in readings_of(module, scope)
        if isinstance(claim.question, Holds)
        for conclusion in claim.question.conclusions
        for condition in conclusion.conditions
    ]
    return prose(conditions) if conditions else None
