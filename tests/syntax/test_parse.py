"""Texts and their trees; malformed texts and what is said of them."""

from pathlib import Path

import pytest

from aligncheck.source import SourceFile
from aligncheck.syntax import parse, show, tree
from aligncheck.syntax.problems import PROBLEMS
from tests.cases_harness import cases, check_case


def read(text):
    return parse(SourceFile("test.align", text))


def term(text):
    made = read(f"def it := {text}")
    assert made.problems == ()
    (declaration,) = made.value.declarations
    return declaration.body


@pytest.mark.parametrize("path", cases("design"), ids=lambda path: path.stem)
def test_the_examples_of_the_design_parse(path: Path):
    made = parse(SourceFile(path.name, path.read_text(encoding="utf-8")))
    assert [(problem.span.first, problem.message()) for problem in made.problems] == []
    assert read(show(made.value)).value == made.value


@pytest.mark.parametrize("path", cases("syntax"), ids=lambda path: path.stem)
def test_cases(path: Path):
    check_case(path, lambda source: parse(source).problems)


@pytest.mark.parametrize(
    ("ascii", "unicode"),
    [
        ("forall x: A. P(x) -> Q(x)", "∀ x: A. P(x) → Q(x)"),
        ("exists x in S. not P(x) and Q", "∃ x ∈ S. ¬ P(x) ∧ Q"),
        ("exists! x: A. P(x) or Q", "∃! x: A. P(x) ∨ Q"),
        ("P <-> a <= b", "P ↔ a ≤ b"),
        ("a != b and a >= b", "a ≠ b ∧ a ≥ b"),
        ("fun x. sum t in 1..3. x(t)", "λ x. Σ t ∈ 1..3. x(t)"),
        ("W \\ S", "W ∖ S"),
        ("lim T -> oo. L(T)", "lim T → ∞. L(T)"),
        ("L'(0)", "L′(0)"),
        ("mean x ~ p. U(x)", "mean x ∼ p. U(x)"),
        ("{a |-> 1, b |-> 2}", "{a ↦ 1, b ↦ 2}"),
    ],
)
def test_ascii_and_unicode_spell_the_same_tree(ascii, unicode):
    assert term(ascii) == term(unicode)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a + b * c", "a + (b * c)"),
        ("a or b and c", "a or (b and c)"),
        ("a and b -> c or d", "(a and b) -> (c or d)"),
        ("a -> b -> c", "a -> (b -> c)"),
        ("a -> b <-> c", "(a -> b) <-> c"),
        ("not a = b", "not (a = b)"),
        ("-a * b", "(-a) * b"),
        ("sum t in 1..3. x(t) + 1 = 2", "(sum t in 1..3. (x(t) + 1)) = 2"),
        ("1 + sum t in 1..3. x(t) <= 4 and b", "((1 + (sum t in 1..3. x(t))) <= 4) and b"),
        ("a and forall x. b -> c", "a and (forall x. (b -> c))"),
        ("if a then b else c + d", "if a then b else (c + d)"),
        ("eventually t. a(t) = b(t)", "eventually t. (a(t) = b(t))"),
        ("for i in S: P(i) and Q", "forall i in S. (P(i) and Q)"),
        ("a ⊕ b ⊗ c", "a ⊕ (b ⊗ c)"),
        ("C^* ⊕ D", "(C^*) ⊕ D"),
        ("fun x. x | y. y", "fun x. (x) | y. (y)"),
        ("a ≃ b ⊕ c", "a ≃ (b ⊕ c)"),
        ("Set A * B", "(Set A) * B"),
        ("Dist A * B", "(Dist A) * B"),
        ("mean x ~ p. U(x) + 1 > 2", "(mean x ~ p. (U(x) + 1)) > 2"),
        ("mean x ~ p | x > 0. U(x) * 2 = 1", "(mean x ~ p | (x > 0). (U(x) * 2)) = 1"),
        ("P x ~ p. U(x) > 0 and x = a", "P x ~ p. ((U(x) > 0) and (x = a))"),
        ("1 / 2 < P x ~ p. U(x) > 0", "(1 / 2) < (P x ~ p. (U(x) > 0))"),
        ("(P x ~ B. U(x) > 0) > 0", "((P x ~ B. (U(x) > 0))) > 0"),
        ("|mean x ~ p | x = a. b|", "|(mean x ~ p | (x = a). b)|"),
    ],
)
def test_how_tightly_operators_bind(text, same):
    assert term(text) == term(same)


