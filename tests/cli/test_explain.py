"""`aligncheck explain` with a name."""

import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_a_name_of_the_library_is_explained_from_anywhere(run: Run, tmp_path: Path) -> None:
    done = run("explain", "alignment_factor")
    assert (done.returncode, done.stderr) == (0, "")
    assert "where `capability(M)` and `capability(B)` are defined and `capability(M) ≠ 0`" in done.stdout
    assert "`capability(X)` is defined where the limit" in done.stdout
    assert "`B` and `M` on interval scales at least; the value is in the unit of `B` / `M`" in done.stdout
    assert "`sign_is_invariant`: proved" in done.stdout


def test_an_unknown_name_is_answered_by_near_ones(run: Run) -> None:
    done = run("explain", "capabilty")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "aligncheck: there is no finding and no name capabilty: did you mean capability?\n"


def test_files_after_the_name_are_where_it_is_looked_for(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.align"
    file.write_text("quantity part(x: Real) := 1 / (1 - x)\n", encoding="utf-8")
    done = run("explain", "part", str(file))
    assert done.returncode == 0
    assert "where `1 ≠ x`" in done.stdout
    assert run("explain", "part", str(tmp_path / "gone.align")).returncode == 2
    assert run("explain", "part", str(tmp_path)).stdout == done.stdout


def test_a_name_of_many_modules_is_chosen_by_its_module(run: Run, tmp_path: Path) -> None:
    for at in range(6):
        (tmp_path / f"m{at}.align").write_text(f"module m{at}\nsort Thing\n", encoding="utf-8")
    done = run("explain", "Thing", str(tmp_path))
    assert done.returncode == 2
    assert "Thing is declared in 6 modules" in done.stderr and "m3.Thing" in done.stderr
    assert run("explain", "m3.Thing", str(tmp_path)).stdout.startswith("sort Thing")
