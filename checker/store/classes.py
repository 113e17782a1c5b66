"""Which classes of data are written, by the names they are written under, and what their fields may hold."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import types
import typing
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, Literal, TypeAlias, Union

from aligncheck.diagnostics import Problem
from aligncheck.kernel.verdicts import Bounded

ROOMS = (
    "kernel.types", "kernel.terms", "kernel.values", "kernel.sequences", "kernel.goal", "kernel.rules",
    "claims.claim", "diagnostics.problem", "source", "evidence.outcome", "evidence.explaining",
    "evidence.obstacles", "store.forms",
)  # fmt: skip
APART = ("Span", "SourceFile", "Outcome")
"""Written in ways of their own, or not at all."""

HOMES = ("claims.faults", "defects", "expectations")
"""Where problems are but in modules called so."""

Check: TypeAlias = Callable[[Any], bool]


@cache
def spoken() -> Mapping[str, Any]:
    """All names that the annotations of these classes use."""
    names: dict[str, Any] = {"Fraction": Fraction}
    for room in ROOMS:
        names |= vars(importlib.import_module(f"aligncheck.{room}"))
    # A type that holds itself is said as text: as such it can stand in other annotations.
    return {name: typing.ForwardRef(kind) if _is_said(kind) else kind for name, kind in names.items()}


def _is_said(kind: Any) -> bool:
    return isinstance(kind, str) and "|" in kind


@cache
def listed() -> Mapping[str, type]:
    """The classes by name, but for problems; of two with one name the later by its room too."""
    found: dict[str, type] = {}
    for room in ROOMS:
        module = importlib.import_module(f"aligncheck.{room}")
        for name, value in vars(module).items():
            own = isinstance(value, type) and value.__module__ == module.__name__
            if own and name not in APART and (dataclasses.is_dataclass(value) or hasattr(value, "_fields")):
                found[f"{room}.{name}" if name in found else name] = value
    return found | {"Bounded": Bounded}  # The one verdict that claims nothing which the kernel could check.


@cache
def _names() -> Mapping[type, str]:
    return {kind: name for name, kind in listed().items()}


def name_of(kind: type) -> str | None:
    """What values of a class are written under; None if they are not written."""
    if kind in _names():
        return _names()[kind]
    home = kind.__module__.removeprefix("aligncheck.")
    name = f"{home}:{kind.__name__}"
    return name if issubclass(kind, Problem) and class_of(name) is kind else None


@cache
def class_of(name: str) -> type | None:
    """The class that was written under a name. Only problems are looked for outside the list."""
    if ":" not in name:
        return listed().get(name)
    home, _, plain = name.partition(":")
    rooms = home.split(".")
    if not all(room.isidentifier() for room in rooms) or not ("problems" in rooms or home in HOMES):
        return None
    try:
        found = getattr(importlib.import_module(f"aligncheck.{home}"), plain, None)
    except ImportError:
        return None
    return found if isinstance(found, type) and issubclass(found, Problem) else None


@cache
def fields_of(kind: type) -> tuple[str, ...]:
    """The fields that make a value of the class, in the order in which it takes them."""
    if not dataclasses.is_dataclass(kind):
        fields: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
        return fields
    return tuple(each.name for each in dataclasses.fields(kind) if each.init)


@cache
def checks_of(kind: type) -> tuple[Check, ...]:
    """For each field whether a value may stand there, as far as its annotation says."""
    known: dict[str, Check] = {}
    for base in reversed(kind.__mro__):
        for name, said in inspect.get_annotations(base).items():
            known[name] = _named(said, base.__module__) if isinstance(said, str) else _check(said)
    return tuple(known[name] for name in fields_of(kind))


def _check(wanted: Any) -> Check:
    if isinstance(wanted, typing.ForwardRef):
        wanted = wanted.__forward_arg__
    if isinstance(wanted, str):
        return _named(wanted, __name__)
    origin, inside = typing.get_origin(wanted), typing.get_args(wanted)
    if origin is Literal:
        return lambda value: type(value) is str and value in inside
    if origin in (Union, types.UnionType):
        return _any_of(inside)
    if origin is tuple:
        return _tuple_of(inside)
    if origin is frozenset:
        one = _check(inside[0])
        return lambda value: type(value) is frozenset and all(map(one, value))
    if origin is not None:
        key, entry = map(_check, inside)
        return lambda value: type(value) is dict and all(map(key, value)) and all(map(entry, value.values()))
    if wanted is None:
        return lambda value: value is None
    if wanted in (int, bool, str):
        return lambda value: type(value) is wanted
    return lambda value: isinstance(value, wanted)


@cache
def _named(annotation: str, module: str) -> Check:
    """An annotation may name a type that holds itself: it is read when it is first needed. What its own module
    does not know at run time is looked for in the others."""
    found: list[Check] = []

    def check(value: Any) -> bool:
        if not found:
            own = vars(importlib.import_module(module))
            plain = {name: kind for name, kind in own.items() if not _is_said(kind)}
            found.append(_check(eval(annotation, {}, {**spoken(), **plain})))
        return found[0](value)

    return check


def _any_of(kinds: tuple[Any, ...]) -> Check:
    """Plain classes are asked about at once."""
    plain = tuple(each for each in kinds if isinstance(each, type) and not typing.get_origin(each))
    others = [_check(each) for each in kinds if each not in plain]
    return lambda value: isinstance(value, plain) or any(check(value) for check in others)


def _tuple_of(items: tuple[Any, ...]) -> Check:
    if not items or items == ((),):
        return lambda value: value == ()
    if items[-1] is Ellipsis:
        one = _check(items[0])
        return lambda value: type(value) is tuple and all(map(one, value))
    parts = [_check(each) for each in items]

    def check(value: Any) -> bool:
        return (
            type(value) is tuple
            and len(value) == len(parts)
            and all(part(each) for part, each in zip(parts, value, strict=True))
        )

    return check
