"""Other ways to write a number that is compared with 0: without its divisors, with one of the values that a |u|, a
min or a max may have."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.engines.polynomials import NONE, Polynomial, polynomial
from aligncheck.engines.sums.closing import closed
from aligncheck.engines.sums.reading import ZERO, Reader, written
from aligncheck.kernel.build import at_most, conj, iff, implies, less
from aligncheck.kernel.terms import Number, Op, Term


def instances(reader: Reader, total: Polynomial) -> Iterator[Polynomial]:
    """The number with u and with -u for |u|, and with each of those that a `min` or `max` is of."""
    for factor in _factors(total):
        if isinstance(factor, Op) and factor.name in ("abs", "min", "max"):
            values = [reader.read(each) for each in factor.args]
            for value in (*values, -values[0]) if factor.name == "abs" else values:
                yield put(reader, total, factor, value)


def put(reader: Reader, total: Polynomial, old: Term, new: Polynomial) -> Polynomial:
    """The polynomial with another one for a factor."""
    found = NONE
    for factors, value in total.terms:
        kept = tuple(each for each in factors if each != old)
        outside = polynomial([(kept, value)])
        found = found + reader.product((outside, *[new] * (len(factors) - len(kept))))
    return found


def cleared(reader: Reader, total: Polynomial) -> tuple[Polynomial, list[Term]]:
    """The number times what it is divided by, and what that says of its sign. Raises Unreadable."""
    said: list[Term] = []
    for factor in _factors(total):
        match factor:
            case Op("div", (Number(), below)) if all(factors.count(factor) < 2 for factors, _ in total.terms):
                times = _times(reader, total, factor, reader.read(below))
                said += _same_sign(below, total, times)
                total = times
            case _:
                pass
    return total, said


def _factors(total: Polynomial) -> list[Term]:
    return list(dict.fromkeys(factor for factors, _ in total.terms for factor in factors))


def _times(reader: Reader, total: Polynomial, inverse: Term, below: Polynomial) -> Polynomial:
    """The number times a divisor whose inverse stands in some of its terms."""
    found = NONE
    for factors, value in total.terms:
        part = polynomial([(tuple(each for each in factors if each != inverse), value)])
        found = found + (part if inverse in factors else reader.product((part, below)))
    return found


def _same_sign(below: Term, total: Polynomial, times: Polynomial) -> Iterator[Term]:
    """A number and its product with a positive one lie on the same side of 0."""
    for positive, one in ((less(ZERO, below), times), (less(below, ZERO), -times)):
        same = conj(
            iff(at_most(ZERO, written(total)), at_most(ZERO, written(one))),
            iff(at_most(written(total), ZERO), at_most(written(one), ZERO)),
        )
        yield closed(implies(positive, same))
