"""D(t): the formula that says when a term is defined. It is itself always true or false, and plainly TRUE
where nothing in the term could be undefined. The evaluator agrees: t is undefined iff D(t) is false."""
# TRUSTED

from __future__ import annotations

from itertools import groupby
from collections.abc import Sequence
from typing import assert_never

from aligncheck.kernel.build import at_most, conj, disj, equal, exists, forall, implies, neg
from aligncheck.kernel.known import without_known
from aligncheck.kernel.substitution import free_names, fresh, substitute
from aligncheck.kernel.terms import (
    FALSE, TRUE, App, Best, BigSum, Card, Case, Choose, ClassOf, Const, Eq, Field, Finite, Guard, If, In, Inj,
    Lam, Lim, Member, Number, OnClass, Op, Proj, Quant, Record, SetOf, SortQuant, Tail, Term, The, Truth, Tup,
    Var,
)  # fmt: skip
from aligncheck.kernel.traversal import plainly_total
from aligncheck.kernel.types import (
    BOOL, INT, NUMERIC, Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type,
)  # fmt: skip


def domain(term: Term) -> Term:
    """When `term` is defined."""
    return TRUE if plainly_total(term) else without_known(_domain(term))


def total(term: Term) -> bool:
    """Whether `term` is seen to be defined in every model, with no more than the rules here."""
    return domain(term) == TRUE


def _domain(term: Term) -> Term:
    match term:
        case Var() | Truth() | Number() | Member() | Tail() | Finite():
            return TRUE
        case Const(_, _, index):
            return _all(index)
        case Lam(var, body) | SetOf(var, body):
            return forall(var, _domain(body))
        case App(Lam(var, body), argument):
            return conj(_domain(argument), substitute(_domain(body), {var.name: argument}))
        case App(left, right) | In(left, right) | Eq(left, right, _):
            return _all((left, right))
        case Tup(items) | Record(_, items):
            return _all(items)
        case Proj(part, _) | Inj(_, part, _) | Field(part, _) | ClassOf(part, _) | Choose(part, _):
            return _domain(part)
        case Case(subject, branches):
            inside = tuple(Lam(branch.var, _domain(branch.body)) for branch in branches)
            plain = all(branch.body == TRUE for branch in inside)
            return conj(_domain(subject), TRUE if plain else Case(subject, inside))
        case OnClass(subject, Lam(var, body)):
            inner = _domain(body)
            return conj(_domain(subject), TRUE if inner == TRUE else OnClass(subject, Lam(var, inner)))
        case Op("and" | "or" | "implies" as name, args):
            return _read(name, args)
        case Op(_, args):
            return _all(args)
        case If(condition, then, otherwise):
            return conj(_domain(condition), _either(condition, _domain(then), _domain(otherwise)))
        case Quant(_, var, body):
            return forall(var, _domain(body))
        case SortQuant(_, sorts, body):
            inner = _domain(body)
            return TRUE if inner == TRUE else SortQuant("forall", sorts, inner)
        case Guard(condition, body):
            return conj(_domain(condition), condition, _domain(body))
        case BigSum(var, bounds, body):
            if bounds is None:
                return conj(finite(var.type), forall(var, _domain(body)))
            return conj(_all(bounds), _over(var, bounds, _domain(body)))
        case Best(kind, var, condition, body):
            return _best(kind, var, condition, body)
        case The(var, body):
            other = Var(fresh(var.name, free_names(body) | {var.name}), var.type)
            alone = forall(other, implies(substitute(body, {var.name: other}), equal(other, var, var.type)))
            return conj(forall(var, _domain(body)), exists(var, conj(body, alone)))
        case Lim(var, body):
            return Tail("converges", var, body)
        case Card(type):
            return finite(type)
        case _:
            assert_never(term)


def _all(terms: Sequence[Term]) -> Term:
    return conj(*(condition for condition, _ in groupby(map(_domain, terms))))


def _read(name: str, args: Sequence[Term]) -> Term:
    """Left to right: `and`, `implies` ask the next argument where this one is true, `or` where it is false.
    Written from the last argument that could be undefined backwards, plain ones taken together."""
    asked: Term = TRUE
    plain: list[Term] = []
    for arg in reversed(args):
        here = _domain(arg)
        if asked == TRUE:
            asked = here
        elif here == TRUE:
            plain.append(arg)
        else:
            asked = conj(here, _where(name, (arg, *reversed(plain)), asked))
            plain = []
    return _where(name, tuple(reversed(plain)), asked)


def _where(name: str, passed: Sequence[Term], then: Term) -> Term:
    if not passed:
        return then
    return disj(*passed, then) if name == "or" else implies(conj(*passed), then)


def _either(condition: Term, then: Term, otherwise: Term) -> Term:
    if then == otherwise == TRUE:
        return TRUE
    if otherwise == TRUE:
        return implies(condition, then)
    return implies(neg(condition), otherwise) if then == TRUE else If(condition, then, otherwise)


def _over(var: Var, bounds: tuple[Term, Term], inside: Term) -> Term:
    """`inside` for all integers within the bounds, which lie outside the scope of `var`."""
    if inside == TRUE:
        return TRUE
    name = fresh(var.name, free_names(bounds[0]) | free_names(bounds[1]) | (free_names(inside) - {var.name}))
    index = Var(name, INT)
    within = conj(at_most(bounds[0], index), at_most(index, bounds[1]))
    return forall(index, implies(within, substitute(inside, {var.name: index})))


def _best(kind: str, var: Var, condition: Term, body: Term) -> Term:
    other = Var(fresh(var.name, free_names(condition) | free_names(body) | {var.name}), var.type)
    there = substitute(body, {var.name: other})
    beaten = at_most(there, body) if kind == "max" else at_most(body, there)
    unbeaten = forall(other, implies(substitute(condition, {var.name: other}), beaten))
    asked = forall(var, _read("and", (condition, body)))
    return conj(asked, exists(var, conj(condition, unbeaten)))


def finite(type: Type) -> Term:
    """That a type has finitely many members; TRUE or FALSE where its shape says so."""
    if _surely_finite(type):
        return TRUE
    return FALSE if type in NUMERIC else Finite(type)


def _surely_finite(type: Type) -> bool:
    match type:
        case Prim():
            return type == BOOL
        case Base():
            return False
        case Enum():
            return True
        case Prod(items) | Sum(items):
            return all(map(_surely_finite, items))
        case Fun(argument, value):
            return _surely_finite(argument) and _surely_finite(value)
        case SetT(part) | Sub(part, _) | Quot(part, _):
            return _surely_finite(part)
        case Struct(_, fields, _):
            return all(_surely_finite(kind) for _, kind in fields)
        case _:
            assert_never(type)
