"""What closed sequences do in the end, and signs of them at every n, exactly or not at all."""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final, Generic, Literal, NamedTuple, TypeVar

from aligncheck.kernel.sequences import (
    MAX_PERIOD,
    MAX_PREFIX,
    ONE,
    ZERO,
    ClosedSequence,
    Family,
    Form,
    Key,
    form,
)  # fmt: skip
from aligncheck.kernel.slow import HARMONIC, Series, series_of, slow_of

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
MAX_THRESHOLD: Final = 4096


@dataclass(frozen=True, slots=True)
class Pattern(Generic[A]):
    """n ↦ prefix[n], and from the end of the prefix on cycle[n mod period]."""

    prefix: tuple[A, ...]
    cycle: tuple[A, ...]

    def at(self, n: int) -> A:
        return self.prefix[n] if n < len(self.prefix) else self.cycle[n % len(self.cycle)]

    def values(self) -> tuple[A, ...]:
        """Every value that occurs, and no other."""
        return self.prefix + self.cycle

    def map(self, function: Callable[[A], B]) -> Pattern[B]:
        return Pattern(tuple(map(function, self.prefix)), tuple(map(function, self.cycle)))


def zip_patterns(left: Pattern[A], right: Pattern[B], function: Callable[[A, B], C]) -> Pattern[C] | None:
    period = lcm(len(left.cycle), len(right.cycle))
    length = max(len(left.prefix), len(right.prefix))
    if period > MAX_PERIOD or length > MAX_PREFIX:
        return None
    prefix = tuple(function(left.at(n), right.at(n)) for n in range(length))
    first = length + (-length % period)
    return Pattern(prefix, tuple(function(left.at(n), right.at(n)) for n in range(first, first + period)))


def signs(sequence: ClosedSequence) -> Pattern[int] | None:
    """The sign of every value, if that is periodic in the end and we can prove it."""
    settled = len(sequence.prefix)
    cycle: list[int] = []
    for terms in sequence.forms:
        found = _settles(terms)
        if found is None:
            return None
        settled = max(settled, found[0])
        cycle.append(found[1])
    return Pattern(tuple(_sign(sequence.at(n)) for n in range(settled)), tuple(cycle))


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _settles(terms: Form) -> tuple[int, int] | None:
    """(N, s): for all n ≥ N the sum has the sign s. Blocks are 0 or 1, so both ways are asked."""
    if len(terms) == 1 and _positive(terms[0][0].family):
        return 1, _sign(terms[0][1])
    if any(key.family not in ("one", "blocks") for key, _ in terms):
        return None
    off = form((key, value) for key, value in terms if key.family == "one")
    on = form((key._replace(family="one"), value) for key, value in terms)
    first = _dominates(off)
    second = _dominates(on)
    if first is None or second is None or first[1] != second[1]:
        return None
    return max(first[0], second[0]), first[1]


def _positive(family: Family) -> bool:
    """Whether the family is positive at 1, 2, …"""
    return family == "harmonic" or slow_of(family) is not None


def _dominates(terms: Form) -> tuple[int, int] | None:
    """(N, s): from N on the term that grows fastest outweighs all others together.

    |cᵢ/c₀|·n^(kᵢ−k₀)·(rᵢ/r₀)ⁿ decreases for n ≥ N if (1 + 1/N)^(kᵢ−k₀)·rᵢ/r₀ ≤ 1; so a sum below 1 at
    N stays below 1.
    """
    if not terms:
        return 0, 0
    *others, (lead, weight) = terms
    n = 1
    while n <= MAX_THRESHOLD:
        total, falling = ZERO, True
        for key, value in others:
            ratio, power = key.ratio / lead.ratio, key.power - lead.power
            falling = falling and (power <= 0 or Fraction(n + 1, n) ** power * ratio <= 1)
            total += abs(value / weight) * Fraction(n) ** power * ratio**n
        if falling and total < 1:
            return n, _sign(weight)
        n *= 2
    return None


class Growth(NamedTuple):
    """rⁿ · nᵏ · (log n)ˡ, in the order in which they outgrow one another."""

    ratio: Fraction
    power: Fraction | int
    log: int


FLAT: Final = Growth(ONE, 0, 0)


