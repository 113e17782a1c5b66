"""Reading a term as a function of one natural number: a quotient of closed sequences, or a periodic
pattern of truth values, with the n at which it is defined. Exact, or `NoRule`.
"""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias, TypeGuard, TypeVar

from aligncheck.kernel import sequences
from aligncheck.kernel.sequences import IDENTITY, MAX_PREFIX, ONE, ZERO, ClosedSequence, Key
from aligncheck.kernel.summing import partial_sums
from aligncheck.kernel.substitution import free_names, reduce
from aligncheck.kernel.tails import Pattern, signs, zip_patterns
from aligncheck.kernel.terms import App, BigSum, Eq, Guard, If, Lam, Number, Op, Term, Var
from aligncheck.kernel.types import BOOL, INT, NUMERIC
from aligncheck.kernel.typing import unsubset
from aligncheck.kernel.values import Table, Value

ValueOf: TypeAlias = Callable[[Term], "Value | None"]
"""The value of a term; None where it is undefined. It may raise, and that passes through."""

Three: TypeAlias = bool | None
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
MAX_POWER: Final = 64
ALWAYS: Final[Pattern[bool]] = Pattern((), (True,))
NEVER: Final[Pattern[bool]] = Pattern((), (False,))
UNIT: Final = sequences.constant(1)


class NoRule(Exception):
    """The term, or a part of it, is outside the closed class."""


def need(value: A | None) -> A:
    """The value, which an operation that can leave the class has given."""
    if value is None:
        raise NoRule
    return value


@dataclass(frozen=True, slots=True)
class Body:
    """numerator(n)/denominator(n) for those n where `defined` is true; nothing is meant elsewhere.
    Where it is defined the denominator is not 0."""

    numerator: ClosedSequence
    denominator: ClosedSequence
    defined: Pattern[bool]

    def sequence(self) -> ClosedSequence:
        """The numerator, where the denominator is 1."""
        if self.denominator != UNIT:
            raise NoRule
        return self.numerator


def as_sequence(value: Value | None) -> ClosedSequence | None:
    """A function on Nat, given as a closed sequence or as a table with a value for all the rest."""
    if isinstance(value, ClosedSequence):
        return value
    if not isinstance(value, Table) or not _is_number(value.otherwise):
        return None
    rest = Fraction(value.otherwise)
    known: dict[int, Fraction] = {}
    for argument, result in value.entries:
        if not _is_number(argument) or not _is_number(result):
            return None
        if argument.denominator != 1 or not 0 <= argument < MAX_PREFIX:
            return None
        known[int(argument)] = Fraction(result)
    prefix = tuple(known.get(n, rest) for n in range(max(known, default=-1) + 1))
    return ClosedSequence(prefix, sequences.constant(rest).forms)


def _is_number(value: Value | None) -> TypeGuard[Fraction | int]:
    return isinstance(value, (Fraction, int)) and not isinstance(value, bool)


