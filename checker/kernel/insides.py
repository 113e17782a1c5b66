"""The predicates, relations and laws inside a type, as code."""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from aligncheck.kernel.carriers import members
from aligncheck.kernel.coding import Coder, Scope, Values, under
from aligncheck.kernel.endless import may_be_endless
from aligncheck.kernel.functions import Code, Env
from aligncheck.kernel.reach import Reach, reach
from aligncheck.kernel.terms import Lam, Var
from aligncheck.kernel.types import Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type
from aligncheck.kernel.unanswered import CannotEvaluate, NoValue

Kept: TypeAlias = Callable[[Var, Reach, Scope], Values]
"""Makes the code for the values that the shape of a predicate leaves to its variable."""


class Inside:
    """The predicates, relations and laws inside a type, as code."""

    def __init__(self, work: Coder, kept: Kept, type: Type, scope: Scope) -> None:
        self.work, self.kept, self.type, self.scope = work, kept, type, scope
        self.lams: dict[int, tuple[int, Code, int]] = {}
        self.reaches: dict[int, Values] = {}
        self._prepare(type)

    def members(self, env: Env) -> tuple[Any, ...]:
        found = members(self.type, self.at(env))
        self.work.budget.spend(len(found))
        return found

    def at(self, env: Env) -> There:
        return There(self, env)

    def _prepare(self, type: Type) -> None:
        match type:
            case Prim() | Base() | Enum():
                pass
            case Prod(items) | Sum(items):
                for item in items:
                    self._prepare(item)
            case Fun(domain, codomain):
                self._prepare(domain)
                self._prepare(codomain)
            case SetT(element):
                self._prepare(element)
            case Sub(base, predicate):
                self._prepare(base)
                self._add(predicate)
                if may_be_endless(base):
                    var = Var(predicate.var.name, base)
                    shape = reach(var, predicate.body)
                    if shape is not None:
                        self.reaches[id(predicate)] = self.kept(var, shape, self.scope)
            case Quot(base, relation):
                self._prepare(base)
                self._add(relation)
            case Struct(_, fields, law):
                for _, kind in fields:
                    self._prepare(kind)
                if law is not None:
                    self._add(law)

    def _add(self, lam: Lam) -> None:
        self.lams[id(lam)] = under(self.work, lam.var.name, lam.body, self.scope)


class There:
    """A type's insides where the variables around it have these values (carriers.Meaning)."""

    def __init__(self, inside: Inside, env: Env) -> None:
        self.inside, self.env = inside, env
        self.sizes = inside.work.model.carriers

    def holds(self, lam: Lam) -> Callable[[Any], bool]:
        place, code, cost = self.inside.lams[id(lam)]
        budget = self.inside.work.budget

        def test(value: Any) -> bool:
            budget.spend(cost)
            self.env[place] = value
            try:
                return bool(code(self.env))
            except NoValue:
                raise CannotEvaluate("a condition inside a type is undefined") from None

        return test

    def within(self, base: Type, lam: Lam) -> Sequence[Any] | None:
        found = self.inside.reaches.get(id(lam))
        return None if found is None else tuple(found(self.env))
