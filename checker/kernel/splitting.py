"""Quantifiers over structured types, taken apart where they stand: over tuples and records into their
parts, over alternatives into each, over subsets relativised, over classes into members."""
# TRUSTED

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aligncheck.kernel.build import conj, disj, forall, implies
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import free_names, fresh, substitute
from aligncheck.kernel.terms import (
    TRUE, App, ClassOf, Guard, In, Inj, Lam, Member, Quant, Record, Term, Truth, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.types import (
    Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type,
)  # fmt: skip
from aligncheck.kernel.typing import instantiate

MANY = 8
"""A quantifier over more members of an enumeration is left as it is."""


def split(term: Quant) -> Term:
    """The same over simpler types; the same object where there are none."""
    body = term.body
    if isinstance(body, Truth) and body.value == (term.kind == "forall"):
        return body
    if inhabited(term.var.type) and term.var.name not in free_names(body):
        return body
    match term.var.type:
        case Prim():
            return term
        case Enum(_, names):
            kind = term.var.type
            return _each(term, [Member(name, kind) for name in names]) if len(names) <= MANY else term
        case Base():
            return term
        case Prod(items):
            variables = _variables(term, [(str(at + 1), item) for at, item in enumerate(items)])
            return _nested(term, variables, _put(term, Tup(variables)))
        case Sum():
            return _alternatives(term, term.var.type)
        case Fun():
            return _functions(term, term.var.type)
        case SetT(Sub(base, predicate)):
            var = Var(term.var.name, SetT(base))
            element = Var(fresh("x", free_names(predicate) | {var.name}), base)
            inside = forall(element, implies(In(element, var), instantiate(predicate, element)))
            return _nested(term, (var,), _relative(term, inside, _put(term, var)))
        case SetT():
            return term
        case Sub(base, predicate):
            var = Var(term.var.name, base)
            return _nested(term, (var,), _relative(term, instantiate(predicate, var), _put(term, var)))
        case Quot(base, _):
            kind_of_class = term.var.type
            (var,) = _variables(term, [("", base)])
            return _nested(term, (var,), _put(term, ClassOf(var, kind_of_class)))
        case Struct():
            return _records(term, term.var.type)


def inhabited(type: Type) -> bool:
    """Whether a type is seen to have a member in every model."""
    match type:
        case Prim() | SetT():
            return True
        case Base() | Sub() | Struct():
            return False
        case Enum(_, members):
            return bool(members)
        case Prod(items):
            return all(map(inhabited, items))
        case Sum(items):
            return any(map(inhabited, items))
        case Fun(_, codomain):
            return inhabited(codomain)
        case Quot(base, _):
            return inhabited(base)


def _put(term: Quant, value: Term) -> Term:
    return substitute(term.body, {term.var.name: value})


def _variables(term: Quant, parts: Sequence[tuple[str, Type]]) -> tuple[Var, ...]:
    """Variables for the parts of the quantified one, named after it and their own name."""
    taken = set(free_names(term))
    found: list[Var] = []
    for suffix, kind in parts:
        name = fresh(term.var.name + suffix, taken)
        taken.add(name)
        found.append(Var(name, kind))
    return tuple(found)


def _nested(term: Quant, variables: Iterable[Var], body: Term) -> Term:
    for var in reversed(tuple(variables)):
        body = Quant(term.kind, var, body)
    return body


def _relative(term: Quant, condition: Term, body: Term) -> Term:
    return implies(condition, body) if term.kind == "forall" else conj(condition, body)


def _each(term: Quant, values: Sequence[Term]) -> Term:
    return _joined(term, [_put(term, value) for value in values])


def _joined(term: Quant, cases: Sequence[Term]) -> Term:
    """All or one of the cases. A quantifier asks every case for its meaning, a connective need not."""
    joined = conj(*cases) if term.kind == "forall" else disj(*cases)
    defined = domain(term)
    return joined if defined == TRUE else Guard(defined, joined)


def _alternatives(term: Quant, kind: Sum) -> Term:
    cases: list[Term] = []
    for at, item in enumerate(kind.items):
        (var,) = _variables(term, [(str(at + 1), item)])
        cases.append(Quant(term.kind, var, _put(term, Inj(at, var, kind))))
    return _joined(term, cases)


def _functions(term: Quant, kind: Fun) -> Term:
    """A function into a subset is one into the whole with values there; into tuples, several."""
    at = Var(fresh("x", free_names(term) | free_names(kind) | {term.var.name}), kind.domain)
    match kind.codomain:
        case Sub(base, predicate):
            var = Var(term.var.name, Fun(kind.domain, base))
            inside = forall(at, instantiate(predicate, App(var, at)))
            return _nested(term, (var,), _relative(term, inside, _put(term, var)))
        case Prod(items):
            parts = [(str(place + 1), Fun(kind.domain, item)) for place, item in enumerate(items)]
            variables = _variables(term, parts)
            pair = Lam(at, Tup(tuple(App(var, at) for var in variables)))
            return _nested(term, variables, _put(term, pair))
        case _:
            return term


def _records(term: Quant, kind: Struct) -> Term:
    variables = _variables(term, [("." + name, field) for name, field in kind.fields])
    body = _put(term, Record(kind, variables))
    if kind.law is not None:
        body = _relative(term, instantiate(kind.law, Record(kind.lawless(), variables)), body)
    return _nested(term, variables, body)
