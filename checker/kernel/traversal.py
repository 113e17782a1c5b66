"""One walk over terms and types: every other pass that treats most nodes alike is written with it."""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeGuard, assert_never, cast

from aligncheck.kernel.terms import (
    App, Best, BigSum, Card, Case, Choose, ClassOf, Const, Eq, Field, Finite, Guard, If, In, Inj, Lam, Lim,
    Member, Number, OnClass, Op, Proj, Quant, Record, SetOf, SortQuant, Tail, Term, The, Truth, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.types import Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type

OnTerm = Callable[[Term], Term]
OnType = Callable[[Type], Type]


def map_type(type: Type, on_type: OnType, on_term: OnTerm) -> Type:
    """The same type with its direct parts replaced."""
    match type:
        case Prim() | Enum():
            return type
        case Base(name, index):
            return Base(name, tuple(map(on_term, index))) if index else type
        case Prod(items):
            return Prod(tuple(map(on_type, items)))
        case Sum(items):
            return Sum(tuple(map(on_type, items)))
        case Fun(domain, codomain):
            return Fun(on_type(domain), on_type(codomain))
        case SetT(element):
            return SetT(on_type(element))
        case Sub(base, predicate):
            return Sub(on_type(base), as_lam(on_term(predicate)))
        case Quot(base, relation):
            return Quot(on_type(base), as_lam(on_term(relation)))
        case Struct(name, fields, law, args):
            mapped = tuple((field, on_type(kind)) for field, kind in fields)
            mapped_law = None if law is None else as_lam(on_term(law))
            return Struct(name, mapped, mapped_law, tuple(_map_part(arg, on_type, on_term) for arg in args))
        case _:
            assert_never(type)


def is_type(node: Term | Type) -> TypeGuard[Type]:
    """Whether the node is a type rather than a term."""
    return isinstance(node, (Prim, Base, Enum, Prod, Sum, Fun, SetT, Sub, Quot, Struct))


def _map_part(part: Term | Type, on_type: OnType, on_term: OnTerm) -> Term | Type:
    return on_type(part) if is_type(part) else on_term(cast("Term", part))


def as_lam(term: Term) -> Lam:
    """The term, known to be a Lam."""
    if not isinstance(term, Lam):
        raise TypeError("a predicate, relation or law is a Lam")
    return term


def map_term(term: Term, on_term: OnTerm, on_type: OnType) -> Term:
    """The same term with its direct parts replaced; a bound variable keeps its name, its type is mapped."""

    def var(bound: Var) -> Var:
        return Var(bound.name, on_type(bound.type))

    match term:
        case Truth() | Number() | Member():
            return term
        case Var(name, type):
            return Var(name, on_type(type))
        case Const(name, type, index):
            return Const(name, on_type(type), tuple(map(on_term, index)))
        case Lam(bound, body):
            return Lam(var(bound), on_term(body))
        case App(function, argument):
            return App(on_term(function), on_term(argument))
        case Tup(items):
            return Tup(tuple(map(on_term, items)))
        case Proj(pair, index):
            return Proj(on_term(pair), index)
        case Inj(index, value, type):
            mapped = on_type(type)
            assert isinstance(mapped, Sum)  # a shape, not a matter of soundness
            return Inj(index, on_term(value), mapped)
        case Case(subject, branches):
            return Case(on_term(subject), tuple(as_lam(on_term(branch)) for branch in branches))
        case Record(type, values):
            record = on_type(type)
            assert isinstance(record, Struct)
            return Record(record, tuple(map(on_term, values)))
        case Field(record, name):
            return Field(on_term(record), name)
        case ClassOf(value, type):
            quotient = on_type(type)
            assert isinstance(quotient, Quot)
            return ClassOf(on_term(value), quotient)
        case OnClass(subject, branch):
            return OnClass(on_term(subject), as_lam(on_term(branch)))
        case Choose(subject, type):
            quotient = on_type(type)
            assert isinstance(quotient, Quot)
            return Choose(on_term(subject), quotient)
        case SetOf(bound, body):
            return SetOf(var(bound), on_term(body))
        case In(element, set):
            return In(on_term(element), on_term(set))
        case Eq(left, right, type):
            return Eq(on_term(left), on_term(right), on_type(type))
        case Op(name, args):
            return Op(name, tuple(map(on_term, args)))
        case If(condition, then, otherwise):
            return If(on_term(condition), on_term(then), on_term(otherwise))
        case Quant(kind, bound, body):
            return Quant(kind, var(bound), on_term(body))
        case SortQuant(kind, sorts, body):
            return SortQuant(kind, sorts, on_term(body))
        case Guard(condition, body):
            return Guard(on_term(condition), on_term(body))
        case BigSum(bound, bounds, body):
            mapped_bounds = None if bounds is None else (on_term(bounds[0]), on_term(bounds[1]))
            return BigSum(var(bound), mapped_bounds, on_term(body))
        case Best(kind, bound, condition, body):
            return Best(kind, var(bound), on_term(condition), on_term(body))
        case The(bound, body):
            return The(var(bound), on_term(body))
        case Lim(bound, body):
            return Lim(var(bound), on_term(body))
        case Tail(kind, bound, body):
            return Tail(kind, var(bound), on_term(body))
        case Finite(type):
            return Finite(on_type(type))
        case Card(type):
            return Card(on_type(type))
        case _:
            assert_never(term)


def binder(term: Term) -> Var | None:
    """The variable that a node binds in its parts, if it binds one. (`BigSum.bounds` lie outside its scope.)"""
    match term:
        case (
            Lam(var, _) | SetOf(var, _) | Quant(_, var, _) | BigSum(var, _, _) | Best(_, var, _, _)
            | The(var, _) | Lim(var, _) | Tail(_, var, _)
        ):  # fmt: skip
            return var
        case _:
            return None


def parts(term: Term | Type) -> tuple[list[Term], list[Type]]:
    """The direct parts of a term or type: its terms and its types, in order."""
    terms: list[Term] = []
    types: list[Type] = []

    def on_term(part: Term) -> Term:
        terms.append(part)
        return part

    def on_type(part: Type) -> Type:
        types.append(part)
        return part

    if isinstance(term, (Prim, Base, Enum, Prod, Sum, Fun, SetT, Sub, Quot, Struct)):
        map_type(term, on_type, on_term)
    else:
        map_term(term, on_term, on_type)
    return terms, types


def walk(root: Term | Type) -> Iterator[Term | Type]:
    """Every term and type in `root`, itself first, those inside types too. No recursion."""
    stack: list[Term | Type] = [root]
    while stack:
        node = stack.pop()
        yield node
        terms, types = parts(node)
        stack.extend(reversed(types))
        stack.extend(reversed(terms))


_PARTIAL = (Guard, BigSum, Best, The, Lim, Card)


def plainly_total(term: Term) -> bool:
    """Whether nothing in the term could be undefined: it holds none of the nodes where that can start."""
    stack = [term]
    while stack:
        node = stack.pop()
        if isinstance(node, _PARTIAL):
            return False
        stack.extend(parts(node)[0])
    return True
