"""Worker processes, seen from the checker: each can be ended at any moment, and none outlives it. Light to
import, so that they start to load before the checker does."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aligncheck.engines.usage import ran
from aligncheck.engines.wire import greeting, receive, send, send_stop, send_time

if TYPE_CHECKING:
    from aligncheck.engines.contract import Answer, GaveUp, Query

_START = "import sys; sys.path[:] = {path!r}; import socket; from aligncheck.engines.worker import nursery; nursery(socket.socket(fileno={fd}))"  # noqa: E501
_SAME_EVERY_TIME = {"PYTHONHASHSEED": "0"}
"""The order of sets decides what SymPy tries first. (The solvers have their seeds in their own rooms.)"""


@dataclass(eq=False, slots=True)
class Worker:
    """One process, by its number in the nursery, and the socket it answers on. `engines`: what it has loaded
    already. `pid`: 0 until it is there. `ran_when_asked`: the processor time that it had had by then."""

    number: int
    channel: socket.socket
    engines: set[str] = field(default_factory=set)
    query: Query | None = None
    pid: int = 0
    ran_when_asked: float = 0.0

    def ask(self, query: Query) -> None:
        """Start on a question; the socket becomes readable when it is answered. Raises OSError,
        RecursionError."""
        self.query = query
        self.engines.add(query.engine)
        self.ran_when_asked = ran(self.pid) or 0.0 if self.pid else 0.0
        send(self.channel, query)

    def stop(self) -> None:
        """Ask it to end its question early: a reply that nobody needs comes soon. Raises OSError."""
        send_stop(self.channel)

    def tell(self, seconds: float) -> None:
        """Tell it how long its race has lasted."""
        with contextlib.suppress(OSError):
            send_time(self.channel, seconds)

    def greeted(self) -> bool:
        """Take its first word, that it is there; it is that the socket becomes readable for first. False where
        the process is dead."""
        try:
            self.pid = greeting(self.channel)
        except (EOFError, OSError):
            return False
        return True

    def reply(self) -> Answer | None:
        """The answer, None where the process is dead."""
        if not self.pid and not self.greeted():
            return None
        try:
            answer = receive(self.channel)
        except (EOFError, OSError):
            return None
        self.query = None
        return answer  # type: ignore[return-value]


class Nursery:
    """The process that workers are forked from. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self.made = 0

    def start(self) -> None:
        """Begin to start it, if that was not done; does not wait."""
        with self._lock:
            self._started()

    def _started(self) -> socket.socket:
        if self._control is None or self._process is None or self._process.poll() is not None:
            ours, theirs = socket.socketpair()
            with theirs:
                fd = theirs.fileno()
                self._process = subprocess.Popen(
                    [sys.executable, "-c", _START.format(path=[p or os.getcwd() for p in sys.path], fd=fd)],
                    pass_fds=(fd,), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    start_new_session=True, env={**os.environ, **_SAME_EVERY_TIME},
                )  # fmt: skip
            self._control = ours
        return self._control

    def worker(self) -> Worker:
        """A new worker. It may be asked at once, before it is there."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            self.made += 1
            order = b"f" + struct.pack("!q", self.made)
            try:
                socket.send_fds(self._started(), [order], [theirs.fileno()])
            except OSError:
                # Something ended it: one more try, with a new one.
                self._control = None
                socket.send_fds(self._started(), [order], [theirs.fileno()])
            return Worker(self.made, ours)

    def kill(self, worker: Worker) -> None:
        """End a worker at once, without a word on how it was."""
        worker.channel.close()
        with self._lock, contextlib.suppress(OSError):
            if self._control is not None:
                self._control.sendall(b"k" + struct.pack("!q", worker.number))

    def end(self, worker: Worker) -> tuple[int, int]:
        """End a worker at once. Gives its wait status and the most memory it held, in KiB."""
        worker.channel.close()
        with self._lock:
            if self._control is None:
                return 0, 0
            try:
                self._control.sendall(b"e" + struct.pack("!q", worker.number))
                return self._replied(self._control)
            except (OSError, EOFError):
                return 0, 0

    def _replied(self, control: socket.socket) -> tuple[int, int]:
        data = b""
        while len(data) < 16:
            part = control.recv(16 - len(data))
            if not part:
                raise EOFError
            data += part
        first, second = struct.unpack("!qq", data)
        return first, second

    def close(self) -> None:
        """End it and every worker."""
        with self._lock:
            if self._control is not None:
                self._control.close()
                self._control = None
            if self._process is not None:
                try:
                    self._process.wait(timeout=2)
                except subprocess.TimeoutExpired:
                    with contextlib.suppress(ProcessLookupError):
                        self._process.kill()
                    self._process.wait()
                self._process = None


def died(query: Query, memory: int) -> GaveUp:
    """What the death of a worker means, from the most memory it held (KiB)."""
    from aligncheck.engines.contract import GaveUp

    if memory > 0.8 * 1024 * query.limits.memory:
        return GaveUp(query.engine, "memory", f"more than {query.limits.memory} MiB were needed")
    return GaveUp(query.engine, "crashed", "its process ended without an answer")
