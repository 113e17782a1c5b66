"""Bound names that have changed places, and one quantifier for another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from aligncheck.syntax import show, tree
from tests.plant.scope import Scope
from tests.plant.surface import Change, exchanged, sites

OTHER_QUANTIFIERS = {
    "forall": ("exists",),
    "exists": ("forall", "exists_unique"),
    "exists_unique": ("exists",),
}
OTHER_BINDERS = {
    "eventually": "often",
    "often": "eventually",
    "max": "min",
    "min": "max",
    "argmax": "argmin",
    "argmin": "argmax",
    "union": "intersection",
    "intersection": "union",
}


def swapped_binders(written: tree.Declared, scope: Scope) -> Iterator[Change]:
    """`∀ a: A. ∃ e: E` as `∀ e: A. ∃ a: E`, `fun a, e. …` as `fun e, a. …`. Of one type and in one list, names
    that change places change nothing."""
    for site in sites(written):
        match site.node:
            case tree.ForClause(binders):
                yield from _in_a_list(binders)
            case tree.Quantified(kind, binders, body):
                yield from _in_a_list(binders)
                if isinstance(body, tree.Quantified):
                    outer, inner = binders[-1], body.binders[0]
                    if kind != body.kind or _range(outer) != _range(inner):
                        yield exchanged(outer.names[-1], inner.names[0])
            case tree.Branch(patterns):
                for one, other in pairwise(patterns):
                    if isinstance(one, tree.PatternName) and isinstance(other, tree.PatternName):
                        yield exchanged(one.name, other.name)


def swapped_quantifiers(written: tree.Declared, scope: Scope) -> Iterator[Change]:
    """∀ for ∃ and ∃ for ∀, both of `∀ x. ∃ y`, and one big operator for its opposite."""
    for site in sites(written):
        match site.node:
            case tree.Quantified(kind, _, body) as outer:
                for other in OTHER_QUANTIFIERS[kind]:
                    yield ((outer, replace(outer, kind=other)),)
                if isinstance(body, tree.Quantified) and body.kind != kind:
                    yield ((outer, replace(outer, kind=body.kind, body=replace(body, kind=kind))),)
            case tree.Big(kind) as big if kind in OTHER_BINDERS:
                yield ((big, replace(big, kind=OTHER_BINDERS[kind])),)


def _in_a_list(binders: tuple[tree.Binder, ...]) -> Iterator[Change]:
    for one, other in pairwise(binders):
        if _range(one) != _range(other) or one.where or other.where:
            yield exchanged(one.names[-1], other.names[0])


def _range(binder: tree.Binder) -> str:
    return " ".join(show(each) for each in (binder.type, binder.among) if each is not None)
