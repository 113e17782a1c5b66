"""Verdicts and theorems are made from their evidence, and by nothing else."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.terms import FALSE, TRUE
from aligncheck.kernel.theorem import Theorem, evident
from aligncheck.kernel.verdicts import prove, satisfy

FALSEHOOD = Goal((), (), (), FALSE)


def plain() -> Theorem:
    theorem = evident(Goal((), (), (), TRUE))
    assert theorem is not None
    return theorem


@pytest.mark.parametrize(
    "forged",
    [
        lambda: replace(plain(), goal=FALSEHOOD),
        lambda: replace(prove(plain()), theorems=()),
        lambda: prove(),
        lambda: prove(FALSEHOOD),  # type: ignore[arg-type]
        lambda: satisfy(),
        lambda: satisfy(prove(plain())),  # type: ignore[arg-type]
        lambda: Theorem(FALSEHOOD, None, (), object()),
    ],
)
def test_what_is_sealed_is_not_made_from_outside(forged: Callable[[], object]) -> None:
    with pytest.raises((KernelRefusal, ValueError, TypeError)):
        forged()
