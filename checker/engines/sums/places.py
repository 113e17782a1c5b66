"""Where a polynomial sums over the same values, and what it is with the sum left out there."""

from __future__ import annotations

from fractions import Fraction

from aligncheck.engines.polynomials import Monomial, Polynomial, polynomial
from aligncheck.engines.sums.atoms import Over, Unreadable, same_values
from aligncheck.engines.sums.reading import Reader, combined
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import Term


def overs(reader: Reader, total: Polynomial) -> list[Over]:
    """What its sums run over, each once."""
    found: list[Over] = []
    for factors, _ in total.terms:
        for factor in factors:
            for over in _own(reader, factor):
                if not any(same_values(over, each) for each in found):
                    found.append(over)
    return found


def places(reader: Reader, factors: Monomial, over: Over) -> list[tuple[int, int]]:
    """Where a product sums over the same values: number of the factor, number of its variable."""
    return [
        (place, number)
        for place, factor in enumerate(factors)
        for number, each in enumerate(_own(reader, factor))
        if same_values(each, over)
    ]


def opened(reader: Reader, factors: Monomial, place: int, number: int, value: Term) -> Polynomial:
    """A product with the sum in one of its factors left out: its variable has the value. Raises Unreadable."""
    use = reader.atoms.use(factors[place])
    if use is None:
        raise Unreadable
    variables, inner = reader.atoms.opened(use)
    chosen = variables[number]
    inner = tuple(substitute(each, {chosen.var.name: value}) for each in inner)
    others = tuple(over for over in variables if over is not chosen)
    body = reader.sum(others, inner) if others else combined([(inner, Fraction(1))])
    outside = polynomial([(factors[:place] + factors[place + 1 :], Fraction(1))])
    return reader.product((outside, body))


def _own(reader: Reader, factor: Term) -> tuple[Over, ...]:
    """What a factor sums over, with the bounds that it has there."""
    use = reader.atoms.use(factor)
    if use is None:
        return ()
    values = {hole.name: value for hole, value in zip(use.atom.holes, use.arguments, strict=True)}

    def filled(over: Over) -> Over:
        if over.bounds is None:
            return over
        low, high = over.bounds
        return Over(over.var, (substitute(low, values), substitute(high, values)))

    return tuple(map(filled, use.atom.overs))
