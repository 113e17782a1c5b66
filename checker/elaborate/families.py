"""Families: C[i in 0..2]: Frame. A member is made where it is mentioned, and its index is checked there."""

from __future__ import annotations

from fractions import Fraction

from aligncheck.elaborate.coercion import guarded
from aligncheck.elaborate.context import Context, Failed
from aligncheck.elaborate.indices import linear, literal_int, written_out
from aligncheck.elaborate.meanings import Bundle, FamilyEntity, LargeType, Meaning, Typed, ValueEntity
from aligncheck.elaborate.problems import IndexMayLeave, IndexOutOfRange, WrongIndexCount
from aligncheck.elaborate.structures import new_bundle
from aligncheck.kernel.build import apply, at_most, conj, equal, number
from aligncheck.kernel.splitting import inhabited
from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.terms import TRUE, Const, If, Lam, Number, Proj, Term, Var
from aligncheck.kernel.traversal import is_type, walk
from aligncheck.kernel.types import INT, NAT, Base, Fun, Prod, Sub, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree
from aligncheck.syntax.names import all_names


def family_member(ctx: Context, family: FamilyEntity, term: tree.Index) -> Meaning:
    """The member at the indices written: a structure of its own, or a value."""
    if len(term.indices) != len(family.indices):
        wanted = len(family.indices)
        raise ctx.fail(WrongIndexCount(term.span, family.name, wanted, len(term.indices), family.span))
    indices = ctx.all([lambda item=item: _index(ctx, item) for item in term.indices])  # type: ignore[misc]
    conditions: list[Term] = []
    scope: dict[str, ValueEntity] = {}
    values = tuple(literal_int(index.term) for index in indices)
    for binder, index, written in zip(family.indices, indices, term.indices, strict=True):
        name = binder.names[0]
        with ctx.scope(scope):
            conditions.append(_in_range(ctx, family, binder, index, written, values))
        scope[name.text] = ValueEntity(name.text, name.span, index.term, index.type)
    if all(value is not None for value in values):
        ctx.mention(family.name, tuple(v for v in values if v is not None), term.span)
    with ctx.scope(scope):
        kind = ctx.as_large(family.member)
    return _member(ctx, family, tuple(index.term for index in indices), kind, conj(*conditions), term)


def _index(ctx: Context, term: tree.Term) -> Typed:
    value = ctx.typed(term)
    if unsubset(ctx.resolve(value.type)) in (NAT, INT):
        folded = literal_int(value.term)
        if folded is not None:
            return Typed(Number(Fraction(folded), NAT if folded >= 0 else INT), NAT if folded >= 0 else INT)
        return value
    return Typed(ctx.check(term, INT), INT)


def _member(
    ctx: Context,
    family: FamilyEntity,
    indices: tuple[Term, ...],
    kind: Type | LargeType,
    within: Term,
    term: tree.Index,
) -> Meaning:
    values = [literal_int(index) for index in indices]
    literal = all(value is not None for value in values)
    name = f"{family.name}[{', '.join(map(str, values))}]" if literal else family.name
    if isinstance(kind, LargeType):
        bundle, _ = new_bundle(ctx, name, kind, symbols=True)
        if not literal:
            bundle = _at_index(bundle, indices, term.span.text)
            ctx.own(bundle)
        return bundle
    if literal and (depends_on_member(kind, indices) or _written_out(ctx, family)):
        return Typed(Const(name, kind), kind)
    if not depends_on_member(kind, indices):
        listed = _listed(ctx, family, indices, kind)
        if listed is not None:
            return Typed(guarded(within, listed), kind)
        function = Const(family.name, Fun(_domain(ctx, family, kind, term), kind))
        return Typed(guarded(within, apply(function, *indices)), kind)
    return Typed(guarded(within, Const(name, kind, indices)), kind)


def _domain(ctx: Context, family: FamilyEntity, kind: Type, term: tree.Index) -> Type:
    """What the family is a function of: all integers, as its members are named within its ranges only; but
    those within the ranges where they may be empty, and a type of members may be too."""
    count = len(family.indices)
    whole: Type = INT if count == 1 else Prod((INT,) * count)
    if inhabited(kind) or _surely_some(ctx, family):
        return whole
    var = Var(ctx.var_name("i"), whole)
    places: list[Term] = [var] if count == 1 else [Proj(var, at) for at in range(count)]
    conditions: list[Term] = []
    scope: dict[str, ValueEntity] = {}
    for binder, place, written in zip(family.indices, places, term.indices, strict=True):
        name = binder.names[0]
        with ctx.scope(scope):
            conditions.append(_in_range(ctx, family, binder, Typed(place, INT), written))
        scope[name.text] = ValueEntity(name.text, name.span, place, INT)
    return Sub(whole, Lam(var, conj(*conditions)))


def _surely_some(ctx: Context, family: FamilyEntity) -> bool:
    """Whether the range of the family holds an index whatever its bounds are."""
    among = family.indices[0].among
    if len(family.indices) > 1 or not isinstance(among, tree.Range):
        return False
    low, high = ctx.check(among.low, INT), ctx.check(among.high, INT)
    return _never_below(ctx, high, low) == "yes"


