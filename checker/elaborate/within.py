"""The indices of one member of a family, looked at where it is named: each is the family's, or is not, or is asked."""

from __future__ import annotations

from collections.abc import Sequence

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.indices import index_text, literal_int
from aligncheck.elaborate.integers import Linear
from aligncheck.elaborate.leaving import example_values, leave, leaves, noted, reached, stays, unreachable
from aligncheck.elaborate.meanings import FamilyEntity, Typed
from aligncheck.elaborate.problems import IndexMayLeave, IndexOutOfRange
from aligncheck.elaborate.ranges import has, limits, range_of
from aligncheck.elaborate.regions import UNTOLD, both, condition, linear, put, shown
from aligncheck.kernel.build import conj
from aligncheck.kernel.terms import FALSE, TRUE, Term
from aligncheck.kernel.typing import unsubset
from aligncheck.records import dataclass
from aligncheck.source import Span
from aligncheck.syntax import tree


@dataclass(frozen=True, slots=True)
class Named:
    """A member where it is named: the family, its text, its indices read, and as they are written."""

    family: FamilyEntity
    term: tree.Index
    indices: tuple[Typed, ...]
    written: tuple[Linear | None, ...]


def note(ctx: Context, named: Named) -> None:
    """Keep what is named here, once for each place."""
    if (named.term.span, ctx.part) in ctx.uses:
        return
    range = range_of(ctx, named.family)
    known = tuple(each for each in named.written if each is not None)
    index = known if len(known) == len(named.written) else None
    places = dict(zip(range.keys, known, strict=False))
    wanted = UNTOLD if index is None else put(both(*range.regions), places)
    noted(ctx, named.family.name, index, wanted, named.term.span, range.kinds)


def within(ctx: Context, named: Named, at: int) -> Term:
    """The condition for one of the indices to be the family's: TRUE if it surely is; a problem if it surely is
    not, for some values of the loops around."""
    index = named.indices[at]
    values = tuple(literal_int(each.term) for each in named.indices)
    known = has(range_of(ctx, named.family), at, values) if values[at] is not None else None
    if known is not None:
        return TRUE if known else _outside(ctx, named, at)
    asked = limits(ctx, named.family.indices[at], index.term, index.type)
    asked = [each for each in asked if not stays(ctx, condition(each))]
    place = linear(index.term)
    offence = leaves(ctx, condition(conj(*asked)), place) if asked and place is not None else None
    if offence is None or place is None:
        return conj(*asked)
    places = [linear(each.term) for each in named.indices]
    problem = IndexMayLeave(
        named.term.indices[at].span,
        named.family.name,
        ", ".join(each.span.text for each in named.term.indices),
        _range_text(named, at),
        _declared(named, at),
        reached(ctx, named.written, offence),
        ", ".join("…" if each is None else shown(each.put(offence.where)) for each in places),
        example_values(offence, place),
    )
    return leave(ctx, problem, named.written[at])


def _outside(ctx: Context, named: Named, at: int) -> Term:
    """A member that is written out and does not exist."""
    if unreachable(ctx):
        return FALSE
    texts = written_texts(named.indices) or written_texts([named.indices[at]]) or ()
    when = reached(ctx, named.written)
    span = named.term.indices[at].span
    declared, range = _declared(named, at), _range_text(named, at)
    return leave(
        ctx, IndexOutOfRange(span, named.family.name, texts, range, declared, when), named.written[at]
    )


def written_texts(indices: Sequence[Typed]) -> tuple[str, ...] | None:
    """The indices of a member that is written out."""
    values = [(literal_int(index.term), index.type) for index in indices]
    known = tuple(index_text(value, unsubset(type)) for value, type in values if value is not None)
    return known if len(known) == len(indices) else None


def _declared(named: Named, at: int) -> Span:
    binder = named.family.indices[at]
    return binder.span if binder.among is None else binder.among.span


def _range_text(named: Named, at: int) -> str:
    binder = named.family.indices[at]
    written = binder.among if binder.among is not None else binder.type
    text = binder.span.text if written is None else written.span.text
    return text if len(named.indices) == 1 else f"{binder.names[0].text} in {text}"
