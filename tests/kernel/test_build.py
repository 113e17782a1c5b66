"""Terms put together: what is said twice, and what ends a chain."""

from __future__ import annotations

from fractions import Fraction

from aligncheck.kernel.build import conj, disj
from aligncheck.kernel.terms import Number, Op, Var
from aligncheck.kernel.types import REAL


def test_what_is_said_twice_stands_once_whichever_objects_say_it() -> None:
    """Else evidence that is read again would lead to other goals."""
    first, again = (Op("lt", (Number(Fraction(0), REAL), Var("x", REAL))) for _ in range(2))
    assert first is not again
    assert conj(first, again) == first
    assert disj(first, again) == first
