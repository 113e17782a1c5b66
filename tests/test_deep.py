"""A deep stack for plain recursion."""

import pytest

from aligncheck.deep import run_deep


def depth(n: int) -> int:
    """Each level passes through C code, which takes from the stack."""
    return 0 if n == 0 else max(map(depth, (n - 1,))) + 1


def test_recursion_fifty_thousand_deep_is_followed() -> None:
    assert run_deep(lambda: depth(50_000)) == 50_000


def test_recursion_without_end_raises_and_does_not_crash() -> None:
    def endless(n: int) -> int:
        return max(map(endless, (n,)))

    with pytest.raises(RecursionError):
        run_deep(lambda: endless(0))


def test_what_the_work_raises_is_raised() -> None:
    def work() -> None:
        raise KeyError("planted")

    with pytest.raises(KeyError, match="planted"):
        run_deep(work)


def test_somebody_may_watch_meanwhile() -> None:
    import threading

    seen = threading.Event()
    run_deep(lambda: seen.wait(20), seen.set)
    assert seen.is_set()
