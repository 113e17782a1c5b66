"""Numbers on the solver's side: literals are computed here, what no solver knows is an unknown function."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod

from aligncheck.engines.membership import Env, Membership
from aligncheck.engines.shapes import (
    Scalar,
    Unsupported,
)  # fmt: skip
from aligncheck.engines.smtlib import ite, number
from aligncheck.engines.symbols import literal_value, to_real
from aligncheck.kernel.terms import (
    Op,
)  # fmt: skip


class Arithmetic(Membership):
    """Operations on numbers."""

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
                    return Scalar(number(prod(known_factors, start=Fraction(1)), sort), sort)
                if self.opaque:
                    return self._product(values)
                self.nonlinear |= sum(literal_value(text) is None for text in texts) > 1
                return Scalar(f"(* {' '.join(texts)})", sort)
            case "div":
                above, below = (to_real(value).text for value in values)
                if self.opaque and literal_value(below) is None:
                    return self._unknown("quotient", [above, below], "Real")
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
        if self.opaque and literal_value(base.text) is None and known < 0:
            return self._opaque("pow", [base, exponent])
        self.nonlinear |= literal_value(base.text) is None and not self.opaque and (times > 1 or known < 0)
        power = base if times == 1 else self._repeated(base, times)
        return power if known > 0 else Scalar(f"(/ 1.0 {to_real(power).text})", "Real")

    def _repeated(self, base: Scalar, times: int) -> Scalar:
        if self.opaque:
            return self._product([base] * times)
        return Scalar(f"(* {' '.join([base.text] * times)})", base.sort)

    def _product(self, values: list[Scalar]) -> Scalar:
        """A product of unknown numbers as an unknown function of them; what is known stays a factor."""
        sort = values[0].sort
        known = prod((literal_value(value.text) or Fraction(1) for value in values), start=Fraction(1))
        unknown = [value for value in values if literal_value(value.text) is None]
        if any(literal_value(value.text) == 0 for value in values):
            return Scalar(number(Fraction(0), sort), sort)
        total = unknown[0]
        for value in unknown[1:]:
            total = self._unknown("product", [total.text, value.text], sort)
        return total if known == 1 else Scalar(f"(* {number(known, sort)} {total.text})", sort)

    def _unknown(self, name: str, texts: list[str], sort: str) -> Scalar:
        self.hidden = True
        symbol = self.symbols.declare(("operation", name, sort), (sort,) * len(texts), sort)
        return Scalar(f"({symbol} {' '.join(texts)})", sort)

    def _opaque(self, name: str, values: list[Scalar]) -> Scalar:
        """A function of which the solver knows nothing but that it is one."""
        self.lose({"pow": "a power", "exp": "exp", "log": "log", "sqrt": "a square root"}[name])
        reals = [to_real(value) for value in values]
        symbol = self.symbols.declare(("operation", name), ("Real",) * len(reals), "Real")
        return Scalar(f"({symbol} {' '.join(value.text for value in reals)})", "Real")

    def _added(self, parts: list[Scalar]) -> Scalar:
        parts = self._joined(parts)
        sort = parts[0].sort
        known = [value for value in (literal_value(part.text) for part in parts) if value is not None]
        open_ = [part.text for part in parts if literal_value(part.text) is None]
        total = sum(known, Fraction(0))
        texts = [*open_, number(total, sort)] if total or not open_ else open_
        return Scalar(texts[0] if len(texts) == 1 else self.logic.named(f"(+ {' '.join(texts)})", sort), sort)


def _let(values: list[Scalar], body: Callable[..., str], sort: str) -> Scalar:
    """A body that repeats its arguments: long ones are named first, so that nesting stays linear."""
    if all(len(value.text) < 40 for value in values):
        return Scalar(body(*(value.text for value in values)), sort)
    names = [f"v{i}" for i in range(len(values))]
    pairs = " ".join(f"({name} {value.text})" for name, value in zip(names, values, strict=True))
    return Scalar(f"(let ({pairs}) {body(*names)})", sort)
