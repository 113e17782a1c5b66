"""Formulas as a shared circuit: each part gets a name once, so that text grows with the number of parts."""

from __future__ import annotations

from collections.abc import Iterable

from aligncheck.engines import stopping
from aligncheck.engines.smtlib import Logic, ite

LOOKS = 256
"""After so many parts each it is looked whether there is time for more."""


class TooLarge(Exception):
    """Writing everything out took more parts than allowed."""


class OutOfTime(Exception):
    """The time was up before an answer."""


class Circuit(Logic):
    """`lines`: definitions not yet taken by a solver. No more than `most` parts are written out, and none after
    `until` (stopping.now)."""

    def __init__(self, most: int, until: float) -> None:
        self.lines: list[str] = []
        self.until = until
        self._most = most
        self._known: dict[str, str] = {}
        self._inline = 0

    def take(self) -> str:
        """The definitions made since the last call."""
        text = "\n".join(self.lines)
        self.lines.clear()
        return text

    def named(self, text: str, sort: str) -> str:
        if self._inline or not text.startswith("("):
            return text
        name = self._known.get(text)
        if name is None:
            stopping.check()
            if len(self._known) >= self._most:
                raise TooLarge
            if len(self._known) % LOOKS == 0 and stopping.now() > self.until:
                raise OutOfTime
            name = self._known[text] = f"n{len(self._known)}"
            self.lines.append(f"(define-fun {name} () {sort} {text})")
        return name

    def conj(self, parts: Iterable[str]) -> str:
        return self._joined("and", parts, "true", "false")

    def disj(self, parts: Iterable[str]) -> str:
        return self._joined("or", parts, "false", "true")

    def _joined(self, name: str, parts: Iterable[str], unit: str, end: str) -> str:
        kept: dict[str, None] = {}
        for part in parts:
            if part == end:
                return end
            if part != unit:
                kept[part] = None
        if len(kept) < 2:
            return next(iter(kept), unit)
        if any(self.neg(part) in kept for part in kept):
            return end
        return self.named(f"({name} {' '.join(kept)})", "Bool")

    def neg(self, part: str) -> str:
        if part == "true":
            return "false"
        if part == "false":
            return "true"
        return part[5:-1] if part.startswith("(not ") else f"(not {part})"

    def implies(self, left: str, right: str) -> str:
        return self.disj((self.neg(left), right))

    def iff(self, left: str, right: str) -> str:
        if left == right:
            return "true"
        for one, other in ((left, right), (right, left)):
            if one == "true":
                return other
            if one == "false":
                return self.neg(other)
        return "false" if self.neg(left) == right else self.named(f"(= {left} {right})", "Bool")

    def ite(self, condition: str, then: str, otherwise: str, sort: str) -> str:
        if sort == "Bool":
            return self.conj((self.implies(condition, then), self.disj((condition, otherwise))))
        return self.named(ite(condition, then, otherwise), sort)

    def enter(self) -> None:
        self._inline += 1

    def leave(self) -> None:
        self._inline -= 1
