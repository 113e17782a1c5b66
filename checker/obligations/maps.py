"""Functions that assumptions give: where every b has exactly one a with P, the map that picks it (an inverse of
a bijection). No choice is made: that there is only one is shown first."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.kernel.goal import Goal
from aligncheck.kernel.rules import Map
from aligncheck.kernel.substitution import fresh
from aligncheck.kernel.terms import Quant
from aligncheck.obligations.shape import is_higher


def maps(goal: Goal) -> Iterator[Map]:
    """One for each assumption ∀ b. ∃ a. P; that a is unique is not known yet."""
    taken = {each.name for each in goal.constants} | set(goal.sorts)
    for each in goal.assumptions:
        match each.formula:
            case Quant("forall", source, Quant("exists", target, relation)) if source.name != target.name:
                if not is_higher(source.type) and not is_higher(target.type):
                    name = fresh(f"pick_{target.name}", taken)
                    taken.add(name)
                    yield Map(name, source, target, relation)
            case _:
                pass
