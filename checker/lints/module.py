"""All rules on the definitions of a module."""

from __future__ import annotations

from aligncheck.diagnostics import Made
from aligncheck.elaborate.meanings import Module
from aligncheck.lints.binders import unused_indices
from aligncheck.lints.duplicates import same_definitions


def lint(module: Module) -> Made[Module]:
    """The module as it was, with what is odd about its definitions."""
    indices = (problem for each in module.declarations for problem in unused_indices(each))
    return Made(module, (*same_definitions(module.templates), *indices))
