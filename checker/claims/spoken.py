"""Which members of families a claim speaks of, for some values of its symbols: every index at every value of the
loops around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.indices import Loop, Use
from aligncheck.elaborate.integers import Linear, constant, smallest, solutions
from aligncheck.elaborate.leaving import symbols, told
from aligncheck.elaborate.mending import longer_sets
from aligncheck.elaborate.regions import Region, both, put
from aligncheck.source import Span

Values = Mapping[str, int]
Member = tuple[int, ...]

_TYPICAL = (3, 4, 6)
_MOST_SYMBOLS = 3
_MOST = 200


@dataclass(slots=True)
class Spoken:
    """The uses of one claim, each place once, and the sizes at which they are looked at. `instead`: another region
    for the loop at a place, to see what it would reach."""

    uses: Sequence[Use]
    samples: Sequence[Values]
    instead: Mapping[Span, Region] = field(default_factory=dict)

    def ranging(self, loop: Loop, over: Region) -> Spoken:
        """The same with another index set for a loop."""
        return Spoken(self.uses, self.samples, {loop.place: over})

    def of(self, family: str, part: str = "") -> list[Use]:
        """The uses of a family, in one part of the claim or in all."""
        return [use for use in self.uses if use.family == family and part in ("", use.part)]

    def loops(self, family: str) -> list[Loop]:
        """The loops in assumptions about a family."""
        found = {loop.place: loop for use in self.of(family, "assume") for loop in use.loops}
        return [loop for loop in found.values() if loop.among is not None]

    def together(self, uses: Sequence[Use], sample: Values) -> frozenset[Member] | None:
        """All members that uses name; None where that is not known, or there are none."""
        found = [self.members(use, sample) for use in uses]
        known = [each for each in found if each is not None]
        return frozenset().union(*known) if known and len(known) == len(found) else None

    def members(self, use: Use, sample: Values) -> frozenset[Member] | None:
        """The members that a use names; None where that is not known."""
        runs = self.runs(use.loops, sample)
        if use.index is None or runs is None:
            return None
        return frozenset(self.member(use, run, sample) for run in runs)

    def member(self, use: Use, run: Values, sample: Values) -> Member:
        return tuple(each.value({**sample, **run}) for each in use.index or ())

    def runs(self, loops: Sequence[Loop], sample: Values) -> list[dict[str, int]] | None:
        """The values that loops take together, one inside the other."""
        known = {name: constant(value) for name, value in sample.items()}
        whole = both(*(put(self.instead.get(loop.place, loop.region), known) for loop in loops))
        if not whole.exact:
            return None
        found: list[dict[str, int]] = []
        keys = [loop.key for loop in loops]
        for branch in whole.branches:
            hidden = sorted({name for row in branch for name in row.names} - set(keys))
            some = solutions(branch, [*keys, *hidden], _MOST)
            if some is None or any("#" not in name for name in hidden):
                return None
            found.extend(some)
        return found


def spoken(ctx: Context) -> Spoken:
    """What the claim speaks of, each place once, at a few typical sizes that its assumptions allow."""
    uses = list(ctx.uses.values())
    return Spoken(uses, _samples(ctx, uses))


def _samples(ctx: Context, uses: Sequence[Use]) -> Sequence[Values]:
    """Values of the symbols: sizes at which nothing is degenerate, or the smallest that are allowed."""
    names = sorted({name for use in uses if use.family for name in _symbols(use)})
    if len(names) > _MOST_SYMBOLS:
        return []
    assumed = both(*(told(each) for each in ctx.supposed if each.assumed))
    rows = both(assumed, symbols(ctx, assumed)).branches
    typical = [dict(zip(names, values, strict=True)) for values in product(_TYPICAL, repeat=len(names))]
    allowed = [each for each in typical if any(_allows(branch, each) for branch in rows)]
    if allowed or not names:
        return allowed
    found = [smallest(branch, [*names, *_others(branch, names)]) for branch in rows]
    return [{name: each[name] for name in names} for each in found if each is not None]


def _symbols(use: Use) -> set[str]:
    keys = {loop.key for loop in use.loops}
    regions = [loop.region for loop in use.loops]
    names = {name for each in regions for branch in each.branches for row in branch for name in row.names}
    names |= {name for index in use.index or () for name in index.names}
    return {name for name in names - keys if "#" not in name}


def _others(branch: Sequence[Linear], names: Sequence[str]) -> list[str]:
    return sorted({name for row in branch for name in row.names} - set(names))


def _allows(branch: Sequence[Linear], sample: Values) -> bool:
    rows = [row.put({name: constant(value) for name, value in sample.items()}) for row in branch]
    return smallest(rows, _others(rows, ())) is not None


def mend(
    whole: Spoken, family: str, good: Callable[[Spoken], bool]
) -> tuple[str, Span, tuple[str, ...]] | None:
    """The loop in the assumptions about a family, and the longer index set for it, with which all is good."""
    for loop in whole.loops(family):
        for text, over in longer_sets(whole.uses, loop):
            if good(whole.ranging(loop, over)):
                return loop.name.text, loop.written, (text,)
    return None
