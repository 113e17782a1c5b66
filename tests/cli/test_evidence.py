"""What the command shows of its evidence when it is asked: the ledger, further counterexamples, clauses to paste,
and what the solvers were asked."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
Report: TypeAlias = Callable[..., dict[str, Any]]

TEXT = """module shown

sort World
structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
default Frame(World)
given C: Frame, S, T: Set World
def Ensure(C) := {S: Set World | exists a: C.Agent. forall e. C.eval(a, e) in S}

claim upward: assume S ⊆ T, S in Ensure(C) show T in Ensure(C)
claim meets: assume S in Ensure(C), T in Ensure(C) show S ∩ T in Ensure(C) expect refuted
claim inverse: for x: Real assume x > 0 show 1/x > 0
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("shown")
    (made / "shown.align").write_text(TEXT, encoding="utf-8")
    return made


def claim(report: dict[str, Any], name: str) -> dict[str, Any]:
    return next(dict(each) for each in report["claims"] if each["name"] == name)


def test_the_ledger_shows_what_is_so_without_each_assumption(run: Run, folder: Path) -> None:
    done = run("--ledger", "shown.align", folder=folder)
    assert done.returncode == 0
    shown = done.stdout[done.stdout.index("ok upward") :]
    assert shown.index("needed  `S ⊆ T`") < shown.index("without it:") < shown.index("T = {}")
    assert "`T ∈ Ensure(C)` is false" in shown
    assert "needed to be defined  `x > 0`" in shown and "x = 0" in shown
    assert "meets" not in shown, "a refuted claim has no ledger"


def test_the_ledger_of_a_program_has_the_counterexamples_only_if_asked(report: Report, folder: Path) -> None:
    asked = claim(report("--ledger", "shown.align", folder=folder), "upward")["ledger"]
    assert [each["status"] for each in asked] == ["needed", "needed"]
    assert [each["without"]["functions"]["T"] for each in asked] == [[], []]
    assert all("paste" not in each["without"] for each in asked)
    plain = claim(report("shown.align", folder=folder), "upward")["ledger"]
    assert [each.keys() for each in plain] == [{"assumption", "kind", "used", "status"}] * 2


def test_further_counterexamples_are_shown_as_many_as_asked_for(
    run: Run, report: Report, folder: Path
) -> None:
    shown = run("--more", "2", "--verbose", "shown.align", folder=folder).stdout
    assert shown.count("another counterexample:") == 2 and shown.count(" counterexample:") == 3
    found = claim(report("--more", "2", "shown.align", folder=folder), "meets")
    texts = [found["counterexample"]["text"], *(each["text"] for each in found["further_counterexamples"])]
    assert len(set(texts)) == 3
    assert claim(report("shown.align", folder=folder), "meets")["further_counterexamples"] == []


def test_a_counterexample_can_be_pasted(run: Run, report: Report, folder: Path) -> None:
    paste = claim(report("shown.align", folder=folder), "meets")["counterexample"]["paste"]
    shown = run("--paste", "--verbose", "shown.align", folder=folder).stdout
    assert f"to paste under the claim:\n     {paste['clause']}" in shown
    assert "to paste" not in run("--verbose", "shown.align", folder=folder).stdout
    (folder / "pasted.align").write_text(TEXT.replace("expect refuted", paste["clause"]), encoding="utf-8")
    assert run("pasted.align", folder=folder).returncode == 0
    (folder / "pasted.align").unlink()


def test_questions_are_written_to_a_folder_that_is_made(run: Run, folder: Path, tmp_path: Path) -> None:
    asked = tmp_path / "new" / "asked"
    assert run("--emit-smt2", asked, "shown.align", folder=folder).returncode == 0
    assert sorted(each.name for each in (asked / "shown").iterdir()) == ["inverse", "meets", "upward"]
    texts = [each.read_text(encoding="utf-8") for each in asked.rglob("*.smt2")]
    assert any("; assumption 1 (assume): S ⊆ T" in each for each in texts)


def test_a_folder_that_cannot_be_made_is_a_wrong_call(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run("--emit-smt2", tmp_path / "file" / "below", "shown.align", folder=folder)
    assert done.returncode == 2 and "--emit-smt2" in done.stderr


def test_an_unsettled_claim_says_why_in_both_forms(run: Run, report: Report, tmp_path: Path) -> None:
    text = "claim c: for x: Real\n  assume x >= 0\n  show exp(x) >= 1 + x + x*x/2\n"
    (tmp_path / "open.align").write_text(text, encoding="utf-8")
    options = ("--repair-seconds", "0", "--timeout", "2", "open.align")
    found = claim(report(*options, folder=tmp_path), "c")
    assert found["verdict"] == "unknown"
    assert {"engine": "z3", "why": "it has no rules for exp"} in found["reasons"]
    assert found["reason"].startswith("z3: it has no rules for exp")
    places = [(each["message"], each["range"]["start"]) for each in found["explanation"]["obstacles"]]
    assert places[0] == ("`exp(x)` is no polynomial", {"line": 3, "column": 8})
    assert found["explanation"]["advice"][0] == "assume what the claim needs to know of exp"
    shown = run(*options, folder=tmp_path).stdout
    for part in ("z3: it has no rules for exp", "------ `exp(x)` is no polynomial", "help: assume what"):
        assert part in shown
