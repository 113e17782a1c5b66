"""Sequences that grow slowly: logarithms, square roots, and their sums. Their values are rational at few places,
their behaviour for large n is known from asymptotic series with rational coefficients.

    log(n + a)     = log n + a/n − a²/2n² + …                     (the series of log(1 + x))
    √(n + a)       = √n · (1 + a/2n − a²/8n² + …)                  (the binomial series)
    Σ log(t + a)   = n·log n − n + (a + 1/2)·log n + O(1)          (Stirling)
    Σ √(t + a)     = 2/3·n^(3/2) + (a + 1/2)·√n + O(1)             (Euler and Maclaurin)
    1 + … + 1/n    = log n + O(1)

The sums are for t = 1..n. Source: Graham, Knuth, Patashnik, Concrete Mathematics, § 9.
"""
# TRUSTED

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Final, NamedTuple

from aligncheck.kernel import arithmetic

TERMS: Final = 4
"""So many terms of a series are written out."""
FARTHEST: Final = 64
HALF: Final = Fraction(1, 2)
LEAST: Final[Mapping[str, int]] = {"log": 1, "root": 0}
"""The least offsets: there is a value at 0."""


class Slow(NamedTuple):
    """n ↦ log(n + offset) or √(n + offset), or the sum of that for t = 1..n."""

    name: str
    summed: bool
    offset: int


class Series(NamedTuple):
    """Σ coefficient · n^power · (log n)^log, but for an error that is O of the same with `error`, if there is one."""

    terms: tuple[tuple[tuple[Fraction, int], Fraction], ...]
    error: tuple[Fraction, int] | None


def family_of(slow: Slow) -> str:
    """The name under which a sequence is a family: `log+1`, `sums of root+0`."""
    return f"{'sums of ' * slow.summed}{slow.name}{slow.offset:+d}"


@cache
def slow_of(family: str) -> Slow | None:
    """The sequence of that name, if it is one."""
    summed = family.startswith("sums of ")
    plain = family.removeprefix("sums of ")
    name = plain[:-2] if plain[-2:-1] in ("+", "-") else plain[:-3]
    if name not in LEAST:
        return None
    try:
        found = Slow(name, summed, int(plain[len(name) :]))
    except ValueError:
        return None
    # Sums from other offsets on differ from these by values of the sequence itself: they would be two forms of one
    # sequence.
    least = LEAST[name]
    farthest = least if summed else FARTHEST
    return found if least <= found.offset <= farthest and family_of(found) == family else None


def value_at(slow: Slow, n: int) -> Fraction:
    """The value, where it is rational; CannotEvaluate elsewhere."""
    if slow.summed:
        each = Slow(slow.name, False, slow.offset)
        return sum((value_at(each, t) for t in range(1, n + 1)), Fraction(0))
    if slow.name == "log":
        return Fraction(arithmetic.logarithm(Fraction(n + slow.offset)))
    return Fraction(arithmetic.root(Fraction(n + slow.offset), 2))


def moved(slow: Slow, by: int) -> Slow | None:
    """n ↦ the value at n + by, where that is one of these sequences."""
    found = Slow(slow.name, False, slow.offset + by)
    return None if slow.summed else slow_of(family_of(found)) if by >= 0 else None


@cache
def series_of(slow: Slow) -> Series:
    """What it is for large n."""
    a = Fraction(slow.offset)
    match slow.name, slow.summed:
        case "log", False:
            terms = [((Fraction(0), 1), Fraction(1))]
            terms += [((Fraction(-j), 0), Fraction((-1) ** (j + 1)) * a**j / j) for j in range(1, TERMS)]
            return _series(terms, (Fraction(-TERMS), 0))
        case "root", False:
            terms = [((HALF - j, 0), _binomial(j) * a**j) for j in range(TERMS)]
            return _series(terms, (HALF - TERMS, 0) if a else None)
        case "log", True:
            terms = [
                ((Fraction(1), 1), Fraction(1)),
                ((Fraction(1), 0), Fraction(-1)),
                ((Fraction(0), 1), a + HALF),
            ]
            return _series(terms, (Fraction(0), 0))
        case _:
            terms = [((1 + HALF, 0), Fraction(2, 3)), ((HALF, 0), a + HALF)]
            return _series(terms, (Fraction(0), 0))


def _series(terms: list[tuple[tuple[Fraction, int], Fraction]], error: tuple[Fraction, int] | None) -> Series:
    return Series(tuple((growth, value) for growth, value in terms if value), error)


HARMONIC: Final = Series((((Fraction(0), 1), Fraction(1)),), (Fraction(0), 0))


def _binomial(j: int) -> Fraction:
    """½ over j."""
    value = Fraction(1)
    for i in range(j):
        value *= (HALF - i) / (i + 1)
    return value
