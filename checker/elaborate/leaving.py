"""Whether an index stays in its range: for all values of the loops around (then nothing is asked), surely not for
some of them (then that is a finding, with the values), or neither (then it is a condition of what is said)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligncheck.elaborate.context import Context, Supposed
from aligncheck.elaborate.indices import Leaving, Loop, Use, index_text, present
from aligncheck.elaborate.integers import (
    Linear,
    constant,
    contrary,
    impossible,
    plus,
    smallest,
    times,
    variable,
)
from aligncheck.elaborate.meanings import ConstEntity, ValueEntity
from aligncheck.elaborate.regions import (
    UNTOLD,
    Branch,
    Region,
    both,
    complement,
    condition,
    empty,
    put,
    region,
    shown,
    values_of,
)
from aligncheck.kernel.terms import FALSE, Const, Term, Var
from aligncheck.kernel.types import NAT, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.records import dataclass
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.names import nodes

_MOST_CORNERS = 24


@dataclass(frozen=True, slots=True)
class Offence:
    """Where an index leaves: the values of the loops around, over symbols, by key; and the smallest numbers at
    which it does, for all names."""

    where: dict[str, Linear]
    example: dict[str, int]


def around(ctx: Context) -> Region:
    """What holds of the loops around and of what is written before: premises, conditions, `where`."""
    loops = [put(loop.region, present(ctx.loops)) for loop in ctx.loops if loop.values is None]
    return both(*loops, *(told(each) for each in ctx.supposed if not each.assumed))


def told(supposed: Supposed) -> Region:
    """What something supposed says of integers."""
    return condition(supposed.formula, supposed.truth)


def symbols(ctx: Context, *regions: Region) -> Region:
    """What the types of the symbols in the regions say of them."""
    keys = {loop.key for loop in ctx.loops}
    told: list[Region] = []
    for name in sorted(_names(regions) - keys):
        entity = ctx.find(name)
        if isinstance(entity, (ConstEntity, ValueEntity)) and isinstance(entity.term, (Const, Var)):
            told.append(values_of(entity.term))
    return both(*told)


def _names(regions: Sequence[Region]) -> set[str]:
    return {name for each in regions for branch in each.branches for row in branch for name in row.names}


def unreachable(ctx: Context) -> bool:
    """Whether what is being read is never asked."""
    here = around(ctx)
    return empty(both(here, symbols(ctx, here)))


def stays(ctx: Context, wanted: Region) -> bool:
    """Whether the region holds whatever values the loops around take."""
    here = around(ctx)
    outside = complement(wanted)
    return outside.exact and empty(both(here, symbols(ctx, here, wanted), outside))


def leaves(ctx: Context, wanted: Region, index: Linear) -> Offence | None:
    """Values of the loops around at which the region does not hold, whatever the symbols are (but for 0, where
    a range may be empty); None where no such are known, or a condition around may exclude them."""
    loops = [loop for loop in ctx.loops if loop.values is None]
    if not wanted.exact or _guarded(ctx, loops, index):
        return None
    here = around(ctx)
    assumed = both(*(told(each) for each in ctx.supposed if each.assumed))
    types = both(symbols(ctx, here, wanted, assumed), assumed)
    outside = complement(wanted)
    keys = [loop.key for loop in loops]
    generic = _generic(ctx, _names((here, wanted)) - set(keys))
    for branch in here.branches:
        for beyond in outside.branches:
            for corner in _corners(branch, beyond, keys):
                if _surely_out(corner, branch, here, wanted, generic):
                    example = _example(both(types, region(*branch), region(*beyond)), keys)
                    if example is not None:
                        return Offence(corner, example)
    return None


def noted(
    ctx: Context,
    family: str,
    index: tuple[Linear, ...] | None,
    wanted: Region,
    span: Span,
    kinds: tuple[Type, ...] = (NAT,),
) -> None:
    """Keep a member, or a natural number, as it is named here."""
    types = symbols(ctx, wanted, *(loop.region for loop in ctx.loops))
    partial = any(loop.narrowed for loop in ctx.loops) or any(not each.assumed for each in ctx.supposed)
    use = Use(family, index, wanted, types, span, ctx.part, ctx.statement, tuple(ctx.loops), partial, kinds)
    ctx.uses[span, ctx.part] = use


def number_noted(ctx: Context, index: Linear | None, span: Span) -> None:
    """Keep a number that must be natural: a step, a count."""
    noted(ctx, "", None if index is None else (index,), UNTOLD if index is None else region(index), span)


def leave(ctx: Context, problem: Leaving, index: Linear | None) -> Term:
    """The problem is told at the end of the innermost loop that the index is made from (any loop, if it is not
    understood); without one, now. What is said of such a member is never so."""
    for loop in reversed(ctx.loops):
        if index is None or loop.key in index.names:
            loop.leaving.append(problem)
            return FALSE
    raise ctx.fail(problem)


def reached(
    ctx: Context, indices: Sequence[Linear | None], offence: Offence | None = None
) -> tuple[tuple[str, str], ...]:
    """The values of the loops that indices are made from, as they are written: those where one leaves, and the
    present ones of unrolled loops. Of an index that is not understood, all that are unrolled."""
    made = {name for index in indices if index is not None for name in index.names}
    values: list[tuple[str, str]] = []
    for loop in ctx.loops:
        if None not in indices and loop.key not in made:
            continue
        if loop.values is not None:
            values.append((loop.name.text, index_text(loop.value, loop.kind)))
        elif offence is not None and loop.key in offence.where:
            values.append((loop.name.text, shown(offence.where[loop.key])))
    return tuple(values)


def example_values(offence: Offence, place: Linear) -> tuple[tuple[str, str], ...]:
    """The symbols of the smallest case, where the values or the index there speak of any."""
    spoken = {name for value in (*offence.where.values(), place.put(offence.where)) for name in value.names}
    return tuple((name, str(value)) for name, value in offence.example.items() if name in spoken)


def _guarded(ctx: Context, loops: Sequence[Loop], index: Linear) -> bool:
    """Whether something that is not understood may exclude values of the loops that the index is made from. That
    a member at the same index has a property is no such condition: it has one at every index."""
    inside = [loop for loop in loops if loop.key in index.names]
    names = {loop.name.text for loop in inside}
    return any(not loop.region.exact for loop in inside) or any(
        not told(each).exact and not names.isdisjoint(_plain_names(ctx, each.written))
        for each in ctx.supposed
        if not each.assumed
    )


def _plain_names(ctx: Context, written: tree.Term) -> Iterator[str]:
    """The names in a formula that do not stand in an index."""
    for node in nodes(written, lambda node: not _takes_index(ctx, node)):
        if isinstance(node, tree.Name):
            yield node.text


def _takes_index(ctx: Context, node: tree.Node) -> bool:
    if isinstance(node, tree.Index):
        return True
    if not isinstance(node, tree.Apply) or not isinstance(node.function, tree.Name):
        return False
    entity = ctx.find(node.function.text)
    return isinstance(entity, ConstEntity) and entity.word == "sequence"


def _generic(ctx: Context, names: set[str]) -> Branch:
    """Natural symbols that are not 0."""
    rows: list[Linear] = []
    for name in sorted(names):
        entity = ctx.find(name)
        if isinstance(entity, (ConstEntity, ValueEntity)) and unsubset(entity.type) == NAT:
            rows.append(plus(variable(name), constant(-1)))
    return tuple(rows)


def _corners(branch: Branch, beyond: Branch, keys: Sequence[str]) -> Iterator[dict[str, Linear]]:
    """Values of the loops, over symbols, at which some of their ends meet."""
    rows = [*branch, *beyond]
    running = [*keys, *sorted({n for row in rows for n in row.names if "#" in n})]
    for count, corner in enumerate(_solved(rows, running)):
        if count == _MOST_CORNERS:
            return
        yield corner


def _solved(rows: Sequence[Linear], keys: Sequence[str]) -> Iterator[dict[str, Linear]]:
    """Each key at one of its ends, innermost first, and the others so that it is theirs too."""
    if not keys:
        yield {}
        return
    for key in reversed(keys):
        ends = [_end(row, key) for row in rows if abs(row.of(key)) == 1]
        if not ends:
            continue
        rest = [each for each in keys if each != key]
        for end in dict.fromkeys(ends):
            for others in _solved([row.put({key: end}) for row in rows], rest):
                yield {key: end.put(others), **others}
        return


def _end(row: Linear, key: str) -> Linear:
    """Where the constraint just holds."""
    rest = Linear(tuple((name, c) for name, c in row.terms if name != key), row.constant)
    return times(-row.of(key), rest)


def _surely_out(
    corner: dict[str, Linear], branch: Branch, here: Region, wanted: Region, generic: Branch
) -> bool:
    """Whether for all symbols the corner is one of the values and out of the region, or there are no values."""
    facts = [row.put(corner) for row in branch]
    if impossible([*generic, *facts]):
        return False
    for row in facts:
        missed = [*generic, contrary(row)]
        if not impossible(missed) and not all(impossible([*missed, *other]) for other in here.branches):
            return False
    return all(
        impossible([*generic, *facts, *(row.put(corner) for row in inside)]) for inside in wanted.branches
    )


def _example(out: Region, keys: Sequence[str]) -> dict[str, int] | None:
    """The smallest symbols at which the index leaves, and the values of the loops there."""
    for branch in out.branches:
        names = {name for row in branch for name in row.names}
        order = [*sorted(names - set(keys)), *(key for key in keys if key in names)]
        found = smallest(branch, order)
        if found is not None:
            return found
    return None
