"""Families: C[i in 0..2]: Frame. A member is made where it is mentioned, and its index is checked there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from aligncheck.elaborate.coercion import guarded
from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.indices import index_term, index_text, literal_int, written_linear
from aligncheck.elaborate.meanings import Bundle, FamilyEntity, LargeType, Meaning, Typed, ValueEntity
from aligncheck.elaborate.problems import WrongIndexCount
from aligncheck.elaborate.ranges import all_values, limits, range_of, surely_some
from aligncheck.elaborate.structures import new_bundle
from aligncheck.elaborate.within import Named, note, within, written_texts
from aligncheck.kernel.build import apply, conj, equal
from aligncheck.kernel.splitting import inhabited
from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.terms import Const, If, Lam, Proj, Term, Var
from aligncheck.kernel.traversal import is_type, walk
from aligncheck.kernel.types import INT, NAT, Base, Enum, Fun, Prod, Sub, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree


def family_member(ctx: Context, family: FamilyEntity, term: tree.Index) -> Meaning:
    """The member at the indices written: a structure of its own, or a value."""
    if len(term.indices) != len(family.indices):
        wanted = len(family.indices)
        raise ctx.fail(WrongIndexCount(term.span, family.name, wanted, len(term.indices), family.span))
    pairs = zip(term.indices, range_of(ctx, family).kinds, strict=True)
    indices = ctx.all([lambda item=item, kind=kind: _index(ctx, item, kind) for item, kind in pairs])  # type: ignore[misc]
    named = Named(family, term, tuple(indices), tuple(written_linear(ctx, item) for item in term.indices))
    note(ctx, named)
    conditions: list[Term] = []
    scope: dict[str, ValueEntity] = {}
    for at, (binder, index) in enumerate(zip(family.indices, indices, strict=True)):
        name = binder.names[0]
        with ctx.scope(scope):
            conditions.append(within(ctx, named, at))
        scope[name.text] = ValueEntity(name.text, name.span, index.term, index.type)
    with ctx.scope(scope), _told_before(ctx):
        kind = ctx.as_large(family.member)
    return _member(ctx, family, indices, kind, conj(*conditions), term)


@contextmanager
def _told_before(ctx: Context) -> Iterator[None]:
    """Indices in the type of a member were looked at where the family is declared; one of a member that does not
    exist means nothing."""
    problems, uses = list(ctx.problems), dict(ctx.uses)
    leaving = [(loop, len(loop.leaving)) for loop in ctx.loops]
    try:
        yield
    finally:
        new = [each for each in ctx.problems if each not in problems and each.code[:2] != "A4"]
        ctx.problems[:] = [*problems, *new]
        ctx.uses = uses
        for loop, count in leaving:
            del loop.leaving[count:]


def _index(ctx: Context, term: tree.Term, kind: Type) -> Typed:
    if isinstance(kind, Enum):
        return Typed(ctx.check(term, kind), kind)
    value = ctx.typed(term)
    if unsubset(ctx.resolve(value.type)) in (NAT, INT):
        folded = literal_int(value.term)
        return value if folded is None else Typed(index_term(folded, INT), NAT if folded >= 0 else INT)
    return Typed(ctx.check(term, INT), INT)


def _member(
    ctx: Context,
    family: FamilyEntity,
    at: Sequence[Typed],
    kind: Type | LargeType,
    within: Term,
    term: tree.Index,
) -> Meaning:
    indices = tuple(index.term for index in at)
    texts = written_texts(at)
    literal = texts is not None
    name = f"{family.name}[{', '.join(texts)}]" if texts is not None else family.name
    if isinstance(kind, LargeType):
        bundle, _ = new_bundle(ctx, name, kind, symbols=True)
        if not literal:
            bundle = _at_index(bundle, indices, term.span.text)
            ctx.own(bundle)
        return bundle
    if literal and (depends_on_member(kind, indices) or range_of(ctx, family).written_out):
        return Typed(Const(name, kind), kind)
    if not depends_on_member(kind, indices):
        listed = _listed(ctx, family, at, kind)
        if listed is not None:
            return Typed(guarded(within, listed), kind)
        function = Const(family.name, Fun(_domain(ctx, family, kind, term), kind))
        return Typed(guarded(within, apply(function, *indices)), kind)
    return Typed(guarded(within, Const(name, kind, indices)), kind)


def _domain(ctx: Context, family: FamilyEntity, kind: Type, term: tree.Index) -> Type:
    """What the family is a function of: all integers, as its members are named within its ranges only; but
    those within the ranges where they may be empty, and a type of members may be too."""
    kinds = range_of(ctx, family).kinds
    count = len(kinds)
    whole: Type = kinds[0] if count == 1 else Prod(kinds)
    if inhabited(kind) or surely_some(ctx, family):
        return whole
    var = Var(ctx.var_name("i"), whole)
    places: list[Term] = [var] if count == 1 else [Proj(var, at) for at in range(count)]
    conditions: list[Term] = []
    scope: dict[str, ValueEntity] = {}
    for binder, place, kind_of in zip(family.indices, places, kinds, strict=True):
        name = binder.names[0]
        with ctx.scope(scope):
            conditions.extend(limits(ctx, binder, place, kind_of))
        scope[name.text] = ValueEntity(name.text, name.span, place, kind_of)
    return Sub(whole, Lam(var, conj(*conditions)))


def _listed(ctx: Context, family: FamilyEntity, at: Sequence[Typed], kind: Type) -> Term | None:
    """A member of a family whose range is written out, at an index that is not: one case for each."""
    values = all_values(ctx, family, 0) if len(at) == 1 else None
    if not values:
        return None
    kind_of = range_of(ctx, family).kinds[0]
    members = [Const(f"{family.name}[{index_text(value, kind_of)}]", kind) for value in values]
    term: Term = members[-1]
    for value, member in reversed([*zip(values[:-1], members[:-1], strict=True)]):
        term = If(equal(at[0].term, index_term(value, kind_of), kind_of), member, term)
    return term


def _at_index(bundle: Bundle, indices: tuple[Term, ...], text: str) -> Bundle:
    """The parts of a structure, as those of the member at indices that are not written out."""
    sorts = {p.name: Base(p.name, indices) for p in bundle.parts.values() if isinstance(p, Base)}
    parts: dict[str, Type | Term] = {}
    for name, part in bundle.parts.items():
        if isinstance(part, Base):
            parts[name] = sorts[part.name]
        elif isinstance(part, Const):
            parts[name] = Const(part.name, substitute(part.type, {}, sorts), indices)
        elif is_type(part):
            parts[name] = part
    return Bundle(bundle.structure, bundle.arguments, parts, text)


def depends_on_member(type: Type, indices: tuple[Term, ...]) -> bool:
    """Whether a type speaks of a member of a family, so that each member of this one has its own type."""
    names = frozenset().union(*(free_names(index) for index in indices)) if indices else frozenset()
    return bool(free_names(type) & names) or any(
        isinstance(node, Base) and (node.index or "[" in node.name) for node in walk(type)
    )


def members(ctx: Context, family: FamilyEntity) -> list[Term]:
    """The members of a family of values whose ranges are written out; of any other of one index, its first."""
    found: list[Term] = []
    for indices in _places(ctx, family, {}):
        span = family.span
        written = tree.Index(tree.Name(family.name, span=span), indices, span=span)
        before, uses = list(ctx.problems), dict(ctx.uses)
        try:
            meaning = family_member(ctx, family, written)
        except Failed:
            continue
        finally:
            ctx.problems[:], ctx.uses = before, uses
        if isinstance(meaning, Typed):
            found.append(meaning.term)
    return found


def _places(
    ctx: Context, family: FamilyEntity, before: dict[str, ValueEntity]
) -> list[tuple[tree.Term, ...]]:
    """All indices, as written terms."""
    binder = family.indices[len(before)]
    with ctx.scope(before):
        values = all_values(ctx, family, len(before))
    kind = range_of(ctx, family).kinds[len(before)]
    if values is None:
        first = binder.among
        return [(first.low,)] if len(family.indices) == 1 and isinstance(first, tree.Range) else []
    places: list[tuple[tree.Term, ...]] = []
    for value in values:
        text = index_text(value, kind)
        place: tree.Term = tree.Numeral(text, span=binder.span)
        if isinstance(kind, Enum):
            place = tree.Name(text, span=binder.span)
        if len(before) + 1 == len(family.indices):
            places.append((place,))
            continue
        name = binder.names[0]
        scope = {**before, name.text: ValueEntity(name.text, name.span, index_term(value, kind), kind)}
        places += [(place, *rest) for rest in _places(ctx, family, scope)]
    return places
