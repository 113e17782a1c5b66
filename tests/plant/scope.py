"""What the names of a claim stand for, as far as one of them can be mistaken for another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aligncheck.elaborate.meanings import (
    BundleEntity, ConstEntity, Entity, GivenEntity, Module, Parameter, StructureEntity, Template,
    TransformationEntity, Typed,
)  # fmt: skip
from aligncheck.kernel.terms import Const
from aligncheck.kernel.traversal import walk
from aligncheck.source import Span
from aligncheck.syntax import show, tree
from tests.plant.surface import Site

Signature = tuple[str, ...]
"""Kind and type. Names with equal signatures can stand for one another."""

WORDS = (
    {"converges", "bounded"},
    {"nonempty", "empty"},
    {"reflexive", "symmetric", "transitive"},
    {"equivalence", "preorder"},
    {"left", "right"},
)
"""Words of the language that take the same things."""


class Scope:
    """The names of a module, with what `given` lends to a claim (None: to any), as far as they are declared
    before a place; and at a place those bound around it."""

    def __init__(self, module: Module, claim: str | None, before: Span | None = None) -> None:
        later = (
            [] if before is None else [each.name for each in module.own if each.span.start >= before.start]
        )
        entities = {name: each for name, each in module.names.items() if each.name not in later}
        for each in module.claims:
            if claim is None or each.declaration.name.text == claim:
                entities.update(each.given)
        self.structures = [each for each in entities.values() if isinstance(each, StructureEntity)]
        spoken_of = {
            each.name for fact in module.facts for each in walk(fact.formula) if isinstance(each, Const)
        }
        self._abstract = [
            each.name
            for each in module.own
            if isinstance(each, ConstEntity) and each.guard is None and each.name not in spoken_of
        ]
        self._module: dict[str, Signature] = {}
        for name, entity in entities.items():
            signature = _of_entity(entity)
            if signature is not None and entity.name == name:  # An alias is no other name.
                self._module[name] = signature

    @property
    def lent(self) -> dict[str, str]:
        """The names that could as well be others, with their types: variables that `given` lends, and constants
        of which nothing is said."""
        lent = {name: what[1] for name, what in self._module.items() if what[0] == "variable"}
        return lent | {name: self._module[name][1] for name in self._abstract}

    def at(self, site: Site) -> dict[str, Signature]:
        """The names that can be used at a place of a claim, with what they stand for."""
        names = dict(self._module)
        for node in site.above:
            names.update(_bound(node))
        return names

    def neighbours(self, text: str, site: Site) -> list[str]:
        """Other names of the same kind and type, in order."""
        names = self.at(site)
        if text not in names:
            return sorted(word for group in WORDS if text in group for word in group if word != text)
        return sorted(other for other, what in names.items() if other != text and what == names[text])

    def is_sequence(self, text: str, site: Site) -> bool:
        """Whether the name stands for a function of the natural numbers."""
        what = self.at(site).get(text, ("",))
        return what[-1].startswith(("Nat →", "Fun(domain=Prim(name='Nat')"))


def _of_entity(entity: Entity) -> Signature | None:
    match entity:
        case ConstEntity():
            return "constant", repr(entity.type)
        case BundleEntity():
            return "structure", entity.bundle.structure.name
        case GivenEntity():
            return None if entity.binder.type is None else ("variable", show(entity.binder.type))
        case TransformationEntity():
            return "transformation", str(len(entity.parameters)), repr(entity.map.var.type)
        case Template():
            return _of_template(entity)
        case _:
            return None


def _of_template(template: Template) -> Signature:
    """Sorts of the parameters are told by their places, not by their names."""
    parameters = (*template.implicit, *template.explicit)
    body = template.body.type if isinstance(template.body, Typed) else template.body
    kinds = [_of_parameter(each) for each in template.explicit]
    parts = "; ".join([template.pattern, *kinds, repr(getattr(body, "structure", body))])
    sorts = [sort.name for each in parameters for sort in each.sorts()]
    for at, sort in enumerate(sorts):
        parts = parts.replace(f"Base(name={sort!r}", f"Base(name={at}")
    return "definition", parts


def _of_parameter(parameter: Parameter) -> str:
    if parameter.var is not None:
        return repr(parameter.var.type)
    return "Sort" if parameter.bundle is None else parameter.bundle.structure.name


def _bound(node: tree.Node) -> Iterator[tuple[str, Signature]]:
    """The names that a node binds, those of unknown type as unlike all others."""
    match node:
        case tree.ClaimDecl():
            for each in (*node.locals, *node.clauses):
                yield from _bound(each)
        case tree.DefDecl() | tree.RelationDecl() | tree.TransformationDecl():
            yield from _of_parameters(node.head.parameters)
        case tree.StructureDecl():
            yield from _of_parameters(node.parameters)
        case tree.FamilyDecl():
            yield node.name.text, ("family", show(node.type))
        case tree.ForClause() | tree.Quantified() | tree.Image():
            for binder in node.binders:
                yield from _of_binder(binder)
        case tree.Big() | tree.Comprehension():
            yield from _of_binder(node.binder)
        case tree.Property(under=tree.Apply(function, arguments)):
            for each in arguments:
                if isinstance(each, tree.Name):
                    yield each.text, ("parameter", show(function))
        case tree.Branch():
            for pattern in node.patterns:
                yield from _of_pattern(pattern)
        case tree.Let():
            yield from _of_pattern(node.pattern)


def _of_parameters(parameters: Iterable[tree.Parameter]) -> Iterator[tuple[str, Signature]]:
    """Those without a type are lent."""
    for parameter in parameters:
        for each in parameter.names if parameter.type is not None else ():
            yield each.text, ("variable", show(parameter.type))


def _of_binder(binder: tree.Binder) -> Iterator[tuple[str, Signature]]:
    for each in binder.names:
        if binder.type is not None:
            yield each.text, ("variable", show(binder.type))
        elif binder.among is not None:
            yield each.text, ("member", show(binder.among))
        else:
            yield each.text, ("unknown", each.text)


def _of_pattern(pattern: tree.Pattern) -> Iterator[tuple[str, Signature]]:
    match pattern:
        case tree.PatternName():
            name = pattern.name.text
            known = pattern.type is not None
            yield name, ("variable", show(pattern.type)) if known else ("unknown", name)
        case tree.PatternTuple():
            for item in pattern.items:
                yield from _of_pattern(item)
        case tree.PatternSide() | tree.PatternClass():
            yield from _of_pattern(pattern.inner)
