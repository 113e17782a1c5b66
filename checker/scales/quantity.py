"""Numbers as polynomials over what is not taken apart further, and how they move.

An interval objective u becomes a·u + b, one of ratio scale a·u (a > 0 in both), and an ordinal one any strictly
increasing function of itself. What is known of an atom v is how it moves then: as A·v + Σ (A/p)·c·p, where the
unit A is a product of powers of the a's, each p is one of the b's (or a logarithm of an a), c is its coefficient,
and dividing by p is dividing by the unit that p has. A polynomial in such atoms is moved exactly by putting that
in and multiplying out, so `u(x) - u(y)` has no part in b, and `t·u(x) + (1 - t)·u(y)` has b itself in it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import field
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from aligncheck.records import dataclass

MOST_TERMS: Final = 300
"""A polynomial that would have more is not multiplied out: nothing is known of it."""

Unit: TypeAlias = tuple[tuple[str, Fraction], ...]
"""The powers of the units of objectives in a product, by name, none of them 0."""


def product(*units: Unit) -> Unit:
    """The product of units."""
    powers: dict[str, Fraction] = {}
    for unit in units:
        for name, power in unit:
            powers[name] = powers.get(name, Fraction(0)) + power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def power_of(unit: Unit, exponent: Fraction) -> Unit:
    """A power of a unit."""
    return tuple((name, power * exponent) for name, power in unit) if exponent else ()


@dataclass(frozen=True, slots=True)
class Offset:
    """What may be added: `origin` is the b of an interval objective, `log` the logarithm of the a of any."""

    kind: Literal["origin", "log"]
    of: str

    @property
    def unit(self) -> Unit:
        return ((self.of, Fraction(1)),) if self.kind == "origin" else ()


@dataclass(frozen=True, slots=True)
class Moves:
    """By a unit, and by offsets with their coefficients."""

    unit: Unit = ()
    shift: tuple[tuple[Offset, Quantity], ...] = ()


@dataclass(frozen=True, slots=True)
class Ordered:
    """A value of an ordinal objective; `through` an increasing function of it, if not as it is."""

    of: str
    through: str = ""


@dataclass(frozen=True, slots=True)
class Free:
    """Nothing is known."""


Move: TypeAlias = Moves | Ordered | Free
STILL: Final = Moves()


@dataclass(frozen=True, slots=True)
class Atom:
    """What is not taken apart. Atoms are the same if their keys are."""

    key: Hashable
    move: Move = field(default=STILL, compare=False)
    positive: bool = field(default=False, compare=False)
    """It is never negative."""
    names: frozenset[str] = field(default=frozenset(), compare=False)
    """The variables and symbols that it depends on."""
    fixed: bool = field(default=False, compare=False)
    """It has one value, whatever the definition is applied to."""
    binary: bool = field(default=False, compare=False)
    """It is 0 or 1."""
    number: int = field(default=0, compare=False)
    """Atoms are numbered as they are met, so that two runs look at them in one order."""
    bound: bool = field(default=False, compare=False)
    """It holds a number that a quantifier runs over: what is true of any such number may be true all the same."""


Monomial: TypeAlias = frozenset[tuple[Atom, Fraction]]
ONE: Final[Monomial] = frozenset()


def in_order(monomial: Monomial) -> list[tuple[Atom, Fraction]]:
    """Its atoms and their powers, in the order in which they were met."""
    return sorted(monomial, key=lambda each: each[0].number)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A polynomial, whose monomials may hold any powers of atoms: their coefficients, none of them 0."""

    terms: Mapping[Monomial, Fraction]

    def __hash__(self) -> int:
        return hash(frozenset(self.terms.items()))

    @property
    def constant(self) -> Fraction | None:
        """The number that it is, if it is one."""
        if not self.terms:
            return Fraction(0)
        return self.terms[ONE] if len(self.terms) == 1 and ONE in self.terms else None

    @property
    def monomial(self) -> tuple[Monomial, Fraction] | None:
        """Its one monomial, if it has one, and the coefficient."""
        return next(iter(self.terms.items())) if len(self.terms) == 1 else None

    def atoms(self) -> frozenset[Atom]:
        return frozenset(atom for monomial in self.terms for atom, _ in monomial)


