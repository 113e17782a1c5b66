"""From core terms to the text of one solver: every quantifier is relativised to the carrier of its type
where it stands, functions are applied away, and partial terms get symbols with their defining axioms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import assert_never

from aligncheck.engines.shapes import (
    NO, YES, Arrow, Items, Scalar, Shape, Tagged, Unsupported, apply, field, item, scalar,
)  # fmt: skip
from aligncheck.engines.smtlib import bind, ite, number
from aligncheck.engines.symbols import Symbols, literal_value, to_real
from aligncheck.kernel.substitution import alike
from aligncheck.kernel.terms import (
    App, Best, BigSum, Card, Case, Choose, ClassOf, Const, Eq, Field, Finite, Guard, If, In, Inj, Lam, Lim,
    Member, Number, OnClass, Op, Proj, Quant, Record, SetOf, SortQuant, Tail, Term, The, Truth, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import (
    BOOL, INT, Base, Enum, Fun, Prim, Prod, Quot, SetT, Struct, Sub, Sum, Type,
)  # fmt: skip
from aligncheck.kernel.typing import type_of

Env = Mapping[str, Shape]
Binders = tuple[tuple[str, str], ...]
LONGEST_SUM = 2000
LARGEST_COUNT = 8


class Encoder:
    """One goal's encoding as it grows. `lost` names what was left out or made abstract: with anything in
    it, only `unsat` counts."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self.logic = symbols.logic
        self.axioms: list[str] = []
        self.lost: list[str] = []
        self.quantified = False
        self.nonlinear = False
        self.scope: tuple[Scalar, ...] = ()
        self._constants: dict[Const, Shape] = {}
        self._abstract: list[tuple[Term, tuple[object, ...], int]] = []
        self._chosen: list[tuple[Quot, int]] = []
        self._made = 0

    # Formulas and terms

    def formula(self, term: Term, env: Env) -> str:
        return scalar(self.term(term, env)).text

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
                value = self._operation(term, name, args, env)
                return Scalar(self.logic.named(value.text, value.sort), value.sort)
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

    # Types: who is a member, what is equal, how to range over one

    def member(self, type: Type, shape: Shape, env: Env) -> str:
        """The formula that a value of the solver's lies in the type."""
        match type:
            case Prim("Nat"):
                text = self.symbols.coerced(shape, "Int").text
                return "true" if text.isdigit() else self.logic.named(f"(<= 0 {text})", "Bool")
            case Prim():
                return "true"
            case Base(name):
                if name in self.symbols.elided:
                    return "true"
                inside = self.symbols.declare(("carrier", name), (self.symbols.sort(type),), "Bool")
                return f"({inside} {scalar(shape).text})"
            case Enum(_, members):
                return "true" if members else "false"
            case Prod(items):
                return self.logic.conj(self.member(part, item(shape, i), env) for i, part in enumerate(items))
            case Sum(items):
                return self.logic.disj(
                    self.logic.conj((condition, self.member(part, value, env)))
                    for part, (condition, value) in zip(items, self.symbols.opened(type, shape), strict=True)
                )
            case Fun(domain, codomain):
                closed = self.quantify("forall", domain, env, lambda x: self.member(codomain, apply(shape, x), env))
                return self.logic.conj((closed, self._respects(domain, codomain, shape, env)))
            case SetT(element):
                return self._respects(element, BOOL, shape, env)
            case Sub(base, predicate):
                return self.logic.conj((self.member(base, shape, env), self.holds(predicate, shape, env)))
            case Quot(base, _):
                return self.member(base, shape, env)
            case Struct(_, fields, law):
                inside = self.logic.conj(self.member(part, field(shape, name), env) for name, part in fields)
                return inside if law is None else self.logic.conj((inside, self.holds(law, shape, env)))
            case _:
                assert_never(type)

    def _respects(self, domain: Type, codomain: Type, shape: Shape, env: Env) -> str:
        """A function gives equal values at members of one class."""
        if not any(isinstance(part, Quot) for part in walk(domain)):
            return "true"
        return self.quantify("forall", domain, env, lambda x: self.quantify("forall", domain, env, lambda y: self.logic.implies(
            self.equal(domain, x, y, env), self.equal(codomain, apply(shape, x), apply(shape, y), env))))  # fmt: skip

    def holds(self, predicate: Lam, shape: Shape, env: Env) -> str:
        """A predicate of a subset, or a law, at a value; `env` has the variables its type depends on."""
        return self.formula(predicate.body, {**env, predicate.var.name: shape})

    def equal(self, type: Type, left: Shape, right: Shape, env: Env) -> str:
        match type:
            case Prim("Bool"):
                return self.logic.iff(scalar(left).text, scalar(right).text)
            case Prim() | Base() | Enum():
                return self._same(scalar(left), scalar(right))
            case Prod() | Struct():
                parts = type.items if isinstance(type, Prod) else tuple(part for _, part in type.fields)
                return self.logic.conj(self.equal(t, item(left, i), item(right, i), env) for i, t in enumerate(parts))
            case Sum(items):
                pairs = zip(self.symbols.opened(type, left), self.symbols.opened(type, right), strict=True)
                return self.logic.disj(
                    self.logic.conj((one, two, self.equal(part, a, b, env) if "false" not in (one, two) else "false"))
                    for part, ((one, a), (two, b)) in zip(items, pairs, strict=True)
                )
            case Fun(domain, codomain):
                return self.quantify("forall", domain, env, lambda x: self.equal(
                    codomain, apply(left, x), apply(right, x), env))  # fmt: skip
            case SetT(element):
                return self.equal(Fun(element, BOOL), left, right, env)
            case Sub(base, _):
                return self.equal(base, left, right, env)
            case Quot(_, relation):
                return self.holds(relation, Items((left, right)), env)
            case _:
                assert_never(type)

    def _same(self, left: Scalar, right: Scalar) -> str:
        if left.sort != right.sort:
            left, right = to_real(left), to_real(right)
        if left.text == right.text:
            return "true"
        if literal_value(left.text) is not None and literal_value(right.text) is not None:
            return "false"
        return self.logic.named(f"(= {left.text} {right.text})", "Bool")

    def ranges(self, type: Type) -> list[tuple[Binders, Shape]]:
        """Fresh bound variables for a value of the type, once for each alternative of its unions."""
        match type:
            case Prim() | Base():
                name, sort = self.symbols.fresh("x"), self.symbols.sort(type)
                return [(((name, sort),), Scalar(name, sort))]
            case Enum(_, members):
                if len(members) <= 1:
                    return [((), self.symbols.literal(type, member)) for member in members]
                name, sort = self.symbols.fresh("x"), self.symbols.sort(type)
                return [(((name, sort),), Scalar(name, sort))]
            case Prod() | Struct():
                parts = type.items if isinstance(type, Prod) else tuple(part for _, part in type.fields)
                names = None if isinstance(type, Prod) else tuple(name for name, _ in type.fields)
                rows: list[tuple[Binders, tuple[Shape, ...]]] = [((), ())]
                for part in parts:
                    more = self.ranges(part)
                    rows = [(b + c, (*v, w)) for b, v in rows for c, w in more]
                return [(binders, Items(values, names)) for binders, values in rows]
            case Sum(items):
                return [(b, Tagged(i, v)) for i, part in enumerate(items) for b, v in self.ranges(part)]
            case Sub(base) | Quot(base):
                return self.ranges(base)
            case Fun() | SetT():
                what = "functions" if isinstance(type, Fun) else "sets"
                raise Unsupported(f"a quantifier over all {what}")
            case _:
                assert_never(type)

    def quantify(self, kind: str, type: Type, env: Env, body: Callable[[Shape], str]) -> str:
        """∀ or ∃ over the members of a first-order type, relativised here and now."""
        found: list[str] = []
        for binders, shape in self.ranges(type):
            outer = self.scope
            self.scope = (*outer, *(Scalar(name, sort) for name, sort in binders))
            if binders:
                self.logic.enter()
            inside = self.member(type, shape, env)
            if inside == "false":
                text = "true" if kind == "forall" else "false"
            elif kind == "forall":
                text = self.logic.implies(inside, body(shape))
            else:
                text = self.logic.conj((inside, body(shape)))
            if binders:
                self.logic.leave()
            self.scope = outer
            self.quantified = self.quantified or bool(binders)
            found.append(bind(kind, binders, text))
        return self.logic.conj(found) if kind == "forall" else self.logic.disj(found)

    # Single constructs

    def _case(self, term: Case, subject: Shape, branches: tuple[Lam, ...], env: Env) -> Shape:
        if isinstance(subject, Tagged):
            branch = branches[subject.index]
            return self.term(branch.body, {**env, branch.var.name: subject.value})
        from aligncheck.kernel.typing import unsubset

        type = unsubset(type_of(term.subject))
        if not isinstance(type, Sum):
            raise TypeError("only an element of a disjoint union is taken apart")
        result_type = type_of(term)
        chosen: Shape | None = None
        pairs = list(zip(branches, self.symbols.opened(type, subject), strict=True))
        for branch, (condition, value) in reversed(pairs):
            result = self.symbols.closed(
                result_type, self.term(branch.body, {**env, branch.var.name: value})
            )
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

    def _at_least(self, type: Type, size: int, env: Env) -> str | None:
        """|type| ≥ size as a formula, for a small literal; None where that cannot be said."""
        if size <= 0:
            return "true"
        if size > LARGEST_COUNT:
            return None

        def choose(left: int, chosen: tuple[Shape, ...]) -> str:
            if left == 0:
                return self.logic.conj(self.logic.neg(self.equal(type, a, b, env)) for a, b in combinations(chosen, 2))
            return self.quantify("exists", type, env, lambda x: choose(left - 1, (*chosen, x)))

        try:
            return choose(size, ())
        except Unsupported:
            return None

    def _operation(self, term: Op, name: str, args: tuple[Term, ...], env: Env) -> Scalar:
        match name:
            case "not":
                return Scalar(self.logic.neg(self.formula(args[0], env)), "Bool")
            case "and":
                return Scalar(self.logic.conj(self.formula(arg, env) for arg in args), "Bool")
            case "or":
                return Scalar(self.logic.disj(self.formula(arg, env) for arg in args), "Bool")
            case "implies":
                return Scalar(self.logic.implies(self.formula(args[0], env), self.formula(args[1], env)), "Bool")
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

    def _compared_count(self, name: str, left: Term, right: Term, env: Env) -> str | None:
        match left, right:
            case Number(value), Card(type):
                least = value.__floor__() + 1 if name == "lt" else value.__ceil__()
                return self._at_least(type, least, env)
            case Card(type), Number(value):
                over = value.__ceil__() if name == "lt" else value.__floor__() + 1
                more = self._at_least(type, over, env)
                return None if more is None else self.logic.neg(more)
            case _:
                return None

    def _joined(self, values: list[Scalar]) -> list[Scalar]:
        return list(map(to_real, values)) if any(value.sort == "Real" for value in values) else values

    def _arithmetic(self, term: Op, name: str, values: list[Scalar], env: Env) -> Scalar:
        values = self._joined(values)
        sort = values[0].sort
        texts = [value.text for value in values]
        zero = "0" if sort == "Int" else "0.0"
        match name:
            case "add":
                return self._added(values)
            case "neg":
                known = literal_value(texts[0])
                return Scalar(f"(- {texts[0]})" if known is None else number(-known, sort), sort)
            case "mul":
                known_factors = [value for value in map(literal_value, texts) if value is not None]
                if len(known_factors) == len(texts):
                    return Scalar(number(prod(known_factors), sort), sort)
                self.nonlinear |= sum(literal_value(text) is None for text in texts) > 1
                return Scalar(f"(* {' '.join(texts)})", sort)
            case "div":
                above, below = (to_real(value).text for value in values)
                self.nonlinear |= literal_value(below) is None
                return Scalar(f"(/ {above} {below})", "Real")
            case "abs":
                return _let(values, lambda x: ite(f"(<= {zero} {x})", x, f"(- {x})"), sort)
            case "sign":
                return _let(
                    values, lambda x: ite(f"(< {zero} {x})", "1", ite(f"(< {x} {zero})", "(- 1)", "0")), "Int"
                )
            case "min":
                return _let(values, lambda x, y: ite(f"(<= {x} {y})", x, y), sort)
            case "max":
                return _let(values, lambda x, y: ite(f"(<= {x} {y})", y, x), sort)
            case "pow":
                return self._power(values[0], values[1])
            case "exp" | "log" | "sqrt":
                return self._opaque(name, values)
            case _:
                raise Unsupported(f"the operation {name}")

    def _power(self, base: Scalar, exponent: Scalar) -> Scalar:
        known = literal_value(exponent.text)
        if known is None or known.denominator != 1 or abs(known) > 64:
            return self._opaque("pow", [base, exponent])
        times = int(abs(known))
        one = number(Fraction(1), base.sort)
        if times == 0:
            return Scalar(one, base.sort)
        self.nonlinear |= literal_value(base.text) is None and (times > 1 or known < 0)
        power = base if times == 1 else Scalar(f"(* {' '.join([base.text] * times)})", base.sort)
        return power if known > 0 else Scalar(f"(/ 1.0 {to_real(power).text})", "Real")

    def _opaque(self, name: str, values: list[Scalar]) -> Scalar:
        """A function of which the solver knows nothing but that it is one."""
        self.lose({"pow": "a power", "exp": "exp", "log": "log", "sqrt": "a square root"}[name])
        reals = [to_real(value) for value in values]
        symbol = self.symbols.declare(("operation", name), ("Real",) * len(reals), "Real")
        return Scalar(f"({symbol} {' '.join(value.text for value in reals)})", "Real")

    def _sum(
        self, term: Term, var: Var, bounds: tuple[Term, Term] | None, body: Term, env: Env
    ) -> Shape:
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

    def _added(self, parts: list[Scalar]) -> Scalar:
        parts = self._joined(parts)
        sort = parts[0].sort
        known = [value for value in (literal_value(part.text) for part in parts) if value is not None]
        open_ = [part.text for part in parts if literal_value(part.text) is None]
        total = sum(known, Fraction(0))
        texts = [*open_, number(total, sort)] if total or not open_ else open_
        return Scalar(texts[0] if len(texts) == 1 else self.logic.named(f"(+ {' '.join(texts)})", sort), sort)

    def _new_symbol(self, stem: str, type: Type) -> Shape:
        """A symbol of its own that may depend on every variable in scope."""
        self._made += 1
        return self.symbols.symbol((stem, self._made), type, self.scope)

    def _define(self, axiom: str) -> None:
        """An axiom that only says what a new symbol is: some value of it always satisfies it."""
        self.axioms.append(bind("forall", ((x.text, x.sort) for x in self.scope), axiom))

    def _best(self, term: Best, env: Env) -> Shape:
        var, type = term.var, type_of(term.body)
        best = scalar(self._new_symbol("best", type))

        def value(x: Shape) -> Scalar:
            return self.symbols.coerced(self.term(term.body, {**env, var.name: x}), best.sort)

        def beats(x: Shape, bound: str) -> str:
            low, high = (value(x).text, bound) if term.kind == "max" else (bound, value(x).text)
            return self.logic.implies(self.formula(term.condition, {**env, var.name: x}), f"(<= {low} {high})")

        def reached(bound: Callable[[Shape], str]) -> str:
            return self.quantify("exists", var.type, env, lambda x: self.logic.conj((
                self.formula(term.condition, {**env, var.name: x}),
                "true" if bound(x) == "" else f"(= {bound(x)} {value(x).text})",
                self.quantify("forall", var.type, env, lambda y: beats(y, value(x).text)),
            )))  # fmt: skip

        self._define(self.logic.implies(reached(lambda _: ""), reached(lambda _: best.text)))
        return best

    def _unique(self, var: Var, body: Term, env: Env) -> Shape:
        value = self._new_symbol("the", var.type)

        def is_it(x: Shape) -> str:
            return self.formula(body, {**env, var.name: x})

        only = self.quantify("exists", var.type, env, lambda x: self.logic.conj((is_it(x), self.quantify("forall", var.type, env, lambda y: self.logic.implies(is_it(y), self.equal(var.type, x, y, env))))))  # fmt: skip
        self._define(self.logic.implies(only, self.logic.conj((self.member(var.type, value, env), is_it(value)))))
        return value

    def _representative(self, type: Quot, env: Env) -> Shape:
        for known, number_ in self._chosen:
            if alike(known, type):
                return self.symbols.symbol(("representative", number_), Fun(type.base, type.base))
        self._chosen.append((type, len(self._chosen)))
        chosen = self.symbols.symbol(("representative", len(self._chosen) - 1), Fun(type.base, type.base))
        self.axioms.append(self.quantify("forall", type.base, env, lambda x: self.logic.conj((
            self.member(type.base, apply(chosen, x), env), self.equal(type, x, apply(chosen, x), env),
            self.quantify("forall", type.base, env, lambda y: self.logic.implies(
                self.equal(type, x, y, env), self.equal(type.base, apply(chosen, x), apply(chosen, y), env)))))))  # fmt: skip
        return chosen

    def _finite(self, term: Term, type: Type, env: Env) -> Shape:
        parts = list(walk(type))
        if not any(isinstance(part, Base) or part in (INT, Prim("Nat"), Prim("Real")) for part in parts):
            return YES
        if isinstance(type, Prim):
            return NO
        return self._abstracted(term, env, "whether a sort is finite")

    def _count(self, term: Term, type: Type, env: Env) -> Shape:
        if isinstance(type, Enum):
            return Scalar(str(len(type.members)), "Int")
        if type == BOOL:
            return Scalar("2", "Int")
        count = scalar(self._abstracted(term, env, "the number of members of a sort"))
        self.axioms.append(f"(<= 0 {count.text})")
        return count

    # What is left out

    def lose(self, what: str) -> None:
        if what not in self.lost:
            self.lost.append(what)

    def _abstracted(self, term: Term, env: Env, what: str) -> Shape:
        """A fresh symbol for a term the solver knows nothing of: the same one for terms that are alike,
        applied to the values of the variables free in it."""
        self.lose(what)
        free = _free_variables(term)
        closed: Term = term
        for var in free:
            closed = Lam(var, closed)
        functions: list[object] = []
        arguments: list[Scalar] = []
        for var in free:
            try:
                arguments += self.symbols.scalars(var.type, env[var.name])
            except Unsupported:
                functions.append(env[var.name])
        key = tuple(functions)
        for known, known_key, index in self._abstract:
            if known_key == key and alike(known, closed):
                break
        else:
            index = len(self._abstract)
            self._abstract.append((closed, key, index))
        return self.symbols.symbol(("abstract", index), type_of(term), tuple(arguments))


def _let(values: list[Scalar], body: Callable[..., str], sort: str) -> Scalar:
    """A body that repeats its arguments: long ones are named first, so that nesting stays linear."""
    if all(len(value.text) < 40 for value in values):
        return Scalar(body(*(value.text for value in values)), sort)
    names = [f"v{i}" for i in range(len(values))]
    pairs = " ".join(f"({name} {value.text})" for name, value in zip(names, values, strict=True))
    return Scalar(f"(let ({pairs}) {body(*names)})", sort)


def _free_variables(term: Term) -> list[Var]:
    """The free variables of a term in order of name."""
    from aligncheck.kernel.substitution import free_names

    names = free_names(term)
    found = {node.name: node for node in walk(term) if isinstance(node, Var) and node.name in names}
    return [found[name] for name in sorted(names)]
