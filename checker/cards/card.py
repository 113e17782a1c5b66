"""A card: all that is shown of one declaration."""

from __future__ import annotations

from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class Reference:
    """Another declaration: what it is called, what kind it is, and where. A claim with the verdict expected."""

    name: str
    kind: str
    span: Span
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """`written`: the declaration as it stands. `conditions`: where it is defined, in a sentence; None where it
    always is. `behind`: the same of each definition that these speak of. `needs`: of a claim, what has to hold for
    what it shows to be defined. `scale`: how the value may change with the scales of what it is made of."""

    name: str
    module: str
    kind: str
    span: Span
    written: str
    doc: str
    cites: tuple[str, ...]
    type: str | None
    scale: str | None
    conditions: str | None
    behind: tuple[tuple[str, str], ...]
    needs: str | None
    uses: tuple[Reference, ...]
    used_by: tuple[Reference, ...]
    claims: tuple[Reference, ...]
