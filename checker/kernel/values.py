"""What terms denote in a model, and models. A model gives sizes to base sorts and values to symbols;
every other carrier is recomputed from the types."""
# TRUSTED

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from aligncheck.kernel.sequences import ClosedSequence
    from aligncheck.kernel.terms import Lam


@dataclass(frozen=True, slots=True)
class Element:
    """A member of a base sort, numbered from 0."""

    sort: str
    index: int


@dataclass(frozen=True, slots=True)
class MemberValue:
    """A member of an enumeration."""

    name: str


@dataclass(frozen=True, slots=True)
class Injected:
    """A member of a disjoint union."""

    index: int
    value: Value


@dataclass(frozen=True, slots=True)
class Table:
    """A function by its graph: pairs of argument and value. `otherwise` is the value everywhere else
    (None: there is no elsewhere, the graph is complete on the domain)."""

    entries: tuple[tuple[Value, Value], ...]
    otherwise: Value | None = None


@dataclass(frozen=True, slots=True)
class RecordValue:
    """A record: its values in the order of the structure's fields."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ClassValue:
    """A member of a quotient: the whole class."""

    members: frozenset[Value]


@dataclass(frozen=True, slots=True)
class ByRule:
    """A function of a real number by a rule: a λ that speaks of nothing but numbers."""

    rule: Lam


Value: TypeAlias = (
    "bool | Fraction | Element | MemberValue | Injected | Table | ByRule | RecordValue | ClassValue"
    " | ClosedSequence | tuple[Value, ...] | frozenset[Value]"
)


@dataclass(frozen=True, slots=True)
class Model:
    """`carriers`: how many members each base sort has. `constants`: the value of each symbol, by name."""

    carriers: Mapping[str, int]
    constants: Mapping[str, Value]
