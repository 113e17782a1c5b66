"""Parts that stand twice where once would do: `P or P`, `x = x`, two assumptions alike. A slip is likely there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from aligncheck.repair.change import Change
from aligncheck.repair.site import Site
from aligncheck.source import Span, within
from aligncheck.syntax import tree

NEARER = 0.3
"""How much nearer a change of one of two twins is."""
LATER = 0.01
"""How much nearer the later of two twins is: a copy is made after what it copies."""
SHOWN = 0.02
"""How much nearer a change of the conclusion is than the same one of an assumption."""


def favoured(site: Site, changes: Iterable[Change]) -> Iterator[Change]:
    """The changes, nearer where they tell twins apart, and a little where they are of what is shown."""
    groups = [list(_twins(_parts(place.node))) for place in site.places]
    spans = [span for group in groups for span in group]
    copies = [span for group in groups for span in group[1:]]
    asked = [clause.span for clause in site.clauses if isinstance(clause, (tree.ShowClause, tree.Property))]
    for change in changes:
        more = (
            NEARER * _inside(change, spans) + LATER * _inside(change, copies) + SHOWN * _inside(change, asked)
        )
        yield replace(change, cost=change.cost - more)


def _inside(change: Change, places: Sequence[Span]) -> bool:
    """Whether the change stays within one of the places."""
    return any(all(within(edit.span, place) for edit in change.edits) for place in places)


def _parts(node: tree.Node) -> tuple[tree.Term, ...]:
    """What stands side by side in a node."""
    match node:
        case tree.Chain("and" | "or", first, rest) | tree.Compare(first, rest):
            return (first, *(right for _, right in rest))
        case tree.Implies(left, right) | tree.Iff(left, right):
            return (left, right)
        case tree.AssumeClause(formulas) | tree.ShowClause(formulas):
            return formulas
        case _:
            return ()


def _twins(parts: tuple[tree.Term, ...]) -> Iterator[Span]:
    for at, part in enumerate(parts):
        if part in parts[:at] or part in parts[at + 1 :]:
            yield part.span
