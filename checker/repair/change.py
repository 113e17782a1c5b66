"""A small edit of a claim, and how far it is from what was written."""

from __future__ import annotations

from aligncheck.diagnostics import Edit, Fix
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class Change:
    """`title`: what it does, in words. `cost`: how unlikely a slip is that it undoes (about 1 for a letter, a
    prime, an index off by one; more for what says something new). `supposes`: the assumption that it adds. `beside`:
    what it needs elsewhere in the file."""

    title: str
    edits: tuple[Edit, ...]
    cost: float
    supposes: str | None = None
    beside: tuple[Edit, ...] = ()

    @property
    def fix(self) -> Fix:
        return Fix(self.title, (*self.beside, *self.edits))


def put(span: Span, text: str, title: str, cost: float) -> Change:
    """One place replaced."""
    return Change(title, (Edit(span, text),), cost)


def exchange(first: Span, second: Span, title: str, cost: float) -> Change:
    """The texts of two places that do not overlap, exchanged."""
    return Change(title, (Edit(first, second.text), Edit(second, first.text)), cost)


def said(text: str) -> str:
    """A text of the file as it is quoted in a title: on one line."""
    return f"`{' '.join(text.split())}`"