def _written_out(ctx: Context, family: FamilyEntity) -> bool:
    """Whether no range of the family has a symbolic bound (one may depend on an index before it)."""
    own = {binder.names[0].text for binder in family.indices}
    return all(
        binder.among is None
        or not any(
            name.text not in own and ctx.find(name.text) is not None for name in all_names(binder.among)
        )
        for binder in family.indices
    )


def _listed(ctx: Context, family: FamilyEntity, indices: tuple[Term, ...], kind: Type) -> Term | None:
    """A member of a family whose range is written out, at an index that is not: one case for each."""
    among = family.indices[0].among
    values = written_out(ctx, among) if among is not None and len(indices) == 1 else None
    if not values:
        return None
    term: Term = Const(f"{family.name}[{values[-1]}]", kind)
    for value in reversed(values[:-1]):
        term = If(equal(indices[0], number(value), INT), Const(f"{family.name}[{value}]", kind), term)
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
        before = list(ctx.problems)
        mentioned = list(ctx.members)
        try:
            meaning = family_member(ctx, family, written)
        except Failed:
            continue
        finally:
            ctx.problems[:], ctx.members[:] = before, mentioned
        if isinstance(meaning, Typed):
            found.append(meaning.term)
    return found


def _places(
    ctx: Context, family: FamilyEntity, before: dict[str, ValueEntity]
) -> list[tuple[tree.Term, ...]]:
    """All indices, as written terms."""
    binder = family.indices[len(before)]
    if binder.among is None:
        return []
    with ctx.scope(before):
        values = written_out(ctx, binder.among)
    if values is None:
        return (
            [(binder.among.low,)] if len(family.indices) == 1 and isinstance(binder.among, tree.Range) else []
        )
    places: list[tuple[tree.Term, ...]] = []
    for value in values:
        numeral = tree.Numeral(str(value), span=binder.span)
        if len(before) + 1 == len(family.indices):
            places.append((numeral,))
            continue
        name = binder.names[0]
        number = Number(Fraction(value), NAT)
        scope = {**before, name.text: ValueEntity(name.text, name.span, number, NAT)}
        places += [(numeral, *rest) for rest in _places(ctx, family, scope)]
    return places


# ── Ranges ──


def _in_range(
    ctx: Context,
    family: FamilyEntity,
    binder: tree.Binder,
    index: Typed,
    written: tree.Term,
    values: tuple[int | None, ...] = (),
) -> Term:
    """The condition for the index to be one of the family's; TRUE if it surely is, a problem if surely not.
    `values`: of all indices of the member, as far as they are written out."""
    if binder.among is None:
        return TRUE
    value = literal_int(index.term)
    known = written_out(ctx, binder.among)
    shown = binder.among.span.text
    if value is not None and known is not None:
        if value not in known:
            if len(family.indices) > 1:
                shown = f"{binder.names[0].text} in {shown}"
            known_all = tuple(v for v in values if v is not None)
            place = known_all if len(known_all) == len(family.indices) else (value,)
            raise ctx.fail(IndexOutOfRange(written.span, family.name, place, shown, binder.among.span))
        return TRUE
    if not isinstance(binder.among, tree.Range):
        return ctx.membership(written, binder.among)
    low, high = ctx.check(binder.among.low, INT), ctx.check(binder.among.high, INT)
    from_below = _never_below(ctx, index.term, low)
    from_above = _never_below(ctx, high, index.term)
    if from_below == "no" or from_above == "no":
        end = binder.among.low.span.text if from_below == "no" else binder.among.high.span.text
        raise ctx.fail(
            IndexMayLeave(written.span, family.name, written.span.text, shown, end, binder.among.span)
        )
    below = TRUE if from_below == "yes" else at_most(low, index.term)
    above = TRUE if from_above == "yes" else at_most(index.term, high)
    return conj(below, above)


def _never_below(ctx: Context, greater: Term, smaller: Term) -> str:
    """Whether greater ≥ smaller for all values of the loop variables: yes, no (fails for some), or open."""
    form = linear(greater)
    other = linear(smaller)
    if form is None or other is None:
        return "open"
    total: dict[str, Fraction] = dict(form[0])
    for name, coefficient in other[0].items():
        total[name] = total.get(name, Fraction(0)) - coefficient
    constant = form[1] - other[1]
    terms = [greater, smaller]
    for _ in range(8):
        bounded = next((n for n, c in total.items() if c and n in ctx.bounds), None)
        if bounded is None:
            break
        coefficient = total.pop(bounded)
        limit = ctx.bounds[bounded][0 if coefficient > 0 else 1]
        end = linear(limit)
        if end is None:
            return "open"
        terms.append(limit)
        for inner, inner_coefficient in end[0].items():
            total[inner] = total.get(inner, Fraction(0)) + coefficient * inner_coefficient
        constant += coefficient * end[1]
    rest = {name: c for name, c in total.items() if c}
    if not rest:
        return "yes" if constant >= 0 else "no"
    # What is left are symbolic bounds, which are natural numbers or not known to be.
    symbols = [node for term in terms for node in walk(term) if isinstance(node, (Var, Const))]
    naturals = {symbol.name for symbol in symbols if symbol.type == NAT}
    if constant >= 0 and all(c > 0 and name in naturals for name, c in rest.items()):
        return "yes"
    return "open"
