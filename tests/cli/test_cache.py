"""The cache as a user meets it: the same report in less time, nothing kept where that is asked for."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Report = Callable[..., dict[str, Any]]

TEXT = """module small
sort W
relation red(x: W)
claim kept: for x, y: W assume x = y, red(x) show red(y)
claim idle: for x, y: W assume x = y, red(x), red(y) show red(y)
claim failing: for x: W assume red(x) show x != x
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.align"
    path.write_text(TEXT, encoding="utf-8")
    return path


def without_times(found: dict[str, Any]) -> dict[str, Any]:
    del found["summary"]["seconds"]
    for each in found["claims"]:
        del each["seconds"], each["engine"]
    return found


def test_the_report_is_the_same_from_the_cache(report: Report, file: Path, tmp_path: Path) -> None:
    arguments = ("--repair-seconds", "0", file)
    cold = without_times(report(*arguments, cache=tmp_path / "cache"))
    assert (tmp_path / "cache" / "aligncheck" / "evidence.sqlite").exists()
    assert without_times(report(*arguments, cache=tmp_path / "cache")) == cold
    assert without_times(report("--no-cache", *arguments, cache=tmp_path / "cache")) == cold


def test_the_text_report_and_the_exit_status_are_the_same(run: Run, file: Path, tmp_path: Path) -> None:
    both = [run("--repair-seconds", "0", "-v", file, cache=tmp_path / "cache") for _ in range(2)]
    assert both[0].returncode == both[1].returncode == 1
    lines = [done.stdout.splitlines()[:-1] for done in both]
    assert [line for line in lines[0] if " s" not in line] == [line for line in lines[1] if " s" not in line]


def test_nothing_is_kept_where_that_is_asked_for(run: Run, file: Path, tmp_path: Path) -> None:
    run("--no-cache", file, cache=tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_changes_nothing(run: Run, file: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands here")
    done = run("--repair-seconds", "0", file, cache=tmp_path / "cache")
    assert done.stderr == ""
    assert "3 claims" in done.stdout


def test_the_help_says_where_the_cache_lies(run: Run) -> None:
    text = " ".join(run("--help").stdout.split())
    assert "--no-cache" in text and "XDG_CACHE_HOME" in text and "~/.cache" in text
