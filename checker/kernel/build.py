"""Terms written as one thinks of them. Only what is plain is simplified: units, flattening, equal sides;
never so that a term becomes more defined or less."""
# TRUSTED

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from aligncheck.kernel.substitution import reduce
from aligncheck.kernel.terms import FALSE, TRUE, App, Eq, If, Number, Op, OpName, Quant, Term, Truth, Tup, Var
from aligncheck.kernel.traversal import plainly_total
from aligncheck.kernel.types import INT, NAT, REAL, Prim, Type


def conj(*terms: Term) -> Term:
    """The conjunction, read left to right: what stands after `false` is never asked."""
    return _chain("and", TRUE, FALSE, terms)


def disj(*terms: Term) -> Term:
    """The disjunction, read left to right: what stands after `true` is never asked."""
    return _chain("or", FALSE, TRUE, terms)


def _chain(name: OpName, unit: Truth, end: Truth, terms: Iterable[Term]) -> Term:
    items: list[Term] = []
    for term in terms:
        for item in term.args if isinstance(term, Op) and term.name == name else (term,):
            if item != unit:
                items.append(item)
        if items and items[-1] == end:
            break
    if items and items[-1] == end and all(map(plainly_total, items)):
        return end
    if len(items) < 2:
        return items[0] if items else unit
    return Op(name, tuple(items))


def neg(term: Term) -> Term:
    """not `term`."""
    if isinstance(term, Truth):
        return Truth(not term.value)
    if isinstance(term, Op) and term.name == "not":
        return term.args[0]
    return Op("not", (term,))


def implies(left: Term, right: Term) -> Term:
    """`left -> right`: `right` is only asked where `left` is true."""
    if left == TRUE:
        return right
    if left == FALSE or (right == TRUE and plainly_total(left)):
        return TRUE
    return Op("implies", (left, right))


def iff(left: Term, right: Term) -> Term:
    """`left <-> right`."""
    if left == TRUE:
        return right
    if right == TRUE:
        return left
    if left == right and plainly_total(left):
        return TRUE
    return Op("iff", (left, right))


def forall(var: Var, body: Term) -> Term:
    """For all values of `var`: `body`."""
    return TRUE if body == TRUE else Quant("forall", var, body)


def exists(var: Var, body: Term) -> Term:
    """For some value of `var`: `body`."""
    return FALSE if body == FALSE else Quant("exists", var, body)


def equal(left: Term, right: Term, type: Type) -> Term:
    """Identity at `type`."""
    return TRUE if left == right and plainly_total(left) else Eq(left, right, type)


def conditional(condition: Term, then: Term, otherwise: Term) -> Term:
    """if `condition` then `then` else `otherwise`."""
    if isinstance(condition, Truth):
        return then if condition.value else otherwise
    return If(condition, then, otherwise)


def number(value: int | Fraction, type: Prim | None = None) -> Number:
    """A number, of the smallest type it belongs to unless one is said."""
    exact = Fraction(value)
    smallest = REAL if exact.denominator != 1 else INT if exact < 0 else NAT
    return Number(exact, type or smallest)


def add(*terms: Term) -> Term:
    """The sum, flat; 0 where there is nothing to add."""
    items: list[Term] = []
    for term in terms:
        items.extend(term.args if isinstance(term, Op) and term.name == "add" else (term,))
    items = [item for item in items if not _is_number(item, 0)]
    return Op("add", tuple(items)) if len(items) > 1 else items[0] if items else number(0)


def negative(term: Term) -> Term:
    """-`term`."""
    if isinstance(term, Number):
        return number(-term.value, REAL if term.type == REAL else None)
    return Op("neg", (term,))


def subtract(left: Term, right: Term) -> Term:
    """`left - right`."""
    return add(left, negative(right))


def multiply(*terms: Term) -> Term:
    """The product, flat; 1 where there is nothing to multiply."""
    items: list[Term] = []
    for term in terms:
        items.extend(term.args if isinstance(term, Op) and term.name == "mul" else (term,))
    items = [item for item in items if not _is_number(item, 1)]
    return Op("mul", tuple(items)) if len(items) > 1 else items[0] if items else number(1)


def _is_number(term: Term, value: int) -> bool:
    return isinstance(term, Number) and term.type == NAT and term.value == value


def less(left: Term, right: Term) -> Term:
    """`left < right`."""
    return Op("lt", (left, right))


def at_most(left: Term, right: Term) -> Term:
    """`left ≤ right`."""
    return Op("le", (left, right))


def pack(*items: Term) -> Term:
    """The tuple of several items; one item is itself."""
    return items[0] if len(items) == 1 else Tup(items)


def apply(function: Term, *arguments: Term) -> Term:
    """`function` at its arguments; a λ with arguments that are plainly defined is reduced."""
    return reduce(App(function, pack(*arguments)))
