"""When the value of a term lies in a type: the formula that says so, or a refusal where none is known.

What the type of a term alone shows is not asked again; conditions of subsets and laws of structures are.
"""
# TRUSTED

from __future__ import annotations

from aligncheck.kernel.build import conj, forall, number
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.substitution import alike, free_names, fresh, reduce
from aligncheck.kernel.terms import TRUE, App, Choose, Const, Field, Op, Proj, Record, Term, Tup, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import INT, NAT, NUMERIC, Fun, Prod, Struct, Sub, Type
from aligncheck.kernel.typing import instantiate, type_of, unsubset


def belongs(term: Term, type: Type) -> Term:
    """A formula that is true, where `term` is defined, exactly if its value lies in `type`."""
    match type:
        case Sub(base, predicate):
            return conj(belongs(term, base), instantiate(predicate, term))
        case Struct(_, fields, law):
            parts = [belongs(reduce(Field(term, name)), kind) for name, kind in fields]
            return conj(*parts, *([] if law is None else [instantiate(law, term)]))
        case Prod(items) if isinstance(unsubset(type_of(term)), Prod):
            return conj(*(belongs(reduce(Proj(term, at)), item) for at, item in enumerate(items)))
        case Fun(domain, codomain):
            actual = unsubset(type_of(term))
            if not isinstance(actual, Fun) or not alike(actual.domain, domain):
                raise KernelRefusal("a function of another domain")
            name = fresh("x", free_names(term) | free_names(type))
            var = Var(name, domain)
            return forall(var, belongs(reduce(App(term, var)), codomain))
        case _:
            return _by_type(term, type)


def _by_type(term: Term, type: Type) -> Term:
    check(term)
    actual = unsubset(type_of(term))
    if actual in NUMERIC and type in NUMERIC:
        if NUMERIC.index(actual) <= NUMERIC.index(type):
            return TRUE
        if actual == INT and type == NAT:
            return Op("le", (number(0), term))
        raise KernelRefusal("a real number is not known to be a whole one")
    if not alike(actual, type):
        raise KernelRefusal("a term of another type")
    return TRUE


def check(term: Term) -> None:
    """Refuse a term whose type says more than its parts show: a record whose law is not shown, a choice,
    or an argument that is not known to lie in the domain."""
    for node in walk(term):
        if isinstance(node, Record) and node.type.law is not None:
            raise KernelRefusal("a record whose law is not shown")
        if isinstance(node, Choose):
            raise KernelRefusal("a choice")
        if isinstance(node, App):
            arrow = unsubset(type_of(node.function))
            if isinstance(arrow, Fun) and not fits(node.argument, arrow.domain):
                raise KernelRefusal("an argument of another type")


def fits(term: Term, type: Type) -> bool:
    """Whether the type of the term alone shows that its value lies in `type`."""
    if isinstance(term, Tup) and isinstance(type, Prod) and len(term.items) == len(type.items):
        return all(fits(item, kind) for item, kind in zip(term.items, type.items, strict=True))
    actual = type_of(term)
    if alike(actual, type):
        return True
    bare = unsubset(actual)
    if bare in NUMERIC and type in NUMERIC:
        return NUMERIC.index(bare) <= NUMERIC.index(type)
    return alike(bare, type)


def closed(term: Term, constants: tuple[Const, ...]) -> bool:
    """Whether every symbol of the term is among `constants` and no variable is free in it."""
    known = set(constants)
    return not free_names(term) and all(not isinstance(node, Const) or node in known for node in walk(term))


__all__ = ["belongs", "check", "closed", "fits"]
