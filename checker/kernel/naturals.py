"""Induction over the natural numbers, and sums over ranges without their last term."""
# TRUSTED

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aligncheck.kernel.build import add, at_most, conj, implies, less, number
from aligncheck.kernel.domain import domain
from aligncheck.kernel.extending import assume, with_symbol
from aligncheck.kernel.families import linear
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.membership import check, closed, within
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import TRUE, BigSum, Eq, Quant, Term, Var
from aligncheck.kernel.types import INT, NAT
from aligncheck.kernel.typing import type_of


def induction(goal: Goal) -> Iterator[Goal]:
    """∀ n: Nat. φ(n): φ(0), and φ(k + 1) where φ(k) is assumed of a new k."""
    match goal.conclusion:
        case Quant("forall", Var(_, type) as var, body) if type == NAT:
            yield replace(goal, conclusion=substitute(body, {var.name: number(0)}))
            opened, hypothesis = with_symbol(goal, var, body)
            last = opened.constants[-1]
            opened = assume(opened, Assumption("induction hypothesis", hypothesis, "lemma"))
            yield replace(opened, conclusion=substitute(body, {var.name: add(last, number(1))}))
        case _:
            raise KernelRefusal("induction needs ∀ n: Nat")


def without_last(goal: Goal, sum: BigSum, last: Term, shorter: Term) -> Term:
    """Σ from a to b is Σ from a to b - 1, and the term at b, where a ≤ b; else 0. True wherever it is defined:
    `last` is b and `shorter` b - 1, as linear terms."""
    if sum.bounds is None or not all(closed(each, goal) for each in (sum, last, shorter)):
        raise KernelRefusal("only a closed sum over a range")
    low, high = sum.bounds
    for each in (sum, last, shorter):
        check(each)
    if sum.var.type not in (NAT, INT) or not within(type_of(last), sum.var.type):
        raise KernelRefusal("a last index that is not known to be a value of the variable")
    if not all(within(type_of(each), INT) for each in (low, high, shorter)):
        raise KernelRefusal("bounds that are not known to be integers")
    if linear(last) != linear(high) or linear(add(shorter, number(1))) != linear(high):
        raise KernelRefusal("not the upper bound, or not one less")
    rest = add(replace(sum, bounds=(low, shorter)), substitute(sum.body, {sum.var.name: last}))
    kind = type_of(sum)
    none = implies(less(high, low), Eq(sum, number(0), kind))
    return conj(implies(at_most(low, high), Eq(sum, rest, kind)), none)


def known(goal: Goal, formula: Term) -> Iterator[Goal]:
    """What is true wherever it is defined becomes an assumption; that it is defined is to be shown."""
    condition = domain(formula)
    if condition != TRUE:
        yield replace(goal, conclusion=condition)
    yield assume(goal, Assumption("", formula, "lemma"))
