"""Walking over the surface tree, and putting other nodes in place of some of its nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from aligncheck.source import SourceFile, Span
from aligncheck.syntax import parse, tree

NOWHERE = Span(SourceFile("planted", ""), 0, 0)
"""The place of nodes that were made and not read."""

Change = tuple[tuple[tree.Node, tree.Node | None], ...]
"""What a slip does to a claim: nodes of it, each with the node that takes its place; None takes it out of the
list that it stands in."""


@dataclass(frozen=True)
class Site:
    """A node and the nodes around it, the outermost first."""

    node: tree.Node
    above: tuple[tree.Node, ...] = ()

    @property
    def parent(self) -> tree.Node | None:
        return self.above[-1] if self.above else None


def children(node: tree.Node) -> Iterator[tree.Node]:
    """The parts of a node, in the order of writing."""
    for each in fields(node):
        if each.compare:
            yield from _nodes(getattr(node, each.name))


def sites(root: tree.Node, above: tuple[tree.Node, ...] = ()) -> Iterator[Site]:
    """All nodes below and including the root, each before its parts."""
    yield Site(root, above)
    for child in children(root):
        yield from sites(child, (*above, root))


def changed(root: Any, change: Change) -> Any:
    """The tree with the change made; nodes are told apart by identity, not by what they say."""
    return _rebuilt(root, {id(old): new for old, new in change})


def name(text: str) -> tree.Name:
    return tree.Name(text, span=NOWHERE)


def numeral(number: int) -> tree.Numeral:
    return tree.Numeral(str(number), span=NOWHERE)


def exchanged(one: tree.Node, other: tree.Node) -> Change:
    """Two nodes, each in the place of the other."""
    return ((one, other), (other, one))


def declaration_in(text: str) -> tree.Declaration | None:
    """The declaration that a text consists of, if it can be read without an error."""
    made = parse(SourceFile("planted.align", text))
    return None if made.problems or len(made.value.declarations) != 1 else made.value.declarations[0]


def claim_in(text: str) -> tree.ClaimDecl | None:
    """The claim that a text consists of, if it can be read without an error."""
    claim = declaration_in(text)
    return claim if isinstance(claim, tree.ClaimDecl) else None


def names_in(node: tree.Node) -> set[str]:
    """All names, operators among them, that stand anywhere in a node."""
    return {each.node.text for each in sites(node) if isinstance(each.node, tree.Name)}


def _nodes(value: Any) -> Iterator[tree.Node]:
    if isinstance(value, tree.Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


def _rebuilt(value: Any, new: Mapping[int, tree.Node | None]) -> Any:
    if isinstance(value, tuple):
        items = [item for item in value if new.get(id(item), item) is not None]
        return tuple(_rebuilt(item, new) for item in items)
    if not isinstance(value, tree.Node):
        return value
    if id(value) in new:
        return new[id(value)]
    parts = {each.name: getattr(value, each.name) for each in fields(value)}
    return type(value)(**{key: part if key == "span" else _rebuilt(part, new) for key, part in parts.items()})
