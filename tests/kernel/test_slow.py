"""Logarithms, roots and their sums: values, series and limits against mpmath to many digits."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aligncheck.kernel import sequences
from aligncheck.kernel.bodies import Reader
from aligncheck.kernel.build import add, number
from aligncheck.kernel.sequences import ClosedSequence, Form, Key, constant, form, logarithms, monomial, roots
from aligncheck.kernel.slow import Slow, family_of, series_of, slow_of, value_at
from aligncheck.kernel.summing import partial_sums
from aligncheck.kernel.tails import Growth, quotient_trend
from aligncheck.kernel.terms import Op, Var
from aligncheck.kernel.types import NAT
from aligncheck.kernel.unanswered import CannotEvaluate

ONE = Fraction(1)
SLOW = [
    *(Slow("log", False, a) for a in (1, 2, 5)), *(Slow("root", False, a) for a in (0, 1, 4)),
    Slow("log", True, 1), Slow("root", True, 0),
]  # fmt: skip
DIGITS = 700
HUGE = mpmath.mpf(10) ** 300


def exact(slow: Slow, n: mpmath.mpf) -> mpmath.mpf:
    """The value by closed forms of mpmath."""
    if not slow.summed:
        return mpmath.log(n + slow.offset) if slow.name == "log" else mpmath.sqrt(n + slow.offset)
    if slow.name == "log":
        return mpmath.loggamma(n + slow.offset + 1) - mpmath.loggamma(slow.offset + 1)
    return mpmath.zeta(-0.5) - mpmath.zeta(-0.5, n + 1)


def from_series(slow: Slow, n: mpmath.mpf) -> mpmath.mpf:
    return sum(
        (mpmath.mpf(value.numerator) / value.denominator) * grown(power, log, n)
        for (power, log), value in series_of(slow).terms
    )


def grown(power: Fraction, log: int, n: mpmath.mpf) -> mpmath.mpf:
    return n ** (mpmath.mpf(power.numerator) / power.denominator) * mpmath.log(n) ** log


@pytest.mark.parametrize("slow", SLOW, ids=family_of)
@pytest.mark.parametrize("n", [10**2, 10**3, 10**4])
def test_a_series_is_as_near_as_it_says(slow: Slow, n: int) -> None:
    with mpmath.workdps(60):
        far = mpmath.mpf(n)
        error = abs(exact(slow, far) - from_series(slow, far))
        allowed = series_of(slow).error
        # The next term of the series of log(n + 5) is 5⁴/4n⁴.
        limit = mpmath.mpf(10) ** -40 if allowed is None else 200 * grown(*allowed, far)
        assert error <= limit


def test_values_that_are_rational_are_known_and_no_others() -> None:
    assert value_at(Slow("log", False, 1), 0) == 0
    assert [value_at(Slow("root", False, 0), n) for n in (0, 1, 4, 9)] == [0, 1, 2, 3]
    for slow, n in ((Slow("log", False, 1), 1), (Slow("root", False, 0), 2), (Slow("root", True, 0), 2)):
        with pytest.raises(CannotEvaluate):
            value_at(slow, n)


@pytest.mark.parametrize("slow", SLOW, ids=family_of)
def test_a_name_says_which_sequence_it_is(slow: Slow) -> None:
    assert slow_of(family_of(slow)) == slow


@pytest.mark.parametrize(
    "name", ["log", "log+0", "root-1", "log+x", "sums of log+2", "log+01", "cube+1", "one"]
)
def test_a_name_of_no_sequence_is_refused(name: str) -> None:
    assert slow_of(name) is None


def test_a_sequence_of_a_family_that_nobody_knows_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="family"):
        ClosedSequence((), (((Key(ONE, 0, "cube+1"), ONE),),))


def _trend(above: ClosedSequence | None, below: ClosedSequence) -> Fraction | str | None:
    assert above is not None
    found = quotient_trend(above, below)
    assert found is not None
    return found.direction if found.limit is None else found.limit


def shifted(sequence: ClosedSequence) -> ClosedSequence:
    moved = sequences.compose(sequence, 1, 1)
    assert moved is not None
    return moved


def minus(left: ClosedSequence, right: ClosedSequence) -> ClosedSequence:
    found = sequences.add(left, sequences.negate(right))
    assert found is not None
    return found


def test_steps_of_the_logarithm_and_of_the_root_vanish() -> None:
    steps = minus(shifted(logarithms()), logarithms())
    assert _trend(steps, constant(1)) == 0
    assert _trend(sequences.multiply(steps, monomial(1, 1)), constant(1)) == 1
    root_steps = minus(shifted(roots()), roots())
    assert _trend(root_steps, constant(1)) == 0
    # (√(n + 1) − √n)·√n tends to 1/2: (√(n + 1) − √n)·n grows as √n/2.
    assert _trend(sequences.multiply(root_steps, monomial(1, 1)), roots()) == Fraction(1, 2)


def test_both_grow_and_the_root_grows_faster() -> None:
    assert _trend(logarithms(), constant(1)) == _trend(roots(), constant(1)) == "up"
    assert _trend(logarithms(), roots()) == 0
    assert _trend(roots(), monomial(1, 1)) == 0
    assert _trend(sequences.multiply(roots(), roots()), monomial(1, 1)) == 1


def test_means_are_of_the_size_that_they_should_be() -> None:
    """(1/n)·Σ log(t + 1) ~ log n, and (1/n)·Σ √t ~ 2/3·√n."""
    sums = partial_sums(logarithms(), 1)
    assert _trend(sums, monomial(1, 1)) == "up"
    growing = sequences.multiply(logarithms(), monomial(1, 1))
    assert growing is not None and _trend(sums, growing) == 1
    of_roots = sequences.multiply(roots(), monomial(1, 1))
    assert of_roots is not None and _trend(partial_sums(roots(), 1), of_roots) == Fraction(2, 3)


def test_what_cancels_up_to_its_errors_has_no_trend() -> None:
    """1 + … + 1/n − log(n + 1) tends to Euler's constant, which is not said."""
    difference = minus(sequences.harmonic_numbers(), logarithms())
    assert quotient_trend(difference, constant(1)) is None


