"""A file of keyed bytes that many processes may use at once: what is not exactly what this user's program wrote
is not there. Nothing that goes wrong with it stops a run."""

from __future__ import annotations

import hmac
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

LIMIT = 64 << 20
"""Bytes of entries kept; beyond that the oldest go."""
FILE, SECRET = "evidence.sqlite", "key"
PATIENCE = 2.0
"""Seconds to wait while another process writes."""
TOUCH = 3600.0
"""Seconds after which a use is noted anew: reading seldom writes."""

TABLE = """CREATE TABLE IF NOT EXISTS entries (
    key TEXT PRIMARY KEY, mark BLOB NOT NULL, body BLOB NOT NULL, used REAL NOT NULL) WITHOUT ROWID"""


def home() -> Path:
    """The folder of the cache: `aligncheck` in XDG_CACHE_HOME, or in `~/.cache`."""
    given = os.environ.get("XDG_CACHE_HOME")
    # The rule of that variable: a relative path is as good as none.
    base = Path(given) if given and Path(given).is_absolute() else Path(os.path.expanduser("~"), ".cache")
    return base / "aligncheck"


class Database:
    """Entries carry a mark that only who has the key beside the file can make."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder, self.limit = folder, limit
        self._lock = threading.Lock()
        self._open: sqlite3.Connection | None = None
        self._key = b""
        self._size: int | None = None
        self._usable = folder.is_absolute()  # Whoever has no home has no cache.

    def get(self, key: str) -> bytes | None:
        """What was put under a key, if it is as it was written."""
        return self._tried(lambda file: self._get(file, key))

    def put(self, key: str, body: bytes) -> None:
        """Keep bytes under a key; the oldest entries make room for it."""
        self._tried(lambda file: self._put(file, key, body))

    def close(self) -> None:
        with self._lock:
            if self._open is not None:
                with suppress(sqlite3.Error):
                    self._open.close()
                self._open = None

    def _get(self, file: sqlite3.Connection, key: str) -> bytes | None:
        row = file.execute("SELECT mark, body, used FROM entries WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        mark, body, used = row
        if not isinstance(mark, bytes) or not isinstance(body, bytes):
            return None
        if not hmac.compare_digest(mark, self._mark(key, body)):
            return None
        if time.time() - float(used) > TOUCH:
            file.execute("UPDATE entries SET used = ? WHERE key = ?", (time.time(), key))
        return body

    def _put(self, file: sqlite3.Connection, key: str, body: bytes) -> None:
        if len(body) > self.limit:
            return
        row = (key, self._mark(key, body), body, time.time())
        file.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", row)
        if self._size is None:
            self._size = file.execute("SELECT sum(length(body)) FROM entries").fetchone()[0]
        else:
            self._size += len(body)
        if self._size > self.limit:
            self._make_room(file)

    def _make_room(self, file: sqlite3.Connection) -> None:
        """Down to three quarters of the limit, so that it is not done for each entry."""
        left = 0
        for key, size in file.execute("SELECT key, length(body) FROM entries ORDER BY used DESC").fetchall():
            if left + size > self.limit * 3 // 4:
                file.execute("DELETE FROM entries WHERE key = ?", (key,))
            else:
                left += size
        self._size = left

    def _mark(self, key: str, body: bytes) -> bytes:
        return hmac.digest(self._key, key.encode() + b"\0" + body, "sha256")

    def _tried(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """With a file that is damaged a new one is begun; with a folder that cannot be used there is no cache."""
        with self._lock:
            for again in (True, False):
                if not self._usable:
                    return None
                try:
                    return work(self._opened())
                except sqlite3.OperationalError:
                    return None  # Busy for long, or a full disk: this entry is not kept.
                except sqlite3.DatabaseError:
                    self._begin_anew(again)
                except OSError:
                    self._usable = False
        return None

    def _opened(self) -> sqlite3.Connection:
        if self._open is None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._key = _secret(self.folder / SECRET)
            file = sqlite3.connect(
                self.folder / FILE, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
            self._open = file
            file.execute("PRAGMA journal_mode = WAL")
            # A crash of the machine may lose the last entries; none is left half written.
            file.execute("PRAGMA synchronous = NORMAL")
            file.execute(TABLE)
        return self._open

    def _begin_anew(self, again: bool) -> None:
        if self._open is not None:
            with suppress(sqlite3.Error):
                self._open.close()
        self._open = self._size = None
        self._usable = again
        for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
            with suppress(OSError):
                (self.folder / name).unlink()


def _secret(path: Path) -> bytes:
    """The key of this user's cache, made at the first use: two processes that begin at once end with one."""
    with suppress(FileNotFoundError):
        return _long_enough(path.read_bytes())
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    fresh.write_bytes(secrets.token_bytes(32))
    fresh.chmod(0o600)
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
    return _long_enough(path.read_bytes())


def _long_enough(key: bytes) -> bytes:
    if len(key) < 32:
        raise OSError("the key of the cache is damaged")
    return key
