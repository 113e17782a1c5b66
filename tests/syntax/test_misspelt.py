"""A misspelt word of the language: it is told, the right one is offered, and the text is read on with that."""

import pytest

from aligncheck.diagnostics import Made
from aligncheck.source import SourceFile
from aligncheck.syntax import parse, tree

MISSPELT = {
    "a clause on the same line": ("claim c: assume a shwo b", "shwo", "show"),
    "the last clause": ("claim c: show a expct refuted", "expct", "expect"),
    "a binder, seen at the name after it": ("claim c: show forlal x: A. x = x", "forlal", "forall"),
    "a big operator": ("def f := summ x: A. g(x)", "summ", "sum"),
    "a law, seen two tokens later": ("structure S { a: A  lwa: forall x: A. x = a }", "lwa", "law"),
    "a binder of a law, seen far behind it": (
        "structure S { a: A  law: forll x: A, y: A. x = y }",
        "forll",
        "forall",
    ),
    "a word before a brace": ("example e: F := matrx { c; r: w }", "matrx", "matrix"),
    "a word of an optimizer": ("optimizer A bulit by B { trained on c }", "bulit", "built"),
    "a word in the middle of a form": ("claim c: reduces d to e vai r := s", "vai", "via"),
    "a property": ("claim c: transitve R", "transitve", "transitive"),
    "a word of two, the first": ("claim c: show a expect proved onyl given b", "onyl", "only"),
    "a word of two, the second": ("claim c: show a expect proved only givn b", "givn", "given"),
    "a word of three": ("claim c: show a by indction on n", "indction", "induction"),
    "a declaration after a complete one": ("given C: F\nclami c: show C = C", "clami", "claim"),
    "a declaration in braces": ("claim c { famly C[i in 0..2]: F show C[0] = C[1] }", "famly", "family"),
    "the wrong case": ("claim c: show a Expect refuted", "Expect", "expect"),
    "the condition of a transformation": (
        "transformation t(a: Real) wher a > 0 := fun u: Real. a*u",
        "wher",
        "where",
    ),
    "an operator": ("claim c: show a adn b", "adn", "and"),
}


def read(text: str) -> Made[tree.File]:
    return parse(SourceFile("text.align", text))


@pytest.mark.parametrize("where", MISSPELT)
def test_the_right_word_is_offered_and_nothing_else_is_found(where: str) -> None:
    text, wrong, right = MISSPELT[where]
    (problem,) = read(text).problems
    assert (problem.code, problem.span.text) == ("A110", wrong)
    assert (problem.help() or "").startswith(f"did you mean `{right}`")


@pytest.mark.parametrize("where", MISSPELT)
def test_the_text_is_read_as_if_the_right_word_stood_there(where: str) -> None:
    text, wrong, right = MISSPELT[where]
    assert read(text).value == read(text.replace(wrong, right, 1)).value


def test_the_mend_is_the_right_word() -> None:
    (problem,) = read("claim c: assume a show b expct refuted").problems
    ((edit,),) = [fix.edits for fix in problem.fixes()]
    assert (edit.span.text, edit.text) == ("expct", "expect")


def test_a_name_that_stands_elsewhere_too_is_not_taken_for_a_word() -> None:
    made = read("def forl := a\nclaim c: show forl x")
    assert [problem.code for problem in made.problems] == ["A102"]


def test_of_two_words_as_near_the_one_that_begins_alike_comes_first() -> None:
    (problem,) = read("sort A\nsor B").problems
    assert (problem.help() or "").startswith("did you mean `sort`")
