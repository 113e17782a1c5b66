"""From text to the surface tree and back; the only room that knows lark."""

from aligncheck.syntax.parse import parse

__all__ = ["parse"]
