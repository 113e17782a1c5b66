"""A claim's hypotheses and one formula become a goal: what is supposed is defined and true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aligncheck.claims.claim import Claim, Conclusion, Hypothesis
from aligncheck.kernel.build import conj, forall, implies
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.inference import variables_for
from aligncheck.kernel.membership import free_sorts
from aligncheck.kernel.substitution import replace_constants
from aligncheck.kernel.terms import TRUE, Const, SortQuant, Term, Var
from aligncheck.kernel.traversal import kinds, walk
from aligncheck.kernel.types import Base
from aligncheck.obligations.shape import is_higher


def goal_of(
    claim: Claim,
    conclusion: Term,
    more: Sequence[Hypothesis] = (),
    lemmas: Sequence[Assumption] = (),
) -> Goal:
    """The goal `conclusion` under the claim's hypotheses, in file order, each after its domain condition.
    Sorts and symbols that nothing mentions are left out, but for the claim's own universals."""
    assumptions = assumed([*claim.hypotheses, *more]) + tuple(lemmas)
    formulas = [each.formula for each in assumptions]
    return pruned(Goal(claim.sorts, claim.constants, assumptions, conclusion), formulas, claim.variables)


def root_of(claim: Claim, conclusion: Conclusion, lemmas: Sequence[Assumption] = ()) -> Goal:
    """The goal of one conclusion. What makes sense of the types of the claim's universals is not about them."""
    about = replace(claim, variables=()) if conclusion.sense else claim
    return goal_of(about, conclusion.formula, (), lemmas)


def assumed(hypotheses: Iterable[Hypothesis]) -> tuple[Assumption, ...]:
    """Each hypothesis, and before it the condition under which it is defined, where that says something."""
    found: list[Assumption] = []
    for each in hypotheses:
        condition = domain(each.formula)
        if condition != TRUE:
            found.append(Assumption(each.label, condition, "defined"))
        found.append(Assumption(each.label, each.formula, each.kind))
    return tuple(found)


def pruned(goal: Goal, formulas: Sequence[Term], variables: Iterable[str]) -> Goal:
    """Without the symbols that no formula mentions: a declared constant makes its sort non-empty only for
    claims that speak of it."""
    own = set(variables)
    by_name = {(each.name, each.index): each for each in goal.constants}
    kept = {each for each in goal.constants if each.name in own or each.name.split(".")[0] in own}
    todo: list[Term] = [*formulas, goal.conclusion, *kept]
    sorts: set[str] = set()
    while todo:
        each = todo.pop()
        inside = {node.name for node in walk(each) if isinstance(node, Base)}
        sorts |= inside if SortQuant not in kinds(each) else inside & free_sorts(each)
        for node in walk(each):
            if isinstance(node, Const) and (node.name, node.index) in by_name and node not in kept:
                kept.add(node)
                todo.append(node)
    whole = (*formulas, goal.conclusion)
    mentioned = {node.name for each in whole for node in walk(each) if isinstance(node, Const)}
    constants = tuple(each for each in goal.constants if each in kept or each.name in mentioned)
    used = tuple(each for each in goal.sorts if each in sorts or _own(each, own))
    extra = tuple(sorted(sorts - set(goal.sorts)))
    return Goal(used + extra, constants, goal.assumptions, goal.conclusion)


def _own(sort: str, variables: set[str]) -> bool:
    return "." in sort and sort.split(".")[0] in variables


def inhabited(goal: Goal) -> tuple[str, ...]:
    """The sorts that a symbol of the goal makes non-empty, for the ledger."""
    return tuple(dict.fromkeys(each.type.name for each in goal.constants if isinstance(each.type, Base)))


def closure(claim: Claim, formulas: Sequence[Term]) -> Term:
    """A proved claim as one closed formula: for all its universals, its hypotheses give its conclusions. It
    says nothing where a hypothesis is undefined, as the claim did."""
    own = set(claim.variables)
    structures = {each.name: each for each in claim.presentation.structures if each.name in own}
    bound = [each for each in claim.constants if each.name in own or each.name.split(".")[0] in structures]
    # Functions come first, so that an instance of the claim can be for some of them and for all that is left.
    bound.sort(
        key=lambda each: not is_higher(each.type) or any(isinstance(part, Const) for part in walk(each.type))
    )
    supposed = (each.formula for each in assumed(claim.hypotheses))
    body = implies(conj(*supposed), conj(*formulas))
    values = variables_for(bound, [body])
    body = replace_constants(body, values)
    for each in reversed(bound):
        body = forall(Var(values[each].name, replace_constants(each.type, values)), body)
    sorts = tuple(each for each in claim.sorts if each.split(".")[0] in structures or each in own)
    return SortQuant("forall", sorts, body) if sorts else body
