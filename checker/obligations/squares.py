"""Polynomials as sums of squares, found by completing the square. Exact, and nothing is believed: the kernel
multiplies it out again."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from aligncheck.kernel.polynomials import ONE, Monomial, Polynomial, plus, power, times
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.terms import Term


def as_squares(polynomial: Polynomial) -> tuple[Fraction, list[tuple[Fraction, Polynomial]]] | None:
    """A number c ≥ 0, and positive numbers with polynomials, so that the polynomial is c and the sum of the numbers
    times the squares. None if completing the square in one term after the other does not lead there."""
    if set(polynomial) <= {ONE}:
        constant = polynomial.get(ONE, Fraction(0))
        return (constant, []) if constant >= 0 else None
    for atom in atoms_of(polynomial):
        try:
            taken = _completed(polynomial, atom)
        except KernelRefusal:
            return None
        if taken is None:
            continue
        factor, root, rest = taken
        below = as_squares(rest)
        return None if below is None else (below[0], [(factor, root), *below[1]])
    return None


def atoms_of(polynomial: Polynomial) -> list[Term]:
    """The terms of a polynomial, in one order."""
    return sorted({atom for monomial in polynomial for atom, _ in monomial}, key=repr)


def _completed(polynomial: Polynomial, atom: Term) -> tuple[Fraction, Polynomial, Polynomial] | None:
    """a·x² + b·x + c, with a number a > 0, as a·(x + b/2a)² and what is left, in which x is not."""
    by_power = dict(_by_power(polynomial, atom))
    leading = by_power.get(2, {})
    if max(by_power) != 2 or set(leading) != {ONE} or leading[ONE] <= 0:
        return None
    a = leading[ONE]
    half = times({ONE: 1 / (2 * a)}, by_power.get(1, {}))
    own: Polynomial = {frozenset({(atom, 1)}): Fraction(1)}
    rest = plus(by_power.get(0, {}), times({ONE: -a}, power(half, 2)))
    return a, plus(own, half), rest


def _by_power(polynomial: Polynomial, atom: Term) -> Iterator[tuple[int, Polynomial]]:
    """Its coefficients as a polynomial in one term."""
    parts: dict[int, dict[Monomial, Fraction]] = {}
    for monomial, coefficient in polynomial.items():
        exponent = dict(monomial).get(atom, 0)
        rest = frozenset(each for each in monomial if each[0] != atom)
        parts.setdefault(exponent, {})[rest] = coefficient
    yield from parts.items()
