"""All rules on the definitions of a module."""

from __future__ import annotations

from aligncheck.diagnostics import Made
from aligncheck.elaborate.meanings import Module
from aligncheck.lints.binders import loop_names
from aligncheck.lints.duplicates import same_definitions


def lint(module: Module) -> Made[Module]:
    """The module as it was, with what is odd about its definitions."""
    names = (problem for each in module.declarations for problem in loop_names(each))
    return Made(module, (*same_definitions(module.templates), *names))
