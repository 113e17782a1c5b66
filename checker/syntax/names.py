"""The names that occur in a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from aligncheck.syntax import tree


def all_names(root: tree.Node) -> Iterator[tree.Name]:
    """Every name in a tree, without recursion."""
    stack: list[object] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, tree.Name):
            yield node
        elif isinstance(node, tree.Node):
            stack.extend(getattr(node, slot.name) for slot in fields(node) if slot.name != "span")
        elif isinstance(node, tuple):
            stack.extend(node)
