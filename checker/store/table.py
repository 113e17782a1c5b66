"""Values as a table of rows, each distinct value once, and back. A row is a list: what kind of value it is,
then its parts, each a text, a truth value, null, or the number of an earlier row. The last row is the whole.

Rows are JSON. What is read makes nothing but data of the classes listed in `store.classes`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any, TypeAlias

from aligncheck.source import Span
from aligncheck.store.classes import checks_of, class_of, fields_of, name_of

Part: TypeAlias = str | int | bool | None
Row: TypeAlias = list[Part]
OfSpan: TypeAlias = Callable[[Span], str]
ToSpan: TypeAlias = Callable[[str], Span]


class Unwritable(Exception):
    """A value of a kind that is not kept."""


class Damaged(Exception):
    """Rows that no value was written as."""


def no_place(span: Span) -> str:
    """For what is the same wherever it stands."""
    return ""


def written(value: object, place: OfSpan = no_place) -> list[Row]:
    """The rows of a value; `place` says where a span is. Raises Unwritable."""
    writer = _Writer(place)
    writer.row("tuple", [writer.part(value)])
    return writer.rows


def digest(value: object) -> str:
    """A text that tells a value from all others, spans aside: 32 hexadecimal digits."""
    text = json.dumps(written(value), ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class _Writer:
    def __init__(self, place: OfSpan) -> None:
        self.place = place
        self.rows: list[Row] = []
        self.numbers: dict[tuple[Part, ...], int] = {}
        self.known: dict[int, int] = {}
        self.held: list[object] = []

    def row(self, kind: str, parts: list[Part]) -> int:
        # 1 and True are one key: what they stand for differs by its type.
        key = (kind, *parts, *(type(each) is bool for each in parts))
        number = self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = len(self.rows)
            self.rows.append([kind, *parts])
        return number

    def part(self, value: Any) -> Part:
        kind = type(value)
        if value is None or kind is str or kind is bool:
            return value  # type: ignore[no-any-return]
        number = self.known.get(id(value))
        if number is None:
            number = self.known[id(value)] = self._number(kind, value)
            self.held.append(value)  # Its identity is not given to another value meanwhile.
        return number

    def _number(self, kind: type, value: Any) -> int:
        part = self.part
        if kind is tuple:
            return self.row("tuple", [part(each) for each in value])
        if kind is int:
            return self.row("int", [str(value)])
        if kind is Fraction:
            return self.row("fraction", [str(value)])
        if kind is Span:
            return self.row("span", [self.place(value)])
        if kind is frozenset:
            return self.row("set", [part(each) for each in sorted(value, key=_in_order)])
        name = name_of(kind)
        if name is not None:
            return self.row(name, [part(getattr(value, each)) for each in fields_of(kind)])
        if isinstance(value, Mapping):
            return self.row("map", [part(each) for entry in value.items() for each in entry])
        raise Unwritable(kind.__name__)


def _in_order(value: object) -> str:
    """Members of a set have no order of their own: they go by what they are written as."""
    return json.dumps(written(value))


def read(rows: object, place: ToSpan | None = None, checked: bool = True) -> Any:
    """The value that was written as these rows. `checked`: its parts are of the kinds that the fields name;
    not asked of what this program is known to have written itself. Raises Damaged."""
    made: list[Any] = []
    try:
        for row in rows:  # type: ignore[attr-defined]
            kind, *parts = row
            values = [_earlier(made, each) if type(each) is int else each for each in parts]
            made.append(_made(kind, values, place, checked))
        (value,) = made[-1]
    except Damaged:
        raise
    except Exception as error:
        # A class may refuse its parts in any way it likes.
        raise Damaged(f"{type(error).__name__}: {error}") from None
    return value


def _earlier(made: list[Any], number: int) -> Any:
    if number < 0:
        raise Damaged("a row before the first")
    return made[number]


def _made(kind: str, values: list[Any], place: ToSpan | None, checked: bool) -> Any:
    found = class_of(kind)
    if found is not None:
        return _record(found, values, checked)
    match kind, values:
        case "tuple", _:
            return tuple(values)
        case "map", _:
            return dict(zip(values[::2], values[1::2], strict=True))
        case "set", _:
            return frozenset(values)
        case "int", [str() as text]:
            return int(text)
        case "fraction", [str() as text]:
            return Fraction(text)
        case "span", [str() as text] if place is not None:
            return place(text)
        case _:
            raise Damaged(f"a row of no known kind: {kind}")


def _record(kind: type, values: list[Any], checked: bool) -> Any:
    fields = fields_of(kind)
    if len(fields) != len(values):
        raise Damaged(f"{kind.__name__} has other parts")
    if checked:
        for check, value in zip(checks_of(kind), values, strict=True):
            if not check(value):
                raise Damaged(f"{kind.__name__} with a part of another kind")
    return kind(*values)
