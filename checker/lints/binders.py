"""Loops, sums and their kin whose body does not mention the index."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.diagnostics import Problem
from aligncheck.elaborate.problems import IndexNotInBody, UnusedIndex
from aligncheck.syntax import tree
from aligncheck.syntax.names import all_names, nodes

_OPERATORS = {"union": "⋃", "intersection": "⋂"}


def unused_indices(root: tree.Node) -> Iterator[Problem]:
    """Each index of a loop over a range or a written-out set, and of a sum over anything, that is not mentioned
    where it could be. A name that begins with `_` says that it is meant to go unused."""
    for node in nodes(root):
        match node:
            case tree.Quantified(_, binders, body):
                for name in _unused(binders, (body,), every=False):
                    yield UnusedIndex(name.span, name.text, body.span)
            case tree.Image(value, binders, conditions):
                for name in _unused(binders, (value, *conditions), every=False):
                    yield UnusedIndex(name.span, name.text, value.span)
            case tree.Big(kind, binder, body):
                for name in _unused((binder,), (body,), every=True):
                    yield IndexNotInBody(name.span, _OPERATORS.get(kind, kind), name.text, body.span)
            case _:
                pass


def _unused(
    binders: tuple[tree.Binder, ...], body: tuple[tree.Term, ...], every: bool
) -> Iterator[tree.Name]:
    """The names that nothing after them mentions, of `every` binder or of index sets alone."""
    if _plain(body[0]):
        return
    for at, binder in enumerate(binders):
        if every or isinstance(binder.among, (tree.Range, tree.SetLiteral)):
            later = [*body, *binders[at + 1 :], *([] if binder.where is None else [binder.where])]
            used = {name.text for part in later for name in all_names(part)}
            yield from (
                name for name in binder.names if not name.text.startswith("_") and name.text not in used
            )


def _plain(body: tree.Term) -> bool:
    """Whether a body is made of numbers and names alone, as where something is counted: nothing in it could take
    an index."""
    takers = (tree.Apply, tree.Index, tree.Compare, tree.Get, tree.Size, tree.Script)
    return not any(isinstance(node, takers) for node in nodes(body))
