"""Messages between the checker and its workers: pickled, with their length before them. Both ends are this
program's own processes; nothing stored or foreign is ever read so."""

from __future__ import annotations

import dataclasses
import io
import pickle
import socket
import struct
from collections.abc import Callable
from operator import attrgetter
from typing import Any


class _Records(dict[type, Callable[[Any], tuple[type, tuple[Any, ...]]]]):
    """How each class of records is taken apart: it is made again from its fields. (The standard library's own
    way looks all fields up by name for each object, and takes four times as long.)"""

    def __missing__(self, kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
        if not dataclasses.is_dataclass(kind) or not all(each.init for each in dataclasses.fields(kind)):
            raise KeyError(kind)
        names = [each.name for each in dataclasses.fields(kind)]
        if len(names) > 1:
            several = attrgetter(*names)
            self[kind] = lambda record: (kind, several(record))
        else:
            self[kind] = lambda record: (kind, tuple(getattr(record, name) for name in names))
        return self[kind]


_RECORDS = _Records()
_TIME = 1 << 63
"""In place of a length: the rest of the eight bytes is a time in microseconds."""


def send(channel: socket.socket, message: object) -> None:
    """One message. Raises OSError, RecursionError."""
    buffer = io.BytesIO()
    buffer.write(bytes(8))
    pickler = pickle.Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _RECORDS
    pickler.dump(message)
    data = buffer.getbuffer()
    struct.pack_into("!Q", data, 0, len(data) - 8)
    channel.sendall(data)


def send_stop(channel: socket.socket) -> None:
    """Ask a worker to end its question early: a message with nothing in it."""
    channel.sendall(bytes(8))


def send_time(channel: socket.socket, seconds: float) -> None:
    """Tell a worker how long its race has lasted. It may miss that: nobody waits for a worker that does not read.
    Raises OSError."""
    channel.send(struct.pack("!Q", _TIME | int(seconds * 1e6)), socket.MSG_DONTWAIT)


def greet(channel: socket.socket, pid: int) -> None:
    """The first message of a worker: the number of its process."""
    channel.sendall(struct.pack("!Q", pid))


def greeting(channel: socket.socket) -> int:
    """The number of the process. Raises EOFError where it is gone."""
    (pid,) = struct.unpack("!Q", _exactly(channel, 8))
    return int(pid)


def receive(channel: socket.socket) -> object:
    """The next answer. Raises EOFError where the other side is gone."""
    (length,) = struct.unpack("!Q", _exactly(channel, 8))
    return unpacked(_exactly(channel, length))


def received(channel: socket.socket) -> bytes | float:
    """What is said to a worker next: a message as it came, b"" for a stop, or how long the race has lasted.
    Raises EOFError where the other side is gone."""
    (length,) = struct.unpack("!Q", _exactly(channel, 8))
    if length & _TIME:
        return float((length ^ _TIME) / 1e6)
    return _exactly(channel, length)


def unpacked(data: bytes) -> object:
    """What a message says."""
    return pickle.loads(data)


def _exactly(channel: socket.socket, length: int) -> bytes:
    parts: list[bytes] = []
    while length:
        part = channel.recv(min(length, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
