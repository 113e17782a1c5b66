"""From core terms to the text of one solver: every quantifier is relativised to the carrier of its type
where it stands, functions are applied away, and partial terms get symbols with their defining axioms."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from aligncheck.engines.membership import Env
from aligncheck.engines.partial import Partial
from aligncheck.engines.shapes import (
    NO,
    YES,
    Arrow,
    Items,
    Scalar,
    Shape,
    Tagged,
    Unsupported,
    apply,
    field,
    item,
    scalar,
)  # fmt: skip
from aligncheck.engines.smtlib import number
from aligncheck.engines.symbols import literal_value
from aligncheck.kernel.terms import (
    App,
    Best,
    BigSum,
    Card,
    Case,
    Choose,
    ClassOf,
    Const,
    Eq,
    Field,
    Finite,
    Guard,
    If,
    In,
    Inj,
    Lam,
    Lim,
    Member,
    Number,
    OnClass,
    Op,
    Proj,
    Quant,
    Record,
    SetOf,
    SortQuant,
    Tail,
    Term,
    The,
    Truth,
    Tup,
    Var,
)  # fmt: skip
from aligncheck.kernel.types import (
    BOOL,
    Enum,
    Sum,
    Type,
)  # fmt: skip
from aligncheck.kernel.typing import type_of, unsubset

LONGEST_SUM = 2000


class Encoder(Partial):
    """Formulas and terms."""

    def term(self, term: Term, env: Env) -> Shape:
        match term:
            case Var(name, _):
                return env[name]
            case Const():
                return self.constant(term)
            case Truth(value):
                return YES if value else NO
            case Number(value, type):
                sort = self.symbols.sort(type)
                return Scalar(number(value, sort), sort)
            case Member(name, type):
                return self.symbols.literal(type, name)
            case Lam(var, body) | SetOf(var, body):
                return Arrow(lambda argument: self.term(body, {**env, var.name: argument}))
            case App(function, argument):
                return apply(self.term(function, env), self.term(argument, env))
            case Tup(items):
                return Items(tuple(self.term(part, env) for part in items))
            case Proj(pair, index):
                return item(self.term(pair, env), index)
            case Inj(index, value, _):
                return Tagged(index, self.term(value, env))
            case Case(subject, branches):
                return self._case(term, self.term(subject, env), branches, env)
            case Record(type, values):
                names = tuple(name for name, _ in type.fields)
                return Items(tuple(self.term(value, env) for value in values), names)
            case Field(record, name):
                return field(self.term(record, env), name)
            case ClassOf(value, _):
                return self.term(value, env)
            case OnClass(subject, branch):
                return self.term(branch.body, {**env, branch.var.name: self.term(subject, env)})
            case Choose(subject, type):
                return apply(self._representative(type, env), self.term(subject, env))
            case In(element, set):
                return apply(self.term(set, env), self.term(element, env))
            case Eq(left, right, type):
                return Scalar(self._equation(left, right, type, env), "Bool")
            case Op(name, args):
                result = self._operation(term, name, args, env)
                return Scalar(self.logic.named(result.text, result.sort), result.sort)
            case If(condition, then, otherwise):
                type = type_of(term)
                yes, no = (self.symbols.closed(type, self.term(part, env)) for part in (then, otherwise))
                return self.symbols.merge(self.formula(condition, env), yes, no)
            case Quant(kind, var, body):
                text = self.quantify(kind, var.type, env, lambda x: self.formula(body, {**env, var.name: x}))
                return Scalar(text, "Bool")
            case SortQuant():
                raise Unsupported("a quantifier over all structures")
            case Guard(_, body):
                return self.term(body, env)
            case BigSum(var, bounds, body):
                return self._sum(term, var, bounds, body, env)
            case Best(_, var, _, _):
                return self._best(term, env)
            case The(var, body):
                return self._unique(var, body, env)
            case Lim():
                return self._abstracted(term, env, "a limit")
            case Tail():
                return self._abstracted(term, env, "what holds in the limit")
            case Finite(type):
                return self._finite(term, type, env)
            case Card(type):
                return self._count(term, type, env)
            case _:
                assert_never(term)

    def constant(self, constant: Const) -> Shape:
        if constant.index:
            raise Unsupported("a member of a family at a symbolic index")
        if constant not in self._constants:
            self._constants[constant] = self.symbols.symbol((constant.name,), constant.type)
        return self._constants[constant]

    def fix(self, constant: Const, value: Shape) -> None:
        """Take a value for a constant."""
        self._constants[constant] = value

    # Single constructs

    def _case(self, term: Case, subject: Shape, branches: tuple[Lam, ...], env: Env) -> Shape:
        if isinstance(subject, Tagged):
            branch = branches[subject.index]
            return self.term(branch.body, {**env, branch.var.name: subject.value})
        type = unsubset(type_of(term.subject))
        if not isinstance(type, Sum):
            raise TypeError("only an element of a disjoint union is taken apart")
        result_type = type_of(term)
        chosen: Shape | None = None
        pairs = list(zip(branches, self.symbols.opened(type, subject), strict=True))
        for branch, (condition, value) in reversed(pairs):
            result = self.symbols.closed(result_type, self.term(branch.body, {**env, branch.var.name: value}))
            chosen = result if chosen is None else self.symbols.merge(condition, result, chosen)
        if chosen is None:
            raise Unsupported("an element of an empty disjoint union")
        return chosen

    def _equation(self, left: Term, right: Term, type: Type, env: Env) -> str:
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Card) and isinstance(other, Number) and other.value.denominator == 1:
                size = int(other.value)
                counted = self._at_least(one.type, size, env), self._at_least(one.type, size + 1, env)
                if counted[0] is not None and counted[1] is not None:
                    return self.logic.conj((counted[0], self.logic.neg(counted[1])))
        return self.equal(type, self.term(left, env), self.term(right, env), env)

    def _operation(self, term: Op, name: str, args: tuple[Term, ...], env: Env) -> Scalar:
        match name:
            case "not":
                return Scalar(self.logic.neg(self.formula(args[0], env)), "Bool")
            case "and":
                return Scalar(self.logic.conj(self.formula(arg, env) for arg in args), "Bool")
            case "or":
                return Scalar(self.logic.disj(self.formula(arg, env) for arg in args), "Bool")
            case "implies":
                return Scalar(
                    self.logic.implies(self.formula(args[0], env), self.formula(args[1], env)), "Bool"
                )
            case "iff":
                return Scalar(self.logic.iff(self.formula(args[0], env), self.formula(args[1], env)), "Bool")
            case "lt" | "le":
                counted = self._compared_count(name, args[0], args[1], env)
                if counted is not None:
                    return Scalar(counted, "Bool")
                left, right = self._joined([scalar(self.term(arg, env)) for arg in args])
                ends = literal_value(left.text), literal_value(right.text)
                if ends[0] is not None and ends[1] is not None:
                    return YES if ends[0] < ends[1] or (ends[0] == ends[1] and name == "le") else NO
                return Scalar(f"({'<' if name == 'lt' else '<='} {left.text} {right.text})", "Bool")
            case _:
                return self._arithmetic(term, name, [scalar(self.term(arg, env)) for arg in args], env)

    def _sum(self, term: Term, var: Var, bounds: tuple[Term, Term] | None, body: Term, env: Env) -> Shape:
        values: list[Shape] | None = None
        if bounds is not None:
            ends = [literal_value(scalar(self.term(end, env)).text) for end in bounds]
            if ends[0] is not None and ends[1] is not None and ends[1] - ends[0] < LONGEST_SUM:
                first, last = ends[0].__ceil__(), ends[1].__floor__()
                values = [Scalar(number(Fraction(i), "Int"), "Int") for i in range(first, last + 1)]
        elif isinstance(var.type, Enum):
            values = [self.symbols.literal(var.type, name) for name in var.type.members]
        elif var.type == BOOL:
            values = [NO, YES]
        if values is None:
            return self._abstracted(term, env, "a sum without fixed bounds")
        parts = [scalar(self.term(body, {**env, var.name: value})) for value in values]
        if not parts:
            sort = self.symbols.sort(type_of(body))
            return Scalar(number(Fraction(0), sort), sort)
        parts = self._joined(parts)
        return self._added(parts)