def test_a_dot_before_a_letter_is_a_field():
    body = term("forall a: C.Agent, f: D.Env. C.eval(a)")
    assert isinstance(body, tree.Quantified)
    assert [binder.type.field.text for binder in body.binders] == ["Agent", "Env"]


CONTEXTUAL = [
    "built", "via", "to", "from", "with", "on", "matrix", "law", "proved", "sum", "left", "transitive",
    "class",
    "max", "the", "finite", "printed", "mean",
]  # fmt: skip


@pytest.mark.parametrize("word", CONTEXTUAL)
def test_words_of_one_place_are_names_elsewhere(word):
    made = read(f"def {word}(x) := x\ndef other({word}: A) := {word}({word}, y + {word}) and {word} = 1")
    assert made.problems == ()
    assert len(made.value.declarations) == 2


def test_parentheses_leave_no_node():
    assert term("((a))") == tree.Name("a", span=None)


def test_spans_are_those_of_the_text():
    made = read("def f := a + g(b, c)  // why")
    chain = made.value.declarations[0].body
    assert chain.span.text == "a + g(b, c)"
    assert chain.rest[0][1].span.text == "g(b, c)"


def test_comments_for_readers_are_attached_by_position():
    made = read("/// First.\n/// @cite garrabrant2020\nsort A\n// not this\nsort B\n/// @source p. 3\nsort C")
    docs = [declaration.doc for declaration in made.value.declarations]
    assert (docs[0].text, docs[0].cites, docs[1], docs[2].sources) == (
        "First.",
        ("garrabrant2020",),
        None,
        ("p. 3",),
    )


MALFORMED = [
    ("sort A\ndef f(a: A) = a", [("A107", 2, 13)]),
    ("sort A\ndef f(a: A) a", [("A102", 2, 13)]),
    ("def f(a := a", [("A103", 1, 9)]),
    ("def f := g(a\ndef h := b", [("A103", 2, 1)]),
    ("def f := a)", [("A104", 1, 11)]),
    ("claim c: show forall x: A.P(x)", [("A105", 1, 26)]),
    ("def f := a == b", [("A106", 1, 12)]),
    ("def f := a && !b || c", [("A106", 1, 12), ("A106", 1, 15), ("A106", 1, 18)]),
    ("constant f: A => B", [("A106", 1, 15)]),
    ("def f := \\forall x. P(x)", [("A106", 1, 10)]),
    ("def show(x) := x", [("A108", 1, 5)]),
    ("sort A\nassume x = y\nsort B", [("A109", 2, 1)]),
    ("sort A\ndeff f := a\nsort B", [("A110", 2, 1)]),
    ("claim c:\n  assume a\n  shwo b", [("A110", 3, 3)]),
    ("sort A $\nsort B", [("A111", 1, 8)]),
    ("def f := “a”", [("A111", 1, 10), ("A111", 1, 12)]),
    ("def L’ := a", [("A106", 1, 6)]),
    ("def f := a `equiv b", [("A112", 1, 12)]),
    ("def f := a ≃ b ≃ c", [("A114", 1, 16)]),
    ("claim c: show a expect proven", [("A115", 1, 24)]),
    ("def f := a +\ndef g := b", [("A102", 2, 1)]),
    ("def f := * / +", []),
    ("claim c: show a b", [("A102", 1, 17)]),
    ("def f(x: := a\ndef g := b", None),
    ("claim : show a", [("A102", 1, 7)]),
    ("def f := if a b else c", [("A102", 1, 15)]),
    ("structure F { a: A", [("A103", 1, 19)]),
]


@pytest.mark.parametrize(("text", "expected"), MALFORMED, ids=[text for text, _ in MALFORMED])
def test_malformed_texts(text, expected):
    found = [(p.code, p.span.first.line, p.span.first.column) for p in read(text).problems]
    if expected is None:
        assert len(found) == 1
    elif expected:
        assert found == expected


def test_five_errors_are_five_findings():
    made = read(
        "sort A\ndef f(a: A) = a\nclaim one: assume f(a = b show a\nsorts B\nclaim two: show a ==  b\n"
        "def g(a: A) := (a + ) \nclaim three: show forall a: A.f(a)\nsort C"
    )
    assert [(p.code, p.span.first.line) for p in made.problems] == [
        ("A107", 2), ("A103", 3), ("A110", 4), ("A106", 5), ("A102", 6), ("A105", 7),
    ]  # fmt: skip
    assert len(made.value.declarations) == 8


