"""Distributions in core terms: `Dist A` is the subset of `A → Real` whose values are ≥ 0 and sum to 1."""

from __future__ import annotations

from collections.abc import Sequence


from aligncheck.kernel.build import add, at_most, conj, equal, forall, number
from aligncheck.kernel.domain import finite
from aligncheck.kernel.normal import guarded
from aligncheck.kernel.substitution import alike, free_names, fresh, substitute
from aligncheck.kernel.terms import TRUE, App, BigSum, Finite, If, Lam, Op, Quant, Term, Var
from aligncheck.kernel.types import INT, REAL, Fun, Prim, Sub, Type


def distribution_type(outcome: Type) -> Sub:
    """Dist A. That A is finite and has a member follows from the sum; it is said for those who cannot sum."""
    taken = free_names(outcome)
    p, x = Var(fresh("p", taken), Fun(outcome, REAL)), Var(fresh("x", taken), outcome)
    law = conj(
        Finite(outcome),
        Quant("exists", x, TRUE),
        forall(x, at_most(number(0), App(p, x))),
        equal(BigSum(x, None, App(p, x)), number(1), REAL),
    )
    return Sub(p.type, Lam(p, law))


def outcome_of(type: Type) -> Type | None:
    """What a type of distributions distributes over; None if it is none."""
    if isinstance(type, Sub) and isinstance(type.base, Fun):
        outcome = type.base.domain
        if type == (made := distribution_type(outcome)) or alike(type, made):
            return outcome
    return None


def mixture(outcome: Type, parts: Sequence[tuple[Term, Term]]) -> Term:
    """Σ of the weights of the points that are equal to an outcome; `parts` are points and their weights."""
    taken = frozenset().union(*(free_names(term) for part in parts for term in part), free_names(outcome))
    at = Var(fresh("x", taken), outcome)
    masses = [If(equal(at, point, outcome), weight, number(0)) for point, weight in parts]
    return guarded(finite(outcome), Lam(at, add(*masses)))


def range_type(low: Term, high: Term) -> Sub:
    """The integers from `low` to `high`, as a type."""
    k = Var(fresh("k", free_names(low) | free_names(high)), INT)
    return Sub(INT, Lam(k, conj(at_most(low, k), at_most(k, high))))


def total(var: Var, value: Term) -> Term:
    """The sum over all values of a variable; over the integers between two bounds where its type is such a range."""
    match var.type:
        case Sub(Prim("Int"), Lam(k, Op("and", (Op("le", (low, one)), Op("le", (other, high)))))) if (
            one == other == k and k.name not in free_names(low) | free_names(high)
        ):
            index = Var(var.name, INT)
            return BigSum(index, (low, high), substitute(value, {var.name: index}))
        case _:
            return BigSum(var, None, value)
