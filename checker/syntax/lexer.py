"""From text to tokens. A word that is reserved only in its place is offered as a keyword and as a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from aligncheck.diagnostics import Problem
from aligncheck.source import SourceFile, Span
from aligncheck.syntax.problems import ForeignSpelling, StrayCharacters, UnclosedQuote
from aligncheck.syntax.table import Table, table


class Token:
    """A piece of text; `kind` its terminal. `text` is the spelling that the tree keeps."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int) -> None:
        self.kind, self.text, self.start, self.end = kind, text, start, end


@dataclass(slots=True)
class Lexed:
    """The tokens of a file, `///` lines by the offset of the token that follows, and problems."""

    tokens: list[Token]
    docs: dict[int, list[tuple[int, int]]]
    problems: list[Problem]


CANONICAL = {
    "!=": "≠", "<=": "≤", ">=": "≥", "~": "∼", "−": "-", "\\": "∖", "∞": "oo", "and": "∧", "or": "∨",
    "not": "¬", "in": "∈", "Σ": "sum", "→": "->",
}  # fmt: skip

FOREIGN = {
    "==": ("EQUAL", "="), "&&": ("AND", "and"), "||": ("OR", "or"), "!": ("NOT", "not"),
    "=>": ("_ARROW", "->"), "<=>": ("_IFF", "<->"), "⇒": ("_ARROW", "→"), "⇔": ("_IFF", "↔"),
    "⟺": ("_IFF", "↔"), "⟹": ("_ARROW", "→"), "\\forall": ("FORALL", "∀"), "\\exists": ("EXISTS", "∃"),
    "\\in": ("IN", "∈"), "\\to": ("_ARROW", "→"), "\\rightarrow": ("_ARROW", "→"),
    "\\land": ("AND", "∧"), "\\wedge": ("AND", "∧"), "\\lor": ("OR", "∨"), "\\vee": ("OR", "∨"),
    "\\neg": ("NOT", "¬"), "\\lambda": ("_FUN", "λ"), "\\sum": ("BIG", "Σ"), "\\leq": ("COMPARING", "≤"),
    "\\le": ("COMPARING", "≤"), "\\geq": ("COMPARING", "≥"), "\\ge": ("COMPARING", "≥"),
    "\\neq": ("COMPARING", "≠"), "\\cup": ("ADDING", "∪"), "\\cap": ("MULTIPLYING", "∩"),
    "\\setminus": ("ADDING", "∖"), "\\subseteq": ("RELATION", "⊆"), "\\times": ("MULTIPLYING", "×"),
    "\\circ": ("MULTIPLYING", "∘"), "\\oplus": ("ADDING", "⊕"), "\\otimes": ("MULTIPLYING", "⊗"),
    "\\simeq": ("RELATION", "≃"), "\\emptyset": ("NAME", "∅"), "\\infty": ("NAME", "oo"),
}  # fmt: skip
"""Spellings of other languages, and what is meant."""

ENDS_OPERAND = frozenset(("NAME", "NUMBER", "_RPAR", "_RBRACKET", "_RBRACE", "POSTFIX", "STAR"))
BINDS_NEXT = frozenset((",", ":", ".", "in", "∈", "~", "∼", "->", "→", "where"))


@cache
def _scanner() -> tuple[Callable[[str, int], re.Match[str] | None], Table]:
    grammar = table()
    symbols = sorted((t for t in grammar.words if not t[0].isalpha() or t in "λΣ"), key=len, reverse=True)
    merged = [(name, pattern) for name, pattern in grammar.patterns if name != "NAME"]
    name = next(pattern for name, pattern in grammar.patterns if name == "NAME")
    foreign = "|".join(re.escape(text) for text in sorted(FOREIGN, key=len, reverse=True) if text[0] != "\\")
    parts = [
        r"(?P<BLANK>[ \t\r\n\f\v\u00a0]+)",
        r"(?P<DOC>///(?!/)[^\n]*)",
        r"(?P<NOTE>//[^\n]*)",
        rf"(?P<FOREIGN>\\[A-Za-z]+|(?<!∃)(?<!exists)(?:{foreign})(?!=))",
        *(f"(?P<{name}>{pattern})" for name, pattern in merged if name in LOOKING),
        f"(?P<NAME>{_with_quotes(name)})",
        *(f"(?P<{name}>{pattern})" for name, pattern in merged if name not in LOOKING),
        r"(?P<OPENQUOTE>`[^\W\d]\w*)",
        f"(?P<SYMBOL>{'|'.join(re.escape(text) for text in symbols)})",
    ]
    return re.compile("|".join(parts)).match, grammar


