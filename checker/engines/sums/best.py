"""Greatest and least values as symbols: functions of the elements that they speak of. Over a finite type they are
there as soon as anything is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Literal

from aligncheck.engines.polynomials import Polynomial
from aligncheck.engines.sums.atoms import Atoms, Over, Unreadable, meaning
from aligncheck.engines.sums.reading import Reader
from aligncheck.engines.sums.closing import closed
from aligncheck.engines.sums.instances import put
from aligncheck.engines.sums.rules import Rule
from aligncheck.kernel.build import at_most, conj, equal, exists, forall, implies
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import Best, Const, Term, Tup
from aligncheck.kernel.types import REAL


class Bests:
    """Those of one goal."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.kinds: dict[Literal["max", "min"], Atoms] = {
            "max": Atoms("max", reader.atoms.names),
            "min": Atoms("min", reader.atoms.names),
        }

    def meanings(self) -> Iterator[tuple[Const, Term]]:
        """The symbols, and what each stands for."""
        for kind, atoms in self.kinds.items():
            for atom in atoms.known.values():
                condition, body = _halves(atom.factors[0])
                yield atom.symbol, meaning(atom, Best(kind, atom.overs[0].var, condition, body))

    def symbol(self, best: Best, plainly: Callable[[Term], Term]) -> Term:
        """The value as its symbol at its arguments. Raises Unreadable."""
        both = Tup((plainly(best.condition), plainly(best.body)))
        var = self.reader.atoms.fresh(best.var.type)
        return self.kinds[best.kind].sum((Over(var),), (substitute(both, {best.var.name: var}),))

    def instances(self, total: Polynomial) -> Iterator[Polynomial]:
        """A combination of sums with one value of the body, any one, for a best value."""
        seen: set[Term] = set()
        for factor in (factor for factors, _ in total.terms for factor in factors):
            for atoms in self.kinds.values():
                use = atoms.use(factor)
                if use is None or factor in seen:
                    continue
                seen.add(factor)
                _, (both,) = atoms.opened(use)
                yield put(self.reader, total, factor, self.reader.read(_halves(both)[1]))

    def rules(self) -> Iterator[Rule]:
        """What a best value is."""
        for kind, atoms in self.kinds.items():
            for value, use in list(atoms.uses.items()):
                with suppress(Unreadable):
                    yield from self._about(kind, value, *atoms.opened(use))

    def _about(
        self, kind: str, value: Term, overs: tuple[Over, ...], values: tuple[Term, ...]
    ) -> Iterator[Rule]:
        var = overs[0].var
        condition, body = _halves(values[0])
        other = self.reader.atoms.fresh(var.type)
        allowed, rival = _halves(substitute(values[0], {var.name: other}))
        unbeaten = forall(other, implies(allowed, _order(kind, rival, body)))
        best = exists(var, conj(condition, unbeaten))
        known = exists(var, condition) if self.reader.finite(var.type) else best
        if known is not best:
            yield Rule(f"a {kind} over a finite type exists", closed(implies(known, best)))
        bound = forall(var, implies(condition, _order(kind, body, value)))
        yield Rule(f"nothing beats a {kind}", closed(bound if known is not best else implies(best, bound)))
        reached = exists(var, conj(condition, equal(body, value, REAL)))
        yield Rule(f"a {kind} is attained", closed(implies(known, reached)))


def _halves(both: Term) -> tuple[Term, Term]:
    """The condition and the value of a best value."""
    if not isinstance(both, Tup):
        raise TypeError("a condition and a value")
    condition, body = both.items
    return condition, body


def _order(kind: str, lower: Term, upper: Term) -> Term:
    return at_most(lower, upper) if kind == "max" else at_most(upper, lower)
