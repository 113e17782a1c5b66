"""SymPy on limits and sums of elementary expressions with parameters: proofs only.

The limit over a real variable is the limit over the natural numbers; where there is none, nothing follows.
SymPy is imported when it is asked, never before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from aligncheck.engines import z3
from aligncheck.engines.contract import Answer, GaveUp, Limits, Unsat
from aligncheck.engines.shapes import Unsupported
from aligncheck.kernel.build import add, conj, disj, iff, implies, multiply, neg, number
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.substitution import free_names, reduce
from aligncheck.kernel.terms import (
    TRUE, App, BigSum, Const, Eq, Guard, Lam, Lim, Number, Op, Quant, Tail, Term, Truth, Var,
)  # fmt: skip
from aligncheck.kernel.traversal import map_term, walk
from aligncheck.kernel.types import NAT, NUMERIC, REAL
from aligncheck.kernel.typing import unsubset

if TYPE_CHECKING:
    Expr = Any

NAME: Final = "sympy"
_TRANSCENDENTAL: Final = frozenset({"exp", "log", "sqrt", "pow"})


class Untranslated(Exception):
    """A construct that SymPy is not asked about, or a question that it does not answer, in words."""


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
        worker = _Worker(_parameters(goal))
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


@dataclass(slots=True)
class Bounds:
    """What the assumptions say of a parameter: strict or weak bounds by numbers."""

    low: Fraction | None = None
    high: Fraction | None = None
    above: bool = False
    below: bool = False
    not_zero: bool = False
    whole: bool = False

    def raise_to(self, low: Fraction, strict: bool) -> None:
        if self.low is None or low > self.low or (low == self.low and strict):
            self.low, self.above = low, strict

    def lower_to(self, high: Fraction, strict: bool) -> None:
        if self.high is None or high < self.high or (high == self.high and strict):
            self.high, self.below = high, strict

    @property
    def positive(self) -> bool:
        return self.low is not None and (self.low > 0 or (self.low == 0 and self.above))

    @property
    def negative(self) -> bool:
        return self.high is not None and (self.high < 0 or (self.high == 0 and self.below))


def _parameters(goal: Goal) -> dict[str, Bounds]:
    found: dict[str, Bounds] = {}
    for symbol in goal.constants:
        type = unsubset(symbol.type)
        if type in NUMERIC:
            found[symbol.name] = Bounds(whole=type != REAL)
            if type == NAT:
                found[symbol.name].raise_to(Fraction(0), False)
    for assumption in goal.assumptions:
        formula = assumption.formula
        for part in formula.args if isinstance(formula, Op) and formula.name == "and" else (formula,):
            match part:
                case Op("lt" | "le" as name, (Number(value, _), Const(symbol, _))) if symbol in found:
                    found[symbol].raise_to(value, name == "lt")
                case Op("lt" | "le" as name, (Const(symbol, _), Number(value, _))) if symbol in found:
                    found[symbol].lower_to(value, name == "lt")
                case Op("not", (Eq(Const(symbol, _), Number(value, _), _),)) if symbol in found and value == 0:
                    found[symbol].not_zero = True
    return found


@dataclass(slots=True)
class _Worker:
    """Translates to SymPy and back, under what is known of the parameters."""

    parameters: dict[str, Bounds]
    symbols: dict[str, Expr] = field(default_factory=dict)
    names: dict[str, Term] = field(default_factory=dict)

    # Formulas

    def rewritten(self, term: Term) -> Term:
        """The term with its limits and tails computed."""
        match term:
            case Lim(var, body):
                return self._term(self._limit(var, body))
            case Tail("converges", var, body):
                return Truth(self._limit_or_infinite(var, body).is_finite is not False)
            case Tail("to_oo" | "to_minus_oo" as kind, var, body):
                import sympy

                end = sympy.oo if kind == "to_oo" else -sympy.oo
                return Truth(self._limit_or_infinite(var, body) == end)
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
        return self.expression(left, {}) - self.expression(right, {})

    # Limits

    def _limit(self, var: Var, body: Term) -> Expr:
        found = self._limit_or_infinite(var, body)
        if found.is_finite is not True:
            raise Untranslated("a limit that SymPy does not show to be finite")
        return found

    def _limit_or_infinite(self, var: Var, body: Term) -> Expr:
        import sympy

        if free_names(body) - {var.name}:
            raise Untranslated("a limit that depends on a variable bound outside it")
        whole = sympy.Dummy("T", integer=True, positive=True)
        real = sympy.Dummy("T", positive=True)
        expression = self.expression(body, {var.name: whole}, far=whole).subs(whole, real)
        found = sympy.limit(self._plain(expression), real, sympy.oo)
        if found.has(sympy.Limit, sympy.AccumBounds, sympy.nan, sympy.zoo, sympy.Piecewise, real):
            raise Untranslated("SymPy finds no limit")
        if found.has(sympy.oo, -sympy.oo) and found not in (sympy.oo, -sympy.oo):
            raise Untranslated("the sign of an infinite limit is open")
        if found not in (sympy.oo, -sympy.oo) and found.is_finite is not True:
            raise Untranslated("a limit that SymPy does not show to be finite")
        return found

    def _plain(self, expression: Expr) -> Expr:
        """Without Piecewise: each condition is decided, or we stop."""
        import sympy

        def decided(piece: Expr) -> Expr:
            for value, condition in piece.args:
                truth = _truth(condition)
                if truth is None:
                    raise Untranslated("a sum whose form depends on its parameters")
                if truth:
                    return value
            raise Untranslated("a sum whose form depends on its parameters")

        return expression.replace(lambda part: isinstance(part, sympy.Piecewise), decided)

    # Terms to SymPy

    def expression(self, term: Term, env: dict[str, Expr], far: Expr | None = None) -> Expr:
        """The term in SymPy; `far` is the variable that grows, for which guards need hold only far out."""
        import sympy

        def sub(part: Term) -> Expr:
            return self.expression(part, env, far)

        match term:
            case Number(value, _):
                return sympy.Rational(value.numerator, value.denominator)
            case Var(name, _) if name in env:
                return env[name]
            case Const(name, _) if name in self.parameters:
                return self._parameter(name, term)
            case App(Lam(), _):
                return sub(reduce(term))
            case Guard(condition, body):
                self._holds(condition, env, far)
                return sub(body)
            case Op("add", args):
                return sympy.Add(*map(sub, args))
            case Op("mul", args):
                return sympy.Mul(*map(sub, args))
            case Op("neg", (arg,)):
                return -sub(arg)
            case Op("div", (above, below)):
                return sub(above) / sub(below)
            case Op("pow", (base, exponent)):
                return sub(base) ** sub(exponent)
            case Op("exp" | "log" | "sqrt" as name, (arg,)):
                return getattr(sympy, name)(sub(arg))
            case Op("abs", (arg,)):
                return sympy.Abs(sub(arg))
            case Op("min" | "max" as name, args):
                return (sympy.Min if name == "min" else sympy.Max)(*map(sub, args))
            case BigSum(var, (low, high), body):
                return self._sum(var, sub(low), sub(high), body, env)
            case _:
                raise Untranslated("a sequence or another construct that SymPy is not asked about")

    def _sum(self, var: Var, low: Expr, high: Expr, body: Term, env: dict[str, Expr]) -> Expr:
        import sympy

        if not low.is_nonnegative:
            raise Untranslated("a sum that does not start at a natural number")
        step = sympy.Dummy(var.name, integer=True, positive=low.is_positive, nonnegative=True)
        total = sympy.summation(self.expression(body, {**env, var.name: step}), (step, low, high))
        if total.has(sympy.Sum, sympy.nan, sympy.zoo):
            raise Untranslated("a sum without a closed form")
        return self._plain(total)

    def _holds(self, condition: Term, env: dict[str, Expr], far: Expr | None) -> None:
        """Stop unless the guard is true (for large values of `far`)."""
        match condition:
            case Op("and", args):
                for arg in args:
                    self._holds(arg, env, far)
                return
            case Op("not", (Eq(left, right, _),)):
                difference = self.expression(left, env, far) - self.expression(right, env, far)
                if difference.is_zero is False or self._far_apart(difference, far, signed=False):
                    return
            case Op("lt" | "le" as name, (left, right)):
                difference = self.expression(right, env, far) - self.expression(left, env, far)
                known = difference.is_positive if name == "lt" else difference.is_nonnegative
                if known or self._far_apart(difference, far, signed=True):
                    return
            case _ if condition == TRUE:
                return
        raise Untranslated("something that is not shown to be defined")

    def _far_apart(self, difference: Expr, far: Expr | None, signed: bool) -> bool:
        import sympy

        if far is None or not difference.has(far) or difference.free_symbols - {far, *self.symbols.values()}:
            return False
        real = sympy.Dummy("T", positive=True)
        end = sympy.limit(self._plain(difference.subs(far, real)), real, sympy.oo)
        if end.has(sympy.Limit, sympy.AccumBounds, sympy.nan):
            return False
        return bool(end.is_extended_positive or (not signed and end.is_extended_negative))

    def _parameter(self, name: str, term: Term) -> Expr:
        """A base between 0 and 1, or above 1, is written exp(∓s), s > 0: SymPy has no limit of rᵀ itself."""
        import sympy

        if name not in self.symbols:
            known = self.parameters[name]
            said: dict[str, bool] = {"real": True}
            if known.whole:
                said["integer"] = True
            if known.positive or known.negative:
                said["positive" if known.positive else "negative"] = True
            elif known.low is not None and known.low >= 0:
                said["nonnegative"] = True
            if known.not_zero:
                said["nonzero"] = True
            self.symbols[name] = sympy.Symbol(f"p{len(self.symbols)}", **said)
            self.names[self.symbols[name].name] = term
        symbol, known = self.symbols[name], self.parameters[name]
        if known.positive and known.high is not None and known.high <= 1 and (known.below or known.high < 1):
            return self._exponential(symbol, -1)
        if known.low is not None and known.low >= 1 and (known.above or known.low > 1):
            return self._exponential(symbol, 1)
        return symbol

    def _exponential(self, symbol: Expr, sign: int) -> Expr:
        import sympy

        rate = sympy.Symbol(f"rate_{symbol.name}", positive=True)
        self.names[rate.name] = multiply(number(sign), Op("log", (self.names[symbol.name],)))
        return sympy.exp(sign * rate)

    # SymPy to terms

    def _term(self, expression: Expr) -> Term:
        import sympy

        match expression:
            case sympy.Symbol():
                return self.names[expression.name]
            case sympy.Rational():
                return number(Fraction(int(expression.p), int(expression.q)))
            case sympy.Add():
                return add(*map(self._term, expression.args))
            case sympy.Mul():
                return multiply(*map(self._term, expression.args))
            case sympy.exp():
                return self._exponent(expression)
            case sympy.log():
                return Op("log", (self._term(expression.args[0]),))
            case sympy.Pow():
                return self._power(*expression.args)
            case _ if expression == sympy.E:
                return Op("exp", (number(1),))
            case _:
                raise Untranslated("a value that has no name in the language")

    def _exponent(self, expression: Expr) -> Term:
        """exp(k·rate) is a power of the parameter that the rate was made for."""
        exponent = expression.args[0]
        factor, symbol = exponent.as_coeff_Mul()
        if symbol.is_Symbol and symbol.name.startswith("rate_") and factor.is_integer:
            base = self.names[symbol.name.removeprefix("rate_")]
            known = self.parameters[base.name] if isinstance(base, Const) else Bounds()
            small = known.high is not None and known.high <= 1
            return _whole_power(base, -int(factor) if small else int(factor))
        return Op("exp", (self._term(exponent),))

    def _power(self, base: Expr, exponent: Expr) -> Term:
        import sympy

        if exponent.is_integer and exponent.is_number:
            return _whole_power(self._term(base), int(exponent))
        if exponent == sympy.Rational(1, 2):
            return Op("sqrt", (self._term(base),))
        if exponent == sympy.Rational(-1, 2):
            return Op("div", (number(1), Op("sqrt", (self._term(base),))))
        raise Untranslated("a power that has no name in the language")


def _whole_power(base: Term, exponent: int) -> Term:
    power = multiply(*[base] * abs(exponent))
    return power if exponent >= 0 else Op("div", (number(1), power))


def _truth(condition: Expr) -> bool | None:
    """Whether a condition on the parameters holds: exp(u) = 1 just where u = 0."""
    import sympy

    if condition in (True, False):
        return bool(condition)
    match condition:
        case sympy.Eq() | sympy.Ne():
            left, right = condition.args
            if isinstance(left, sympy.exp) and right == 1:
                left, right = left.args[0], sympy.Integer(0)
            zero = (left - right).is_zero
            return None if zero is None else bool(zero) == isinstance(condition, sympy.Eq)
        case _:
            return None


