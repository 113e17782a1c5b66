"""When a polynomial is at least 0, said by the signs of its factors: solvers then need no products. What is a sum
of squares is never below 0, by an exact certificate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from aligncheck.engines.polynomials import Monomial, Polynomial, polynomial
from aligncheck.engines.sums.reading import ZERO, combined, is_indicator, written
from aligncheck.kernel.build import at_most, conj, disj, equal, less, neg
from aligncheck.kernel.terms import FALSE, TRUE, If, Term, Truth
from aligncheck.kernel.types import REAL

MOST_FACTORS = 3


def at_least_zero(total: Polynomial) -> Term:
    """That the polynomial is 0 or above."""
    common, rest = factored(total)
    return _at_least(_signed(common), rest)


def same_sign(one: Polynomial, other: Polynomial) -> Term:
    """That the product of two polynomials is 0 or above."""
    here = written(one)
    return disj(
        equal(here, ZERO, REAL),
        conj(less(ZERO, here), at_least_zero(other)),
        conj(less(here, ZERO), at_least_zero(-other)),
    )


def is_zero(total: Polynomial) -> Term:
    """That it is 0: one of its factors is."""
    common, rest = factored(total)
    value = rest.number()
    last = equal(written(rest), ZERO, REAL) if value is None else Truth(value == 0)
    return disj(*(neg(_held(each)) if is_indicator(each) else _vanishes(each) for each in set(common)), last)


def factored(total: Polynomial) -> tuple[Monomial, Polynomial]:
    """The factors that all its terms have, and what is left."""
    if not total.terms:
        return (), total
    counts = [Counter(factors) for factors, _ in total.terms]
    shared = counts[0]
    for each in counts[1:]:
        shared &= each
    rest = (
        (tuple(_without(factors, shared)), value) for factors, value in total.terms
    )  # fmt: skip
    return tuple(shared.elements()), polynomial(rest)


def _without(factors: Monomial, shared: Counter[Term]) -> Iterable[Term]:
    left = Counter(shared)
    for factor in factors:
        if left[factor]:
            left[factor] -= 1
        else:
            yield factor


def _signed(common: Monomial) -> list[tuple[Term, bool]]:
    """Each factor once, and whether it stands in an even power."""
    return [(factor, times % 2 == 0) for factor, times in Counter(common).items()]


def _at_least(factors: list[tuple[Term, bool]], rest: Polynomial) -> Term:
    """f · … · rest ≥ 0: some f is 0, or the signs go together."""
    if not factors:
        if never_negative(rest):
            return TRUE
        return FALSE if (rest.number() or 0) < 0 else at_most(ZERO, written(rest))
    (factor, even), *others = factors
    if is_indicator(factor):
        return disj(neg(_held(factor)), _at_least(others, rest))
    if even:
        return disj(_vanishes(factor), _at_least(others, rest))
    if len(factors) > MOST_FACTORS:
        product = polynomial(((factor, *inside), value) for inside, value in rest.terms)
        return _at_least(others, product)
    return disj(
        _vanishes(factor),
        conj(less(ZERO, factor), _at_least(others, rest)),
        conj(less(factor, ZERO), _at_least(others, -rest)),
    )


def _held(indicator: Term) -> Term:
    if not isinstance(indicator, If):
        raise TypeError("an indicator has a condition")
    return indicator.condition


def _vanishes(factor: Term) -> Term:
    return equal(factor, ZERO, REAL)


# Squares


def never_negative(total: Polynomial) -> bool:
    """Whether the polynomial is a sum of squares: its terms are those of a matrix over the roots of its squares,
    and the matrix is positive semidefinite. False where that is not seen."""
    roots = [root for factors, _ in total.terms if (root := _root(factors)) is not None]
    products = {
        _merged(roots[i], roots[j]): (i, j) for i in range(len(roots)) for j in range(i, len(roots))
    }  # fmt: skip
    matrix = [[Fraction(0)] * len(roots) for _ in roots]
    for factors, value in total.terms:
        if factors not in products:
            return False
        i, j = products[factors]
        matrix[i][j] += value / 2
        matrix[j][i] += value / 2
    return _semidefinite(matrix)


def _root(factors: Monomial) -> Monomial | None:
    """The monomial whose square this is; a condition is its own square."""
    found: list[Term] = []
    for factor, times in Counter(factors).items():
        if is_indicator(factor):
            found.append(factor)
        elif times % 2:
            return None
        else:
            found += [factor] * (times // 2)
    return tuple(found)


def _merged(one: Monomial, two: Monomial) -> Monomial:
    ((factors, _),) = combined([((*one, *two), Fraction(1))]).terms
    return factors


def _semidefinite(matrix: Sequence[Sequence[Fraction]]) -> bool:
    """Whether a symmetric matrix is positive semidefinite, by elimination in exact numbers."""
    rows = [list(row) for row in matrix]
    for at, row in enumerate(rows):
        pivot = row[at]
        if pivot < 0 or (pivot == 0 and any(row[at:])):
            return False
        for below in rows[at + 1 :] if pivot else ():
            factor = below[at] / pivot
            for column in range(at, len(row)):
                below[column] -= factor * row[column]
    return True
