"""Index terms and index sets as they are written: over the loops around and over symbols, as linear terms and
constraints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.integers import Linear, constant, solutions, times, variable
from aligncheck.elaborate.integers import plus as added
from aligncheck.elaborate.meanings import ConstEntity, GivenEntity, ValueEntity
from aligncheck.elaborate.problems import IndexMayLeave, IndexOutOfRange, NegativeIndex
from aligncheck.elaborate.regions import (
    UNTOLD,
    Region,
    at,
    between,
    both,
    complement,
    either,
    inside,
    linear,
    product,
    put,
    shown,
    values_of,
)  # fmt: skip
from aligncheck.kernel.terms import Member, Number, Term, Var
from aligncheck.kernel.types import INT, NAT, Enum, SetT, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree

_LARGEST_UNROLLED = 64


Leaving: TypeAlias = IndexOutOfRange | IndexMayLeave | NegativeIndex


@dataclass(slots=True, eq=False)
class Loop:
    """What a name runs through. `key` stands for its value in linear terms; `region` says which values it takes,
    given those of the loops around. `values`: all of them, where the loop is unrolled, and `value` the present
    one. `leaving`: members of families named inside that do not exist, one of them to be reported."""

    name: tree.Name
    key: str
    among: tree.Term | None
    region: Region
    kind: Type = INT
    values: tuple[int, ...] | None = None
    value: int = 0
    narrowed: bool = False
    leaving: list[Leaving] = field(default_factory=list)

    @property
    def place(self) -> Span:
        """Its name, by which the same loop is known when it is read again."""
        return self.name.span

    @property
    def written(self) -> Span:
        """Where its index set stands; its name, where none is written."""
        return self.place if self.among is None else self.among.span


@dataclass(frozen=True, slots=True)
class Use:
    """A member of a family named in the text. `index` and `stays` (when the member exists) are over the keys of
    the loops around, outermost first, and over symbols, of which `types` tells the types.
    `part` and `statement`: of a claim, assumed or shown, and in which formula. `partial`: a
    condition may leave out some of the values."""

    family: str
    index: tuple[Linear, ...] | None
    stays: Region
    types: Region
    span: Span
    part: str
    statement: int
    loops: tuple[Loop, ...]
    partial: bool
    kinds: tuple[Type, ...] = (NAT,)

    def text(self, index: Sequence[Linear]) -> str:
        """An index of this family as it is written."""
        pairs = zip(index, self.kinds, strict=True)
        return ", ".join(
            shown(each) if each.terms else index_text(each.constant, kind) for each, kind in pairs
        )


# ── Index terms ──


def written_linear(ctx: Context, term: tree.Term) -> Linear | None:
    """An index as it is written, over the keys of the loops around and over symbols; None if it is not linear."""
    match term:
        case tree.Numeral(text):
            return constant(int(text)) if text.isdigit() else None
        case tree.Name():
            return _named(ctx, term)
        case tree.Prefix(operator, operand) if operator.text in "-−":
            inner = written_linear(ctx, operand)
            return None if inner is None else times(-1, inner)
        case tree.Chain("add" | "times" as level, first, rest) if all(op.text in "+-−*" for op, _ in rest):
            parts = [written_linear(ctx, each) for each in (first, *(operand for _, operand in rest))]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            if level == "times":
                return product(known)
            signs = [1, *(1 if op.text == "+" else -1 for op, _ in rest)]
            return added(*(times(sign, part) for sign, part in zip(signs, known, strict=True)))
        case _:
            return None


def _named(ctx: Context, name: tree.Name) -> Linear | None:
    entity = ctx.find(name.text)
    if entity is None or isinstance(entity, GivenEntity):
        return None
    loop = next((each for each in ctx.loops if each.place == entity.span), None)
    if loop is not None:
        return variable(loop.key)
    if entity.span in ctx.lets:
        return ctx.lets[entity.span]
    return linear(entity.term) if isinstance(entity, (ConstEntity, ValueEntity)) else None


def literal_int(term: Term) -> int | None:
    """The value of a term made of integer literals, + - and *, the place of a member of an enumeration; None for
    any other."""
    value = linear(term)
    return value.constant if value is not None and not value.terms else None


def index_term(value: int, kind: Type) -> Term:
    """The number, or the member of an enumeration with that place."""
    if isinstance(kind, Enum):
        return Member(kind.members[value], kind)
    return Number(Fraction(value), NAT if value >= 0 else INT)


def index_text(value: int, kind: Type) -> str:
    """An index as it is written."""
    return kind.members[value] if isinstance(kind, Enum) else str(value)


# ── Index sets ──


def quietly(ctx: Context, step: Callable[[], Term | Type | Linear | None]) -> Term | Type | Linear | None:
    """What the step gives; None where it fails, and nothing is reported."""
    before = list(ctx.problems)
    try:
        return step()
    except Failed:
        ctx.problems[:] = before
        return None


def element_kind(ctx: Context, among: tree.Term) -> Type | None:
    """What the members of an index set are: an enumeration or INT; None for anything else."""
    if isinstance(among, tree.Range):
        return INT
    kind = quietly(ctx, lambda: ctx.typed(among).type)
    bare = unsubset(ctx.resolve(kind)) if kind is not None else None  # type: ignore[arg-type]
    element = unsubset(ctx.resolve(bare.element)) if isinstance(bare, SetT) else None
    return INT if element in (NAT, INT) else element if isinstance(element, Enum) else None


def among(ctx: Context, key: Linear, set: tree.Term, kind: Type) -> Region:
    """key ∈ set, over the keys of the loops around where the set is written out."""
    match set:
        case tree.Range(low, high):
            first, last = written_linear(ctx, low), written_linear(ctx, high)
            return UNTOLD if first is None or last is None else between(first, key, last)
        case tree.SetLiteral(items):
            values = [written_linear(ctx, item) for item in items]
            known = [value for value in values if value is not None]
            return either(*(at(key, value) for value in known)) if len(known) == len(values) else UNTOLD
        case tree.Chain("add" | "times", first, rest) if all(op.text in "∪∩∖\\" for op, _ in rest):
            found = among(ctx, key, first, kind)
            for op, operand in rest:
                other = among(ctx, key, operand, kind)
                found = _combined(op.text, found, other)
            return found
        case _:
            value = quietly(ctx, lambda: ctx.typed(set).term)
            return UNTOLD if value is None else inside(key, value, kind)  # type: ignore[arg-type]


def _combined(operator: str, one: Region, other: Region) -> Region:
    if operator == "∪":
        return either(one, other)
    return both(one, other if operator == "∩" else complement(other))


def written_out(ctx: Context, set: tree.Term, kind: Type = INT) -> tuple[int, ...] | None:
    """The values of an index set without symbols, at the present values of the loops around: in the order of
    writing where they are listed, else from the least; None for any other set."""
    key = Var("·", kind)
    found = both(values_of(key), put(among(ctx, variable(key.name), set, kind), present(ctx.loops)))
    if not found.exact or any(_symbols(each.names) for branch in found.branches for each in branch):
        return None
    values: list[int] = []
    for branch in found.branches:
        names = sorted({name for each in branch for name in each.names}, key=lambda name: name != key.name)
        if key.name not in names:
            return None
        some = solutions(branch, names, _LARGEST_UNROLLED)
        if some is None:
            return None
        values.extend(each[key.name] for each in some)
    return tuple(dict.fromkeys(values if isinstance(set, tree.SetLiteral) else sorted(values)))


def _symbols(names: frozenset[str]) -> bool:
    return any(name != "·" and "#" not in name for name in names)


def present(loops: Sequence[Loop]) -> Mapping[str, Linear]:
    """The present values of unrolled loops."""
    return {loop.key: constant(loop.value) for loop in loops if loop.values is not None}
