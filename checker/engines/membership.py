"""Types on the solver's side: who is a member of one, what is equal there, how to range over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never

from aligncheck.engines.shapes import (
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
from aligncheck.engines.smtlib import bind
from aligncheck.engines.symbols import Symbols, literal_value, to_real
from aligncheck.kernel.terms import (
    Const,
    Lam,
    Term,
)  # fmt: skip
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import (
    BOOL,
    Base,
    Enum,
    Fun,
    Prim,
    Prod,
    Quot,
    SetT,
    Struct,
    Sub,
    Sum,
    Type,
)  # fmt: skip

Env = Mapping[str, Shape]
Binders = tuple[tuple[str, str], ...]


class Membership:
    """One goal's encoding as it grows. `lost` names what was left out or made abstract: with anything in
    it, only `unsat` counts. `opaque`: products of unknown numbers are to be unknown functions, and `hidden` that
    some are."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self.logic = symbols.logic
        self.axioms: list[str] = []
        self.lost: list[str] = []
        self.quantified = False
        self.nonlinear = False
        self.opaque = False
        self.hidden = False
        self.scope: tuple[Scalar, ...] = ()
        self._constants: dict[Const, Shape] = {}
        self._abstract: list[tuple[Term, tuple[object, ...]]] = []
        self._chosen: list[tuple[Quot, int]] = []
        self._made = 0

    def term(self, term: Term, env: Env) -> Shape:
        """The value of a term (encode.Encoder)."""
        raise NotImplementedError

    def formula(self, term: Term, env: Env) -> str:
        return scalar(self.term(term, env)).text

    def lose(self, what: str) -> None:
        if what not in self.lost:
            self.lost.append(what)

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
                    if condition != "false"
                )
            case Fun(domain, codomain):
                closed = self.quantify(
                    "forall", domain, env, lambda x: self.member(codomain, apply(shape, x), env)
                )
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

        def same(x: Shape, y: Shape) -> str:
            values = self.equal(codomain, apply(shape, x), apply(shape, y), env)
            return self.logic.implies(self.equal(domain, x, y, env), values)

        return self.quantify(
            "forall", domain, env, lambda x: self.quantify("forall", domain, env, lambda y: same(x, y))
        )

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
                return self.logic.conj(
                    self.equal(t, item(left, i), item(right, i), env) for i, t in enumerate(parts)
                )
            case Sum(items):
                pairs = zip(self.symbols.opened(type, left), self.symbols.opened(type, right), strict=True)
                return self.logic.disj(
                    self.logic.conj(
                        (one, two, self.equal(part, a, b, env) if "false" not in (one, two) else "false")
                    )
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
        known = literal_value(left.text), literal_value(right.text)
        if None not in known:
            return "true" if known[0] == known[1] else "false"  # `(/ 2.0 2.0)` is 1.0
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
