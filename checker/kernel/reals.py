"""Quantifiers over all real numbers, decided where the body is linear in them: by Fourier and Motzkin's elimination
of one variable at a time. Functions that the model gives by rule are unfolded. What is not linear is None here.

Fourier, Histoire de l'Académie royale des sciences, 1824; Motzkin, Beiträge zur Theorie der linearen
Ungleichungen, 1936.
"""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from aligncheck.kernel.bodies import NoRule, ValueOf
from aligncheck.kernel.build import conj, implies
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import free_names, fresh, reduce, substitute
from aligncheck.kernel.terms import (
    TRUE, App, Const, Eq, If, Lam, Number, Op, Quant, Term, Truth, Var,
)  # fmt: skip
from aligncheck.kernel.types import NUMERIC, REAL, Sub, Type
from aligncheck.kernel.typing import instantiate, is_bool, unsubset

MOST: Final = 20_000
"""Inequalities that one decision may write."""

Linear: TypeAlias = Mapping[str, Fraction]
"""Σ factor · variable; the constant part stands under the empty name. No factor is 0."""
Spend: TypeAlias = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Row:
    """sum < 0, sum ≤ 0 or sum = 0."""

    sum: tuple[tuple[str, Fraction], ...]
    relation: Literal["lt", "le", "eq"]


Case: TypeAlias = frozenset[Row]
"""All of these hold."""


def decide(term: Quant, value_of: ValueOf, rules: Mapping[str, Lam], spend: Spend) -> bool | None:
    """Whether a statement about all real numbers, or some, is true; None where no rule decides it. `rules`: the
    functions that the model gives by a rule, by the name of their symbol."""
    if domain(term) != TRUE:
        return None
    try:
        return bool(_Reals(value_of, rules, spend).cases(term, True, frozenset()))
    except NoRule:
        return None


