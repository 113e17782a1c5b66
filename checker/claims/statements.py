"""What each claim of a module states, for finding those that state the same."""

from __future__ import annotations

from collections.abc import Iterable

from aligncheck.claims.claim import Claim, Consistent, Holds, Independent, Reduces
from aligncheck.elaborate.meanings import BundleEntity, ClaimScope, Module, TypeEntity
from aligncheck.kernel.terms import Term
from aligncheck.kernel.types import Base
from aligncheck.lints.phrasing import phrasing
from aligncheck.lints.same_claims import Statement
from aligncheck.syntax import tree
from aligncheck.syntax.scopes import scopes_of_clauses


def statements_of(module: Module, claims: Iterable[tuple[ClaimScope, Claim]]) -> list[Statement]:
    """The statements of claims, each given with what it is a reading of."""
    shared = _sorts_of(module)
    return [_statement(scope, claim, shared) for scope, claim in claims if not claim.ill_formed]


def _sorts_of(module: Module) -> set[str]:
    """The sorts that mean the same in all claims."""
    sorts: set[str] = set()
    for entity in module.names.values():
        if isinstance(entity, TypeEntity) and isinstance(entity.type, Base):
            sorts.add(entity.type.name)
        elif isinstance(entity, BundleEntity):
            sorts.update(part.name for part in entity.bundle.parts.values() if isinstance(part, Base))
    return sorts


def _statement(scope: ClaimScope, claim: Claim, shared: set[str]) -> Statement:
    written = scope.declaration
    clauses = [c for c in written.clauses if not isinstance(c, tree.VariantClause) or c.span == claim.span]
    form, premises, conclusions = _asked(claim)
    supposed = (*(h.formula for h in claim.hypotheses if h.kind != "declared"), *premises)
    own = frozenset(claim.variables) | frozenset(claim.sorts) - shared
    types = tuple(each.type for each in claim.constants if each.name in claim.variables)
    variables = {each.name.text for each in scopes_of_clauses(clauses).bindings} | scope.given.keys()
    return Statement(
        claim.name,
        claim.head,
        supposed,
        form,
        conclusions,
        own,
        types,
        phrasing(clauses, variables),
        _belief(claim),
        written.locals,
        written.name.text,
    )


def _belief(claim: Claim) -> str:
    """What is kept for a finding is stated like any other claim."""
    return "proved" if claim.expectation.kind == "finding" else claim.expectation.shown


def _asked(claim: Claim) -> tuple[str, tuple[Term, ...], tuple[Term, ...]]:
    """How it is asked, what is supposed for it, and of what."""
    match claim.question:
        case Holds(conclusions):
            partial = any(each.as_partial for each in conclusions)
            return f"holds {partial}", (), tuple(each.formula for each in conclusions)
        case Consistent(formulas):
            return "consistent", (), tuple(each.formula for each in formulas)
        case Independent(formula, premises):
            return "independent", tuple(each.formula for each in premises), (formula.formula,)
        case Reduces(_, left, right, _, fixed):
            return f"reduces {sorted(fixed)}", (), (left, right, *fixed.values())
