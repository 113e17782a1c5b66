"""Functions that assumptions give: where every b has some a with P, a map that picks one. Where there is only one
(an inverse of a bijection) no choice is made; else the rule of choice is used, and named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.normal import normalise
from aligncheck.kernel.rules import Map
from aligncheck.kernel.substitution import alike, free_names, fresh, substitute
from aligncheck.kernel.terms import TRUE, Proj, Quant, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import Prod, Sub
from aligncheck.obligations.shape import is_higher


def maps(goal: Goal) -> Iterator[Map]:
    """One for each assumption ∀ b. ∃ a. P, and for each subset {b | ∃ a. P} that the conclusion speaks of. That a
    is unique is not known yet."""
    taken = {each.name for each in goal.constants} | set(goal.sorts)
    for source, formula in (*_assumed(goal), *_subsets(goal)):
        target, relation = _packed("exists", "q", formula)
        fits = target is not None and target.name != source.name and not is_higher(target.type)
        if fits and target is not None and domain(relation) == TRUE:
            name = fresh(f"pick_{target.name}", taken)
            taken.add(name)
            yield Map(name, source, target, relation)


def by_choice(rule: Map) -> Map:
    """The same where there may be several."""
    return replace(rule, choice=True)


def _assumed(goal: Goal) -> Iterator[tuple[Var, Term]]:
    for each in goal.assumptions:
        source, rest = _packed("forall", "p", each.formula)
        if source is not None and not is_higher(source.type):
            yield source, rest


def _subsets(goal: Goal) -> Iterator[tuple[Var, Term]]:
    """Members of the subsets, and what is so of each."""
    found: list[Sub] = []
    for node in walk(goal.conclusion):
        if isinstance(node, Sub) and not free_names(node) and not any(alike(node, other) for other in found):
            found.append(node)
            var = Var(fresh(node.predicate.var.name, {"q"}), node)
            yield var, normalise(substitute(node.predicate.body, {node.predicate.var.name: var}))


def _packed(kind: str, name: str, formula: Term) -> tuple[Var | None, Term]:
    """The quantifiers of one kind at the head as one over a tuple, and what stands under them."""
    variables: list[Var] = []
    while isinstance(formula, Quant) and formula.kind == kind:
        variables.append(formula.var)
        formula = formula.body
    if len(variables) < 2 or len({each.name for each in variables}) < len(variables):
        return (variables[0] if len(variables) == 1 else None), formula
    taken = free_names(formula) | {each.name for each in variables}
    packed = Var(fresh(name, taken), Prod(tuple(each.type for each in variables)))
    parts = {each.name: Proj(packed, at) for at, each in enumerate(variables)}
    return packed, substitute(formula, parts)
