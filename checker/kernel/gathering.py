"""Sums, greatest values, the one value, and counting: what asks for all values of a variable."""
# TRUSTED

from __future__ import annotations

from typing import Any, Protocol

from aligncheck.kernel.coding import Coder, Scope, under
from aligncheck.kernel.functions import Code, Env
from aligncheck.kernel.ranges import Ranges
from aligncheck.kernel.terms import Best, BigSum, The
from aligncheck.kernel.types import Type
from aligncheck.kernel.unanswered import Endless, NoValue


class Ranging(Coder, Protocol):
    """A coder that knows what variables range over."""

    ranges: Ranges


def sum_of(work: Ranging, term: BigSum, scope: Scope) -> Code:
    place, code, cost = under(work, term.var.name, term.body, scope)
    budget, values = work.budget, work.ranges.summed(term, scope)

    def run(env: Env) -> Any:
        total: Any = 0
        try:
            indices = values(env)
        except Endless as problem:
            raise NoValue if problem.certain else problem from None
        for value in indices:
            budget.spend(cost)
            env[place] = value
            total += code(env)
        return total

    return run


def best_of(work: Ranging, term: Best, scope: Scope) -> Code:
    place, condition, cost = under(work, term.var.name, term.condition, scope)
    _, code, more = under(work, term.var.name, term.body, scope)
    values, budget = work.ranges.values(term.var, term.condition, scope), work.budget
    pick = max if term.kind == "max" else min

    def run(env: Env) -> Any:
        found = []
        for value in values(env):
            budget.spend(cost + more)
            env[place] = value
            if condition(env):
                found.append(code(env))
        if not found:
            raise NoValue
        return pick(found)

    return run


def the_of(work: Ranging, term: The, scope: Scope) -> Code:
    place, code, cost = under(work, term.var.name, term.body, scope)
    values, budget = work.ranges.values(term.var, term.body, scope), work.budget

    def run(env: Env) -> Any:
        found = []
        for value in values(env):
            budget.spend(cost)
            env[place] = value
            if code(env):
                found.append(value)
        if len(found) != 1:
            raise NoValue
        return found[0]

    return run


def finite_of(work: Ranging, type: Type, scope: Scope) -> Code:
    values = work.ranges.carrier(type, scope)

    def run(env: Env) -> bool:
        try:
            values(env)
        except Endless as problem:
            if problem.certain:
                return False
            raise
        return True

    return run


def cardinality_of(work: Ranging, type: Type, scope: Scope) -> Code:
    values = work.ranges.carrier(type, scope)

    def run(env: Env) -> int:
        try:
            return len(values(env))
        except Endless as problem:
            raise NoValue if problem.certain else problem from None

    return run
