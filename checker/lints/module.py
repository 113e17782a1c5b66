"""All rules on the definitions of a module."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.diagnostics import Made, Problem
from aligncheck.elaborate.meanings import Module
from aligncheck.lints.duplicates import same_definitions
from aligncheck.lints.hidden import hidden_variables
from aligncheck.lints.unused import unused_binders, unused_parameters
from aligncheck.syntax import tree
from aligncheck.syntax.scopes import scopes_of


def lint(module: Module) -> Made[Module]:
    """The module as it was, with what is odd about its definitions. What stands `printed` is kept for the
    record, with its faults."""
    kept = [each for each in module.declarations if each.variant != "printed"]
    written = (problem for each in kept for problem in as_written(each))
    return Made(module, (*written, *same_definitions(module.templates)))


def as_written(declaration: tree.Declaration) -> Iterator[Problem]:
    """What is odd about the text of a declaration, whatever its names mean."""
    scopes = scopes_of(declaration)
    yield from unused_parameters(declaration, scopes)
    yield from unused_binders(scopes)
    yield from hidden_variables(scopes)
