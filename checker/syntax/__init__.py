"""From text to the surface tree and back; the only room that knows lark."""

from aligncheck.syntax.parse import parse
from aligncheck.syntax.print import show

__all__ = ["parse", "show"]
