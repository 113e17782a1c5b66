"""From the surface tree to core terms: names, types, indices."""

from aligncheck.elaborate.meanings import Module
from aligncheck.elaborate.module import elaborate

__all__ = ["Module", "elaborate"]
