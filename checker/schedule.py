"""Doing many things side by side, each after those it needs."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from aligncheck.deep import start_deep

R = TypeVar("R")


def in_order(needs: Sequence[Sequence[int]]) -> list[int]:
    """The numbers of all tasks, each after those it needs; else in their own order. A need that closes a
    circle is not waited for."""
    order: list[int] = []
    state = [0] * len(needs)
    for start in range(len(needs)):
        stack = [(start, iter(needs[start]))] if not state[start] else []
        state[start] = state[start] or 1
        while stack:
            task, rest = stack[-1]
            need = next((each for each in rest if not state[each]), None)
            if need is None:
                stack.pop()
                order.append(task)
            else:
                state[need] = 1
                stack.append((need, iter(needs[need])))
    return order


def run_all(needs: Sequence[Sequence[int]], work: Callable[[int], R], threads: int) -> list[R]:
    """The results of `work` for each task. Tasks that need nothing open run side by side. An exception of any
    of them ends the run."""
    order = in_order(needs)
    rank = {task: at for at, task in enumerate(order)}
    waits = [{need for need in needs[task] if rank[need] < rank[task]} for task in range(len(needs))]
    ready = [rank[task] for task in order if not waits[task]]
    results: dict[int, R] = {}
    failures: list[BaseException] = []
    changed = threading.Condition()

    def finished() -> bool:
        return bool(failures) or len(results) == len(needs)

    def run() -> None:
        while True:
            with changed:
                changed.wait_for(lambda: ready or finished())
                if finished():
                    return
                task = order[heapq.heappop(ready)]
            try:
                result = work(task)
            except BaseException as error:
                with changed:
                    failures.append(error)
                    changed.notify_all()
                return
            with changed:
                results[task] = result
                for other, open_needs in enumerate(waits):
                    if task in open_needs:
                        open_needs.remove(task)
                        if not open_needs:
                            heapq.heappush(ready, rank[other])
                changed.notify_all()

    for thread in [start_deep(run) for _ in range(min(threads, len(needs)))]:
        thread.join()
    if failures:
        raise failures[0]
    return [results[task] for task in range(len(needs))]
