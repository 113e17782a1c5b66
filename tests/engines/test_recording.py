"""What engines were asked, as files: valid for both solvers, with the status that they find, the same each time."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made
from aligncheck.engines import cvc5, z3
from aligncheck.options import Options
from aligncheck.session import check
from aligncheck.source import SourceFile

TEXT = """module asked

sort World
enum Move { cooperate, defect }
sort a0
relation types(x: World)
relation R(x, y: World)
function play: World -> Move
function f: World + Move -> World
sequence L: Nat -> Real

claim chain: assume transitive(R) for x, y, z: World assume R(x, y), R(y, z) show R(x, z)
claim not_chain: for x, y, z: World assume R(x, y), R(y, z) show R(x, z) expect refuted
claim moves: for w: World show play(w) = cooperate or play(w) = defect
claim sides: for w: World show f(left(w)) = f(right(play(w))) expect refuted
claim product: for x, y: Real assume x > 0, y > 0 show x*y > 0
claim names: for x1, x2: World, e: a0 assume types(x1), x1 = x2 show types(x2)
claim half: for x: Real assume x != 0 show x/x = 1
finite sort Site
function u: Site -> Real
claim sums: assume forall s: Site. u(s) >= 0 show (sum s: Site. u(s)) >= 0
claim limits: assume converges(L) show tends_to(L, limit(L))
"""


def written(folder: Path) -> dict[str, str]:
    options = Options(jobs=1, questions=folder)
    run_deep(lambda: check([Made(SourceFile("some/asked.align", TEXT))], options))
    files = sorted(folder.rglob("*.smt2"))
    return {str(file.relative_to(folder)): file.read_text(encoding="utf-8") for file in files}


@cache
def questions() -> dict[str, str]:
    return written(Path(mkdtemp()))


def answers(text: str) -> tuple[str, str]:
    """What Z3 and cvc5 print for a file, within a short time."""
    by_z3 = z3.run(f"(set-option :timeout 1000)\n{text}").strip()
    by_cvc5 = cvc5.session(1000)(text.replace("(set-logic ALL)", "")).strip()
    return by_z3, by_cvc5


def test_a_file_stands_for_each_claim_question_and_solver() -> None:
    folders = {name.rsplit("/", 1)[0] for name in questions()}
    assert {"some/asked/moves", "some/asked/sides", "some/asked/product"} <= folders
    for name in questions():
        assert re.fullmatch(r"some/asked/\w+/\d{3}-[\w.]+\.(z3|cvc5)\.smt2", name)


def test_every_file_is_valid_for_both_solvers_and_its_status_is_what_they_find() -> None:
    known = 0
    for name, text in questions().items():
        (status,) = re.findall(r"\(set-info :status (\w+)\)", text)
        for answer in answers(text):
            assert answer in ("sat", "unsat", "unknown"), f"{name}: {answer}"
            if status != "unknown":
                known += 1
                assert answer in (status, "unknown"), f"{name}: {answer}"
    assert known > 10


def test_a_file_says_what_each_assertion_is_in_the_names_of_the_spec() -> None:
    text = next(text for name, text in questions().items() if "/not_chain/001" in name and ".z3." in name)
    assert "; what z3 was asked of claim not_chain (asked.align:13)" in text
    assert "; step: show R(x, z)" in text
    assert "; assumption 1 (assume): R(x, y)\n" in text
    assert "(declare-fun |R| (|World| |World|) Bool)" in text and "(|R| |x| |y|)" in text


@pytest.mark.parametrize("name", ["types", "a0", "x1"])
def test_a_name_of_the_spec_that_the_script_uses_itself_gets_a_prime(name: str) -> None:
    text = next(text for path, text in questions().items() if "/names/" in path and "show" in path)
    assert f"|{name}′|" in text


def test_a_goal_about_sums_says_which_rules_were_used_and_what_they_rest_on() -> None:
    (text,) = (text for name, text in questions().items() if "/sums/001" in name and ".z3." in name)
    assert "; proved from assumptions 1, 2 and rules terms of one sign\n" in text
    assert "; the rules for sums rest on assumption 1 (declared): finite sort Site" in text
    assert "; rule 1 for sums: terms of one sign" in text
    assert "(declare-fun |Σ•1 u| () Real)" in text


def test_a_goal_about_limits_says_who_was_asked_in_no_form_of_smt_lib() -> None:
    texts = [text for name, text in questions().items() if "/limits/" in name]
    told = [names for each in texts for names in re.findall("; asked too, in no form of SMT-LIB: (.*)", each)]
    assert any("asymptotic" in names and "sympy" in names for names in told)


def test_the_files_are_the_same_again(tmp_path: Path) -> None:
    stale = tmp_path / "some" / "asked" / "moves" / "099-show.z3.smt2"
    stale.parent.mkdir(parents=True)
    stale.write_text("old", encoding="utf-8")
    again = written(tmp_path)
    # Which further questions are asked depends on the time that the first ones take.
    first = [name for name in questions() if "/001-" in name]
    assert first and all(again[name] == questions()[name] for name in first)
    assert not stale.exists()
