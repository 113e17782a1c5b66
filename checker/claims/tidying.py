"""Conditions as one would write them: `a*b ≠ 0` is `a ≠ 0 and b ≠ 0`, `0 < x*x` is `x ≠ 0`, `x - y ≠ 0` is `x ≠ y`,
and what is always so is left out.

For formulas that are true or false wherever they are asked: each part may rest on those before it, whatever it
divides by included. What comes out has the same truth value in every model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from aligncheck.kernel.build import at_most, conj, disj, equal, forall, implies, less, neg, number
from aligncheck.kernel.known import without_known
from aligncheck.kernel.terms import TRUE, Eq, If, Number, Op, Quant, Term
from aligncheck.kernel.types import NAT, NUMERIC, REAL
from aligncheck.kernel.typing import type_of, unsubset

Sign: TypeAlias = Literal["positive", "not negative", "any"]


def tidy(condition: Term) -> Term:
    """The same condition, more simply said."""
    return without_known(_tidied(condition))


def _tidied(term: Term) -> Term:
    match term:
        case Op("and", args):
            return conj(*map(_tidied, args))
        case Op("or", (*before, last)):
            then = _tidied(last)
            return TRUE if then == TRUE else disj(*before, then)
        case Op("implies", (Op("iff", (left, right)), Op("implies", (premise, conclusion)))) if (
            premise == left
        ):
            # Sides compared as partial ones: where one is defined, both are.
            then = without_known(implies(conj(left, right), _tidied(conclusion)))
            return TRUE if then == TRUE else term
        case Op("implies", (premise, conclusion)):
            then = _tidied(conclusion)
            return TRUE if then == TRUE else implies(premise, then)
        case If(condition, then, otherwise):
            return If(condition, _tidied(then), _tidied(otherwise))
        case Quant("forall", var, body):
            return forall(var, _tidied(body))
        case Op("not", (Eq(left, right, kind),)) if unsubset(kind) in NUMERIC:
            return conj(*_apart(left, right))
        case Op("lt", (Number(value, _), above)) if value == 0:
            return conj(*_positive(above))
        case Op("le", (Number(value, _), above)) if value == 0:
            return _not_negative(above)
        case _:
            return term


def _apart(left: Term, right: Term) -> Iterator[Term]:
    """left ≠ right."""
    if isinstance(right, Number) and right.value == 0:
        yield from _not_zero(left)
    else:
        yield neg(equal(left, right, REAL))


def _not_zero(term: Term) -> Iterator[Term]:
    match term:
        case Number(value, _) if value != 0:
            return
        case Op("mul", args):
            for each in args:
                yield from _not_zero(each)
        case Op("neg" | "abs" | "sign", (inner,)):
            yield from _not_zero(inner)
        case Op("pow", (base, Number(exponent, _))) if exponent > 0:
            yield from _not_zero(base)
        case Op("add", (one, Op("neg", (other,)))) | Op("add", (Op("neg", (other,)), one)):
            yield neg(equal(one, other, REAL))
        case _ if sign_of(term) != "positive":
            yield neg(equal(term, number(0), REAL))


def _positive(term: Term) -> Iterator[Term]:
    """0 < term."""
    match term:
        case _ if sign_of(term) == "positive":
            return
        case _ if sign_of(term) == "not negative":
            yield from _not_zero(term)
        case Op("neg", (inner,)):
            yield less(inner, number(0))
        case Op("add", (one, Op("neg", (other,)))):
            yield less(other, one)
        case _:
            yield less(number(0), term)


def _not_negative(term: Term) -> Term:
    """0 ≤ term."""
    match term:
        case _ if sign_of(term) != "any":
            return TRUE
        case Op("neg", (inner,)):
            return at_most(inner, number(0))
        case Op("add", (one, Op("neg", (other,)))):
            return at_most(other, one)
        case _:
            return at_most(number(0), term)


def sign_of(term: Term) -> Sign:
    """What is plain of the sign of a number, wherever it is defined."""
    match term:
        case Number(value, _):
            return "positive" if value > 0 else "not negative" if value == 0 else "any"
        case Op("exp", _):
            return "positive"
        case Op("abs" | "sqrt", _):
            return "not negative"
        case Op("pow", (base, Number(exponent, _))) if exponent % 2 == 0 and sign_of(base) == "any":
            return "positive" if exponent == 0 else "not negative"
        case Op("pow", (base, _)):
            return sign_of(base)
        case Op("add", args):
            signs = {sign_of(each) for each in args}
            return "any" if "any" in signs else "positive" if "positive" in signs else "not negative"
        case Op("mul", args):
            return _sign_of_product(args)
        case Op():
            return "any"
        case _:
            return "not negative" if unsubset(type_of(term)) == NAT else "any"


def _sign_of_product(args: tuple[Term, ...]) -> Sign:
    """Squares are not negative, of whatever they are."""
    odd = [each for each in dict.fromkeys(args) if args.count(each) % 2]
    signs = {sign_of(each) for each in odd}
    if "any" in signs:
        return "any"
    return "positive" if signs == {"positive"} and len(odd) == len(args) else "not negative"
