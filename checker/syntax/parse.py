"""From a text to its surface tree. After an error the parser goes on; no text makes it raise."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import Any

from aligncheck.diagnostics import Made
from aligncheck.source import SourceFile, Span
from aligncheck.syntax import tree
from aligncheck.syntax.ahead import STARTERS
from aligncheck.syntax.lexer import MOST, Lexed, Token, lex
from aligncheck.syntax.machine import Machine, Trial
from aligncheck.syntax.recovery import recover
from aligncheck.syntax.table import table


def parse(source: SourceFile) -> Made[tree.File]:
    """All declarations of a file that can be read, and every error in it."""
    lexed = lex(source)
    reading = Reading(source, lexed)
    reading.run()
    whole = Span(source, 0, len(source.text))
    problems = sorted(lexed.problems, key=lambda problem: (problem.span.start, problem.code))[:MOST]
    return Made(tree.File(tuple(reading.declarations), span=whole), tuple(problems))


class Reading:
    """The parse of one file: a machine for the declaration at hand, and what was read before it."""

    def __init__(self, source: SourceFile, lexed: Lexed) -> None:
        self.source, self.lexed = source, lexed
        self.tokens, self.problems = lexed.tokens, lexed.problems
        self.declarations: list[tree.Declaration] = []
        self.machine = self.fresh()
        self.begin = 0

    @cached_property
    def occurrences(self) -> Counter[str]:
        """How often each text stands in the file, as a token."""
        return Counter(token.text for token in self.tokens)

    def fresh(self) -> Machine:
        return Machine(self.source, table(), self.problems)

    def run(self) -> None:
        at = 0
        while True:
            token = self.tokens[at]
            last = token.kind == "$END"
            if (token.kind in STARTERS or last) and self._harvest(at, token):
                if last:
                    return
            elif last and len(self.problems) > MOST:
                return
            if token.kind == "STRAY":
                self._pass_by(at)
                at += 1
                continue
            if not last and self.machine.feed(token):
                at += 1
                continue
            if len(self.problems) > MOST:
                return
            at = recover(self, at)

    def _pass_by(self, at: int) -> None:
        """Characters of no meaning were reported; a term is taken to be meant where the text needs one."""
        following, token = self.tokens[at + 1], self.tokens[at]
        direct = Trial(self.machine)
        reads_on = direct.copy().ends() if following.kind == "$END" else direct.copy().take_token(following)
        if not reads_on and not direct.ends() and self.machine.accepts("MISSING"):
            self.machine.feed(Token("MISSING", "", token.start, token.end))

    def _harvest(self, at: int, token: Token) -> bool:
        """Take what was read out of the machine where a declaration ends."""
        if len(self.machine.states) == 1:
            self.begin = at
            return True
        if not self.machine.can_end():
            return False
        file = self.machine.finish(token.start)
        if file is not None:
            self.declarations += [self._documented(each) for each in file.declarations]
        self.machine, self.begin = self.fresh(), at
        return True

    def _documented(self, declaration: Any) -> Any:
        """The declaration with the `///` lines that stand right before it."""
        if isinstance(declaration, tree.ClaimDecl) and declaration.locals:
            inner = tuple(self._documented(each) for each in declaration.locals)
            declaration = replace(declaration, locals=inner)
        lines = self.lexed.docs.get(declaration.span.start)
        return replace(declaration, doc=self._doc(lines)) if lines else declaration

    def _doc(self, lines: list[tuple[int, int]]) -> tree.Doc:
        texts = [self.source.text[start + 3 : end].strip() for start, end in lines]
        span = Span(self.source, lines[0][0], lines[-1][1])
        plain = "\n".join(text for text in texts if not text.startswith(("@cite", "@source"))).strip()
        return tree.Doc(plain, _after("@cite", texts), _after("@source", texts), span=span)


def _after(mark: str, texts: list[str]) -> tuple[str, ...]:
    return tuple(text.removeprefix(mark).strip() for text in texts if text.startswith(mark))
