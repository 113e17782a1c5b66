"""The README tells the truth: its files, run in a folder of their own, give the output it shows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"
FILE = re.compile(r"^```align (\S+\.align)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SESSION = re.compile(r"^```console\n\$ aligncheck ([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TIME = re.compile(r"\d+\.\d+ s")

TEXT = README.read_text(encoding="utf-8") if README.exists() else ""


def test_the_first_shell_block_holds_two_commands() -> None:
    block = TEXT.split("```sh\n", 1)[1].split("```", 1)[0]
    assert len(block.strip().splitlines()) == 2


@pytest.mark.parametrize(("arguments", "shown"), SESSION.findall(TEXT))
def test_a_session_in_the_readme_runs_as_shown(tmp_path: Path, arguments: str, shown: str) -> None:
    for name, text in FILE.findall(TEXT):
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "aligncheck", *arguments.split()],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    assert TIME.sub("0.0 s", done.stdout).strip() == TIME.sub("0.0 s", shown).strip()


def test_the_readme_shows_a_proof_a_counterexample_and_a_typo() -> None:
    outputs = [shown for _, shown in SESSION.findall(TEXT)]
    assert any("1 proved" in each for each in outputs)
    assert any("counterexample" in each for each in outputs)
    assert any("error[A4" in each for each in outputs)
