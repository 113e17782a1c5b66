"""The other side of `process`: a nursery that loads the solvers once and forks a worker whenever asked, and
the worker's loop. Started with `python -c`; ends when its control socket closes, and all workers with it.

The nursery has one thread, so a fork of it is safe; the checker itself has many and never forks.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import queue
import resource
import select
import signal
import socket
import struct
import sys
import threading
from typing import TYPE_CHECKING

from aligncheck.engines import stopping
from aligncheck.engines.wire import greet, received, send, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from aligncheck.engines.contract import Answer, Query

ENGINES = {
    name: f"aligncheck.engines.{name}" for name in ("z3", "cvc5", "finite", "asymptotic", "sympy", "e")
}
COLLECT = 50_000, 20, 20
STACK = 512 * 1024 * 1024
_KILLED_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def nursery(control: socket.socket) -> None:
    """Serve `fork` (with the worker's socket), `kill` and `end` (`end` tells how the worker was) until the
    checker is gone. An order has nine bytes: what to do, and the number of the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.set_threshold(*COLLECT)
    children: dict[int, int] = {}
    killed: set[int] = set()
    preload = _preloading()
    while True:
        killed -= {pid for pid in killed if os.waitpid(pid, os.WNOHANG)[0]}
        ready, _, _ = select.select([control], [], [], 0.0 if preload else None)
        if not ready:
            preload.pop(0)()
            continue
        order, fds, _, _ = socket.recv_fds(control, 9, 1)
        if not order:
            break
        (number,) = struct.unpack("!q", order[1:9])
        if order[:1] == b"f":
            # What is there now stays shared with the worker: its collector must not touch it.
            gc.freeze()
            pid = os.fork()
            if pid == 0:
                control.close()
                die_with_parent()
                _work(socket.socket(fileno=fds[0]))
                os._exit(0)
            os.close(fds[0])
            children[number] = pid
        elif order[:1] == b"k":
            # A number that is not known was given by a nursery before this one.
            if number in children:
                pid = children.pop(number)
                killed.add(pid)
                os.kill(pid, signal.SIGKILL)
        else:
            how = _ended(children.pop(number)) if number in children else (0, 0)
            control.sendall(struct.pack("!qq", *how))
    for pid in children.values():
        _ended(pid)


def _preloading() -> list[Callable[[], None]]:
    """What to load while nobody asks for anything, most urgent first."""

    def z3() -> None:
        from aligncheck.engines.z3 import run

        run("(declare-sort A 0)(declare-fun p (A) Bool)(assert (forall ((x A)) (p x)))(check-sat)(get-model)")

    def load(module: str) -> None:
        with contextlib.suppress(ImportError):
            importlib.import_module(module)

    return [z3, lambda: load(ENGINES["finite"]), lambda: load(ENGINES["cvc5"]), lambda: load("cvc5")]


def _ended(pid: int) -> tuple[int, int]:
    """End a child. Gives its exit status and the most memory it held, in KiB."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        _, status, usage = os.wait4(pid, 0)
        return status, usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    return 0, 0


def die_with_parent() -> None:
    """Let this process end with the one that started it."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_KILLED_WITH_PARENT, signal.SIGKILL)


def _work(channel: socket.socket) -> None:
    """Answer questions until the checker closes the socket, each with one message, in a thread with a deep
    stack: terms are deep."""
    sys.setrecursionlimit(1_000_000)
    threading.stack_size(STACK)
    questions: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_answer_all, args=(channel, questions), daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        greet(channel, os.getpid())
        while True:
            message = received(channel)
            if isinstance(message, float):
                stopping.told(message)
            elif message:
                # Begun before the other thread sees it, so that a stop that follows is meant for it.
                stopping.begin()
                questions.put(message)
            else:
                stopping.stop()


def _answer_all(channel: socket.socket, questions: queue.SimpleQueue[bytes]) -> None:
    try:
        while True:
            send(channel, _answered(unpacked(questions.get())))  # type: ignore[arg-type]
    finally:
        os._exit(1)


def _answered(query: Query) -> Answer:
    from aligncheck.engines.contract import GaveUp

    _limit_memory(query.limits.memory)
    try:
        module = importlib.import_module(ENGINES.get(query.engine, query.engine))
        reply: Answer = module.answer(query.goal, query.limits)
    except stopping.Stopped:
        return GaveUp(query.engine, "timeout", "it was stopped")
    except MemoryError:
        return GaveUp(query.engine, "memory", f"more than {query.limits.memory} MiB were needed")
    except Exception as error:  # an engine's own failure must reach the report, whatever it is
        text = str(error)
        if "out of memory" in text or "bad_alloc" in text:
            return GaveUp(query.engine, "memory", f"more than {query.limits.memory} MiB were needed")
        return GaveUp(query.engine, "crashed", f"{type(error).__name__}: {text}"[:500])
    finally:
        _limit_memory(None)
    return reply


def _limit_memory(mebibytes: int | None) -> None:
    """A hard limit above what is in use now; None lifts it."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = hard if mebibytes is None else _address_space() + mebibytes * 1024 * 1024
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int:
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return STACK
