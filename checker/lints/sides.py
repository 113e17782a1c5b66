"""Two identical sides of an equivalence, an equality or an implication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from aligncheck.diagnostics import Problem
from aligncheck.lints.problems import IdenticalSides
from aligncheck.syntax import tree
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
        case tree.Iff(left, right) if left == right:
            yield IdenticalSides(formula.span, "↔", show(left))
        case tree.Implies(left, right) if left == right:
            yield IdenticalSides(formula.span, "→", show(left))
        case tree.Compare(left, ((operator, right),)) if left == right and operator.text in {"=", "≐", "⊆"}:
            yield IdenticalSides(formula.span, operator.text, show(left))
        case _:
            return


def sides_within(root: tree.Node) -> Iterator[Problem]:
    """The same of every part of a definition, however deep it stands."""
    stack: list[object] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, (tree.Iff, tree.Implies, tree.Compare)):
            yield from identical_sides(node)
        if isinstance(node, tree.Node):
            stack.extend(getattr(node, slot.name) for slot in fields(node) if slot.name != "span")
        elif isinstance(node, tuple):
            stack.extend(node)
