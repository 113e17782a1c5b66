"""Two things that stand side by side, in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from aligncheck.syntax import tree
from tests.plant.scope import Scope
from tests.plant.surface import Change, exchanged, sites

EITHER_WAY = {"=", "≠", "≐", "+", "∪", "∩", "*"}
"""Operators whose sides can change places."""


def swapped_arguments(written: tree.Declared, scope: Scope) -> Iterator[Change]:
    """Neighbouring arguments, indices, roles, fields of a record; the sides of what has an order."""
    for site in sites(written):
        for one, other in _pairs(site.node):
            if one != other:
                yield exchanged(one, other)


def _pairs(node: tree.Node) -> Iterator[tuple[tree.Node, tree.Node]]:
    match node:
        case tree.Apply():
            yield from pairwise(node.arguments)
        case tree.Index():
            yield from pairwise(node.indices)
        case tree.TupleOf():
            yield from pairwise(node.items)
        case tree.ReducesClause():
            yield from pairwise([each.value for each in node.via])
        case tree.RecordOf() | tree.Update():
            yield from pairwise([each.value for each in node.fields])
        case tree.Compare() | tree.Chain():
            if not isinstance(node, tree.Chain) or node.level in ("add", "times"):
                yield from _sides(node)


def _sides(node: tree.Compare | tree.Chain) -> Iterator[tuple[tree.Node, tree.Node]]:
    terms = [node.first, *(term for _, term in node.rest)]
    for (one, other), (operator, _) in zip(pairwise(terms), node.rest, strict=True):
        if operator.text not in EITHER_WAY:
            yield one, other
