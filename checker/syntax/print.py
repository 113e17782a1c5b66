"""From the surface tree back to text that parses to an equal tree."""

from __future__ import annotations

from aligncheck.syntax import tree
from aligncheck.syntax.print_declarations import show_declaration, show_other
from aligncheck.syntax.print_terms import term


def show(node: tree.Node) -> str:
    """The text of any part of the tree."""
    if isinstance(node, tree.File):
        return "\n".join(show_declaration(each) for each in node.declarations) + "\n"
    if isinstance(node, tree.Declared):
        return show_declaration(node)  # type: ignore[arg-type]
    other = show_other(node)
    return other if other is not None else term(node)  # type: ignore[arg-type]
