"""A formula as a claim states it."""

from __future__ import annotations


from aligncheck.kernel.terms import Term
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class Stated:
    """The formula, its author's words, and where they stand."""

    label: str
    formula: Term
    span: Span
