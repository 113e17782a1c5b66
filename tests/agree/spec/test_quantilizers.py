"""spec/quantilizers in exact arithmetic, and against linear programming where SciPy is installed."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from processes import chances

CASES = range(60)


def quantilizer(base: list[Fraction], utility: list[Fraction], share: Fraction) -> list[Fraction]:
    """From the best action downwards, as much as is allowed until all is given away."""
    left, found = Fraction(1), [Fraction(0)] * len(base)
    for action in sorted(range(len(base)), key=lambda action: -utility[action]):
        found[action] = min(left, base[action] / share)
        left -= found[action]
    return found


def case(seed: int) -> tuple[Random, list[Fraction], list[Fraction], Fraction, list[Fraction]]:
    random = Random(seed)
    size = random.randint(2, 6)
    base = chances(random, size)
    utility = [Fraction(random.randint(-3, 3)) for _ in range(size)]
    share = Fraction(random.randint(1, 8), 8)
    return random, base, utility, share, quantilizer(base, utility, share)


def mean(chance: list[Fraction], value: list[Fraction]) -> Fraction:
    return sum((p * v for p, v in zip(chance, value, strict=True)), Fraction(0))


@pytest.mark.parametrize("seed", CASES)
def test_it_is_a_distribution_cut_at_a_threshold(seed: int) -> None:
    _, base, utility, share, drawn = case(seed)
    assert sum(drawn) == 1
    threshold = min(u for u, chance in zip(utility, drawn, strict=True) if chance > 0)
    for chance, allowed, u in zip(drawn, base, utility, strict=True):
        assert share * chance <= allowed
        assert u <= threshold or share * chance == allowed
        assert u >= threshold or chance == 0


@pytest.mark.parametrize("seed", CASES)
def test_no_cost_is_expected_to_be_more_than_its_share_allows(seed: int) -> None:
    random, base, _, share, drawn = case(seed)
    cost = [Fraction(random.randint(0, 5)) for _ in base]
    assert share * mean(drawn, cost) <= mean(base, cost)


def test_the_cost_of_a_single_action_shows_what_is_not_limited() -> None:
    base, drawn, share = [Fraction(1, 4), Fraction(3, 4)], [Fraction(1), Fraction(0)], Fraction(1, 2)
    cost_of_the_first = [Fraction(1), Fraction(0)]
    assert share * drawn[0] > base[0]
    assert share * mean(drawn, cost_of_the_first) > mean(base, cost_of_the_first)


def test_gains_elsewhere_can_hide_a_cost() -> None:
    base = [Fraction(1, 2), Fraction(1, 2)]
    drawn = quantilizer(base, [Fraction(0), Fraction(1)], Fraction(1, 2))
    cost = [Fraction(-1), Fraction(3)]
    assert mean(base, cost) == 1 and Fraction(1, 2) * mean(drawn, cost) > 1


@pytest.mark.parametrize("seed", CASES)
def test_linear_programming_finds_nothing_better(seed: int) -> None:
    optimize = pytest.importorskip("scipy.optimize", reason="SciPy is not installed")
    _, base, utility, share, drawn = case(seed)
    found = optimize.linprog(
        [-float(u) for u in utility], A_eq=[[1.0] * len(base)], b_eq=[1.0],
        bounds=[(0.0, float(chance / share)) for chance in base],
    )  # fmt: skip
    assert found.status == 0
    assert -found.fun == pytest.approx(float(mean(drawn, utility)), abs=1e-9)
