"""Families: C[i in 0..2]: Frame. A member is made where it is mentioned, and its index is checked there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from aligncheck.elaborate.coercion import guarded
from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.indices import (
    Use,
    among,
    element_kind,
    index_term,
    index_text,
    literal_int,
    written_linear,
    written_out,
)  # fmt: skip
from aligncheck.elaborate.integers import Linear, variable
from aligncheck.elaborate.leaving import (
    example_values,
    leave,
    leaves,
    noted,
    reached,
    stays,
    symbols,
    unreachable,
)  # fmt: skip
from aligncheck.elaborate.meanings import Bundle, FamilyEntity, LargeType, Meaning, Typed, ValueEntity
from aligncheck.elaborate.problems import IndexMayLeave, IndexOutOfRange, WrongIndexCount
from aligncheck.elaborate.regions import (
    ANYWHERE,
    UNTOLD,
    Region,
    both,
    condition,
    empty,
    linear,
    put,
    shown,
    values_of,
)
from aligncheck.elaborate.structures import new_bundle
from aligncheck.kernel.build import apply, at_most, conj, equal
from aligncheck.kernel.splitting import inhabited
from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.terms import FALSE, TRUE, Const, If, Lam, Proj, Term, Var
from aligncheck.kernel.traversal import is_type, walk
from aligncheck.kernel.types import INT, NAT, Base, Enum, Fun, Prod, Sub, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree


def family_member(ctx: Context, family: FamilyEntity, term: tree.Index) -> Meaning:
    """The member at the indices written: a structure of its own, or a value."""
    if len(term.indices) != len(family.indices):
        wanted = len(family.indices)
        raise ctx.fail(WrongIndexCount(term.span, family.name, wanted, len(term.indices), family.span))
    kinds = [_kind(ctx, binder) for binder in family.indices]
    steps = [
        lambda item=item, kind=kind: _index(ctx, item, kind)
        for item, kind in zip(term.indices, kinds, strict=True)
    ]
    indices = ctx.all(steps)
    written = [written_linear(ctx, item) for item in term.indices]
    ctx.uses.append(_use(ctx, family, term, kinds, written))
    conditions: list[Term] = []
    scope: dict[str, ValueEntity] = {}
    for at, (binder, index) in enumerate(zip(family.indices, indices, strict=True)):
        name = binder.names[0]
        with ctx.scope(scope):
            conditions.append(_within(ctx, family, term, indices, written, at))
        scope[name.text] = ValueEntity(name.text, name.span, index.term, index.type)
    with ctx.scope(scope), _told_before(ctx):
        kind = ctx.as_large(family.member)
    return _member(ctx, family, indices, kind, conj(*conditions), term)


@contextmanager
def _told_before(ctx: Context) -> Iterator[None]:
    """Indices in the type of a member were looked at where the family is declared; one of a member that does not
    exist means nothing."""
    problems, uses = list(ctx.problems), len(ctx.uses)
    leaving = [(loop, len(loop.leaving)) for loop in ctx.loops]
    try:
        yield
    finally:
        new = [each for each in ctx.problems if each not in problems and each.code[:2] != "A4"]
        ctx.problems[:] = [*problems, *new]
        del ctx.uses[uses:]
        for loop, count in leaving:
            del loop.leaving[count:]


def _kind(ctx: Context, binder: tree.Binder) -> Type:
    """What an index of the family is: a member of an enumeration, or an integer."""
    if binder.among is not None:
        return element_kind(ctx, binder.among) or INT
    bare = unsubset(ctx.resolve(ctx.as_type(binder.type))) if binder.type is not None else INT
    return bare if isinstance(bare, Enum) else INT


def _index(ctx: Context, term: tree.Term, kind: Type) -> Typed:
    if isinstance(kind, Enum):
        return Typed(ctx.check(term, kind), kind)
    value = ctx.typed(term)
    if unsubset(ctx.resolve(value.type)) in (NAT, INT):
        folded = literal_int(value.term)
        return value if folded is None else Typed(index_term(folded, INT), NAT if folded >= 0 else INT)
    return Typed(ctx.check(term, INT), INT)


def _use(
    ctx: Context,
    family: FamilyEntity,
    term: tree.Index,
    kinds: Sequence[Type],
    written: Sequence[Linear | None],
) -> Use:
    """The member as it is named here."""
    known = tuple(each for each in written if each is not None)
    index = known if len(known) == len(written) else None
    keys = [f"{family.name}·{binder.names[0].text}" for binder in family.indices]
    inside = (
        UNTOLD if index is None else put(_range_of(ctx, family, kinds), dict(zip(keys, known, strict=True)))
    )
    return noted(ctx, family.name, index, inside, term.span, tuple(kinds))


def _range_of(ctx: Context, family: FamilyEntity, kinds: Sequence[Type]) -> Region:
    """Where the indices of a family lie, over a key for each."""
    found: list[Region] = []
    scope: dict[str, ValueEntity] = {}
    for binder, kind in zip(family.indices, kinds, strict=True):
        name = binder.names[0]
        key = Var(f"{family.name}·{name.text}", kind)
        with ctx.scope(scope):
            found.append(_values(ctx, binder, key))
        scope[name.text] = ValueEntity(name.text, name.span, key, kind)
    return both(*found)


def _values(ctx: Context, binder: tree.Binder, index: Var) -> Region:
    if binder.among is not None:
        return both(values_of(index), among(ctx, variable(index.name), binder.among, index.type))
    if binder.type is None:
        return ANYWHERE
    return values_of(Var(index.name, ctx.as_type(binder.type)))


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
    if literal and (depends_on_member(kind, indices) or _written_out(ctx, family)):
        return Typed(Const(name, kind), kind)
    if not depends_on_member(kind, indices):
        listed = _listed(ctx, family, at, kind)
        if listed is not None:
            return Typed(guarded(within, listed), kind)
        function = Const(family.name, Fun(_domain(ctx, family, kind, term), kind))
        return Typed(guarded(within, apply(function, *indices)), kind)
    return Typed(guarded(within, Const(name, kind, indices)), kind)


def written_texts(indices: Sequence[Typed]) -> tuple[str, ...] | None:
    """The indices of a member that is written out."""
    values = [(literal_int(index.term), index.type) for index in indices]
    known = tuple(index_text(value, unsubset(type)) for value, type in values if value is not None)
    return known if len(known) == len(indices) else None


def _domain(ctx: Context, family: FamilyEntity, kind: Type, term: tree.Index) -> Type:
    """What the family is a function of: all integers, as its members are named within its ranges only; but
    those within the ranges where they may be empty, and a type of members may be too."""
    kinds = [_kind(ctx, binder) for binder in family.indices]
    count = len(kinds)
    whole: Type = kinds[0] if count == 1 else Prod(tuple(kinds))
    if inhabited(kind) or _surely_some(ctx, family):
        return whole
    var = Var(ctx.var_name("i"), whole)
    places: list[Term] = [var] if count == 1 else [Proj(var, at) for at in range(count)]
    conditions: list[Term] = []
    scope: dict[str, ValueEntity] = {}
    for binder, place, kind_of in zip(family.indices, places, kinds, strict=True):
        name = binder.names[0]
        with ctx.scope(scope):
            conditions.extend(_limits(ctx, binder, place, kind_of))
        scope[name.text] = ValueEntity(name.text, name.span, place, kind_of)
    return Sub(whole, Lam(var, conj(*conditions)))


def _surely_some(ctx: Context, family: FamilyEntity) -> bool:
    """Whether the range of the family holds an index whatever its bounds are."""
    among = family.indices[0].among
    if len(family.indices) > 1 or not isinstance(among, tree.Range):
        return False
    none = condition(at_most(ctx.check(among.low, INT), ctx.check(among.high, INT)), truth=False)
    return none.exact and empty(both(symbols(ctx, none), none))


def _written_out(ctx: Context, family: FamilyEntity) -> bool:
    """Whether no range of the family has a symbolic bound (one may depend on an index before it)."""
    kinds = [_kind(ctx, binder) for binder in family.indices]
    own = {f"{family.name}·{binder.names[0].text}" for binder in family.indices}
    found = _range_of(ctx, family, kinds)
    names = {name for branch in found.branches for row in branch for name in row.names}
    return found.exact and all(name in own or "#" in name for name in names)


def _listed(ctx: Context, family: FamilyEntity, at: Sequence[Typed], kind: Type) -> Term | None:
    """A member of a family whose range is written out, at an index that is not: one case for each."""
    values = _all_values(ctx, family.indices[0]) if len(at) == 1 else None
    if not values:
        return None
    kind_of = _kind(ctx, family.indices[0])
    members = [Const(f"{family.name}[{index_text(value, kind_of)}]", kind) for value in values]
    term: Term = members[-1]
    for value, member in reversed([*zip(values[:-1], members[:-1], strict=True)]):
        term = If(equal(at[0].term, index_term(value, kind_of), kind_of), member, term)
    return term


def _all_values(ctx: Context, binder: tree.Binder) -> tuple[int, ...] | None:
    """Every index that a binder of a family admits, where its range is written out."""
    kind = _kind(ctx, binder)
    if binder.among is not None:
        return written_out(ctx, binder.among, kind)
    return tuple(range(len(kind.members))) if isinstance(kind, Enum) else None


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
        before, uses = list(ctx.problems), len(ctx.uses)
        try:
            meaning = family_member(ctx, family, written)
        except Failed:
            continue
        finally:
            ctx.problems[:] = before
            del ctx.uses[uses:]
        if isinstance(meaning, Typed):
            found.append(meaning.term)
    return found


def _places(
    ctx: Context, family: FamilyEntity, before: dict[str, ValueEntity]
) -> list[tuple[tree.Term, ...]]:
    """All indices, as written terms."""
    binder = family.indices[len(before)]
    with ctx.scope(before):
        values = _all_values(ctx, binder)
        kind = _kind(ctx, binder)
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


# ── Ranges ──


def _limits(ctx: Context, binder: tree.Binder, index: Term, kind: Type) -> list[Term]:
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


def _within(
    ctx: Context,
    family: FamilyEntity,
    term: tree.Index,
    indices: Sequence[Typed],
    forms: Sequence[Linear | None],
    at: int,
) -> Term:
    """The condition for one of the indices to be the family's: TRUE if it surely is; a problem if it surely is
    not, for some values of the loops around. `forms` are the indices as they are written."""
    binder, index, written = family.indices[at], indices[at], term.indices[at]
    value = literal_int(index.term)
    known = _all_values(ctx, binder) if value is not None else None
    if value is not None and known is not None:
        return TRUE if value in known else _outside(ctx, family, term, indices, forms, at)
    open = [each for each in _limits(ctx, binder, index.term, index.type) if not stays(ctx, condition(each))]
    place = linear(index.term)
    if open and place is not None:
        offence = leaves(ctx, condition(conj(*open)), place)
        if offence is not None:
            when = reached(ctx, forms, offence)
            places = [linear(each.term) for each in indices]
            problem = IndexMayLeave(
                written.span,
                family.name,
                ", ".join(each.span.text for each in term.indices),
                _range_text(family, binder),
                binder.span if binder.among is None else binder.among.span,
                when,
                ", ".join("…" if each is None else shown(each.put(offence.where)) for each in places),
                example_values(offence, place),
            )
            return leave(ctx, problem, forms[at])
    return conj(*open)


def _outside(
    ctx: Context,
    family: FamilyEntity,
    term: tree.Index,
    indices: Sequence[Typed],
    forms: Sequence[Linear | None],
    at: int,
) -> Term:
    """A member that is written out and does not exist."""
    if unreachable(ctx):
        return FALSE
    binder, written = family.indices[at], term.indices[at]
    texts = written_texts(indices) or written_texts([indices[at]]) or ()
    declared = binder.span if binder.among is None else binder.among.span
    range, when = _range_text(family, binder), reached(ctx, forms)
    return leave(ctx, IndexOutOfRange(written.span, family.name, texts, range, declared, when), forms[at])


def _range_text(family: FamilyEntity, binder: tree.Binder) -> str:
    written = binder.among if binder.among is not None else binder.type
    text = binder.span.text if written is None else written.span.text
    return text if len(family.indices) == 1 else f"{binder.names[0].text} in {text}"
