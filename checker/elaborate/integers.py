"""Linear integer arithmetic, decided in two ways that are each sound: `impossible` by elimination with integer
tightening (Fourier and Motzkin, as in Pugh, The Omega Test, 1991), `smallest` by searching for values. What
neither settles is left open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import gcd

from aligncheck.records import dataclass

_MOST_CONSTRAINTS = 160
_MOST_TRIES = 40


@dataclass(frozen=True, slots=True)
class Linear:
    """Σ c·x + d over integers: `terms` are the pairs (x, c) by name, no c of them 0. Read as a constraint, it
    says that it is not negative."""

    terms: tuple[tuple[str, int], ...]
    constant: int

    def of(self, name: str) -> int:
        """The coefficient of a name."""
        return next((c for x, c in self.terms if x == name), 0)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.terms)

    def value(self, values: Mapping[str, int]) -> int:
        """What it is at values for all of its names."""
        return self.constant + sum(c * values[x] for x, c in self.terms)

    def put(self, values: Mapping[str, Linear]) -> Linear:
        """The same with linear terms in the place of some names, all at once."""
        kept = Linear(tuple((x, c) for x, c in self.terms if x not in values), self.constant)
        return plus(kept, *(times(c, values[x]) for x, c in self.terms if x in values))


def constant(value: int) -> Linear:
    return Linear((), value)


def variable(name: str) -> Linear:
    return Linear(((name, 1),), 0)


def plus(*parts: Linear) -> Linear:
    total: dict[str, int] = {}
    for part in parts:
        for name, c in part.terms:
            total[name] = total.get(name, 0) + c
    terms = tuple(sorted((name, c) for name, c in total.items() if c))
    return Linear(terms, sum(part.constant for part in parts))


def times(factor: int, part: Linear) -> Linear:
    if factor == 0:
        return constant(0)
    return Linear(tuple((name, c * factor) for name, c in part.terms), part.constant * factor)


def minus(one: Linear, other: Linear) -> Linear:
    return plus(one, times(-1, other))


def at_least(one: Linear, other: Linear) -> Linear:
    """one ≥ other, as a constraint."""
    return minus(one, other)


def contrary(constraint: Linear) -> Linear:
    """The constraint that holds exactly where this one does not."""
    return plus(times(-1, constraint), constant(-1))


def tight(constraint: Linear) -> Linear:
    """The same over the integers: the constant rounded to what the coefficients can reach."""
    common = gcd(*(c for _, c in constraint.terms))
    if common < 2:
        return constraint
    return Linear(tuple((x, c // common) for x, c in constraint.terms), constraint.constant // common)


def _known(constraints: Iterable[Linear]) -> dict[tuple[tuple[str, int], ...], int] | None:
    """Of constraints with the same coefficients the strongest; None where one is plainly false."""
    strongest: dict[tuple[tuple[str, int], ...], int] = {}
    for constraint in constraints:
        row = tight(constraint)
        if not row.terms:
            if row.constant < 0:
                return None
            continue
        strongest[row.terms] = min(row.constant, strongest.get(row.terms, row.constant))
    for terms, bound in strongest.items():
        opposite = strongest.get(tuple((x, -c) for x, c in terms))
        if opposite is not None and bound + opposite < 0:
            return None
    return strongest


def _without(known: Sequence[Linear], name: str) -> list[Linear]:
    """What follows for the other names, over the rationals."""
    below = [each for each in known if each.of(name) > 0]
    above = [each for each in known if each.of(name) < 0]
    kept = [each for each in known if each.of(name) == 0]
    for low in below:
        for high in above:
            kept.append(plus(times(-high.of(name), low), times(low.of(name), high)))
    return kept


def _followed(constraints: Iterable[Linear], kept: frozenset[str] = frozenset()) -> list[Linear] | None:
    """What the constraints say of the names `kept` at least; None where that is a contradiction."""
    known = _known(constraints)
    while known is not None:
        rows = [Linear(terms, bound) for terms, bound in known.items()]
        names = {name for each in rows for name in each.names} - kept
        if not names or len(rows) > _MOST_CONSTRAINTS:
            return [each for each in rows if each.names <= kept]
        known = _known(_without(rows, min(sorted(names), key=lambda name: _growth(rows, name))))
    return None


def _growth(rows: Sequence[Linear], name: str) -> int:
    below = sum(1 for each in rows if each.of(name) > 0)
    above = sum(1 for each in rows if each.of(name) < 0)
    return below * above - below - above


def impossible(constraints: Iterable[Linear]) -> bool:
    """Whether no integers satisfy all constraints. True is certain; False says nothing."""
    return _followed(constraints) is None


def limits(constraints: Iterable[Linear], name: str) -> tuple[int | None, int | None] | None:
    """The least and greatest value that the constraints leave for a name, as far as they tell (never too
    narrow; None: no end); None where they leave none."""
    rows = _followed(constraints, frozenset((name,)))
    if rows is None:
        return None
    low = max((-(each.constant // each.of(name)) for each in rows if each.of(name) > 0), default=None)
    high = min((each.constant // -each.of(name) for each in rows if each.of(name) < 0), default=None)
    return low, high


def smallest(constraints: Iterable[Linear], order: Sequence[str]) -> dict[str, int] | None:
    """Values that satisfy all constraints, each as near to 0 as those before it in `order` allow. None: there
    are none, or none was found among the nearest."""
    rows = list(constraints)
    if not order:
        return {} if all(each.constant >= 0 for each in rows) else None
    name, *rest = order
    for value in _near_zero(limits(rows, name)):
        put = {name: constant(value)}
        found = smallest([each.put(put) for each in rows], rest)
        if found is not None:
            return {name: value, **found}
    return None


def _near_zero(ends: tuple[int | None, int | None] | None) -> Iterator[int]:
    if ends is None:
        return
    low, high = ends
    nearest = max(low, 0) if low is not None else 0
    nearest = min(nearest, high) if high is not None else nearest
    for step in range(_MOST_TRIES):
        for value in (nearest + step, nearest - step) if step else (nearest,):
            if (low is None or low <= value) and (high is None or value <= high):
                yield value


def solutions(constraints: Iterable[Linear], order: Sequence[str], most: int) -> list[dict[str, int]] | None:
    """All values that satisfy the constraints, in lexicographic order; None where they are not known to be at
    most `most`."""
    rows = list(constraints)
    if not order:
        return [{}] if all(each.constant >= 0 for each in rows) else []
    name, *rest = order
    ends = limits(rows, name)
    if ends is None:
        return []
    low, high = ends
    if low is None or high is None or high - low >= most:
        return None
    found: list[dict[str, int]] = []
    for value in range(low, high + 1):
        inner = solutions([each.put({name: constant(value)}) for each in rows], rest, most - len(found))
        if inner is None:
            return None
        found.extend({name: value, **each} for each in inner)
    return found if len(found) <= most else None
