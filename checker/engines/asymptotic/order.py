"""What comparisons from some point on say of limits, means and sums: order, squeezing, monotone convergence."""

from __future__ import annotations

from itertools import combinations
from typing import Final, TypeAlias

from aligncheck.engines.asymptotic.calculus import ZERO, Calculus, Relation
from aligncheck.engines.asymptotic.expansions import (
    CONSTANT, TIME, Expansion, Geometric, Mean, Opaque, bases, means, single, steps_of, sums,
)  # fmt: skip
from aligncheck.engines.polynomials import UNIT
from aligncheck.engines.asymptotic.written import coefficient_term
from aligncheck.kernel.build import at_most, conj, disj, implies, neg
from aligncheck.kernel.terms import Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import NAT
from aligncheck.kernel.typing import unsubset

MOST_PAIRS: Final = 40
Fact: TypeAlias = tuple[Term, Expansion]
"""The symbol of a comparison, and the expansion that is ≤ 0 where it holds."""


def rules_of_comparison(calculus: Calculus, name: Relation, sum: Expansion, symbol: Term) -> None:
    """Add what it means that the expansion is < 0, ≤ 0 or = 0 from some point on."""
    here = calculus.behaviour(sum)
    know = calculus.know
    match name:
        case "eq":
            know("what is 0 in the end has the limit 0", implies(symbol, here.vanishes))
        case "lt":
            know("a negative limit", implies(disj(here.negative, here.falls), symbol))
            know("< is ≤", implies(symbol, calculus.compared("le", sum)))
        case "le":
            know("a negative limit", implies(disj(here.negative, here.falls), symbol))
            know("limits keep ≤", implies(conj(symbol, here.converges), at_most(here.limit, ZERO)))
            know("what is never positive does not rise", implies(symbol, neg(here.rises)))
            calculus.held_down(symbol, sum)
            _monotone(calculus, sum, symbol)


def _monotone(calculus: Calculus, sum: Expansion, symbol: Term) -> None:
    whole, rest = steps_of(sum)
    if rest.terms or not whole.terms:
        return
    falling = calculus.behaviour(whole)
    calculus.know("monotone convergence", implies(conj(symbol, falling.bounded), falling.converges))
    rule = "what is monotone converges or grows beyond every bound"
    calculus.know(rule, implies(symbol, disj(falling.converges, falling.falls)))


def finish(calculus: Calculus, everywhere: list[Fact]) -> None:
    """Add what relates several comparisons, and means and sums to them, once all that is asked about is known.
    `everywhere`: expansions that are ≤ 0 at T = 1, 2, … where the formula with them holds."""
    for sum in calculus.sums():
        _stolz(calculus, sum)
    known = dict(calculus.comparisons)
    averaged = any(isinstance(basis, Mean) for basis in calculus.seen())
    added = calculus.sums_asked()
    for (name, sum), symbol in known.items():
        if averaged and over_naturals(sum):
            _means(calculus, name, symbol, sum)
        if added and over_naturals(sum):
            _sums(calculus, name, symbol, sum)
    for (one, first), (other, second) in list(_pairs(known))[:MOST_PAIRS]:
        _squeezed(calculus, conj(one, other), first, second, added)
    if added:
        for formula, sum in everywhere:
            _ordered_sums(calculus, formula, sum)


def _stolz(calculus: Calculus, sum: Expansion) -> None:
    """w(T + 1) − w(T) + c: what its limit and its growth say of w."""
    whole, rest = steps_of(sum)
    if not whole.terms or any(atom != CONSTANT for atom, _ in rest.terms):
        return
    steps, grown = calculus.behaviour(sum + (-rest)), calculus.behaviour(whole)
    slow = calculus.behaviour(whole.times(UNIT, -1))
    calculus.know("Stolz and Cesàro", implies(steps.converges, slow.tends_to(steps.limit)))
    calculus.know("Stolz and Cesàro", implies(disj(steps.positive, steps.rises), grown.rises))
    calculus.know("Stolz and Cesàro", implies(disj(steps.negative, steps.falls), grown.falls))


def _means(calculus: Calculus, name: Relation, symbol: Term, sum: Expansion) -> None:
    here = calculus.behaviour(means(sum))
    if name == "eq":
        calculus.know("finitely many steps change no mean", implies(symbol, here.vanishes))
    elif name == "le":
        calculus.know("means keep ≤", implies(conj(symbol, here.converges), at_most(here.limit, ZERO)))
        calculus.know("means keep ≤", implies(symbol, neg(here.rises)))


def _sums(calculus: Calculus, name: Relation, symbol: Term, sum: Expansion) -> None:
    total = sums(sum)
    here = calculus.behaviour(total)
    if name == "eq":
        calculus.know("finitely many steps change no convergence of sums", implies(symbol, here.converges))
    elif name == "le":
        rule = "sums of what is never positive converge or fall below every bound"
        calculus.know(rule, implies(symbol, disj(here.converges, here.falls)))
        calculus.held_down(symbol, total)


def _pairs(known: dict[tuple[Relation, Expansion], Term]) -> list[tuple[Fact, Fact]]:
    """Comparisons in which something of one is cancelled by the other."""
    weak = [(symbol, sum) for (name, sum), symbol in known.items() if name == "le" and sum.number() is None]
    return [
        (one, other) for one, other in combinations(weak, 2)
        if _moving(one[1] + other[1]) < _moving(one[1]) + _moving(other[1]) - 1
    ]  # fmt: skip


def _moving(sum: Expansion) -> int:
    return len([atom for atom, _ in sum.terms if atom != CONSTANT])


def _squeezed(calculus: Calculus, both: Term, first: Expansion, second: Expansion, added: bool) -> None:
    """x ≤ 0, y ≤ 0 from some point on: x + y ≤ x ≤ 0."""
    whole = calculus.behaviour(first + second)
    for each in (first, second):
        here = calculus.behaviour(each)
        calculus.know(
            "squeezed between two that tend to one limit", implies(conj(both, whole.vanishes), here.vanishes)
        )
        calculus.know("bounded on both sides", implies(conj(both, whole.bounded), here.bounded))
    if not added or not (over_naturals(first) and over_naturals(second)):
        return
    total = calculus.behaviour(sums(first + second))
    for each in (first, second):
        here = calculus.behaviour(sums(each))
        calculus.know("comparison of series", implies(conj(both, total.converges), here.converges))


def _ordered_sums(calculus: Calculus, formula: Term, sum: Expansion) -> None:
    """Σ w(t)·x(t) ≤ 0 where x(t) ≤ 0 at all t, with w = 1 or a power of a ratio that is not negative."""
    if not over_naturals(sum):
        return
    weights = {basis for basis in calculus.seen() if isinstance(basis, Geometric)}
    choices = [(formula, sum)]
    for weight in sorted(weights, key=repr):
        choices.append((conj(formula, at_most(ZERO, coefficient_term(weight.ratio))), sum * single(weight)))
    for condition, weighed in choices:
        total = calculus.behaviour(sums(weighed))
        calculus.know("sums keep ≤", implies(conj(condition, total.converges), at_most(total.limit, ZERO)))


def over_naturals(sum: Expansion) -> bool:
    """Whether its variable runs over 1, 2, …: what is opaque may be over the reals, where sums mean nothing."""
    return not any(
        isinstance(node, Var) and node.name == TIME and unsubset(node.type) != NAT
        for basis in bases(sum)
        if isinstance(basis, Opaque)
        for node in walk(basis.term)
    )