MOST = 100
"""Errors after which a file is read no further."""

LOOKING = ("KEPT", "_ONLY_GIVEN", "_BY_INDUCTION_ON", "EXISTS_UNIQUE")


def _with_quotes(name: str) -> str:
    """A typographic apostrophe is read as the prime it stands for, and reported."""
    return name.replace("['′", "['′’‘")


def lex(source: SourceFile) -> Lexed:
    """All tokens, in one pass over the text; what is none is reported and left out."""
    text = source.text
    match, grammar = _scanner()
    words, found = grammar.words, Lexed([], {}, [])
    tokens, docs, at, size = found.tokens, [], 1 if text.startswith("\ufeff") else 0, len(text)
    stray = -1
    while at < size:
        hit = match(text, at)
        if hit is None or (hit.lastgroup in LOOKING and at and text[at - 1].isalnum()):
            if len(found.problems) > MOST:
                break
            if stray < 0:
                stray = at
            at += 1
            continue
        if stray >= 0:
            _report_stray(source, found, stray, at)
            stray = -1
        kind, piece, end = hit.lastgroup or "", hit.group(), hit.end()
        start, at = at, end
        if kind == "BLANK" or kind == "NOTE":
            continue
        if kind == "DOC":
            docs.append((start, end))
            continue
        if kind == "NAME":
            if piece in words:
                kind = words[piece]
            elif not piece.isascii():
                piece = _name(source, found, piece, start)
        elif kind == "SYMBOL":
            kind = words[piece]
        elif kind == "FOREIGN":
            kind, piece = _foreign(source, found, piece, start)
            if not kind:
                continue
            if kind == "_BAR":
                tokens.append(Token("_BAR", "|", start, start + 1))
                start += 1
        elif kind == "OPENQUOTE":
            found.problems.append(UnclosedQuote(Span(source, start, start + 1)))
            kind, piece = "RELATION", piece[1:]
        elif kind == "RELATION" and piece[0] == "`":
            piece = piece[1:-1].strip()
        elif kind == "RELATION" and piece == "∼":
            kind = "TILDE"
        elif kind == "POSTFIX" or kind == "RELATION":
            piece = piece.replace("′", "'")
        if docs:
            found.docs[start] = docs
            docs = []
        tokens.append(Token(kind, CANONICAL.get(piece, piece), start, end))
    if stray >= 0:
        _report_stray(source, found, stray, size)
    _settle_words(tokens, grammar)
    tokens.append(Token("$END", "", size, size))
    return found


def _name(source: SourceFile, found: Lexed, piece: str, start: int) -> str:
    for at, char in enumerate(piece):
        if char in "’‘":
            place = Span(source, start + at, start + at + 1)
            found.problems.append(ForeignSpelling(place, char, "'"))
    for mark in "’‘′":
        piece = piece.replace(mark, "'")
    return unicodedata.normalize("NFC", piece)


def _foreign(source: SourceFile, found: Lexed, piece: str, start: int) -> tuple[str, str]:
    """The token that a spelling of another language stands for; none if it is not known."""
    end = start + len(piece)
    if piece == "||" and (
        not found.tokens
        or found.tokens[-1].kind not in ENDS_OPERAND
        or not re.match(r"\s*[\w({\[¬∀∃]", source.text[end : end + 80])
    ):
        return "_BAR", "|"
    meant = FOREIGN.get(piece)
    if meant is None:
        found.problems.append(StrayCharacters(Span(source, start, end), piece))
        return "", ""
    found.problems.append(ForeignSpelling(Span(source, start, end), piece, meant[1]))
    return meant


