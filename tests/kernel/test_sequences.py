"""Closed sequences against plain computation, term by term."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligncheck.kernel import sequences
from aligncheck.kernel.sequences import (
    ClosedSequence, Key, block_sums, blocks, constant, doubling_blocks, form, harmonic, monomial, periodic,
)  # fmt: skip
from aligncheck.kernel.summing import partial_sums
from aligncheck.kernel.tails import limit, quotient_trend, signs

FAR = 60
small = st.fractions(min_value=-4, max_value=4, max_denominator=4)
ratios = st.sampled_from([Fraction(r) for r in (1, 1, 1, -1, 2, -2)] + [Fraction(1, 2), Fraction(-1, 3)])


@st.composite
def closed(draw: st.DrawFn, lowest_power: int = -2) -> ClosedSequence:
    keys = st.builds(Key, ratios, st.integers(lowest_power, 3), st.just("one"))
    forms = st.lists(st.tuples(keys, small), max_size=3).map(form)
    prefix = draw(st.lists(small, min_size=1, max_size=4))
    return ClosedSequence(tuple(prefix), tuple(draw(st.lists(forms, min_size=1, max_size=3))))


def values(sequence: ClosedSequence) -> list[Fraction]:
    return [sequence.at(n) for n in range(FAR)]


@given(closed(), closed())
def test_sums_and_products_are_taken_term_by_term(left: ClosedSequence, right: ClosedSequence) -> None:
    total, product = sequences.add(left, right), sequences.multiply(left, right)
    assert total is not None and product is not None
    assert values(total) == [left.at(n) + right.at(n) for n in range(FAR)]
    assert values(product) == [left.at(n) * right.at(n) for n in range(FAR)]


@given(closed(), closed())
def test_equal_values_are_equal_sequences(left: ClosedSequence, right: ClosedSequence) -> None:
    there = sequences.add(left, right)
    assert there is not None
    assert sequences.add(there, sequences.negate(right)) == left


@given(closed(lowest_power=0), st.integers(0, 5))
def test_partial_sums_are_sums(sequence: ClosedSequence, start: int) -> None:
    sums = partial_sums(sequence, start)
    assert sums is not None
    for n in range(FAR):
        assert sums.at(n) == sum((sequence.at(t) for t in range(start, n + 1)), Fraction(0))


@given(closed(lowest_power=0), st.integers(0, 3), st.integers(-3, 4))
def test_a_subsequence_is_read_at_its_indices(sequence: ClosedSequence, slope: int, offset: int) -> None:
    moved = sequences.compose(sequence, slope, offset)
    assert moved is not None
    for n in range(FAR):
        index = slope * n + offset
        assert moved.at(n) == (sequence.at(index) if index >= 0 else 0)


@given(closed(), st.integers(-2, 3), ratios, small.filter(bool))
def test_division_undoes_multiplication(
    sequence: ClosedSequence, power: int, ratio: Fraction, c: Fraction
) -> None:
    divisor = monomial(c, power, ratio)
    product = sequences.multiply(sequence, divisor)
    assert product is not None
    quotient = sequences.divide(product, divisor)
    assert quotient is not None
    assert all(quotient.at(n) == (sequence.at(n) if divisor.at(n) else 0) for n in range(FAR))


@given(closed(), closed(), st.lists(st.booleans(), min_size=1, max_size=4), st.integers(0, 5))
def test_a_choice_takes_each_value_from_its_side(
    left: ClosedSequence, right: ClosedSequence, cycle: list[bool], settled: int
) -> None:
    def at(n: int) -> bool:
        return n >= settled and cycle[n % len(cycle)]

    picked = sequences.choose(at, len(cycle), settled, left, right)
    assert picked is not None
    assert values(picked) == [left.at(n) if at(n) else right.at(n) for n in range(FAR)]


@given(closed())
def test_signs_are_the_signs_of_the_values(sequence: ClosedSequence) -> None:
    found = signs(sequence)
    if found is None:
        return
    for n in range(2 * FAR):
        value = sequence.at(n)
        assert found.at(n) == (value > 0) - (value < 0)


@given(closed())
def test_most_signs_are_found(sequence: ClosedSequence) -> None:
    assert signs(sequence) is not None


@given(closed())
def test_a_limit_is_neared(sequence: ClosedSequence) -> None:
    """Where a limit is said, what is far out is near it."""
    found = limit(sequence)
    if found is not None:
        assert all(abs(sequence.at(n) - found) < Fraction(1, 100) for n in range(10**4, 10**4 + 6))


@pytest.mark.parametrize(
    ("sequence", "expected"),
    [
        (constant(3), 3),
        (monomial(5, -1), 0),
        (monomial(7, 3, Fraction(1, 2)), 0),
        (monomial(1, 0, -1), None),
        (monomial(1, 1), None),
        (periodic([0, 1]), None),
        (periodic([2], prefix=[9, 9]), 2),
        (monomial(1, -3, 2), None),
        (doubling_blocks(), None),
    ],
)
def test_limits_of_known_sequences(sequence: ClosedSequence, expected: int | None) -> None:
    assert limit(sequence) == expected


def test_means_of_doubling_blocks_come_near_a_third_and_two_thirds() -> None:
    """L05.3: so the means have no limit."""
    sums = partial_sums(doubling_blocks(), 1)
    assert sums is not None
    means = sequences.divide(sums, sequences.IDENTITY)
    assert means is not None and limit(means) is None
    assert means.at(2 * 4**8 - 1) == Fraction(2 * (4**8 - 1), 3 * (2 * 4**8 - 1))
    assert means.at(4**9 - 1) == Fraction(2, 3)
    assert abs(means.at(2 * 4**8 - 1) - Fraction(1, 3)) < Fraction(1, 10**4)


def test_block_sums_count_and_stay_within_their_bounds() -> None:
    total = Fraction(0)
    for n in range(3000):
        total += blocks(n)
        assert block_sums(n) == total
        assert Fraction(n - 1, 3) <= total <= Fraction(2 * n, 3)


def test_a_mean_of_one_over_t_vanishes() -> None:
    sums = partial_sums(monomial(1, -1), 1)
    assert sums is not None and sums.at(4) == harmonic(4) == Fraction(25, 12)
    means = sequences.divide(sums, sequences.IDENTITY)
    assert means is not None and limit(means) == 0
    trend = quotient_trend(sums, constant(1))
    assert trend is not None and trend.direction == "up" and not trend.bounded


def test_a_negative_ratio_is_a_period() -> None:
    assert monomial(1, 0, -1) == periodic([1, -1])


def test_what_leaves_the_class_is_none() -> None:
    assert partial_sums(monomial(1, -2), 1) is None
    assert sequences.compose(monomial(1, -1), 1, 1) is None
    assert sequences.compose(doubling_blocks(), 1, 1) is None
    assert sequences.divide(constant(1), periodic([0, 1])) is not None
    one_more = sequences.add(sequences.IDENTITY, constant(1))
    assert one_more is not None and sequences.divide(constant(1), one_more) is None
