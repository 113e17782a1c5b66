"""The normal form of a term in T for large T: Σ coefficient · Tᵏ · basis(T), the coefficients free of T."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

from aligncheck.engines.polynomials import NONE, UNIT, Polynomial, plain
from aligncheck.kernel.terms import Term

FunctionName: TypeAlias = Literal["abs", "sign", "min", "max", "exp", "log", "sqrt"]


@dataclass(frozen=True, slots=True)
class One:
    """The constant 1."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """T ↦ function(slope·T + shift + by), slope ≥ 1; `by` is a natural number that is not known."""

    function: Term
    slope: int = 1
    shift: int = 0
    by: Polynomial = NONE


@dataclass(frozen=True, slots=True)
class Mean:
    """T ↦ (1/(T + shift)) · Σ atom(t), t = 1..T + shift."""

    of: Atom
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Geometric:
    """T ↦ ratioᵀ."""

    ratio: Polynomial


@dataclass(frozen=True, slots=True)
class Applied:
    """T ↦ name(args(T))."""

    name: FunctionName
    args: tuple[Expansion, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """T ↦ the product of the factors, two or more, no two of them geometric."""

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


Basis: TypeAlias = One | Sampled | Mean | Geometric | Applied | Product | Ratio | Opaque
TIME = "T•"
"""The variable of what is opaque."""


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

    def polynomial(self) -> bool:
        """Whether it is made of powers of T alone."""
        return all(atom.basis == ONE for atom, _ in self.terms)

    def times(self, factor: Polynomial, power: int = 0) -> Expansion:
        return expansion((atom.times(power), value * factor) for atom, value in self.terms)

    def __add__(self, other: Expansion) -> Expansion:
        return expansion((*self.terms, *other.terms))

    def __neg__(self) -> Expansion:
        return self.times(plain(-1))

    def __mul__(self, other: Expansion) -> Expansion:
        return expansion(
            (Atom(left.power + right.power, product(left.basis, right.basis)), value * factor)
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


def single(basis: Basis, power: int = 0) -> Expansion:
    return expansion([(Atom(power, basis), UNIT)])


def product(left: Basis, right: Basis) -> Basis:
    """The product of two bases; what is geometric is joined."""
    factors: list[Basis] = []
    ratio = UNIT
    for basis in (*_factors(left), *_factors(right)):
        if isinstance(basis, Geometric):
            ratio = ratio * basis.ratio
        else:
            factors.append(basis)
    if ratio != UNIT:
        factors.append(Geometric(ratio))
    if len(factors) < 2:
        return factors[0] if factors else ONE
    return Product(tuple(sorted(factors, key=repr)))


def _factors(basis: Basis) -> tuple[Basis, ...]:
    match basis:
        case One():
            return ()
        case Product(factors):
            return factors
        case Sampled() | Mean() | Geometric() | Applied() | Ratio() | Opaque():
            return (basis,)
        case _:
            assert_never(basis)


def bases(sum: Expansion) -> Iterator[Basis]:
    """Every basis that occurs, also inside others."""
    for atom, _ in sum.terms:
        yield from _inside(atom.basis)


def _inside(basis: Basis) -> Iterator[Basis]:
    yield basis
    match basis:
        case Mean(of, _):
            yield from _inside(of.basis)
        case Applied(_, args):
            for arg in args:
                yield from bases(arg)
        case Product(factors):
            for factor in factors:
                yield from _inside(factor)
        case Ratio(above, below):
            yield from bases(above)
            yield from bases(below)
        case One() | Sampled() | Geometric() | Opaque():
            pass
        case _:
            assert_never(basis)


def means(sum: Expansion) -> Expansion:
    """T ↦ (1/T) · Σ of the expansion at t = 1..T."""
    return expansion((atom if atom == CONSTANT else Atom(0, Mean(atom)), value) for atom, value in sum.terms)


def sums(sum: Expansion) -> Expansion:
    """T ↦ Σ of the expansion at t = 1..T."""
    return means(sum).times(UNIT, 1)


def steps_of(sum: Expansion) -> tuple[Expansion, Expansion]:
    """(w, rest): the expansion is w(T + 1) − w(T) + rest(T), with as much as can be in w."""
    groups: dict[tuple[Term, int, Polynomial], dict[int, Polynomial]] = {}
    rest: list[tuple[Atom, Polynomial]] = []
    for atom, value in sum.terms:
        match atom:
            case Atom(0, Sampled(function, slope, shift, by)):
                groups.setdefault((function, slope, by), {})[shift] = value
            case _:
                rest.append((atom, value))
    whole: list[tuple[Atom, Polynomial]] = []
    for (function, slope, by), values in groups.items():
        found = _telescoped(values, slope)
        target, items = (rest, values) if found is None else (whole, found)
        target += [(Atom(0, Sampled(function, slope, at, by)), value) for at, value in items.items()]
    return expansion(whole), expansion(rest)


FARTHEST = 60
"""How many steps are taken to see whether a sum telescopes."""


def _telescoped(values: dict[int, Polynomial], slope: int) -> dict[int, Polynomial] | None:
    """w with w(i) at shift i, w moved by one step less w itself being these values."""
    left, found = dict(values), dict[int, Polynomial]()
    for _ in range(FARTHEST):
        left = {at: value for at, value in left.items() if value.terms}
        if not left:
            return found
        if len(left) == 1:
            return None
        top = max(left)
        value = left.pop(top)
        found[top - slope] = value
        left[top - slope] = left.get(top - slope, NONE) + value
    return None
