"""Tasks side by side, each after those it needs."""

import threading

import pytest

from aligncheck.schedule import in_order, run_all


def test_a_task_waits_for_all_that_it_needs() -> None:
    needs = [[3], [0, 2], [], [2]]
    done: list[int] = []
    lock = threading.Lock()

    def work(task: int) -> int:
        with lock:
            assert set(needs[task]) <= set(done)
            done.append(task)
        return task * task

    assert run_all(needs, work, 3) == [0, 1, 4, 9]
    assert sorted(done) == [0, 1, 2, 3]


def test_without_needs_the_order_is_that_of_the_tasks() -> None:
    assert in_order([[]] * 5) == [0, 1, 2, 3, 4]
    assert in_order([[2], [], [1]]) == [1, 2, 0]


def test_a_circle_of_needs_does_not_wait_for_ever() -> None:
    assert run_all([[1], [0], [2]], lambda task: task, 2) == [0, 1, 2]


def test_a_long_chain_of_needs_is_followed() -> None:
    count = 20_000
    assert in_order([[task + 1] for task in range(count - 1)] + [[]]) == list(reversed(range(count)))


def test_tasks_run_side_by_side() -> None:
    both = threading.Barrier(2, timeout=20)
    run_all([[], []], lambda task: both.wait(), 2)


def test_a_failure_ends_the_run() -> None:
    def work(task: int) -> int:
        raise ValueError(str(task))

    with pytest.raises(ValueError):
        run_all([[], [0], []], work, 2)


def test_nothing_to_do_is_nothing_done() -> None:
    assert run_all([], lambda task: task, 2) == []