ZERO: Final = Quantity({})


def number(value: Fraction | int) -> Quantity:
    """A number."""
    return Quantity({ONE: Fraction(value)}) if value else ZERO


def power(known: Atom, exponent: Fraction | int = 1) -> Quantity:
    """A power of an atom."""
    return Quantity({frozenset({(known, Fraction(exponent))}): Fraction(1)})


def plus(*quantities: Quantity) -> Quantity:
    """The sum."""
    found: dict[Monomial, Fraction] = {}
    for quantity in quantities:
        for monomial, coefficient in quantity.terms.items():
            found[monomial] = found.get(monomial, Fraction(0)) + coefficient
    return Quantity({monomial: c for monomial, c in found.items() if c})


def times(*quantities: Quantity) -> Quantity | None:
    """The product, multiplied out; None if it is too long."""
    found = number(1)
    for quantity in quantities:
        if len(found.terms) * len(quantity.terms) > MOST_TERMS:
            return None
        found = plus(
            *(
                Quantity({_joined(one, other): c * d})
                for one, c in found.terms.items()
                for other, d in quantity.terms.items()
            )
        )
    return found


def minus(left: Quantity, right: Quantity) -> Quantity:
    """The difference."""
    return plus(left, scaled(right, Fraction(-1)))


def scaled(quantity: Quantity, by: Fraction) -> Quantity:
    """The quantity, by a number."""
    return Quantity({monomial: c * by for monomial, c in quantity.terms.items()}) if by else ZERO


def _joined(one: Monomial, other: Monomial) -> Monomial:
    if not one or not other:
        return one or other
    powers: dict[Atom, Fraction] = {}
    for known, power in (*one, *other):
        powers[known] = powers.get(known, Fraction(0)) + power
    return frozenset((known, power) for known, power in powers.items() if power)


# ── How a polynomial moves ──


Part: TypeAlias = tuple[Unit, tuple[Offset, ...]]
"""A product of a's, by their powers, and of offsets."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """It moves in no one way. `units`: its parts have different ones; `power`: an offset is in it more than once, or
    below a fraction stroke, or with parts of another unit; `order`: it calculates with an ordinal."""

    why: Literal["units", "power", "order"]
    units: tuple[Unit, ...] = ()
    of: frozenset[str] = frozenset()
    """The objectives that it is about."""


Shape: TypeAlias = Move | Mixed


def shape(quantity: Quantity) -> Shape:
    """How the value moves. 0 moves as a number that stays."""
    moves = [known.move for known in quantity.atoms()]
    if any(isinstance(move, Free) for move in moves):
        return Free()
    ordered = frozenset(move.of for move in moves if isinstance(move, Ordered))
    if ordered:
        return _ordered(quantity) or Mixed("order", of=ordered)
    parts = moved(quantity)
    if parts is None:
        return Mixed("power", of=_objectives(quantity))
    units = sorted({unit for unit, offsets in parts if not offsets})
    if len(units) > 1:
        return Mixed("units", tuple(units), frozenset(name for unit in units for name, _ in unit))
    return _by(units[0] if units else (), parts)


def _by(unit: Unit, parts: Mapping[Part, Quantity]) -> Shape:
    """As one unit and offsets, each but once and to the rest of the unit."""
    shift: list[tuple[Offset, Quantity]] = []
    for (rest, offsets), coefficient in parts.items():
        if not offsets:
            continue
        if len(offsets) > 1 or product(rest, offsets[0].unit) != unit:
            return Mixed("power", of=frozenset(each.of for each in offsets))
        shift.append((offsets[0], coefficient))
    return Moves(unit, tuple(sorted(shift, key=lambda each: (each[0].kind, each[0].of))))


def _ordered(quantity: Quantity) -> Ordered | None:
    """One value of an ordinal, as it is."""
    single = quantity.monomial
    if single is None or single[1] != 1 or len(single[0]) != 1:
        return None
    ((known, exponent),) = single[0]
    return known.move if exponent == 1 and isinstance(known.move, Ordered) else None


def _objectives(quantity: Quantity) -> frozenset[str]:
    """The objectives by which the atoms of a quantity move."""
    found: set[str] = set()
    for known in quantity.atoms():
        if isinstance(known.move, Moves):
            found |= {name for name, _ in known.move.unit} | {offset.of for offset, _ in known.move.shift}
        elif isinstance(known.move, Ordered):
            found.add(known.move.of)
    return frozenset(found)


def moved(quantity: Quantity) -> Mapping[Part, Quantity] | None:
    """What the quantity becomes, by products of a's and offsets. None if that is no polynomial in them, or too
    long, or it holds what is not moved by a's and offsets."""
    found: dict[Part, Quantity] = {}
    for monomial, coefficient in quantity.terms.items():
        parts = _moved_monomial(monomial, coefficient)
        if parts is None:
            return None
        for part, value in parts.items():
            found[part] = plus(found.get(part, ZERO), value)
    return {part: value for part, value in found.items() if value.terms}


