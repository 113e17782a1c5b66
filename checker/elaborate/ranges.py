"""The range of a family: which indices it has, as regions over a key for each index and as core conditions."""

from __future__ import annotations

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.indices import among, element_kind, index_term, written_out
from aligncheck.elaborate.integers import constant, smallest, variable
from aligncheck.elaborate.leaving import symbols
from aligncheck.elaborate.meanings import FamilyEntity, ValueEntity
from aligncheck.elaborate.regions import ANYWHERE, Region, both, condition, empty, put, values_of
from aligncheck.kernel.build import at_most
from aligncheck.kernel.terms import Term, Var
from aligncheck.kernel.types import INT, NAT, Enum, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.records import dataclass
from aligncheck.syntax import tree


@dataclass(frozen=True, slots=True)
class FamilyRange:
    """For each index of a family: its key, what it is, and where it lies, given the indices before it."""

    keys: tuple[str, ...]
    kinds: tuple[Type, ...]
    regions: tuple[Region, ...]

    @property
    def written_out(self) -> bool:
        """Whether no bound has a symbol in it."""
        names = {n for each in self.regions for branch in each.branches for row in branch for n in row.names}
        return all(each.exact for each in self.regions) and all(n in self.keys or "#" in n for n in names)


def range_of(ctx: Context, family: FamilyEntity) -> FamilyRange:
    """The range, worked out once."""
    if family.span not in ctx.ranges:
        ctx.ranges[family.span] = _range_of(ctx, family)
    return ctx.ranges[family.span]


def _range_of(ctx: Context, family: FamilyEntity) -> FamilyRange:
    kinds = [_kind(ctx, binder) for binder in family.indices]
    keys = [f"{family.name}·{binder.names[0].text}" for binder in family.indices]
    found: list[Region] = []
    scope: dict[str, ValueEntity] = {}
    for binder, kind, key in zip(family.indices, kinds, keys, strict=True):
        name, index = binder.names[0], Var(key, kind)
        with ctx.scope(scope):
            found.append(_region(ctx, binder, index))
        scope[name.text] = ValueEntity(name.text, name.span, index, kind)
    return FamilyRange(tuple(keys), tuple(kinds), tuple(found))


def _kind(ctx: Context, binder: tree.Binder) -> Type:
    """What an index of the family is: a member of an enumeration, or an integer."""
    if binder.among is not None:
        return element_kind(ctx, binder.among) or INT
    bare = unsubset(ctx.resolve(ctx.as_type(binder.type))) if binder.type is not None else INT
    return bare if isinstance(bare, Enum) else INT


def _region(ctx: Context, binder: tree.Binder, index: Var) -> Region:
    if binder.among is not None:
        return both(values_of(index), among(ctx, variable(index.name), binder.among, index.type))
    return ANYWHERE if binder.type is None else values_of(Var(index.name, ctx.as_type(binder.type)))


def has(range: FamilyRange, at: int, values: tuple[int | None, ...]) -> bool | None:
    """Whether the range lets an index have its value; None where a symbol, or an index that is not written out,
    tells."""
    known = {key: constant(value) for key, value in zip(range.keys, values, strict=True) if value is not None}
    region = put(range.regions[at], known)
    names = [{name for row in branch for name in row.names} for branch in region.branches]
    if not region.exact or any("#" not in name for each in names for name in each):
        return None
    return any(
        smallest(branch, sorted(each)) is not None
        for branch, each in zip(region.branches, names, strict=True)
    )


def all_values(ctx: Context, family: FamilyEntity, at: int) -> tuple[int, ...] | None:
    """Every value of an index, where it is written out."""
    binder, kind = family.indices[at], range_of(ctx, family).kinds[at]
    if binder.among is not None:
        return written_out(ctx, binder.among, kind)
    return tuple(range(len(kind.members))) if isinstance(kind, Enum) else None


def limits(ctx: Context, binder: tree.Binder, index: Term, kind: Type) -> list[Term]:
    """The conditions for an index to be one of the family's."""
    if isinstance(binder.among, tree.Range):
        low, high = ctx.check(binder.among.low, INT), ctx.check(binder.among.high, INT)
        return [at_most(low, index), at_most(index, high)]
    if binder.among is not None:
        place = tree.Name("·", span=binder.span)
        with ctx.scope({place.text: ValueEntity(place.text, place.span, index, kind)}):
            return [ctx.membership(place, binder.among)]
    natural = binder.type is not None and unsubset(ctx.resolve(ctx.as_type(binder.type))) == NAT
    return [at_most(index_term(0, INT), index)] if natural else []


def surely_some(ctx: Context, family: FamilyEntity) -> bool:
    """Whether the range of the family holds an index whatever its bounds are."""
    written = family.indices[0].among
    if len(family.indices) > 1 or not isinstance(written, tree.Range):
        return False
    none = condition(at_most(ctx.check(written.low, INT), ctx.check(written.high, INT)), truth=False)
    return none.exact and empty(both(symbols(ctx, none), none))
