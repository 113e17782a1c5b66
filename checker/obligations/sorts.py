"""Sorts for the ∃ over structures in a conclusion: those of the structures in scope, with their fields exchanged
too (duals), none or one element, sets in scope, products and disjoint sums of two; the smallest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, islice, product

from aligncheck.kernel.goal import Goal
from aligncheck.kernel.rules import Witness
from aligncheck.kernel.terms import Const, In, Lam, SortQuant, Var
from aligncheck.kernel.types import UNIT, Base, Enum, Prod, SetT, Sub, Sum, Type

MOST = 60
"""Choices for one ∃."""
NONE = Enum("{}", ())


def sort_choices(goal: Goal) -> Iterator[Witness]:
    """Types for the sorts that the conclusion asks for at its head."""
    conclusion = goal.conclusion
    if isinstance(conclusion, SortQuant) and conclusion.kind == "exists":
        names = conclusion.sorts
        groups = [group for group in _groups(goal.sorts) if len(group) == len(names)]
        ways = (*_in_scope(groups), *_composed(groups), *product(_simple(goal), repeat=len(names)))
        for way in islice(dict.fromkeys(ways), MOST):
            yield Witness((), tuple(zip(names, way, strict=True)))


def _groups(sorts: Sequence[str]) -> list[list[str]]:
    """The sorts of each structure."""
    owners: dict[str, list[str]] = {}
    for sort in sorts:
        owner, dot, _ = sort.rpartition(".")
        if dot:
            owners.setdefault(owner, []).append(sort)
    return list(owners.values())


def _in_scope(groups: Sequence[Sequence[str]]) -> Iterator[tuple[Type, ...]]:
    """Each as it is, then each the other way round."""
    yield from (tuple(map(Base, group)) for group in groups)
    yield from (tuple(map(Base, reversed(group))) for group in groups)


def _composed(groups: Sequence[Sequence[str]]) -> Iterator[tuple[Type, ...]]:
    """Of two structures, field by field, a disjoint sum or a product."""
    for one, other in combinations_with_replacement(groups, 2):
        fields = [(Base(left), Base(right)) for left, right in zip(one, other, strict=True)]
        yield from product(*((Sum(pair), Prod(pair)) for pair in fields))


def _simple(goal: Goal) -> list[Type]:
    sets = [each for each in goal.constants if isinstance(each.type, SetT) and not each.index]
    fields = [Base(sort) for sort in goal.sorts if "." in sort]
    others = [Base(sort) for sort in goal.sorts if "." not in sort]
    return [UNIT, NONE, *fields, *map(_members, sets), *others]


def _members(set: Const) -> Sub:
    element = set.type.element if isinstance(set.type, SetT) else set.type
    var = Var("x", element)
    return Sub(element, Lam(var, In(var, set)))
