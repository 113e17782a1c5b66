"""The text of SMT-LIB: connectives with the trivial cases folded, numbers, and reading of S-expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypeAlias

SExpr: TypeAlias = "str | list[SExpr]"

_TOKEN = re.compile(r'"(?:[^"]|"")*"|\|[^|]*\||;[^\n]*|[()]|[^\s()";|]+')


def conj(parts: Iterable[str]) -> str:
    kept = [part for part in parts if part != "true"]
    if "false" in kept:
        return "false"
    return _joined("and", kept, "true")


def disj(parts: Iterable[str]) -> str:
    kept = [part for part in parts if part != "false"]
    if "true" in kept:
        return "true"
    return _joined("or", kept, "false")


def _joined(name: str, parts: list[str], empty: str) -> str:
    if len(parts) > 1:
        return f"({name} {' '.join(parts)})"
    return parts[0] if parts else empty


def neg(part: str) -> str:
    if part == "true":
        return "false"
    if part == "false":
        return "true"
    return part[5:-1] if part.startswith("(not ") else f"(not {part})"


def implies(left: str, right: str) -> str:
    if left == "true" or right == "true":
        return right
    if left == "false":
        return "true"
    return neg(left) if right == "false" else f"(=> {left} {right})"


def iff(left: str, right: str) -> str:
    if left == right:
        return "true"
    for one, other in ((left, right), (right, left)):
        if one == "true":
            return other
        if one == "false":
            return neg(other)
    return f"(= {left} {right})"


def ite(condition: str, then: str, otherwise: str) -> str:
    if condition == "true" or then == otherwise:
        return then
    return otherwise if condition == "false" else f"(ite {condition} {then} {otherwise})"


class Logic:
    """How formulas are put together: here as plain text."""

    def conj(self, parts: Iterable[str]) -> str:
        return conj(parts)

    def disj(self, parts: Iterable[str]) -> str:
        return disj(parts)

    def neg(self, part: str) -> str:
        return neg(part)

    def implies(self, left: str, right: str) -> str:
        return implies(left, right)

    def iff(self, left: str, right: str) -> str:
        return iff(left, right)

    def ite(self, condition: str, then: str, otherwise: str, sort: str) -> str:
        return ite(condition, then, otherwise)

    def named(self, text: str, sort: str) -> str:
        """The same term, perhaps under a shorter name."""
        return text

    def enter(self) -> None:
        """What follows may mention variables that the solver binds."""

    def leave(self) -> None:
        """The end of what `enter` began."""


def bind(kind: str, variables: Iterable[tuple[str, str]], body: str) -> str:
    """`kind` (forall, exists) over (name, sort) pairs. Solver sorts are never empty, so a body that is a
    truth constant may lose its quantifier."""
    pairs = " ".join(f"({name} {sort})" for name, sort in variables)
    return body if not pairs or body in ("true", "false") else f"({kind} ({pairs}) {body})"


def number(value: Fraction, sort: str) -> str:
    """An exact number as an `Int` or a `Real` literal."""
    size = abs(value)
    if sort == "Int":
        text = str(size.numerator)
    elif size.denominator == 1:
        text = f"{size.numerator}.0"
    else:
        text = f"(/ {size.numerator}.0 {size.denominator}.0)"
    return f"(- {text})" if value < 0 else text


def tokens(text: str) -> Iterator[str]:
    """The tokens, comments among them (a solver lists its universe there)."""
    return (match.group() for match in _TOKEN.finditer(text))


def read(text: str) -> list[SExpr]:
    """All S-expressions of a text, comments left out. Raises ValueError where parentheses do not match."""
    stack: list[list[SExpr]] = [[]]
    for token in tokens(text):
        if token == "(":
            stack.append([])
        elif token == ")":
            if len(stack) == 1:
                raise ValueError("a closing parenthesis too many")
            done = stack.pop()
            stack[-1].append(done)
        elif not token.startswith(";"):
            stack[-1].append(token)
    if len(stack) != 1:
        raise ValueError("a parenthesis is not closed")
    return stack[0]
