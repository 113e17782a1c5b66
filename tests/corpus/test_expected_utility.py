"""What the library proves of expected utility, computed in exact arithmetic on lotteries drawn at random."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

Numbers = tuple[Fraction, ...]
VALUES = tuple(map(Fraction, ("-2", "-1/3", "0", "1/2", "1", "3")))
CHANCES = tuple(map(Fraction, ("1/7", "1/3", "1/2", "1")))


def expected(utility: Numbers, lottery: Numbers) -> Fraction:
    return sum((p * u for p, u in zip(lottery, utility, strict=True)), Fraction(0))


def mixed(a: Fraction, one: Numbers, other: Numbers) -> Numbers:
    return tuple(a * p + (1 - a) * q for p, q in zip(one, other, strict=True))


def lottery(random: Random, size: int) -> Numbers:
    weights = [random.randint(0, 3) for _ in range(size)]
    weights[random.randrange(size)] += 1
    return tuple(Fraction(weight, sum(weights)) for weight in weights)


def drawn(count: int = 300) -> list[tuple[Numbers, Numbers, Numbers, Numbers]]:
    """A utility and three lotteries, on one to four outcomes."""
    random = Random(33)
    found = []
    for _ in range(count):
        size = random.randint(1, 4)
        utility = tuple(random.choice(VALUES) for _ in range(size))
        found.append((utility, *(lottery(random, size) for _ in range(3))))
    return found  # type: ignore[return-value]


GRID = [tuple(Fraction(part, 4) for part in (i, j, 4 - i - j)) for i in range(5) for j in range(5 - i)]
"""Lotteries over three outcomes."""


def alike(one: Numbers, other: Numbers) -> bool:
    """Whether two utilities of three outcomes order the lotteries of the grid alike."""
    return all(
        (expected(one, p) >= expected(one, q)) is (expected(other, p) >= expected(other, q))
        for p, q in product(GRID, repeat=2)
    )


def test_a_mixture_is_worth_the_mixture_and_mixing_keeps_the_order() -> None:
    for u, p, q, r in drawn():
        for a in CHANCES:
            assert expected(u, mixed(a, p, q)) == a * expected(u, p) + (1 - a) * expected(u, q)
            kept = expected(u, mixed(a, p, r)) >= expected(u, mixed(a, q, r))
            assert kept is (expected(u, p) >= expected(u, q))


def test_between_a_better_and_a_worse_lottery_there_is_a_mixture_worth_as_much() -> None:
    seen = 0
    for u, *lotteries in drawn():
        worst, middle, best = sorted(lotteries, key=lambda each: expected(u, each))
        x, y, z = (expected(u, each) for each in (best, middle, worst))
        if x > y > z:
            a = (y - z) / (x - z)
            assert 0 < a < 1 and expected(u, mixed(a, best, worst)) == y
            seen += 1
    assert seen > 50


def test_positive_affine_maps_keep_the_order_and_on_three_outcomes_no_others_do() -> None:
    first = tuple(map(Fraction, (0, 1, 4)))
    assert alike(first, tuple(map(Fraction, (1, 3, 9))))
    assert not alike(first, tuple(map(Fraction, (0, 1, 16))))
    for middle in map(Fraction, range(-2, 8)):
        # Between 0 and 4, only a middle of 1 is an affine image of 0, 1, 4.
        assert alike(first, (Fraction(0), middle, Fraction(4))) is (middle == 1)


def lexicographic(one: Numbers, other: Numbers) -> bool:
    return (one[2], one[1]) > (other[2], other[1])


def test_the_lexicographic_order_keeps_all_axioms_but_continuity() -> None:
    for p, q in product(GRID, repeat=2):
        assert lexicographic(p, q) or lexicographic(q, p) or p == q
        for a, r in product(CHANCES, GRID):
            assert lexicographic(mixed(a, p, r), mixed(a, q, r)) is lexicographic(p, q)
    best, middle, worst = GRID[0], GRID[4], GRID[-1]
    assert lexicographic(best, middle) and lexicographic(middle, worst)
    assert all(lexicographic(mixed(a, best, worst), middle) for a in CHANCES)


def test_a_weighted_sum_keeps_what_all_agree_on() -> None:
    random = Random(35)
    for u, p, q, _ in drawn():
        members = [u, *(tuple(random.choice(VALUES) for _ in u) for _ in range(2))]
        weights = [random.choice(CHANCES) for _ in members]
        social = tuple(
            sum((w * each[x] for w, each in zip(weights, members, strict=True)), Fraction(0))
            for x in range(len(u))
        )
        gains = [expected(each, p) - expected(each, q) for each in members]
        gain = expected(social, p) - expected(social, q)
        assert gain == sum(w * each for w, each in zip(weights, gains, strict=True))
        if all(each >= 0 for each in gains):
            assert (gain > 0) is any(each > 0 for each in gains)
