"""The normal form of a term in T for large T: Σ coefficient · Tᵏ · basis(T), the coefficients free of T.

Sums become means: Σ X(t) for t = 1..T is T · mean X. What is not understood is an opaque basis, so that
the reading never fails; what it must be defined for is collected apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias, assert_never

from aligncheck.engines.polynomials import NONE, UNIT, Polynomial, coefficient, inverse, plain
from aligncheck.kernel import sequences
from aligncheck.kernel.bodies import NoRule, Reader
from aligncheck.kernel.build import number
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import free_names, reduce, substitute
from aligncheck.kernel.terms import TRUE, App, BigSum, Eq, Guard, If, Lam, Number, Op, Term, Var
from aligncheck.kernel.traversal import binder, map_term, plainly_total
from aligncheck.kernel.types import NAT
from aligncheck.kernel.typing import unsubset


@dataclass(frozen=True, slots=True)
class One:
    """The constant 1."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """T ↦ function(slope·T + shift), slope ≥ 1."""

    function: Term
    slope: int = 1
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Mean:
    """T ↦ (1/(T + shift)) · Σ atom(t), t = 1..T + shift."""

    of: Atom
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Product:
    """T ↦ the product of the factors, two or more."""

    factors: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """T ↦ above(T)/below(T)."""

    above: Expansion
    below: Expansion


@dataclass(frozen=True, slots=True)
class Opaque:
    """T ↦ a term in the variable `TIME` that nothing is known of."""

    term: Term


Basis: TypeAlias = One | Sampled | Mean | Product | Ratio | Opaque


@dataclass(frozen=True, slots=True)
class Atom:
    """T ↦ Tᵏ · basis(T)."""

    power: int
    basis: Basis

    def times(self, power: int) -> Atom:
        return Atom(self.power + power, self.basis)


@dataclass(frozen=True, slots=True)
class Expansion:
    """Σ coefficient · atom, in a canonical order, no coefficient 0."""

    terms: tuple[tuple[Atom, Polynomial], ...] = ()

    def constant(self) -> Polynomial:
        """The coefficient of T⁰."""
        return dict(self.terms).get(CONSTANT, NONE)

    def number(self) -> Fraction | None:
        """Its value, if it is the same rational at every T."""
        return self.constant().number() if all(atom == CONSTANT for atom, _ in self.terms) else None

    def times(self, factor: Polynomial, power: int = 0) -> Expansion:
        return expansion((atom.times(power), value * factor) for atom, value in self.terms)

    def __add__(self, other: Expansion) -> Expansion:
        return expansion((*self.terms, *other.terms))

    def __neg__(self) -> Expansion:
        return self.times(plain(-1))

    def __mul__(self, other: Expansion) -> Expansion:
        return expansion(
            (Atom(left.power + right.power, _product(left.basis, right.basis)), value * factor)
            for left, value in self.terms
            for right, factor in other.terms
        )


ONE = One()
CONSTANT = Atom(0, ONE)


def expansion(terms: Iterable[tuple[Atom, Polynomial]]) -> Expansion:
    total: dict[Atom, Polynomial] = {}
    for atom, value in terms:
        total[atom] = total.get(atom, NONE) + value
    return Expansion(tuple(sorted((item for item in total.items() if item[1].terms), key=repr)))


def constant(value: Polynomial) -> Expansion:
    return expansion([(CONSTANT, value)])


def _product(left: Basis, right: Basis) -> Basis:
    factors: list[Basis] = []
    for basis in (left, right):
        match basis:
            case One():
                pass
            case Product(inner):
                factors.extend(inner)
            case Sampled() | Mean() | Ratio() | Opaque():
                factors.append(basis)
            case _:
                assert_never(basis)
    if len(factors) < 2:
        return factors[0] if factors else ONE
    return Product(tuple(sorted(factors, key=repr)))


@dataclass(slots=True)
class Reading:
    """Reads terms in `var`. `needs` collects what must be true for large T, or at all, for the terms read
    to be defined: formulas in which `var` may be free."""

    var: Var
    needs: list[Term] = field(default_factory=list)

    def read(self, term: Term) -> Expansion:
        """The normal form. A case that is settled for large T is read as what it is then."""
        if self.var.name not in free_names(term):
            if not plainly_total(term):
                self._need(domain(term))
            return constant(coefficient(term))
        match term:
            case Var():
                return expansion([(Atom(1, ONE), UNIT)])
            case App(Lam(), _):
                return self.read(reduce(term))
            case App(function, argument) if self.var.name not in free_names(function):
                return self._sampled(term, function, argument)
            case Op("add", args):
                return expansion(item for arg in args for item in self.read(arg).terms)
            case Op("neg", (arg,)):
                return -self.read(arg)
            case Op("mul", args):
                total = constant(UNIT)
                for arg in args:
                    total = total * self.read(arg)
                return total
            case Op("div", (above, below)):
                return self._quotient(self.read(above), self.read(below))
            case Op("pow", (base, Number(value, _))) if value.denominator == 1 and abs(value) <= 32:
                return self._power(self.read(base), int(value))
            case Guard(condition, body):
                self._need(condition)
                return self.read(body)
            case BigSum(var, (Number(low, _), high), body) if low >= 0:
                return self._sum(term, var, int(low), high, body)
            case If() if unsubset(self.var.type) == NAT:
                far, _ = without_cases(term, self.var)
                return self._opaque(term) if isinstance(far, If) else self.read(far)
            case _:
                return self._opaque(term)

    def _need(self, condition: Term) -> None:
        if condition != TRUE and condition not in self.needs:
            self.needs.append(condition)

    def _opaque(self, term: Term) -> Expansion:
        if not plainly_total(term):
            self._need(domain(term))
        shown = substitute(term, {self.var.name: Var("T•", self.var.type)})
        return expansion([(Atom(0, Opaque(shown)), UNIT)])

    def _sampled(self, term: Term, function: Term, argument: Term) -> Expansion:
        line = _line(self.read(argument))
        if line is None or line[0] < 1:
            return self._opaque(term)
        if not plainly_total(function):
            self._need(domain(function))
        return expansion([(Atom(0, Sampled(function, *line)), UNIT)])

    def _quotient(self, above: Expansion, below: Expansion) -> Expansion:
        if len(below.terms) == 1 and below.terms[0][0].basis == ONE:
            ((atom, value),) = below.terms
            return above.times(inverse(value), -atom.power)
        if below.terms and all(atom.basis == ONE for atom, _ in below.terms):
            # Divided by its highest power of T the divisor has a limit.
            top = max(atom.power for atom, _ in below.terms)
            above, below = above.times(UNIT, -top), below.times(UNIT, -top)
        return expansion([(Atom(0, Ratio(above, below)), UNIT)])

    def _power(self, base: Expansion, exponent: int) -> Expansion:
        total = constant(UNIT)
        for _ in range(abs(exponent)):
            total = total * base
        return total if exponent >= 0 else self._quotient(constant(UNIT), total)

    def _sum(self, whole: Term, var: Var, low: int, high: Term, body: Term) -> Expansion:
        """Σ body(t) from `low` to T + s is the sum from 1 to T and finitely many terms more or less."""
        line = _line(self.read(high))
        if line is None or line[0] != 1 or self.var.name in free_names(body) - {var.name}:
            return self._opaque(whole)
        inner = Reading(var)
        far, settled = without_cases(body, var)
        summand = inner.read(far)
        fixed = [need for need in inner.needs if var.name not in free_names(need)]
        if any(need not in fixed and not holds_from(need, var, min(low, 1)) for need in inner.needs):
            return self._opaque(whole)
        if any(_shifted_back(atom.basis) for atom, _ in summand.terms):
            return self._opaque(whole)
        for need in fixed:
            self._need(need)
        total = expansion(item for atom, value in summand.terms for item in _summed(atom, value, line[1]))

        def at(summed: Term, index: int) -> Expansion:
            return self.read(substitute(summed, {var.name: number(index)}))

        # Single terms: those that the sum from 1 on has too many or too few, or has in another form.
        for t in range(min(low, 1), max(low, settled)):
            if t >= low:
                total = total + at(body, t)
            if t >= 1:
                total = total + (-at(far, t))
        return total


LATEST = 50


def without_cases(term: Term, var: Var) -> tuple[Term, int]:
    """The term with each case that depends on `var` alone decided as it is from some n on, and that n."""
    settled = 0

    def on_term(part: Term) -> Term:
        nonlocal settled
        bound = binder(part)
        if bound is not None and bound.name == var.name:
            return part
        if isinstance(part, App) and isinstance(part.function, Lam):
            return on_term(reduce(part))
        mapped = map_term(part, on_term, lambda type: type)
        if not isinstance(mapped, If):
            return mapped
        truth = _in_the_end(mapped.condition, var)
        if truth is None:
            return mapped
        settled = max(settled, truth[1])
        return mapped.then if truth[0] else mapped.otherwise

    return on_term(term), settled


def _in_the_end(condition: Term, var: Var) -> tuple[bool, int] | None:
    """The truth of a condition on numbers from some n on, and that n."""
    try:
        pattern = Reader(var, _numeral).formula(condition)
    except NoRule:
        return None
    values = set(pattern.cycle)
    if len(values) > 1 or None in values or len(pattern.prefix) > LATEST:
        return None
    return values == {True}, len(pattern.prefix)


def _numeral(term: Term) -> Fraction:
    value = coefficient(term).number() if plainly_total(term) else None
    if value is None:
        raise NoRule
    return value


def _shifted_back(basis: Basis) -> bool:
    match basis:
        case Sampled(_, _, shift):
            return shift < 0
        case Product(factors):
            return any(map(_shifted_back, factors))
        case _:
            return False


def _summed(atom: Atom, value: Polynomial, shift: int) -> Iterable[tuple[Atom, Polynomial]]:
    """Σ value·atom(t) for t = 1..T + shift."""
    if atom.basis == ONE and atom.power >= 0:
        sums = sequences.partial_sums(sequences.monomial(1, atom.power), 1)
        moved = None if sums is None or sums.prefix else sequences.compose(sums, 1, max(shift, 0))
        if moved is not None and not moved.prefix and shift >= 0:
            return [(Atom(key.power, ONE), value * plain(factor)) for key, factor in moved.forms[0]]
    mean = Mean(atom, shift)
    return [(Atom(1, mean), value), (Atom(0, mean), value * plain(shift))]


def _line(index: Expansion) -> tuple[int, int] | None:
    """(a, b) where the expansion is a·T + b with integers a and b."""
    found = {0: Fraction(0), 1: Fraction(0)}
    for atom, polynomial in index.terms:
        value = polynomial.number()
        if atom.basis != ONE or atom.power not in found or value is None or value.denominator != 1:
            return None
        found[atom.power] = value
    return int(found[1]), int(found[0])


def holds_from(condition: Term, var: Var, low: int) -> bool:
    """Whether `condition` is plainly true at every natural number from `low` on."""
    match condition:
        case Op("and", args):
            return all(holds_from(arg, var, low) for arg in args)
        case Op("not", (Eq(left, right, _),)):
            line = _line((Reading(var).read(left)) + (-Reading(var).read(right)))
            return line is not None and line[0] > 0 and line[0] * low + line[1] > 0
        case _:
            return condition == TRUE
