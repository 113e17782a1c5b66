"""What stands in a formula that decides how it is gone about."""

from __future__ import annotations

from aligncheck.kernel.families import indexed
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.terms import BigSum, Lim, Op, Quant, SortQuant, Tail, Term
from aligncheck.kernel.traversal import kinds, walk
from aligncheck.kernel.types import Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type


_SPECIAL = ("exp", "log", "sqrt", "pow")


def is_higher(type: Type) -> bool:
    """Whether values of the type are functions or sets, or hold some."""
    match type:
        case Fun() | SetT():
            return True
        case Prod(items) | Sum(items):
            return any(map(is_higher, items))
        case Struct(_, fields, _):
            return any(is_higher(kind) for _, kind in fields)
        case Sub(base, _) | Quot(base, _):
            return is_higher(base)
        case _:
            return False


def is_large(term: Term) -> bool:
    """Whether a quantifier over sorts stands in the formula."""
    return SortQuant in kinds(term)


def asks_for_witness(term: Term) -> bool:
    """Whether an ∃ over functions, sets or sorts stands in the conclusion where a proof must give a value."""
    match term:
        case Op("and", parts):
            return any(map(asks_for_witness, parts))
        case Op("implies", (_, body)):
            return asks_for_witness(body)
        case Op("iff", (left, right)):
            return holds_higher(left) or holds_higher(right)
        case Quant("forall", _, body) | SortQuant("forall", _, body):
            return asks_for_witness(body)
        case SortQuant("exists", _, _):
            return True
        case Quant("exists", var, body):
            return is_higher(var.type) or asks_for_witness(body)
        case _:
            return False


def holds_higher(term: Term) -> bool:
    """Whether a quantifier over functions, sets or sorts stands anywhere in the formula."""
    return any(
        isinstance(node, SortQuant) or (isinstance(node, Quant) and is_higher(node.var.type))
        for node in walk(term)
    )


def leaves_a_search(goal: Goal) -> bool:
    """Whether engines alone may miss a proof: functions are asked for in an alternative, or assumed not to be
    there, or all of them are spoken of; or an element is asked for that functions give."""
    conclusion = goal.conclusion
    if any(map(holds_higher, formulas(goal))):
        return True
    gives = any(
        isinstance(each.type, Fun) and not isinstance(each.type.codomain, Prim) for each in goal.constants
    )
    return gives and isinstance(conclusion, Quant) and conclusion.kind == "exists"


def is_indexed(goal: Goal) -> bool:
    """Whether a member of a family stands in the goal."""
    return any(indexed(each) for each in formulas(goal))


def formulas(goal: Goal) -> list[Term]:
    """Its assumptions, then its conclusion."""
    return [*(each.formula for each in goal.assumptions), goal.conclusion]


def is_asymptotic(goal: Goal) -> bool:
    """Whether the goal speaks of limits, of tails of sequences, of sums between bounds or of special functions."""
    return any(
        not kinds(each).isdisjoint((Lim, Tail))
        or any(
            (isinstance(node, BigSum) and node.bounds is not None)
            or (isinstance(node, Op) and node.name in _SPECIAL)
            for node in walk(each)
        )
        for each in formulas(goal)
    )
