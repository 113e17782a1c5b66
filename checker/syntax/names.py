"""The nodes and names that occur in a tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields

from aligncheck.syntax import tree


def nodes(root: tree.Node, enter: Callable[[tree.Node], bool] = lambda _: True) -> Iterator[tree.Node]:
    """Every node of a tree, without recursion; what is inside one only if it is to be entered."""
    stack: list[object] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, tree.Node):
            yield node
            if enter(node):
                stack.extend(getattr(node, slot.name) for slot in fields(node) if slot.name != "span")
        elif isinstance(node, tuple):
            stack.extend(node)


def declared_names(declaration: tree.Declaration) -> list[tree.Name]:
    """The names that a declaration gives a meaning, in order, its alias last."""
    match declaration:
        case tree.RelationDecl(head=head) | tree.DefDecl(head=head) | tree.TransformationDecl(head=head):
            return [head.name] if head.alias is None else [head.name, head.alias]
        case (
            tree.SortDecl(names=names) | tree.ObjectiveDecl(names=names) | tree.ConstantDecl(names=names)
            | tree.DistributionDecl(names=names)
        ):  # fmt: skip
            return list(names)
        case tree.EnumDecl(name=name, members=members):
            return [name, *members]
        case tree.GivenDecl(binders=binders):
            return [name for binder in binders for name in binder.names]
        case tree.DefaultDecl():
            return []
        case _:
            return [declaration.name]


def all_names(root: tree.Node) -> Iterator[tree.Name]:
    """Every name in a tree."""
    return (node for node in nodes(root) if isinstance(node, tree.Name))
