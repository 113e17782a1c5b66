"""Whether what an objective's scale leaves open is seen in a quantity: values of its atoms, and a change that the
scales admit, by which its sign, or the order of two of its values, is another one. All of it exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from fractions import Fraction
from math import isqrt
from random import Random

from aligncheck.records import dataclass
from aligncheck.scales.quantity import Atom, Moves, Offset, Ordered, Quantity, Unit, in_order

TRIALS = 300
FACTORS = tuple(Fraction(root) ** 2 for root in (Fraction(1, 3), Fraction(1, 2), 2, 3))
"""Squares, so that half a power of one is rational too."""
Values = dict[Atom, Fraction]


class NotRational(Exception):
    """A power that is no rational number, or a division by 0."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change that the scales admit, chosen as it is asked for."""

    random: Random
    factors: dict[str, Fraction] = field(default_factory=dict)
    origins: dict[str, Fraction] = field(default_factory=dict)
    steps: dict[tuple[str, str], tuple[Fraction, Fraction, Fraction]] = field(default_factory=dict)

    def unit(self, unit: Unit) -> Fraction:
        found = Fraction(1)
        for name, exponent in unit:
            found *= rational_power(self.factors.setdefault(name, self.random.choice(FACTORS)), exponent)
        return found

    def offset(self, offset: Offset) -> Fraction:
        if offset.kind == "log":
            raise NotRational
        return self.origins.setdefault(offset.of, Fraction(self.random.randint(-9, 9)))

    def raised(self, move: Ordered, value: Fraction) -> Fraction:
        """By an increasing function: of one slope up to some value, and another from there on."""
        known = (move.of, move.through)
        if known not in self.steps:
            slopes = self.random.choice(FACTORS), self.random.choice(FACTORS)
            self.steps[known] = (Fraction(self.random.randint(-3, 3)), *slopes)
        at, below, above = self.steps[known]
        return (below if value < at else above) * (value - at) + at

    def of(self, known: Atom, values: Values) -> Fraction:
        """What an atom becomes."""
        value = chosen(known, values, self.random)
        if isinstance(known.move, Ordered):
            return self.raised(known.move, value)
        if not isinstance(known.move, Moves):
            raise NotRational
        unit = self.unit(known.move.unit)
        found = unit * value
        for offset, coefficient in known.move.shift:
            c = evaluated(coefficient, lambda each: chosen(each, values, self.random))
            found += unit / self.unit(offset.unit) * c * self.offset(offset)
        return found


def sign_changes(quantity: Quantity) -> bool:
    """Whether values and a change are found by which the sign of the quantity is another one."""

    def trial(random: Random) -> bool:
        values: Values = {}
        before, after = _both(quantity, values, Change(random))
        return _sign(before) != _sign(after)

    return _found(trial)


def order_changes(quantity: Quantity) -> bool:
    """Whether two values of it are found, and a change by which they are ordered another way."""

    def trial(random: Random) -> bool:
        change = Change(random)
        values: Values = {}
        one = _both(quantity, values, change)
        other = _both(quantity, {atom: value for atom, value in values.items() if atom.fixed}, change)
        return _sign(one[0] - other[0]) != _sign(one[1] - other[1])

    return _found(trial)


def _found(trial: Callable[[Random], bool]) -> bool:
    random = Random(0)
    for _ in range(TRIALS):
        try:
            if trial(random):
                return True
        except NotRational:
            continue
    return False


def _both(quantity: Quantity, values: Values, change: Change) -> tuple[Fraction, Fraction]:
    """The value of a quantity, and what it becomes."""
    before = evaluated(quantity, lambda known: chosen(known, values, change.random))
    return before, evaluated(quantity, lambda known: change.of(known, values))


def chosen(known: Atom, values: Values, random: Random) -> Fraction:
    """A value for an atom, the same one each time."""
    if known not in values:
        least, greatest = (0, 1) if known.binary else (0, 5) if known.positive else (-5, 5)
        values[known] = Fraction(random.randint(least, greatest))
    return values[known]


def evaluated(quantity: Quantity, value: Callable[[Atom], Fraction]) -> Fraction:
    """The value of a quantity where its atoms have these. Raises NotRational."""
    total = Fraction(0)
    for monomial, coefficient in quantity.terms.items():
        part = coefficient
        for known, exponent in in_order(monomial):
            part *= rational_power(value(known), exponent)
        total += part
    return total


def rational_power(base: Fraction, exponent: Fraction) -> Fraction:
    """A power that is a whole number, or half of one of a square."""
    if exponent.denominator == 2:
        root = Fraction(_root(base.numerator), _root(base.denominator))
        return rational_power(root, exponent * 2)
    if exponent.denominator != 1 or (base == 0 and exponent < 0):
        raise NotRational
    return base ** int(exponent)


def _root(value: int) -> int:
    if value < 0 or isqrt(value) ** 2 != value:
        raise NotRational
    return isqrt(value)


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)
