"""The types of the core. Equality is structural; a type may hold terms (subsets, quotients, indices).

A `Base` is a sort: a set of any cardinality, the empty one included. In a definition the sorts of
its structure parameters are `Base`s too and are replaced where the definition is used.
"""
# TRUSTED

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from aligncheck.kernel.terms import Lam, Term


class Node:
    """What was found out about a type or term stays with it: asked again and again, it is worked out once.
    Equality, hashing and pickling know nothing of it."""

    __slots__ = ("known_form", "known_kinds", "known_names", "known_parts")

    known_form: Term | None
    """None: itself."""
    known_kinds: frozenset[type]
    known_names: tuple[frozenset[str], frozenset[str]]
    known_parts: tuple[tuple[Term, ...], tuple[Type, ...]]

    def know(
        self, what: Literal["known_form", "known_kinds", "known_names", "known_parts"], value: object
    ) -> None:
        object.__setattr__(self, what, value)


@dataclass(frozen=True, slots=True)
class Prim(Node):
    """Bool, Nat (0, 1, 2, …), Int or Real. Nat ⊆ Int ⊆ Real: the numbers are the same objects."""

    name: Literal["Bool", "Nat", "Int", "Real"]


@dataclass(frozen=True, slots=True)
class Base(Node):
    """A sort. `index` is () but for a sort of a member of a family, as `C[i].Agent`."""

    name: str
    index: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Enum(Node):
    """A listed type: exactly these members, all different. `{*}` has the one member `*`, `{}` none."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prod(Node):
    """Tuples. At least two items."""

    items: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """A disjoint union; the alternatives are numbered from 0 (`left`, `right`)."""

    items: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Fun(Node):
    """All total functions. A function of several arguments takes a `Prod`."""

    domain: Type
    codomain: Type


@dataclass(frozen=True, slots=True)
class SetT(Node):
    """All subsets of `element`."""

    element: Type


@dataclass(frozen=True, slots=True)
class Sub(Node):
    """The members of `base` that satisfy `predicate` (a Lam from `base` to Bool)."""

    base: Type
    predicate: Lam


@dataclass(frozen=True, slots=True)
class Quot(Node):
    """The classes of `base` under `relation`, a Lam from Prod((base, base)) to Bool, an equivalence."""

    base: Type
    relation: Lam


@dataclass(frozen=True, slots=True)
class Struct(Node):
    """A small structure: records with these fields that satisfy `law` (a Lam over the record, the
    variable's type being this structure without its law), if there is one.

    `args` are what the structure was applied to, taken apart into sorts and components, from which other
    rooms tell which structure this is of; substitution keeps them true, equality ignores them.
    """

    name: str
    fields: tuple[tuple[str, Type], ...]
    law: Lam | None = None
    args: tuple[Term | Type, ...] = field(default=(), compare=False)

    def lawless(self) -> Struct:
        """The same records, with no law asked of them."""
        return Struct(self.name, self.fields, None, self.args)

    def field_type(self, name: str) -> Type:
        return dict(self.fields)[name]


Type: TypeAlias = Prim | Base | Enum | Prod | Sum | Fun | SetT | Sub | Quot | Struct

BOOL: Final = Prim("Bool")
NAT: Final = Prim("Nat")
INT: Final = Prim("Int")
REAL: Final = Prim("Real")
UNIT: Final = Enum("{*}", ("*",))
NUMERIC: Final = (NAT, INT, REAL)
