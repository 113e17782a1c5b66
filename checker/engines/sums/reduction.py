"""From a goal with sums over finite types to one without: each sum becomes a symbol, and the rules that relate the
symbols come beside the assumptions. What is made has at least the models of the first: only its proof counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from aligncheck.engines.polynomials import Polynomial
from aligncheck.engines.sums.atoms import Unreadable, meaning
from aligncheck.engines.sums.best import Bests
from aligncheck.engines.sums.instances import cleared, instances
from aligncheck.engines.sums.ranges import range_rules
from aligncheck.engines.sums.reading import Reader, written
from aligncheck.engines.sums.rules import Form, Rule, Rules
from aligncheck.engines.sums.statements import bare, belongs, greatest, is_greatest, universal
from aligncheck.engines.sums.weights import Weights
from aligncheck.kernel.build import at_most, conj, iff, implies, multiply, number
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.normal import normalise
from aligncheck.kernel.terms import (
    TRUE, Best, BigSum, Card, Const, Eq, Finite, Guard, If, Number, Op, Quant, Term, Var,
)  # fmt: skip
from aligncheck.kernel.traversal import is_type, map_term, walk
from aligncheck.kernel.types import (
    BOOL, NUMERIC, Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type,
)  # fmt: skip
from aligncheck.kernel.typing import type_of, unsubset


MOST_THRESHOLDS = 4


@dataclass(frozen=True, slots=True)
class Reduced:
    """A goal for a solver. `rules` are true besides, `supposed` the numbers of the assumptions that all of it rests
    on. `symbols`: what each symbol that was made stands for."""

    goal: Goal
    rules: tuple[Rule, ...] = ()
    supposed: tuple[int, ...] = ()
    symbols: tuple[tuple[Const, Term], ...] = ()


def reduced(goal: Goal) -> Reduced:
    """The goal with the rules that may serve; the same goal where nothing is summed."""
    formulas = [*(each.formula for each in goal.assumptions), goal.conclusion]
    types = [each.type for each in goal.constants]
    nodes = (node for root in (*formulas, *types) for node in walk(root))
    if not any(isinstance(node, (BigSum, Best)) or is_greatest(node) or _composite(node) for node in nodes):
        return Reduced(goal)
    return _Reduction(goal).done()


def _composite(node: Term | Type) -> bool:
    """Whether it is asked of a type made of others if it is finite."""
    return isinstance(node, Finite) and not isinstance(node.type, (Base, Prim))


@dataclass(frozen=True, slots=True)
class Comparison:
    """A number that a formula compares with 0, and whether it says that it is 0."""

    total: Polynomial
    equation: bool
    concluded: bool


class _Reduction:
    """One goal on its way."""

    def __init__(self, goal: Goal) -> None:
        self.goal = goal
        self.finite: dict[str, int] = {}
        for at, each in enumerate(goal.assumptions):
            if isinstance(each.formula, Finite) and isinstance(each.formula.type, Base):
                self.finite.setdefault(each.formula.type.name, at)
        self.supposed: set[int] = set()
        self.reader = Reader(self.is_finite, self.plainly)
        self.bests = Bests(self.reader)
        thresholds = tuple(each for each in goal.constants if unsubset(each.type) in NUMERIC)
        self.rules = Rules(self.reader, Weights(self.reader), thresholds[:MOST_THRESHOLDS])
        self.comparisons: list[Comparison] = []
        self.concluding = False
        self.changed: dict[Const, Const] = {}
        self.counted: set[tuple[Type, Fraction]] = set()

    def done(self) -> Reduced:
        for at, each in enumerate(self.goal.assumptions):
            if any(map(self._one, universal(normalise(each.formula)))):
                self.supposed.add(at)
        constants, said = self._constants()
        assumptions = tuple(
            replace(each, formula=self.formula(each.formula)) for each in self.goal.assumptions
        )
        self.concluding = True
        conclusion = self.formula(self.goal.conclusion)
        rules = [*said, *self._rules()]
        made = (*self._sums(), *self.bests.meanings())
        symbols = (symbol for symbol, _ in made)
        goal = replace(
            self.goal, constants=(*constants, *symbols), assumptions=assumptions, conclusion=conclusion
        )
        return Reduced(goal, tuple(rules), tuple(sorted(self.supposed)), made)

    def _one(self, said: tuple[frozenset[Var], Term, Term]) -> bool:
        """Whether a formula that holds for all values of variables says that a sum is always 1."""
        variables, condition, formula = said
        match formula:
            case Eq(BigSum() as total, Number(value)) | Eq(Number(value), BigSum() as total) if (
                value == 1 and condition == TRUE
            ):
                made = self._made(total)
                use = None if made is None else self.reader.atoms.use(made)
                if use is None or len(set(use.arguments)) < len(use.arguments):
                    return False
                pairs = zip(use.arguments, use.atom.holes, strict=True)
                if not all(one in variables and type_of(one) == hole.type for one, hole in pairs):
                    return False
                self.rules.weights.always(use)
                return True
            case _:
                return False

    def _sums(self) -> Iterator[tuple[Const, Term]]:
        for atom in self.reader.atoms.known.values():
            body = multiply(*atom.factors)
            for over in reversed(atom.overs):
                body = BigSum(over.var, over.bounds, body)
            yield atom.symbol, meaning(atom, body)

    # Types

    def is_finite(self, type: Type) -> bool:
        """Whether an assumption, or its shape, says that a type is finite."""
        match type:
            case Prim():
                return type == BOOL
            case Base(name, _):
                if name in self.finite:
                    self.supposed.add(self.finite[name])
                return name in self.finite
            case Enum():
                return True
            case Prod(items) | Sum(items):
                return all(map(self.is_finite, items))
            case Fun(one, two):
                return self.is_finite(one) and self.is_finite(two)
            case SetT(part) | Sub(part, _) | Quot(part, _):
                return self.is_finite(part)
            case Struct(_, fields, _):
                return all(self.is_finite(kind) for _, kind in fields)

    def _constants(self) -> tuple[list[Const], list[Rule]]:
        """The constants with types that hold no sums, and what their types say of them."""
        for const in self.goal.constants:
            if any(isinstance(node, BigSum) for node in walk(const.type)):
                self.changed[const] = replace(const, type=bare(const.type))
        said = [
            Rule(f"the type of {old.name}", self.formula(belongs(new, old.type)))
            for old, new in self.changed.items()
        ]
        return [self.changed.get(each, each) for each in self.goal.constants], said

    # Formulas as they stand

    def formula(self, term: Term) -> Term:
        """The formula with each sum guarded by what it needs to be defined."""
        return self._formula(normalise(term))

    def _formula(self, term: Term) -> Term:
        match term:
            case (
                Op("lt" | "le", (Card(type), Number(size)))
                | Op("lt" | "le", (Number(size), Card(type)))
                | Eq(Card(type), Number(size))
                | Eq(Number(size), Card(type))
            ):
                # Solvers count: what they say of so many elements, the rules say of the sum of as many ones.
                self.counted |= {(type, size), (type, size + 1)}
                return term
            case Op("lt" | "le" as name, (left, right)):
                return Op(name, self._compared(left, right, False))
            case Eq(left, right, type) if unsubset(type) in NUMERIC:
                return Eq(*self._compared(left, right, True), type)
            case BigSum() | Best() | Card():
                made = self._made(term)
                if made is not None:
                    return Guard(self._formula(domain(term)), made)
            case Finite(type) if self.is_finite(type):
                return TRUE
            case Quant("forall", var, body) if not any(isinstance(node, BigSum) for node in walk(var.type)):
                if any(greatest(var, body)):
                    self._ordered(var, body)
                    return self._uncompared(term)
            case Quant(kind, var, body) if any(isinstance(node, BigSum) for node in walk(var.type)):
                inside = belongs(var, var.type)
                plain = implies(inside, body) if kind == "forall" else conj(inside, body)
                return self._formula(Quant(kind, Var(var.name, bare(var.type)), plain))
            case Const() if term in self.changed:
                return self.changed[term]
            case _:
                pass
        return map_term(term, self._formula, lambda type: type)

    def plainly(self, term: Term) -> Term:
        """The term as it stands in a product: where it is undefined, nothing hangs on it."""
        match term:
            case Guard(_, body):
                return self.plainly(body)
            case BigSum() | Best() | Card():
                made = self._made(term)
                if made is not None:
                    return made
            case Const() if term in self.changed:
                return self.changed[term]
            case _:
                pass
        return map_term(term, self.plainly, lambda type: type)

    def _made(self, term: BigSum | Best | Card) -> Term | None:
        """A sum or a best value as symbols; None where it stays as it is."""
        try:
            if isinstance(term, Best):
                return self.bests.symbol(term, self.plainly)
            if isinstance(term, Card) and not self.is_finite(term.type):
                return None
            return written(self.reader.read(term))
        except Unreadable:
            return None

    def _compared(self, left: Term, right: Term, equation: bool) -> tuple[Term, Term]:
        """Both sides of a comparison, each as a polynomial; that is noted where sums are compared."""
        try:
            here, there = self.reader.read(left), self.reader.read(right)
            total = here + -there
        except Unreadable:
            return self._formula(left), self._formula(right)
        uses = (self.reader.atoms.use, *(atoms.use for atoms in self.bests.kinds.values()))
        factors = {factor for factors, _ in total.terms for factor in factors}
        if any(use(part) for use in uses for factor in factors for part in walk(factor) if not is_type(part)):
            self.comparisons.append(Comparison(total, equation, self.concluding))
        cased = any(isinstance(node, If) for side in (left, right) for node in walk(side))
        if cased:
            return self._formula(left), self._formula(right)
        return written(here), written(there)

    def _uncompared(self, term: Quant) -> Term:
        """A formula whose comparisons are no news."""
        known = len(self.comparisons)
        inside = map_term(term, self._formula, lambda type: type)
        del self.comparisons[known:]
        return inside

    def _ordered(self, var: Var, body: Term) -> None:
        """What is said to be greatest, exists."""
        for best in greatest(var, body):
            with suppress(Unreadable):
                self.bests.symbol(best, self.plainly)

    # Rules

    def _rules(self) -> Iterator[Rule]:
        rules, weights = self.rules, self.rules.weights
        for each in self.comparisons:
            if each.equation:
                weights.said(each.total)
        ordered = sorted(self.comparisons, key=lambda each: not each.concluded)
        totals = [self._cleared(each.total) for each in ordered]
        for total in totals:
            rules.about(Form(total))
            rules.pairs(Form(total))
        self._summed()
        rules.far = True
        for total in totals:
            for instance in (*self.bests.instances(total), *instances(self.reader, total)):
                rules.about(Form(instance))
        for term in list(self.reader.atoms.uses):
            rules.alone(term)
        for one, other in combinations((each for each in totals if not weights.is_unit(each)), 2):
            rules.about(Form(one + -other, alone=False))
            rules.about(Form(one + other, alone=False))
        rules.far = False
        for rule in (*self._counts(), *range_rules(self.reader), *self.bests.rules()):
            rules.add(rule.name, [rule.formula])
        yield from sorted(rules.found.values(), key=lambda rule: rule.far)

    def _cleared(self, total: Polynomial) -> Polynomial:
        with suppress(Unreadable):
            total, said = cleared(self.reader, total)
            self.rules.add("a denominator is cleared", said)
        return total

    def _summed(self) -> None:
        """What is assumed of all values of a variable, summed over them."""
        for each in self.goal.assumptions:
            for variables, condition, formula in universal(normalise(each.formula)):
                match formula:
                    case Op("lt" | "le", (left, right)):
                        pass
                    case Eq(left, right, type) if unsubset(type) in NUMERIC:
                        pass
                    case _:
                        continue
                with suppress(Unreadable):
                    factors = (
                        self.reader.indicator(condition),
                        self.reader.read(Op("add", (right, Op("neg", (left,))))),
                    )
                    total = self.reader.product(factors)
                    for var in sorted(variables, key=lambda var: var.name):
                        if self.is_finite(var.type):
                            self.rules.summed(var, total)

    def _counts(self) -> Iterator[Rule]:
        """A type has at least so many members just if the sum of ones over it is at least that."""
        for type, size in sorted(self.counted, key=repr):
            total = self._made(Card(type)) if self.reader.atoms.known else None
            if total is not None:
                least = number(size)
                yield Rule("counting", iff(at_most(least, Card(type)), at_most(least, total)))
