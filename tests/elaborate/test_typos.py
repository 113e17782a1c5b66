"""A fixed sample of the typos of `tests/benchmarks/names.py`: nearly all are answered by the right name first."""

import pytest

from aligncheck.deep import run_deep
from tests.benchmarks.names import rate, sampled, tried, typos


@pytest.mark.parametrize("word", [False, True], ids=["names", "words"])
def test_the_right_one_is_offered_first_for_19_typos_in_20(word: bool) -> None:
    some = sampled([typo for typo in typos() if typo.use.word is word], 60, seed=1)
    results = run_deep(lambda: [tried(typo) for typo in some])
    missed = [(each.typo.written, each.findings) for each in results if each.what in ("offered", "missed")]
    assert rate(results) >= 0.95, missed


def test_typos_are_of_every_kind_and_the_same_in_every_run() -> None:
    assert typos(seed=3) == typos(seed=3)
    assert len({typo.slip for typo in typos()}) == 8
    assert all(typo.written != typo.use.text for typo in typos())
