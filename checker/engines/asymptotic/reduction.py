"""From a goal with limits and tails to one without: each becomes a symbol, and the lemmas that relate the
symbols become assumptions. The goal made has at least the models of the first: only its proof counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from aligncheck.engines.asymptotic.calculus import ZERO, Behaviour, Calculus, Relation, known_sign
from aligncheck.engines.asymptotic.expansions import TIME, Atom, Expansion, Opaque, Sampled, single, steps_of
from aligncheck.engines.asymptotic.far import Far
from aligncheck.engines.asymptotic.order import finish, rules_of_comparison
from aligncheck.engines.polynomials import UNIT
from aligncheck.engines.asymptotic.reading import Reading
from aligncheck.engines.asymptotic.repeating import repeats
from aligncheck.engines.asymptotic.rules import rules_of
from aligncheck.engines.asymptotic.written import written
from aligncheck.kernel.build import at_most, conj, disj, equal, forall, implies, neg
from aligncheck.kernel.domain import domain
from aligncheck.kernel.known import conjuncts
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.terms import (
    TRUE,
    Eq,
    Guard,
    Lim,
    Number,
    Op,
    Quant,
    Tail,
    Term,
    Truth,
    Var,
)  # fmt: skip
from aligncheck.kernel.traversal import map_term, plainly_total, walk
from aligncheck.kernel.types import BOOL, INT, NAT, NUMERIC, REAL, Type
from aligncheck.kernel.typing import unsubset


class Unreduced(Exception):
    """A limit that depends on a variable bound around it."""

    def __init__(self, *about: Term) -> None:
        super().__init__()
        self.about = about


@dataclass(slots=True)
class Reduction:
    """One goal on its way. `calculus` holds the symbols and lemmas made so far."""

    calculus: Calculus
    tails: dict[Term, Term] = field(default_factory=dict)
    far: Far = field(default_factory=Far)
    everywhere: list[tuple[Term, Expansion]] = field(default_factory=list)
    """Formulas, each with an expansion that is ≤ 0 at T = 0, 1, 2, … where it holds."""

    def term(self, term: Term) -> Term:
        """The term without limits and tails."""
        inner = map_term(term, self.term, self._type)
        match inner:
            case Lim(var, body):
                needs, behaviour = self._behaviour(var, body)
                return Guard(conj(*needs, behaviour.converges), behaviour.limit)
            case Tail(_, var, body):
                if free_names(inner):
                    raise Unreduced(inner)
                if inner not in self.tails:
                    self.tails[inner] = self._tail(inner)
                return self.tails[inner]
            case Quant("forall", var, body) if var.type in (NAT, INT):
                if not free_names(inner):
                    self._instances(inner)
                return inner
            case _:
                return inner

    def _type(self, type: Type) -> Type:
        if any(isinstance(node, (Lim, Tail)) for node in walk(type)):
            raise Unreduced
        return type

    # Limits

    def _behaviour(self, var: Var, body: Term) -> tuple[list[Term], Behaviour]:
        """What must hold for the body to be defined for large T, and how the body behaves then."""
        if free_names(body) - {var.name}:
            raise Unreduced(Lim(var, body))
        reading = Reading(var)
        read = self._of_time(var, body, reading.read(body))
        return [self._far(var, need) for need in reading.needs], self.calculus.behaviour(read)

    def _of_time(self, var: Var, body: Term, read: Expansion) -> Expansion:
        # The lemmas about sequences are for T = 1, 2, …; of a real T only powers are known.
        if unsubset(var.type) == NAT or read.polynomial():
            return read
        return single(Opaque(substitute(body, {var.name: Var(TIME, var.type)})))

    # Tails

    def _tail(self, tail: Tail) -> Term:
        var, body = tail.var, tail.body
        match tail.kind:
            case "eventually":
                return self._far(var, body)
            case "often":
                return neg(self._far(var, neg(body))) if plainly_total(body) else self._unknown(tail)
            case "converges":
                needs, here = self._behaviour(var, body)
                return conj(*needs, here.converges)
            case "to_oo":
                needs, here = self._behaviour(var, body)
                return conj(*needs, here.rises)
            case "to_minus_oo":
                needs, here = self._behaviour(var, body)
                return conj(*needs, here.falls)
            case "bounded":
                needs, here = self._behaviour(var, body)
                if plainly_total(body) and unsubset(var.type) == NAT:
                    return here.bounded
                # Bounded is about all T, the calculus about large ones.
                symbol = self._unknown(tail)
                self.calculus.know("bounded", implies(symbol, conj(*needs, here.bounded)))
                return symbol

    def _unknown(self, tail: Tail) -> Term:
        return self.calculus.symbol(tail.kind, BOOL, tail)

    def _far(self, var: Var, formula: Term) -> Term:
        """That the formula is true from some point on."""
        if var.name not in free_names(formula):
            return conj(domain(formula), formula)
        key = Tail("eventually", var, formula)
        if key not in self.tails:
            found = self._far_anew(var, formula)
            if unsubset(var.type) == NAT and not isinstance(found, Truth):
                self.far.ask(found, var, formula)
            self.tails[key] = found
        return self.tails[key]

    def _far_anew(self, var: Var, formula: Term) -> Term:
        match formula:
            case Truth():
                return formula
            case Op("and", args) if plainly_total(formula):
                return conj(*(self._far(var, arg) for arg in args))
            case Op("not", (Eq(left, right, type),)) if unsubset(type) in NUMERIC:
                return self._far_unequal(var, left, right)
            case Op("not", (Op("not" | "lt" | "le", _) as inner,)) if plainly_total(inner):
                return self._far(var, negation(inner))
            case Op("lt" | "le" as name, (left, right)):
                return self._far_compared(var, name, left, right)
            case Eq(left, right, type) if unsubset(type) in NUMERIC:
                return self._far_compared(var, "eq", left, right)
            case Op("implies", (condition, body)):
                return self._implied(var, condition, body)
            case _:
                return self._eventually(var, formula)

    def _eventually(self, var: Var, formula: Term) -> Term:
        return self.calculus.symbol("eventually", BOOL, Tail("eventually", var, formula))

    def _implied(self, var: Var, condition: Term, body: Term) -> Term:
        asked = self._far(var, condition)
        if asked == TRUE:
            return self._far(var, body)
        symbol = self._eventually(var, Op("implies", (condition, body)))
        self.calculus.know("both from some point on", implies(conj(symbol, asked), self._far(var, body)))
        return symbol

    def _difference(self, var: Var, left: Term, right: Term) -> tuple[list[Term], Expansion]:
        reading = Reading(var)
        difference = reading.read(left) + (-reading.read(right))
        difference = self._of_time(var, Op("add", (left, Op("neg", (right,)))), difference)
        return [self._far(var, need) for need in reading.needs], difference

    def _far_unequal(self, var: Var, left: Term, right: Term) -> Term:
        needs, difference = self._difference(var, left, right)
        if known_sign("eq", difference) is False:
            return conj(*needs)
        if not needs and len(difference.terms) == 1 and difference.polynomial():
            return neg(equal(difference.terms[0][1].term(), ZERO, REAL))
        symbol = self._eventually(var, neg(equal(left, right, REAL)))
        here = self.calculus.behaviour(difference)
        far = disj(here.nonzero, here.rises, here.falls)
        self.calculus.know("a limit other than 0", implies(conj(*needs, far), symbol))
        one_sign = disj(*(self.calculus.compared("lt", each) for each in (difference, -difference)))
        self.calculus.know("what keeps its sign is not 0", implies(conj(*needs, one_sign), symbol))
        self.calculus.know("it is then defined", implies(symbol, conj(*needs)))
        return symbol

    def _far_compared(self, var: Var, name: Relation, left: Term, right: Term) -> Term:
        """left − right < 0, ≤ 0 or = 0 from some point on."""
        needs, difference = self._difference(var, left, right)
        symbol = self.calculus.compared(name, difference)
        for term in _bounded_terms(Op(name, (left, right))) if name != "eq" else ():
            _, bounded = self._behaviour(var, term)
            self.calculus.know("bounded by what is said", implies(conj(*needs, symbol), bounded.bounded))
        return conj(*needs, symbol)

    # Facts from quantified assumptions

    def _instances(self, quantifier: Quant) -> None:
        """A formula true of all numbers is true from some point on, and of 0 and 1."""
        if quantifier in self.tails:
            return
        self.tails[quantifier] = quantifier
        if not plainly_total(quantifier.body):
            return
        var = Var(quantifier.var.name, NAT)
        far = self._far(var, quantifier.body)
        self.calculus.know("for all, so from some point on", implies(quantifier, far))
        for value in (0, 1):
            point = Number(Fraction(value), NAT)
            instance = substitute(quantifier.body, {var.name: point})
            self.calculus.know("an instance", implies(quantifier, instance))
        for part in conjuncts(quantifier.body):
            match part:
                case Op("lt" | "le", (left, right)):
                    self._ordered(quantifier, var, left, right)
                case Eq(left, right, type) if unsubset(type) in NUMERIC:
                    self._ordered(quantifier, var, left, right)
                    self._ordered(quantifier, var, right, left)
                    self._periodic(quantifier, var, left, right)
                case _:
                    pass

    def _ordered(self, quantifier: Quant, var: Var, left: Term, right: Term) -> None:
        """left ≤ right at every number: of sums, and of a sequence that never rises and its limit."""
        _, difference = self._difference(var, left, right)
        self.everywhere.append((quantifier, difference))
        whole, rest = steps_of(difference)
        if rest.terms or not whole.terms:
            return
        falling = self.calculus.behaviour(whole)
        above = forall(var, at_most(falling.limit, written(whole, var)))
        rule = "a sequence that never rises stays above its limit"
        self.calculus.know(rule, implies(conj(quantifier, falling.converges), above))

    def _periodic(self, quantifier: Quant, var: Var, left: Term, right: Term) -> None:
        one, other = Reading(var).read(left).terms, Reading(var).read(right).terms
        match one, other:
            case ((Atom(0, Sampled() as later), here),), ((Atom(0, Sampled() as sooner), there),) if (
                here == there == UNIT
            ):
                repeats(self.calculus, quantifier, var, later, sooner)
            case _:
                pass


def _bounded_terms(comparison: Term) -> list[Term]:
    """Terms of which a comparison says |term| ≤ c, c free of the variable."""
    match comparison:
        case Op("lt" | "le", (Op("abs", (term,)), bound)) if not free_names(bound) and plainly_total(term):
            return [term]
        case _:
            return []


def negation(formula: Term) -> Term:
    """not `formula`, pushed through where it is everywhere defined."""
    match formula:
        case Op("not", (inner,)):
            return inner
        case Op("lt", (left, right)):
            return Op("le", (right, left))
        case Op("le", (left, right)):
            return Op("lt", (right, left))
        case _:
            return neg(formula)


@dataclass(frozen=True, slots=True)
class Reduced:
    """A goal without limits and tails: its first assumptions are those of the goal that it was made from, then come
    the instances of rules."""

    goal: Goal
    calculus: Calculus


def reduced(goal: Goal, far: bool) -> Reduced:
    """The goal without limits and tails. `far`: with what holds at points far out."""
    calculus = Calculus({constant.name for constant in goal.constants}, rules_of, rules_of_comparison)
    reduction = Reduction(calculus)
    assumptions = tuple(
        Assumption(one.label, reduction.term(one.formula), one.kind) for one in goal.assumptions
    )
    conclusion = reduction.term(goal.conclusion)
    finish(calculus, reduction.everywhere)
    if far:
        reduction.far.tell(calculus, reduction.term)
    lemmas = tuple(Assumption(rule, lemma, "lemma") for rule, lemma in calculus.lemmas)
    made = Goal(goal.sorts, goal.constants + tuple(calculus.constants), assumptions + lemmas, conclusion)
    return Reduced(made, calculus)
