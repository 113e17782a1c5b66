"""Whether a value is a member of a type in a model: every condition and law on the way is asked."""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

from aligncheck.kernel.carriers import Meaning, members
from aligncheck.kernel.lines import Line
from aligncheck.kernel.sequences import ClosedSequence
from aligncheck.kernel.types import (
    BOOL, INT, NAT, NUMERIC, REAL, Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type,
)  # fmt: skip
from aligncheck.kernel.substitution import free_names
from aligncheck.kernel.terms import Eq, If, Lam, Number, Op, Truth, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.typing import type_of, unsubset
from aligncheck.kernel.unanswered import CannotEvaluate, Endless
from aligncheck.kernel.values import ByRule, Element, Injected, MemberValue, RecordValue, Table, Value

_OF_NUMBERS = (Lam, Var, Number, Truth, If, Eq, Prim)
_ALWAYS_DEFINED = (
    "not", "and", "or", "implies", "iff", "lt", "le", "add", "neg", "mul", "abs", "min", "max",
)  # fmt: skip

Apply = Callable[[Value, Value], Value]


def lies_in(value: Value, type: Type, meaning: Meaning, apply: Apply) -> bool:
    """Whether `value` is a member of `type`; `apply` applies a function value. Raises CannotEvaluate
    where that is not seen."""
    match type:
        case Prim():
            return _of_prim(value, type)
        case Base(name, _):
            if not isinstance(value, Element) or value.sort != name:
                return False
            return 0 <= value.index < meaning.sizes[name]
        case Enum(_, names):
            return isinstance(value, MemberValue) and value.name in names
        case Prod(items):
            return isinstance(value, tuple) and _all_in(value, items, meaning, apply)
        case Sum(items):
            if not isinstance(value, Injected) or not 0 <= value.index < len(items):
                return False
            return lies_in(value.value, items[value.index], meaning, apply)
        case Fun():
            return _is_function(value, type, meaning, apply)
        case SetT(element):
            return isinstance(value, frozenset) and all(
                lies_in(each, element, meaning, apply) for each in value
            )
        case Sub(base, predicate):
            return lies_in(value, base, meaning, apply) and meaning.holds(predicate)(value)
        case Quot():
            return value in members(type, meaning)
        case Struct(_, fields, law):
            if not isinstance(value, RecordValue):
                return False
            fits = _all_in(value.values, tuple(kind for _, kind in fields), meaning, apply)
            return fits and (law is None or meaning.holds(law)(value))
        case _:
            assert_never(type)


def _of_prim(value: Value, type: Prim) -> bool:
    if type == BOOL or isinstance(value, bool):
        return type == BOOL and isinstance(value, bool)
    if isinstance(value, Line) and type != REAL:
        raise CannotEvaluate("more is asked of a bound real than linear arithmetic tells")
    if not isinstance(value, (int, Fraction, Line)):
        return False
    return type == REAL or (value.denominator == 1 and (type == INT or value >= 0))


def _all_in(values: tuple[Value, ...], types: tuple[Type, ...], meaning: Meaning, apply: Apply) -> bool:
    return len(values) == len(types) and all(
        lies_in(value, kind, meaning, apply) for value, kind in zip(values, types, strict=True)
    )


def _is_function(value: Value, type: Fun, meaning: Meaning, apply: Apply) -> bool:
    """Total on the domain and into the codomain; a graph says nothing of what is outside the domain."""
    if isinstance(value, ClosedSequence):
        return _is_sequence(value, type)
    if isinstance(value, ByRule):
        return type == Fun(REAL, REAL) and _is_rule(value.rule)
    if not isinstance(value, Table) and not callable(value):
        return False
    try:
        arguments = members(type.domain, meaning)
    except Endless:
        return _is_endless(value, type, meaning, apply)
    if isinstance(value, Table):
        keys = [key for key, _ in value.entries]
        if len(set(keys)) < len(keys) or not set(keys) <= set(arguments):
            return False
        if value.otherwise is None and len(keys) < len(arguments):
            return False
    return all(lies_in(apply(value, argument), type.codomain, meaning, apply) for argument in arguments)


def _is_endless(value: Value, type: Fun, meaning: Meaning, apply: Apply) -> bool:
    if not isinstance(value, Table):
        raise CannotEvaluate("a function on an infinite type is not looked at everywhere")
    if value.otherwise is None:
        return False
    keys = [key for key, _ in value.entries]
    results = [value.otherwise, *(result for _, result in value.entries)]
    return (
        len(set(keys)) == len(keys)
        and all(lies_in(key, type.domain, meaning, apply) for key in keys)
        and all(lies_in(result, type.codomain, meaning, apply) for result in results)
    )


def _is_rule(rule: Lam) -> bool:
    """Whether a λ maps every real number to one, and speaks of nothing that a model could change."""
    for node in walk(rule):
        known = node.name in _ALWAYS_DEFINED if isinstance(node, Op) else isinstance(node, _OF_NUMBERS)
        if not known:
            return False
    return not free_names(rule) and rule.var.type == REAL and type_of(rule.body) in NUMERIC


def _is_sequence(value: ClosedSequence, type: Fun) -> bool:
    if type.domain != NAT:
        return False
    if unsubset(type.codomain) == REAL == type.codomain:
        return True
    constant = value.constant()
    if constant is None or not isinstance(type.codomain, Prim):
        raise CannotEvaluate("a sequence whose values are not all looked at")
    return _of_prim(constant, type.codomain)
