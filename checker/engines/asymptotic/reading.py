"""Terms in T as expansions. Sums become means: Σ X(t) for t = 1..T is T · mean X. What is not understood is an
opaque basis, so that the reading never fails; what it must be defined for is collected apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from aligncheck.engines.asymptotic.expansions import (
    ONE, TIME, Applied, Atom, Basis, Expansion, Geometric, Mean, Opaque, Product, Ratio, Sampled, constant,
    expansion, single, steps_of,
)  # fmt: skip
from aligncheck.engines.polynomials import NONE, UNIT, Polynomial, coefficient, inverse, plain
from aligncheck.engines.asymptotic.written import written
from aligncheck.kernel import sequences
from aligncheck.kernel.bodies import NoRule, Reader
from aligncheck.kernel.build import add, number
from aligncheck.kernel.domain import domain
from aligncheck.kernel.summing import partial_sums
from aligncheck.kernel.substitution import free_names, reduce, substitute
from aligncheck.kernel.terms import TRUE, App, BigSum, Const, Eq, Guard, If, Lam, Number, Op, Term, Var
from aligncheck.kernel.traversal import binder, map_term, plainly_total
from aligncheck.kernel.types import NAT
from aligncheck.kernel.typing import unsubset

LARGEST_POWER = 32


@dataclass(slots=True)
class Reading:
    """Reads terms in `var`. `needs` collects what must be true for large T, or at all, for the terms read
    to be defined: formulas in which `var` may be free."""

    var: Var
    needs: list[Term] = field(default_factory=list)

    def read(self, term: Term) -> Expansion:
        """The normal form. A case that is settled for large T is read as what it is then."""
        if self.var.name not in free_names(term):
            if not plainly_total(term):
                self._need(domain(term))
            return constant(coefficient(term))
        match term:
            case Var():
                return single(ONE, 1)
            case App(Lam(), _):
                return self.read(reduce(term))
            case App(function, argument) if self.var.name not in free_names(function):
                return self._sampled(term, function, argument)
            case Op("add", args):
                return expansion(item for arg in args for item in self.read(arg).terms)
            case Op("neg", (arg,)):
                return -self.read(arg)
            case Op("mul", args):
                total = constant(UNIT)
                for arg in args:
                    total = total * self.read(arg)
                return total
            case Op("div", (above, below)):
                return self._quotient(self.read(above), self.read(below))
            case Op("pow", (base, Number(value, _))) if (
                value.denominator == 1 and abs(value) <= LARGEST_POWER
            ):
                return self._power(self.read(base), int(value))
            case Op("pow", (base, exponent)) if self.var.name not in free_names(base):
                return self._geometric(term, base, exponent)
            case Op("abs" | "sign" | "min" | "max" | "exp" | "log" | "sqrt" as name, args):
                return single(Applied(name, tuple(map(self.read, args))))
            case Guard(condition, body):
                self._need(condition)
                return self.read(body)
            case BigSum(var, (Number(low, _), high), body) if low >= 0:
                return self._sum(term, var, int(low), high, body)
            case If() if unsubset(self.var.type) == NAT:
                far, _ = without_cases(term, self.var)
                return self._opaque(term) if isinstance(far, If) else self.read(far)
            case _:
                return self._opaque(term)

    def _need(self, condition: Term) -> None:
        if condition != TRUE and condition not in self.needs:
            self.needs.append(condition)

    def _opaque(self, term: Term) -> Expansion:
        if not plainly_total(term):
            self._need(domain(term))
        return single(Opaque(substitute(term, {self.var.name: Var(TIME, self.var.type)})))

    def _sampled(self, term: Term, function: Term, argument: Term) -> Expansion:
        line = _line(self.read(argument))
        if line is None or line[0] < 1:
            return self._opaque(term)
        if not plainly_total(function):
            self._need(domain(function))
        return single(Sampled(function, *line))

    def _quotient(self, above: Expansion, below: Expansion) -> Expansion:
        if len(below.terms) == 1 and below.terms[0][0].basis == ONE:
            ((atom, value),) = below.terms
            return above.times(inverse(value), -atom.power)
        shift = 0
        if below.terms and below.polynomial():
            # Divided by its highest power of T the divisor has a limit.
            top = max(atom.power for atom, _ in below.terms)
            high = max((atom.power for atom, _ in above.terms), default=0)
            above, below, shift = above.times(UNIT, -high), below.times(UNIT, -top), high - top
        return single(Ratio(above, below), shift)

    def _power(self, base: Expansion, exponent: int) -> Expansion:
        total = constant(UNIT)
        for _ in range(abs(exponent)):
            total = total * base
        return total if exponent >= 0 else self._quotient(constant(UNIT), total)

    def _geometric(self, term: Term, base: Term, exponent: Term) -> Expansion:
        """base^(s·T + b) is (base^s)ᵀ · base^b."""
        line = _line(self.read(exponent))
        if line is None or line[2] != NONE or not 1 <= line[0] <= LARGEST_POWER:
            return self._opaque(term)
        if not 0 <= line[1] <= LARGEST_POWER:
            return self._opaque(term)
        if not plainly_total(base):
            self._need(domain(base))
        ratio, first = UNIT, UNIT
        for _ in range(line[0]):
            ratio = ratio * coefficient(base)
        for _ in range(line[1]):
            first = first * coefficient(base)
        return single(Geometric(ratio)).times(first) if ratio != UNIT else constant(first)

    # Sums

    def _sum(self, whole: Term, var: Var, low: int, high: Term, body: Term) -> Expansion:
        """Σ body(t) from `low` to T + s is the sum from 1 to T and finitely many terms more or less."""
        line = _line(self.read(high))
        if line is None or (line[0], line[2]) != (1, NONE) or self.var.name in free_names(body) - {var.name}:
            return self._opaque(whole)
        inner = Reading(var)
        far, settled = without_cases(body, var)
        summand = inner.read(far)
        fixed = [need for need in inner.needs if var.name not in free_names(need)]
        if any(need not in fixed and not holds_from(need, var, min(low, 1)) for need in inner.needs):
            return self._opaque(whole)
        steps, rest = steps_of(summand)
        earliest = min((_shift(atom.basis) for atom, _ in rest.terms), default=0)
        if earliest < 0:
            return self._moved_sum(whole, var, low, high, body, -earliest)
        for need in fixed:
            self._need(need)
        total = self._telescoped(steps, var, high)
        total = total + expansion(
            item for atom, value in rest.terms for item in _summed(atom, value, line[1])
        )

        def at(summed: Term, index: int) -> Expansion:
            return self.read(substitute(summed, {var.name: number(index)}))

        # Single terms: those that the sum from 1 on has too many or too few, or has in another form.
        for t in range(min(low, 1), max(low, settled, 1)):
            if t >= low:
                total = total + at(body, t)
            if t >= 1:
                total = total + (-at(far, t))
        return total

    def _moved_sum(self, whole: Term, var: Var, low: int, high: Term, body: Term, by: int) -> Expansion:
        """Σ body(t) from `low` to `high` is Σ body(t + s) from `low` − s to `high` − s."""
        if low < by:
            return self._opaque(whole)
        moved = substitute(body, {var.name: add(var, number(by))})
        return self.read(BigSum(var, (number(low - by), add(high, number(-by))), moved))

    def _telescoped(self, steps: Expansion, var: Var, high: Term) -> Expansion:
        """Σ (w(t + 1) − w(t)) from 1 to `high` is w(`high` + 1) − w(1)."""
        if not steps.terms:
            return steps
        end = self.read(written(steps, add(high, number(1))))
        return end + (-self.read(written(steps, number(1))))


LATEST = 50


def without_cases(term: Term, var: Var) -> tuple[Term, int]:
    """The term with each case that depends on `var` alone decided as it is from some n on, and that n."""
    settled = 0

    def on_term(part: Term) -> Term:
        nonlocal settled
        bound = binder(part)
        if bound is not None and bound.name == var.name:
            return part
        if isinstance(part, App) and isinstance(part.function, Lam):
            return on_term(reduce(part))
        mapped = map_term(part, on_term, lambda type: type)
        if not isinstance(mapped, If):
            return mapped
        truth = _in_the_end(mapped.condition, var)
        if truth is None:
            return mapped
        settled = max(settled, truth[1])
        return mapped.then if truth[0] else mapped.otherwise

    return on_term(term), settled


def _in_the_end(condition: Term, var: Var) -> tuple[bool, int] | None:
    """The truth of a condition on numbers from some n on, and that n."""
    try:
        pattern = Reader(var, _numeral).formula(condition)
    except NoRule:
        return None
    values = set(pattern.cycle)
    if len(values) > 1 or None in values or len(pattern.prefix) > LATEST:
        return None
    return values == {True}, len(pattern.prefix)


def _numeral(term: Term) -> Fraction:
    value = coefficient(term).number() if plainly_total(term) else None
    if value is None:
        raise NoRule
    return value


def _shift(basis: Basis) -> int:
    """The least shift of a sequence in it."""
    match basis:
        case Sampled(_, _, shift):
            return shift
        case Product(factors):
            return min(map(_shift, factors))
        case Applied(_, args):
            return min((_shift(atom.basis) for arg in args for atom, _ in arg.terms), default=0)
        case _:
            return 0


def _summed(atom: Atom, value: Polynomial, shift: int) -> Iterable[tuple[Atom, Polynomial]]:
    """Σ value·atom(t) for t = 1..T + shift."""
    if atom.basis == ONE and atom.power >= 0:
        sums = partial_sums(sequences.monomial(1, atom.power), 1)
        moved = None if sums is None or sums.prefix else sequences.compose(sums, 1, max(shift, 0))
        if moved is not None and not moved.prefix and shift >= 0:
            return [(Atom(key.power, ONE), value * plain(factor)) for key, factor in moved.forms[0]]
    mean = Mean(atom, shift)
    return [(Atom(1, mean), value), (Atom(0, mean), value * plain(shift))]


def _line(index: Expansion) -> tuple[int, int, Polynomial] | None:
    """(a, b, c) where the expansion is a·T + b + c, a and b integers, c a natural number with a name."""
    found = {0: NONE, 1: NONE}
    for atom, polynomial in index.terms:
        if atom.basis != ONE or atom.power not in found:
            return None
        found[atom.power] = polynomial
    slope, offset = found[1].number(), Fraction(0)
    named: list[tuple[tuple[Term, ...], Fraction]] = []
    for monomial, value in found[0].terms:
        if monomial:
            named.append((monomial, value))
        else:
            offset = value
    if slope is None or slope.denominator != 1 or offset.denominator != 1:
        return None
    if any(value.denominator != 1 or value < 0 or not _natural(monomial) for monomial, value in named):
        return None
    return int(slope), int(offset), Polynomial(tuple(named))


def _natural(monomial: tuple[Term, ...]) -> bool:
    return all(isinstance(each, (Const, Var)) and unsubset(each.type) == NAT for each in monomial)


def holds_from(condition: Term, var: Var, low: int) -> bool:
    """Whether `condition` is plainly true at every natural number from `low` on."""
    match condition:
        case Op("and", args):
            return all(holds_from(arg, var, low) for arg in args)
        case Op("not", (Eq(left, right, _),)):
            difference = Reading(var).read(left) + (-Reading(var).read(right))
            return any(_least(each, low) > 0 for each in (difference, -difference))
        case Op("lt" | "le" as name, (left, right)):
            least = _least(Reading(var).read(right) + (-Reading(var).read(left)), low)
            return least > 0 or (least == 0 and name == "le")
        case _:
            return condition == TRUE


def _least(sum: Expansion, low: int) -> Fraction:
    """The value at `low` of a polynomial that never falls from there on; −1 where it is not seen to be one."""
    total = Fraction(0)
    for atom, polynomial in sum.terms:
        value = polynomial.number()
        if atom.basis != ONE or atom.power < 0 or value is None or (atom.power > 0 and value < 0):
            return Fraction(-1)
        total += value * low**atom.power
    return total
