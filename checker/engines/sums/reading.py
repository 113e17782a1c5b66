"""Terms as polynomials in which every sum is summed: constants and factors pulled out, cases split, sums of sums
in one order, the term picked out where a condition fixes the variable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count

from aligncheck.engines.polynomials import (
    NONE, UNIT, Monomial, Polynomial, inverse, plain, polynomial, rank,
)  # fmt: skip
from aligncheck.engines.sums.atoms import Atoms, Over, Unreadable
from aligncheck.kernel.build import add, at_most, conditional, conj, multiply, number
from aligncheck.kernel.normal import normalise
from aligncheck.kernel.substitution import alike, free_names, substitute
from aligncheck.kernel.terms import (
    FALSE, TRUE, App, BigSum, Card, Eq, Guard, If, Inj, Member, Number, Op, Term, Truth, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.typing import instantiate, type_of, unsubset
from aligncheck.kernel.types import BOOL, INT, NAT, Enum, Prod, Sub, Sum, Type

MOST_TERMS = 300
MOST_POWER = 4
MOST_MEMBERS = 12
ONE, ZERO = number(1), number(0)


@dataclass(slots=True)
class Reader:
    """Reads terms for one goal. `finite`: whether a type is known to be finite. `plainly`: a term without sums,
    as it stands in a product."""

    finite: Callable[[Type], bool]
    plainly: Callable[[Term], Term]
    atoms: Atoms = field(default_factory=lambda: Atoms("Σ", count()))
    ones: set[str] = field(default_factory=set)
    """The symbols of sums that are 1 whatever their elements are."""

    def read(self, term: Term) -> Polynomial:
        """The polynomial that a number is where it is defined. Raises Unreadable."""
        match term:
            case Number(value, _):
                return plain(value)
            case Guard(_, body):
                return self.read(body)
            case Op("add", args):
                return polynomial(item for arg in args for item in self.read(arg).terms)
            case Op("neg", (arg,)):
                return -self.read(arg)
            case Op("mul", args):
                return self.product(map(self.read, args))
            case Op("div", (above, below)):
                return self.product((self.read(above), inverse(self.read(below))))
            case Op("pow", (base, Number(power))) if power.denominator == 1 and 0 <= power <= MOST_POWER:
                return self.product([self.read(base)] * int(power))
            case If(condition, then, otherwise):
                other = self.read(otherwise)
                return other + self.product((self.indicator(condition), self.read(then) + -other))
            case App(Guard(_, function), argument):
                return self.read(normalise(App(function, argument)))
            case BigSum(var, bounds, body):
                return self._summed(var, bounds, body)
            case Card(type) if self.finite(type):
                return self._of_type(type, lambda _: ONE)
            case _:
                return polynomial([((self.plainly(term),), Fraction(1))])

    def product(self, factors: Iterable[Polynomial]) -> Polynomial:
        """The product; a condition counts once."""
        total = UNIT
        for factor in factors:
            if len(total.terms) * len(factor.terms) > MOST_TERMS:
                raise Unreadable
            total = combined((total * factor).terms)
        return total

    # Conditions

    def indicator(self, condition: Term) -> Polynomial:
        """1 where the condition is true, else 0."""
        match condition:
            case Truth(value):
                return plain(int(value))
            case Guard(_, body):
                return self.indicator(body)
            case Op("not", (part,)):
                return self._unless(part)
            case Op("and", parts):
                return self.product(map(self.indicator, parts))
            case Op("or", parts):
                return UNIT + -self.product(map(self._unless, parts))
            case Op("implies", (left, right)):
                return UNIT + -self.product((self.indicator(left), self._unless(right)))
            case Op("iff", (left, right)):
                return self._alike(left, right)
            case Eq(left, right, type) if unsubset(type) == BOOL:
                return self._alike(left, right)
            case Op("le", (left, right)):
                return UNIT + -self._factor(Op("lt", (right, left)))
            case _:
                return self._factor(condition)

    def _unless(self, condition: Term) -> Polynomial:
        return UNIT + -self.indicator(condition)

    def _alike(self, left: Term, right: Term) -> Polynomial:
        one, two = self.indicator(left), self.indicator(right)
        return UNIT + -one + -two + self.product((plain(2), one, two))

    def _factor(self, condition: Term) -> Polynomial:
        plainly = normalise(self.plainly(condition))
        if isinstance(plainly, Truth):
            return plain(int(plainly.value))
        return polynomial([((If(plainly, ONE, ZERO),), Fraction(1))])

    # Sums

    def _summed(self, var: Var, bounds: tuple[Term, Term] | None, body: Term) -> Polynomial:
        if bounds is not None:
            # The bounds are integers: below 0 a sum over natural numbers has terms too.
            fresh = self.atoms.fresh(INT)
            inside = self.read(substitute(body, {var.name: fresh}))
            low, high = map(self.plainly, bounds)
            return self.over([Over(fresh, (low, high))], inside)
        if not self.finite(var.type):
            raise Unreadable
        return self._of_type(var.type, lambda value: normalise(substitute(body, {var.name: value})))

    def _of_type(self, type: Type, body: Callable[[Term], Term]) -> Polynomial:
        """The sum over a type, by what the type is made of."""
        match type:
            case Enum(_, members) if len(members) <= MOST_MEMBERS:
                parts = [self.read(body(Member(name, type))) for name in members]
            case _ if type == BOOL:
                parts = [self.read(body(FALSE)), self.read(body(TRUE))]
            case Sub(base, predicate):
                return self._of_type(base, lambda value: conditional(
                    normalise(instantiate(predicate, value)), body(value), ZERO))  # fmt: skip
            case Prod(items):
                return self._of_items(items, (), body)
            case Sum(items):
                parts = [
                    self._of_type(item, lambda value, at=at: body(Inj(at, value, type)))  # type: ignore[misc]
                    for at, item in enumerate(items)
                ]
            case _:
                var = self.atoms.fresh(type)
                return self.over([Over(var)], self.read(body(var)))
        return polynomial(item for part in parts for item in part.terms)

    def _of_items(
        self, items: tuple[Type, ...], chosen: tuple[Term, ...], body: Callable[[Term], Term]
    ) -> Polynomial:
        """One sum inside the other, a variable for each item of a tuple."""
        if not items:
            return self.read(body(Tup(chosen)))
        variables = [self.atoms.fresh(item) for item in items]
        inner: Term = body(Tup(tuple(variables)))
        for var in reversed(variables):
            inner = BigSum(var, None, inner)
        return self.read(inner)

    def over(self, overs: Sequence[Over], body: Polynomial) -> Polynomial:
        """Σ of a polynomial over the values of variables."""
        total = NONE
        for factors, value in body.terms:
            total = total + self.product((plain(value), self.sum(tuple(overs), factors)))
        return total

    def sum(self, overs: tuple[Over, ...], factors: tuple[Term, ...]) -> Polynomial:
        """Σ of a product over the values of variables."""
        overs, factors = self._opened(overs, factors)
        picked = self._picked(overs, factors)
        if picked is not None:
            return picked
        names = {over.var.name for over in overs}
        total = polynomial(
            [(tuple(each for each in factors if names.isdisjoint(free_names(each))), Fraction(1))]
        )
        for part in _components(overs, [each for each in factors if not names.isdisjoint(free_names(each))]):
            total = self.product((total, polynomial([((self.atoms.sum(*part),), Fraction(1))])))
        return self.settled(total)

    def settled(self, total: Polynomial) -> Polynomial:
        """Without the sums that are 1."""
        if not self.ones:
            return total
        return polynomial(
            (tuple(each for each in factors if not self.is_one(each)), value)
            for factors, value in total.terms
        )

    def is_one(self, factor: Term) -> bool:
        """Whether a factor is a sum that is 1."""
        use = self.atoms.use(factor)
        return use is not None and use.atom.symbol.name in self.ones

    def _opened(
        self, overs: tuple[Over, ...], factors: tuple[Term, ...]
    ) -> tuple[tuple[Over, ...], tuple[Term, ...]]:
        """With the sums inside that depend on the variables taken apart."""
        names = {over.var.name for over in overs}
        kept: list[Term] = []
        for factor in factors:
            use = None if names.isdisjoint(free_names(factor)) else self.atoms.use(factor)
            if use is None:
                kept.append(factor)
                continue
            inner, parts = self.atoms.opened(use)
            if any(not names.isdisjoint(free_names(end)) for over in inner for end in over.bounds or ()):
                kept.append(factor)
                continue
            overs = (*overs, *inner)
            kept += parts
        return overs, tuple(kept)

    def _picked(self, overs: tuple[Over, ...], factors: tuple[Term, ...]) -> Polynomial | None:
        """Where a condition says which value a variable has, the one term with that value."""
        for factor in factors:
            if not isinstance(factor, If) or not isinstance(factor.condition, Eq):
                continue
            left, right = factor.condition.left, factor.condition.right
            for over in overs:
                for one, value in ((left, right), (right, left)):
                    if one == over.var and over.var.name not in free_names(value) and _can_be(over, value):
                        others = tuple(each for each in factors if each is not factor)
                        return self._with_value(over, value, tuple(o for o in overs if o is not over), others)
        return None

    def _with_value(
        self, over: Over, value: Term, overs: tuple[Over, ...], factors: tuple[Term, ...]
    ) -> Polynomial:
        inside = (
            TRUE
            if over.bounds is None
            else conj(at_most(over.bounds[0], value), at_most(value, over.bounds[1]))
        )
        body = self.product((
            self.indicator(inside),
            *(self.read(substitute(each, {over.var.name: value})) for each in factors),
        ))  # fmt: skip
        return self.over(overs, body) if overs else body


def _can_be(over: Over, value: Term) -> bool:
    """Whether a term can be a value of the variable wherever it equals one: not a fraction, and no subset is asked
    for."""
    type = unsubset(type_of(value))
    if over.bounds is not None:
        return type in (NAT, INT)
    return not isinstance(over.var.type, Sub) and alike(type, over.var.type)


def combined(terms: Iterable[tuple[Monomial, Fraction]]) -> Polynomial:
    """The polynomial with these terms, factors in order; a condition counts once."""
    return polynomial((_ordered(factors), value) for factors, value in terms)


def _ordered(factors: Monomial) -> Monomial:
    found: list[Term] = []
    for factor in sorted(factors, key=rank):
        if not (found and found[-1] == factor and is_indicator(factor)):
            found.append(factor)
    return tuple(found)


def replaced(total: Polynomial, values: Mapping[str, Term]) -> Polynomial:
    """With terms in place of variables."""
    return combined(
        (tuple(substitute(each, values) for each in factors), value) for factors, value in total.terms
    )


def is_indicator(factor: Term) -> bool:
    """Whether a factor is 1 where a condition holds and else 0."""
    return isinstance(factor, If) and factor.then == ONE and factor.otherwise == ZERO


def _components(
    overs: Sequence[Over], factors: Sequence[Term]
) -> list[tuple[tuple[Over, ...], tuple[Term, ...]]]:
    """Variables and factors in groups that have nothing to do with one another: Σ Σ f(x)·g(y) = Σ f · Σ g."""
    groups: list[tuple[set[str], list[Over], list[Term]]] = [({over.var.name}, [over], []) for over in overs]
    for factor in factors:
        names = free_names(factor)
        touched = [group for group in groups if not group[0].isdisjoint(names)]
        groups = [group for group in groups if group[0].isdisjoint(names)]
        joined: tuple[set[str], list[Over], list[Term]] = (set(), [], [factor])
        for group in touched:
            joined[0].update(group[0])
            joined[1].extend(group[1])
            joined[2].extend(group[2])
        groups.append(joined)
    return [(tuple(variables), tuple(inside)) for _, variables, inside in groups]


def written(total: Polynomial) -> Term:
    """The polynomial as a term; conditions in front of what they multiply."""
    return add(*(_product(factors, value) for factors, value in total.terms))


def _product(factors: tuple[Term, ...], value: Fraction) -> Term:
    conditions = [each.condition for each in factors if isinstance(each, If) and is_indicator(each)]
    rest = multiply(number(value), *(each for each in factors if not is_indicator(each)))
    return If(conj(*conditions), rest, ZERO) if conditions else rest
