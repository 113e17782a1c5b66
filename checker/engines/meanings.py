"""What the symbols that an engine made stand for, in the words of the goal."""

from __future__ import annotations

from collections.abc import Mapping

from aligncheck.kernel.substitution import reduce
from aligncheck.kernel.terms import Const, Term
from aligncheck.kernel.traversal import map_term


def meant(formula: Term, meanings: Mapping[Const, Term]) -> Term:
    """The formula with each symbol replaced by what it stands for, which may speak of further symbols."""
    if isinstance(formula, Const):
        known = meanings.get(formula)
        return formula if known is None else meant(known, meanings)
    return reduce(map_term(formula, lambda part: meant(part, meanings), lambda type: type))
