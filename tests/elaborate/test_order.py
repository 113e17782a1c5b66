"""What is told of circles, of names that are declared below, and of levels."""

from aligncheck.diagnostics import Problem
from tests.verdicts import checked

CIRCLE = """sort A
relation P(x: A)
def first(x: A) := second(x)
def second(x: A) := third(x) or P(x)
def third(x: A) := P(x) and first(x)
"""
LEVELS = """optimizer SubAgent built by Agent { trained on base pursues base }
optimizer Agent built by Researcher { trained on base pursues base }
optimizer Researcher { pursues base }
"""


def the_one(text: str, code: str) -> Problem:
    found = [each for each in checked(text).problems if each.code == code]
    assert len(found) == 1
    return found[0]


def places(problem: Problem) -> list[tuple[int, str]]:
    return [(label.span.first.line, label.message) for label in problem.labels()]


def test_a_circle_is_printed_whole_with_a_label_at_each_use() -> None:
    problem = the_one(CIRCLE, "A212")
    assert problem.message() == "`first` is defined by itself: `first` → `second` → `third` → `first`"
    assert (problem.span.first.line, problem.span.text) == (3, "second")
    assert places(problem) == [(4, "`second` uses `third` here"), (5, "`third` uses `first` here")]


def test_nothing_follows_from_a_circle() -> None:
    text = CIRCLE + "def more(x: A) := third(x)\nclaim of_all: for x: A show more(x) -> first(x)\n"
    assert [each.code for each in checked(text).problems] == ["A212"]


def test_two_circles_are_told_apart() -> None:
    text = CIRCLE + "type Left := Set Right\ntype Right := Set Left\n"
    messages = [each.message() for each in checked(text).problems]
    assert len(messages) == 2
    assert messages[1] == "`Left` is defined by itself: `Left` → `Right` → `Left`"


def test_a_circle_through_the_default_of_a_structure_is_seen() -> None:
    text = """sort A
structure Frame(W: Sort) { point: W }
default Frame(World)
type World := {a: A | exists f: Frame. a = a}
"""
    problem = the_one(text, "A212")
    assert "`default Frame(World)` → `World`" in problem.message()


def test_what_is_declared_below_is_told_with_its_line() -> None:
    problem = the_one("sort A\ndef early(x: A) := late(x)\ndef late(x: A) := x = x or x ≠ x\n", "A213")
    assert "in line 3" in problem.message()
    assert places(problem) == [(3, "`late` is declared here")]


def test_levels_are_given_in_their_order() -> None:
    found = [each for each in checked(LEVELS).problems if each.code == "A215"]
    assert [each.help() for each in found] == [
        "declare them in the order of their levels: `Researcher`, `Agent` and `SubAgent`",
        "declare them in the order of their levels: `Researcher` and `Agent`",
    ]


def test_levels_in_their_order_are_silent() -> None:
    assert not checked("".join(reversed(LEVELS.splitlines(keepends=True)))).problems


def test_an_optimizer_that_builds_its_builder_is_told_with_both() -> None:
    text = """optimizer One built by Two { pursues base }
optimizer Two built by One { trained on base pursues base }
"""
    problem = the_one(text, "A214")
    assert problem.message() == "`One` is built by itself: `One` ← `Two` ← `One`"
    assert places(problem) == [(2, "`Two` is built by `One`")]


def test_the_notions_of_one_word_are_told_with_their_arguments() -> None:
    text = "sort A\nrelation near(x: A)\nrelation near(x, y: A)\n"
    problem = the_one(text, "A202")
    assert problem.message() == "`near` is declared already, as a relation of 1 argument"
    assert problem.help() == "here it is a relation of 2 arguments: give one of the two another name"
