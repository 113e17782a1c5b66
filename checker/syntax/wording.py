"""How the pieces of the language are called in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligncheck.syntax.lexer import Token

if TYPE_CHECKING:
    from aligncheck.syntax.machine import Machine

PIECES = {
    "_ASSIGN": (":=", "`:=`"),
    "_COLON": (":", "`:`"),
    "_COMMA": (",", "`,`"),
    "MISSING": ("", "a term"),
    "NAME": ("", "a name"),
    "_RPAR": (")", "`)`"),
    "_RBRACKET": ("]", "`]`"),
    "_RBRACE": ("}", "`}`"),
    "_BAR": ("|", "`|`"),
    "_END": (". ", "the dot that ends a binder"),
    "_LPAR": ("(", "`(`"),
    "_LBRACE": ("{", "`{`"),
    "_THEN": ("then", "`then`"),
    "_ELSE": ("else", "`else`"),
    "_TO": ("to", "`to`"),
    "_UNDER": ("under", "`under`"),
    "_OVER": ("over", "`over`"),
    "_ARROW": ("->", "`->`"),
    "IN": ("in", "`in`"),
    "TILDE": ("~", "`~`"),
    "_FROM": ("from", "`from`"),
    "_BY": ("by", "`by`"),
    "_ON": ("on", "`on`"),
    "_SEMICOLON": (";", "`;`"),
}
"""What may be missing, in the order in which it is tried: the text to put in, and how it is called."""

GROUPS = (
    (("_DEF", "_CLAIM"), "a declaration"),
    (("_ASSUME", "_SHOW"), "a clause"),
    (("NUMBER",), "a term"),
    (("EQUAL", "AND"), "an operator"),
    (("ADDING", "MULTIPLYING"), "an operator"),
    (("NAME",), "a name"),
)


def shown(token: Token) -> str:
    return "the end of the file" if token.kind == "$END" else f"`{token.text}`"


def expected_here(machine: Machine) -> tuple[str, ...]:
    """The kinds of thing that could come next, the few that say most."""
    found = [words for kinds, words in GROUPS if all(machine.accepts(kind) for kind in kinds)]
    if "a term" in found and "a name" in found:
        found.remove("a name")
    signs = ("_ASSIGN", "_COLON", "_COMMA", "_RPAR", "_RBRACKET", "_RBRACE", "_BAR", "_END", "_ARROW")
    found += [f"`{machine.table.spelling[kind]}`" for kind in signs if machine.accepts(kind)]
    return tuple(dict.fromkeys(found))[:6]
