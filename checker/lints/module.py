"""All rules on the definitions of a module."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.diagnostics import Made, Problem
from aligncheck.elaborate.meanings import Module, Template
from aligncheck.lints.binders import unused_indices
from aligncheck.lints.duplicates import same_definitions
from aligncheck.lints.hidden import hidden_variables
from aligncheck.lints.implied import implied_by_typing
from aligncheck.lints.repetition import repeated_clauses
from aligncheck.lints.sides import sides_within
from aligncheck.lints.stated import Stated
from aligncheck.lints.unused import unused_binders, unused_parameters
from aligncheck.syntax import tree
from aligncheck.syntax.scopes import scopes_of


def lint(module: Module) -> Made[Module]:
    """The module as it was, with what is odd about its definitions. What stands `printed` is kept for the
    record, with its faults, and its correction may say what stands elsewhere."""
    kept = [each for each in module.declarations if each.variant != "printed"]
    written = (problem for each in kept for problem in as_written(each))
    own = [each for each in module.templates if each.variant is None]
    clauses = (problem for each in own for problem in _clauses(module, each))
    return Made(module, (*written, *same_definitions(own, _used(module)), *clauses))


def _clauses(module: Module, template: Template) -> Iterator[Problem]:
    """What is odd about the parts of a definition, the laws of its parameters being known."""
    laws = [
        Stated(f"law of {each.bundle.structure.name}", law, each.span)
        for each in (*template.implicit, *template.explicit)
        if each.bundle is not None
        for law in each.laws
    ]
    facts = [Stated(fact.label, fact.formula, fact.span) for fact in module.facts]
    yield from repeated_clauses(template.clauses)
    yield from implied_by_typing(template.clauses, (*laws, *facts))


def _used(module: Module) -> list[Template]:
    """The definitions of the modules that this one uses."""
    own = {id(each) for each in module.templates}
    return [each for each in module.names.values() if isinstance(each, Template) and id(each) not in own]


def as_written(declaration: tree.Declaration) -> Iterator[Problem]:
    """What is odd about the text of a declaration, whatever its names mean."""
    scopes = scopes_of(declaration)
    yield from unused_parameters(declaration, scopes)
    yield from unused_binders(scopes)
    yield from hidden_variables(scopes)
    yield from unused_indices(declaration)
    if isinstance(declaration, (tree.DefDecl, tree.RelationDecl)) and declaration.body is not None:
        yield from sides_within(declaration.body)
