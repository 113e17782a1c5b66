"""One form for terms that mean the same by computation: β, projections, extensional equality, and
quantifiers over structured types taken apart. A term is defined after it exactly where it was before.

Quantifiers are relativised and split where they stand; none is moved across a connective.
"""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from aligncheck.kernel.build import conditional, conj, disj, implies, neg, number
from aligncheck.kernel.domain import domain, finite
from aligncheck.kernel.equality import equation
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.splitting import split
from aligncheck.kernel.substitution import alike, free_names, fresh, substitute
from aligncheck.kernel.terms import (
    TRUE, App, Card, Case, ClassOf, Eq, Field, Finite, Guard, If, In, Inj, Lam, Number, OnClass, Op,
    Proj, Quant, Record, SetOf, Term, Truth, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.traversal import map_term, plainly_total
from aligncheck.kernel.types import Enum, Fun, SetT
from aligncheck.kernel.typing import type_of, unsubset


def normalise(term: Term) -> Term:
    """The normal form. Normalising it again changes nothing. Refuses what grows too large."""
    try:
        known = term.known_form
    except AttributeError:
        known = _Normalising().term(term)
        term.know("known_form", None if known is term else known)
        if known is not term:
            known.know("known_form", None)
        return known
    return term if known is None else known


MOST: Final = 40_000
"""Terms that one run may write: quantifiers over sums and enumerations multiply what stands under them."""


class _Normalising:
    """One run; what is known to be in normal form is not looked at again."""

    def __init__(self) -> None:
        self.forms: dict[int, tuple[Term, Term]] = {}
        self.left = MOST
        self.rewritten = 0

    def term(self, term: Term) -> Term:
        known = self.forms.get(id(term))
        if known is not None:
            return known[1]
        self.left -= self.rewritten > 0
        if self.left < 0:
            raise KernelRefusal("a normal form that is too large")
        part = self._branch if isinstance(term, (Case, OnClass)) else self.term
        form = map_term(term, part, lambda type: type)
        stepped = step(form)
        if stepped is not form:
            self.rewritten += 1
            form = self.term(stepped)
            self.rewritten -= 1
        self.forms[id(term)] = (term, form)
        self.forms[id(form)] = (form, form)
        return form

    def _branch(self, term: Term) -> Term:
        """A branch stays a λ, whatever it could be written as."""
        return Lam(term.var, self.term(term.body)) if isinstance(term, Lam) else self.term(term)


def step(term: Term) -> Term:
    """One rewriting at the root of a term whose parts are in normal form; the same object if none fits."""
    match term:
        case App(Lam(var, body), argument):
            return guarded(domain(argument), substitute(body, {var.name: argument}))
        case Proj(Tup(items), index):
            return guarded(_all_defined(items), items[index])
        case Field(Record(type, values), name):
            at = [field for field, _ in type.fields].index(name)
            return guarded(_all_defined(values), values[at])
        case Case(Inj(index, value, _), branches):
            return App(branches[index], value)
        case OnClass(ClassOf(value, _), branch):
            return App(branch, value)
        case In(element, SetOf(var, body) as set):
            inside = conj(domain(element), domain(set))
            return guarded(inside, substitute(body, {var.name: element}))
        case App(If() | Guard() | Case() as head, argument):
            return _inward(term, head, lambda part: App(part, argument), argument)
        case Proj(If() | Guard() | Case() as head, index):
            return _inward(term, head, lambda part: Proj(part, index))
        case Field(If() | Guard() | Case() as head, name):
            return _inward(term, head, lambda part: Field(part, name))
        case In(element, If() | Guard() | Case() as head):
            return _inward(term, head, lambda part: In(element, part), element)
        case Case(If() | Guard() as head, branches):
            return _inward(term, head, lambda part: Case(part, branches), *branches)
        case Lam(var, App(function, Var(name))) if name == var.name:
            return function if _is_eta(var, function, Fun) else term
        case SetOf(var, In(Var(name), set)) if name == var.name:
            return set if _is_eta(var, set, SetT) else term
        case Eq():
            return equation(term)
        case Op():
            return _operation(term)
        case If(Truth() as condition, then, otherwise):
            return conditional(condition, then, otherwise)
        case Guard(condition, Guard(inner, body)):
            return Guard(conj(condition, inner), body)
        case Guard(Truth(True), body):
            return body
        case Quant():
            return split(term)
        case Finite(type):
            known = finite(type)
            return known if isinstance(known, Truth) else term
        case Card(Enum(_, members)):
            return number(len(members))
        case _:
            return term


def guarded(condition: Term, body: Term) -> Term:
    """`body` where `condition` holds; plainly `body` where that is always."""
    return body if condition == TRUE else Guard(condition, body)


def _all_defined(terms: tuple[Term, ...]) -> Term:
    return conj(*map(domain, terms))


def _inward(term: Term, head: If | Guard | Case, use: Callable[[Term], Term], *others: Term) -> Term:
    """What is done with one of several values, done with each: if a function, tuple, record, set or
    alternative is met there. Not with a function that may be undefined elsewhere: that would be forgotten."""
    if not _introduces(head) or (isinstance(term, App) and not plainly_total(head)):
        return term
    match head:
        case If(condition, then, otherwise):
            return If(condition, use(then), use(otherwise))
        case Guard(condition, body):
            return Guard(condition, use(body))
        case Case(subject, branches):
            taken = frozenset().union(*map(free_names, others))
            return Case(subject, tuple(_under(branch, taken, use) for branch in branches))


def _under(branch: Lam, taken: frozenset[str], use: Callable[[Term], Term]) -> Lam:
    name = fresh(branch.var.name, taken | (free_names(branch.body) - {branch.var.name}))
    var = Var(name, branch.var.type)
    return Lam(var, use(substitute(branch.body, {branch.var.name: var})))


def _introduces(term: Term) -> bool:
    match term:
        case Lam() | Tup() | Record() | Inj() | SetOf():
            return True
        case If(_, then, otherwise):
            return _introduces(then) or _introduces(otherwise)
        case Guard(_, body):
            return _introduces(body)
        case Case(_, branches):
            return any(_introduces(branch.body) for branch in branches)
        case _:
            return False


def _is_eta(var: Var, function: Term, shape: type[Fun] | type[SetT]) -> bool:
    """Whether λx. f(x) is f: f does not hold x, is defined, and has no larger domain."""
    if var.name in free_names(function) or not plainly_total(function):
        return False
    kind = unsubset(type_of(function))
    if not isinstance(kind, shape):
        return False
    return alike(kind.domain if isinstance(kind, Fun) else kind.element, var.type)


def _operation(term: Op) -> Term:
    """Truth constants, nested chains, double negation, and comparisons of numbers written out."""
    match term:
        case Op("and" | "or" as name, args):
            if not any(isinstance(arg, Truth) or (isinstance(arg, Op) and arg.name == name) for arg in args):
                return term
            return _unless_same(term, conj(*args) if name == "and" else disj(*args))
        case Op("implies", (left, Truth(value) as right)):
            return _unless_same(term, implies(left, right) if value else neg(left))
        case Op("implies", (Truth() as left, right)):
            return implies(left, right)
        case Op("iff", (Truth(value), other) | (other, Truth(value))):
            return other if value else neg(other)
        case Op("iff", (left, right)):
            return TRUE if plainly_total(left) and alike(left, right) else term
        case Op("not", (arg,)):
            return _unless_same(term, neg(arg))
        case Op("lt", (Number(left), Number(right))):
            return Truth(left < right)
        case Op("le", (Number(left), Number(right))):
            return Truth(left <= right)
        case _:
            return term


def _unless_same(term: Term, other: Term) -> Term:
    return term if other == term else other
