"""Sums and limits of quantities: what does not hang on the variable is taken out, and each part moves as what it is
the sum of. So the weights of a mean, which sum to 1, leave the origin of what they weigh as it is."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from aligncheck.kernel.terms import App, Number, Term, Var
from aligncheck.kernel.types import NAT
from aligncheck.records import dataclass
from aligncheck.scales.quantity import (
    ZERO, Atom, Free, Monomial, Moves, Quantity, minus, number, plus, power, scaled, shape, times,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """The bounds of a sum over integers, and what they are as quantities."""

    low: Term
    high: Term
    first: Quantity
    last: Quantity


@dataclass(frozen=True, slots=True)
class Over:
    """Σ over the values of a variable, or its limit. `weights` says of a function that its values sum to 1, and
    `numbered` gives an atom its number."""

    kind: Literal["sum", "lim"]
    var: Var
    range: Range | None
    weights: Callable[[Term], bool]
    numbered: Callable[[Atom], Atom]

    def of(self, body: Quantity) -> Quantity | None:
        """The sum or limit of a quantity: part by part, or as one, if it moves in one way but not its parts each for
        itself. None if it does not."""
        taken = [self._times(outer, inner) for outer, inner in self._parts(body).items()]
        known = [each for each in taken if each is not None]
        if len(known) == len(taken):
            return plus(*known)
        return self._atom(body) if isinstance(shape(body), Moves) else None

    def _times(self, outer: Monomial, inner: Quantity) -> Quantity | None:
        """One part, with what it is multiplied by."""
        parts = [inner] if isinstance(shape(inner), Moves) else _single(inner)
        if not all(isinstance(shape(part), Moves) for part in parts):
            return None
        return times(Quantity({outer: Fraction(1)}), plus(*map(self._part, parts)))

    def _parts(self, body: Quantity) -> dict[Monomial, Quantity]:
        """What depends on the variable, by what it is multiplied with."""
        parts: dict[Monomial, Quantity] = {}
        for monomial, coefficient in body.terms.items():
            inner = frozenset(each for each in monomial if self.var.name in each[0].names)
            part = Quantity({inner: coefficient})
            parts[monomial - inner] = plus(parts.get(monomial - inner, ZERO), part)
        return parts

    def _part(self, inner: Quantity) -> Quantity:
        if inner.constant is not None:
            return number(inner.constant) if self.kind == "lim" else scaled(self._count(), inner.constant)
        single = inner.monomial
        if single is None:
            return self._atom(inner)
        monomial, coefficient = single
        if self._are_weights(monomial):
            return number(coefficient)
        return scaled(self._atom(Quantity({monomial: Fraction(1)})), coefficient)

    def _are_weights(self, monomial: Monomial) -> bool:
        if self.kind == "lim" or self.range is not None or len(monomial) != 1:
            return False
        ((known, exponent),) = monomial
        if exponent != 1 or not isinstance(known.key, App) or known.key.argument != self.var:
            return False
        return self.weights(known.key.function)

    def _count(self) -> Quantity:
        """How many values the variable has."""
        bounds = self.range
        if bounds is None:
            return power(self.numbered(Atom(("count", self.var.type), positive=True)))
        low, high = bounds.low, bounds.high
        if isinstance(low, Number) and low.value in (0, 1) and isinstance(high, Var) and high.type == NAT:
            return plus(minus(bounds.last, bounds.first), number(1))
        names = frozenset(
            n for each in (bounds.first, bounds.last) for atom in each.atoms() for n in atom.names
        )
        return power(self.numbered(Atom(("count", low, high), positive=True, names=names)))

    def _atom(self, body: Quantity) -> Quantity:
        """The sum as something not taken apart."""
        move = shape(body)
        if not isinstance(move, Moves):
            raise TypeError("only what moves in one way is summed")
        shift = tuple((offset, self.of(c)) for offset, c in move.shift)
        known = tuple((offset, c) for offset, c in shift if c is not None and c.terms)
        ends = None if self.range is None else (self.range.low, self.range.high)
        atoms = [*body.atoms(), *(atom for _, c in known for atom in c.atoms())]
        made = Atom(
            (self.kind, self.var, ends, body),
            Free() if any(c is None for _, c in shift) else Moves(move.unit, known),
            names=frozenset(name for atom in atoms for name in atom.names) - {self.var.name},
            bound=any(atom.bound for atom in atoms),
        )
        return power(self.numbered(made))


def _single(quantity: Quantity) -> list[Quantity]:
    """Its monomials, each for itself."""
    return [Quantity({monomial: coefficient}) for monomial, coefficient in quantity.terms.items()]
