"""Source text and places in it. Lines and columns count from 1; a column is one Unicode character."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field

from aligncheck.records import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text: line and column, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class SourceFile:
    """One text under the name it is shown by. Two files are the same only if they are one object."""

    name: str
    text: str
    line_starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts = [0]
        starts.extend(at + 1 for at, char in enumerate(self.text) if char == "\n")
        object.__setattr__(self, "line_starts", tuple(starts))

    def position(self, offset: int) -> Position:
        """The line and column of a character offset (0 to the length of the text)."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line break."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] - 1 if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r")


@dataclass(frozen=True, slots=True)
class Span:
    """The characters from offset `start` up to, not including, `end` of one file."""

    source: SourceFile
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def first(self) -> Position:
        return self.source.position(self.start)

    @property
    def last(self) -> Position:
        """The position just after the last character."""
        return self.source.position(self.end)

    def to(self, other: Span) -> Span:
        """The smallest span that covers both; `other` is in the same file."""
        return Span(self.source, min(self.start, other.start), max(self.end, other.end))


def within(inner: Span, outer: Span) -> bool:
    """Whether one place is part of another."""
    return inner.source is outer.source and outer.start <= inner.start and inner.end <= outer.end
