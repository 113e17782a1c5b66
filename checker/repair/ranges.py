"""Index sets one too long, too short or shifted; indices and counts off by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aligncheck.repair.change import Change, put, said
from aligncheck.repair.site import Place, Site
from aligncheck.syntax import tree

OFF_BY_ONE = 1.0
COUNT = 1.2
DECLARED = 1.4
"""The range of a family itself."""


def ranges(site: Site) -> Iterator[Change]:
    """Every index set, index and numeral of the claim, one off."""
    for place in site.places:
        match place.node:
            case tree.Range(low, high):
                yield from _ends(
                    low, high, DECLARED if isinstance(place.clause, tree.FamilyDecl) else OFF_BY_ONE
                )
            case tree.SetLiteral(items) if items and all(_value(item) is not None for item in items):
                yield from _sets(place.node)
            case tree.Index(_, indices):
                yield from (change for index in indices for change in shifted(index, OFF_BY_ONE))
            case tree.Apply(_, arguments):
                moved = [each for each in arguments if isinstance(each, (tree.Chain, tree.Numeral))]
                yield from (change for each in moved for change in shifted(each, OFF_BY_ONE + 0.1))
            case tree.Numeral() if not _counts_places(place):
                yield from shifted(place.node, COUNT)
            case _:
                pass


def _counts_places(place: Place) -> bool:
    """Whether a numeral is part of an index or an index set, which are moved as wholes."""
    return isinstance(place.parent, (tree.Range, tree.SetLiteral, tree.Index, tree.Apply))


def _ends(low: tree.Term, high: tree.Term, cost: float) -> Iterator[Change]:
    for end, word in ((low, "begin"), (high, "end")):
        for change in shifted(end, cost):
            yield replace(change, title=f"let the range {word} at {said(change.edits[0].text)}")


def _sets(literal: tree.SetLiteral) -> Iterator[Change]:
    """A written-out index set with one value more or less at either end, or moved by one."""
    values = [value for item in literal.items if (value := _value(item)) is not None]
    first, last = min(values), max(values)
    others = [
        [*values, last + 1],
        [*values[:-1]],
        [first - 1, *values],
        [*values[1:]],
        [value - 1 for value in values],
        [value + 1 for value in values],
    ]
    for at, other in enumerate(others):
        if other and min(other) >= min(0, first):
            text = "{" + ", ".join(map(str, other)) + "}"
            cost = OFF_BY_ONE + (0.2 if at >= 4 else 0.0)
            yield put(literal.span, text, f"let the index range over `{text}`", cost)


def _value(term: tree.Term) -> int | None:
    return int(term.text) if isinstance(term, tree.Numeral) and term.text.isdigit() else None


def shifted(term: tree.Term, cost: float) -> Iterator[Change]:
    """The term one less and one more, as its author would write it."""
    for by in (-1, 1):
        text = _moved(term, by)
        if text is not None:
            yield put(term.span, text, f"`{text}` for {said(term.span.text)}", cost)


def _moved(term: tree.Term, by: int) -> str | None:
    value = _value(term)
    if value is not None:
        return str(value + by) if value + by >= 0 else None
    if isinstance(term, tree.Numeral):
        return None
    if isinstance(term, tree.Chain) and term.level == "add":
        operator, last = term.rest[-1]
        step = _value(last)
        if step is not None and operator.text in "+-":
            total = (step if operator.text == "+" else -step) + by
            head = term.span.source.text[term.span.start : operator.span.start].rstrip()
            blank = " " if term.span.source.text[operator.span.start - 1].isspace() else ""
            return head if not total else f"{head}{blank}{'+' if total > 0 else '-'}{blank}{abs(total)}"
    if isinstance(term, (tree.Name, tree.Apply, tree.Index, tree.Get, tree.Chain, tree.Size)):
        return f"{term.span.text}{'+' if by > 0 else '-'}1"
    return None
