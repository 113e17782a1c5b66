"""Functions and sets as values while a term is evaluated: by rule, or by graph."""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final, TypeAlias

from aligncheck.kernel.arithmetic import whole
from aligncheck.kernel.lines import Line
from aligncheck.kernel.sequences import ClosedSequence
from aligncheck.kernel.unanswered import Budget, CannotEvaluate
from aligncheck.kernel.values import Injected, RecordValue, Table, Value

Env: TypeAlias = list[Any]
"""The values of the bound variables, each in its place."""
Code: TypeAlias = Callable[[Env], Any]
"""A term, ready to be evaluated."""

FEW: Final = 6


class Closure:
    """A function by rule: a body, and the values of the variables around it. Also a set of an infinite
    type, by its characteristic function."""

    __slots__ = ("body", "budget", "cost", "env", "place")

    def __init__(self, env: Env, place: int, body: Code, cost: int, budget: Budget) -> None:
        self.env, self.place, self.body, self.cost, self.budget = env.copy(), place, body, cost, budget

    def __call__(self, argument: Value) -> Any:
        self.budget.spend(self.cost)
        env = self.env.copy()
        env[self.place] = argument
        return self.body(env)


class Functions:
    """Applies functions. Long graphs are indexed once."""

    def __init__(self) -> None:
        self._indexed: dict[int, tuple[Table, dict[Value, Value]]] = {}

    def apply(self, function: Any, argument: Any) -> Any:
        """The value of a function at an argument. A graph as an argument must be in carrier order."""
        if type(function) is Closure:
            return function(argument)
        if type(function) is Table:
            return self._look_up(function, argument)
        if isinstance(function, ClosedSequence):
            try:
                return whole(function.at(int(argument)))
            except ValueError:
                raise CannotEvaluate("a value of a sequence that is not rational") from None
        raise CannotEvaluate("what is applied is not a function")

    def _look_up(self, table: Table, argument: Any) -> Any:
        entries = table.entries
        if len(entries) <= FEW:
            for key, value in entries:
                if key is argument or key == argument:
                    return value
        else:
            known = self._indexed.get(id(table))
            if known is None:
                known = self._indexed[id(table)] = (table, dict(entries))
            if argument in known[1]:
                return known[1][argument]
        if table.otherwise is None:
            raise CannotEvaluate("a function of the model has no value at an argument")
        return table.otherwise


def plain(value: Any) -> Value:
    """A value as others know it: every number a Fraction. Raises CannotEvaluate for a function by rule."""
    match value:
        case bool():
            return value
        case int():
            return Fraction(value)
        case tuple():
            return tuple(map(plain, value))
        case frozenset():
            return frozenset(map(plain, value))
        case Injected(index, inner):
            return Injected(index, plain(inner))
        case RecordValue(values):
            return RecordValue(tuple(map(plain, values)))
        case Table(entries, otherwise):
            pairs = tuple((plain(key), plain(result)) for key, result in entries)
            return Table(pairs, None if otherwise is None else plain(otherwise))
        case Closure():
            raise CannotEvaluate("a function on an infinite type as a value")
        case Line():
            raise CannotEvaluate("more is asked of a bound real than linear arithmetic tells")
        case _:
            return value  # type: ignore[no-any-return]
