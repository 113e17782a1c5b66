"""The parse table of grammar/align.lark, read from grammar/table.json, which `syntax.making` writes."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

TABLE = "table.json"


class Table:
    """States as maps from symbol to action: n ≥ 0 goes to state n, n < 0 reduces by rule -n - 1.

    A rule is (origin, builder, length, plan, kind): the plan lists which symbols are kept, as
    (index, spliced, Nones before), then how many Nones come last; the kind is `node`, `unit` or `list`.
    `words` are the spellings of terminals, `patterns` the other terminals in the order they are tried.
    """

    def __init__(self, stored: dict[str, Any]) -> None:
        self.states: list[dict[str, int]] = stored["states"]
        self.rules: list[tuple[str, str, int, list[list[int]], int, str]] = stored["rules"]
        self.words: dict[str, str] = stored["words"]
        self.patterns: list[tuple[str, str]] = stored["patterns"]
        self.reserved: frozenset[str] = frozenset(stored["reserved"])
        self.spelling: dict[str, str] = stored["spelling"]
        self.start: int = stored["start"]
        self.end: int = stored["end"]


@cache
def table() -> Table:
    return Table(json.loads((grammar_folder() / TABLE).read_text(encoding="utf-8")))


def grammar_folder() -> Path:
    return Path(import_module("aligncheck.grammar").__path__[0])