def _moved_monomial(monomial: Monomial, coefficient: Fraction) -> dict[Part, Quantity] | None:
    parts: dict[Part, Quantity] = {((), ()): number(coefficient)}
    for known, exponent in in_order(monomial):
        if not isinstance(known.move, Moves):
            return None
        if not known.move.shift:
            unit = power_of(known.move.unit, exponent)
            factor: Mapping[Part, Quantity] = {(unit, ()): power(known, exponent)}
            times_it = 1
        elif exponent.denominator != 1 or not 0 < exponent <= 8:
            return None
        else:
            factor, times_it = _moved_atom(known, known.move), int(exponent)
        for _ in range(times_it):
            multiplied = _multiplied(parts, factor)
            if multiplied is None:
                return None
            parts = multiplied
    return parts


def _moved_atom(known: Atom, move: Moves) -> dict[Part, Quantity]:
    parts: dict[Part, Quantity] = {(move.unit, ()): power(known)}
    for offset, coefficient in move.shift:
        parts[product(move.unit, power_of(offset.unit, Fraction(-1))), (offset,)] = coefficient
    return parts


def _multiplied(left: Mapping[Part, Quantity], right: Mapping[Part, Quantity]) -> dict[Part, Quantity] | None:
    found: dict[Part, Quantity] = {}
    for (unit, offsets), one in left.items():
        for (other_unit, more), other in right.items():
            value = times(one, other)
            if value is None:
                return None
            together = tuple(sorted((*offsets, *more), key=lambda each: (each.kind, each.of)))
            part = product(unit, other_unit), together
            found[part] = plus(found.get(part, ZERO), value)
    return found


def leading(quantity: Quantity) -> Fraction:
    """The coefficient of the monomial whose atoms were met first; 0 of nothing."""
    first = min(quantity.terms, key=lambda m: [known.number for known, _ in in_order(m)], default=None)
    return Fraction(0) if first is None else quantity.terms[first]


def over(left: Quantity, right: Quantity) -> Quantity | None:
    """The quotient by what has one term, or of multiples of one another; None if the divisor has more."""
    if right.terms and left.terms.keys() == right.terms.keys():
        ratios = {left.terms[monomial] / c for monomial, c in right.terms.items()}
        if len(ratios) == 1:
            return number(ratios.pop())
    single = right.monomial
    if single is None:
        return None
    inverse = frozenset((known, -exponent) for known, exponent in single[0])
    return times(left, Quantity({inverse: 1 / single[1]}))
