"""Exact arithmetic on rationals. A value that is not rational is not approximated: it cannot be evaluated.

Whole numbers are Python integers here: they are equal to the fractions they stand for. A bound real that is
looked at in `kernel.lines` is divided as a number is.
"""
# TRUSTED

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from aligncheck.kernel.unanswered import CannotEvaluate

Rational = int | Fraction
MAX_BITS = 1 << 16


def divide(left: Rational, right: Rational) -> Rational:
    """The quotient. The guard around every division sees to it that `right` is not 0."""
    if right == 0:
        raise CannotEvaluate("a division by 0 outside its guard")
    quotient = left * (Fraction(1) / right)
    return whole(quotient) if isinstance(quotient, (int, Fraction)) else quotient


def whole(value: Rational) -> Rational:
    """The same number, an integer if it is one."""
    return value.numerator if value.denominator == 1 else value


def sign(value: Rational) -> int:
    """-1, 0 or 1."""
    return (value > 0) - (value < 0)


def power(base: Rational, exponent: Rational) -> Rational:
    """base^exponent where that is rational; 0^0 is 1."""
    if exponent.denominator != 1:
        return power(root(base, exponent.denominator), exponent.numerator)
    if base == 0 and exponent < 0:
        raise CannotEvaluate("a division by 0 outside its guard")
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if abs(base) != 1 and base != 0 and bits * abs(int(exponent)) > MAX_BITS:
        raise CannotEvaluate("a number too large to be written out")
    return whole(Fraction(base) ** int(exponent))


def root(base: Rational, degree: int) -> Rational:
    """The root of a number ≥ 0 where that is rational."""
    if base < 0:
        raise CannotEvaluate("a root of a negative number outside its guard")
    top, bottom = _whole_root(base.numerator, degree), _whole_root(base.denominator, degree)
    if top is None or bottom is None:
        raise CannotEvaluate("a root that is not rational")
    return whole(Fraction(top, bottom))


def _whole_root(value: int, degree: int) -> int | None:
    if degree == 2:
        found = isqrt(value)
    else:
        low, high = 0, 1 << (value.bit_length() // degree + 1)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if middle**degree <= value else (low, middle - 1)
        found = low
    return found if found**degree == value else None


def exponential(value: Rational) -> Rational:
    """exp(0) is 1; at no other rational is it rational."""
    if value == 0:
        return 1
    raise CannotEvaluate("exp of a number other than 0 is not rational")


def logarithm(value: Rational) -> Rational:
    """log(1) is 0; at no other rational is it rational."""
    if value == 1:
        return 0
    raise CannotEvaluate("log of a number other than 1 is not rational")
