"""All small changes of a claim, the likeliest slips first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligncheck.repair.change import Change
from aligncheck.repair.names import names
from aligncheck.repair.operators import operators
from aligncheck.repair.places import exchanged
from aligncheck.repair.quantifiers import quantifiers
from aligncheck.repair.ranges import ranges
from aligncheck.repair.site import Site
from aligncheck.repair.suppositions import dropped, suppositions

KINDS = (ranges, names, exchanged, operators, quantifiers, suppositions, dropped)


def candidates(site: Site, known: Sequence[Change] = ()) -> list[Change]:
    """Every change once, by cost and then in the order of the text. `known` are those that a finding offers."""
    found: dict[object, Change] = {}
    for change in (*known, *_all(site)):
        key = tuple((edit.span.start, edit.span.end, edit.text) for edit in change.edits)
        if key not in found or change.cost < found[key].cost:
            found[key] = change
    return sorted(found.values(), key=lambda change: change.cost)


def _all(site: Site) -> Iterator[Change]:
    for kind in KINDS:
        yield from kind(site)
