"""What bound variables range over, and the one form in which values of a type are compared."""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil, floor
from typing import Any, Protocol, TypeAlias

from aligncheck.kernel.arithmetic import whole
from aligncheck.kernel.belonging import lies_in
from aligncheck.kernel.build import conj, implies
from aligncheck.kernel.carriers import members
from aligncheck.kernel.functions import Closure, Code, Env, Functions
from aligncheck.kernel.reach import Among, AnyOf, Between, Exactly, Reach, Through, reach
from aligncheck.kernel.substitution import free_names
from aligncheck.kernel.terms import BigSum, Lam, Op, Quant, Term, Var
from aligncheck.kernel.types import (
    BOOL, INT, NAT, NUMERIC, Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type,
)  # fmt: skip
from aligncheck.kernel.typing import instantiate
from aligncheck.kernel.unanswered import Budget, CannotEvaluate, Endless, NoValue
from aligncheck.kernel.values import ClassValue, Injected, Model, RecordValue, Table, Value

Scope: TypeAlias = Mapping[str, int]
"""The place of each bound variable in the environment."""
Values: TypeAlias = Callable[[Env], Iterable[Any]]
Standard: TypeAlias = Callable[[Any, Env], Any]


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


class Ranges:
    """The ranges of one evaluation. Carriers of closed types are worked out once."""

    def __init__(self, work: Coder) -> None:
        self.work = work
        self._closed: dict[Type, tuple[Any, ...] | Endless] = {}

    # Carriers

    def carrier(self, type: Type, scope: Scope) -> Callable[[Env], tuple[Any, ...]]:
        """The members of a type. Raises Endless, CannotEvaluate as `members`."""
        inside = _Inside(self, type, scope)
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
        inside = _Inside(self, type, {})
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
        inside, apply = _Inside(self, var.type, scope), self.work.functions.apply

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

    # Values in standard form

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


class _Inside:
    """The predicates, relations and laws inside a type, as code."""

    def __init__(self, ranges: Ranges, type: Type, scope: Scope) -> None:
        self.ranges, self.type, self.scope = ranges, type, scope
        self.lams: dict[int, tuple[int, Code, int]] = {}
        self.reaches: dict[int, Values] = {}
        self._prepare(type)

    def members(self, env: Env) -> tuple[Any, ...]:
        found = members(self.type, self.at(env))
        self.ranges.work.budget.spend(len(found))
        return found

    def at(self, env: Env) -> _There:
        return _There(self, env)

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
                        self.reaches[id(predicate)] = self.ranges._kept(var, shape, self.scope)
            case Quot(base, relation):
                self._prepare(base)
                self._add(relation)
            case Struct(_, fields, law):
                for _, kind in fields:
                    self._prepare(kind)
                if law is not None:
                    self._add(law)

    def _add(self, lam: Lam) -> None:
        work = self.ranges.work
        inner, place = bind(lam.var.name, self.scope)
        work.places = max(work.places, place + 1)
        before = work.nodes
        self.lams[id(lam)] = (place, work.code(lam.body, inner), work.nodes - before)


class _There:
    """A type's insides where the variables around it have these values (carriers.Meaning)."""

    def __init__(self, inside: _Inside, env: Env) -> None:
        self.inside, self.env = inside, env
        self.sizes = inside.ranges.work.model.carriers

    def holds(self, lam: Lam) -> Callable[[Any], bool]:
        place, code, cost = self.inside.lams[id(lam)]
        budget = self.inside.ranges.work.budget

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


def may_be_endless(type: Type) -> bool:
    """Whether numbers occur in a type: without them every type is finite in a model."""
    match type:
        case Prim():
            return type != BOOL
        case Base() | Enum():
            return False
        case Prod(items) | Sum(items):
            return any(map(may_be_endless, items))
        case Fun(domain, codomain):
            return may_be_endless(domain) or may_be_endless(codomain)
        case SetT(part) | Sub(part, _) | Quot(part, _):
            return may_be_endless(part)
        case Struct(_, fields, _):
            return any(may_be_endless(kind) for _, kind in fields)


def hides_endless(type: Type) -> bool:
    """Whether values of the type hold functions or sets of a type that may be infinite: those are not
    compared as graphs."""
    match type:
        case Prim() | Base() | Enum() | Quot():
            return False
        case Prod(items) | Sum(items):
            return any(map(hides_endless, items))
        case Fun(domain, codomain):
            return may_be_endless(domain) or hides_endless(codomain)
        case SetT(element):
            return may_be_endless(element)
        case Sub(base, _):
            return hides_endless(base)
        case Struct(_, fields, _):
            return any(hides_endless(kind) for _, kind in fields)


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


