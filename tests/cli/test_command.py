"""The command as a user calls it: a process with arguments, output and an exit status."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import aligncheck

Run = Callable[..., subprocess.CompletedProcess[str]]
Report = Callable[..., dict[str, Any]]


def test_the_schema_is_a_schema(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_help_lists_the_commands_that_work_and_the_options_of_the_default_one(run: Run) -> None:
    done = run("--help")
    assert done.returncode == 0
    assert "--timeout SECONDS" in done.stdout
    for command in ("verify", "explain", "version"):
        assert f"  {command} " in done.stdout
    for later in ("fmt", "lsp", "compare", "diagram", "sarif", "html"):
        assert later not in done.stdout


def test_the_version_is_printed_without_loading_parser_or_solvers() -> None:
    code = (
        "import sys; from aligncheck.cli.main import commands; "
        "commands.main(['version'], standalone_mode=False); "
        "print(sorted({'lark', 'z3', 'cvc5', 'sympy', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"aligncheck {aligncheck.__version__}", "[]"]


def test_explain_prints_the_page_of_a_code_and_the_nearest_codes_of_an_unknown_one(run: Run) -> None:
    page = run("explain", "a190")
    assert page.returncode == 0
    assert page.stdout.startswith("A190 not-text")
    unknown = run("explain", "A191x")
    assert unknown.returncode == 2
    assert "did you mean A191" in unknown.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone.align"], "no file or folder gone.align"),
        (["nothing"], "no .align file in the folder nothing"),
        (["--format", "yaml"], "yaml"),
        (["--timeout", "0"], "--timeout"),
        (["--jobs", "0"], "--jobs"),
    ],
)
def test_a_wrong_call_ends_with_status_2_and_a_message(
    tmp_path: Path, run: Run, arguments: list[str], message: str
) -> None:
    (tmp_path / "nothing").mkdir()
    done = run(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_files_that_are_no_text_are_findings_at_their_place(tmp_path: Path, run: Run, report: Report) -> None:
    (tmp_path / "binary.align").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "empty.align").write_bytes(b"")
    (tmp_path / "large.align").write_bytes(b"sort World // and so on\n" * 220_000)
    (tmp_path / "latin.align").write_bytes("sort World\n// Pépin".encode("latin-1"))
    done = run(folder=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    found = report(tmp_path)
    diagnostics = [(Path(each["file"]).name, each["code"]) for each in found["diagnostics"]]
    assert diagnostics == [("binary.align", "A190"), ("large.align", "A191"), ("latin.align", "A190")]
    assert found["diagnostics"][2]["range"]["start"] == {"line": 2, "column": 5}


def test_output_that_nobody_reads_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "bad.align").write_bytes(b"\xff" * 10)
    command = f"{sys.executable} -m aligncheck explain | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_no_colours_where_nobody_sees_them(tmp_path: Path, run: Run) -> None:
    (tmp_path / "bad.align").write_bytes(b"\xff" * 10)
    done = run("bad.align", folder=tmp_path)
    assert "\x1b" not in done.stdout
    assert "bad.align:1:1" in done.stdout
