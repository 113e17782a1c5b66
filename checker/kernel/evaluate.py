"""What a term means in a model. The last word: every counterexample is evaluated here again.

A term is turned into a Python function of an environment, a list in which each bound variable has a place.
Undefined parts raise `NoValue`, which is all there is to strictness: nothing between here and the top
catches it but what the rules of limits ask.
"""
# TRUSTED

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, assert_never

from aligncheck.kernel import limits
from aligncheck.kernel.arithmetic import whole
from aligncheck.kernel.build import conj, equal, forall, iff
from aligncheck.kernel.coding import Scope, under
from aligncheck.kernel.domain import domain
from aligncheck.kernel.endless import hides_endless, may_be_endless
from aligncheck.kernel.functions import Closure, Code, Env, Functions, plain
from aligncheck.kernel.operations import operation
from aligncheck.kernel.gathering import best_of, cardinality_of, finite_of, sum_of, the_of
from aligncheck.kernel.lines import Trail
from aligncheck.kernel.ranges import Ranges
from aligncheck.kernel.reals import made_of_reals, settled, tables_of
from aligncheck.kernel.standard import Forms
from aligncheck.kernel.substitution import free_names, fresh
from aligncheck.kernel.terms import (
    TRUE, App, Best, BigSum, Card, Case, Choose, ClassOf, Const, Eq, Field, Finite, Guard, If, In, Inj, Lam,
    Lim, Member, Number, OnClass, Op, Proj, Quant, Record, SetOf, SortQuant, Tail, Term, The, Truth, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.traversal import plainly_total
from aligncheck.kernel.types import Fun, Prod, Quot, SetT, Struct, Type
from aligncheck.kernel.typing import type_of, unsubset
from aligncheck.kernel.unanswered import UNDEFINED, Budget, CannotEvaluate, Endless, NoValue, Undefined
from aligncheck.kernel.values import ByRule, Injected, MemberValue, Model, RecordValue, Value

STEPS: Final = 2_000_000


def evaluate(
    term: Term, model: Model, variables: Mapping[str, Value] | None = None, steps: int = STEPS
) -> Value | Undefined:
    """The value of a term in a model, its free variables having the values given.

    UNDEFINED iff D(term) is false. Raises CannotEvaluate where no rule applies or it takes too long.
    """
    return Evaluation(model, steps).value(term, variables or {})


def carrier(type: Type, model: Model, steps: int = STEPS) -> tuple[Value, ...]:
    """All members of a closed type, in a fixed order. Raises CannotEvaluate if there are infinitely many
    (Endless), or too many."""
    return Evaluation(model, steps).members(type)


class Evaluation:
    """One model, and what has been worked out about it so far."""

    def __init__(self, model: Model, steps: int = STEPS) -> None:
        self.model = model
        self.budget = Budget(steps)
        self.functions = Functions()
        self.ranges = Ranges(self)
        self.forms = Forms(self, self.ranges.carrier)
        self.constants: dict[Const, Any] = {}
        self.trail = Trail()
        self.places = 0  # how long an environment must be
        self.nodes = 0  # how many nodes have been turned into code: what a body costs

    def value(self, term: Term, variables: Mapping[str, Value]) -> Value | Undefined:
        """As `evaluate`."""
        scope = {name: place for place, name in enumerate(variables)}
        self.places = max(self.places, len(scope))
        try:
            code, standard = self.code(term, scope), self.forms.standard(type_of(term), scope)
            env = self.env(*variables.values())
            self.budget.spend(self.nodes)
            found = code(env)
            return plain(standard(found, env) if standard else found)
        except NoValue:
            return UNDEFINED
        except RecursionError:
            raise CannotEvaluate("the term is nested too deep") from None

    def members(self, type: Type) -> tuple[Value, ...]:
        """As `carrier`."""
        code = self.ranges.carrier(type, {})
        return tuple(map(plain, code(self.env())))

    def env(self, *values: Value) -> Env:
        return [*values, *[None] * (self.places - len(values))]

    def code(self, term: Term, scope: Scope) -> Code:
        """The term, ready to be evaluated where the variables have the places that `scope` gives."""
        self.nodes += 1
        match term:
            case Var(name, _):
                return self._variable(name, scope)
            case Const():
                value = self._constant(term)
                return lambda env: value
            case Truth(truth):
                return lambda env: truth
            case Number(exact, _):
                number = whole(exact)
                return lambda env: number
            case Member(name, _):
                member = MemberValue(name)
                return lambda env: member
            case Lam(var, body):
                return self._closure(term, var, body, scope)
            case App(Lam(var, body), argument):
                return self._let(var, body, self.code(argument, scope), scope)
            case App(function, argument):
                return self._apply(function, argument, scope)
            case Tup(items):
                codes = tuple(self.code(item, scope) for item in items)
                return lambda env: tuple([code(env) for code in codes])
            case Proj(pair, index):
                code = self.code(pair, scope)
                return lambda env: code(env)[index]
            case Inj(index, inner, _):
                code = self.code(inner, scope)
                return lambda env: Injected(index, code(env))
            case Case(subject, branches):
                return self._case(subject, branches, scope)
            case Record(_, values):
                codes = tuple(self.code(item, scope) for item in values)
                return lambda env: RecordValue(tuple([code(env) for code in codes]))
            case Field(record, name):
                return self._field(record, name, scope)
            case ClassOf(inner, type):
                code, class_of = self.code(inner, scope), self.forms.class_of(type, scope)
                return lambda env: class_of(env, code(env))
            case OnClass(subject, Lam(var, body)):
                return self._let(var, body, self._representative(subject, scope), scope)
            case Choose(subject, _):
                return self._representative(subject, scope)
            case SetOf(var, body):
                return self._set(term, var, body, scope)
            case In(element, set):
                return self._in(element, set, scope)
            case Eq(left, right, type):
                return self._equal(left, right, type, scope)
            case Op(op, args):
                return operation(op, [self.code(arg, scope) for arg in args])
            case If(condition, then, otherwise):
                ask, yes, no = (self.code(part, scope) for part in (condition, then, otherwise))
                return lambda env: yes(env) if ask(env) else no(env)
            case Quant(_, var, body):
                return self._quantifier(term, var, body, scope)
            case SortQuant():
                raise CannotEvaluate("a quantifier over sorts")
            case Guard(condition, body):
                return self._guard(self.code(condition, scope), self.code(body, scope))
            case BigSum():
                return sum_of(self, term, scope)
            case Best():
                return best_of(self, term, scope)
            case The():
                return the_of(self, term, scope)
            case Lim() | Tail():
                return self._by_rule(term, scope)
            case Finite(type):
                return finite_of(self, type, scope)
            case Card(type):
                return cardinality_of(self, type, scope)
            case _:
                assert_never(term)

    # Symbols, functions, parts

    def _variable(self, name: str, scope: Scope) -> Code:
        if name not in scope:
            raise CannotEvaluate(f"`{name}` is free")
        place = scope[name]
        return lambda env: env[place]

    def _constant(self, const: Const) -> Any:
        if const.index:
            raise CannotEvaluate("a member of a family is not replaced by a symbol")
        if const not in self.constants:
            if const.name not in self.model.constants:
                raise CannotEvaluate(f"the model says nothing about `{const.name}`")
            value = self.model.constants[const.name]
            if isinstance(value, ByRule):
                code = self.code(value.rule, {})
                self.constants[const] = code(self.env())
            else:
                self.constants[const] = self.forms.load(value, const.type)
        return self.constants[const]

    def _let(self, var: Var, body: Term, argument: Code, scope: Scope) -> Code:
        place, code, _ = under(self, var.name, body, scope)

        def run(env: Env) -> Any:
            env[place] = argument(env)
            return code(env)

        return run

    def _total(self, term: Term, scope: Scope) -> Code | None:
        """A function or set is a value only if it is defined everywhere; None where it plainly is."""
        condition = domain(term)
        return None if condition == TRUE else self.code(condition, scope)

    def _closure(self, term: Lam, var: Var, body: Term, scope: Scope) -> Code:
        place, code, cost = under(self, var.name, body, scope)
        total, budget = self._total(term, scope), self.budget

        def run(env: Env) -> Any:
            if total is not None and not total(env):
                raise NoValue
            return Closure(env, place, code, cost, budget)

        return run

    def _apply(self, function: Term, argument: Term, scope: Scope) -> Code:
        left, right, apply = self.code(function, scope), self.code(argument, scope), self.functions.apply
        arrow = unsubset(type_of(function))
        standard = self.forms.standard(arrow.domain, scope, True) if isinstance(arrow, Fun) else None
        if standard is None:
            return lambda env: apply(left(env), right(env))

        def run(env: Env) -> Any:
            chosen, given = left(env), right(env)
            return apply(chosen, given if type(chosen) is Closure else standard(given, env))

        return run

    def _case(self, subject: Term, branches: tuple[Lam, ...], scope: Scope) -> Code:
        code = self.code(subject, scope)
        ways = [under(self, branch.var.name, branch.body, scope)[:2] for branch in branches]

        def run(env: Env) -> Any:
            found = code(env)
            place, way = ways[found.index]
            env[place] = found.value
            return way(env)

        return run

    def _field(self, record: Term, name: str, scope: Scope) -> Code:
        code, struct = self.code(record, scope), unsubset(type_of(record))
        if not isinstance(struct, Struct):
            raise CannotEvaluate("only a record has fields")
        at = [field for field, _ in struct.fields].index(name)
        return lambda env: code(env).values[at]

    def _representative(self, subject: Term, scope: Scope) -> Code:
        """The first member, in carrier order, of a class."""
        quotient = unsubset(type_of(subject))
        if not isinstance(quotient, Quot):
            raise CannotEvaluate("only a class has members to choose from")
        code, elements = self.code(subject, scope), self.ranges.carrier(quotient.base, scope)

        def run(env: Env) -> Any:
            members = code(env).members
            return next(value for value in elements(env) if value in members)

        return run

    # Sets and equality

    def _set(self, term: SetOf, var: Var, body: Term, scope: Scope) -> Code:
        place, code, cost = under(self, var.name, body, scope)
        total, budget = self._total(term, scope), self.budget
        values, standard = self.ranges.values(var, body, scope), self.forms.standard(var.type, scope, True)

        def run(env: Env) -> Any:
            if total is not None and not total(env):
                raise NoValue
            try:
                found = []
                for value in values(env):
                    budget.spend(cost)
                    env[place] = value
                    if code(env):
                        found.append(standard(value, env) if standard else value)
                return frozenset(found)
            except Endless:
                return Closure(env, place, code, cost, budget)

        return run

    def _in(self, element: Term, set: Term, scope: Scope) -> Code:
        code = self.code(element, scope)
        if isinstance(set, SetOf) and plainly_total(set.body):
            return self._let(set.var, set.body, code, scope)
        place, standard = self.code(set, scope), self.forms.standard(type_of(element), scope, True)

        def run(env: Env) -> bool:
            value, found = code(env), place(env)
            if type(found) is Closure:
                return bool(found(value))
            return bool((standard(value, env) if standard else value) in found)

        return run

    def _equal(self, left: Term, right: Term, type: Type, scope: Scope) -> Code:
        bare = unsubset(type)
        if isinstance(left, ClassOf) and isinstance(right, ClassOf) and isinstance(bare, Quot):
            return self.code(App(bare.relation, Tup((left.value, right.value))), scope)
        if hides_endless(bare) and isinstance(bare, (Fun, SetT, Prod, Struct)):
            return self._by_parts(left, right, bare, scope)
        one, other = self.code(left, scope), self.code(right, scope)
        standard = self.forms.standard(type, scope, True)
        if standard is None:
            return lambda env: bool(one(env) == other(env))
        return lambda env: bool(standard(one(env), env) == standard(other(env), env))

    def _by_parts(self, left: Term, right: Term, type: Fun | SetT | Prod | Struct, scope: Scope) -> Code:
        # Both sides are asked whole first: with no parts to compare they may still be undefined.
        sides = [self.code(side, scope) for side in (left, right) if not plainly_total(side)]
        code = self.code(_parts_equal(left, right, type), scope)

        def run(env: Env) -> bool:
            for side in sides:
                side(env)
            return bool(code(env))

        return run

    # Binders that run through all values of a type

    def _quantifier(self, term: Quant, var: Var, body: Term, scope: Scope) -> Code:
        place, code, cost = under(self, var.name, body, scope)
        values = self.ranges.quantified(term, scope)
        settles, early, budget = term.kind == "exists", plainly_total(body), self.budget
        rule = self._endless(term, scope) if may_be_endless(var.type) else None

        def run(env: Env) -> bool:
            answer = not settles
            try:
                candidates = values(env)
            except CannotEvaluate:
                if rule is None:
                    raise
                return bool(rule(env))
            for value in candidates:
                budget.spend(cost)
                env[place] = value
                if bool(code(env)) is settles:
                    if early:
                        return settles
                    answer = settles
            return answer

        return run

    def _guard(self, condition: Code, body: Code) -> Code:
        def run(env: Env) -> Any:
            if not condition(env):
                raise NoValue
            return body(env)

        return run

    # Infinite and finite

    def _endless(self, term: Quant, scope: Scope) -> Code:
        """A quantifier over an infinite type."""
        shown = self.ranges.relativised(term)
        if isinstance(shown, Quant) and made_of_reals(shown.var.type):
            return self._over_reals(shown, shown.var, shown.body, scope)
        return self._by_rule(term, scope)

    def _over_reals(self, term: Quant, var: Var, body: Term, scope: Scope) -> Code:
        place, code, cost = under(self, var.name, body, scope)
        wanted, early, budget, trail = term.kind == "exists", plainly_total(body), self.budget, self.trail
        arguments = {each: self.ranges.carrier(each, scope) for each in tables_of(var.type)}

        def run(env: Env) -> bool:
            def ask(value: Any) -> bool:
                budget.spend(cost)
                env[place] = value
                return bool(code(env))

            keys = {each: members(env) for each, members in arguments.items()}
            return settled(var.type, keys, ask, trail, wanted, early) is wanted

        return run

    def _by_rule(self, term: Term, scope: Scope) -> Code:
        """A limit, a tail, or a quantifier over an infinite type, by the rules of `limits`."""
        shown = self.ranges.relativised(term)

        def run(env: Env) -> Any:
            def value_of(part: Term) -> Value | None:
                before = self.nodes
                code, standard = self.code(part, scope), self.forms.standard(type_of(part), scope)
                inner = [*env, *[None] * (self.places - len(env))]
                self.budget.spend(self.nodes - before)
                try:
                    found = code(inner)
                    return plain(standard(found, inner) if standard else found)
                except NoValue:
                    return None

            decided = limits.decide(shown, value_of)
            if decided is None:
                raise CannotEvaluate("no rule decides a statement about infinitely many values")
            if decided.value is None:
                raise NoValue
            value: Any = decided.value
            return value if isinstance(value, bool) else whole(value)

        return run

    def lies_in(self, value: Value, type: Type) -> bool:
        """Whether a value is a member of a closed type."""
        return self.ranges.lies_in(value, type)


def _parts_equal(left: Term, right: Term, type: Fun | SetT | Prod | Struct) -> Term:
    """Equality, said of the values, members, items or fields."""
    if isinstance(type, Prod):
        pairs = enumerate(type.items)
        return conj(*(Eq(Proj(left, at), Proj(right, at), kind) for at, kind in pairs))
    if isinstance(type, Struct):
        return conj(*(Eq(Field(left, name), Field(right, name), kind) for name, kind in type.fields))
    argument = type.domain if isinstance(type, Fun) else type.element
    at = Var(fresh("x", free_names(left) | free_names(right) | free_names(type)), argument)
    if isinstance(type, Fun):
        return forall(at, equal(App(left, at), App(right, at), type.codomain))
    return forall(at, iff(In(at, left), In(at, right)))


__all__ = [
    "STEPS", "UNDEFINED", "CannotEvaluate", "Endless", "Evaluation", "Undefined", "carrier", "evaluate",
]  # fmt: skip
