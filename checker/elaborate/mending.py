"""The index sets over which a loop stays inside every family that it speaks of, as its author would write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aligncheck.elaborate.indices import Loop, Use, index_text
from aligncheck.elaborate.integers import Linear, at_least, constant, minus, tight, times, variable
from aligncheck.elaborate.regions import Region, at, between, both, complement, either, empty, region, shown
from aligncheck.kernel.types import Enum
from aligncheck.syntax import tree
from aligncheck.syntax.names import nodes

_NEARBY = 4


def right_sets(uses: Iterable[Use], loop: Loop) -> tuple[str, ...]:
    """The sets that would do, the likeliest first: as long as the one written, else what is right of that one,
    then all that can be. None where a condition narrows the loop, or an index is not linear."""
    inside = uses_in(uses, loop)
    if not inside or loop.narrowed or any(use.index is None for use in inside):
        return ()
    if loop.values is None or _depends(inside, loop):
        return tuple(map(range_text, right_ranges(inside, loop)))
    return tuple(set_text(loop, values) for values in right_values(inside, loop))


def longer_sets(uses: Iterable[Use], loop: Loop) -> Iterator[tuple[str, Region]]:
    """The set of all values that would do, if the loop leaves some of them out: its text, and its region."""
    inside = uses_in(uses, loop)
    if loop.narrowed or any(use.index is None for use in inside):
        return
    key = variable(loop.key)
    if loop.values is not None:
        possible = possible_values(inside, loop)
        for values in (_in_steps(loop.values, possible), possible):
            if set(loop.values) < set(values):
                yield set_text(loop, values), either(*(at(key, constant(value)) for value in values))
    widest, (low, high) = widest_range(inside, loop), written_ends(loop)
    if widest is not None and low is not None and high is not None:
        ends = widest[0] or low, widest[1] or high
        yield range_text(ends), between(ends[0], key, ends[1])


def _in_steps(values: Sequence[int], possible: Sequence[int]) -> tuple[int, ...]:
    """Of the possible values those in the steps of the written ones, if these go in steps of more than 1."""
    step = values[1] - values[0] if len(values) > 1 else 1
    if step < 2 or list(values) != list(range(values[0], values[-1] + 1, step)):
        return ()
    return tuple(value for value in possible if (value - values[0]) % step == 0)


def _depends(inside: Sequence[Use], loop: Loop) -> bool:
    """Whether the values that would do are told by a loop around."""
    outer = {each.key for use in inside for each in use.loops if each.place != loop.place}
    ends = [end for end in widest_range(inside, loop) or () if end is not None]
    return any(name in outer for end in ends for name in end.names)


def uses_in(uses: Iterable[Use], loop: Loop) -> list[Use]:
    """What is named inside the loop."""
    return [use for use in uses if any(each.place == loop.place for each in use.loops)]


def keeps(use: Use, loop: Loop, over: Region) -> bool:
    """Whether the member exists for all values that `over` says of the loop, and all of the loops around."""
    others = [each.region for each in use.loops if each.place != loop.place]
    outside = complement(use.stays)
    return outside.exact and empty(both(*others, use.types, over, outside))


# ── Sets that are written out ──


def possible_values(inside: Sequence[Use], loop: Loop) -> tuple[int, ...]:
    """The values near by at which every member exists; negative ones only where there are some already."""
    values = loop.values or ()
    if isinstance(loop.kind, Enum):
        near = range(len(loop.kind.members))
    else:
        least = min(values, default=0)
        near = range(max(least - _NEARBY, min(least, 0)), max(values, default=0) + _NEARBY + 1)
    key = variable(loop.key)
    return tuple(v for v in near if all(keeps(use, loop, at(key, constant(v))) for use in inside))


def right_values(inside: Sequence[Use], loop: Loop) -> tuple[tuple[int, ...], ...]:
    """The sets of values that would do, the likeliest first."""
    values = loop.values or ()
    possible = possible_values(inside, loop)
    possible = _in_steps(values, possible) or possible
    kept = tuple(value for value in values if value in possible)
    likeliest = [possible, kept] if len(possible) == len(values) else [kept, possible]
    return tuple(dict.fromkeys(each for each in likeliest if each))


def set_text(loop: Loop, values: Sequence[int]) -> str:
    """The set of these values in the style of the loop: a range stays a range."""
    in_row = list(values) == list(range(values[0], values[-1] + 1))
    ranges = loop.among is not None and any(isinstance(each, tree.Range) for each in nodes(loop.among))
    if in_row and ranges and not isinstance(loop.kind, Enum):
        return f"{values[0]}..{values[-1]}"
    return "{" + ", ".join(index_text(value, loop.kind) for value in values) + "}"


# ── Ranges with symbols ──


Ends = tuple[Linear, Linear]
Open = tuple[Linear | None, Linear | None]
"""The ends of a range, as far as it has any."""


def right_ranges(inside: Sequence[Use], loop: Loop) -> tuple[Ends, ...]:
    """The ranges that would do, the likeliest first."""
    low, high = written_ends(loop)
    widest = widest_range(inside, loop)
    if low is None or high is None or widest is None:
        return ()
    longest = (widest[0] or low, widest[1] or high)
    kept = _common((low, high), longest)
    shifted = minus(longest[1], longest[0]) == minus(high, low) and not _negative(longest[0])
    likeliest = [longest, kept] if shifted else [kept, longest]
    return tuple(dict.fromkeys(each for each in likeliest if each is not None and _do(inside, loop, each)))


def _negative(end: Linear) -> bool:
    return not end.terms and end.constant < 0


def written_ends(loop: Loop) -> Open:
    """The ends of a loop over a range."""
    found = _ends(loop.region, loop.key) if isinstance(loop.among, tree.Range) else None
    return found or (None, None)


def range_text(range: Ends) -> str:
    """A range as it is written."""
    return f"{shown(range[0])}..{shown(range[1])}"


def widest_range(inside: Sequence[Use], loop: Loop) -> Open | None:
    """The longest range over which every member exists, over symbols and the loops around this one."""
    found = _ends(both(*(use.stays for use in inside)), loop.key)
    within = {each.key for use in inside for each in _inner(use, loop)}
    names = {name for end in found or () if end is not None for name in end.names}
    return None if found is None or not within.isdisjoint(names) else found


def _inner(use: Use, loop: Loop) -> Sequence[Loop]:
    places = [each.place for each in use.loops]
    return use.loops[places.index(loop.place) + 1 :]


def _ends(of: Region, key: str) -> Open | None:
    """The first and last value that a region leaves for a key, where one constraint tells each."""
    if len(of.branches) != 1 or not of.exact:
        return None
    rows = [row for row in map(tight, of.branches[0]) if row.of(key)]
    low = [_bound(row, key) for row in rows if row.of(key) > 0]
    high = [_bound(row, key) for row in rows if row.of(key) < 0]
    if any(abs(row.of(key)) != 1 for row in rows) or not (_comparable(low) and _comparable(high)):
        return None
    return _strongest(low, 1), _strongest(high, -1)


def _bound(row: Linear, key: str) -> Linear:
    rest = Linear(tuple((name, c) for name, c in row.terms if name != key), row.constant)
    return times(-row.of(key), rest)


def _comparable(bounds: Sequence[Linear]) -> bool:
    return all(not minus(bound, bounds[0]).terms for bound in bounds)


def _strongest(bounds: Sequence[Linear], sign: int) -> Linear | None:
    """The greatest (sign 1) or least (-1) of terms that differ by numbers."""
    return max(bounds, key=lambda bound: sign * bound.constant, default=None)


def _common(one: Ends, other: Ends) -> Ends | None:
    """What is in both ranges, where their ends differ by numbers."""
    lows, highs = (one[0], other[0]), (one[1], other[1])
    if not (_comparable(lows) and _comparable(highs)):
        return None
    low, high = _strongest(lows, 1), _strongest(highs, -1)
    return None if low is None or high is None else (low, high)


def _do(inside: Sequence[Use], loop: Loop, range: Ends) -> bool:
    key = variable(loop.key)
    over = region(at_least(key, range[0]), at_least(range[1], key))
    return all(keeps(use, loop, over) for use in inside)
