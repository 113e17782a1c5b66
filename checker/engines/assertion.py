"""Formulas in a place where they are asserted: what a solver cannot be told is weaker there, or named."""

from __future__ import annotations

from collections.abc import Callable

from aligncheck.engines.encode import Encoder
from aligncheck.engines.membership import Env
from aligncheck.engines.shapes import Shape, Unsupported
from aligncheck.engines.symbols import Symbols
from aligncheck.kernel.substitution import alike
from aligncheck.kernel.terms import Eq, If, Op, Quant, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import BOOL, Fun, SetT, Sub, Type

INSTANCES = 8


class Asserter(Encoder):
    """Formulas that are asserted, with their polarity: an ∃ over functions or sets becomes a symbol (its
    type's demands beside it, not outside), a ∀ over them its instances at what is known, and the goal
    thereby weaker; so does leaving out, in such a place, what cannot be said."""

    def __init__(self, symbols: Symbols) -> None:
        super().__init__(symbols)
        self.known: list[tuple[Type, Shape]] = []

    def attempt(self, encoding: Callable[[], str]) -> str:
        """The formula, or nothing said in its place if it cannot be."""
        scope = self.scope
        try:
            return encoding()
        except Unsupported as unsupported:
            self.scope = scope
            self.lose(str(unsupported))
            return "true"

    def asserted(self, term: Term, env: Env, positive: bool) -> str:
        """The formula (or its negation), in a place where a weaker one is weaker for the whole goal."""
        match term:
            case Op("not", (part,)):
                return self.asserted(part, env, not positive)
            case Op("and" | "or", parts):
                join = self.logic.conj if (term.name == "and") == positive else self.logic.disj
                return join([self.asserted(part, env, positive) for part in parts])
            case Op("implies", (left, right)):
                return (self.logic.disj if positive else self.logic.conj)(
                    (self.asserted(left, env, not positive), self.asserted(right, env, positive))
                )
            case Op("iff", (left, right)) if _needs_polarity(term):
                one = (self.asserted(left, env, not positive), self.asserted(right, env, True))
                other = (self.asserted(left, env, positive), self.asserted(right, env, False))
                return self.logic.conj((self.logic.disj(one), self.logic.disj(other)))
            case Eq(left, right, type) if type == BOOL and _needs_polarity(term):
                return self.asserted(Op("iff", (left, right)), env, positive)
            case If(condition, then, otherwise) if _needs_polarity(term):
                one = (self.asserted(condition, env, False), self.asserted(then, env, positive))
                other = (self.asserted(condition, env, True), self.asserted(otherwise, env, positive))
                return self.logic.conj((self.logic.disj(one), self.logic.disj(other)))
            case Quant(kind, var, body):
                universal = (kind == "forall") == positive
                if second_order(var.type):
                    return self.attempt(lambda: self._over_functions(universal, var, body, env, positive))
                return self.attempt(lambda: self.quantify(
                    "forall" if universal else "exists", var.type, env,
                    lambda x: self.asserted(body, {**env, var.name: x}, positive)))  # fmt: skip
            case _:
                if positive:
                    return self.attempt(lambda: self.formula(term, env))
                return self.attempt(lambda: self.logic.neg(self.formula(term, env)))

    def _over_functions(self, universal: bool, var: Var, body: Term, env: Env, positive: bool) -> str:
        if not universal:
            symbol = self._new_symbol("some", var.type)
            inside = self.member(var.type, symbol, env)
            return self.logic.conj((inside, self.asserted(body, {**env, var.name: symbol}, positive)))
        self.lose("a quantifier over all " + ("sets" if isinstance(var.type, SetT) else "functions"))
        fitting = [shape for type, shape in self.known if alike(type, var.type)]
        return self.logic.conj(
            self.asserted(body, {**env, var.name: shape}, positive) for shape in fitting[:INSTANCES]
        )


def second_order(type: Type) -> bool:
    return any(isinstance(part, (Fun, SetT)) for part in walk(type) if not isinstance(part, Sub))


def _needs_polarity(term: Term) -> bool:
    return any(isinstance(part, Quant) and second_order(part.var.type) for part in walk(term))
