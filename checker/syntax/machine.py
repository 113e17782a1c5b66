"""The LALR machine: a stack of states and what was built. It never recurses, so no nesting can break it."""

from __future__ import annotations

from typing import Any

from aligncheck.diagnostics import Problem
from aligncheck.source import SourceFile, Span
from aligncheck.syntax import tree
from aligncheck.syntax.building import Builder
from aligncheck.syntax.claims import CLAIMS
from aligncheck.syntax.declarations import DECLARATIONS
from aligncheck.syntax.lexer import Token
from aligncheck.syntax.problems import TooDeep
from aligncheck.syntax.table import Table
from aligncheck.syntax.terms import LAYERLESS, TERMS

LIMIT = 200
"""Layers of terms within one another."""

BUILDERS: dict[str, Builder] = {**TERMS, **DECLARATIONS, **CLAIMS}


class Spliced(list[Any]):
    """What a list rule gathered so far; it is extended in place, so long lists take linear time."""


class Machine:
    """One parse, fed token by token."""

    def __init__(self, source: SourceFile, table: Table, problems: list[Problem]) -> None:
        self.source, self.table, self.problems = source, table, problems
        self.states: list[int] = [table.start]
        self.values: list[Any] = [None]
        self.places: list[tuple[int, int]] = [(0, 0)]
        self.depths: list[int] = [0]
        self.told_depth = False

    def feed(self, token: Token) -> bool:
        """Take the token, or say that it cannot come here (what was complete before it is then reduced)."""
        states, table = self.states, self.table.states
        kind = self.kind_of(token)
        while True:
            action = table[states[-1]].get(kind)
            if action is None:
                return False
            if action >= 0:
                states.append(action)
                self.values.append(token)
                self.places.append((token.start, token.end))
                self.depths.append(0)
                return True
            self._reduce(-action - 1)

    def finish(self, end: int) -> tree.File | None:
        """The file that was read, if it may end here."""
        token = Token("$END", "", end, end)
        while True:
            if self.states[-1] == self.table.end:
                return self.values[-1]  # type: ignore[no-any-return]
            action = self.table.states[self.states[-1]].get(token.kind)
            if action is None or action >= 0:
                return None
            self._reduce(-action - 1)

    def kind_of(self, token: Token) -> str:
        """The terminal of a token here: a word that is reserved only in its place is a name elsewhere."""
        kind = token.kind
        if kind == "NAME" or kind in self.table.reserved or not token.text[:1].isalpha():
            return kind
        if kind in self.table.states[self.states[-1]] and Trial(self).take(kind):
            return kind
        return "NAME"

    def accepts(self, *kinds: str) -> bool:
        """Whether these terminals could come here, one after the other."""
        trial = Trial(self)
        return all(trial.take(kind) for kind in kinds)

    def can_end(self) -> bool:
        return Trial(self).ends()

    def pop(self) -> None:
        for stack in (self.states, self.values, self.places, self.depths):
            stack.pop()

    def _reduce(self, number: int) -> None:
        origin, builder, length, _plan, _nones, kind = self.table.rules[number]
        states = self.states
        if kind == "unit":
            states[-1] = self.table.states[states[-2]][origin]
            return
        if length:
            places, depth = self.places[-length:], max(self.depths[-length:])
            value = self._built(number, self.values[-length:], places)
            start, end = places[0][0], places[-1][1]
            del states[-length:], self.values[-length:], self.places[-length:], self.depths[-length:]
        else:
            end = self.places[-1][1]
            start, depth, value = end, 0, self._built(number, [], [(end, end)])
        if kind == "node" and builder in TERMS and builder not in LAYERLESS:
            depth += 1
            if depth > LIMIT:
                value, depth = self._too_deep(Span(self.source, start, end)), 0
        states.append(self.table.states[states[-1]][origin])
        self.values.append(value)
        self.places.append((start, end))
        self.depths.append(depth)

    def _built(self, number: int, values: list[Any], places: list[tuple[int, int]]) -> Any:
        _origin, builder, _length, plan, nones, kind = self.table.rules[number]
        kids: list[Any] = Spliced() if kind == "list" else []
        for at, spliced, before in plan:
            if before:
                kids.extend([None] * before)
            if not spliced:
                kids.append(values[at])
            elif kids:
                kids.extend(values[at])
            else:
                kids = values[at]
        if nones:
            kids.extend([None] * nones)
        if kind == "list":
            return kids if isinstance(kids, Spliced) else Spliced(kids)
        return BUILDERS[builder](kids, Span(self.source, places[0][0], places[-1][1]), self.problems)

    def _too_deep(self, span: Span) -> tree.Missing:
        if not self.told_depth:
            self.told_depth = True
            self.problems.append(TooDeep(span, LIMIT))
        return tree.Missing(span=span)


class Trial:
    """What the machine would do, with nothing built and its own stack untouched."""

    __slots__ = ("base", "keep", "more", "table")

    def __init__(self, machine: Machine) -> None:
        self.base, self.table = machine.states, machine.table
        self.keep = len(machine.states)
        self.more: list[int] = []

    def copy(self) -> Trial:
        other = object.__new__(Trial)
        other.base, other.table, other.keep, other.more = self.base, self.table, self.keep, list(self.more)
        return other

    def top(self) -> int:
        return self.more[-1] if self.more else self.base[self.keep - 1]

    def take(self, kind: str) -> bool:
        while True:
            action = self.table.states[self.top()].get(kind)
            if action is None:
                return False
            if action >= 0:
                self.more.append(action)
                return True
            self._reduce(-action - 1)

    def take_token(self, token: Token) -> bool:
        """As `Machine.feed`, names for contextual words included."""
        contextual = token.kind not in self.table.reserved and token.text[:1].isalpha()
        if contextual and token.kind != "NAME":
            other = self.copy()
            if not other.take(token.kind):
                return self.take("NAME")
        return self.take(token.kind)

    def ends(self) -> bool:
        while self.top() != self.table.end:
            action = self.table.states[self.top()].get("$END")
            if action is None or action >= 0:
                return False
            self._reduce(-action - 1)
        return True

    def drop(self) -> bool:
        """Forget the last thing; not the first."""
        if self.more:
            self.more.pop()
            return True
        self.keep -= 1
        return self.keep > 0

    def _reduce(self, number: int) -> None:
        rule = self.table.rules[number]
        origin, length = rule[0], rule[2]
        here = min(length, len(self.more))
        if here:
            del self.more[-here:]
        self.keep -= length - here
        self.more.append(self.table.states[self.top()][origin])
