"""What a declared name stands for, in a reader's words: `a relation of 2 arguments`."""

from __future__ import annotations

from aligncheck.elaborate.meanings import (
    ConstEntity,
    Entity,
    StructureEntity,
    Template,
    TransformationEntity,
    TypeEntity,
)  # fmt: skip
from aligncheck.elaborate.problems.wording import count
from aligncheck.kernel.types import Enum, Fun, Prod

_WORDS = {"def": "definition", "type": "type", "member": "member of an enumeration"}


def described(entity: Entity) -> str:
    """The kind of an entity, with the number of its arguments where it takes any."""
    word = _word(entity)
    article = "an" if word[0] in "aeio" else "a"
    number = _arguments(entity)
    return f"{article} {word}" + (f" of {count(number, 'argument')}" if number else "")


def _word(entity: Entity) -> str:
    match entity:
        case ConstEntity() | Template():
            return _WORDS.get(entity.word, entity.word)
        case TypeEntity(type=Enum()):
            return "enumeration"
        case TypeEntity():
            return "sort"
        case _:
            return entity.kind


def _arguments(entity: Entity) -> int:
    match entity:
        case ConstEntity(word="relation" | "function", type=Fun(domain, _)):
            return len(domain.items) if isinstance(domain, Prod) else 1
        case Template(explicit=parameters):
            return len(parameters)
        case TransformationEntity(parameters=parameters) | StructureEntity(parameters=parameters):
            return len(parameters)
        case _:
            return 0