class _Reals:
    """One decision: a formula as the cases in which it is true, or false, each a set of linear rows."""

    def __init__(self, value_of: ValueOf, rules: Mapping[str, Lam], spend: Spend) -> None:
        self.value_of, self.rules, self.spend = value_of, rules, spend
        self.left = MOST

    def cases(self, term: Term, truth: bool, over: frozenset[str]) -> list[Case]:
        """The cases, of the variables in `over`, in which the formula has this truth value."""
        match term:
            case Truth(value):
                return [frozenset()] if value is truth else []
            case Quant(kind, var, body) if unsubset(var.type) == REAL:
                return self._quantified(kind, var, body, truth, over)
            case _ if not free_names(term) & over:
                return [frozenset()] if self.value_of(term) is truth else []
            case Op("not", (inner,)):
                return self.cases(inner, not truth, over)
            case Op("and" | "or" as name, parts):
                return self._joined(parts, truth, (name == "and") is truth, over)
            case Op("implies", (left, right)):
                return self.cases(Op("or", (Op("not", (left,)), right)), truth, over)
            case Op("iff", (left, right)):
                return self._alike(left, right, truth, over)
            case Eq(left, right, type) if is_bool(type):
                return self._alike(left, right, truth, over)
            case Eq(left, right, type) if unsubset(type) in NUMERIC:
                if truth:
                    return self._compared(left, right, "eq", over)
                return self._compared(left, right, "lt", over) + self._compared(right, left, "lt", over)
            case Op("lt", (left, right)):
                return (
                    self._compared(left, right, "lt", over)
                    if truth
                    else self._compared(right, left, "le", over)
                )
            case Op("le", (left, right)):
                return (
                    self._compared(left, right, "le", over)
                    if truth
                    else self._compared(right, left, "lt", over)
                )
            case If(condition, then, otherwise):
                return self._both(
                    [
                        (self.cases(condition, side, over), self.cases(part, truth, over))
                        for side, part in ((True, then), (False, otherwise))
                    ]
                )
            case _:
                raise NoRule

    def _quantified(
        self, kind: Literal["forall", "exists"], var: Var, body: Term, truth: bool, over: frozenset[str]
    ) -> list[Case]:
        """∃ holds in the shadow of the cases of its body; ∀ fails in that of the cases in which its body does."""
        own = Var(fresh(f"{var.name}#", over | free_names(body) | free_names(var.type)), REAL)
        inner, kept = substitute(body, {var.name: own}), condition_of(own, var.type)
        if domain(kept) != TRUE:
            raise NoRule
        inner = implies(kept, inner) if kind == "forall" else conj(kept, inner)
        wanted = kind == "exists"
        shadow = [
            found
            for case in self.cases(inner, wanted, over | {own.name})
            if (found := self._without(case, own.name)) is not None
        ]
        shadow = self._apart(shadow)
        return shadow if truth is wanted else self._none_of(shadow)

    def _joined(self, parts: tuple[Term, ...], truth: bool, all_of: bool, over: frozenset[str]) -> list[Case]:
        each = [self.cases(part, truth, over) for part in parts]
        if not all_of:
            return [case for cases in each for case in cases]
        found: list[Case] = [frozenset()]
        for cases in each:
            found = self._both([(found, cases)])
        return found

    def _alike(self, left: Term, right: Term, truth: bool, over: frozenset[str]) -> list[Case]:
        return self._both(
            [(self.cases(left, side, over), self.cases(right, side is truth, over)) for side in (True, False)]
        )

    def _both(self, pairs: list[tuple[list[Case], list[Case]]]) -> list[Case]:
        """The cases in which one of each pair holds."""
        found: dict[Case, None] = {}
        for ones, others in pairs:
            for one in ones:
                for other in others:
                    case = self._kept(one | other)
                    if case is not None:
                        found[case] = None
        return list(found)

    def _kept(self, case: Case) -> Case | None:
        """Without rows that are always true; None where one is never."""
        self._pay(len(case) + 1)
        rows = []
        for row in case:
            if all(name == "" for name, _ in row.sum):
                if not _holds(row):
                    return None
            else:
                rows.append(row)
        return frozenset(rows)

    def _none_of(self, cases: list[Case]) -> list[Case]:
        found: list[Case] = [frozenset()]
        for case in cases:
            found = self._both([(found, [frozenset({row}) for each in case for row in _denied(each)])])
            found = self._apart(found)
        return found

    def _apart(self, cases: list[Case]) -> list[Case]:
        """Without cases that cannot be, or that are part of another."""
        kept: list[Case] = []
        for case in sorted(cases, key=len):
            self._pay(len(kept))
            if not any(other <= case for other in kept) and self._possible(case):
                kept.append(case)
        return kept

    def _possible(self, case: Case) -> bool:
        """Whether some numbers satisfy all rows: one variable after the other is eliminated."""
        left: Case | None = case
        while left:
            left = self._without(left, next(name for row in left for name, _ in row.sum if name))
        return left is not None

    def _compared(
        self, left: Term, right: Term, relation: Literal["lt", "le", "eq"], over: frozenset[str]
    ) -> list[Case]:
        found: list[Case] = []
        for one, here in self._numbers(left, over):
            for other, there in self._numbers(right, over):
                row = Row(_sorted(_plus(here, there, Fraction(-1))), relation)
                case = self._kept(one | other | {row})
                if case is not None:
                    found.append(case)
        return found

    def _numbers(self, term: Term, over: frozenset[str]) -> list[tuple[Case, Linear]]:
        """What a number is, case by case."""
        if not free_names(term) & over:
            value = self.value_of(term)
            if not isinstance(value, Fraction):
                raise NoRule
            return [(frozenset(), _constant(value))]
        match term:
            case Var(name, type) if type == REAL:
                return [(frozenset(), {name: Fraction(1)})]
            case Op("neg", (inner,)):
                return [(case, _times(sum, Fraction(-1))) for case, sum in self._numbers(inner, over)]
            case Op("add", parts):
                return self._summed(parts, over)
            case Op("mul", parts):
                return self._multiplied(parts, over)
            case If(condition, then, otherwise):
                return list(self._either(condition, then, otherwise, over))
            case Op("abs", (inner,)):
                zero = Number(Fraction(0), REAL)
                return self._numbers(If(Op("le", (zero, inner)), inner, Op("neg", (inner,))), over)
            case Op("min" | "max" as name, (left, right)):
                first, second = (left, right) if name == "min" else (right, left)
                return self._numbers(If(Op("le", (left, right)), first, second), over)
            case App(Lam(var, body), argument):
                return self._numbers(substitute(body, {var.name: argument}), over)
            case App(Const(name), argument) if name in self.rules:
                return self._numbers(reduce(App(self.rules[name], argument)), over)
            case _:
                raise NoRule

    def _summed(self, parts: tuple[Term, ...], over: frozenset[str]) -> list[tuple[Case, Linear]]:
        found: list[tuple[Case, Linear]] = [(frozenset(), {})]
        for part in parts:
            found = [
                (joined, _plus(sum, more))
                for case, sum in found
                for other, more in self._numbers(part, over)
                if (joined := self._kept(case | other)) is not None
            ]
        return found

    def _multiplied(self, parts: tuple[Term, ...], over: frozenset[str]) -> list[tuple[Case, Linear]]:
        moving = [part for part in parts if free_names(part) & over]
        factor = Fraction(1)
        for part in parts:
            if part not in moving:
                value = self.value_of(part)
                if not isinstance(value, Fraction):
                    raise NoRule
                factor *= value
        if len(moving) != 1:
            raise NoRule
        return [(case, _times(sum, factor)) for case, sum in self._numbers(moving[0], over)]

    def _either(
        self, condition: Term, then: Term, otherwise: Term, over: frozenset[str]
    ) -> Iterator[tuple[Case, Linear]]:
        for truth, part in ((True, then), (False, otherwise)):
            for case in self.cases(condition, truth, over):
                for other, sum in self._numbers(part, over):
                    joined = self._kept(case | other)
                    if joined is not None:
                        yield joined, sum

    def _without(self, case: Case, name: str) -> Case | None:
        """The shadow of a case along a variable: what of it does not speak of that one; None where it is empty."""
        equal = next((row for row in case if row.relation == "eq" and name in dict(row.sum)), None)
        if equal is not None:
            sum = dict(equal.sum)
            solved = _times({key: value for key, value in sum.items() if key != name}, -1 / sum[name])
            return self._kept(frozenset(_put(row, name, solved) for row in case if row is not equal))
        rows = {row for row in case if name not in dict(row.sum)}
        lower = [row for row in case if dict(row.sum).get(name, Fraction(0)) < 0]
        upper = [row for row in case if dict(row.sum).get(name, Fraction(0)) > 0]
        self._pay(len(lower) * len(upper))
        for low in lower:
            for high in upper:
                rows.add(_between(low, high, name))
        return self._kept(frozenset(rows))

    def _pay(self, rows: int) -> None:
        self.left -= rows
        self.spend(rows)
        if self.left < 0:
            raise NoRule


