"""From a goal with limits and tails to one without: each becomes a symbol, and the lemmas that relate the
symbols become assumptions. The goal made has at least the models of the first: only its proof counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from aligncheck.engines.asymptotic.calculus import ZERO, Behaviour, Calculus
from aligncheck.engines.asymptotic.expansions import ONE, Atom, Expansion, Opaque, Reading, expansion
from aligncheck.engines.polynomials import UNIT
from aligncheck.kernel.build import conj, equal, implies, less, neg
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.terms import (
    FALSE,
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

Relation = Literal["lt", "le", "eq"]


class Unreduced(Exception):
    """A limit that depends on a variable bound around it."""


@dataclass(slots=True)
class Reduction:
    """One goal on its way. `calculus` holds the symbols and lemmas made so far."""

    calculus: Calculus
    tails: dict[Term, Term] = field(default_factory=dict)

    def term(self, term: Term) -> Term:
        """The term without limits and tails."""
        inner = map_term(term, self.term, self._type)
        match inner:
            case Lim(var, body):
                needs, behaviour = self._behaviour(var, body)
                return Guard(conj(*needs, behaviour.converges), behaviour.limit)
            case Tail(_, var, body):
                if free_names(inner):
                    raise Unreduced
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
            raise Unreduced
        reading = Reading(var)
        read = self._of_time(var, body, reading.read(body))
        return [self._far(var, need) for need in reading.needs], self.calculus.behaviour(read)

    def _of_time(self, var: Var, body: Term, read: Expansion) -> Expansion:
        # The lemmas about sequences are for T = 1, 2, …; of a real T only powers are known.
        if unsubset(var.type) == NAT or all(atom.basis == ONE for atom, _ in read.terms):
            return read
        shown = substitute(body, {var.name: Var("T•", var.type)})
        return expansion([(Atom(0, Opaque(shown)), UNIT)])

    # Tails

    def _tail(self, tail: Tail) -> Term:
        var, body = tail.var, tail.body
        match tail.kind:
            case "eventually":
                return self._far(var, body)
            case "often":
                return neg(self._far(var, negation(body))) if plainly_total(body) else self._symbol(tail)
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
                symbol = self._symbol(tail)
                self.calculus.know("bounded", implies(symbol, conj(*needs, here.bounded)))
                return symbol

    def _symbol(self, tail: Tail) -> Term:
        return self.calculus.symbol(tail.kind, BOOL)

    def _far(self, var: Var, formula: Term) -> Term:
        """That the formula is true from some point on."""
        if var.name not in free_names(formula):
            return conj(domain(formula), formula)
        key = Tail("eventually", var, formula)
        if key not in self.tails:
            self.tails[key] = self._far_anew(var, formula)
        return self.tails[key]

    def _far_anew(self, var: Var, formula: Term) -> Term:
        match formula:
            case Truth():
                return formula
            case Op("and", args):
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
                asked = self._far(var, condition)
                if asked in (TRUE, FALSE):
                    return self._far(var, body) if asked == TRUE else self.calculus.symbol("eventually", BOOL)
                return self._implied(asked, var, body)
            case _:
                return self.calculus.symbol("eventually", BOOL)

    def _implied(self, asked: Term, var: Var, body: Term) -> Term:
        symbol = self.calculus.symbol("eventually", BOOL)
        self.calculus.know("both from some point on", implies(conj(symbol, asked), self._far(var, body)))
        return symbol

    def _difference(self, var: Var, left: Term, right: Term) -> tuple[list[Term], Expansion, Behaviour]:
        reading = Reading(var)
        difference = reading.read(left) + (-reading.read(right))
        difference = self._of_time(var, Op("add", (left, Op("neg", (right,)))), difference)
        needs = [self._far(var, need) for need in reading.needs]
        return needs, difference, self.calculus.behaviour(difference)

    def _far_unequal(self, var: Var, left: Term, right: Term) -> Term:
        needs, difference, here = self._difference(var, left, right)
        if not needs and _power_of_time(difference):
            return TRUE
        if not needs and len(difference.terms) == 1 and difference.terms[0][0].basis == ONE:
            return neg(equal(difference.terms[0][1].term(), ZERO, REAL))
        symbol = self.calculus.symbol("eventually", BOOL)
        apart = neg(equal(here.limit, ZERO, REAL))
        self.calculus.know("a limit other than 0", implies(conj(*needs, here.converges, apart), symbol))
        self.calculus.know("it is then defined", implies(symbol, conj(*needs)))
        return symbol

    def _far_compared(self, var: Var, name: Relation, left: Term, right: Term) -> Term:
        """left − right < 0, ≤ 0 or = 0 from some point on."""
        needs, difference, here = self._difference(var, left, right)
        value = difference.number()
        if not needs and value is not None:
            return Truth(value == 0 if name == "eq" else value < 0 or (value == 0 and name == "le"))
        growth = _power_of_time(difference)
        if not needs and growth:
            return Truth(growth < 0 and name != "eq")
        symbol = self.calculus.symbol("eventually", BOOL)
        for term in _bounded_terms(Op(name, (left, right))) if name != "eq" else ():
            _, bounded = self._behaviour(var, term)
            self.calculus.know("bounded by what is said", implies(symbol, bounded.bounded))
        self._follows(symbol, needs, name, difference, here, unsubset(var.type) == NAT)
        if name != "eq":
            below = conj(*needs, here.converges, less(here.limit, ZERO))
            self.calculus.know("a negative limit", implies(below, symbol))
            self.calculus.know("to -∞", implies(conj(*needs, here.falls), symbol))
        return symbol

    def _follows(
        self,
        symbol: Term,
        needs: list[Term],
        name: Relation,
        difference: Expansion,
        here: Behaviour,
        whole: bool,
    ) -> None:
        """What a comparison from some point on says of limits and of means."""
        know = self.calculus.know
        know("it is then defined", implies(symbol, conj(*needs)))
        behaviours = [here]
        if whole and difference.number() is None:
            behaviours.append(self.calculus.behaviour(self.calculus.mean_of(difference)))
        for one in behaviours:
            vanishes = conj(one.converges, equal(one.limit, ZERO, REAL))
            if name == "eq":
                know("what is 0 in the end has the limit 0", implies(symbol, vanishes))
            else:
                order = Op("le", (one.limit, ZERO))
                know("limits keep ≤", implies(conj(symbol, one.converges), order))
                know("what is never positive does not rise", implies(symbol, neg(one.rises)))

    # Facts from quantified assumptions

    def _instances(self, quantifier: Quant) -> None:
        """A formula true of all numbers is true from some point on, and of 0 and 1."""
        if quantifier in self.tails:
            return
        self.tails[quantifier] = quantifier
        if not plainly_total(quantifier.body):
            return
        var = quantifier.var
        far = self._far(Var(var.name, NAT), quantifier.body)
        self.calculus.know("for all, so from some point on", implies(quantifier, far))
        for value in (0, 1):
            point = Number(Fraction(value), NAT)
            instance = substitute(quantifier.body, {var.name: point})
            self.calculus.know("an instance", implies(quantifier, instance))


def _bounded_terms(comparison: Term) -> list[Term]:
    """Terms of which a comparison says |term| ≤ c, c free of the variable."""
    match comparison:
        case Op("lt" | "le", (Op("abs", (term,)), bound)) if not free_names(bound) and plainly_total(term):
            return [term]
        case _:
            return []


def _power_of_time(sum: Expansion) -> int:
    """The sign that a polynomial in T has from some point on, if its coefficients are numbers; else 0."""
    if any(atom.basis != ONE or value.number() is None for atom, value in sum.terms) or not sum.terms:
        return 0
    _, value = max(sum.terms, key=lambda item: item[0].power)
    leading = value.number() or Fraction(0)
    return (leading > 0) - (leading < 0)


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


def reduced(goal: Goal) -> Goal:
    """The goal without limits and tails; its first assumptions are the goal's own, in order."""
    calculus = Calculus({constant.name for constant in goal.constants})
    reduction = Reduction(calculus)
    assumptions = tuple(
        Assumption(one.label, reduction.term(one.formula), one.kind) for one in goal.assumptions
    )
    conclusion = reduction.term(goal.conclusion)
    lemmas = tuple(Assumption(rule, lemma, "lemma") for rule, lemma in calculus.lemmas)
    return Goal(goal.sorts, goal.constants + tuple(calculus.constants), assumptions + lemmas, conclusion)