def test_an_expression_is_read_as_the_sequence_it_is() -> None:
    n = Var("n", NAT)

    def read(term: Op) -> ClosedSequence:
        return Reader(n, lambda _: None).number(term).sequence()

    def value(part: object) -> Fraction:
        return part.value  # type: ignore[attr-defined,no-any-return]

    one = Reader(n, value).number(Op("log", (add(n, number(1)),))).sequence()
    assert one == logarithms() and read(Op("sqrt", (n,))) == roots()


_offsets = st.sampled_from(SLOW)
_terms = st.tuples(_offsets, st.integers(-1, 1), st.integers(-3, 3).filter(bool))
_plain = st.tuples(st.integers(-1, 2), st.integers(-3, 3).filter(bool))


def _form(slow: list[tuple[Slow, int, int]], plain: list[tuple[int, int]]) -> Form:
    return form([
        *((Key(ONE, power, family_of(one)), Fraction(value)) for one, power, value in slow),
        *((Key(ONE, power), Fraction(value)) for power, value in plain),
    ])  # fmt: skip


def _at(slow: list[tuple[Slow, int, int]], plain: list[tuple[int, int]], n: mpmath.mpf) -> mpmath.mpf:
    summed = sum((value * n**power * exact_far(one, n) for one, power, value in slow), mpmath.mpf(0))
    return summed + sum((value * n**power for power, value in plain), mpmath.mpf(0))


def exact_far(slow: Slow, n: mpmath.mpf) -> mpmath.mpf:
    """Sums of roots by Euler and Maclaurin, where mpmath's zeta takes too long."""
    if slow == Slow("root", True, 0):
        root = mpmath.sqrt(n)
        return 2 * n * root / 3 + root / 2 + mpmath.zeta(-0.5) + 1 / (24 * root)
    return exact(slow, n)


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=120)
@given(st.lists(_terms, max_size=2), st.lists(_plain, max_size=2), st.integers(0, 2), st.booleans())
def test_limits_are_what_is_seen_far_out(
    slow: list[tuple[Slow, int, int]], plain: list[tuple[int, int]], power: int, by_root: bool
) -> None:
    terms = _form(slow, plain)
    above = ClosedSequence((Fraction(0),) if any(key.power < 0 for key, _ in terms) else (), (terms,))
    below = ClosedSequence((Fraction(1),), (form([(Key(ONE, power, "root+0" if by_root else "one"), ONE)]),))
    found = quotient_trend(above, below)
    if found is None:
        return
    with mpmath.workdps(DIGITS):
        quotient = _at(slow, plain, HUGE) / (HUGE**power * (mpmath.sqrt(HUGE) if by_root else 1))
        if found.limit is not None:
            limit = mpmath.mpf(found.limit.numerator) / found.limit.denominator
            assert abs(quotient - limit) < mpmath.mpf(10) ** -100
        else:
            assert found.direction == ("up" if quotient > 0 else "down") and abs(quotient) > 100


def test_growths_with_halves_stand_between_those_without() -> None:
    assert Growth(ONE, 0, 1) < Growth(ONE, Fraction(1, 2), 0) < Growth(ONE, 1, 0)
