"""A formula as a claim states it."""

from __future__ import annotations


from aligncheck.kernel.terms import Term
from aligncheck.records import dataclass
from aligncheck.source import Span
from aligncheck.syntax import tree


@dataclass(frozen=True, slots=True)
class Stated:
    """The formula, its author's words, where they stand, and how they were read, if they are a formula."""

    label: str
    formula: Term
    span: Span
    written: tree.Term | None = None
