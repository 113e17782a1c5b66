"""Membership in sets."""

from __future__ import annotations

from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import In, SetOf, Term


def member(element: Term, set: Term) -> Term:
    """element ∈ set, reduced where the set is written out."""
    if isinstance(set, SetOf):
        return substitute(set.body, {set.var.name: element})
    return In(element, set)
