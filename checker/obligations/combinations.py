"""What a contradiction among polynomials may be combined from: products of comparisons, times squares of monomials and
of sums and differences of two of them (so sums of squares whose matrix is diagonally dominant, and what Handelman's
and Schmüdgen's theorems combine). Which multiples to take is a linear question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, combinations_with_replacement
from typing import Final

from aligncheck.kernel.build import add, multiply, number
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.polynomials import (
    ONE,
    Constraint,
    Monomial,
    Polynomial,
    constraints,
    joined,
    power,
    times,
)
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Combination, Multiple, Product
from aligncheck.kernel.terms import Op, Term
from aligncheck.kernel.types import REAL
from aligncheck.obligations.squares import as_squares, atoms_of

FACTORS: Final = 3
"""Comparisons in one product."""
MOST_COLUMNS: Final = 900
MOST_BASIS: Final = 24
MOST_COMPARISONS: Final = 14


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that may be added up, any positive multiple of it, or any multiple at all if it is an equation's."""

    polynomial: Polynomial
    part: Product | Multiple
    strict: bool


def degree(polynomial: Polynomial) -> int:
    return max(map(_degree, polynomial), default=0)


def _least(polynomial: Polynomial) -> int:
    return min(map(_degree, polynomial), default=0)


def _degree(monomial: Monomial) -> int:
    return sum(exponent for _, exponent in monomial)


def relevant(goal: Goal) -> dict[int, Constraint]:
    """The comparisons of a goal, by their numbers, that have terms in common with its conclusion's denial, or with
    others that have; all, if the conclusion is none."""
    known = {at: each for at, each in enumerate(constraints(goal)) if each.polynomial}
    count = len(goal.assumptions)
    conclusion = goal.conclusion
    alternatives = len(conclusion.args) if isinstance(conclusion, Op) and conclusion.name == "or" else 1
    denials = [at for at in known if count <= at < count + alternatives]
    if not denials:
        return known
    found = {at: known[at] for at in denials}
    while True:
        atoms = {atom for each in found.values() for atom in atoms_of(each.polynomial)}
        more = {at: each for at, each in known.items() if atoms.intersection(atoms_of(each.polynomial))}
        if len(more) == len(found):
            return dict(sorted(found.items()))
        found = more


def by_identity(goal: Goal) -> Combination | None:
    """A combination for a goal in which something is positive that is 0: an equation whose sides are one polynomial."""
    for at, each in enumerate(constraints(goal)):
        if each.sense == "> 0" and not each.polynomial:
            return Combination((Product(Fraction(1), (at,)),))
    return None


def by_squares(goal: Goal) -> Combination | None:
    """A combination for a goal whose conclusion alone is enough: its denial and a sum of squares."""
    for at, each in relevant(goal).items():
        if at < len(goal.assumptions) or each.sense == "= 0":
            continue
        try:
            found = as_squares(times({ONE: Fraction(-1)}, each.polynomial))
        except KernelRefusal:
            continue
        if found is not None and (found[0] > 0 or each.sense == "> 0"):
            squares = [Product(factor, (), term_of(root)) for factor, root in found[1]]
            rest = [Product(found[0])] if found[0] else []
            return Combination((Product(Fraction(1), (at,)), *squares, *rest))
    return None


def columns(goal: Goal, most: int) -> list[Column]:
    """All that may be combined up to a degree; nothing where that is too much."""
    known = relevant(goal)
    comparisons = {at: each for at, each in known.items() if each.sense != "= 0"}
    if len(comparisons) > MOST_COMPARISONS:
        return []
    atoms = sorted({atom for each in known.values() for atom in atoms_of(each.polynomial)}, key=repr)
    least = min((_least(each.polynomial) for each in known.values()), default=0)
    found: list[Column] = []
    for of in _products(list(comparisons)):
        try:
            found.extend(_column(comparisons, of, atoms, most, least))
        except KernelRefusal:
            continue
        if len(found) > MOST_COLUMNS:
            return []
    for at, each in known.items():
        if each.sense == "= 0":
            for by in _monomials(atoms, most - degree(each.polynomial)):
                value = times(each.polynomial, {by: Fraction(1)})
                found.append(Column(value, Multiple(at, term_of({by: Fraction(1)})), False))
    return found if len(found) <= MOST_COLUMNS else []


def _products(ats: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for size in range(FACTORS + 1):
        yield from combinations_with_replacement(ats, size)


def _column(
    comparisons: dict[int, Constraint], of: tuple[int, ...], atoms: Sequence[Term], most: int, least: int
) -> Iterator[Column]:
    """A product of comparisons, alone and times squares, as far as the degree allows."""
    value: Polynomial = {ONE: Fraction(1)}
    for at in of:
        value = times(value, comparisons[at].polynomial)
    left = most - degree(value)
    if left < 0:
        return
    yield Column(value, Product(Fraction(1), of), all(comparisons[at].sense == "> 0" for at in of))
    # What has parts of higher degree alone is no sum of squares of anything with lower ones.
    for root in _roots(atoms, left // 2, 0 if of else (least + 1) // 2):
        square = power(root, 2)
        yield Column(times(value, square), Product(Fraction(1), of, term_of(root)), False)


def _roots(atoms: Sequence[Term], most: int, least: int) -> Iterator[Polynomial]:
    """Monomials of these degrees, and sums and differences of two."""
    if most < 1:
        return
    basis = [each for each in _monomials(atoms, most) if _degree(each) >= least]
    if len(basis) > MOST_BASIS:
        return
    for monomial in basis:
        if monomial != ONE:
            yield {monomial: Fraction(1)}
    for one, other in combinations(basis, 2):
        yield {one: Fraction(1), other: Fraction(1)}
        yield {one: Fraction(1), other: Fraction(-1)}


def _monomials(atoms: Sequence[Term], most: int) -> Iterator[Monomial]:
    for size in range(max(most, -1) + 1):
        for chosen in combinations_with_replacement(atoms, size):
            monomial = ONE
            for atom in chosen:
                monomial = joined(monomial, frozenset({(atom, 1)}))
            yield monomial


def term_of(polynomial: Polynomial) -> Term:
    """A polynomial as a term."""
    ordered = sorted(polynomial.items(), key=lambda each: sorted((repr(a), n) for a, n in each[0]))
    return add(*(multiply(number(c, REAL), *_powers(monomial)) for monomial, c in ordered))


def _powers(monomial: Monomial) -> Iterator[Term]:
    for atom, exponent in sorted(monomial, key=lambda each: repr(each[0])):
        yield from [atom] * exponent
