"""A goal with more assumptions, symbols or sorts, or with each formula changed: what many rules do."""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.substitution import fresh, substitute
from aligncheck.kernel.terms import TRUE, Const, Term, Var
from aligncheck.kernel.types import Base, Type


def taken(goal: Goal) -> frozenset[str]:
    """The names of its sorts and symbols."""
    return frozenset(goal.sorts) | {constant.name for constant in goal.constants}


def each_formula(goal: Goal, change: Callable[[Term], Term]) -> Goal:
    """With every formula changed; assumptions that are `true` then are left out."""
    assumptions = tuple(replace(each, formula=change(each.formula)) for each in goal.assumptions)
    kept = tuple(each for each in assumptions if each.formula != TRUE)
    return replace(goal, assumptions=kept, conclusion=change(goal.conclusion))


def assume(goal: Goal, *more: Assumption) -> Goal:
    """With more assumptions, each after its domain condition where that says something."""
    added = list(goal.assumptions)
    for each in more:
        condition = domain(each.formula)
        if condition != TRUE and all(condition != other.formula for other in added):
            added.append(Assumption(each.label, condition, "defined"))
        added.append(each)
    return replace(goal, assumptions=tuple(added))


def with_symbol(goal: Goal, var: Var, formula: Term) -> tuple[Goal, Term]:
    """A new symbol for `var`, and `formula` about it."""
    symbol = Const(fresh(var.name, taken(goal)), var.type)
    return replace(goal, constants=(*goal.constants, symbol)), substitute(formula, {var.name: symbol})


def with_sorts(goal: Goal, names: tuple[str, ...], body: Term) -> tuple[Goal, Term]:
    """New sorts for the bound ones, and the formula about them."""
    renamed: dict[str, Type] = {}
    for name in names:
        new = fresh(name, taken(goal))
        goal = replace(goal, sorts=(*goal.sorts, new))
        if new != name:
            renamed[name] = Base(new)
    return goal, substitute(body, {}, renamed) if renamed else body
