"""Polynomials with rational coefficients over opaque terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeAlias

from aligncheck.kernel.build import add, multiply, number
from aligncheck.kernel.terms import Guard, Number, Op, Term

MOST_FACTORS: Final = 8
Monomial: TypeAlias = tuple[Term, ...]


@lru_cache(maxsize=8192)
def rank(term: Term) -> str:
    """What terms are put in order by."""
    return repr(term)


@dataclass(frozen=True, slots=True)
class Polynomial:
    """Σ coefficient · monomial, in a canonical order, no coefficient 0."""

    terms: tuple[tuple[Monomial, Fraction], ...] = ()

    def __add__(self, other: Polynomial) -> Polynomial:
        return polynomial((*self.terms, *other.terms))

    def __neg__(self) -> Polynomial:
        return Polynomial(tuple((monomial, -value) for monomial, value in self.terms))

    def __mul__(self, other: Polynomial) -> Polynomial:
        return polynomial(
            (tuple(sorted(left + right, key=rank)), value * factor)
            for left, value in self.terms
            for right, factor in other.terms
        )

    def number(self) -> Fraction | None:
        """Its value, if it is a number."""
        match self.terms:
            case ():
                return Fraction(0)
            case (((), value),):
                return value
            case _:
                return None

    def term(self) -> Term:
        """The polynomial as a term."""
        return add(*(multiply(number(value), *monomial) for monomial, value in self.terms))


def polynomial(terms: Iterable[tuple[Monomial, Fraction]]) -> Polynomial:
    total: dict[Monomial, Fraction] = {}
    for monomial, value in terms:
        total[monomial] = total.get(monomial, Fraction(0)) + value
    kept = [(monomial, value) for monomial, value in total.items() if value]
    return Polynomial(tuple(sorted(kept, key=lambda item: tuple(map(rank, item[0])))))


def plain(value: Fraction | int) -> Polynomial:
    return polynomial([((), Fraction(value))])


NONE = Polynomial()
UNIT = plain(1)


def coefficient(term: Term) -> Polynomial:
    """The polynomial that a term is where it is defined."""
    match term:
        case Number(value, _):
            return plain(value)
        case Guard(_, body):
            return coefficient(body)
        case Op("add", args):
            return polynomial(item for arg in args for item in coefficient(arg).terms)
        case Op("neg", (arg,)):
            return -coefficient(arg)
        case Op("mul", args):
            total = UNIT
            for arg in args:
                total = total * coefficient(arg)
            return total
        case Op("pow", (base, Number(value, _))) if value.denominator == 1 and 0 <= value <= MOST_FACTORS:
            total = UNIT
            for _ in range(int(value)):
                total = total * coefficient(base)
            return total
        case Op("div", (above, below)):
            return coefficient(above) * inverse(coefficient(below))
        case _:
            return polynomial([((term,), Fraction(1))])


def inverse(divisor: Polynomial) -> Polynomial:
    """1/divisor, where it is not 0."""
    value = divisor.number()
    if value:
        return plain(1 / value)
    return polynomial([((Op("div", (number(1), divisor.term())),), Fraction(1))])
