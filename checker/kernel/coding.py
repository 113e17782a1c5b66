"""What turning terms into code is about: places for variables, and the code of a part."""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeAlias

from aligncheck.kernel.functions import Code, Env, Functions
from aligncheck.kernel.terms import Term
from aligncheck.kernel.unanswered import Budget
from aligncheck.kernel.values import Model, Value

Scope: TypeAlias = Mapping[str, int]
"""The place of each bound variable in the environment."""
Values: TypeAlias = Callable[[Env], Iterable[Any]]
"""What a variable runs over."""


class Coder(Protocol):
    """What turns terms into code (evaluate.Evaluation)."""

    model: Model
    budget: Budget
    functions: Functions
    places: int
    nodes: int

    def code(self, term: Term, scope: Scope) -> Code: ...
    def env(self, *values: Value) -> Env: ...


def bind(name: str, scope: Scope) -> tuple[Scope, int]:
    """The scope inside a binder, and the variable's place: after all those in use."""
    place = max(scope.values(), default=-1) + 1
    return {**scope, name: place}, place


def under(work: Coder, name: str, body: Term, scope: Scope) -> tuple[int, Code, int]:
    """The place of a bound variable, the code of the body, and what one evaluation of it costs."""
    inner, place = bind(name, scope)
    work.places = max(work.places, place + 1)
    before = work.nodes
    code = work.code(body, inner)
    return place, code, work.nodes - before
