"""From a name to its cards: the declarations that bear it, and all that speaks of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from textwrap import dedent

from aligncheck.cards.card import Card, Reference
from aligncheck.cards.meaning import behind, conditions_of_claim, domain_in_words, type_in_words
from aligncheck.diagnostics import Made
from aligncheck.elaborate import elaborate
from aligncheck.elaborate.meanings import BuiltinEntity, Entity, GivenEntity, Module, Template
from aligncheck.library.modules import Unit, load
from aligncheck.scales.signature import scale_of
from aligncheck.source import SourceFile, Span
from aligncheck.syntax import parse, tree
from aligncheck.syntax.names import declared_names
from aligncheck.syntax.scopes import Scopes, scopes_of, scopes_of_clauses

UNNAMED = (tree.ModuleDecl, tree.UseDecl, tree.DefaultDecl, tree.GivenDecl)
"""Declarations that no name of their own leads to."""


def cards_of(asked: str, sources: Sequence[Made[SourceFile]]) -> tuple[Card, ...]:
    """The cards of all declarations in these texts that bear a name, `name` or `module.name`, in file order."""
    module, name = _split(asked, sources)
    bearing = [each for each in sources if name in each.value.text]
    names = {other.text for each in bearing for node in _parsed(each) for other in _if_borne(node, name)}
    speaking = [each for each in sources if any(other in each.value.text for other in names)]
    units = load(_with_used(speaking, sources), parse, elaborate)
    return tuple(
        _card(unit, node, units)
        for unit in units
        if unit.file is not None and module in (None, unit.name)
        for node in unit.file.declarations
        if any(_if_borne(node, name))
    )


def names_in(sources: Sequence[Made[SourceFile]]) -> frozenset[str]:
    """Every name that has a card."""
    return frozenset(
        name.text
        for each in sources
        for node in _parsed(each)
        if not isinstance(node, UNNAMED)
        for name in declared_names(node)
    )


def _with_used(some: Sequence[Made[SourceFile]], every: Sequence[Made[SourceFile]]) -> list[Made[SourceFile]]:
    """These texts, and those of the modules that they use, as far as they are there."""
    found = list(some)
    for each in found:  # The list grows while it is walked.
        used = {node.name.text for node in _parsed(each) if isinstance(node, tree.UseDecl)}
        found += [other for other in every if other not in found and _module_of(other) in used]
    return found


def _module_of(source: Made[SourceFile]) -> str:
    declared = (node.name.text for node in _parsed(source) if isinstance(node, tree.ModuleDecl))
    return next(declared, source.value.name.rsplit("/", 1)[-1].removesuffix(".align"))


def _split(asked: str, sources: Sequence[Made[SourceFile]]) -> tuple[str | None, str]:
    module, dot, name = asked.rpartition(".")
    known = dot and any(f"module {module}" in each.value.text for each in sources)
    return (module, name) if known else (None, asked)


@cache
def _parsed_text(source: SourceFile) -> tuple[tree.Declaration, ...]:
    return parse(source).value.declarations


def _parsed(source: Made[SourceFile]) -> tuple[tree.Declaration, ...]:
    return _parsed_text(source.value)


def _if_borne(node: tree.Declaration, name: str) -> list[tree.Name]:
    """All names of a declaration, if this is one of them."""
    names = [] if isinstance(node, UNNAMED) else declared_names(node)
    return names if any(each.text == name for each in names) else []


def _card(unit: Unit[Module], node: tree.Declaration, units: Sequence[Unit[Module]]) -> Card:
    name, module = declared_names(node)[0], unit.module
    entity = None if module is None else _entity(module, name)
    claim = isinstance(node, tree.ClaimDecl)
    spoken = list(_speaking(node, units))
    return Card(
        name.text,
        unit.name,
        _kind(node),
        name.span,
        dedent(_from_line_start(node.span)),
        node.doc.text if node.doc is not None else "",
        (*node.doc.cites, *node.doc.sources) if node.doc is not None else (),
        None if entity is None else type_in_words(node, entity),
        scale_of(module, entity) if module is not None and isinstance(entity, Template) else None,
        None if entity is None else domain_in_words(entity),
        () if entity is None else tuple(behind(entity)),
        conditions_of_claim(module, name) if claim and module is not None else None,
        () if module is None else tuple(_uses(module, node)),
        tuple(each for each in spoken if each.kind != "claim"),
        tuple(each for each in spoken if each.kind == "claim"),
    )


def _entity(module: Module, name: tree.Name) -> Entity | None:
    """What the name stands for, if it was declared here."""
    found = module.names.get(name.text)
    return found if found is not None and found.span == name.span else None


def _from_line_start(span: Span) -> str:
    """The text of a declaration, its first line moved in as far as it stands."""
    return " " * (span.first.column - 1) + span.text.rstrip()


def _kind(node: tree.Declaration) -> str:
    match node:
        case tree.DefDecl(word=word) | tree.ConstantDecl(word=word):
            return word
        case tree.DistributionDecl():
            return "distribution"
        case _:
            return type(node).__name__.removesuffix("Decl").lower()


def _scopes(node: tree.Declaration) -> Iterator[Scopes]:
    if isinstance(node, tree.ClaimDecl):
        yield scopes_of_clauses(node.clauses)
        for local in node.locals:
            yield scopes_of(local)
    else:
        yield scopes_of(node)


def _uses(module: Module, node: tree.Declaration) -> Iterator[Reference]:
    """What a declaration takes from around it, each once."""
    free = dict.fromkeys(name.text for scopes in _scopes(node) for name in scopes.free)
    own = {name.text for name in declared_names(node)}
    for name in free:
        entity = module.names.get(name)
        if entity is not None and name not in own and not isinstance(entity, (BuiltinEntity, GivenEntity)):
            yield Reference(name, entity.kind, entity.span)


def _speaking(node: tree.Declaration, units: Sequence[Unit[Module]]) -> Iterator[Reference]:
    """The declarations that speak of this one."""
    names = {name.text: name.span for name in declared_names(node)}
    for unit in units:
        for other in unit.file.declarations if unit.file is not None and unit.module is not None else ():
            if other is node or isinstance(other, UNNAMED) or not _speaks(unit, other, names):
                continue
            for reading, expected in _readings(other):
                name = declared_names(other)[0]
                yield Reference(f"{name.text}{reading}", _kind(other), name.span, expected)


def _speaks(unit: Unit[Module], other: tree.Declaration, names: dict[str, Span]) -> bool:
    """Whether one of these names stands in it, and means what is declared there."""
    known = {} if unit.module is None else unit.module.names
    return any(
        name.text in names and name.text in known and known[name.text].span in names.values()
        for scopes in _scopes(other)
        for name in scopes.free
    )


def _readings(node: tree.Declaration) -> Iterator[tuple[str, str | None]]:
    """A claim with what is expected of it, as printed and as corrected where it says both."""
    if not isinstance(node, tree.ClaimDecl):
        yield "", None
        return
    variants = [each for each in node.clauses if isinstance(each, tree.VariantClause)]
    for each in variants:
        yield f" ({each.variant})", _expected((*node.clauses, *each.clauses))
    if not variants:
        yield "", _expected(node.clauses)


def _expected(clauses: Sequence[tree.Clause]) -> str:
    said = [each.span.text for each in clauses if isinstance(each, tree.ExpectClause)]
    return " ".join(said[-1].removeprefix("expect").split()) if said else "proved"
