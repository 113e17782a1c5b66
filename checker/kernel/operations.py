"""The built-in operations, each from the code of its arguments."""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from aligncheck.kernel import arithmetic
from aligncheck.kernel.functions import Code, Env
from aligncheck.kernel.terms import OpName

_UNARY: Final[dict[str, Callable[[Any], Any]]] = {
    "not": lambda a: not a,
    "neg": lambda a: -a,
    "abs": abs,
    "sign": arithmetic.sign,
    "exp": arithmetic.exponential,
    "log": arithmetic.logarithm,
    "sqrt": lambda a: arithmetic.root(a, 2),
}
_BINARY: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "iff": lambda a, b: a is b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "div": arithmetic.divide,
    "pow": arithmetic.power,
    "min": min,
    "max": max,
}


def operation(name: OpName, args: Sequence[Code]) -> Code:
    """The code of an operation. All arguments are evaluated but those that `and`, `or`, `implies` skip."""
    match name:
        case "and":
            return _and(args)
        case "or":
            return _or(args)
        case "implies":
            left, right = args
            return lambda env: right(env) if left(env) else True
        case "add":
            return _add(args)
        case "mul":
            return _multiply(args)
        case "not" | "neg" | "abs" | "sign" | "exp" | "log" | "sqrt":
            (arg,), one = args, _UNARY[name]
            return lambda env: one(arg(env))
        case _:
            (left, right), two = args, _BINARY[name]
            return lambda env: two(left(env), right(env))


def _and(args: Sequence[Code]) -> Code:
    def run(env: Env) -> bool:
        for arg in args:  # noqa: SIM110 (a generator would take twice as long)
            if not arg(env):
                return False
        return True

    return run


def _or(args: Sequence[Code]) -> Code:
    def run(env: Env) -> bool:
        for arg in args:  # noqa: SIM110
            if arg(env):
                return True
        return False

    return run


def _add(args: Sequence[Code]) -> Code:
    def run(env: Env) -> Any:
        total: Any = 0
        for arg in args:
            total += arg(env)
        return total

    return run


def _multiply(args: Sequence[Code]) -> Code:
    def run(env: Env) -> Any:
        product: Any = 1
        for arg in args:
            product *= arg(env)
        return product

    return run
