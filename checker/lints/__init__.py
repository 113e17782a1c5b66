"""Rules on elaborated definitions and claims: one file a rule."""

from aligncheck.lints.module import lint

__all__ = ["lint"]
