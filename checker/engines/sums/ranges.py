"""Sums over the integers between two bounds: how many there are, the first term, the last one, and two parts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

from aligncheck.engines.polynomials import UNIT, Polynomial
from aligncheck.engines.sums.atoms import Over
from aligncheck.engines.sums.reading import ONE, ZERO, Reader, combined, replaced, written
from aligncheck.engines.sums.closing import closed
from aligncheck.engines.sums.rules import Rule
from aligncheck.kernel.build import add, at_most, conj, equal, implies, less, negative
from aligncheck.kernel.terms import Term, Var
from aligncheck.kernel.types import INT, REAL
from aligncheck.records import dataclass

MOST = 12
"""So many sums are compared with one another."""
_INDEX = Var("i•", INT)


@dataclass(frozen=True, slots=True)
class Range:
    """A sum between two bounds: its symbol where it is used, and its term at the index."""

    total: Term
    low: Term
    high: Term
    body: Polynomial

    def at(self, index: Term) -> Polynomial:
        """The term at an index."""
        return replaced(self.body, {_INDEX.name: index})


def range_rules(reader: Reader) -> Iterator[Rule]:
    """The rules for the sums that occur."""
    found = list(_ranges(reader))[:MOST]
    for one in found:
        if one.body == UNIT:
            yield Rule("so many terms", closed(_counted(one)))
    for one, other in permutations(found, 2):
        if one.body == other.body:
            yield from _related(reader, one, other)


def _ranges(reader: Reader) -> Iterator[Range]:
    for total, use in list(reader.atoms.uses.items()):
        overs, factors = reader.atoms.opened(use)
        if len(overs) == 1 and overs[0].bounds is not None:
            body = combined([(factors, Fraction(1))])
            low, high = overs[0].bounds
            yield Range(total, low, high, replaced(body, {overs[0].var.name: _INDEX}))


def _counted(one: Range) -> Term:
    size = add(one.high, negative(one.low), ONE)
    return conj(
        implies(at_most(one.low, one.high), equal(one.total, size, REAL)),
        implies(less(one.high, one.low), equal(one.total, ZERO, REAL)),
    )


def _related(reader: Reader, shorter: Range, longer: Range) -> Iterator[Rule]:
    """Where the second sum has one term more, or goes on where the first ends."""
    lows, highs = _apart(reader, shorter.low, longer.low), _apart(reader, shorter.high, longer.high)
    if lows == 0 and highs == 1:
        last = at_most(longer.low, longer.high), longer.at(longer.high)
        yield Rule("the last term", closed(_one_more(shorter, longer, *last)))
    if highs == 0 and lows == -1:
        first = at_most(longer.low, longer.high), longer.at(longer.low)
        yield Rule("the first term", closed(_one_more(shorter, longer, *first)))
    if _apart(reader, shorter.high, longer.low) == 1:
        yield from _joined(reader, shorter, longer)


def _one_more(shorter: Range, longer: Range, there: Term, term: Polynomial) -> Term:
    return implies(there, equal(longer.total, add(shorter.total, written(term)), REAL))


def _joined(reader: Reader, first: Range, second: Range) -> Iterator[Rule]:
    whole = written(reader.over((Over(_INDEX, (first.low, second.high)),), first.body))
    between = conj(at_most(first.low, second.low), at_most(first.high, second.high))
    yield Rule("two parts", closed(implies(between, equal(whole, add(first.total, second.total), REAL))))


def _apart(reader: Reader, one: Term, other: Term) -> Fraction | None:
    """How much larger the second number is, if that is a number."""
    return (reader.read(other) + -reader.read(one)).number()
