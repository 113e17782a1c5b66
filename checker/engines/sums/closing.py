"""Formulas for all values of their variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aligncheck.engines.sums.atoms import Over, Unreadable
from aligncheck.kernel.build import at_most, conj, forall, implies
from aligncheck.kernel.substitution import free_names
from aligncheck.kernel.terms import Term, Var
from aligncheck.kernel.traversal import binder, outside, parts, walk
from aligncheck.kernel.types import Fun, SetT


def closed(formula: Term) -> Term:
    """For all values of the free variables. Raises Unreadable where one is a function or a set."""
    for _, var in sorted(free_variables(formula).items()):
        if any(isinstance(part, (Fun, SetT)) for part in walk(var.type)):
            raise Unreadable
        formula = forall(var, formula)
    return formula


def free_variables(term: Term) -> Mapping[str, Var]:
    """The variables that occur free, by name."""
    if isinstance(term, Var):
        return {term.name: term}
    found: dict[str, Var] = {}
    var, before = binder(term), outside(term)
    for number, part in enumerate(parts(term)[0]):
        inner = free_variables(part) if free_names(part) else {}
        bound = var.name if var is not None and number >= before else None
        found |= {name: each for name, each in inner.items() if name != bound}
    return found


def everywhere(overs: Iterable[Over], formula: Term) -> Term:
    """For all values that the variables of sums have."""
    for over in overs:
        if over.bounds is not None:
            low, high = over.bounds
            formula = implies(conj(at_most(low, over.var), at_most(over.var, high)), formula)
        formula = forall(over.var, formula)
    return formula