def test_half_a_file_gives_its_good_declarations():
    made = read("sort A\ndef f := ( a b ] c\nsort B\nclaim c: assume ) x ( y show z\nsort C")
    names = [show(each).split()[1] for each in made.value.declarations if isinstance(each, tree.SortDecl)]
    assert names == ["A", "B", "C"]


PAGES = [(problem.code, problem) for problem in PROBLEMS]


@pytest.mark.parametrize(("code", "problem"), PAGES, ids=[code for code, _ in PAGES])
def test_pages_tell_the_truth(code, problem):
    from inspect import cleandoc
    from re import DOTALL, findall

    page = cleandoc(problem.__doc__)
    samples = dict(findall(r"```align (broken|fixed)\n(.*?)```", page, DOTALL))
    assert {each.code for each in read(samples["broken"]).problems} == {code}
    assert read(samples["fixed"]).problems == ()


def test_codes_are_in_order_and_differ():
    codes = [problem.code for problem in PROBLEMS]
    assert codes == sorted(set(codes))


ODD = [
    "", "\ufeff", "\ufeffsort A", "sort A\r\nsort B\r\n", "\0\1\2" * 100, "\x7fELF\0\0def \0\0 := \0", "///",
    "/// x", "}" * 300, "{" * 300, "`", "λ", "Σ", ".", "..", "claim", "def", "for", "\u202esort A",
    "sort A sort", "𝒮" * 9,
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_give_findings_not_failures(text):
    for problem in read(text).problems:
        assert problem.message() and (problem.help() is None or problem.help())
        assert 0 <= problem.span.start <= problem.span.end <= len(text)


def test_ten_thousand_parentheses_are_no_layer():
    assert term("(" * 10_000 + "a" + ")" * 10_000) == tree.Name("a", span=None)


DEEP = [
    "f(" * 10_000 + "a" + ")" * 10_000, "¬" * 10_000 + "a", "(" * 10_000, "a -> " * 10_000 + "a",
    "a" + "(b)" * 10_000, "forall x. " * 10_000 + "a",
]  # fmt: skip


@pytest.mark.parametrize("text", DEEP, ids=range(len(DEEP)))
def test_what_is_nested_too_deeply_is_one_finding(text):
    codes = [problem.code for problem in read(f"sort A\ndef f := {text}\nsort B").problems]
    assert codes in (["A113"], ["A103"])


def test_a_sum_of_a_hundred_thousand_terms_is_flat():
    body = term(" + ".join(["x"] * 100_000))
    assert isinstance(body, tree.Chain)
    assert len(body.rest) == 99_999


@pytest.mark.parametrize(
    "text",
    [
        "mean x, y ~ p, z ~ q(x). U(x, y, z)",
        "mean (g, _) ~ r | c = g, g ≠ d. U(g)",
        "P x ~ p. forall y: A. R(x, y)",
        "P (x, (y, z)) ~ p | P(x) and mean = z. P(y)",
        "{(a, b) |-> 1 / 2, (b, a) |-> 1 / 2}",
        "fun P, mean. P(mean) + mean(P)",
        "x[i := v, j := w][P := 2](k)",
        "P D. X = x and do(x) = model",
        "mean D(p, q) | do(X := x, a[1] := b), Z = z. U(Y) + 1",
        "fun model, do. model(do(1))",
        "P ~ x and mean ~ x",
        "(mean, P)",
    ],
)
def test_words_that_are_names_elsewhere_are_told_from_them(text):
    body = term(text)
    assert read(f"def it := {show(body)}").value.declarations[0].body == body


def test_a_model_shown_parses_to_itself():
    text = """model rollout(M: MDP, π: M.State -> Dist M.Action) {
  s[0] ~ M.start  a[t] ~ π(s[t])  s[t+1] ~ M.step(s[t], a[t])
  total := sum t in 0..2. U(s[t])  model := total }
"""
    made = read(text)
    assert made.problems == ()
    (declaration,) = made.value.declarations
    assert [each.name.text for each in declaration.mechanisms] == ["s", "a", "s", "total", "model"]
    assert read(show(made.value)).value == made.value
