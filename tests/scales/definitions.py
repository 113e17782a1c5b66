"""Definitions over objectives of every scale, read as a user writes them."""

from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made
from aligncheck.elaborate import elaborate
from aligncheck.elaborate.meanings import Module, Template
from aligncheck.library.modules import load
from aligncheck.source import SourceFile
from aligncheck.syntax import parse

DECLARED = """
sort Outcome, Agent
objective u, w: Outcome -> Real maximize interval
objective r, q: Outcome -> Real maximize ratio
objective o: Outcome -> Real maximize ordinal
objective all: Agent -> (Outcome -> Real) maximize interval
distribution p, p' over Outcome
constant c: Real
"""


def read(text: str) -> tuple[Module, dict[str, Template]]:
    """The module that the text makes after what is declared above, and its definitions by name."""
    source = SourceFile("definitions.align", DECLARED + text)
    (unit,) = run_deep(lambda: load([Made(source)], parse, elaborate))
    assert [each.message() for each in unit.problems] == []
    assert unit.module is not None
    return unit.module, {each.name: each for each in unit.module.templates}
