"""All small changes of a claim, the likeliest slips first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from aligncheck.repair.change import Change
from aligncheck.repair.names import names
from aligncheck.repair.operators import operators
from aligncheck.repair.places import exchanged
from aligncheck.repair.quantifiers import quantifiers
from aligncheck.repair.ranges import ranges
from aligncheck.repair.site import Site
from aligncheck.repair.suppositions import dropped, suppositions
from aligncheck.repair.twins import favoured
from aligncheck.repair.wrapping import wrapped

Kind: TypeAlias = Callable[[Site], Iterator[Change]]

WITHIN: tuple[Kind, ...] = (ranges, names, exchanged, operators, quantifiers, wrapped)
"""Changes of what is written."""
BESIDE: tuple[Kind, ...] = (suppositions, dropped)
"""Changes of what is supposed."""


def candidates(site: Site, known: Sequence[Change] = ()) -> list[Change]:
    """Every change of a claim once, by cost and then in the order of the text. `known` are those that a finding
    offers."""
    return sorted(all_of(site, (*WITHIN, *BESIDE), known), key=lambda change: change.cost)


def all_of(site: Site, kinds: Sequence[Kind], known: Sequence[Change] = ()) -> list[Change]:
    """The changes of some kinds, each once; of two that make the same edits the nearer."""
    found: dict[object, Change] = {}
    for change in (*known, *favoured(site, (change for kind in kinds for change in kind(site)))):
        key = tuple((edit.span.start, edit.span.end, edit.text) for edit in change.edits)
        if key not in found or change.cost < found[key].cost:
            found[key] = change
    return list(found.values())
