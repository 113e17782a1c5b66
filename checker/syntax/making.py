"""The parse table of grammar/align.lark, made by lark: `python -m aligncheck.syntax.making` writes it anew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from aligncheck.syntax.table import TABLE, grammar_folder


def grammar_text() -> str:
    return (grammar_folder() / "align.lark").read_text(encoding="utf-8")


def written(stored: dict[str, Any]) -> str:
    """The table as grammar/table.json holds it: a line for each state and each rule."""
    parts = []
    for name, value in stored.items():
        if name in ("states", "rules"):
            rows = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in value)
            parts.append(f'"{name}":[\n{rows}\n]')
        else:
            parts.append(f'"{name}":{json.dumps(value, ensure_ascii=False, separators=(",", ":"))}')
    return "{" + ",\n".join(parts) + "}\n"


def make(grammar: str) -> dict[str, Any]:
    """Let lark read the grammar and work out the table. It raises on a reduce/reduce conflict."""
    lark = analysed(grammar)
    parse_table = lark.parser.parser._parse_table
    start = parse_table.start_states["file"]
    found = {start: 0}
    order = [start]
    states: list[dict[str, int]] = []
    rules: list[Any] = []
    numbers: dict[Any, int] = {}
    for state in order:  # it grows on the way: lark numbers states anew at each run, this does not
        row: dict[str, int] = {}
        for symbol, (action, target) in sorted(parse_table.states[state].items()):
            if action.name == "Shift":
                if target not in found:
                    found[target] = len(order)
                    order.append(target)
                row[symbol] = found[target]
                continue
            if target not in numbers:
                numbers[target] = len(rules)
                rules.append(_rule(target))
            row[symbol] = -numbers[target] - 1
        states.append(row)
    words, patterns, reserved, spelling = _terminals(lark.terminals)
    return {
        "states": states,
        "rules": rules,
        "words": words,
        "patterns": patterns,
        "reserved": reserved,
        "spelling": spelling,
        "start": 0,
        "end": found[parse_table.end_states["file"]],
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


if __name__ == "__main__":
    (grammar_folder() / TABLE).write_text(written(make(grammar_text())), encoding="utf-8")
