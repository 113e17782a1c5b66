"""SymPy on limits and sums of elementary expressions with parameters: proofs only.

The limit over a real variable is the limit over the natural numbers; where there is none, nothing follows.
SymPy is imported when it is asked, never before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aligncheck.engines import z3
from aligncheck.engines.contract import Answer, GaveUp, Limits, Unsat
from aligncheck.engines.elementary import Translator, Untranslated, parameters
from aligncheck.engines.shapes import Unsupported
from aligncheck.kernel.build import conj, disj, iff, implies, neg
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.terms import (
    BigSum,
    Eq,
    Guard,
    Lim,
    Op,
    Quant,
    Tail,
    Term,
    Truth,
    Var,
)  # fmt: skip
from aligncheck.kernel.traversal import map_term, walk
from aligncheck.kernel.types import NUMERIC
from aligncheck.kernel.typing import unsubset
from aligncheck.records import dataclass

if TYPE_CHECKING:
    Expr = Any

NAME: Final = "sympy"
_TRANSCENDENTAL: Final = frozenset({"exp", "log", "sqrt", "pow"})


def accepts(goal: Goal) -> bool:
    """Whether there is a limit, a tail, or an elementary function to work on. Does not import SymPy."""
    formulas = [goal.conclusion, *(one.formula for one in goal.assumptions)]
    return any(map(_interesting, formulas))


def _interesting(formula: Term) -> bool:
    return any(
        isinstance(node, (Lim, Tail, BigSum)) or (isinstance(node, Op) and node.name in _TRANSCENDENTAL)
        for node in walk(formula)
    )


def answer(goal: Goal, limits: Limits) -> Answer:
    """Unsat, if all limits can be computed and what is left is true."""
    if not accepts(goal):
        return GaveUp(NAME, "unsupported", "no limit and no elementary function occurs")
    try:
        worker = _Rewriter(Translator(parameters(goal)))
        assumptions = tuple(
            Assumption(one.label, worker.rewritten(one.formula), one.kind) for one in goal.assumptions
        )
        conclusion = worker.rewritten(goal.conclusion)
        if worker.proves(conclusion):
            return Unsat(NAME, "weaker")
        found = z3.answer(Goal(goal.sorts, goal.constants, assumptions, conclusion), limits)
    except Untranslated as problem:
        return GaveUp(NAME, "unsupported", str(problem))
    except Unsupported as problem:
        return GaveUp(NAME, "unsupported", str(problem))
    except (NotImplementedError, ValueError, TypeError, AttributeError, RecursionError) as problem:
        # SymPy raises these from its depths where it has no method.
        return GaveUp(NAME, "incomplete", f"SymPy stopped with {type(problem).__name__}")
    if isinstance(found, Unsat):
        return Unsat(NAME, "weaker", found.core)
    return GaveUp(NAME, "incomplete", "the values found do not prove it")


@dataclass(frozen=True, slots=True)
class _Rewriter:
    """Puts the values of limits in their place."""

    translator: Translator

    def rewritten(self, term: Term) -> Term:
        """The term with its limits and tails computed."""
        match term:
            case Lim(var, body):
                return self.translator.term(self._finite(var, body))
            case Tail("converges", var, body):
                return Truth(not self.translator.limit(var, body).is_infinite)
            case Tail("to_oo" | "to_minus_oo" as kind, var, body):
                import sympy

                end = sympy.oo if kind == "to_oo" else -sympy.oo
                return Truth(self.translator.limit(var, body) == end)
            case Tail(kind, _, _):
                raise Untranslated(f"`{kind}` is not asked of SymPy")
            case Quant():
                if _interesting(term):
                    raise Untranslated("a limit or an elementary function under a quantifier")
                return term
            case Guard(condition, body):
                return Guard(self.rewritten(condition), self.rewritten(body))
            case Op("and", args):
                return conj(*map(self.rewritten, args))
            case Op("or", args):
                return disj(*map(self.rewritten, args))
            case Op("not", (arg,)):
                return neg(self.rewritten(arg))
            case Op("implies", (left, right)):
                return implies(self.rewritten(left), self.rewritten(right))
            case Op("iff", (left, right)):
                return iff(self.rewritten(left), self.rewritten(right))
            case _:
                return map_term(term, self.rewritten, lambda type: type)

    def proves(self, formula: Term) -> bool:
        """Whether the formula is true by simplification alone."""
        match formula:
            case Truth(value):
                return value
            case Op("and", args):
                return all(map(self.proves, args))
            case Op("implies", (_, right)):
                return self.proves(right)
            case Eq(left, right, type) if unsubset(type) in NUMERIC:
                import sympy

                return bool(sympy.simplify(self._difference(left, right)) == 0)
            case Op("lt", (left, right)):
                return self._difference(right, left).is_positive is True
            case Op("le", (left, right)):
                return self._difference(right, left).is_nonnegative is True
            case _:
                return False

    def _difference(self, left: Term, right: Term) -> Expr:
        return self.translator.expression(left, {}) - self.translator.expression(right, {})

    def _finite(self, var: Var, body: Term) -> Expr:
        found = self.translator.limit(var, body)
        if found.is_infinite:
            raise Untranslated("an infinite limit where a number is asked")
        return found
