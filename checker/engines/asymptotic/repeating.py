"""Sequences that repeat themselves: X(n + p) = X(n) for all n."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from aligncheck.engines.asymptotic.calculus import Calculus
from aligncheck.engines.asymptotic.expansions import Atom, Mean, Sampled
from aligncheck.engines.polynomials import NONE, plain
from aligncheck.engines.asymptotic.written import coefficient_term
from aligncheck.kernel.build import add, conj, equal, forall, implies, less, multiply, number
from aligncheck.kernel.terms import App, Term, Var
from aligncheck.kernel.types import REAL

LONGEST: Final = 24


def repeats(calculus: Calculus, quantifier: Term, var: Var, later: Sampled, sooner: Sampled) -> None:
    """Add what follows from later(n) = sooner(n) for all n, if the one is the other some steps on."""
    if (
        (later.function, later.slope) != (sooner.function, sooner.slope)
        or later.slope != 1
        or sooner.by != NONE
    ):
        return
    steps = later.by + plain(later.shift - sooner.shift)
    if sooner.shift != 0:
        return
    period = steps.number()
    given = conj(quantifier, less(number(0), coefficient_term(steps)))
    whole = calculus.basis(Sampled(later.function))
    calculus.know("what repeats is bounded", implies(given, whole.bounded))
    same = forall(var, equal(App(later.function, var), whole.limit, REAL))
    calculus.know("what repeats and converges is constant", implies(conj(given, whole.converges), same))
    mean = calculus.basis(Mean(Atom(0, Sampled(later.function))))
    calculus.know("what repeats has a mean", implies(given, mean.converges))
    if period is not None and 0 < period <= LONGEST:
        values = (App(later.function, number(n)) for n in range(int(period)))
        average = multiply(number(Fraction(1) / period, REAL), add(*values))
        rule = "the mean of what repeats is the mean of one period"
        calculus.know(rule, implies(given, mean.tends_to(average)))
