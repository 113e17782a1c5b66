"""Contradictions among polynomials. Each comparison that a goal supposes, and the denial of its conclusion, says of
a polynomial over what is not taken apart that it is 0, not negative, or positive. A sum of products of such
polynomials and squares, with positive factors, and of multiples of what is 0, is not negative; if it is 0 as a
polynomial, though one product in it is positive, there is no counterexample (Stengle 1974; the converse, that there
always is such a sum, is not needed here).
"""
# TRUSTED

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Combination
from aligncheck.kernel.terms import Eq, Guard, Number, Op, Term
from aligncheck.kernel.types import NAT, NUMERIC
from aligncheck.kernel.typing import type_of, unsubset

Monomial: TypeAlias = frozenset[tuple[Term, int]]
Polynomial: TypeAlias = Mapping[Monomial, Fraction]
"""Monomials, as powers of terms, and their coefficients, none of them 0."""
Sense: TypeAlias = Literal["= 0", ">= 0", "> 0"]

ONE: Final[Monomial] = frozenset()
MOST: Final = 4_000
"""Monomials that a polynomial may have."""
HIGHEST: Final = 12


@dataclass(frozen=True, slots=True)
class Constraint:
    """What holds of a polynomial in every counterexample of a goal."""

    polynomial: Polynomial
    sense: Sense


def polynomial(term: Term) -> Polynomial:
    """A number as a polynomial over terms that are not taken apart. What a guard is around has the value that it has
    without it, where it has one."""
    match term:
        case Number(value, _):
            return {ONE: value} if value else {}
        case Op("add", args):
            total: Polynomial = {}
            for arg in args:
                total = plus(total, polynomial(arg))
            return total
        case Op("neg", (arg,)):
            return times({ONE: Fraction(-1)}, polynomial(arg))
        case Op("mul", args):
            product: Polynomial = {ONE: Fraction(1)}
            for arg in args:
                product = times(product, polynomial(arg))
            return product
        case Op("pow", (base, Number(value, _))) if value.denominator == 1 and 0 <= value <= HIGHEST:
            return power(polynomial(base), int(value))
        case Op("div", (arg, Number(value, _))) if value:
            return times({ONE: 1 / value}, polynomial(arg))
        case Guard(_, body):
            return polynomial(body)
        case _:
            return {frozenset({(term, 1)}): Fraction(1)}


def plus(left: Polynomial, right: Polynomial) -> Polynomial:
    total = dict(left)
    for monomial, coefficient in right.items():
        total[monomial] = total.get(monomial, Fraction(0)) + coefficient
    if len(total) > MOST:
        raise KernelRefusal("a polynomial that is too long")
    return {monomial: c for monomial, c in total.items() if c}


def times(left: Polynomial, right: Polynomial) -> Polynomial:
    if len(left) * len(right) > MOST:
        raise KernelRefusal("a polynomial that is too long")
    total: dict[Monomial, Fraction] = {}
    for one, c in left.items():
        for other, d in right.items():
            both = joined(one, other)
            total[both] = total.get(both, Fraction(0)) + c * d
    return {monomial: c for monomial, c in total.items() if c}


def power(base: Polynomial, exponent: int) -> Polynomial:
    found: Polynomial = {ONE: Fraction(1)}
    for _ in range(exponent):
        found = times(found, base)
    return found


def joined(one: Monomial, other: Monomial) -> Monomial:
    """The product of two monomials."""
    powers = dict(one)
    for atom, exponent in other:
        powers[atom] = powers.get(atom, 0) + exponent
    return frozenset(powers.items())


def constraints(goal: Goal) -> tuple[Constraint, ...]:
    """What holds in every counterexample: of each assumption, or nothing (0 = 0) where it is no comparison of numbers;
    of the conclusion, or each alternative of it, that it does not hold; and of the terms that are not taken apart,
    by what they are."""
    conclusion = goal.conclusion
    denied = conclusion.args if isinstance(conclusion, Op) and conclusion.name == "or" else (conclusion,)
    said = [_supposed(each.formula) for each in goal.assumptions] + [_denied(each) for each in denied]
    safe = frozenset(term for each in goal.assumptions for term in _not_zero(each.formula))
    roots = [each.formula for each in goal.assumptions] + list(denied)
    atoms = dict.fromkeys(
        atom for each in said for monomial in each.polynomial for atom, _ in _sorted(monomial)
    )
    guarded = safe | {term for root in roots for term in _guarded(root)}
    return (*said, *(fact for atom in atoms for fact in _facts(atom, guarded)))


def _sorted(monomial: Monomial) -> list[tuple[Term, int]]:
    return sorted(monomial, key=lambda each: repr(each[0]))


