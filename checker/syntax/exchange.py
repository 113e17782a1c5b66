"""One sign or word written for another: what it was meant for, and how the text reads with that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligncheck.syntax.ahead import CLOSERS, OPENERS, RELATIONS, STARTERS, reads_on, span_of
from aligncheck.syntax.lexer import Token
from aligncheck.syntax.machine import Trial
from aligncheck.syntax.problems import ForeignSpelling, RelationChain, ReservedWord, WrongAssignment

if TYPE_CHECKING:
    from aligncheck.syntax.parse import Reading

EXCHANGES = {
    "EQUAL": (("_ASSIGN", ":="), ("_COLON", ":")),
    "_ASSIGN": (("EQUAL", "="), ("_COLON", ":")),
    "_COLON": (("_ASSIGN", ":="),),
    "_SEMICOLON": (("_COMMA", ","),),
    "_COMMA": (("_SEMICOLON", ";"),),
    "_IFF": (("_ASSIGN", ":="), ("_ARROW", "->")),
    "_ARROW": (("_ASSIGN", ":="),),
    "IN": (("_COLON", ":"),),
    "_DOT": (("_END", ". "),),
}


WORDS = {
    "iff": (("_ASSIGN", ":="), ("_IFF", "<->")),
    "implies": (("_ARROW", "->"),),
    "equals": (("_ASSIGN", ":="), ("EQUAL", "=")),
    "means": (("_ASSIGN", ":="),),
}
"""Words that stand for signs in prose; names elsewhere."""
FORMULA = frozenset(
    ("AND", "OR", "NOT", "IN", "NOT_IN", "COMPARING", "RELATION", "_IFF", "FORALL", "EXISTS", "EXISTS_UNIQUE")
)
"""What is in formulas and in no type."""
DEFINING = frozenset(("_DEF", "_QUANTITY", "_RELATION"))
FURTHEST = 5_000
"""Tokens of a declaration that are read again to see whether a change helps."""


def exchange(reading: Reading, at: int) -> int | None:
    """One sign or word written for another."""
    token, machine, tokens = reading.tokens[at], reading.machine, reading.tokens
    span = span_of(reading, token)
    for kind, text in (*EXCHANGES.get(token.kind, ()), *WORDS.get(token.text, ())):
        changed = Token(kind, text, token.start, token.end)
        trial = Trial(machine)
        if trial.take(kind) and reads_on(reading, trial, at + 1, least=1):
            _report_exchange(reading, token, changed)
            tokens[at] = changed
            return at
        if _changed_reads_on(reading, at, changed, at + 1):
            _report_exchange(reading, token, changed)
            return _again(reading, at, changed)
    if token.kind in machine.table.reserved and token.text.isalpha() and token.text.isascii():
        trial = Trial(machine)
        if trial.take("NAME") and reads_on(reading, trial, at + 1, least=2):
            reading.problems.append(ReservedWord(span, token.text))
            tokens[at] = Token("NAME", token.text, token.start, token.end)
            return at
    if token.kind in RELATIONS and _after_relation(reading, at):
        reading.problems.append(RelationChain(span, token.text))
        tokens[at] = Token("AND", "∧", token.start, token.end)
        return at
    return None


def _report_exchange(reading: Reading, written: Token, meant: Token) -> None:
    """One thing is told of one sign: what it is written for here, else how it is spelt."""
    span = span_of(reading, written)
    if meant.kind in ("_ASSIGN", "_COLON") or written.text not in WORDS:
        reading.problems[:] = [
            each for each in reading.problems if not (isinstance(each, ForeignSpelling) and each.span == span)
        ]
        reading.problems.append(WrongAssignment(span, span.text, meant.text))
    else:
        reading.problems.append(ForeignSpelling(span, written.text, meant.text))


def _changed_reads_on(reading: Reading, place: int, changed: Token, at: int) -> bool:
    """Whether the declaration, read again with one token changed, goes on beyond `at`: what came after that
    token may have been read in another way before."""
    tokens = reading.tokens
    if at - reading.begin > FURTHEST:
        return False
    trial = Trial(reading.fresh())
    before = [*tokens[reading.begin : place], changed, *tokens[place + 1 : at]]
    return all(trial.take_token(token) for token in before) and reads_on(reading, trial, at, least=1)


def _again(reading: Reading, place: int, changed: Token) -> int:
    """Read the declaration again with one token changed."""
    reading.tokens[place] = changed
    reading.machine = reading.fresh()
    return reading.begin


def colon_for_sign(reading: Reading, at: int) -> int | None:
    """`def good(x: A): safe(x) and fair(x)`: what stands after the colon is no type."""
    tokens = reading.tokens
    ends = tokens[at].kind in STARTERS or tokens[at].kind == "$END"
    if not (ends or tokens[at].kind in FORMULA) or tokens[reading.begin].kind not in DEFINING:
        return None
    depth = 0
    for place in range(at - 1, reading.begin, -1):
        depth += (tokens[place].kind in CLOSERS) - (tokens[place].kind in OPENERS)
        if depth == 0 and tokens[place].kind == "_COLON":
            changed = Token("_ASSIGN", ":=", tokens[place].start, tokens[place].end)
            plain = ends and not _is_predicate(reading, tokens[place + 1].text)
            if plain or not _changed_reads_on(reading, place, changed, at):
                return None
            _report_exchange(reading, tokens[place], changed)
            return _again(reading, place, changed)
    return None


def _is_predicate(reading: Reading, name: str) -> bool:
    """Whether something that is no type was declared under this name before."""
    heads = zip(reading.tokens[: reading.begin], reading.tokens[1 : reading.begin], strict=False)
    return any(word.kind in DEFINING and head.text == name for word, head in heads)


def _after_relation(reading: Reading, at: int) -> bool:
    """Whether the term just read is the right side of a comparison."""
    trial = Trial(reading.machine)
    if not trial.take("AND"):
        return False
    depth = 0
    for number in range(at - 1, reading.begin, -1):
        kind = reading.tokens[number].kind
        depth += (kind in CLOSERS) - (kind in OPENERS)
        if depth < 0 or (depth == 0 and kind in ("AND", "OR", "_ARROW", "_COMMA", "_ASSIGN", "_END")):
            return False
        if depth == 0 and kind in RELATIONS:
            return True
    return False
