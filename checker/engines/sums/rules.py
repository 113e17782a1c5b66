"""The rules that relate sums, at the places of one goal where they may serve. Each is true of all sums over finite
types; its premises say what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from aligncheck.engines.polynomials import NONE, Monomial, Polynomial, plain, polynomial
from aligncheck.engines.sums.atoms import Over, Unreadable, Use, at
from aligncheck.engines.sums.reading import ONE, ZERO, Reader, combined, replaced, written
from aligncheck.engines.sums.signs import at_least_zero, factored, is_zero
from aligncheck.kernel.build import at_most, conj, equal, forall, iff, implies, less
from aligncheck.kernel.substitution import alike, free_names, substitute
from aligncheck.kernel.terms import TRUE, Number, Op, Term, Var
from aligncheck.kernel.traversal import binder, label, outside, parts, walk
from aligncheck.kernel.types import REAL, Fun, SetT
from aligncheck.lints.canonical import canonical

MOST_RULES = 48
MOST_DEPTH = 2
ONE_SIGN = "terms of one sign"
WEIGHTED = "terms of one sign, with weights that sum to 1"
PAIRED = "terms of one sign, for each pair"
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
    """The rules for one goal. `units`: sums that an assumption says are 1."""

    reader: Reader
    units: list[Use] = field(default_factory=list)
    found: dict[str, Rule] = field(default_factory=dict)
    tried: set[Polynomial] = field(default_factory=set)

    far: bool = False

    def full(self) -> bool:
        return len(self.found) >= MOST_RULES

    def add(self, name: str, formula: Term) -> None:
        key = canonical(formula)
        if key not in self.found:
            self.found[key] = Rule(name, formula, self.far)

    def unit(self, total: Polynomial) -> None:
        """Take note of a sum that is said to be 1, if a number that is said to be 0 is one less."""
        use = self._said_one(total)
        if use is not None and not self.is_unit(total):
            self.units.append(use)

    def one(self, use: Use) -> None:
        """Take note of a sum that is 1 whatever its elements are."""
        self.reader.ones.add(use.atom.symbol.name)
        self.units.append(use)

    def is_unit(self, total: Polynomial) -> bool:
        """Whether the number is one less than a sum that is noted to be 1."""
        use = self._said_one(total)
        return use is not None and any(each.atom is use.atom for each in self.units)

    def _said_one(self, total: Polynomial) -> Use | None:
        match sorted(total.terms, key=lambda term: len(term[0])):
            case [((), value), ((factor,), other)] if value == -other and abs(value) == 1:
                return self.reader.atoms.use(factor)
            case _:
                return None

    def alone(self, term: Term) -> None:
        """The rules for one sum."""
        self.about(Form(polynomial([((term,), Fraction(1))]), MOST_DEPTH))

    def about(self, form: Form) -> None:
        """What the terms of a combination of sums say of it."""
        if form.total in self.tried or -form.total in self.tried or self.full():
            return
        self.tried.add(form.total)
        for over in self._overs(form.total):
            for which in (0, -1):
                try:
                    self._single(form, over, which)
                except Unreadable:
                    continue

    def summed(self, var: Var, total: Polynomial) -> None:
        """The same for the sum, over the values of a variable, of a number that is compared with 0 for each."""
        if all(var.name not in free_names(each) for factors, _ in total.terms for each in factors):
            return
        x = self.reader.atoms.fresh(var.type)
        inside = replaced(total, {var.name: x})
        self._rule(Form(total, MOST_DEPTH), (Over(x),), self.reader.over((Over(x),), inside), inside, SUMMED)

    def instances(self, total: Polynomial) -> Iterator[Polynomial]:
        """A combination of sums with u and with -u for |u|, and with each of those that a `min` or `max` is of."""
        for factor in dict.fromkeys(factor for factors, _ in total.terms for factor in factors):
            if isinstance(factor, Op) and factor.name in ("abs", "min", "max"):
                values = [self.reader.read(each) for each in factor.args]
                for value in (*values, -values[0]) if factor.name == "abs" else values:
                    yield self.put(total, factor, value)

    def put(self, total: Polynomial, old: Term, new: Polynomial) -> Polynomial:
        """The polynomial with another one for a factor."""
        found = NONE
        for factors, value in total.terms:
            kept = tuple(each for each in factors if each != old)
            outside = polynomial([(kept, value)])
            found = found + self.reader.product((outside, *[new] * (len(factors) - len(kept))))
        return found

    def cleared(self, total: Polynomial) -> Polynomial:
        """The number times what it is divided by, with the rules for its sign."""
        for factor in dict.fromkeys(factor for factors, _ in total.terms for factor in factors):
            match factor:
                case Op("div", (Number(), below)) if all(
                    factors.count(factor) < 2 for factors, _ in total.terms
                ):
                    times = self._times(total, factor, self.reader.read(below))
                    self._same_sign(below, total, times)
                    return self.cleared(times)
                case _:
                    pass
        return total

    def _times(self, total: Polynomial, inverse: Term, below: Polynomial) -> Polynomial:
        """The number times a divisor whose inverse stands in some of its terms."""
        found = NONE
        for factors, value in total.terms:
            kept = tuple(each for each in factors if each != inverse)
            part = polynomial([(kept, value)])
            found = found + (part if inverse in factors else self.reader.product((part, below)))
        return found

    def _same_sign(self, below: Term, total: Polynomial, times: Polynomial) -> None:
        """A number and its product with a positive one lie on the same side of 0."""
        for positive, one in ((less(ZERO, below), times), (less(below, ZERO), -times)):
            same = conj(
                iff(at_most(ZERO, written(total)), at_most(ZERO, written(one))),
                iff(at_most(written(total), ZERO), at_most(written(one), ZERO)),
            )
            self.add("a denominator is cleared", closed(implies(positive, same)))

    def pairs(self, form: Form) -> None:
        """The same for products of two sums over one type, as sums over pairs."""
        for over in self._overs(form.total):
            try:
                self._twofold(form, over)
            except Unreadable:
                continue

    # Sums over one variable

    def _single(self, form: Form, over: Over, which: int) -> None:
        x = Var(f"v•{form.depth}", over.var.type)
        whole, inside, rest = NONE, NONE, NONE
        for factors, value in form.total.terms:
            places = self._places(factors, over)
            if not places:
                rest = rest + polynomial([(factors, value)])
                continue
            place, number = places[which]
            whole = whole + polynomial([(factors, value)])
            inside = inside + self.reader.product((plain(value), self._opened(factors, place, number, x)))
        self._rule(form, (Over(x, over.bounds),), whole, inside, ONE_SIGN)
        if rest.terms:
            for unit, weight in self._weights(over, x, inside):
                known = () if self.reader.is_one(unit) else (equal(unit, ONE, REAL),)
                more = self.reader.product((rest, weight))
                self._rule(form, (Over(x, over.bounds),), form.total, inside + more, WEIGHTED, known)

    def _opened(self, factors: Monomial, place: int, number: int, value: Term) -> Polynomial:
        """A product with the sum in one of its factors left out: its variable has the value."""
        use = self.reader.atoms.use(factors[place])
        if use is None:
            raise Unreadable
        overs, inner = self.reader.atoms.opened(use)
        chosen = overs[number]
        inner = tuple(substitute(each, {chosen.var.name: value}) for each in inner)
        others = tuple(over for over in overs if over is not chosen)
        body = self.reader.sum(others, inner) if others else combined([(inner, Fraction(1))])
        outside = polynomial([(factors[:place] + factors[place + 1 :], Fraction(1))])
        return self.reader.product((outside, body))

    def _places(self, factors: Monomial, over: Over) -> list[tuple[int, int]]:
        """Where a product sums over the same values: number of the factor, number of its variable."""
        return [
            (place, number)
            for place, factor in enumerate(factors)
            for number, each in enumerate(self._own_overs(factor))
            if _same(each, over)
        ]

    def _own_overs(self, factor: Term) -> tuple[Over, ...]:
        use = self.reader.atoms.use(factor)
        if use is None:
            return ()
        values = {hole.name: value for hole, value in zip(use.atom.holes, use.arguments, strict=True)}
        return tuple(
            Over(each.var, each.bounds and tuple(substitute(end, values) for end in each.bounds))  # type: ignore[arg-type]
            for each in use.atom.overs
        )

    def _overs(self, total: Polynomial) -> list[Over]:
        """What its sums run over, each once."""
        found: list[Over] = []
        for factors, _ in total.terms:
            for factor in factors:
                for over in self._own_overs(factor):
                    if not any(_same(over, each) for each in found):
                        found.append(over)
        return found

    # Weights that sum to 1

    def _weights(self, over: Over, x: Var, inside: Polynomial) -> Iterator[tuple[Term, Polynomial]]:
        """Sums over the same values that are known to be 1, and their summands at x."""
        seen: set[Term] = set()
        for unit in self.units:
            for arguments in self._arguments(unit, over, x, inside):
                term = at(unit.atom.symbol, arguments)
                if term not in seen:
                    seen.add(term)
                    yield term, self._opened((term,), 0, 0, x)

    def _arguments(self, unit: Use, over: Over, x: Var, inside: Polynomial) -> Iterator[tuple[Term, ...]]:
        (own, *others) = unit.atom.overs
        if others or not _same(own, over):
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

    # Products of two sums

    def _twofold(self, form: Form, over: Over) -> None:
        counts = [len(self._places(factors, over)) for factors, _ in form.total.terms]
        if max(counts, default=0) < 2:
            return
        x, y = Var(f"v•{form.depth}", over.var.type), Var(f"w•{form.depth}", over.var.type)
        whole, inside = NONE, NONE
        missing: list[tuple[Monomial, Fraction]] = []
        for (factors, value), count in zip(form.total.terms, counts, strict=True):
            if count < 2:
                missing.append((factors, value))
                continue
            whole = whole + polynomial([(factors, value)])
            inside = inside + self.reader.product((plain(value), self._twice(factors, over, x, y)))
        variables = (Over(x, over.bounds), Over(y, over.bounds))
        if not missing:
            self._symmetric(form, variables, whole, inside)
            return
        for unit, weight in self._weights(over, x, inside):
            there = replaced(weight, {x.name: y})
            more = inside
            for factors, value in missing:
                once = self._once(factors, over, x, weight)
                more = more + self.reader.product((plain(value), once, there))
            known = () if self.reader.is_one(unit) else (equal(unit, ONE, REAL),)
            self._symmetric(form, variables, form.total, more, known)

    def _twice(self, factors: Monomial, over: Over, x: Var, y: Var) -> Polynomial:
        place, number = self._places(factors, over)[0]
        total = NONE
        for inner, value in self._opened(factors, place, number, x).terms:
            next_place, next_number = self._places(inner, over)[0]
            total = total + self.reader.product(
                (plain(value), self._opened(inner, next_place, next_number, y))
            )
        return total

    def _once(self, factors: Monomial, over: Over, x: Var, weight: Polynomial) -> Polynomial:
        places = self._places(factors, over)
        if places:
            return self._opened(factors, *places[0], x)
        return self.reader.product((polynomial([(factors, Fraction(1))]), weight))

    def _symmetric(
        self, form: Form, over: tuple[Over, Over], whole: Polynomial, inside: Polynomial,
        known: tuple[Term, ...] = (),
    ) -> None:  # fmt: skip
        """With both orders of the pair, so that squares of differences are seen."""
        x, y = over[0].var, over[1].var
        swapped = replaced(inside, {x.name: y, y.name: x})
        self._rule(form, over, whole + whole, inside + swapped, PAIRED, known)

    # The rules themselves

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
                _everywhere(over, at_most(written(one), total)) if linear or form.alone else TRUE,
                implies(at_most(total, ZERO), _everywhere(over, is_zero(one))),
            )
            premise = conj(*known, _everywhere(over, at_least_zero(one)))
            self.add(name, closed(implies(premise, said)))
        _, rest = factored(inside)
        if form.depth < MOST_DEPTH:
            self.about(Form(rest, form.depth + 1, form.alone))


def closed(formula: Term) -> Term:
    """For all values of the free variables. Raises Unreadable where one is a function or a set."""
    for _, var in sorted(free_variables(formula).items()):
        if any(isinstance(part, (Fun, SetT)) for part in walk(var.type)):
            raise Unreadable
        formula = forall(var, formula)
    return formula


def free_variables(term: Term) -> Mapping[str, Var]:
    """The variables that occur free, by name."""
    if isinstance(term, Var):
        return {term.name: term}
    found: dict[str, Var] = {}
    var, before = binder(term), outside(term)
    for number, part in enumerate(parts(term)[0]):
        inner = free_variables(part) if free_names(part) else {}
        bound = var is not None and number >= before
        found |= {name: each for name, each in inner.items() if not (bound and var and name == var.name)}
    return found


def _everywhere(overs: Iterable[Over], formula: Term) -> Term:
    for over in overs:
        if over.bounds is not None:
            low, high = over.bounds
            formula = implies(conj(at_most(low, over.var), at_most(over.var, high)), formula)
        formula = forall(over.var, formula)
    return formula


def _same(one: Over, other: Over) -> bool:
    """Whether two variables run over the same values."""
    if one.bounds is None or other.bounds is None:
        return one.bounds is other.bounds and alike(one.var.type, other.var.type)
    return all(alike(a, b) for a, b in zip(one.bounds, other.bounds, strict=True))


def matches(pattern: Term, term: Term, holes: set[str], values: dict[str, Term]) -> bool:
    """Whether the term is the pattern with these values in its holes, which are filled in on the way."""
    if isinstance(pattern, Var) and pattern.name in holes:
        return alike(values.setdefault(pattern.name, term), term)
    if label(pattern) != label(term) or (isinstance(pattern, Var) and pattern != term):
        return False
    inner, others = parts(pattern)[0], parts(term)[0]
    return len(inner) == len(others) and all(
        matches(a, b, holes, values) for a, b in zip(inner, others, strict=True)
    )
