"""Two sides of an equivalence, an equality or an implication that say the same as they are written."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.diagnostics import Problem
from aligncheck.lints.problems import IdenticalSides
from aligncheck.lints.sameness import difference
from aligncheck.syntax import tree
from aligncheck.syntax.names import nodes
from aligncheck.syntax.print import show


def identical_sides(formula: tree.Term) -> Iterator[Problem]:
    """The formula under its quantifiers, and each part of a conjunction."""
    match formula:
        case tree.Quantified(_, _, body):
            yield from identical_sides(body)
        case tree.Chain("and", first, rest):
            yield from identical_sides(first)
            for _, operand in rest:
                yield from identical_sides(operand)
        case tree.Iff(left, right):
            yield from _same(formula, "↔", left, right)
        case tree.Implies(left, right):
            yield from _same(formula, "→", left, right)
        case tree.Compare(left, ((tree.Name("=" | "≐" | "⊆" as operator), right),)):
            yield from _same(formula, operator, left, right)
        case _:
            return


def sides_within(root: tree.Node) -> Iterator[Problem]:
    """The same of every part of a definition, however deep it stands."""
    for node in nodes(root):
        if isinstance(node, (tree.Iff, tree.Implies, tree.Compare)):
            yield from identical_sides(node)


def _same(formula: tree.Term, operator: str, left: tree.Term, right: tree.Term) -> Iterator[Problem]:
    because = difference(left, right)
    if because is not None:
        yield IdenticalSides(formula.span, operator, show(left), because)
