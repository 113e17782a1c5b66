"""What a core term becomes on its way to a solver: scalars with their text, tuples, alternatives, and
functions that are applied here and never reach the solver as values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


class Unsupported(Exception):
    """A construct that this encoding does not take, in a reader's words."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A term of the solver: its text and its solver sort (`Bool Int Real`, or a declared one)."""

    text: str
    sort: str


@dataclass(frozen=True, slots=True)
class Items:
    """A tuple, or a record with its field names."""

    items: tuple[Shape, ...]
    names: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Tagged:
    """An element of a disjoint union whose alternative is known."""

    index: int
    value: Shape


@dataclass(frozen=True, slots=True, eq=False)
class Arrow:
    """A function or a set (a function to Bool): what it gives for an argument."""

    apply: Callable[[Shape], Shape]


@dataclass(frozen=True, slots=True)
class Choice:
    """A member of a finite listed type, where all of them are at hand: under which condition it is which
    one (numbered from 0). Just one condition is true; what is left out is never the case."""

    options: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Mixture:
    """An element of a disjoint union that may be of several alternatives, one under each condition."""

    options: tuple[tuple[str, Tagged], ...]


Shape: TypeAlias = Scalar | Items | Tagged | Arrow | Choice | Mixture

YES = Scalar("true", "Bool")
NO = Scalar("false", "Bool")


def scalar(shape: Shape) -> Scalar:
    """The shape, known to be one solver term."""
    if not isinstance(shape, Scalar):
        raise TypeError("a solver term is expected here")
    return shape


def apply(function: Shape, argument: Shape) -> Shape:
    """The value of a function (or the membership in a set) at an argument."""
    if not isinstance(function, Arrow):
        raise TypeError("only a function is applied")
    return function.apply(argument)


def item(shape: Shape, index: int) -> Shape:
    if not isinstance(shape, Items):
        raise TypeError("only a tuple has items")
    return shape.items[index]


def field(shape: Shape, name: str) -> Shape:
    if not isinstance(shape, Items) or shape.names is None:
        raise TypeError("only a record has fields")
    return shape.items[shape.names.index(name)]
