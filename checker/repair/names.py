"""A name for a neighbour of the same kind: primed for unprimed, one variable, definition, operator or field for
another."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.elaborate.relations import RELATION_WORDS
from aligncheck.elaborate.meanings import FamilyEntity, StructureEntity, TransformationEntity
from aligncheck.repair.change import Change, put, said
from aligncheck.repair.site import Place, Site, bound_around, kind_of
from aligncheck.syntax import tree

MARKED = 1.0
"""The same letters, with other marks."""
NEIGHBOUR = 1.3
INSTANCE = 1.0
LOST = 0.4
"""What it adds that a variable of the claim is then spoken of no more."""
REPEATED = 0.3
"""What it adds that something is then said of one thing twice: `S ∪ S`, `R(x, x)`."""
WORD = 1.9
OPPOSITE = {
    "nonempty": "empty", "empty": "nonempty", "converges": "bounded", "bounded": "converges", "max": "min",
    "min": "max", "left": "right", "right": "left",
}  # fmt: skip
"""Words of the language that are easily exchanged."""
PROPERTIES = frozenset(RELATION_WORDS)
MARKS = "'′₀₁₂₃₄₅₆₇₈₉"


def names(site: Site) -> Iterator[Change]:
    """Every name of the claim that stands for something, replaced by each that may stand there."""
    for place in site.places:
        node = place.node
        if not isinstance(node, tree.Name):
            continue
        if isinstance(place.parent, tree.Get) and place.parent.field is node:
            yield from _fields(site, node)
        elif not introduces(place) and not (node.text not in site.entities and _operates(place)):
            for other in _others(site, place, node.text):
                title = f"`{other}` for {said(node.span.text)}"
                cost = _cost(site, node, other) + (REPEATED if _repeats(place, other) else 0.0)
                yield put(node.span, _spelled(node, other), title, cost)


def introduces(place: Place) -> bool:
    """Whether a name is introduced here, or names a role."""
    parent = place.parent
    return (
        isinstance(parent, (tree.Binder, tree.PatternName, tree.FieldValue, tree.FamilyDecl, tree.ViaRole))
        and (not isinstance(parent, tree.Binder) or place.node in parent.names)
        and (not isinstance(parent, (tree.FieldValue, tree.PatternName)) or place.node is parent.name)
        and (not isinstance(parent, tree.FamilyDecl) or place.node is parent.name)
        and (not isinstance(parent, tree.ViaRole) or place.node is parent.role)
    )


def _operates(place: Place) -> bool:
    """Whether a name is an operator between or before others."""
    match place.parent:
        case tree.Compare(_, rest) | tree.Chain(_, _, rest):
            return any(place.node is operator for operator, _ in rest)
        case tree.Prefix(operator, _) | tree.Postfix(_, operator):
            return place.node is operator
        case _:
            return False


def _repeats(place: Place, other: str) -> bool:
    """Whether the other name stands beside this one already, as another argument or side."""
    parent = place.parent
    beside: tuple[object, ...] = ()
    match parent:
        case tree.Apply(_, arguments) | tree.Index(_, arguments):
            beside = arguments
        case tree.Compare(first, rest) | tree.Chain(_, first, rest):
            beside = (first, *(right for _, right in rest))
        case _:
            pass
    return any(
        isinstance(each, tree.Name) and each.text == other for each in beside if each is not place.node
    )


def _others(site: Site, place: Place, name: str) -> Iterator[str]:
    """The names that may stand where this one does: variables for variables, else what is of one kind."""
    own = {**site.own, **bound_around(place)}
    if name in own:
        yield from (other for other, type in own.items() if other != name and may_stand(own[name], type))
    entity = site.entities.get(name)
    if isinstance(entity, TransformationEntity) and getattr(place.clause, "word", "") == "invariant":
        return  # All of them are tried by themselves.
    if name in site.families or isinstance(entity, FamilyEntity):
        yield from (other for other in site.families if other != name)
        return
    kind = kind_of(entity) if entity is not None else "value"
    for other, each in site.entities.items():
        if other != name and other not in own and kind_of(each) == kind:
            yield other
    if name not in own and kind == "value":
        yield from own


def may_stand(wanted: str, type: str) -> bool:
    """Whether types as they are written allow one variable for another; an empty text is a type not written."""
    if wanted.startswith("in ") or type.startswith("in "):
        return wanted[:3] == type[:3] or "" in (wanted, type)
    return not wanted or not type or wanted == type


def _cost(site: Site, name: tree.Name, other: str) -> float:
    """Less for names that differ in a mark; more for what the claim does not speak of, and for an instance where
    it spoke of anything."""
    if name.text.rstrip(MARKS) == other.rstrip(MARKS):
        return MARKED
    entity = site.module.names.get(other)
    lost = LOST if name.text in site.own and site.mentions[name.text] == 1 else 0.0
    if entity is None:
        return NEIGHBOUR + lost + (0.1 if other in site.scope.given and other not in site.mentioned else 0.0)
    if kind_of(entity) == "word":
        alike = OPPOSITE.get(name.text) == other or {name.text, other} <= PROPERTIES
        return NEIGHBOUR if alike else WORD
    instance = INSTANCE if name.text in site.own and kind_of(entity) == "value" else 0.0
    return NEIGHBOUR + instance + (0.0 if other in site.mentioned else 0.2)


def _fields(site: Site, field: tree.Name) -> Iterator[Change]:
    """The other fields of the structures that have this one, a sort for a sort."""
    seen: set[str] = set()
    for entity in site.module.names.values():
        if not isinstance(entity, StructureEntity):
            continue
        members = {each.name: each for each in entity.members}
        if field.text not in members:
            continue
        sort = members[field.text].type is None
        for other, member in members.items():
            if other != field.text and other not in seen and (member.type is None) == sort:
                seen.add(other)
                yield put(field.span, other, f"`.{other}` for `.{field.text}`", NEIGHBOUR)


def _spelled(node: tree.Name, other: str) -> str:
    """A relation named in backquotes stays so."""
    if not node.span.text.startswith("`"):
        return other
    return f"`{other}`" if other[:1].isalpha() else other
