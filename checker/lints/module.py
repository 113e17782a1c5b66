"""All rules on the definitions of a module."""

from __future__ import annotations

from aligncheck.diagnostics import Made
from aligncheck.elaborate.meanings import Module
from aligncheck.lints.duplicates import same_definitions


def lint(module: Module) -> Made[Module]:
    """The module as it was, with what is odd about its definitions."""
    return Made(module, tuple(same_definitions(module.templates)))
