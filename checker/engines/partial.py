"""Terms that a solver has no word for: they become symbols, with axioms that say what they are where
that can be said, and without any where not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from aligncheck.engines.arithmetic import Arithmetic
from aligncheck.engines.membership import Env
from aligncheck.engines.shapes import (
    NO,
    YES,
    Scalar,
    Shape,
    Unsupported,
    apply,
    scalar,
)  # fmt: skip
from aligncheck.engines.smtlib import bind
from aligncheck.kernel.substitution import alike, free_names
from aligncheck.kernel.terms import (
    Best,
    Card,
    Lam,
    Number,
    Term,
    Var,
)  # fmt: skip
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import (
    BOOL,
    INT,
    Base,
    Enum,
    Fun,
    Prim,
    Quot,
    Type,
)  # fmt: skip
from aligncheck.kernel.typing import type_of

LARGEST_COUNT = 8


class Partial(Arithmetic):
    """`the`, `max`, representatives, sizes, and what is made abstract."""

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
            return self.logic.implies(
                self.formula(term.condition, {**env, var.name: x}), f"(<= {low} {high})"
            )

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

        def no_other(x: Shape) -> str:
            return self.quantify(
                "forall", var.type, env,
                lambda y: self.logic.implies(is_it(y), self.equal(var.type, x, y, env)),
            )  # fmt: skip

        only = self.quantify("exists", var.type, env, lambda x: self.logic.conj((is_it(x), no_other(x))))
        self._define(
            self.logic.implies(only, self.logic.conj((self.member(var.type, value, env), is_it(value))))
        )
        return value

    def _representative(self, type: Quot, env: Env) -> Shape:
        """A function that picks one member of each class."""
        for known, place in self._chosen:
            if alike(known, type):
                return self.symbols.symbol(("representative", place), Fun(type.base, type.base))
        # Any choice of members is allowed here; the evaluator makes one.
        self.lose("which member of a class is picked")
        self._chosen.append((type, len(self._chosen)))
        chosen = self.symbols.symbol(("representative", len(self._chosen) - 1), Fun(type.base, type.base))

        def same(x: Shape, y: Shape) -> str:
            picked = self.equal(type.base, apply(chosen, x), apply(chosen, y), env)
            return self.logic.implies(self.equal(type, x, y, env), picked)

        def picks(x: Shape) -> str:
            inside = self.member(type.base, apply(chosen, x), env)
            alike_ = self.equal(type, x, apply(chosen, x), env)
            rest = self.quantify("forall", type.base, env, lambda y: same(x, y))
            return self.logic.conj((inside, alike_, rest))

        self.axioms.append(self.quantify("forall", type.base, env, picks))
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

    def _at_least(self, type: Type, size: int, env: Env) -> str | None:
        """|type| ≥ size as a formula, for a small literal; None where that cannot be said."""
        if size <= 0:
            return "true"
        if size > LARGEST_COUNT:
            return None

        def choose(left: int, chosen: tuple[Shape, ...]) -> str:
            if left == 0:
                return self.logic.conj(
                    self.logic.neg(self.equal(type, a, b, env)) for a, b in combinations(chosen, 2)
                )
            return self.quantify("exists", type, env, lambda x: choose(left - 1, (*chosen, x)))

        try:
            return choose(size, ())
        except Unsupported:
            return None

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
        same = (i for i, (known, of) in enumerate(self._abstract) if of == key and alike(known, closed))
        index = next(same, len(self._abstract))
        if index == len(self._abstract):
            self._abstract.append((closed, key))
        return self.symbols.symbol(("abstract", index), type_of(term), tuple(arguments))


def _free_variables(term: Term) -> list[Var]:
    """The free variables of a term in order of name."""
    names = free_names(term)
    found = {node.name: node for node in walk(term) if isinstance(node, Var) and node.name in names}
    return [found[name] for name in sorted(names)]
