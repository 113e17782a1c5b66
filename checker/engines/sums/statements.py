"""What formulas and types say that the rules for sums can use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from aligncheck.engines.sums.atoms import matches
from aligncheck.kernel.build import conj, forall
from aligncheck.kernel.substitution import free_names, fresh
from aligncheck.kernel.terms import TRUE, App, Best, Op, Proj, Quant, Term, Var
from aligncheck.kernel.traversal import map_type
from aligncheck.kernel.types import Fun, Prod, Sub, Type
from aligncheck.kernel.typing import instantiate


def universal(formula: Term) -> Iterator[tuple[frozenset[Var], Term, Term]]:
    """What a formula says of all values of variables, part by part, and under which condition."""
    match formula:
        case Quant("forall", var, body):
            for variables, condition, part in universal(body):
                if all(each.name != var.name for each in variables):
                    yield variables | {var}, condition, part
        case Op("and", parts):
            for each in parts:
                yield from universal(each)
        case Op("implies", (premise, body)):
            for variables, condition, part in universal(body):
                if all(each.name not in free_names(premise) for each in variables):
                    yield variables, conj(premise, condition), part
        case _:
            yield frozenset(), TRUE, formula


def greatest(var: Var, body: Term) -> Iterator[Best]:
    """The best values that `f(y) ≤ f(x) for all y` speaks of, if a formula for all y is of that form."""
    condition: Term = TRUE
    if isinstance(body, Op) and body.name == "implies":
        condition, body = body.args
    if not isinstance(body, Op) or body.name != "le":
        return
    left, right = body.args
    sides: tuple[tuple[Literal["max", "min"], Term, Term], ...] = (("max", left, right), ("min", right, left))
    for kind, moving, fixed in sides:
        values: dict[str, Term] = {}
        if var.name not in free_names(fixed) and matches(moving, fixed, {var.name}, values) and values:
            yield Best(kind, var, condition, moving)


def is_greatest(node: Term | Type) -> bool:
    """Whether a formula says that a value is the greatest or least one."""
    return isinstance(node, Quant) and node.kind == "forall" and any(greatest(node.var, node.body))


def bare(type: Type) -> Type:
    """The type without the conditions of subsets."""
    if isinstance(type, Sub):
        return bare(type.base)
    return map_type(type, bare, lambda term: term)


def belongs(term: Term, type: Type) -> Term:
    """The formula that a value of the bare type lies in the type itself, as far as functions and tuples go."""
    match type:
        case Sub(base, predicate):
            return conj(belongs(term, base), instantiate(predicate, term))
        case Prod(items):
            return conj(*(belongs(Proj(term, at), item) for at, item in enumerate(items)))
        case Fun(domain, codomain):
            var = Var(fresh("a•", free_names(term)), domain)
            return forall(var, belongs(App(term, var), codomain))
        case _:
            return TRUE
