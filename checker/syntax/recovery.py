"""After an error: what the slip was, told by the smallest change with which the text reads on; then onwards.

A change (a blank, a sign put in, exchanged or left out) is tried on the machine's states alone. Where none
helps, what cannot be read gives way to `Missing` up to the next clause or declaration.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aligncheck.diagnostics import Problem, nearest
from aligncheck.source import Span
from aligncheck.syntax.lexer import Token
from aligncheck.syntax.machine import Trial
from aligncheck.syntax.problems import (
    ClauseOutsideClaim, DotWithoutBlank, ForeignSpelling, MissingPiece, RelationChain, ReservedWord, UnclosedBracket,
    Unexpected, UnknownWord, UnopenedBracket, WrongAssignment,
)  # fmt: skip
from aligncheck.syntax.wording import PIECES, expected_here, shown

if TYPE_CHECKING:
    from aligncheck.syntax.parse import Reading

STARTERS = frozenset(
    ("_MODULE", "_USE", "_SORT", "_ENUM", "_TYPE", "_OPTIMIZER", "_OBJECTIVE", "_RELATION", "_DEF",
     "_QUANTITY", "_STRUCTURE", "_DEFAULT", "_GIVEN", "_FAMILY", "CONSTANT", "SEQUENCE", "FUNCTION",
     "_DISTRIBUTION", "_TRANSFORMATION", "_EXAMPLE", "_CLAIM", "KEPT", "FINITE", "NONEMPTY")
)  # fmt: skip
CLAUSES = frozenset(("_ASSUME", "_SHOW", "_FOR", "_EXPECT"))
LINE_CLAUSES = frozenset(("VARIANT", "_REDUCES", "_USING", "_BY_INDUCTION_ON", "CONGRUENCE", "INVARIANT"))
OPENERS = {"_LPAR": "_RPAR", "_LBRACKET": "_RBRACKET", "_LBRACE": "_RBRACE"}
CLOSERS = {closer: opener for opener, closer in OPENERS.items()}
RELATIONS = frozenset(("RELATION", "TILDE", "IN", "NOT_IN", "EQUAL", "COMPARING"))
AHEAD = 6
"""Tokens that must read on for a change to count."""


def recover(reading: Reading, at: int) -> int:
    """Report the error at a token, mend the machine, and say with which token to go on."""
    for attempt in (_first_word, _dot, _colon, _exchange, _closing, _insertion, _deletion):
        onward = attempt(reading, at)
        if onward is not None:
            return onward
    return _panic(reading, at)


def _span(reading: Reading, token: Token) -> Span:
    return Span(reading.source, token.start, token.end)


def _report(reading: Reading, problem: Problem) -> None:
    reading.problems.append(problem)


def _reads_on(reading: Reading, trial: Trial, at: int, least: int = 2) -> bool:
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


def _first_on_line(reading: Reading, token: Token) -> bool:
    line_start = reading.source.text.rfind("\n", 0, token.start) + 1
    return not reading.source.text[line_start : token.start].strip(" \t\ufeff")


def _first_word(reading: Reading, at: int) -> int | None:
    """A clause outside a claim, or a word that begins nothing."""
    token, machine = reading.tokens[at], reading.machine
    outside = len(machine.states) == 1
    if machine.can_end() and (token.kind in CLAUSES or token.kind in LINE_CLAUSES):
        _report(reading, ClauseOutsideClaim(_span(reading, token), token.text))
        return _next_starter(reading, at + 1)
    if not (token.text[:1].isalpha() and token.kind not in reading.machine.table.reserved):
        return None
    if not outside and not (_first_on_line(reading, token) and machine.can_end()):
        return None
    words = _words(reading, STARTERS if outside else STARTERS | CLAUSES | LINE_CLAUSES)
    near = nearest(token.text, words)
    for word in near:
        kind = machine.table.words[word]
        meant = Token(kind, word, token.start, token.end)
        trial = Trial(machine)
        ready = trial.take(kind) if not (kind in STARTERS and machine.can_end()) else True
        if kind in STARTERS and not outside:
            trial = Trial(reading.fresh())
            ready = trial.take(kind)
        if ready and _reads_on(reading, trial, at + 1, least=1):
            _report(reading, UnknownWord(_span(reading, token), token.text, near))
            reading.tokens[at] = meant
            return at
    if outside or reading.tokens[at + 1].kind == "NAME":
        _report(reading, UnknownWord(_span(reading, token), token.text, near))
        return _next_starter(reading, at + 1, lines=not outside)
    return None


def _words(reading: Reading, kinds: Iterable[str]) -> list[str]:
    return [word for word, kind in reading.machine.table.words.items() if kind in kinds]


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
        if complete or _reads_on(reading, trial, at, least=0):
            _report(reading, DotWithoutBlank(_span(reading, changed)))
            tokens[number] = changed
            reading.machine = reading.fresh()
            return reading.begin
    return None


def _wants_end(reading: Reading) -> bool:
    """Whether a binder is open here: it is enough that a dot, or a comma and a dot, could come."""
    return reading.machine.accepts("_END") or reading.machine.accepts("_COMMA", "NAME", "_END")


def _exchange(reading: Reading, at: int) -> int | None:
    """One sign or word written for another."""
    token, machine, tokens = reading.tokens[at], reading.machine, reading.tokens
    span = _span(reading, token)
    for kind, text in (*EXCHANGES.get(token.kind, ()), *WORDS.get(token.text, ())):
        changed = Token(kind, text, token.start, token.end)
        trial = Trial(machine)
        if trial.take(kind) and _reads_on(reading, trial, at + 1, least=1):
            _report_exchange(reading, token, changed)
            tokens[at] = changed
            return at
        if _changed_reads_on(reading, at, changed, at + 1):
            _report_exchange(reading, token, changed)
            return _again(reading, at, changed)
    if token.kind in machine.table.reserved and token.text.isalpha() and token.text.isascii():
        trial = Trial(machine)
        if trial.take("NAME") and _reads_on(reading, trial, at + 1, least=2):
            _report(reading, ReservedWord(span, token.text))
            tokens[at] = Token("NAME", token.text, token.start, token.end)
            return at
    if token.kind in RELATIONS and _after_relation(reading, at):
        _report(reading, RelationChain(span, token.text))
        tokens[at] = Token("AND", "∧", token.start, token.end)
        return at
    return None


def _report_exchange(reading: Reading, written: Token, meant: Token) -> None:
    """One thing is told of one sign: what it is written for here, else how it is spelt."""
    span = _span(reading, written)
    if meant.kind in ("_ASSIGN", "_COLON") or written.text not in WORDS:
        reading.problems[:] = [
            each for each in reading.problems if not (isinstance(each, ForeignSpelling) and each.span == span)
        ]
        _report(reading, WrongAssignment(span, span.text, meant.text))
    else:
        _report(reading, ForeignSpelling(span, written.text, meant.text))


def _changed_reads_on(reading: Reading, place: int, changed: Token, at: int) -> bool:
    """Whether the declaration, read again with one token changed, goes on beyond `at`: what came after that
    token may have been read in another way before."""
    tokens = reading.tokens
    if at - reading.begin > FURTHEST:
        return False
    trial = Trial(reading.fresh())
    before = [*tokens[reading.begin : place], changed, *tokens[place + 1 : at]]
    return all(trial.take_token(token) for token in before) and _reads_on(reading, trial, at, least=1)


def _again(reading: Reading, place: int, changed: Token) -> int:
    """Read the declaration again with one token changed."""
    reading.tokens[place] = changed
    reading.machine = reading.fresh()
    return reading.begin


def _colon(reading: Reading, at: int) -> int | None:
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
        _report(reading, UnopenedBracket(_span(reading, token), token.text))
        return at + 1
    if not stack:
        return None
    opening = stack[-1]
    boundary = token.kind in STARTERS or token.kind in CLAUSES or token.kind == "$END"
    trial = Trial(machine)
    hollow = boundary and not trial.copy().take(OPENERS[opening.kind]) and machine.accepts("MISSING")
    if hollow:
        trial.take("MISSING")
    closes = trial.take(OPENERS[opening.kind]) and _reads_on(reading, trial, at, least=0)
    if not closes and not (boundary and trial.more):
        return None
    _report(reading, UnclosedBracket(_span(reading, token), _span(reading, opening), shown(token)))
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
        if trial.take(kind) and _reads_on(reading, trial, at, least=1):
            _report(reading, MissingPiece(_span(reading, token), wording, shown(token), text))
            machine.feed(_invented(reading, kind, at))
            return at
    return None


def _deletion(reading: Reading, at: int) -> int | None:
    """One token too many."""
    token = reading.tokens[at]
    if token.kind == "$END" or token.kind in STARTERS or token.kind in CLAUSES:
        return None
    if not _reads_on(reading, Trial(reading.machine), at + 1, least=2):
        return None
    expected = expected_here(reading.machine)
    _report(reading, Unexpected(_span(reading, token), shown(token), expected))
    return at + 1


def _panic(reading: Reading, at: int) -> int:
    """Give up what was being read, back to where the next clause or declaration can follow."""
    token, tokens = reading.tokens[at], reading.tokens
    _report(reading, Unexpected(_span(reading, token), shown(token), expected_here(reading.machine)))
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
