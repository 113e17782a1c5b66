"""What things denote in a model, as text and as plain data, under the names of the spec."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, TypeAlias

from aligncheck.kernel.sequences import ClosedSequence
from aligncheck.kernel.values import (
    ByRule, ClassValue, Element, Injected, MemberValue, RecordValue, Table, Value,
)  # fmt: skip
from aligncheck.reports.names import Names
from aligncheck.reports.sequences import sequence_text
from aligncheck.reports.terms import SIDES, number, shown

Json: TypeAlias = Any
FEW = 3
"""More pairs than these are shown as arrows."""


def text_of(value: Value, names: Names) -> str:
    """The value in one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case Fraction():
            return number(value)
        case Element():
            return names.of.get(value, f"{value.sort}#{value.index}")
        case MemberValue(name):
            return name
        case Injected(index, inner):
            side = SIDES[index] if index < len(SIDES) else f"part {index + 1}"
            return f"{side} {text_of(inner, names)}"
        case Table():
            return table_text(value, names)
        case RecordValue(values):
            return "{ " + ", ".join(text_of(each, names) for each in values) + " }"
        case ClassValue(members):
            return "[" + " ~ ".join(sorted(text_of(each, names) for each in members)) + "]"
        case tuple():
            return "(" + ", ".join(text_of(each, names) for each in value) + ")"
        case frozenset():
            return "{" + ", ".join(ordered(value, names)) + "}"
        case ClosedSequence():
            return sequence_text(value)
        case ByRule(rule):
            return shown(rule)
        case _:
            return str(value)


def ordered(values: Iterable[Value], names: Names) -> list[str]:
    """The texts of values in an order that does not depend on hashing."""
    return [text_of(each, names) for each in sorted(values, key=lambda each: _rank(each, names))]


def _rank(value: Value, names: Names) -> tuple[int, Fraction, str]:
    if isinstance(value, Fraction):
        return 0, value, ""
    if isinstance(value, Element):
        return 1, Fraction(value.index), value.sort
    return 2, Fraction(0), text_of(value, names)


def table_text(table: Table, names: Names) -> str:
    """`a0 ↦ 1, a1 ↦ 0`; all alike: `always 1`; of truth values: where they are true."""
    entries = list(table.entries)
    results = {value for _, value in entries} | ({table.otherwise} if table.otherwise is not None else set())
    if results and results <= {True, False} and all(isinstance(each, bool) for each in results):
        return _relation_text(table, names)
    if len(results) == 1 and (len(entries) > 1 or not entries):
        return f"always {text_of(results.pop(), names)}"
    parts = [f"{text_of(at, names)} ↦ {text_of(value, names)}" for at, value in entries]
    if table.otherwise is not None:
        parts.append(f"otherwise {text_of(table.otherwise, names)}")
    return ", ".join(parts) or "nothing to map"


def _relation_text(table: Table, names: Names) -> str:
    true = [at for at, value in table.entries if value]
    false = [at for at, value in table.entries if not value]
    if table.otherwise:
        excepted = ", ".join(ordered(false, names))
        return f"holds of all but {excepted}" if false else "holds of all"
    if not true:
        return "holds of none"
    if not false and table.otherwise is None and len(true) > 1:
        return "holds of all"
    if len(true) > FEW and all(isinstance(each, tuple) and len(each) == 2 for each in true):
        return "holds of " + _arrows(true, names)
    return "holds of " + ", ".join(ordered(true, names))


def _arrows(pairs: Iterable[Value], names: Names) -> str:
    """`a → b, c; b → c`: the pairs of a relation by their first members."""
    targets: dict[str, list[str]] = {}
    for pair in sorted(pairs, key=lambda each: [_rank(part, names) for part in each]):  # type: ignore[union-attr]
        first, second = (text_of(part, names) for part in pair)  # type: ignore[union-attr]
        targets.setdefault(first, []).append(second)
    return "; ".join(f"{first} → {', '.join(others)}" for first, others in targets.items())


def data_of(value: Value, names: Names) -> Json:
    """The value as plain data: numbers as text (`1/2`), elements by name, functions as pairs."""
    match value:
        case bool():
            return value
        case Table(entries, otherwise):
            pairs = [{"at": data_of(at, names), "value": data_of(to, names)} for at, to in entries]
            return pairs if otherwise is None else [*pairs, {"otherwise": data_of(otherwise, names)}]
        case RecordValue(values):
            return [data_of(each, names) for each in values]
        case tuple():
            return [data_of(each, names) for each in value]
        case frozenset():
            return ordered(value, names)
        case _:
            return text_of(value, names)
