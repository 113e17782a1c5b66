"""The names of variables are nobody's business: other names, the same verdicts and the same findings."""

import re

import pytest
from tests.verdicts import checked

TEXT = """
use cartesian_frames
given C, D: Frame
given S, T: Set World
def Both(C: Frame) :=
  {X: Set World | (exists a: C.Agent. forall e: C.Env. C.eval(a, e) in X) and World ∖ X in Ensure(C)}
claim controls: show Both(C) = Ctrl(C)
claim meets: assume S in Ensure(C), T in Ensure(C) show S ∩ T in Ensure(C)
claim goes_on: for m: Morphism(C, D) show Ensure(C) ⊆ Ensure(D)
claim goes_back: for m: Morphism(C, D) show Ensure(D) ⊆ Ensure(C)
claim slipped: show forall a: C.Agent, e: D.Env. C.eval(a, e) in S
"""

RENAMINGS = [
    {"X": "Y", "a": "b", "e": "f"},
    # The bound names of one formula become those of another, and of what it is inlined into.
    {"X": "S′", "a": "e", "e": "a"},
    {"C": "D", "D": "C", "S": "T", "T": "S"},
    {"C": "assert", "D": "let′", "S": "α", "m": "φ₁"},
]


def renamed(text: str, names: dict[str, str]) -> str:
    """The text with these names replaced, fields (after a dot) left alone."""
    words = "|".join(map(re.escape, names))
    return re.sub(rf"(?<![\w.′])({words})(?![\w′])", lambda found: names[found[0]], text)


def verdicts(text: str) -> tuple[list[tuple[str, str]], list[tuple[str, int]]]:
    report = checked(text)
    lines = [(problem.code, problem.span.first.line) for problem in report.problems]
    return [(each.claim.name, each.verdict.name) for each in report.outcomes], lines


@pytest.fixture(scope="module")
def original() -> tuple[list[tuple[str, str]], list[tuple[str, int]]]:
    return verdicts(TEXT)


def test_the_text_has_verdicts_of_its_own(original):
    assert original[0] == [
        ("controls", "proved"),
        ("meets", "refuted"),
        ("goes_on", "proved"),
        ("goes_back", "refuted"),
        ("slipped", "ill_formed"),
    ]


@pytest.mark.parametrize("names", RENAMINGS)
def test_renaming_variables_changes_no_verdict_and_no_finding(names, original):
    assert verdicts(renamed(TEXT, names)) == original
