"""Whatever the file holds and whenever the user has enough: a located message or a clean end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Report = Callable[..., dict[str, Any]]

HANGING = """module hanging
claim no_sum_of_two_fifth_powers_is_one:
  for a, b, c: Nat where a > 0 and b > 0 and c > 0
  show a*a*a*a*a + b*b*b*b*b != c*c*c*c*c
"""


def claims(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["name"], each["verdict"]) for each in found["claims"]]


def test_ten_thousand_parentheses_are_read(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "deep.align"
    path.write_text("claim deep: show " + "(" * 10_000 + "1 = 1" + ")" * 10_000 + "\n")
    assert claims(report(path)) == [("deep", "proved")]


def test_ten_thousand_negations_get_an_answer(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "deep.align"
    path.write_text(
        "sort W\nclaim deep: for v, w: W\n  show " + "not " * 10_000 + "v = w\n  expect refuted\n"
    )
    found = report(path)
    assert found["claims"] or found["diagnostics"]
    assert "A799" not in {each["code"] for each in found["diagnostics"]}


def test_a_sum_of_a_hundred_thousand_terms_is_checked(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "long.align"
    path.write_text("claim long: for x: Real\n  show " + " + ".join(["x"] * 100_000) + " = 100000*x\n")
    found = report("--timeout", "20", path)
    assert "A799" not in {each["code"] for each in found["diagnostics"]}
    assert found["claims"][0]["verdict"] in ("proved", "unknown")


def test_names_that_mean_something_to_solvers_are_names_like_others(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "names.align"
    path.write_text(
        "sort Int', Array, Bool'\n"
        "relation assert_(x: Array)\n"
        "relation select(x, y: Array)\n"
        "constant let', par, exists', BINARY, push, model: Array\n"
        "claim declare_fun: for distinct, ite, store: Array\n"
        "  assume select(distinct, ite), distinct = store\n"
        "  show select(store, ite)\n"
    )
    assert claims(report(path)) == [("declare_fun", "proved")]


def test_a_solver_that_hangs_is_ended_at_its_limit(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "hanging.align"
    path.write_text(HANGING)
    began = time.monotonic()
    found = report("--timeout", "2", path)
    took = time.monotonic() - began
    assert [each["verdict"] for each in found["claims"]] in (["unknown"], ["bounded"])
    assert took < 20, "the limit of the claim was not kept"


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def heed_interrupts() -> None:
    """A shell lets what it runs in the background ignore interrupts, and children inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_an_interrupt_ends_the_run_with_status_130_and_leaves_nothing_running(tmp_path: Path) -> None:
    path = tmp_path / "hanging.align"
    path.write_text(HANGING)
    with subprocess.Popen(
        [sys.executable, "-m", "aligncheck", "--timeout", "60", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,
    ) as process:
        time.sleep(1.5)
        below = descendants(process.pid)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in out + err
    assert "interrupted" in err
    deadline = time.monotonic() + 10
    while any(map(alive, below)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, below))


def test_five_errors_in_one_file_are_five_findings(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "five.align"
    path.write_text(
        "sort W\n"
        "relation r(x: )\n"
        "def a := (1 + \n"
        "claim b show 1 < 2\n"
        "sort\n"
        "def c = 3\n"
        "claim good: for v, w: W assume v = w show w = v\n"
    )
    found = report(path)
    errors = [each for each in found["diagnostics"] if each["severity"] == "error"]
    assert [each["code"][:2] for each in errors] == ["A1"] * 5
    assert len({tuple(each["range"]["start"].values()) for each in errors}) == 5
    assert ("good", "proved") in claims(found)


def descendants(pid: int) -> list[int]:
    """The processes below one, as the process table says."""
    table = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    children: dict[int, list[int]] = {}
    for row in table.splitlines():
        child, parent = map(int, row.split())
        children.setdefault(parent, []).append(child)
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found[1:]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
