"""What bound variables range over."""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import ceil, floor
from typing import Any

from aligncheck.kernel.belonging import lies_in
from aligncheck.kernel.build import conj, implies
from aligncheck.kernel.coding import Coder, Scope, Values, bind
from aligncheck.kernel.endless import may_be_endless
from aligncheck.kernel.functions import Code, Env
from aligncheck.kernel.insides import Inside
from aligncheck.kernel.reach import Among, AnyOf, Between, Exactly, Reach, Through, reach
from aligncheck.kernel.substitution import free_names
from aligncheck.kernel.terms import BigSum, Op, Quant, Term, Var
from aligncheck.kernel.types import INT, NAT, NUMERIC, Sub, Type
from aligncheck.kernel.typing import instantiate
from aligncheck.kernel.unanswered import Endless


class Ranges:
    """The ranges of one evaluation. Carriers of closed types are worked out once."""

    def __init__(self, work: Coder) -> None:
        self.work = work
        self._closed: dict[Type, tuple[Any, ...] | Endless] = {}

    # Carriers

    def carrier(self, type: Type, scope: Scope) -> Callable[[Env], tuple[Any, ...]]:
        """The members of a type. Raises Endless, CannotEvaluate as `members`."""
        inside = Inside(self.work, self._kept, type, scope)
        if free_names(type):
            return lambda env: inside.members(env)

        def run(env: Env) -> tuple[Any, ...]:
            if type not in self._closed:
                try:
                    self._closed[type] = inside.members(env)
                except Endless as problem:
                    self._closed[type] = problem
            known = self._closed[type]
            if isinstance(known, Endless):
                raise Endless(known.reason, known.certain)
            return known

        return run

    def lies_in(self, value: Any, type: Type) -> bool:
        """Whether a value is a member of a closed type."""
        inside = Inside(self.work, self._kept, type, {})
        return lies_in(value, type, inside.at(self.work.env()), self.work.functions.apply)

    def values(self, var: Var, formula: Term, scope: Scope) -> Values:
        """The values of `var`, or if there may be infinitely many, some outside which `formula` is
        defined and false."""
        carrier = self.carrier(var.type, scope)
        shape = reach(var, formula) if may_be_endless(var.type) else None
        if shape is None:
            return carrier
        reached = self._kept(var, shape, scope)

        def run(env: Env) -> Iterable[Any]:
            try:
                return carrier(env)
            except Endless:
                return reached(env)

        return reached if var.type in NUMERIC else run

    def quantified(self, term: Quant, scope: Scope) -> Values:
        """The values that can make an ∃ true, or a ∀ false."""
        if term.kind == "exists":
            return self.values(term.var, term.body, scope)
        asked: list[Term] = []
        body = term.body
        while isinstance(body, Op) and body.name == "implies":
            asked.append(body.args[0])
            body = body.args[1]
        return self.values(term.var, conj(*asked), scope)

    def summed(self, term: BigSum, scope: Scope) -> Values:
        """The values that a sum runs over."""
        if term.bounds is None:
            return self.carrier(term.var.type, scope)
        low, high = (self.work.code(end, scope) for end in term.bounds)
        return lambda env: range(ceil(low(env)), floor(high(env)) + 1)

    def relativised(self, term: Term) -> Term:
        """A quantifier over a subset as one over the whole type."""
        while isinstance(term, Quant) and isinstance(term.var.type, Sub):
            var = Var(term.var.name, term.var.type.base)
            condition = instantiate(term.var.type.predicate, var)
            body = implies(condition, term.body) if term.kind == "forall" else conj(condition, term.body)
            term = Quant(term.kind, var, body)
        return term

    # Values read off a formula

    def _kept(self, var: Var, shape: Reach, scope: Scope) -> Values:
        """Those of the values that lie in the type of the variable."""
        found = self._reached(shape, scope)
        if isinstance(shape, Between) and var.type in (NAT, INT):
            return found
        inside, apply = Inside(self.work, self._kept, var.type, scope), self.work.functions.apply

        def run(env: Env) -> Iterable[Any]:
            meaning = inside.at(env)
            distinct = dict.fromkeys(found(env))
            return [value for value in distinct if lies_in(value, var.type, meaning, apply)]

        return run

    def _reached(self, shape: Reach, scope: Scope) -> Values:
        match shape:
            case Between(bounds, natural):
                ends = [(bound.lower, bound.strict, self.work.code(bound.end, scope)) for bound in bounds]
                return lambda env: _between(ends, natural, env)
            case Exactly(value):
                code = self.work.code(value, scope)
                return lambda env: (code(env),)
            case Among(set):
                code = self.work.code(set, scope)
                return lambda env: _finite_set(code(env))
            case AnyOf(parts):
                each = [self._reached(part, scope) for part in parts]
                return lambda env: [value for part in each for value in part(env)]
            case Through(var, body, part):
                return self._through(var, body, part, scope)

    def _through(self, var: Var, body: Term, part: Reach, scope: Scope) -> Values:
        outer = self.values(var, body, scope)
        inner, place = bind(var.name, scope)
        self.work.places = max(self.work.places, place + 1)
        found = self._reached(part, inner)

        def run(env: Env) -> Iterable[Any]:
            values: list[Any] = []
            for value in outer(env):
                self.work.budget.spend(1)
                env[place] = value
                values.extend(found(env))
            return values

        return run


def _between(ends: Sequence[tuple[bool, bool, Code]], natural: bool, env: Env) -> range:
    low: int | None = 0 if natural else None
    high: int | None = None
    for lower, strict, code in ends:
        if low is not None and high is not None and low > high:
            break
        end = code(env)
        if lower:
            start = floor(end) + 1 if strict else ceil(end)
            low = start if low is None else max(low, start)
        else:
            stop = ceil(end) - 1 if strict else floor(end)
            high = stop if high is None else min(high, stop)
    return range(low or 0, 0 if high is None else high + 1)


def _finite_set(value: Any) -> Iterable[Any]:
    if isinstance(value, frozenset):
        return value
    raise Endless("a set that is not known to be finite", certain=False)
