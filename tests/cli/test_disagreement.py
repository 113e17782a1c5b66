"""Solvers that lie, put in the place of the real one: the command says that they differ, and who said what."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

LYING = Path(__file__).parent / "lying"
FALSE = "module lies\n\nclaim grows: for x: Real show x*x >= x\n"
TRUE = "module lies\n\nclaim grows: for x: Real assume x > 1 show x*x > x\n"


def told(solver: str, text: str, folder: Path, form: str) -> tuple[int, str]:
    """The exit status and the report, with a lying solver where Python looks first."""
    (folder / "lies.align").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "aligncheck", "--format", form, "--repair-seconds", "0", "lies.align"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(LYING / solver)},
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout


def claim_of(solver: str, text: str, folder: Path, schema: dict[str, Any]) -> dict[str, Any]:
    status, printed = told(solver, text, folder, "json")
    report = json.loads(printed)
    jsonschema.validate(report, schema, cls=jsonschema.Draft202012Validator)
    assert status == 1 and report["summary"]["disagreement"] == 1
    (claim,) = report["claims"]
    return dict(claim)


def test_a_solver_that_proves_what_another_refutes_is_a_disagreement(
    tmp_path: Path, schema: dict[str, Any]
) -> None:
    claim = claim_of("proves", FALSE, tmp_path, schema)
    assert claim["verdict"] == "disagreement" and not claim["ok"]
    assert [each["engine"] for each in claim["reasons"]] == ["z3", "cvc5"]
    assert claim["reasons"][0]["why"] == "says that there is no counterexample"
    assert claim["counterexample"]["functions"]["x"]


def test_a_model_that_the_evaluator_rejects_is_a_disagreement(tmp_path: Path, schema: dict[str, Any]) -> None:
    claim = claim_of("refutes", TRUE, tmp_path, schema)
    assert claim["verdict"] == "disagreement" and not claim["ok"]
    assert [each["engine"] for each in claim["reasons"]] == ["z3", "evaluator"]
    assert claim["counterexample"]["functions"] == {"x": "0"}


@pytest.mark.parametrize(
    ("solver", "text", "names"),
    [("proves", FALSE, ("z3:", "cvc5:")), ("refutes", TRUE, ("z3:", "evaluator:"))],
)
def test_the_text_report_says_who_said_what(
    solver: str, text: str, names: tuple[str, ...], tmp_path: Path
) -> None:
    status, printed = told(solver, text, tmp_path, "text")
    lines = [line.strip() for line in printed.splitlines()]
    assert status == 1 and "error[A791]" in printed and "1 disagreement unexpectedly" in printed
    for name in names:
        assert any(line.startswith(name) for line in lines)
    assert "the model that they differ about:" in lines
