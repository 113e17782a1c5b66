"""Quantifiers over reals, and over tuples and finite tables of reals, where only linear arithmetic is asked of them.

The line falls into finitely many cells, on each of which everything that is asked of the variable has one answer.
A formula is evaluated at a sample of a cell; the comparisons it came upon say how far the cell reaches; then what
is left of the line is looked at, until nothing is. Ends of cells are linear in the variables around, and which of
two ends is the greater one is asked, and kept, like anything else: so the answer holds wherever what was kept does.
"""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias

from aligncheck.kernel.endless import may_be_endless
from aligncheck.kernel.lines import Line, Number, Trail, value_of
from aligncheck.kernel.types import REAL, Fun, Prod, Type
from aligncheck.kernel.values import Table

HALF: Final = Fraction(1, 2)
Keys: TypeAlias = Mapping[Type, tuple[Any, ...]]
"""The arguments of tables, by type."""


def made_of_reals(type: Type) -> bool:
    """Whether the values of a type are reals, or tuples or finite tables of reals, and nothing else."""
    match type:
        case Prod(items):
            return all(map(made_of_reals, items))
        case Fun(domain, codomain):
            return not may_be_endless(domain) and made_of_reals(codomain)
        case _:
            return type == REAL


def tables_of(type: Type) -> Iterator[Type]:
    """The types of the arguments of its tables."""
    match type:
        case Prod(items):
            for item in items:
                yield from tables_of(item)
        case Fun(domain, codomain):
            yield domain
            yield from tables_of(codomain)


def settled(
    type: Type,
    keys: Keys,
    ask: Callable[[Any], bool],
    trail: Trail,
    wanted: bool,
    early: bool,
) -> bool:
    """Whether `ask` is `wanted` of some value of a type that is made of reals; `keys` are the arguments of its
    tables. Unless `early`, all is asked before it is said."""

    def from_here(numbers: tuple[Number, ...]) -> bool:
        if len(numbers) == size:
            return ask(value_from(type, iter(numbers), keys)) is wanted
        return somewhere(lambda number: from_here((*numbers, number)), trail, early)

    size = _size(type, keys)
    return from_here(())


def _size(type: Type, keys: Keys) -> int:
    match type:
        case Prod(items):
            return sum(_size(item, keys) for item in items)
        case Fun(domain, codomain):
            return len(keys[domain]) * _size(codomain, keys)
        case _:
            return 1


def value_from(type: Type, numbers: Iterator[Number], keys: Keys) -> Any:
    """The value of the type that has these numbers, in order."""
    match type:
        case Prod(items):
            return tuple([value_from(item, numbers, keys) for item in items])
        case Fun(domain, codomain):
            entries = [(key, value_from(codomain, numbers, keys)) for key in keys[domain]]
            return Table(tuple(entries))
        case _:
            return next(numbers)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The reals between two ends (None: without end); whether the ends themselves belong to it."""

    low: Number | None
    high: Number | None
    with_low: bool = False
    with_high: bool = False

    def sample(self) -> Number | None:
        """Some number in it; None if there is none."""
        match self.low, self.high:
            case None, None:
                return 0
            case None, high:
                return None if high is None else high - 1
            case low, None:
                return None if low is None else low + 1
        if self.low is None or self.high is None:
            return None
        if self.low < self.high:
            return (self.low + self.high) * HALF
        return self.low if self.low == self.high and self.with_low and self.with_high else None

    def without(self, cell: Stretch) -> Iterator[Stretch]:
        """What is left of it beside a cell inside which, or around which, it lies."""
        if cell.low is not None:
            yield Stretch(self.low, cell.low, self.with_low, not cell.with_low)
        if cell.high is not None:
            yield Stretch(cell.high, self.high, not cell.with_high, self.with_high)


def somewhere(ask: Callable[[Line], bool], trail: Trail, early: bool) -> bool:
    """Whether `ask` is true of some real."""
    found = False
    left = [Stretch(None, None)]
    while left:
        stretch = left.pop()
        sample = stretch.sample()
        if sample is None:
            continue
        variable = trail.variable(value_of(sample))
        outside, trail.asked = trail.asked, {}
        try:
            found = ask(variable) or found
        finally:
            inside, trail.asked = trail.asked, outside
        cell = _cell(variable, inside.values(), trail)
        if found and early:
            return True
        left.extend(stretch.without(cell))
    return found


def _cell(variable: Line, asked: Any, trail: Trail) -> Stretch:
    """Where all that was asked of the variable has the answers that it had; what was asked of the variables around
    alone is kept for them, and so is what makes this cell as it is: it has members wherever that is so."""
    (name,) = variable.slopes
    lows: list[Number] = []
    highs: list[Number] = []
    points: list[Number] = []
    for line, found in asked:
        slope = line.slopes.get(name)
        if slope is None:
            trail.keep(line, found)
            continue
        end = (line - variable * slope) * (-1 / slope)
        (points if found == 0 else lows if (found > 0) == (slope > 0) else highs).append(end)
    if points:
        point = points[0]
        _hold(all(point == other for other in points))
        _hold(all(low < point for low in lows) and all(point < high for high in highs))
        return Stretch(point, point, True, True)
    low, high = max(lows, default=None), min(highs, default=None)
    _hold(low is None or high is None or low < high)
    return Stretch(low, high)


def _hold(true: bool) -> None:
    if not true:
        raise ArithmeticError("a sample outside its own cell")
