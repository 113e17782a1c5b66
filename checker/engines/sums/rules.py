"""The rules that relate sums, at the places of one goal where they may serve. Each is true of all sums over finite
types; its premises say what it needs."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from aligncheck.engines.polynomials import NONE, Monomial, Polynomial, plain, polynomial
from aligncheck.engines.sums.atoms import Over, Unreadable
from aligncheck.engines.sums.closing import closed, everywhere
from aligncheck.engines.sums.places import opened, overs, places
from aligncheck.engines.sums.reading import ZERO, Reader, replaced, written
from aligncheck.engines.sums.signs import at_least_zero, factored, is_zero, same_sign
from aligncheck.engines.sums.weights import Weights
from aligncheck.kernel.build import at_most, conj, implies
from aligncheck.kernel.substitution import free_names, fresh
from aligncheck.kernel.terms import TRUE, Term, Var
from aligncheck.lints.canonical import canonical

MOST_RULES = 48
MOST_DEPTH = 2
ONE_SIGN = "terms of one sign"
WEIGHTED = "terms of one sign, with weights that sum to 1"
PAIRED = "terms of one sign, for each pair"
EXCHANGED = "weights that sum to the same, exchanged"
SUMMED = "what holds of each, summed up"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule at one place, under its name. `far`: it relates what the goal does not compare by itself."""

    name: str
    formula: Term
    far: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A number that a goal compares with 0, how many sums around it were opened, and whether it stands by itself in
    the goal (else it is made of two that do)."""

    total: Polynomial
    depth: int = 0
    alone: bool = True


@dataclass(slots=True)
class Rules:
    """The rules for one goal. `thresholds`: numbers that may be taken away from one that is weighted. `far`: what
    is added now is."""

    reader: Reader
    weights: Weights
    thresholds: tuple[Term, ...] = ()
    found: dict[str, Rule] = field(default_factory=dict)
    tried: set[Polynomial] = field(default_factory=set)
    far: bool = False

    def add(self, name: str, formulas: Iterable[Term]) -> None:
        """Take in rules of one name, each once."""
        for formula in formulas:
            self.found.setdefault(canonical(formula), Rule(name, formula, self.far))

    def alone(self, term: Term) -> None:
        """The rules for one sum."""
        self.about(Form(polynomial([((term,), Fraction(1))]), MOST_DEPTH))

    def about(self, form: Form) -> None:
        """What the terms of a combination of sums say of it."""
        if form.total in self.tried or -form.total in self.tried or len(self.found) >= MOST_RULES:
            return
        self.tried.add(form.total)
        for over in overs(self.reader, form.total):
            for which in (0, -1):
                with suppress(Unreadable):
                    self._single(form, over, which)

    def pairs(self, form: Form) -> None:
        """The same for products of two sums over one type, as sums over pairs."""
        for over in overs(self.reader, form.total):
            with suppress(Unreadable):
                self._twofold(form, over)

    def summed(self, var: Var, total: Polynomial) -> None:
        """The same for the sum, over the values of a variable, of a number that is compared with 0 for each."""
        if var.name in _names(total):
            over = Over(self.reader.atoms.fresh(var.type))
            inside = replaced(total, {var.name: over.var})
            self._rule(Form(total, MOST_DEPTH), (over,), self.reader.over((over,), inside), inside, SUMMED)

    # Sums over one variable

    def _single(self, form: Form, over: Over, which: int) -> None:
        """One sum left out of each term that has one over these values: the first or the last."""
        over = Over(Var(fresh("v•", _names(form.total)), over.var.type), over.bounds)
        whole, inside, rest = NONE, NONE, NONE
        for factors, value in form.total.terms:
            found = places(self.reader, factors, over)
            if not found:
                rest = rest + polynomial([(factors, value)])
                continue
            whole = whole + polynomial([(factors, value)])
            body = opened(self.reader, factors, *found[which], over.var)
            inside = inside + self.reader.product((plain(value), body))
        self._rule(form, (over,), whole, inside, ONE_SIGN)
        if not rest.terms:
            self._exchanged(over, whole, inside)
            return
        for unit, weight in self.weights.over(over, over.var, inside):
            more = self.reader.product((rest, weight))
            self._rule(form, (over,), form.total, inside + more, WEIGHTED, self.weights.known(unit))

    def _exchanged(self, over: Over, whole: Polynomial, inside: Polynomial) -> None:
        """Σ f·(p - q) = Σ (f - c)·(p - q) for weights p and q that sum to the same."""
        common, difference = factored(inside)
        weights = list(self.weights.over(over, over.var, inside))
        for (one, weight), (two, other) in combinations(weights, 2):
            if difference not in (weight + -other, other + -weight):
                continue
            for threshold in self.thresholds:
                factor = polynomial([(common, Fraction(1)), ((threshold,), Fraction(-1))])
                for sign, total in ((factor, whole), (-factor, -whole)):
                    premise = everywhere((over,), same_sign(difference, sign))
                    said = at_most(ZERO, written(self.reader.settled(total)))
                    known = self.weights.known(one, two)
                    self.add(EXCHANGED, [closed(implies(conj(*known, premise), said))])

    # Products of two sums

    def _twofold(self, form: Form, over: Over) -> None:
        """Two sums left out of each term; where it has fewer, weights are put in."""
        counts = [len(places(self.reader, factors, over)) for factors, _ in form.total.terms]
        if max(counts, default=0) < 2:
            return
        taken = _names(form.total)
        one = Over(Var(fresh("v•", taken), over.var.type), over.bounds)
        two = Over(Var(fresh("w•", taken), over.var.type), over.bounds)
        whole, inside = NONE, NONE
        missing: list[tuple[Monomial, Fraction]] = []
        for (factors, value), count in zip(form.total.terms, counts, strict=True):
            if count < 2:
                missing.append((factors, value))
                continue
            whole = whole + polynomial([(factors, value)])
            inside = inside + self.reader.product((plain(value), self._twice(factors, one, two)))
        if not missing:
            self._symmetric(form, (one, two), whole, inside)
            return
        for unit, weight in self.weights.over(one, one.var, inside):
            more = inside
            for factors, value in missing:
                parts = (
                    plain(value),
                    self._once(factors, one, weight),
                    replaced(weight, {one.var.name: two.var}),
                )
                more = more + self.reader.product(parts)
            self._symmetric(form, (one, two), form.total, more, self.weights.known(unit))

    def _twice(self, factors: Monomial, one: Over, two: Over) -> Polynomial:
        total = NONE
        for inner, value in opened(
            self.reader, factors, *places(self.reader, factors, one)[0], one.var
        ).terms:
            body = opened(self.reader, inner, *places(self.reader, inner, two)[0], two.var)
            total = total + self.reader.product((plain(value), body))
        return total

    def _once(self, factors: Monomial, over: Over, weight: Polynomial) -> Polynomial:
        found = places(self.reader, factors, over)
        if found:
            return opened(self.reader, factors, *found[0], over.var)
        return self.reader.product((polynomial([(factors, Fraction(1))]), weight))

    def _symmetric(
        self, form: Form, over: tuple[Over, Over], whole: Polynomial, inside: Polynomial,
        known: tuple[Term, ...] = (),
    ) -> None:  # fmt: skip
        """With both orders of the pair, so that squares of differences are seen."""
        x, y = over[0].var, over[1].var
        swapped = replaced(inside, {x.name: y, y.name: x})
        self._rule(form, over, whole + whole, inside + swapped, PAIRED, known)

    # The rule itself

    def _rule(
        self, form: Form, over: tuple[Over, ...], whole: Polynomial, inside: Polynomial, name: str,
        known: tuple[Term, ...] = (),
    ) -> None:  # fmt: skip
        """Σ T ≥ 0 if all T ≥ 0, and then each T is at most the sum, and 0 if the sum is; the same for ≤."""
        for sum, one in ((whole, inside), (-whole, -inside)):
            total = written(self.reader.settled(sum))
            linear = all(len(factors) < 2 for factors, _ in one.terms)
            said = conj(
                at_most(ZERO, total),
                everywhere(over, at_most(written(one), total)) if linear or form.alone else TRUE,
                implies(at_most(total, ZERO), everywhere(over, is_zero(one))),
            )
            premise = conj(*known, everywhere(over, at_least_zero(one)))
            self.add(name, [closed(implies(premise, said))])
        _, rest = factored(inside)
        if form.depth < MOST_DEPTH:
            self.about(Form(rest, form.depth + 1, form.alone))


def _names(total: Polynomial) -> frozenset[str]:
    """The variables that are free in a polynomial."""
    return frozenset().union(*(free_names(factor) for factors, _ in total.terms for factor in factors))
