"""Sums that are known to be 1, as those of probabilities are: what is not under a sum can be put under theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from aligncheck.engines.polynomials import Polynomial
from aligncheck.engines.sums.atoms import Over, Use, at, matches, same_values
from aligncheck.engines.sums.places import opened
from aligncheck.engines.sums.reading import ONE, Reader
from aligncheck.kernel.build import equal
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import Term, Var
from aligncheck.kernel.types import REAL


@dataclass(slots=True)
class Weights:
    """Those of one goal. `units`: sums that an assumption says are 1, for some elements or for all."""

    reader: Reader
    units: list[Use] = field(default_factory=list)

    def always(self, use: Use) -> None:
        """Take note of a sum that is 1 whatever its elements are."""
        self.reader.ones.add(use.atom.symbol.name)
        self.units.append(use)

    def said(self, total: Polynomial) -> None:
        """Take note of a sum that is said to be 1, if a number that is said to be 0 is one less."""
        use = self._one_less(total)
        if use is not None and not self.is_unit(total):
            self.units.append(use)

    def is_unit(self, total: Polynomial) -> bool:
        """Whether the number is one less than a sum that is noted to be 1."""
        use = self._one_less(total)
        return use is not None and any(each.atom is use.atom for each in self.units)

    def _one_less(self, total: Polynomial) -> Use | None:
        match sorted(total.terms, key=lambda term: len(term[0])):
            case [((), value), ((factor,), other)] if value == -other and abs(value) == 1:
                return self.reader.atoms.use(factor)
            case _:
                return None

    def known(self, *units: Term) -> tuple[Term, ...]:
        """What a rule supposes of weights, as far as no assumption says it of all elements."""
        return tuple(equal(unit, ONE, REAL) for unit in units if not self.reader.is_one(unit))

    def over(self, over: Over, x: Var, inside: Polynomial) -> Iterator[tuple[Term, Polynomial]]:
        """The sums over the same values that fit what is summed there, and their terms at x."""
        seen: set[Term] = set()
        for unit in self.units:
            for arguments in self._arguments(unit, over, x, inside):
                term = at(unit.atom.symbol, arguments)
                if term not in seen:
                    seen.add(term)
                    yield term, opened(self.reader, (term,), 0, 0, x)

    def _arguments(self, unit: Use, over: Over, x: Var, inside: Polynomial) -> Iterator[tuple[Term, ...]]:
        """The elements for which the weights stand in what is summed."""
        (own, *others) = unit.atom.overs
        if others or not same_values(own, over):
            return
        if not unit.atom.holes:
            yield ()
            return
        patterns = [substitute(each, {own.var.name: x}) for each in unit.atom.factors]
        holes = {hole.name for hole in unit.atom.holes}
        for factor in dict.fromkeys(each for factors, _ in inside.terms for each in factors):
            values: dict[str, Term] = {}
            if len(patterns) == 1 and matches(patterns[0], factor, holes, values) and holes == values.keys():
                yield tuple(values[hole.name] for hole in unit.atom.holes)
