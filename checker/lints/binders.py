"""Loops whose body does not mention the index, and loops that take the name of one around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from aligncheck.diagnostics import Problem
from aligncheck.elaborate.problems import IndexNotInBody, ReusedIndex, UnusedIndex
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.names import all_names, nodes

_OPERATORS = {"union": "⋃", "intersection": "⋂"}


def loop_names(root: tree.Node, around: Mapping[str, Span] | None = None) -> Iterator[Problem]:
    """What is odd about the loops in a formula or a body; `around`: the indices of loops around it."""
    stack: list[tuple[object, Mapping[str, Span]]] = [(root, around or {})]
    while stack:
        node, outer = stack.pop()
        if isinstance(node, tuple):
            stack.extend((each, outer) for each in reversed(node))
        elif isinstance(node, (tree.Quantified, tree.Big, tree.Image)):
            binders, body = _parts(node)
            inner = dict(outer)
            for binder in binders:
                yield from _reused(binder, inner, isinstance(node, tree.Big))
                inner.update((name.text, name.span) for name in binder.names)
            yield from _unused(node, binders, body)
            stack.append((body, inner))
            stack.append((binders, outer))
        elif isinstance(node, tree.Node):
            names = [slot.name for slot in fields(node) if slot.name != "span"]
            stack.extend((getattr(node, name), outer) for name in reversed(names))


def _parts(
    node: tree.Quantified | tree.Big | tree.Image,
) -> tuple[tuple[tree.Binder, ...], tuple[tree.Term, ...]]:
    match node:
        case tree.Quantified(_, binders, body):
            return binders, (body,)
        case tree.Big(_, binder, body, distribution):
            return (binder,), (body,) if distribution is None else (body, distribution)
        case tree.Image(value, binders, conditions):
            return binders, (value, *conditions)


def _reused(binder: tree.Binder, outer: Mapping[str, Span], one_of_set: bool) -> Iterator[Problem]:
    """The index of a loop that has the name of one around it."""
    for name in binder.names:
        if name.text in outer and (one_of_set or binder.among is not None):
            yield ReusedIndex(name.span, name.text, outer[name.text])


def _unused(
    node: tree.Quantified | tree.Big | tree.Image,
    binders: tuple[tree.Binder, ...],
    body: tuple[tree.Term, ...],
) -> Iterator[Problem]:
    """The indices that nothing after them mentions. A formula that is only `true`, and a number or a constant
    added up, may be meant."""
    for at, binder in enumerate(binders):
        if isinstance(node, tree.Big) or binder.among is not None:
            rest = [*body, *binders[at + 1 :], *([] if binder.where is None else [binder.where])]
            used = {name.text for part in rest for name in all_names(part)}
            for name in binder.names:
                if name.text not in used and not _plain(body[0]):
                    yield _told(node, name, body[0].span)


def _told(node: tree.Node, name: tree.Name, body: Span) -> Problem:
    if isinstance(node, tree.Big):
        return IndexNotInBody(name.span, _OPERATORS.get(node.kind, node.kind), name.text, body)
    return UnusedIndex(name.span, name.text, body)


def _plain(body: tree.Term) -> bool:
    """Whether a body is made of numbers and names alone: nothing in it could take an index."""
    return not any(
        isinstance(node, (tree.Apply, tree.Index, tree.Compare, tree.Get, tree.Size, tree.Script))
        for node in nodes(body)
    )