@dataclass(frozen=True, slots=True)
class Lead:
    """What a sum grows like: `growth` times values whose points of accumulation reach from `low` to
    `high` and include both."""

    growth: Growth
    low: Fraction
    high: Fraction


class Unsettled(Exception):
    """What is left of a sum when all that is known of it cancels."""


def lead(terms: Form) -> Lead | None:
    """The part that grows fastest; None for 0. Raises Unsettled where all parts cancel but for errors.

    The parts 1, d = blocks(n) and u = block_sums(n)/n of one growth are taken together: (d, u) comes near
    each point of {0, 1} × [1/3, 2/3] again and again, and 1, d, u are linearly independent there.
    """
    weights: dict[Growth, dict[str, Fraction]] = {}
    errors: list[Growth] = []
    for key, value in terms:
        kind = key.family if key.family in ("blocks", "block_sums") else "plain"
        series = _series(key)
        for (power, log), factor in series.terms:
            here = weights.setdefault(Growth(key.ratio, key.power + power, log), {})
            here[kind] = here.get(kind, ZERO) + value * factor
        if series.error is not None:
            power, log = series.error
            errors.append(Growth(key.ratio, key.power + power, log))
    for growth in sorted(weights, reverse=True):
        if any(growth <= error for error in errors):
            raise Unsettled
        if any(weights[growth].values()):
            return _lead(growth, weights[growth])
    if errors:
        raise Unsettled
    return None


def _lead(growth: Growth, weights: Mapping[str, Fraction]) -> Lead:
    plain, steps, sums = (weights.get(kind, ZERO) for kind in ("plain", "blocks", "block_sums"))
    extremes = [plain + d * steps + u * sums for d in (0, 1) for u in (Fraction(1, 3), Fraction(2, 3))]
    return Lead(growth, min(extremes), max(extremes))


def _series(key: Key) -> Series:
    """The family of a key for large n; of blocks and their sums, 1 and n times something between bounds."""
    known = slow_of(key.family)
    if known is not None:
        return series_of(known)
    if key.family == "harmonic":
        return HARMONIC
    return Series((((Fraction(key.family == "block_sums"), 0), ONE),), None)


Direction = Literal["up", "down", "neither", "unknown"]


@dataclass(frozen=True, slots=True)
class Trend:
    """Where values go: to a finite limit, or away; `limit` is None where there is none."""

    limit: Fraction | None
    bounded: bool
    direction: Direction = "neither"


def trend(above: Lead | None, below: Lead | None) -> Trend | None:
    """Where a quotient of two sums goes, given what they grow like. None: no rule."""
    if below is None or below.low != below.high:
        return None
    if above is None:
        return Trend(ZERO, True)
    ratio = above.growth.ratio / below.growth.ratio
    growth = Growth(ratio, above.growth.power - below.growth.power, above.growth.log - below.growth.log)
    ends = (above.low / below.low, above.high / below.low)
    low, high = min(ends), max(ends)
    if growth < FLAT:
        return Trend(ZERO, True)
    if growth == FLAT:
        return Trend(low if low == high else None, True)
    if low > 0:
        return Trend(None, False, "up")
    if high < 0:
        return Trend(None, False, "down")
    return Trend(None, False, "neither" if low < 0 < high else "unknown")


def quotient_trend(above: ClosedSequence, below: ClosedSequence) -> Trend | None:
    """Where above(n)/below(n) goes. Its value at any n where `below` is 0 plays no part."""
    period = lcm(above.period, below.period)
    if period > MAX_PERIOD:
        return None
    found: list[Trend] = []
    for residue in range(period):
        try:
            one = trend(lead(above.form_of(residue)), lead(below.form_of(residue)))
        except Unsettled:
            one = None
        if one is None:
            return None
        found.append(one)
    limits = {one.limit for one in found}
    directions: set[Direction] = {one.direction for one in found}
    direction: Direction = "neither"
    if len(directions) == 1:
        direction = directions.pop()
    elif "neither" not in directions and "unknown" in directions and len(directions) == 2:
        direction = "unknown"
    return Trend(limits.pop() if len(limits) == 1 else None, all(one.bounded for one in found), direction)


def limit(sequence: ClosedSequence) -> Fraction | None:
    """Its finite limit; None where it has none."""
    found = quotient_trend(sequence, ClosedSequence((), (form([(Key(ONE, 0), ONE)]),)))
    return None if found is None else found.limit
