"""What a solver printed as its model: universes and function definitions, and the value of a term there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from itertools import product
from operator import mul
from typing import Any, TypeAlias

from aligncheck.engines.smtlib import SExpr, read, tokens

Raw: TypeAlias = "bool | Fraction | str | tuple[Raw, ...]"

_REP = re.compile(r"; rep: \(as (@\S+) (\S+)\)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")


class Undecodable(Exception):
    """A model that has no exact counterpart here, in a reader's words."""


@dataclass(slots=True)
class _Later:
    """What a `let` binds. Solvers bind much that the one case asked about does not need."""

    term: SExpr
    env: Env
    value: Raw | None = None


Env: TypeAlias = "Mapping[str, Raw | _Later]"


@dataclass(slots=True)
class Interpretation:
    """`universes`: the elements of each declared sort. `functions`: parameters and body by name. `elsewhere`
    gives the value of a symbol that the model leaves out."""

    universes: dict[str, list[str]] = field(default_factory=dict)
    functions: dict[str, tuple[list[str], SExpr]] = field(default_factory=dict)
    elsewhere: dict[str, Raw] = field(default_factory=dict)

    def value(self, text: str) -> Raw:
        return self._eval(read(text)[0], {})

    def _eval(self, term: SExpr, env: Env) -> Raw:
        if isinstance(term, str):
            return self._atom(term, env)
        head = term[0]
        if isinstance(head, list):
            if head[:2] == ["_", "is"]:
                value = self._eval(term[1], env)
                return (value[0] if isinstance(value, tuple) else value) == head[2]
            raise Undecodable("a term of an unknown form")
        match head:
            case "as":
                return self._eval(term[1], env)
            case "let":
                bound = {str(pair[0]): _Later(pair[1], env) for pair in term[1]}
                return self._eval(term[2], {**env, **bound})
            case "ite":
                return self._eval(term[2] if self._eval(term[1], env) else term[3], env)
            case "and":
                return all(self._eval(part, env) for part in term[1:])
            case "or":
                return any(self._eval(part, env) for part in term[1:])
            case "=>":
                return not self._eval(term[1], env) or bool(self._eval(term[2], env))
            case "forall" | "exists":
                return self._quantified(head, term, env)
            case _:
                return self._call(head, [self._eval(part, env) for part in term[1:]])

    def _atom(self, name: str, env: Env) -> Raw:
        if name in env:
            value = env[name]
            if not isinstance(value, _Later):
                return value
            if value.value is None:
                value.value = self._eval(value.term, value.env)
            return value.value
        if name in ("true", "false"):
            return name == "true"
        if _NUMBER.match(name):
            return Fraction(name)
        return self._call(name, []) if name in self.functions or name in self.elsewhere else name

    def _quantified(self, kind: str, term: list[SExpr], env: Env) -> bool:
        names, universes = [], []
        for pair in term[1]:
            name, sort = str(pair[0]), str(pair[1])
            if sort not in self.universes:
                raise Undecodable("a function that the solver defined by a quantifier")
            names.append(name)
            universes.append(self.universes[sort])
        results = (
            bool(self._eval(term[2], {**env, **dict(zip(names, row, strict=True))}))
            for row in product(*universes)
        )
        return all(results) if kind == "forall" else any(results)

    def _call(self, name: str, args: list[Raw]) -> Raw:
        if name in self.functions:
            params, body = self.functions[name]
            return self._eval(body, dict(zip(params, args, strict=True)))
        if name in self.elsewhere:
            return self.elsewhere[name]
        if name in _ARITHMETIC:
            if not all(isinstance(arg, (Fraction, bool)) for arg in args) and name not in ("=", "distinct"):
                raise Undecodable("a number that is not rational")
            return _ARITHMETIC[name](args)
        parts = name.split("_")
        if len(parts) == 3 and parts[0][:1] == "U":
            (value,) = args
            if isinstance(value, tuple) and value[0] == f"{parts[0]}_{parts[1]}":
                return value[1 + int(parts[2])]
            raise Undecodable("the content of an alternative that is not there")
        if len(parts) == 2 and parts[0][:1] == "U":
            return (name, *args)
        raise Undecodable(f"a value with `{name}` in it, which is not an exact rational")


def _divide(args: list[Raw]) -> Raw:
    above, below = _rationals(args)
    if below == 0:
        raise Undecodable("a division by zero")
    return above / below


def _rationals(args: Iterable[Raw]) -> list[Fraction]:
    return [arg for arg in args if isinstance(arg, Fraction)]


def _minus(args: list[Raw]) -> Raw:
    first, *rest = _rationals(args)
    return -first if not rest else first - sum(rest)


_ARITHMETIC: dict[str, Callable[[list[Any]], Raw]] = {
    "not": lambda args: not args[0],
    "=": lambda args: all(arg == args[0] for arg in args),
    "distinct": lambda args: len(set(args)) == len(args),
    "<": lambda args: args[0] < args[1],
    "<=": lambda args: args[0] <= args[1],
    ">": lambda args: args[0] > args[1],
    ">=": lambda args: args[0] >= args[1],
    "+": lambda args: sum(_rationals(args), Fraction(0)),
    "*": lambda args: reduce(mul, _rationals(args), Fraction(1)),
    "-": _minus,
    "/": _divide,
    "to_real": lambda args: args[0],
    "to_int": lambda args: Fraction(_rationals(args)[0].__floor__()),
    "div": lambda args: Fraction(_rationals(args)[0] // _rationals(args)[1]),
    "mod": lambda args: Fraction(_rationals(args)[0] % _rationals(args)[1]),
    "abs": lambda args: abs(_rationals(args)[0]),
}


def interpretation(text: str) -> Interpretation:
    """Read the answer to `(get-model)` of Z3 or of cvc5."""
    model = Interpretation()
    for token in tokens(text):
        found = _REP.match(token) if token.startswith("; rep:") else None
        if found is not None:
            model.universes.setdefault(found.group(2), []).append(found.group(1))
    for part in read(text)[0]:
        if not isinstance(part, list) or not part:
            continue
        if part[0] == "declare-fun" and part[2] == [] and "!val!" in part[1]:
            model.universes.setdefault(str(part[3]), []).append(str(part[1]))
        elif part[0] == "define-fun":
            params = [str(pair[0]) for pair in part[2]]
            model.functions[str(part[1])] = (params, part[4])
    for universe in model.universes.values():
        universe.sort(key=lambda name: int(re.split(r"[!_]", name)[-1]))
    return model
