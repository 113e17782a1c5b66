"""Which way is better: the direction that an objective gives to what is made of its values. It is turned by a minus,
and kept by positive factors, sums, means, limits and increasing functions. What is maximized and what is minimized
do not meet in one sum or comparison unless one of them is turned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.meanings import ConstEntity, Orientation
from aligncheck.elaborate.problems import MixedOrientation, WorstTaken
from aligncheck.kernel.terms import App, Best, BigSum, Const, Guard, If, Lam, Lim, Number, Op, Term
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class Lean:
    """A value of an objective in a sum: `at` is the term, and `sign` is -1 if it is subtracted."""

    name: str
    way: Orientation
    sign: int
    at: Term

    @property
    def good(self) -> int:
        """1 if more of the sum is better for the objective, else -1."""
        return self.sign if self.way == "maximize" else -self.sign


def leans(ctx: Context, term: Term) -> tuple[Lean, ...]:
    """The values of objectives that a number adds up, each with its direction. None are seen where the direction is
    not known: in products of objectives, under factors of unknown sign, in absolute values."""
    if not any(isinstance(e, ConstEntity) and e.orientation for e in ctx.shared.names.values()):
        return ()
    return tuple(_leans(ctx, ctx.zonk(term), 1))


def _leans(ctx: Context, term: Term, sign: int) -> Iterator[Lean]:
    match term:
        case Op("add" | "max" | "min", items):
            for item in items:
                yield from _leans(ctx, item, sign)
        case Op("neg", (inner,)):
            yield from _leans(ctx, inner, -sign)
        case Op("exp" | "log" | "sqrt" | "sign", (inner,)):
            yield from _leans(ctx, inner, sign)
        case Op("mul", items):
            yield from _of_product(ctx, items, sign)
        case Op("div", (inner, Number(value))) if value:
            yield from _leans(ctx, inner, sign if value > 0 else -sign)
        case BigSum(_, _, body) | Lim(_, body) | Best(_, _, _, body) | Guard(_, body) | Lam(_, body):
            yield from _leans(ctx, body, sign)
        case If(_, then, otherwise):
            yield from _leans(ctx, then, sign)
            yield from _leans(ctx, otherwise, sign)
        case App() | Const():
            yield from _of_value(ctx, term, sign)


def _of_product(ctx: Context, items: Sequence[Term], sign: int) -> Iterator[Lean]:
    """One factor has the direction, if the others are positive numbers or weights."""
    rest: list[Term] = []
    for item in items:
        if isinstance(item, Number):
            sign = sign if item.value > 0 else -sign if item.value < 0 else 0
        elif not _is_weight(ctx, item):
            rest.append(item)
    if len(rest) == 1 and sign:
        yield from _leans(ctx, rest[0], sign)


def _is_weight(ctx: Context, term: Term) -> bool:
    """Whether a factor is a value of a distribution."""
    head = term.function if isinstance(term, App) else term
    entity = ctx.shared.names.get(head.name) if isinstance(head, Const) else None
    return isinstance(entity, ConstEntity) and entity.word == "distribution"


def _of_value(ctx: Context, term: Term, sign: int) -> Iterator[Lean]:
    head = term
    while isinstance(head, App):
        head = head.function
    entity = ctx.shared.names.get(head.name) if isinstance(head, Const) else None
    if isinstance(entity, ConstEntity) and entity.term == head and entity.orientation is not None:
        yield Lean(entity.name, entity.orientation, sign, term)


def check_sum(ctx: Context, terms: Sequence[Term], span: Span) -> None:
    """Report a sum in which more of a maximized and more of a minimized objective count alike."""
    found = [lean for term in terms for lean in leans(ctx, term)]
    up = [lean for lean in found if lean.way == "maximize"]
    down = [lean for lean in found if lean.way == "minimize"]
    if not up or not down:
        return
    signs, others = {lean.sign for lean in up}, {lean.sign for lean in down}
    if len(signs) == len(others) == 1:
        clash = (up[0], down[0]) if signs == others else None
    else:
        # Differences: what counts at one and the same argument.
        clash = next(
            ((a, b) for a in up for b in down if _argument(a) == _argument(b) and a.sign == b.sign), None
        )
    if clash is not None:
        raise ctx.fail(MixedOrientation(span, clash[0].name, clash[1].name))


def _argument(lean: Lean) -> Term | None:
    return lean.at.argument if isinstance(lean.at, App) else None


def check_comparison(ctx: Context, left: Term, right: Term, span: Span) -> None:
    """Report a comparison of something that is the better the greater with something that is the better the less."""
    sides = leans(ctx, left), leans(ctx, right)
    if {lean.good for side in sides for lean in side} != {1, -1}:
        return
    if all(len({lean.good for lean in side}) == 1 for side in sides):
        both = {lean.way: lean.name for side in sides for lean in side}
        if len(both) == 2:
            raise ctx.fail(MixedOrientation(span, both["maximize"], both["minimize"]))


def preferred(ctx: Context, left: Term, right: Term) -> Literal["greater", "less"] | None:
    """Which of two numbers is the better one, by the objectives in them; None if there is none. What is a difference of
    values of one objective is taken as what it is subtracted from."""
    found = [*leans(ctx, left), *leans(ctx, right)]
    goods = {lean.good for lean in found}
    if not goods:
        return None
    if len(goods) == 2:
        return "greater" if found[0].way == "maximize" else "less"
    return "greater" if goods == {1} else "less"


def check_best(ctx: Context, kind: Literal["argmax", "argmin"], body: Term, span: Span) -> None:
    """Report where what is worst by the orientation of an objective is chosen."""
    found = leans(ctx, body)
    goods = {lean.good for lean in found}
    if goods == ({-1} if kind == "argmax" else {1}):
        ctx.report(WorstTaken(span, kind, found[0].name, found[0].way))
