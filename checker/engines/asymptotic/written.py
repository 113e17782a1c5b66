"""Expansions as core terms again: what a symbol of the calculus stands for, in the words of the goal."""

from __future__ import annotations

from typing import assert_never

from aligncheck.engines.asymptotic.expansions import (
    TIME, Applied, Atom, Basis, Expansion, Geometric, Mean, One, Opaque, Product, Ratio, Sampled,
)  # fmt: skip
from aligncheck.engines.polynomials import Polynomial
from aligncheck.kernel.build import add, at_most, equal, less, multiply, neg, number
from aligncheck.kernel.substitution import reduce, substitute
from aligncheck.kernel.terms import App, BigSum, Guard, Number, Op, Term, Var
from aligncheck.kernel.types import NAT, REAL


def written(sum: Expansion, at: Term) -> Term:
    """The value of an expansion at `at`."""
    parts: list[Term] = []
    for atom, value in sum.terms:
        negated = len(value.terms) == 1 and value.terms[0][1] < 0
        term = multiply(coefficient_term(-value if negated else value), written_atom(atom, at))
        parts.append(Op("neg", (term,)) if negated else term)
    return add(*parts)


def coefficient_term(value: Polynomial) -> Term:
    found = value.number()
    return value.term() if found is None else number(found)


def written_atom(atom: Atom, at: Term) -> Term:
    """Tᵏ · basis(T) at T = `at`."""
    basis = written_basis(atom.basis, at)
    power = at if abs(atom.power) == 1 else Op("pow", (at, number(abs(atom.power))))
    if atom.power == 0:
        return basis
    return multiply(power, basis) if atom.power > 0 else _over(basis, power)


def _over(above: Term, below: Term) -> Term:
    return Guard(neg(equal(below, number(0), REAL)), Op("div", (above, below)))


def written_basis(basis: Basis, at: Term) -> Term:
    match basis:
        case One():
            return number(1)
        case Sampled(function, slope, shift, by):
            if isinstance(at, Number):
                index = add(number(slope * at.value + shift), coefficient_term(by))
            else:
                index = add(multiply(number(slope), at), coefficient_term(by), number(shift))
            return reduce(App(function, index))
        case Mean(of, shift):
            t = Var("t", NAT)
            last = add(at, number(shift))
            return _over(BigSum(t, (number(1), last), written_atom(of, t)), last)
        case Geometric(ratio):
            return Op("pow", (coefficient_term(ratio), at))
        case Applied(name, args):
            return _applied(Op(name, tuple(written(arg, at) for arg in args)))
        case Product(factors):
            return multiply(*(written_basis(factor, at) for factor in factors))
        case Ratio(above, below):
            return _over(written(above, at), written(below, at))
        case Opaque(term):
            return substitute(term, {TIME: at})
        case _:
            assert_never(basis)


def _applied(term: Op) -> Term:
    match term:
        case Op("log", (arg,)):
            return Guard(less(number(0), arg), term)
        case Op("sqrt", (arg,)):
            return Guard(at_most(number(0), arg), term)
        case _:
            return term
