"""Bound sorts are named apart from the sorts of the goal, so that nothing put under a binder is captured."""
# TRUSTED

from __future__ import annotations

from dataclasses import replace

from aligncheck.kernel.goal import Goal
from aligncheck.kernel.substitution import fresh, substitute
from aligncheck.kernel.terms import SortQuant, Term
from aligncheck.kernel.traversal import kinds, map_term, walk
from aligncheck.kernel.types import Base, Type

_SEEN: dict[int, tuple[Term, frozenset[str]]] = {}
_MANY = 10_000
_NONE: frozenset[str] = frozenset()


def bound_sorts(term: Term) -> frozenset[str]:
    """The names of the sorts that a formula binds. (Remembered by object: formulas outlive many steps.)"""
    known = _SEEN.get(id(term))
    if known is not None and known[0] is term:
        return known[1]
    if SortQuant not in kinds(term):
        return _NONE
    names = frozenset(name for node in walk(term) if isinstance(node, SortQuant) for name in node.sorts)
    if len(_SEEN) > _MANY:
        _SEEN.clear()
    _SEEN[id(term)] = (term, names)
    return names


def is_apart(goal: Goal) -> bool:
    """Whether no formula binds a sort of the goal's own name."""
    own = frozenset(goal.sorts)
    formulas = [each.formula for each in goal.assumptions]
    return all(not bound_sorts(formula) & own for formula in (*formulas, goal.conclusion))


def apart(goal: Goal) -> Goal:
    """The same goal with such binders renamed."""
    if is_apart(goal):
        return goal
    own = frozenset(goal.sorts)

    def rename(term: Term) -> Term:
        if not bound_sorts(term):
            return term
        mapped = map_term(term, rename, lambda type: type)
        if not isinstance(mapped, SortQuant) or not own & frozenset(mapped.sorts):
            return mapped
        taken = own | bound_sorts(mapped)
        new: dict[str, Type] = {}
        for name in mapped.sorts:
            if name in own:
                new[name] = Base(fresh(name, taken))
                taken |= {fresh(name, taken)}
        names = tuple(str(getattr(new.get(name), "name", name)) for name in mapped.sorts)
        return SortQuant(mapped.kind, names, substitute(mapped.body, {}, new))

    assumptions = tuple(replace(each, formula=rename(each.formula)) for each in goal.assumptions)
    return replace(goal, assumptions=assumptions, conclusion=rename(goal.conclusion))
