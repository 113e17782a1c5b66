"""Styled lines onto a stream: with colours on a terminal, plain elsewhere. The only door to rich."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TextIO

from aligncheck.reports.pieces import Line, Style, plain

STYLES: dict[Style, str] = {
    "error": "bold red",
    "warning": "bold yellow",
    "remark": "bold cyan",
    "good": "green",
    "bad": "bold red",
    "quiet": "dim",
    "strong": "bold",
    "place": "blue",
}


def show(lines: Iterable[Line], stream: TextIO) -> None:
    """Write the lines. `NO_COLOR` and `TERM=dumb` are respected."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        stream.writelines(f"{plain(line)}\n" for line in lines)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*((text, STYLES.get(style, "")) for text, style in line)))
