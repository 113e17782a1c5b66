"""A claim's clauses: an assumption forgotten, a claim the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from aligncheck.syntax import tree
from tests.plant.scope import Scope
from tests.plant.surface import Change, Site, exchanged, sites


def dropped_hypothesis(written: tree.Declared, scope: Scope) -> Iterator[Change]:
    """An assumption, the condition of a binder, the left side of an implication."""
    for site in sites(written):
        match site.node:
            case tree.AssumeClause((_,)):
                yield ((site.node, None),)
            case tree.AssumeClause(formulas):
                for each in formulas:
                    yield ((each, None),)
            case tree.Binder() if site.node.where is not None:
                yield ((site.node, replace(site.node, where=None)),)
            case tree.Implies(_, right) if not in_a_type(site):
                yield ((site.node, right),)


def turned_direction(written: tree.Declared, scope: Scope) -> Iterator[Change]:
    """`P → Q` as `Q → P`, `stronger D, D'` as `stronger D', D`, and the claim that assumes what was to be shown."""
    for site in sites(written):
        match site.node:
            case tree.Implies(left, right) if not in_a_type(site):
                yield exchanged(left, right)
            case tree.Property("stronger", subjects):
                for one, other in pairwise(subjects):
                    yield exchanged(one, other)
    assumed, shown = formulas(written, tree.AssumeClause), formulas(written, tree.ShowClause)
    if len(shown) == 1:
        for each in assumed:
            if each != tree.Name("defined", span=each.span):
                yield exchanged(each, shown[0])


def formulas(written: tree.Declared, kind: type[tree.AssumeClause | tree.ShowClause]) -> list[tree.Term]:
    """What the clauses of one kind say."""
    clauses = written.clauses if isinstance(written, tree.ClaimDecl) else ()
    return [each for clause in clauses if isinstance(clause, kind) for each in clause.formulas]


def in_a_type(site: Site) -> bool:
    """Whether an arrow stands between types."""
    for around, inner in pairwise((*site.above, site.node)):
        types = [getattr(around, field, None) for field in ("type", "element")]
        if any(inner is each for each in types):
            return True
    return False
