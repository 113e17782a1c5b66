"""Limits, tails and quantifiers over all natural numbers or integers, decided by rule where the body is a
quotient of closed sequences of the bound variable. What no rule decides is None here, never a guess.

`decide` is asked by the evaluator, which says what a part without the bound variable denotes.
"""
# TRUSTED

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aligncheck.kernel.bodies import NoRule, Reader, ValueOf
from aligncheck.kernel.sequences import ONE, ClosedSequence
from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.tails import quotient_trend
from aligncheck.kernel.terms import Eq, Guard, Lim, Number, Op, Quant, Tail, TailKind, Term, Var
from aligncheck.kernel.types import INT, NAT, NUMERIC
from aligncheck.kernel.values import Value


@dataclass(frozen=True, slots=True)
class Decided:
    """What a rule found: a value, or None for undefined."""

    value: Value | None


def decide(term: Term, value_of: ValueOf) -> Decided | None:
    """The value of a `Lim`, a `Tail`, or a `Quant` over Nat or Int; None: no rule decides it."""
    try:
        match term:
            case Lim(var, body):
                return _limit(var, body, value_of)
            case Tail(kind, var, body) if var.type == NAT:
                return Decided(_tail(kind, var, body, value_of))
            case Quant(kind, var, body) if var.type in (NAT, INT):
                return _quantifier(kind, var, body, value_of)
            case _:
                return None
    except NoRule:
        return None


def sequence_of(term: Term, var: Var, value_of: ValueOf) -> ClosedSequence | None:
    """The term as a function of `var` = 0, 1, 2, …, if it is a closed sequence and always defined."""
    try:
        body = Reader(var, value_of).number(term)
        return body.sequence() if all(body.defined.values()) else None
    except NoRule:
        return None


def _limit(var: Var, body: Term, value_of: ValueOf) -> Decided:
    # Over the reals only rational functions are read: they tend where their values at 0, 1, 2, … do.
    if var.type not in NUMERIC or (var.type != NAT and not _rational(body, var.name)):
        raise NoRule
    found = Reader(var, value_of).number(body)
    if not all(found.defined.cycle):
        return Decided(None)
    towards = quotient_trend(found.numerator, found.denominator)
    if towards is None:
        raise NoRule
    return Decided(towards.limit)


def _rational(term: Term, name: str) -> bool:
    """Whether a term is built from the variable and constants by + · / alone."""
    match term:
        case _ if name not in free_names(term):
            return True
        case Var():
            return True
        case Op("add" | "neg" | "mul" | "div", args):
            return all(_rational(arg, name) for arg in args)
        case Guard(Op("not", (Eq(left, right, _),)), body):
            return all(_rational(part, name) for part in (left, right, body))
        case _:
            return False


def _tail(kind: TailKind, var: Var, body: Term, value_of: ValueOf) -> bool:
    reader = Reader(var, value_of)
    if kind == "eventually" or kind == "often":
        far = [value is True for value in reader.formula(body).cycle]
        return all(far) if kind == "eventually" else any(far)
    found = reader.number(body)
    if not all(found.defined.values() if kind == "bounded" else found.defined.cycle):
        return False
    towards = quotient_trend(found.numerator, found.denominator)
    if towards is None:
        raise NoRule
    match kind:
        case "bounded":
            return towards.bounded
        case "converges":
            return towards.limit is not None
        case "to_oo" | "to_minus_oo":
            if towards.direction == "unknown":
                raise NoRule
            return towards.direction == ("up" if kind == "to_oo" else "down")


def _quantifier(kind: Literal["forall", "exists"], var: Var, body: Term, value_of: ValueOf) -> Decided:
    values = list(Reader(var, value_of).formula(body).values())
    if var.type == INT:
        # The negative integers are −1 − n for n = 0, 1, 2, …
        mirror: Term = Op("add", (Number(-ONE, INT), Op("neg", (var,))))
        values += Reader(var, value_of).formula(substitute(body, {var.name: mirror})).values()
    if None in values:
        return Decided(None)
    return Decided(all(values) if kind == "forall" else any(values))
