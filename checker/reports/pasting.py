"""A counterexample in the language itself: `expect refuted at …`, to be pasted under its claim and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import chain, count

from aligncheck.claims.claim import Claim, ShownStructure
from aligncheck.evidence.relevant import relevant
from aligncheck.elaborate.probability import outcome_of
from aligncheck.kernel.families import member_name
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.sequences import ClosedSequence, Form
from aligncheck.kernel.slow import slow_of
from aligncheck.kernel.terms import Const
from aligncheck.kernel.types import BOOL, REAL, Base, Fun, Prim, Prod, Quot, SetT, Struct, Sum, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.kernel.values import (
    ByRule, ClassValue, Element, Injected, MemberValue, Model, RecordValue, Table, Value,
)  # fmt: skip
from aligncheck.records import dataclass
from aligncheck.reports.names import name_elements
from aligncheck.reports.terms import SIDES, number, shown

PLAIN = re.compile(r"[^\W\d]\w*[′']*")


class NoForm(Exception):
    """A value that cannot be written, and why."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """`clause` is what to paste, None if nothing can be written. `left_open`: what has no form there, with the
    reason; it may then have any value that makes the claim false."""

    clause: str | None
    left_open: tuple[tuple[str, str], ...]


def pasted(claim: Claim, goal: Goal, model: Model) -> Pasted:
    """A refuting model as a clause of its claim."""
    written: list[str] = []
    left_open: list[tuple[str, str]] = []
    for name, write in _parts(claim, goal, model):
        try:
            if not PLAIN.fullmatch(name):
                raise NoForm("it has no name of its own")
            written.append(f"{name} := {write()}")
        except NoForm as error:
            left_open.append((name, str(error)))
    return Pasted(f"expect refuted at {', '.join(written)}" if written else None, tuple(left_open))


def _parts(claim: Claim, goal: Goal, model: Model) -> Iterator[tuple[str, Callable[[], str]]]:
    """Sorts first, for the values after them use the names of their members; then structures, then symbols."""
    writer = Writer(model, _element_names(claim, goal, model))
    wanted = {each.name for each in relevant(claim, goal, model)}
    structures = [each for each in claim.presentation.structures if _plain(each, model)]
    inside = {name for each in structures for name in (*_sorts(each), *_constants(each))}
    for sort in model.carriers:
        # What a rule opened has sorts that the claim does not name.
        if sort not in inside and sort in claim.sorts:
            yield sort, partial(writer.sort, sort)
    for each in structures:
        yield each.name, partial(writer.structure, each)
    for symbol in claim.constants:
        if symbol.name not in inside and _is_wanted(symbol, wanted):
            yield symbol.name, partial(writer.symbol, symbol)


def _is_wanted(symbol: Const, wanted: set[str]) -> bool:
    """Whether it, or a field of it, matters."""
    return symbol.name in wanted or any(name.startswith(f"{symbol.name}.") for name in wanted)


def _plain(structure: ShownStructure, model: Model) -> bool:
    return bool(structure.sorts) and all(sort in model.carriers for sort in _sorts(structure))


def _sorts(structure: ShownStructure) -> list[str]:
    return [_name(sort) for sort in structure.sorts.values()]


def _constants(structure: ShownStructure) -> list[str]:
    return [member_name(const.name, const.index) for const in structure.constants.values()]


def _name(type: Type) -> str:
    return member_name(type.name, type.index) if isinstance(type, Base) else ""


def _element_names(claim: Claim, goal: Goal, model: Model) -> dict[Element, str]:
    """As they are shown, but each a plain name that no definition and no other element has."""
    symbols = [each for each in goal.constants if each.name in model.constants]
    shown = name_elements(model, symbols).of
    structures = claim.presentation.structures
    sorts = {*claim.sorts, *(each.name for each in structures)}
    # The sorts of a structure are listed in a record: a list of names that mean something is a set.
    listed = {name for each in structures for name in _sorts(each)}
    meant = {each.name for each in claim.constants}
    used: set[str] = set()
    names: dict[Element, str] = {}
    for element, name in shown.items():
        plain = name if PLAIN.fullmatch(name) else re.sub(r"\W+", "_", name)
        others = (f"{plain}{number}" for number in count(1))
        taken = used | sorts | (meant if element.sort in listed else set())
        names[element] = next(each for each in chain((plain,), others) if each not in taken)
        used.add(names[element])
    return names


class Writer:
    """Values in the language, under the names that the elements have there."""

    def __init__(self, model: Model, names: Mapping[Element, str]) -> None:
        self.model, self.names = model, names
        taken = {*names.values(), *model.carriers}
        self.variables = [each for each in ("x", "y", "z", "u", "v", "q", "r") if each not in taken]

    def members(self, sort: str) -> list[str]:
        return [self.names[Element(sort, index)] for index in range(self.model.carriers[sort])]

    def sort(self, sort: str) -> str:
        return f"{{{', '.join(self.members(sort))}}}"

    def structure(self, structure: ShownStructure) -> str:
        """A matrix where it is one, else a record of listed sorts and of functions."""
        matrix = self._matrix(structure)
        if matrix is not None:
            return matrix
        fields = [
            f"{field} := {self.sort(name)}"
            for field, name in zip(structure.sorts, _sorts(structure), strict=True)
        ]
        for field, const in structure.constants.items():
            value = self.model.constants.get(member_name(const.name, const.index))
            if value is None:
                raise NoForm(f"its field `{field}` has no value in the model")
            fields.append(f"{field} := {self.value(const.type, value)}")
        return f"{{ {', '.join(fields)} }}"

    def _matrix(self, structure: ShownStructure) -> str | None:
        sorts, constants = list(structure.sorts.values()), list(structure.constants.values())
        if len(constants) != 1 or len(sorts) != 2:
            return None
        table = self.model.constants.get(_constants(structure)[0])
        match constants[0].type, table:
            case Fun(Prod(items), Base() as entry), Table() if list(items) == sorts:
                return self._rows(_name(sorts[0]), _name(sorts[1]), entry, table)
            case _:
                return None

    def _rows(self, rows: str, columns: str, entry: Base, table: Table) -> str:
        entries = dict(table.entries)
        lines = [", ".join(self.members(columns))]
        for i, name in enumerate(self.members(rows)):
            at = [(Element(rows, i), Element(columns, j)) for j in range(self.model.carriers[columns])]
            cells = (entries.get(each, table.otherwise) for each in at)
            lines.append(
                f"{name}: {', '.join(self.value(entry, each) for each in cells if each is not None)}"
            )
        return f"matrix {{ {'; '.join(lines)} }}"

    def symbol(self, symbol: Const) -> str:
        return self.value(symbol.type, self._assembled(symbol.name, symbol.type))

    def _assembled(self, name: str, type: Type) -> Value:
        """The value of a symbol; of one that was taken apart into its fields, put together again."""
        if name in self.model.constants:
            return self.model.constants[name]
        bare = unsubset(type)
        if not isinstance(bare, Struct):
            raise NoForm("the model gives it no value")
        return RecordValue(tuple(self._assembled(f"{name}.{field}", kind) for field, kind in bare.fields))

    def value(self, type: Type, value: Value) -> str:
        bare = unsubset(type)
        match bare, value:
            case _, bool():
                return "true" if value else "false"
            case _, Fraction():
                return number(value)
            case _, Element():
                return self.names[value]
            case _, MemberValue(name):
                return name
            case Sum(items), Injected(index, inner) if index < len(SIDES) and len(items) == len(SIDES):
                return f"{SIDES[index]}({self.value(items[index], inner)})"
            case Prod(items), tuple():
                return (
                    f"({', '.join(self.value(each, part) for each, part in zip(items, value, strict=True))})"
                )
            case Struct(_, fields), RecordValue(values):
                pairs = zip(fields, values, strict=True)
                return f"{{ {', '.join(f'{name} := {self.value(kind, part)}' for (name, kind), part in pairs)} }}"
            case Quot(base, _), ClassValue(members):
                return f"class({min(self.value(base, each) for each in members)})"
            case SetT(element), frozenset():
                return f"{{{', '.join(sorted(self.value(element, each) for each in value))}}}"
            case Fun(argument, _), Table() if outcome_of(type) is not None:
                return self._weights(argument, value)
            case Fun(argument, result), Table():
                return self._by_cases(argument, result, value)
            case Fun(), ClosedSequence():
                return self._sequence(value)
            case Fun(), ByRule(rule):
                return shown(rule)
            case _:
                raise NoForm("a value of its type has no form in the language")

    def _weights(self, outcome: Type, table: Table) -> str:
        """A distribution: the outcomes that are possible."""
        if table.otherwise:
            raise NoForm("it is not listed what it is a distribution over")
        entries = [(self.value(outcome, at), weight) for at, weight in table.entries if weight]
        return f"{{{', '.join(f'{at} ↦ {self.value(REAL, weight)}' for at, weight in entries)}}}"

    # Functions

    def _by_cases(self, argument: Type, result: Type, table: Table) -> str:
        variables = self._arguments(argument)
        outer, self.variables = self.variables, self.variables[len(variables) :]
        try:
            return self._cases_in(variables, argument, result, table)
        finally:
            self.variables = outer

    def _cases_in(self, variables: Sequence[str], argument: Type, result: Type, table: Table) -> str:
        places: dict[Value, list[str]] = {}
        for at, value in table.entries:
            places.setdefault(value, []).append(self._at(variables, argument, at))
        head = f"fun {', '.join(variables)}."
        if unsubset(result) == BOOL:
            return f"{head} {_relation(places, table.otherwise)}"
        last = table.otherwise
        if last is None:
            if not places:
                return f"{head} {self._any(result)}"
            last = max(places, key=lambda each: len(places[each]))
        cases = [
            f"if {_either(at)} then {self.value(result, value)} else "
            for value, at in places.items()
            if value != last
        ]
        return f"{head} {''.join(cases)}{self.value(result, last)}"

    def _arguments(self, argument: Type) -> list[str]:
        bare = unsubset(argument)
        number = len(bare.items) if isinstance(bare, Prod) else 1
        if number > len(self.variables):
            raise NoForm("it takes too many arguments")
        return self.variables[:number]

    def _at(self, variables: Sequence[str], argument: Type, at: Value) -> str:
        bare = unsubset(argument)
        parts = list(zip(bare.items, at, strict=True)) if isinstance(bare, Prod) and isinstance(at, tuple) else [
            (argument, at)]  # fmt: skip
        if any(isinstance(unsubset(kind), Fun) for kind, _ in parts):
            raise NoForm("its arguments are functions")
        pairs = zip(variables, parts, strict=True)
        return " and ".join(f"{name} = {self.value(kind, part)}" for name, (kind, part) in pairs)

    def _any(self, type: Type) -> str:
        """Any value at all, for a function from nothing."""
        bare = unsubset(type)
        if isinstance(bare, Base):
            if self.model.carriers[_name(bare)] == 0:
                raise NoForm("it maps nothing into nothing")
            return self.names[Element(_name(bare), 0)]
        if isinstance(bare, SetT):
            return "{}"
        if isinstance(bare, Prim):
            return "true" if bare == BOOL else "0"
        raise NoForm("it maps nothing")

    def _sequence(self, sequence: ClosedSequence) -> str:
        if sequence.period > 2:
            raise NoForm("no formula has its period")
        body = _formula(sequence.forms[0])
        if sequence.period == 2:
            # At even places the sum of both halves, at odd ones their difference.
            body = f"{_formula(_half(sequence.forms, 1))} + ({_formula(_half(sequence.forms, -1))})*(-1)^x"
        first = (f"if x = {at} then {number(value)} else " for at, value in enumerate(sequence.prefix))
        return f"fun x. {''.join(first)}{body}"


def _half(forms: Sequence[Form], sign: int) -> Form:
    """Half the sum of two forms, or of the first and the second with its sign changed."""
    first, second = (dict(form) for form in forms)
    factors = {key: (first.get(key, 0) + sign * second.get(key, 0)) / Fraction(2) for key in first | second}
    return tuple((key, factor) for key, factor in factors.items() if factor)


def _formula(form: Form) -> str:
    """Σ factor · x^power · ratio^x."""
    parts: list[str] = []
    for (ratio, power, family), factor in form:
        slow = slow_of(family)
        if family != "one" and (slow is None or slow.summed):
            raise NoForm(f"the language has no formula for its {family.replace('_', ' ')}")
        first = number(factor) if factor > 0 else f"({number(factor)})"
        grown = [] if slow is None else [f"{'log' if slow.name == 'log' else 'sqrt'}(x + {slow.offset})"]
        parts.append("*".join([first, *_powers(ratio, power), *grown]))
    return " + ".join(parts) or "0"


def _powers(ratio: Fraction, power: int) -> Iterator[str]:
    if power:
        yield f"x^{power}" if power > 0 else f"(1/x^{-power})"
    if ratio != 1:
        yield f"({number(ratio)})^x"


def _relation(places: Mapping[Value, list[str]], otherwise: Value | None) -> str:
    if otherwise is True:
        return f"not ({_either(places[False])})" if places.get(False) else "true"
    return _either(places.get(True, [])) or "false"


def _either(conditions: Sequence[str]) -> str:
    if len(conditions) == 1:
        return conditions[0]
    return " or ".join(f"({each})" if " and " in each else each for each in conditions)