# Three-valued, read left to right: the right side counts only where the left one leaves it open.
_CONNECTIVES: Final[Mapping[str, Callable[[Three, Three], Three]]] = {
    "and": lambda left, right: right if left else left,
    "or": lambda left, right: right if left is False else left,
    "implies": lambda left, right: None if left is None else (right if left else True),
    "iff": lambda left, right: None if left is None or right is None else left == right,
}
# Where the left side is this at every n, the right one is not asked.
_SETTLED_BY: Final[Mapping[str, bool]] = {"and": False, "or": True, "implies": False}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads terms as functions of the natural number `var`."""

    var: Var
    value_of: ValueOf

    def formula(self, term: Term) -> Pattern[Three]:
        """Where the formula is true, where false, and where undefined (None)."""
        if self.var.name not in free_names(term):
            value = self.value_of(term)
            if value is not None and not isinstance(value, bool):
                raise NoRule
            return Pattern((), (value,))
        match term:
            case App(Lam(), _):
                return self.formula(reduce(term))
            case Op("not", (part,)):
                return self.formula(part).map(lambda value: None if value is None else not value)
            case Op("and" | "or" | "implies" | "iff" as name, (first, *rest)):
                return self._connective(name, self.formula(first), rest)
            case Op("lt", (left, right)):
                return self._compare(left, right, lambda sign: sign < 0)
            case Op("le", (left, right)):
                return self._compare(left, right, lambda sign: sign <= 0)
            case Eq(left, right, type) if unsubset(type) in NUMERIC:
                return self._compare(left, right, lambda sign: sign == 0)
            case Eq(left, right, type) if type == BOOL:
                return self._connective("iff", self.formula(left), [right])
            case If(condition, then, otherwise):
                return self._pick(self.formula(condition), self.formula(then), self.formula(otherwise))
            case Guard(condition, part):
                asked = self.formula(condition)
                return _zip(asked, self.formula(part), lambda when, value: value if when else None)
            case _:
                raise NoRule

    def _connective(self, name: str, total: Pattern[Three], rest: Sequence[Term]) -> Pattern[Three]:
        for part in rest:
            if name in _SETTLED_BY and set(total.values()) == {_SETTLED_BY[name]}:
                return Pattern((), (True,)) if name == "implies" else total
            total = _zip(total, self.formula(part), _CONNECTIVES[name])
        return total

    def _pick(self, asked: Pattern[Three], then: Pattern[A], otherwise: Pattern[A]) -> Pattern[A | None]:
        ways = _zip(then, otherwise, lambda left, right: (left, right))
        return _zip(asked, ways, lambda when, way: None if when is None else way[0] if when else way[1])

    def _compare(self, left: Term, right: Term, holds: Callable[[int], bool]) -> Pattern[Three]:
        difference = _plus(self.number(left), _negated(self.number(right)))
        return _zip(difference.defined, _sign(difference), lambda when, sign: holds(sign) if when else None)

    def number(self, term: Term) -> Body:
        """The value of a numeric term at every n."""
        if self.var.name not in free_names(term):
            return self._fixed(self.value_of(term))
        match term:
            case Var():
                return Body(IDENTITY, UNIT, ALWAYS)
            case App(Lam(), _):
                return self.number(reduce(term))
            case App(function, argument) if self.var.name not in free_names(function):
                return self._apply(self.value_of(function), self.number(argument))
            case Op(name, args):
                return self._operation(name, args)
            case If(condition, then, otherwise):
                return self._cases(self.formula(condition), then, otherwise)
            case Guard(condition, part):
                asked, body = self.formula(condition), self.number(part)
                return Body(
                    body.numerator, body.denominator, _zip(asked, body.defined, lambda a, b: a is True and b)
                )
            case BigSum(var, (low, high), part):
                return self._sum(var, low, high, part)
            case _:
                raise NoRule

    def _fixed(self, value: Value | None) -> Body:
        if value is None:
            return Body(sequences.constant(0), UNIT, NEVER)
        if not _is_number(value):
            raise NoRule
        return Body(sequences.constant(value), UNIT, ALWAYS)

    def _apply(self, function: Value | None, index: Body) -> Body:
        if function is None:
            return Body(sequences.constant(0), UNIT, NEVER)
        at = _at_index(need(as_sequence(function)), index.sequence())
        return Body(at, UNIT, _both(index.defined, _sign(index).map(lambda sign: sign >= 0)))

    def _operation(self, name: str, args: tuple[Term, ...]) -> Body:
        if name == "pow":
            return self._power(*args)
        first, *rest = map(self.number, args)
        match name, rest:
            case "add", _:
                for other in rest:
                    first = _plus(first, other)
                return first
            case "mul", _:
                for other in rest:
                    first = _times(first, other)
                return first
            case "neg", []:
                return _negated(first)
            case "div", [divisor]:
                return _over(first, divisor)
            case "abs", []:
                return _chosen(_sign(first).map(lambda sign: sign >= 0), first, _negated(first))
            case "sign", []:
                shown = _sign(first)
                return Body(_sequence_of(shown), UNIT, first.defined)
            case (("log" | "sqrt"), []):
                slope, offset = _line(first.sequence())
                if slope != 1 or first.numerator.prefix:
                    raise NoRule
                return Body(
                    need(sequences.slowly("log" if name == "log" else "root", offset)), UNIT, first.defined
                )
            case (("min" | "max"), [other]):
                less = _sign(_plus(first, _negated(other))).map(lambda sign: (sign <= 0) == (name == "min"))
                picked = _chosen(less, first, other)
                return Body(picked.numerator, picked.denominator, _both(first.defined, other.defined))
            case _:
                raise NoRule

    def _power(self, base: Term, exponent: Term) -> Body:
        if self.var.name not in free_names(exponent):
            given = self.value_of(exponent)
            power = Fraction(given) if _is_number(given) else Fraction(MAX_POWER + 1)
            if power.denominator != 1 or abs(power) > MAX_POWER:
                raise NoRule
            factor, total = self.number(base), Body(UNIT, UNIT, ALWAYS)
            for _ in range(abs(int(power))):
                total = _times(total, factor)
            return total if power >= 0 else _over(Body(UNIT, UNIT, ALWAYS), total)
        ratio, index = self.value_of(base), self.number(exponent)
        slope, offset = _line(index.sequence())
        if not _is_number(ratio) or ratio == 0 or index.numerator.prefix:
            raise NoRule
        base_value = Fraction(ratio)
        geometric = sequences.monomial(base_value**offset, 0, base_value**slope)
        return Body(geometric, UNIT, index.defined)

    def _cases(self, asked: Pattern[Three], then: Term, otherwise: Term) -> Body:
        if set(asked.values()) == {True}:
            return self.number(then)
        if set(asked.values()) == {False}:
            return self.number(otherwise)
        picked = _chosen(asked.map(lambda when: when is True), self.number(then), self.number(otherwise))
        return Body(
            picked.numerator,
            picked.denominator,
            _both(picked.defined, asked.map(lambda when: when is not None)),
        )

    def _sum(self, var: Var, low: Term, high: Term, part: Term) -> Body:
        if var.name != self.var.name and self.var.name in free_names(part):
            return self._distributed_sum(var, low, high, part)
        start = self.number(low)
        value = start.sequence().constant()
        if value is None or value < 0 or not all(start.defined.values()):
            raise NoRule
        inner, end = Reader(var, self.value_of).number(part), self.number(high)
        sums = need(partial_sums(inner.sequence(), int(value)))
        defined, first_gap = end.defined, _first_gap(inner.defined, int(value))
        if first_gap is not None:
            beyond = _sign(_plus(end, Body(sequences.constant(-first_gap), UNIT, ALWAYS)))
            defined = _both(defined, beyond.map(lambda sign: sign < 0))
        return Body(_at_index(sums, end.sequence()), UNIT, defined)

    def _distributed_sum(self, var: Var, low: Term, high: Term, part: Term) -> Body:
        """Σ (x + y) = Σ x + Σ y, and Σ c·x = c·Σ x where c is defined and does not mention `var`."""
        bounds = (low, high)
        match part:
            case Op("add", args):
                return self.number(Op("add", tuple(BigSum(var, bounds, arg) for arg in args)))
            case Op("neg", (arg,)):
                return _negated(self.number(BigSum(var, bounds, arg)))
            case Op("mul", args):
                outside = [arg for arg in args if var.name not in free_names(arg)]
                inside = [arg for arg in args if var.name in free_names(arg)]
                factors = list(map(self.number, outside))
                if not outside or len(inside) > 1 or any(not all(one.defined.values()) for one in factors):
                    raise NoRule
                kept: Term = inside[0] if inside else Number(ONE, INT)
                total = self.number(BigSum(var, bounds, kept))
                for factor in factors:
                    total = _times(total, factor)
                return total
            case _ if var.name not in free_names(part):
                factor = self.number(part)
                if not all(factor.defined.values()):
                    raise NoRule
                return _times(factor, self.number(BigSum(var, bounds, Number(ONE, INT))))
            case _:
                raise NoRule


def _zip(left: Pattern[A], right: Pattern[B], function: Callable[[A, B], C]) -> Pattern[C]:
    return need(zip_patterns(left, right, function))


def _both(left: Pattern[bool], right: Pattern[bool]) -> Pattern[bool]:
    if left == ALWAYS:
        return right
    return left if right == ALWAYS else _zip(left, right, lambda a, b: a and b)


def _sign(body: Body) -> Pattern[int]:
    above = need(signs(body.numerator))
    if body.denominator == UNIT:
        return above
    return _zip(above, need(signs(body.denominator)), lambda a, b: a * b)


def _simplified(above: ClosedSequence, below: ClosedSequence, defined: Pattern[bool]) -> Body:
    quotient = None if below == UNIT else sequences.divide(above, below)
    return Body(above, below, defined) if quotient is None else Body(quotient, UNIT, defined)


def _negated(body: Body) -> Body:
    return Body(sequences.negate(body.numerator), body.denominator, body.defined)


def _plus(left: Body, right: Body) -> Body:
    defined = _both(left.defined, right.defined)
    if left.denominator == right.denominator:
        return Body(need(sequences.add(left.numerator, right.numerator)), left.denominator, defined)
    crossed = need(sequences.multiply(left.numerator, right.denominator))
    other = need(sequences.multiply(right.numerator, left.denominator))
    below = need(sequences.multiply(left.denominator, right.denominator))
    return _simplified(need(sequences.add(crossed, other)), below, defined)


def _times(left: Body, right: Body) -> Body:
    above = need(sequences.multiply(left.numerator, right.numerator))
    below = need(sequences.multiply(left.denominator, right.denominator))
    return _simplified(above, below, _both(left.defined, right.defined))


def _over(left: Body, right: Body) -> Body:
    above = need(sequences.multiply(left.numerator, right.denominator))
    below = need(sequences.multiply(left.denominator, right.numerator))
    not_zero = _sign(right).map(lambda sign: sign != 0)
    return _simplified(above, below, _both(_both(left.defined, right.defined), not_zero))


def _chosen(when: Pattern[bool], then: Body, otherwise: Body) -> Body:
    # The denominators are chosen too: the one of the way not taken may be 0.
    def picked(first: ClosedSequence, second: ClosedSequence) -> ClosedSequence:
        return need(sequences.choose(when.at, len(when.cycle), len(when.prefix), first, second))

    above = picked(then.numerator, otherwise.numerator)
    below = picked(then.denominator, otherwise.denominator)
    ways = _zip(then.defined, otherwise.defined, lambda left, right: (left, right))
    return Body(above, below, _zip(when, ways, lambda one, way: way[0] if one else way[1]))


def _sequence_of(values: Pattern[int]) -> ClosedSequence:
    forms = tuple(sequences.constant(value).forms[0] for value in values.cycle)
    return ClosedSequence(tuple(map(Fraction, values.prefix)), forms)


def _line(index: ClosedSequence) -> tuple[int, int]:
    """(a, b) where the sequence is a·n + b from the end of its prefix on, a and b integers."""
    slope, offset = ZERO, ZERO
    if index.period > 1:
        raise NoRule
    for key, value in index.forms[0]:
        if key == Key(ONE, 1):
            slope = value
        elif key == Key(ONE, 0):
            offset = value
        else:
            raise NoRule
    if slope.denominator != 1 or offset.denominator != 1:
        raise NoRule
    return int(slope), int(offset)


def _at_index(sequence: ClosedSequence, index: ClosedSequence) -> ClosedSequence:
    """n ↦ sequence(index(n)); 0 where the index is negative."""
    slope, offset = _line(index)
    if slope < 0:
        settled = max(len(index.prefix), offset // -slope + 1, 0)
        rest = sequences.constant(0)
    else:
        settled = len(index.prefix)
        rest = need(sequences.compose(sequence, slope, offset))
    if settled > MAX_PREFIX:
        raise NoRule
    first = [index.at(n) for n in range(settled)]
    if any(m.denominator != 1 for m in first):
        raise NoRule
    return sequences.with_prefix((sequence.at(int(m)) if m >= 0 else ZERO for m in first), rest)


def _first_gap(defined: Pattern[bool], start: int) -> int | None:
    end = max(start, len(defined.prefix)) + len(defined.cycle)
    return next((n for n in range(start, end) if not defined.at(n)), None)
