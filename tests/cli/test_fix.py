"""`--fix` from the shell: files on disk, what is told, and how the call can be wrong."""

from pathlib import Path

from tests.cli.conftest import Report, Run

LONG = """sort World
relation R(x, y: World)
claim chain {
  family c[i in 0..2]: World
  assume transitive(R), for i in {0, 1, 2}: R(c[i], c[i+1])
  show R(c[0], c[2])
}
"""
WRONG = """sort World
given S, T: Set World
claim subset:
  assume T ⊆ S
  show S ⊆ S ∩ T
"""


def test_fix_changes_the_file_and_says_so(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "a.align"
    file.write_text(LONG, encoding="utf-8")
    done = run("--fix", "a.align", folder=tmp_path)
    assert done.returncode == 0
    assert "mended a.align: " in done.stderr
    assert file.read_text(encoding="utf-8") == LONG.replace("{0, 1, 2}", "{0, 1}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.align"]


def test_fix_keeps_line_ends_mark_and_mode(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "a.align"
    before = b"\xef\xbb\xbf" + LONG.replace("\n", "\r\n").encode()
    file.write_bytes(before)
    file.chmod(0o640)
    run("--fix", "a.align", folder=tmp_path)
    assert file.read_bytes() == before.replace(b"{0, 1, 2}", b"{0, 1}")
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_claim_is_mended_with_unsafe_only(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "a.align"
    file.write_text(WRONG, encoding="utf-8")
    assert run("--fix", "a.align", folder=tmp_path).returncode == 1
    assert file.read_text(encoding="utf-8") == WRONG
    assert run("--fix", "--unsafe", "a.align", folder=tmp_path).returncode == 0
    assert file.read_text(encoding="utf-8") != WRONG


def test_unsafe_without_fix_is_a_wrong_call(run: Run) -> None:
    done = run("--unsafe")
    assert done.returncode == 2
    assert "--fix" in done.stderr


def test_repairs_stand_in_the_json_report_with_their_edits(tmp_path: Path, report: Report) -> None:
    (tmp_path / "a.align").write_text(WRONG, encoding="utf-8")
    (claim,) = report("a.align", folder=tmp_path)["claims"]
    assert claim["verdict"] == "refuted"
    first = claim["repairs"][0]
    (edit, *_) = first["edits"]
    assert edit["range"]["start"]["line"] in (4, 5)
    (bare,) = report("--repair-seconds", "0", "a.align", folder=tmp_path)["claims"]
    assert bare["repairs"] == []


def test_a_file_that_cannot_be_written_is_said_and_stays(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "a.align"
    file.write_bytes(LONG.encode() + b"\xff")
    done = run("--fix", "a.align", folder=tmp_path)
    assert done.returncode == 1
    assert file.read_bytes() == LONG.encode() + b"\xff"
