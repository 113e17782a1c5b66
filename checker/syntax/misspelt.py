"""A word of the language that is misspelt: at the place where reading stopped or shortly before it, some word
is near to one with which the text reads on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aligncheck.diagnostics.nearest import distance, nearest
from aligncheck.syntax.lexer import CANONICAL, Token
from aligncheck.syntax.machine import Trial

if TYPE_CHECKING:
    from aligncheck.syntax.parse import Reading
    from aligncheck.syntax.table import Table

BACK = 12
"""So many tokens before the stop may be the misspelt one: `exist a: A` stops at `a`, and among the members of a
structure `law: forll a: A, b: B. …` at the second colon."""
LONGEST = 2000
"""Declarations of more tokens are not read again from their start."""
ONE_SLIP = 1.0
PHRASES = {("only", "given"): "_ONLY_GIVEN", ("by", "induction", "on"): "_BY_INDUCTION_ON"}
"""Terminals of several words."""


@dataclass(frozen=True, slots=True)
class Respelt:
    """The words from token `first` on, of which the one at `wrong` is misspelt, read as one terminal."""

    first: int
    wrong: int
    words: tuple[str, ...]
    kind: str
    cost: float

    def token(self, tokens: list[Token]) -> Token:
        last, text = tokens[self.first + len(self.words) - 1], " ".join(self.words)
        return Token(self.kind, CANONICAL.get(text, text), tokens[self.first].start, last.end)


def respelt(reading: Reading, at: int) -> Iterator[tuple[Respelt, Trial, bool]]:
    """What may be meant, nearest first, each with the machine's state right before the token `at` or, where that
    one is misspelt, after it; and whether the declaration must be read again from its start to get there. Whether
    the text reads on from that state is not yet asked."""
    found = [each for first in _places(reading, at) for each in _meant(reading, first, at)]
    for each in sorted(found, key=lambda each: (each.cost, -each.first)):
        trial = _here(reading, each) if each.first == at else None
        again = trial is None
        if trial is None:
            trial = _again(reading, each)
        between = reading.tokens[each.first + len(each.words) : at]
        if trial is not None and all(map(trial.take_token, between)):
            yield each, trial, again


def _places(reading: Reading, at: int) -> Iterator[int]:
    return (first for first in range(at, max(reading.begin, at - BACK) - 1, -1))


def _meant(reading: Reading, first: int, at: int) -> Iterator[Respelt]:
    """The words and phrases that may be meant from a token on. A name read before the stop is doubted only where
    it stands nowhere else."""
    table, tokens = reading.machine.table, reading.tokens
    if not _is_name(tokens[first], table):
        return
    text = tokens[first].text
    if first == at or reading.occurrences[text] == 1:
        for word in nearest(text, _words(table), limit=None):
            cost = distance(text, word)
            if first == at or cost <= ONE_SLIP:
                yield Respelt(first, first, (word,), table.words[word], cost)
    for phrase, kind in PHRASES.items():
        written = [token.text for token in tokens[first : first + len(phrase)]]
        costs = [distance(one, word) for one, word in zip(written, phrase, strict=False)]
        if len(costs) == len(phrase) and 0 < max(costs) <= ONE_SLIP:
            wrong = first + next(number for number, cost in enumerate(costs) if cost)
            yield Respelt(first, wrong, phrase, kind, sum(costs))


def _words(table: Table) -> Iterator[str]:
    return (word for word in table.words if word[0].isalpha())


def _is_name(token: Token, table: Table) -> bool:
    return token.text[:1].isalpha() and token.kind not in table.reserved


def _here(reading: Reading, meant: Respelt) -> Trial | None:
    """The machine after what is meant, where it can come next or begin a new declaration."""
    trial = Trial(reading.machine)
    if trial.take(meant.kind):
        return trial
    begun = Trial(reading.fresh())
    return begun if reading.machine.can_end() and begun.take(meant.kind) else None


def _again(reading: Reading, meant: Respelt) -> Trial | None:
    """The same from the start of the declaration: what was misread may have been taken for complete too early."""
    if meant.first - reading.begin > LONGEST:
        return None
    trial = Trial(reading.fresh())
    before = reading.tokens[reading.begin : meant.first]
    return trial if all(map(trial.take_token, before)) and trial.take(meant.kind) else None
