"""The names a reader may have meant: an edit distance that knows how names of mathematics go wrong.

The distance is optimal string alignment (Damerau, A technique for computer detection and correction of spelling
errors, 1964; computed row by row as by Wagner and Fischer, 1974) with the costs below in place of 1 for each edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

SAME_LOOKS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονАВЕКМНОРСТХаеорсух", "ABEZHIKMNOPTYXovABEKMHOPCTXaeopcyx")
"""Greek and Cyrillic letters that nobody can tell from a Latin one."""

_ALIKE = SAME_LOOKS | str.maketrans("αβγειηκμνορτυχω₀₁₂₃₄₅₆₇₈₉′’‘", "abyeinkuvoptuxw0123456789'''")
"""Those that are read for a Latin one besides, subscripts for digits, and one sign for all primes."""

_MARKS = frozenset("'*†⁺⁻₊₋_0123456789")
_KEYS = {
    key: (row, column + row * 0.5)
    for row, keys in enumerate(("qwertyuiop", "asdfghjkl", "zxcvbnm"))
    for column, key in enumerate(keys)
}

_SAME_LETTER = 0.2
"""Another case, a look-alike, a subscript for a digit."""
_MARK = 0.4
"""A prime, star, subscript, digit or underscore too many or too few."""
_DOUBLED = 0.5
_SWAPPED = 0.6
_OTHER_MARK = 0.6
_NEIGHBOUR = 0.8
"""A letter beside the right one on the keyboard."""
_EDIT = 1.0
_SHORTENED = 1.3
"""One name begins the other."""

_Letter = tuple[str, str]
"""A letter as written, and what is left of it where case and alphabet are not told apart."""


def nearest(name: str, candidates: Iterable[str], limit: int | None = 3) -> tuple[str, ...]:
    """The candidates near in spelling to `name`, nearest first, at most `limit` of them. Among equally near ones
    that comes first which begins like it for longer; the order in which they are given does not matter."""
    most = _most(name)
    ranked: list[tuple[float, int, str]] = []
    for candidate in set(candidates) - {name}:
        cost = distance(name, candidate, most)
        if cost <= most:
            ranked.append((cost, -_common(name, candidate), candidate))
    return tuple(candidate for _, _, candidate in sorted(ranked)[:limit])


def surely(name: str, close: Sequence[str]) -> str | None:
    """The first of the near names if it is but one slip away and no other is about as near."""
    costs = [distance(name, each) for each in close]
    if not costs or costs[0] > min(_EDIT, 0.3 * len(name)):
        return None
    return close[0] if all(other >= costs[0] + _MARK for other in costs[1:]) else None


def distance(left: str, right: str, most: float = float("inf")) -> float:
    """What it costs to write one name for the other (0 for the same one); some number above `most` if more."""
    short, long = sorted((left.casefold(), right.casefold()), key=len)
    begins = len(short) >= 3 and long.startswith(short)
    if (len(long) - len(short)) * _MARK > most and not begins:
        return float("inf")
    apart = _alignment(_letters(left), _letters(right), most)
    return min(apart, _SHORTENED) if begins else apart


def _most(name: str) -> float:
    """How far a near name may be: a mark for one letter, an edit for a short name, a third of a long one."""
    return _DOUBLED if len(name) == 1 else min(3.0, max(_EDIT, 0.34 * len(name)))


def _common(left: str, right: str) -> int:
    """How many letters both begin with."""
    return next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), len(left))


@lru_cache(4096)
def _letters(name: str) -> tuple[_Letter, ...]:
    return tuple((letter, letter.translate(_ALIKE).casefold()) for letter in name)


def _alignment(left: Sequence[_Letter], right: Sequence[_Letter], most: float) -> float:
    """The cheapest alignment; some number above `most` if it costs more."""
    before: list[float] = []
    row = [0.0]
    for at in range(len(right)):
        row.append(row[at] + _gap(right, at))
    for down in range(len(left)):
        above, row = row, [row[0] + _gap(left, down)]
        for at in range(len(right)):
            cost = min(
                above[at] + _exchange(left[down], right[at]),
                above[at + 1] + _gap(left, down),
                row[at] + _gap(right, at),
            )
            if down and at and _crossed(left, down, right, at):
                cost = min(cost, before[at - 1] + _SWAPPED)
            row.append(cost)
        if min(row) > most and min(above) > most:
            return min(row)
        before = above
    return row[-1]


def _crossed(left: Sequence[_Letter], down: int, right: Sequence[_Letter], at: int) -> bool:
    return left[down][1] == right[at - 1][1] and left[down - 1][1] == right[at][1]


def _gap(name: Sequence[_Letter], at: int) -> float:
    """What a letter costs that only one of the names has."""
    letter = name[at][1]
    if letter in _MARKS or "\u0300" <= letter <= "\u036f":
        return _MARK
    return _DOUBLED if at and name[at - 1][1] == letter else _EDIT


def _exchange(one: _Letter, other: _Letter) -> float:
    if one[1] == other[1]:
        return 0.0 if one[0] == other[0] else _SAME_LETTER
    if one[1] in _MARKS and other[1] in _MARKS:
        return _OTHER_MARK
    here, there = _KEYS.get(one[1]), _KEYS.get(other[1])
    if here and there and abs(here[0] - there[0]) <= 1 and abs(here[1] - there[1]) <= 1:
        return _NEIGHBOUR
    return _EDIT
