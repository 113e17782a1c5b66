"""Points far out: what is so from some point on is so at all of them, and what is not is false at one.

Each formula of which it is asked whether it holds from some point on gets a point of its own, beyond the one from
which all that hold from some point on do (they are finitely many). There it is false, if it does not hold from
some point on. So what eventually holds is reasoned about as at single numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from aligncheck.engines.asymptotic.calculus import Calculus
from aligncheck.kernel.build import at_most, conj, implies, neg, number
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import Term, Var
from aligncheck.kernel.types import NAT

MOST: Final = 10
"""Formulas that get points of their own; more would take long."""
DISTANT: Final = number(1000)


@dataclass(slots=True)
class Far:
    """The formulas asked about, each with the variable in it and the symbol that says that it eventually holds."""

    asked: list[tuple[Term, Var, Term]] = field(default_factory=list)

    def ask(self, symbol: Term, var: Var, formula: Term) -> None:
        self.asked.append((symbol, var, conj(domain(formula), formula)))

    def tell(self, calculus: Calculus, reduce: Callable[[Term], Term]) -> None:
        """Add what holds at the points. `reduce` takes limits out of a formula."""
        asked = self.asked[:MOST]
        for own in [None, *asked]:
            point = calculus.symbol("τ", NAT)
            calculus.know("a point far out", at_most(DISTANT, point))
            for each in asked:
                symbol, var, formula = each
                there = reduce(substitute(formula, {var.name: point}))
                calculus.know("what holds from some point on holds far out", implies(symbol, there))
                if each is own:
                    rule = "what does not hold from some point on fails somewhere far out"
                    calculus.know(rule, implies(neg(symbol), neg(there)))
