"""The grammar has no conflict, and its words are those that the language reserves."""

import logging

import lark
import pytest

from aligncheck.syntax.machine import BUILDERS
from aligncheck.syntax.making import analysed, grammar_text, make, written
from aligncheck.syntax.table import TABLE, grammar_folder, table


class Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@pytest.fixture
def warnings():
    handler = Warnings()
    level = lark.logger.level
    lark.logger.addHandler(handler)
    lark.logger.setLevel(logging.DEBUG)
    yield handler.messages
    lark.logger.removeHandler(handler)
    lark.logger.setLevel(level)


def test_the_grammar_has_no_conflict(warnings):
    analysed(grammar_text(), debug=True)
    assert [message for message in warnings if "conflict" in message] == []


def test_a_conflict_would_be_seen(warnings):
    analysed('file: term\nterm: NAME | term PLUS term\nNAME: "a"\nPLUS: "+"\n', debug=True)
    assert any("Shift/Reduce" in message for message in warnings)


def test_every_alternative_has_a_builder():
    built = {rule[1] for rule in table().rules if rule[5] == "node"}
    assert built <= set(BUILDERS)


def test_the_table_that_is_shipped_is_that_of_the_grammar():
    shipped = (grammar_folder() / TABLE).read_text(encoding="utf-8")
    assert shipped == written(make(grammar_text())), "write it anew: python -m aligncheck.syntax.making"


def test_the_reserved_words_are_those_of_the_language():
    grammar = table()
    words = {word for word, kind in grammar.words.items() if kind in grammar.reserved and word.isascii()}
    declared = """
        module use sort enum type optimizer objective relation def quantity structure default given family
        constant sequence function distribution transformation example claim assume show for expect forall
        exists fun if then else let in is and or not"""
    assert words == set(declared.split())
