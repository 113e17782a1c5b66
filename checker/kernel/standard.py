"""The one form in which values of a type are compared: functions by their graphs, in carrier order."""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from aligncheck.kernel.arithmetic import whole
from aligncheck.kernel.coding import Coder, Scope
from aligncheck.kernel.functions import Closure, Env
from aligncheck.kernel.types import Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type
from aligncheck.kernel.unanswered import CannotEvaluate, Endless
from aligncheck.kernel.values import ClassValue, Injected, RecordValue, Table

Standard: TypeAlias = Callable[[Any, Env], Any]
Carrier: TypeAlias = Callable[[Type, Scope], Callable[[Env], tuple[Any, ...]]]


class Forms:
    """The standard forms of values in one evaluation; `carrier` gives the members of types."""

    def __init__(self, work: Coder, carrier: Carrier) -> None:
        self.work, self.carrier = work, carrier

    def class_of(self, type: Quot, scope: Scope) -> Callable[[Env, Any], ClassValue]:
        """The class of a value in a quotient."""
        classes, standard = self.carrier(type, scope), self.standard(type.base, scope)

        def run(env: Env, value: Any) -> ClassValue:
            known = standard(value, env) if standard else value
            found: ClassValue = next(each for each in classes(env) if known in each.members)
            return found

        return run

    def load(self, value: Any, type: Type) -> Any:
        """A value of the model in standard form; as it is, where it has none (its use will tell)."""
        standard = self.standard(type, {})
        try:
            return _number(standard(value, self.work.env()) if standard else value)
        except CannotEvaluate:
            return value

    def standard(self, type: Type, scope: Scope, compared: bool = False) -> Standard | None:
        """Brings functions into the order of the carrier, so that equal values are equal objects; None
        where values are so anyway. `compared`: where that cannot be, raise."""
        match type:
            case Prim() | Base() | Enum() | Quot():
                return None
            case Sub(base, _):
                return self.standard(base, scope, compared)
            case Prod(items):
                return _standard_items([self.standard(item, scope, compared) for item in items], tuple)
            case Struct(_, fields, _):
                parts = [self.standard(kind, scope, compared) for _, kind in fields]
                return _standard_items(parts, RecordValue, lambda record: record.values)
            case Sum(items):
                return _standard_injected([self.standard(item, scope, compared) for item in items])
            case SetT(element):
                return _standard_set(self.standard(element, scope, True), compared)
            case Fun():
                return self._standard_function(type, scope, compared)

    def _standard_function(self, type: Fun, scope: Scope, compared: bool) -> Standard:
        arguments, apply = self.carrier(type.domain, scope), self.work.functions.apply
        on_key = self.standard(type.domain, scope, True)
        on_value = self.standard(type.codomain, scope, compared)

        def run(value: Any, env: Env) -> Any:
            try:
                keys = arguments(env)
            except Endless:
                if compared:
                    raise CannotEvaluate("functions on an infinite type are not compared") from None
                return value
            if on_key is not None and isinstance(value, Table):
                entries = tuple((on_key(key, env), result) for key, result in value.entries)
                value = Table(entries, value.otherwise)
            if on_value is None and _in_order(value, keys):
                return value
            results = [apply(value, key) for key in keys]
            if on_value is not None:
                results = [on_value(result, env) for result in results]
            return Table(tuple(zip(keys, results, strict=True)))

        return run


def _number(value: Any) -> Any:
    return value if isinstance(value, bool) or not hasattr(value, "denominator") else whole(value)


def _in_order(value: Any, keys: Sequence[Any]) -> bool:
    return (
        isinstance(value, Table)
        and len(value.entries) == len(keys)
        and all(entry[0] is key for entry, key in zip(value.entries, keys, strict=True))
    )


def _standard_items(
    parts: Sequence[Standard | None], make: Callable[[Any], Any], items: Callable[[Any], Any] = tuple
) -> Standard | None:
    if not any(parts):
        return None

    def run(value: Any, env: Env) -> Any:
        pairs = zip(parts, items(value), strict=True)
        return make(tuple(part(item, env) if part else item for part, item in pairs))

    return run


def _standard_injected(parts: Sequence[Standard | None]) -> Standard | None:
    if not any(parts):
        return None

    def run(value: Any, env: Env) -> Any:
        part = parts[value.index]
        return Injected(value.index, part(value.value, env)) if part else value

    return run


def _standard_set(element: Standard | None, compared: bool) -> Standard | None:
    def run(value: Any, env: Env) -> Any:
        if isinstance(value, Closure):
            if compared:
                raise CannotEvaluate("sets of an infinite type are not compared")
            return value
        return frozenset(element(each, env) for each in value) if element else value

    return run