def _report_stray(source: SourceFile, found: Lexed, start: int, end: int) -> None:
    """A run of characters that belong to no token."""
    text = source.text[start:end]
    found.tokens.append(Token("STRAY", text, start, end))
    if text[0] == "`":
        found.problems.append(UnclosedQuote(Span(source, start, start + 1)))
        return
    found.problems.append(StrayCharacters(Span(source, start, end), text))


def _settle_words(tokens: list[Token], grammar: Table) -> None:
    """Words of big operators, `Set`, `matrix`, `left` and `right` are keywords only before what they take."""
    for at, token in enumerate(tokens):
        kind = token.kind
        drawn = kind in ("PROBABILITY", "MEAN")
        if drawn and (_draws(tokens, at + 1, grammar) or _under(tokens, at + 1, grammar)):
            continue
        if kind == "PROBABILITY":
            token.kind = "NAME"
        if kind not in LOOK_AHEAD:
            continue
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        after = tokens[at + 2] if at + 2 < len(tokens) else None
        if following is None or not LOOK_AHEAD[kind](following, after, grammar):
            token.kind = "NAME"


def _may_be_name(token: Token, grammar: Table) -> bool:
    return token.kind not in grammar.reserved and (token.text[:1].isalpha() or token.text[:1] == "_")


def _begins_binder(following: Token, after: Token | None, grammar: Table) -> bool:
    if not _may_be_name(following, grammar):
        return False
    return following.kind == "NAME" or (after is not None and after.text in BINDS_NEXT)


def _begins_type(following: Token, after: Token | None, grammar: Table) -> bool:
    if following.kind in ("_LPAR", "_LBRACE", "NAME"):
        return True
    return following.text[:1].isalpha() and following.kind not in grammar.reserved


def _draws(tokens: list[Token], at: int, grammar: Table) -> bool:
    """Whether names, or tuples of names, stand here with a `~` after them."""
    depth = 0
    for number, token in enumerate(tokens[at : at + FARTHEST]):
        if token.kind == "TILDE":
            return number > 0 and depth == 0
        depth += {"_LPAR": 1, "_RPAR": -1}.get(token.kind, 0)
        between = token.kind in ("_LPAR", "_RPAR", "_COMMA") or (token.kind == "STAR" and depth > 0)
        if not between and not _may_be_name(token, grammar):
            return False
    return False


def _under(tokens: list[Token], at: int, grammar: Table) -> bool:
    """Whether a name, with arguments or not, stands here, and then the dot of a binder or an event."""
    if at + 1 >= len(tokens) or not _may_be_name(tokens[at], grammar):
        return False
    depth = 0
    for token in tokens[at + 1 : at + FARTHEST]:
        depth += {"_LPAR": 1, "_RPAR": -1}.get(token.kind, 0)
        if depth < 0 or (depth == 0 and token.kind != "_RPAR"):
            return token.kind in ("_END", "_BAR")
    return False


FARTHEST = 40
"""Tokens that are looked at for what tells a draw."""


LOOK_AHEAD: dict[str, Callable[[Token, Token | None, Table], bool]] = {
    "BIG": _begins_binder,
    "TAIL": _begins_binder,
    "LIM": _begins_binder,
    "MEAN": _begins_binder,
    "_DO": lambda following, after, grammar: following.kind == "_LPAR",
    "_SET": _begins_type,
    "_DIST": _begins_type,
    "_MATRIX": lambda following, after, grammar: following.kind == "_LBRACE",
    "LEFT": lambda following, after, grammar: following.text not in (",", ".", ":", ":=", ")"),
    "RIGHT": lambda following, after, grammar: following.text not in (",", ".", ":", ":=", ")"),
    "_CLASS": lambda following, after, grammar: following.kind == "_LPAR",
    "FINITE": lambda following, after, grammar: following.text not in (":", ",", "("),
    "NONEMPTY": lambda following, after, grammar: following.text not in (":", ",", "("),
}
