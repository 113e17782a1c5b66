"""Functions on numbers: abs, sign, min, max, exp, log, sqrt."""

from __future__ import annotations


from aligncheck.elaborate.context import Context
from aligncheck.elaborate.meanings import (
    Typed,
)  # fmt: skip
from aligncheck.elaborate.problems import (
    TypeMismatch,
)
from aligncheck.elaborate.shown import show_type
from aligncheck.elaborate.unify import is_unknown, unify
from aligncheck.kernel.build import (
    at_most,
    less,
    number,
)  # fmt: skip
from aligncheck.kernel.terms import (
    Guard,
    Op,
)  # fmt: skip
from aligncheck.kernel.types import (
    INT,
    NAT,
    NUMERIC,
    REAL,
)  # fmt: skip
from aligncheck.kernel.typing import join, unsubset
from aligncheck.syntax import tree


def numbers(ctx: Context, term: tree.Apply) -> list[Typed]:
    values = ctx.all([lambda item=item: ctx.typed(item) for item in term.arguments])  # type: ignore[misc]
    for value, written in zip(values, term.arguments, strict=True):
        kind = unsubset(ctx.resolve(value.type))
        if is_unknown(kind):
            unify(ctx, kind, REAL)
        elif kind not in NUMERIC:
            raise ctx.fail(
                TypeMismatch(written.span, written.span.text, show_type(ctx, value.type), "a number")
            )
    return [Typed(value.term, unsubset(ctx.resolve(value.type))) for value in values]


def numeric(ctx: Context, term: tree.Apply) -> Typed:
    """abs, sign, min, max, exp, log, sqrt."""
    word = term.function.text if isinstance(term.function, tree.Name) else ""
    values = numbers(ctx, term)
    terms = tuple(value.term for value in values)
    match word:
        case "abs":
            return Typed(Op("abs", terms), NAT if values[0].type == INT else values[0].type)
        case "sign":
            return Typed(Op("sign", terms), INT)
        case "min":
            return Typed(Op("min", terms), join([value.type for value in values]))
        case "max":
            return Typed(Op("max", terms), join([value.type for value in values]))
        case "exp":
            return Typed(Op("exp", terms), REAL)
        case "log":
            return Typed(Guard(less(number(0), terms[0]), Op("log", terms)), REAL)
        case _:
            return Typed(Guard(at_most(number(0), terms[0]), Op("sqrt", terms)), REAL)
