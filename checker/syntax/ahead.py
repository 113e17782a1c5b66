"""Whether a text reads on after a change: the words that begin and end things, and the test itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligncheck.source import Span
from aligncheck.syntax.lexer import Token
from aligncheck.syntax.machine import Trial

if TYPE_CHECKING:
    from aligncheck.syntax.parse import Reading

STARTERS = frozenset(
    ("_MODULE", "_USE", "_SORT", "_ENUM", "_TYPE", "_OPTIMIZER", "_OBJECTIVE", "_RELATION", "_DEF",
     "_QUANTITY", "_STRUCTURE", "_DEFAULT", "_GIVEN", "_FAMILY", "CONSTANT", "SEQUENCE", "FUNCTION",
     "_DISTRIBUTION", "_MODEL", "_TRANSFORMATION", "_EXAMPLE", "_CLAIM", "KEPT", "FINITE", "NONEMPTY")
)  # fmt: skip
CLAUSES = frozenset(("_ASSUME", "_SHOW", "_FOR", "_EXPECT"))
LINE_CLAUSES = frozenset(("VARIANT", "_REDUCES", "_USING", "_BY_INDUCTION_ON", "CONGRUENCE", "INVARIANT"))
OPENERS = {"_LPAR": "_RPAR", "_LBRACKET": "_RBRACKET", "_LBRACE": "_RBRACE"}
CLOSERS = {closer: opener for opener, closer in OPENERS.items()}
RELATIONS = frozenset(("RELATION", "TILDE", "IN", "NOT_IN", "EQUAL", "COMPARING"))
AHEAD = 6
"""Tokens that must read on for a change to count."""


def span_of(reading: Reading, token: Token) -> Span:
    return Span(reading.source, token.start, token.end)


def reads_on(reading: Reading, trial: Trial, at: int, least: int = 2) -> bool:
    """Whether the tokens from `at` on can follow, for a while or up to the next declaration."""
    tokens = reading.tokens
    for number in range(AHEAD):
        token = tokens[at + number]
        if (token.kind in STARTERS or token.kind == "$END") and trial.copy().ends():
            return number >= least or number > 0 or least <= 2
        if token.kind == "$END" or not trial.take_token(token):
            return False
        if token.kind in CLAUSES and number >= least:
            return True
    return True
