"""The file of the cache: what is damaged, foreign or half written is not there, and nothing stops a run."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aligncheck.store.database import FILE, SECRET, Database, home

WRITER = """
import sys
from pathlib import Path
from aligncheck.store.database import Database
entries, name, count = Database(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
for number in range(count):
    entries.put(f"{name} {number}", f"{name} {number} ".encode() * 500)
"""


def writer(folder: Path, name: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(folder), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def rewrite(folder: Path, statement: str, *values: object) -> None:
    file = sqlite3.connect(folder / FILE)
    file.execute(statement, values)
    file.commit()
    file.close()


def test_what_was_put_is_found_by_the_next_run(tmp_path: Path) -> None:
    Database(tmp_path).put("a", b"one")
    entries = Database(tmp_path)
    assert entries.get("a") == b"one"
    assert entries.get("b") is None
    entries.put("a", b"two")
    assert Database(tmp_path).get("a") == b"two"


def test_changed_bytes_are_not_there(tmp_path: Path) -> None:
    Database(tmp_path).put("a", b"one")
    rewrite(tmp_path, "UPDATE entries SET body = ?", b"ONE")
    assert Database(tmp_path).get("a") is None


def test_bytes_under_another_key_are_not_there(tmp_path: Path) -> None:
    Database(tmp_path).put("a", b"one")
    rewrite(tmp_path, "UPDATE entries SET key = 'b'")
    assert Database(tmp_path).get("b") is None


def test_entries_of_another_user_are_not_there(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    Database(here).put("a", b"one")
    Database(there).put("b", b"two")
    (there / FILE).write_bytes((here / FILE).read_bytes())
    for name in (f"{FILE}-wal", f"{FILE}-shm"):
        (there / name).unlink(missing_ok=True)
    assert Database(there).get("a") is None


@pytest.mark.parametrize("content", [b"", b"no database at all" * 400, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    first = Database(tmp_path)
    first.put("a", b"one")
    first.close()
    for name in (f"{FILE}-wal", f"{FILE}-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / FILE).write_bytes(content)
    entries = Database(tmp_path)
    assert entries.get("a") is None
    entries.put("a", b"two")
    assert Database(tmp_path).get("a") == b"two"


@pytest.mark.parametrize("content", [b"", b"short"])
def test_a_damaged_key_means_no_cache(tmp_path: Path, content: bytes) -> None:
    (tmp_path / SECRET).write_bytes(content)
    entries = Database(tmp_path)
    entries.put("a", b"one")
    assert entries.get("a") is None


def test_a_folder_that_cannot_be_made_means_no_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    entries = Database(tmp_path / "file" / "below")
    entries.put("a", b"one")
    assert entries.get("a") is None


def test_the_oldest_entries_go_first(tmp_path: Path) -> None:
    entries = Database(tmp_path, limit=1000)
    for number in range(8):
        entries.put(str(number), b"x" * 120)
        time.sleep(0.002)
    entries.put("last", b"x" * 120)
    kept = {name for name in (*map(str, range(8)), "last") if entries.get(name) is not None}
    assert kept == {"3", "4", "5", "6", "7", "last"}
    entries.put("too large", b"x" * 2000)
    assert entries.get("too large") is None and entries.get("last") is not None


def test_the_key_is_for_its_user_alone(tmp_path: Path) -> None:
    Database(tmp_path / "new").put("a", b"one")
    assert (tmp_path / "new" / SECRET).stat().st_mode & 0o077 == 0
    assert len((tmp_path / "new" / SECRET).read_bytes()) == 32


def test_two_processes_write_at_once_and_lose_nothing(tmp_path: Path) -> None:
    both = [writer(tmp_path / "new", name, 60) for name in ("left", "right")]
    assert [each.wait(60) for each in both] == [0, 0]
    entries = Database(tmp_path / "new")
    for name in ("left", "right"):
        for number in range(60):
            assert entries.get(f"{name} {number}") == f"{name} {number} ".encode() * 500


def test_a_killed_process_leaves_whole_entries(tmp_path: Path) -> None:
    killed = writer(tmp_path, "killed", 1_000_000)
    assert killed.stdout is not None and killed.stdout.readline() == "ready\n"
    until = time.monotonic() + 30
    while Database(tmp_path).get("killed 20") is None and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(30)
    entries = Database(tmp_path)
    assert entries.get("killed 20") == b"killed 20 " * 500
    entries.put("after", b"one")
    assert entries.get("after") == b"one"
    file = sqlite3.connect(tmp_path / FILE)
    assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    count = file.execute("SELECT count(*) FROM entries WHERE key LIKE 'killed %'").fetchone()[0]
    assert all(entries.get(f"killed {number}") for number in range(count))


def test_the_folder_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert home() == tmp_path / "aligncheck"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert home() == Path.home() / ".cache" / "aligncheck"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert home() == Path.home() / ".cache" / "aligncheck"
