"""How names are listed in a message, what is asked of a misspelt one, and its mend."""

from __future__ import annotations

from collections.abc import Sequence

from aligncheck.diagnostics.nearest import surely
from aligncheck.diagnostics.problem import Edit, Fix
from aligncheck.source import Span


def listed(names: Sequence[str], word: str = "or") -> str:
    """One name or more, in backquotes."""
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"


def did_you_mean(close: Sequence[str], otherwise: str | None = None) -> str | None:
    """The help of a misspelt name: the near ones as a question, or `otherwise` where there are none."""
    return f"did you mean {listed(close)}?" if close else otherwise


def respelling(written: Span, name: str, close: Sequence[str]) -> tuple[Fix, ...]:
    """The mend of a misspelt name, where one is clearly meant."""
    meant = surely(name, close)
    return () if meant is None else (Fix(f"replace with `{meant}`", (Edit(written, meant),)),)