def condition_of(var: Var, type: Type) -> Term:
    """What a type that is taken from the real numbers by conditions says of a variable."""
    conditions: list[Term] = []
    while isinstance(type, Sub):
        conditions.insert(0, instantiate(type.predicate, var))
        type = type.base
    return conj(*conditions)


def _denied(row: Row) -> list[Row]:
    """What holds where a row does not."""
    turned = _sorted(_times(dict(row.sum), Fraction(-1)))
    match row.relation:
        case "lt":
            return [Row(turned, "le")]
        case "le":
            return [Row(turned, "lt")]
        case "eq":
            return [Row(row.sum, "lt"), Row(turned, "lt")]


def _between(low: Row, high: Row, name: str) -> Row:
    """low: −a·x + p ◁ 0, high: b·x + q ◁ 0, with a, b > 0: some x is between exactly if b·p + a·q ◁ 0, strictly so
    if one of them is strict."""
    below, above = dict(low.sum), dict(high.sum)
    sum = _plus(_times(below, above[name]), above, -below[name])
    strict = "lt" in (low.relation, high.relation)
    return Row(_sorted(sum), "lt" if strict else "le")


def _put(row: Row, name: str, solved: Linear) -> Row:
    sum = dict(row.sum)
    factor = sum.pop(name, None)
    return row if factor is None else Row(_sorted(_plus(sum, solved, factor)), row.relation)


def _holds(row: Row) -> bool:
    value = dict(row.sum).get("", Fraction(0))
    return value < 0 if row.relation == "lt" else value <= 0 if row.relation == "le" else value == 0


def _constant(value: Fraction) -> Linear:
    return {"": value} if value else {}


def _plus(one: Linear, other: Linear, factor: Fraction = Fraction(1)) -> Linear:
    total = dict(one)
    for name, value in other.items():
        total[name] = total.get(name, Fraction(0)) + factor * value
    return {name: value for name, value in total.items() if value}


def _times(sum: Linear, factor: Fraction) -> Linear:
    return {name: value * factor for name, value in sum.items()} if factor else {}


def _sorted(sum: Linear) -> tuple[tuple[str, Fraction], ...]:
    """In the order of the names, divided by the size of the last factor, so that rows that say the same are one."""
    rows = sorted(sum.items())
    size = abs(rows[-1][1]) if rows else Fraction(1)
    return tuple((name, value / size) for name, value in rows)
