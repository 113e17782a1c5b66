"""Objectives that are maximized and ones that are minimized do not meet in one sum or comparison."""

from __future__ import annotations

from collections.abc import Sequence

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.meanings import ConstEntity
from aligncheck.elaborate.problems import MixedOrientation
from aligncheck.kernel.terms import Const, Term
from aligncheck.kernel.traversal import walk
from aligncheck.source import Span


def orientations(ctx: Context, terms: Sequence[Term]) -> dict[str, str]:
    """The orientation of each objective that occurs in the terms, by name."""
    found: dict[str, str] = {}
    for term in terms:
        for node in walk(term):
            if isinstance(node, Const):
                entity = ctx.shared.names.get(node.name)
                if isinstance(entity, ConstEntity) and entity.orientation is not None:
                    found[node.name] = entity.orientation
    return found


def check_orientation(ctx: Context, terms: Sequence[Term], span: Span) -> None:
    """Report a sum or comparison of objectives of both orientations."""
    if not any(isinstance(e, ConstEntity) and e.orientation for e in ctx.shared.names.values()):
        return
    found = orientations(ctx, terms)
    if len(set(found.values())) > 1:
        up = next(name for name, way in found.items() if way == "maximize")
        down = next(name for name, way in found.items() if way == "minimize")
        raise ctx.fail(MixedOrientation(span, up, down))
