"""Edits put into a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aligncheck.diagnostics.problem import Edit, Fix


def edited(text: str, edits: Iterable[Edit], start: int = 0) -> str:
    """The text with its edits made, which do not overlap; `start` is the offset in the file at which the text
    begins."""
    for edit in sorted(edits, key=lambda each: (each.span.start, each.span.end), reverse=True):
        first, last = edit.span.start - start, edit.span.end - start
        text = text[:first] + edit.text + text[last:]
    return text


def apart(fixes: Iterable[Fix]) -> tuple[Fix, ...]:
    """The fixes that can be made together: each touches nothing that an earlier one does. The same one counts
    once."""
    kept: list[Fix] = []
    for fix in fixes:
        if all(not _touch(fix.edits, other.edits) for other in kept):
            kept.append(fix)
    return tuple(kept)


def _touch(some: Sequence[Edit], others: Sequence[Edit]) -> bool:
    return any(_overlap(one, other) for one in some for other in others)


def _overlap(one: Edit, other: Edit) -> bool:
    first, second = one.span, other.span
    if first.source is not second.source:
        return False
    if (first.start, first.end) == (second.start, second.end):
        return True
    return first.start < second.end and second.start < first.end
