"""Elementary expressions in parameters and one growing variable, from core terms to SymPy and back.

Limits are taken term by term, Σ c(parameters)·g(T): SymPy's own limit of the whole is right only for
parameters that are not special ((aT+1)/(aT+2) tends to 1, but not for a = 0).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from aligncheck.kernel.build import add, multiply, number
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.substitution import free_names, reduce
from aligncheck.kernel.terms import TRUE, App, BigSum, Const, Eq, Guard, Lam, Number, Op, Term, Var
from aligncheck.kernel.types import NAT, NUMERIC, REAL
from aligncheck.kernel.typing import unsubset

if TYPE_CHECKING:
    Expr = Any


class Untranslated(Exception):
    """A construct that SymPy is not asked about, or a question that it does not answer, in words."""


RATE = "rate_"
"""So begin the names of logarithms of parameters."""


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


def parameters(goal: Goal) -> dict[str, Bounds]:
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
            _bounded(found, part)
    return found


def _bounded(found: dict[str, Bounds], part: Term) -> None:
    match part:
        case Op("lt" | "le" as order, (Number(value, _), Const(name, _))) if name in found:
            found[name].raise_to(value, order == "lt")
        case Op("lt" | "le" as order, (Const(name, _), Number(value, _))) if name in found:
            found[name].lower_to(value, order == "lt")
        case Op("not", (Eq(Const(name, _), Number(value, _), _),)) if name in found and value == 0:
            found[name].not_zero = True


@dataclass(slots=True)
class Translator:
    """Translates under what is known of the parameters."""

    parameters: dict[str, Bounds]
    symbols: dict[str, Expr] = field(default_factory=dict)
    names: dict[str, Term] = field(default_factory=dict)

    # Limits

    def limit(self, var: Var, body: Term) -> Expr:
        """The limit over a real variable: an expression in the parameters, or ±∞."""
        import sympy

        if free_names(body) - {var.name}:
            raise Untranslated("a limit that depends on a variable bound outside it")
        whole = sympy.Dummy(var.name, integer=True, positive=True)
        real = sympy.Dummy(var.name, positive=True)
        expression = self.expression(body, {var.name: whole}, far=whole).subs(whole, real)
        try:
            return _limit_by_terms(_without_cases(expression), real)
        except Untranslated as problem:
            raise Untranslated(f"{problem}: `{self.shown(expression)}`") from None
        except NotImplementedError:
            raise Untranslated(f"SymPy has no method for the limit of `{self.shown(expression)}`") from None

    def shown(self, expression: Expr) -> str:
        """An expression in the names of the goal."""

        named = {symbol: self._named(symbol) for symbol in expression.free_symbols}
        return str(expression.subs(named)).replace("**", "^")

    def _named(self, symbol: Expr) -> Expr:
        import sympy

        known = self.names.get(symbol.name)
        if symbol.name.startswith(RATE) and isinstance(known, Op):
            base = self._named(sympy.Symbol(symbol.name.removeprefix(RATE)))
            return -sympy.log(base) if known.name == "mul" else sympy.log(base)
        return sympy.Symbol(known.name if isinstance(known, Const) else symbol.name, positive=True)

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
            case App(Const(name, _), _):
                raise Untranslated(f"SymPy is not asked about the sequence `{name}`")
            case BigSum(var, (low, high), body):
                return self._sum(var, sub(low), sub(high), body, env)
            case _:
                raise Untranslated("a construct that SymPy is not asked about")

    def _sum(self, var: Var, low: Expr, high: Expr, body: Term, env: dict[str, Expr]) -> Expr:
        import sympy

        if not low.is_nonnegative:
            raise Untranslated("a sum that does not start at a natural number")
        step = sympy.Dummy(var.name, integer=True, positive=low.is_positive, nonnegative=True)
        summand = self.expression(body, {**env, var.name: step})
        total = sympy.summation(summand, (step, low, high))
        if total.has(sympy.Sum, sympy.nan, sympy.zoo):
            raise Untranslated(f"a sum of `{self.shown(summand)}` has no closed form")
        return _without_cases(total)

    def _holds(self, condition: Term, env: dict[str, Expr], far: Expr | None) -> None:
        """Stop unless the guard is true (for large values of `far`)."""
        match condition:
            case Op("and", args):
                for arg in args:
                    self._holds(arg, env, far)
                return
            case Op("not", (Eq(left, right, _),)):
                difference = self.expression(left, env, far) - self.expression(right, env, far)
                if _never_zero(difference) or self._far_apart(difference, far, signed=False):
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
        end = _limit_by_terms(_without_cases(difference.subs(far, real)), real)
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

        rate = sympy.Symbol(RATE + symbol.name, positive=True)
        self.names[rate.name] = multiply(number(sign), Op("log", (self.names[symbol.name],)))
        return sympy.exp(sign * rate)

    # SymPy to terms

    def term(self, expression: Expr) -> Term:
        import sympy

        match expression:
            case sympy.Symbol():
                return self.names[expression.name]
            case sympy.Rational():
                return number(Fraction(int(expression.p), int(expression.q)))
            case sympy.Add():
                return add(*map(self.term, expression.args))
            case sympy.Mul():
                return multiply(*map(self.term, expression.args))
            case sympy.exp():
                return self._exponent(expression)
            case sympy.log():
                return Op("log", (self.term(expression.args[0]),))
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
        if symbol.is_Symbol and symbol.name.startswith(RATE) and factor.is_integer:
            base = self.names[symbol.name.removeprefix(RATE)]
            known = self.parameters[base.name] if isinstance(base, Const) else Bounds()
            small = known.high is not None and known.high <= 1
            return _whole_power(base, -int(factor) if small else int(factor))
        return Op("exp", (self.term(exponent),))

    def _power(self, base: Expr, exponent: Expr) -> Term:
        import sympy

        if exponent.is_integer and exponent.is_number:
            return _whole_power(self.term(base), int(exponent))
        if exponent == sympy.Rational(1, 2):
            return Op("sqrt", (self.term(base),))
        if exponent == sympy.Rational(-1, 2):
            return Op("div", (number(1), Op("sqrt", (self.term(base),))))
        raise Untranslated("a power that has no name in the language")


def _never_zero(expression: Expr) -> bool:
    """Whether it is not 0 for any parameters: q − q·exp(u) is 0 just where u is."""
    import sympy

    if expression.is_zero is False:
        return True
    constant, moving = expression.as_independent(*expression.free_symbols, as_Add=True)
    factor, inner = moving.as_coeff_Mul()
    if isinstance(inner, sympy.exp) and constant == -factor:
        return inner.args[0].is_zero is False
    return False


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


def _without_cases(expression: Expr) -> Expr:
    """Without Piecewise: each condition is decided, or we stop."""
    import sympy

    def decided(piece: Expr) -> Expr:
        for value, condition in piece.args:
            truth = _truth(condition)
            if truth is None:
                break
            if truth:
                return value
        raise Untranslated("a sum whose form depends on its parameters")

    return expression.replace(lambda part: isinstance(part, sympy.Piecewise), decided)


def _limit_by_terms(expression: Expr, far: Expr) -> Expr:
    """lim of Σ c·g, g free of parameters but for decays exp(±s·T), as Σ c·lim g."""
    import sympy

    if not expression.free_symbols - {far}:
        return _limit_of(expression, far)
    plain: dict[Expr, Expr] = {}
    total: list[tuple[Expr, Expr]] = []
    for part in sympy.Add.make_args(sympy.expand(expression)):
        factor, moving = sympy.factor_terms(part).as_independent(far, as_Add=False)
        if not moving.free_symbols - {far}:
            plain[factor] = plain.get(factor, sympy.Integer(0)) + moving
        elif _is_exponential(moving, far):
            total.append((factor, _limit_of(moving, far)))
        else:
            raise Untranslated("a limit that may change for special values of a parameter")
    total += [(factor, _limit_of(moving, far)) for factor, moving in plain.items()]
    if any(end.is_infinite for _, end in total):
        if len(total) > 1:
            raise Untranslated("the sign of an infinite limit is open")
        factor, end = total[0]
        if not (factor.is_positive or factor.is_negative):
            raise Untranslated("the sign of an infinite limit is open")
        return end if factor.is_positive else -end
    return sympy.Add(*(factor * end for factor, end in total))


def _is_exponential(moving: Expr, far: Expr) -> bool:
    """Whether parameters stand only in factors exp(c·T) whose c has a known sign."""
    import sympy

    for factor in sympy.Mul.make_args(moving):
        if not factor.free_symbols - {far}:
            continue
        if not isinstance(factor, sympy.exp):
            return False
        rate = sympy.simplify(factor.args[0] / far)
        if rate.has(far) or not (rate.is_positive or rate.is_negative):
            return False
    return True


def _limit_of(expression: Expr, far: Expr) -> Expr:
    import sympy

    found = sympy.limit(expression, far, sympy.oo)
    if found in (sympy.oo, -sympy.oo):
        return found
    unanswered = (sympy.Limit, sympy.AccumBounds, sympy.Piecewise, sympy.nan, sympy.zoo, sympy.oo, sympy.I)
    if found.has(far, *unanswered):
        raise Untranslated("SymPy finds no limit")
    return found
