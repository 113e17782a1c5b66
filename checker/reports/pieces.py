"""Text with styles, before it is known whether colours can be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

Style: TypeAlias = Literal["", "error", "warning", "remark", "good", "bad", "quiet", "strong", "place"]
Piece: TypeAlias = tuple[str, Style]
Line: TypeAlias = tuple[Piece, ...]

EMPTY: Line = ()


def line(*parts: str | Piece) -> Line:
    """A line of pieces; bare text has no style."""
    return tuple((part, "") if isinstance(part, str) else part for part in parts)


def indented(lines: Iterable[Line], by: int) -> list[Line]:
    """The lines moved to the right; empty ones stay empty."""
    return [((" " * by, ""), *each) if each else each for each in lines]


def plain(each: Line) -> str:
    """A line without its styles."""
    return "".join(text for text, _ in each).rstrip()