_NOTHING: Final = Constraint({}, "= 0")


def _supposed(formula: Term) -> Constraint:
    match formula:
        case Op("lt", (left, right)):
            return Constraint(_difference(right, left), "> 0")
        case Op("le", (left, right)):
            return Constraint(_difference(right, left), ">= 0")
        case Eq(left, right, type) if unsubset(type) in NUMERIC:
            return Constraint(_difference(right, left), "= 0")
        case Op("not", (inner,)):
            return _denied(inner)
        case _:
            return _NOTHING


def _denied(formula: Term) -> Constraint:
    match formula:
        case Op("lt", (left, right)):
            return Constraint(_difference(left, right), ">= 0")
        case Op("le", (left, right)):
            return Constraint(_difference(left, right), "> 0")
        case Eq(left, right, type) if unsubset(type) in NUMERIC:
            return Constraint(power(_difference(left, right), 2), "> 0")
        case Op("not", (inner,)) if not isinstance(inner, Op) or inner.name != "not":
            return _supposed(inner)
        case _:
            return _NOTHING


def _difference(left: Term, right: Term) -> Polynomial:
    return plus(polynomial(left), times({ONE: Fraction(-1)}, polynomial(right)))


def _facts(atom: Term, not_zero: frozenset[Term]) -> Iterator[Constraint]:
    """What holds of a term by what it is: a natural number, an absolute value, a quotient whose divisor is not 0."""
    own: Polynomial = {frozenset({(atom, 1)}): Fraction(1)}
    if type_of(atom) == NAT:
        yield Constraint(own, ">= 0")
    match atom:
        case Op("abs", (inner,)):
            yield Constraint(own, ">= 0")
            square = times({ONE: Fraction(-1)}, power(polynomial(inner), 2))
            yield Constraint(plus(power(own, 2), square), "= 0")
        case Op("div", (above, below)) if below in not_zero:
            whole = times(own, polynomial(below))
            yield Constraint(plus(whole, times({ONE: Fraction(-1)}, polynomial(above))), "= 0")


def _guarded(term: Term) -> Iterator[Term]:
    """The terms that are not 0, as a comparison has to be defined: it is asked of them by a guard in a place that is
    always looked at."""
    match term:
        case Op("lt" | "le" | "add" | "neg" | "mul" | "pow" | "div" | "not", args):
            for arg in args:
                yield from _guarded(arg)
        case Eq(left, right, _):
            yield from _guarded(left)
            yield from _guarded(right)
        case Guard(condition, body):
            yield from _not_zero(condition)
            yield from _guarded(body)


def _not_zero(formula: Term) -> Iterator[Term]:
    """The terms of which a formula says that they are not 0."""
    match formula:
        case Op("and", parts):
            for part in parts:
                yield from _not_zero(part)
        case Op("not", (Eq(term, Number(value, _), _),)) if value == 0:
            yield term
        case Op("lt", (Number(value, _), term)) if value >= 0:
            yield term


def contradictory(goal: Goal, rule: Combination) -> None:
    """Check that the combination leaves no counterexample. Raises KernelRefusal if it does not show that."""
    known = constraints(goal)
    atoms = {atom for each in known for monomial in each.polynomial for atom, _ in monomial}
    total: Polynomial = {}
    positive = False
    for product in rule.products:
        if product.times <= 0:
            raise KernelRefusal("a factor that is not positive")
        value: Polynomial = {ONE: product.times}
        strict = product.square is None
        for at in product.of:
            each = _at(known, at)
            if each.sense == "= 0":
                raise KernelRefusal("what is 0 is in no product of what is positive")
            strict = strict and each.sense == "> 0"
            value = times(value, each.polynomial)
        if product.square is not None:
            value = times(value, power(_over(product.square, atoms), 2))
        positive = positive or strict
        total = plus(total, value)
    for multiple in rule.multiples:
        zero = _at(known, multiple.of)
        if zero.sense != "= 0":
            raise KernelRefusal("a multiple of what is not 0")
        total = plus(total, times(zero.polynomial, _over(multiple.by, atoms)))
    if total or not positive:
        raise KernelRefusal("the combination is not 0, or nothing in it is positive")


def _at(known: tuple[Constraint, ...], at: int) -> Constraint:
    if not 0 <= at < len(known):
        raise KernelRefusal("no such comparison")
    return known[at]


def _over(term: Term, atoms: set[Term]) -> Polynomial:
    """A polynomial over terms that the comparisons are about, so that it has a value where they do."""
    found = polynomial(term)
    if any(atom not in atoms for monomial in found for atom, _ in monomial):
        raise KernelRefusal("a polynomial over other terms than those of the goal")
    return found
