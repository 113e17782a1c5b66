"""How names and counts are listed in a message, and how a misspelt name is mended."""

from __future__ import annotations

from aligncheck.diagnostics import Edit, Fix
from aligncheck.source import Span


def listed(names: tuple[str, ...], word: str = "or") -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def respelling(written: Span, close: tuple[str, ...]) -> tuple[Fix, ...]:
    """The mend of a misspelt name, where only one is near."""
    if len(close) != 1:
        return ()
    return (Fix(f"replace with `{close[0]}`", (Edit(written, close[0]),)),)
