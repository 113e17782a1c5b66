"""The parse table of grammar/align.lark: made by lark once, then kept as JSON in the user's cache folder."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

FORM = "1"
"""Changes whenever the stored form does."""


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
    """The table, from the cache where it is there, else made anew."""
    grammar = grammar_text()
    key = hashlib.sha256(f"{FORM}\n{grammar}".encode()).hexdigest()[:24]
    path = cache_folder() / f"grammar-{key}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        return Table(json.loads(path.read_text(encoding="utf-8")))
    stored = make(grammar)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        aside.replace(path)
    return Table(stored)


def grammar_text() -> str:
    return Path(import_module("aligncheck.grammar").__path__[0], "align.lark").read_text(encoding="utf-8")


def cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path(os.path.expanduser("~")) / ".cache") / "aligncheck"


def make(grammar: str) -> dict[str, Any]:
    """Let lark read the grammar and work out the table. It raises on a reduce/reduce conflict."""
    lark = analysed(grammar)
    parse_table = lark.parser.parser._parse_table
    rules: list[Any] = []
    number: dict[Any, int] = {}
    states: list[dict[str, int]] = [{} for _ in parse_table.states]
    for state, actions in parse_table.states.items():
        for symbol, (action, target) in actions.items():
            if action.name == "Shift":
                states[state][symbol] = target
                continue
            if target not in number:
                number[target] = len(rules)
                rules.append(_rule(target))
            states[state][symbol] = -number[target] - 1
    words, patterns, reserved, spelling = _terminals(lark.terminals)
    return {
        "states": states,
        "rules": rules,
        "words": words,
        "patterns": patterns,
        "reserved": reserved,
        "spelling": spelling,
        "start": parse_table.start_states["file"],
        "end": parse_table.end_states["file"],
    }


def analysed(grammar: str, debug: bool = False) -> Any:
    """lark's reading of the grammar; its own lexer is not used."""
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        def __init__(self, conf: object) -> None:
            pass

        def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Any]:
            return iter(())

    return Lark(grammar, parser="lalr", lexer=NoLexer, start="file", debug=debug)


def _rule(rule: Any) -> list[Any]:
    options, origin = rule.options, rule.origin.name
    before = [0] * (len(rule.expansion) + 1)
    if options.empty_indices:
        groups = "".join(str(int(empty)) for empty in options.empty_indices).split("0")
        before = [len(group) for group in groups]
    plan = []
    nones = 0
    for at, symbol in enumerate(rule.expansion):
        nones += before[at]
        if symbol.is_term and symbol.filter_out and not options.keep_all_tokens:
            continue
        plan.append([at, int(not symbol.is_term and symbol.name.startswith("_")), nones])
        nones = 0
    nones += before[-1]
    alone = len(rule.expansion) == 1 and len(plan) == 1 and not plan[0][1] and not nones
    if origin.startswith("_"):
        kind = "list"
    elif options.expand1 and not rule.alias and alone:
        kind = "unit"
    else:
        kind = "node"
    return [origin, rule.alias or origin, len(rule.expansion), plan, nones, kind]


def _terminals(terminals: Any) -> tuple[dict[str, str], list[list[str]], list[str], dict[str, str]]:
    """Spellings told from patterns: a terminal that is only a choice of texts has no special character."""
    words: dict[str, str] = {}
    patterns: list[list[str]] = []
    reserved: list[str] = []
    spelling: dict[str, str] = {}
    for terminal in terminals:
        source = terminal.pattern.value
        choices = re.split(r"(?<!\\)\|", source.removeprefix("(?:").removesuffix(")"))
        texts = [source] if terminal.pattern.type == "str" else [re.sub(r"\\(.)", r"\1", c) for c in choices]
        literal = terminal.pattern.type == "str" or "|".join(map(_escaped, texts)) == "|".join(choices)
        if not literal:
            patterns.append([terminal.name, source])
            continue
        spelling[terminal.name] = next((text for text in texts if not text.isascii()), texts[0])
        for text in texts:
            words[text] = terminal.name
        if terminal.priority == 2:
            reserved.append(terminal.name)
    return words, patterns, reserved, spelling


def _escaped(text: str) -> str:
    return re.escape(text)
