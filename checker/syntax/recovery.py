"""After an error: what the slip was, told by the smallest change with which the text reads on; then onwards.

A change (a blank, a sign put in, exchanged or left out) is tried on the machine's states alone. Where none
helps, what cannot be read gives way to `Missing` up to the next clause or declaration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligncheck.diagnostics import Problem, nearest
from aligncheck.syntax.ahead import (
    CLAUSES, CLOSERS, LINE_CLAUSES, OPENERS, STARTERS, reads_on, span_of,
)  # fmt: skip
from aligncheck.syntax.exchange import colon_for_sign, exchange
from aligncheck.syntax.lexer import Token
from aligncheck.syntax.machine import Trial
from aligncheck.syntax.misspelt import Respelt, respelt
from aligncheck.syntax.problems import (
    ClauseOutsideClaim, DotWithoutBlank, MissingPiece, UnclosedBracket,
    Unexpected, UnknownWord, UnopenedBracket,
)  # fmt: skip
from aligncheck.syntax.wording import PIECES, expected_here, shown

if TYPE_CHECKING:
    from aligncheck.syntax.parse import Reading


def recover(reading: Reading, at: int) -> int:
    """Report the error at a token, mend the machine, and say with which token to go on."""
    attempts = (
        _outside,
        _misspelt,
        _no_word,
        _dot,
        colon_for_sign,
        exchange,
        _closing,
        _insertion,
        _deletion,
    )
    for attempt in attempts:
        onward = attempt(reading, at)
        if onward is not None:
            return onward
    return _panic(reading, at)


def _report(reading: Reading, problem: Problem) -> None:
    reading.problems.append(problem)


def _first_on_line(reading: Reading, token: Token) -> bool:
    line_start = reading.source.text.rfind("\n", 0, token.start) + 1
    return not reading.source.text[line_start : token.start].strip(" \t\ufeff")


def _outside(reading: Reading, at: int) -> int | None:
    """A clause outside a claim."""
    token = reading.tokens[at]
    if not (reading.machine.can_end() and (token.kind in CLAUSES or token.kind in LINE_CLAUSES)):
        return None
    _report(reading, ClauseOutsideClaim(span_of(reading, token), token.text))
    return _next_starter(reading, at + 1)


def _misspelt(reading: Reading, at: int) -> int | None:
    """A word of the language written wrongly, here or shortly before."""
    tokens = reading.tokens
    reads = [
        (each, again) for each, trial, again in respelt(reading, at) if _goes_on(reading, each, trial, at)
    ]
    if not reads:
        return None
    meant, again = reads[0]
    wrong = tokens[meant.wrong]
    near = [each.words[each.wrong - each.first] for each, _ in reads if each.wrong == meant.wrong]
    begins = meant.kind in STARTERS
    offered = tuple(dict.fromkeys(near))[:3]
    _report(reading, UnknownWord(span_of(reading, wrong), wrong.text, offered, begins))
    tokens[meant.first : meant.first + len(meant.words)] = [meant.token(tokens)]
    if not again:
        return at
    reading.machine = reading.fresh()
    return reading.begin


def _goes_on(reading: Reading, meant: Respelt, trial: Trial, at: int) -> bool:
    return reads_on(reading, trial, max(at, meant.first + len(meant.words)), least=1)


def _no_word(reading: Reading, at: int) -> int | None:
    """A word that begins nothing, and is near to none."""
    token, machine = reading.tokens[at], reading.machine
    outside = len(machine.states) == 1
    if not (token.text[:1].isalpha() and token.kind not in machine.table.reserved):
        return None
    if not outside and not (_first_on_line(reading, token) and machine.can_end()):
        return None
    if outside or reading.tokens[at + 1].kind == "NAME":
        words = STARTERS if outside else STARTERS | CLAUSES | LINE_CLAUSES
        near = nearest(token.text, [word for word, kind in machine.table.words.items() if kind in words])
        _report(reading, UnknownWord(span_of(reading, token), token.text, near))
        return _next_starter(reading, at + 1, lines=not outside)
    return None


def _next_starter(reading: Reading, at: int, lines: bool = False) -> int:
    tokens = reading.tokens
    while tokens[at].kind != "$END" and tokens[at].kind not in STARTERS:
        if lines and (tokens[at].kind in CLAUSES) and reading.machine.accepts(tokens[at].kind):
            return at
        at += 1
    sizes = ("FINITE", "NONEMPTY")
    while tokens[at].kind in sizes and tokens[at + 1].kind not in ("_SORT", *sizes):
        return _next_starter(reading, at + 1, lines)
    return at


def _dot(reading: Reading, at: int) -> int | None:
    """`forall x: A.P(x)`: the dot was meant to end the binder."""
    tokens = reading.tokens
    dots = [number for number in range(max(reading.begin, at - 60), at) if tokens[number].kind == "_DOT"]
    if not dots or not _wants_end(reading):
        return None
    for number in reversed(dots[-6:]):
        trial = Trial(reading.fresh())
        changed = Token("_END", ".", tokens[number].start, tokens[number].end)
        before = [*tokens[reading.begin : number], changed, *tokens[number + 1 : at]]
        if not all(trial.take_token(token) for token in before):
            continue
        complete = _first_on_line(reading, tokens[at]) and trial.copy().ends()
        if complete or reads_on(reading, trial, at, least=0):
            _report(reading, DotWithoutBlank(span_of(reading, changed)))
            tokens[number] = changed
            reading.machine = reading.fresh()
            return reading.begin
    return None


def _wants_end(reading: Reading) -> bool:
    """Whether a binder is open here: it is enough that a dot, or a comma and a dot, could come."""
    return reading.machine.accepts("_END") or reading.machine.accepts("_COMMA", "NAME", "_END")


def _open_brackets(reading: Reading, at: int) -> list[Token]:
    stack: list[Token] = []
    for token in reading.tokens[reading.begin : at]:
        if token.kind in OPENERS:
            stack.append(token)
        elif token.kind in CLOSERS and stack and stack[-1].kind == CLOSERS[token.kind]:
            stack.pop()
    return stack


def _closing(reading: Reading, at: int) -> int | None:
    """A bracket that is not closed, or one that closes nothing."""
    token, machine = reading.tokens[at], reading.machine
    stack = _open_brackets(reading, at)
    if token.kind in CLOSERS and not any(each.kind == CLOSERS[token.kind] for each in stack):
        _report(reading, UnopenedBracket(span_of(reading, token), token.text))
        return at + 1
    if not stack:
        return None
    opening = stack[-1]
    boundary = token.kind in STARTERS or token.kind in CLAUSES or token.kind == "$END"
    trial = Trial(machine)
    hollow = boundary and not trial.copy().take(OPENERS[opening.kind]) and machine.accepts("MISSING")
    if hollow:
        trial.take("MISSING")
    closes = trial.take(OPENERS[opening.kind]) and reads_on(reading, trial, at, least=0)
    if not closes and not (boundary and trial.more):
        return None
    _report(reading, UnclosedBracket(span_of(reading, token), span_of(reading, opening), shown(token)))
    if hollow:
        machine.feed(_invented(reading, "MISSING", at))
    machine.feed(_invented(reading, OPENERS[opening.kind], at))
    _close_rest(reading, at)
    return at


def _close_rest(reading: Reading, at: int) -> None:
    """Close what else is open where several brackets are missing at one place."""
    machine, token = reading.machine, reading.tokens[at]
    for opening in reversed(_open_brackets(reading, at)[:-1]):
        can_go_on = machine.can_end() if token.kind in STARTERS or token.kind == "$END" else False
        if can_go_on or Trial(machine).take_token(token):
            return
        if not machine.feed(_invented(reading, OPENERS[opening.kind], at)):
            return


def _invented(reading: Reading, kind: str, at: int) -> Token:
    """A token that is not in the text, right before another."""
    place = reading.tokens[at - 1].end if at else 0
    text = {"NAME": "_"}.get(kind, reading.machine.table.spelling.get(kind, ""))
    return Token(kind, text, place, place)


def _insertion(reading: Reading, at: int) -> int | None:
    """A sign, a name or a term that is missing."""
    token, machine = reading.tokens[at], reading.machine
    for kind, (text, wording) in PIECES.items():
        trial = Trial(machine)
        if trial.take(kind) and reads_on(reading, trial, at, least=1):
            _report(reading, MissingPiece(span_of(reading, token), wording, shown(token), text))
            machine.feed(_invented(reading, kind, at))
            return at
    return None


def _deletion(reading: Reading, at: int) -> int | None:
    """One token too many."""
    token = reading.tokens[at]
    if token.kind == "$END" or token.kind in STARTERS or token.kind in CLAUSES:
        return None
    if not reads_on(reading, Trial(reading.machine), at + 1, least=2):
        return None
    expected = expected_here(reading.machine)
    _report(reading, Unexpected(span_of(reading, token), shown(token), expected))
    return at + 1


def _panic(reading: Reading, at: int) -> int:
    """Give up what was being read, back to where the next clause or declaration can follow."""
    token, tokens = reading.tokens[at], reading.tokens
    _report(reading, Unexpected(span_of(reading, token), shown(token), expected_here(reading.machine)))
    onward = at
    while True:
        while not _anchor(reading, onward):
            onward += 1
        if _retreat(reading, tokens[onward]):
            return onward
        if tokens[onward].kind == "$END" or tokens[onward].kind in STARTERS:
            reading.machine, reading.begin = reading.fresh(), onward
            return onward
        onward += 1


def _anchor(reading: Reading, at: int) -> bool:
    token = reading.tokens[at]
    if token.kind in ("FINITE", "NONEMPTY"):
        return reading.tokens[at + 1].kind in ("_SORT", "FINITE", "NONEMPTY")
    return (
        token.kind in STARTERS
        or token.kind in CLAUSES
        or token.kind == "$END"
        or (token.kind in LINE_CLAUSES and _first_on_line(reading, token))
    )


def _retreat(reading: Reading, goal: Token) -> bool:
    """Drop as little as it takes for the goal to follow, with `Missing` for what is gone."""
    machine = reading.machine
    last = goal.kind == "$END" or goal.kind in STARTERS
    depth = len(machine.states)
    for dropped in range(depth):
        for filler in (("MISSING",), ()):
            trial = Trial(machine)
            for _ in range(dropped):
                trial.drop()
            if not all(trial.take(kind) for kind in filler):
                continue
            ends = last and trial.copy().ends()
            if ends or (goal.kind != "$END" and trial.copy().take_token(goal)):
                if dropped == depth - 1 and not filler:
                    return False
                for _ in range(dropped):
                    machine.pop()
                for kind in filler:
                    place = goal.start
                    machine.feed(Token(kind, "", place, place))
                return True
    return False
