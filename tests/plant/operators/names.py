"""Another name than the one meant: one of the same type, one with a prime or without, another field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aligncheck.elaborate.meanings import StructureEntity
from aligncheck.syntax import tree
from tests.plant.scope import Scope
from tests.plant.surface import Change, Site, name, sites

MARKS = "'₀₁₂₃₄₅₆₇₈₉"
FUNCTIONS_OF_AN_OPTIMIZER = ("pursued", "trained_on")


def neighbouring_name(written: tree.Declared, scope: Scope) -> Iterator[Change]:
    """Each name that is used (bound names where they are bound are not), by each that could stand there."""
    for site in sites(written):
        if isinstance(site.node, tree.Name) and is_use(site):
            for other in scope.neighbours(site.node.text, site):
                yield ((site.node, name(other)),)
        if isinstance(site.node, tree.Property):
            for other in scope.neighbours(site.node.word, site):
                yield ((site.node, replace(site.node, word=other)),)


def primed_name(written: tree.Declared, scope: Scope) -> Iterator[Change]:
    """A prime or subscript dropped, and a prime too many, from and to a name that is no definition's; of one used
    often, where it is used first."""
    met = set()
    for site in sites(written):
        if not (isinstance(site.node, tree.Name) and is_use(site)):
            continue
        text = site.node.text
        if text in met or scope.at(site).get(text, ("definition",))[0] == "definition":
            continue
        met.add(text)
        bare = text.rstrip(MARKS)
        if bare not in ("", text):
            yield ((site.node, name(bare)),)
        yield ((site.node, name(text + "'")),)


def wrong_projection(written: tree.Declared, scope: Scope) -> Iterator[Change]:
    """Another field of the same type; what is pursued for what was trained on; an optimizer for its builder."""
    for site in sites(written):
        match site.node:
            case tree.Get(_, field):
                for other in sorted(fields_like(field.text, scope.structures)):
                    yield ((field, name(other)),)
            case tree.Apply(tree.Name(text) as function, (argument,)):
                if text in FUNCTIONS_OF_AN_OPTIMIZER:
                    (other,) = (each for each in FUNCTIONS_OF_AN_OPTIMIZER if each != text)
                    yield ((function, name(other)),)
                elif text == "builder":
                    yield ((site.node, argument),)
            case tree.PatternSide(side):
                yield ((site.node, replace(site.node, side="right" if side == "left" else "left")),)


def is_use(site: Site) -> bool:
    """Whether a name stands for what it means here, rather than being bound, declared or a field's."""
    node, parent = site.node, site.parent
    if any(isinstance(each, tree.Property) and each.under is parent for each in site.above):
        return node is getattr(parent, "function", None)
    match parent:
        case tree.Binder() | tree.Parameter() | tree.StructureField():
            return not any(node is each for each in parent.names)
        case tree.Head():
            return False
        case tree.Get():
            return node is parent.target
        case (
            tree.FieldValue()
            | tree.PatternName()
            | tree.ClaimDecl()
            | tree.FamilyDecl()
            | tree.StructureLaw()
        ):
            return node is not parent.name
        case tree.ViaRole():
            return node is not parent.role
        case tree.UsingClause() | tree.InductionClause() | tree.ExpectClause() | tree.Row() | tree.Matrix():
            return False
        case _:
            return True


def fields_like(field: str, structures: list[StructureEntity]) -> set[str]:
    """The fields that stand beside one of this name, of the same type (sorts are of one type)."""
    found = set()
    for structure in structures:
        types = {member.name: member.type for member in structure.members}
        if field in types:
            found |= {other for other in types if other != field and types[other] == types[field]}
    return found
