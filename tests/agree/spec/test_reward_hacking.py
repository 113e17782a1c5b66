"""spec/reward_hacking: the worked process in exact arithmetic, and the theorems on finite sets of policies against
linear programming where SciPy is installed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations, pairwise
from random import Random
from types import ModuleType

import pytest
from processes import Process, rank, solve

HALF = Fraction(1, 2)
WORKED = Process([[[Fraction(a == t) for t in (0, 1)] for a in (0, 1)] for _ in (0, 1)], [HALF, HALF], HALF)
TO_HERE, STAY, SWAP, TO_THERE = range(4)
"""The plans in the order in which `Process.plans` gives them."""
COUNTS = {
    TO_HERE: [[Fraction(3, 2), Fraction(0)], [HALF, Fraction(0)]],
    STAY: [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]],
    SWAP: [[Fraction(0), Fraction(1)], [Fraction(1), Fraction(0)]],
    TO_THERE: [[Fraction(0), HALF], [Fraction(0), Fraction(3, 2)]],
}
TIES = {TO_HERE: 2, TO_THERE: 2, STAY: -3, SWAP: -1}
"""Σ ties · returns = 0, for every reward."""


def returns(reward: Sequence[Sequence[int]]) -> list[Fraction]:
    places = [(s, a) for s in (0, 1) for a in (0, 1)]
    return [sum((COUNTS[plan][s][a] * reward[s][a] for s, a in places), Fraction(0)) for plan in range(4)]


def test_the_visit_counts_solve_the_flow_equations() -> None:
    assert [WORKED.visits(plan) for plan in WORKED.plans()] == [COUNTS[plan] for plan in range(4)]


def test_the_reward_of_the_paper_has_these_returns() -> None:
    found = returns([[0, 3], [2, 1]])
    assert [found[plan] for plan in (TO_HERE, STAY, TO_THERE, SWAP)] == [1, 1, 3, 5]


def test_the_returns_are_tied_by_one_equation_and_by_no_other() -> None:
    vectors = [[value for row in COUNTS[plan] for value in row] for plan in range(4)]
    assert rank(vectors) == 3
    assert [sum(TIES[plan] * vectors[plan][at] for plan in range(4)) for at in range(4)] == [0, 0, 0, 0]


def signs_met(order: Sequence[int], equal: int | None = None) -> bool:
    """Whether Σ ties · returns = 0 for some returns that grow along the order, but for one step that stands still: by
    Abel's summation, whether the sums of the ties after each step have both signs."""
    sums = [sum(TIES[plan] for plan in order[at + 1 :]) for at in range(3) if at != equal]
    return min(sums) < 0 < max(sums)


ORDERS = list(permutations(range(4)))
REALIZABLE = [order for order in ORDERS if signs_met(order)]


def test_twelve_of_the_orders_are_realizable_and_small_rewards_do_it() -> None:
    met = set()
    for code in range(3**4):
        entries = [code // 3**at % 3 for at in range(4)]
        found = returns([entries[:2], entries[2:]])
        if len(set(found)) == 4:
            met.add(tuple(sorted(range(4), key=found.__getitem__)))
    assert len(ORDERS) == 24 and len(REALIZABLE) == 12
    assert met == set(REALIZABLE)


def test_in_each_of_them_two_pairs_of_neighbours_can_be_equated() -> None:
    assert {sum(signs_met(order, equal) for equal in range(3)) for order in REALIZABLE} == {2}


@pytest.fixture(scope="module")
def optimize() -> ModuleType:
    return pytest.importorskip("scipy.optimize", reason="SciPy is not installed")


def feasible(
    optimize: ModuleType, vectors: Sequence[Sequence[Fraction]], order: Sequence[int], equal: int | None
) -> bool:
    """By linear programming: whether a reward has this order, with steps of 1 but for the one that stands still."""
    steps = [
        [float(high - low) for low, high in zip(vectors[one], vectors[other], strict=True)]
        for one, other in pairwise(order)
    ]
    rising = [[-value for value in step] for at, step in enumerate(steps) if at != equal]
    still = [steps[equal]] if equal is not None else None
    found = optimize.linprog(
        [0.0] * len(vectors[0]), A_ub=rising, b_ub=[-1.0] * len(rising), A_eq=still,
        b_eq=None if still is None else [0.0], bounds=(None, None),
    )  # fmt: skip
    return bool(found.status == 0)


@pytest.mark.parametrize("equal", [None, 0, 1, 2])
def test_linear_programming_realizes_the_same_orders(optimize: ModuleType, equal: int | None) -> None:
    vectors = [[value for row in COUNTS[plan] for value in row] for plan in range(4)]
    found = [order for order in ORDERS if feasible(optimize, vectors, order, equal)]
    assert found == [order for order in ORDERS if signs_met(order, equal)]


# Theorem 3: when a reward has a simplification that is not trivial


def counts_and_reward(random: Random) -> tuple[list[list[int]], list[int]]:
    """Some visit counts (all with one sum, as visit counts have), and a reward under which some are often equal."""
    width = random.randint(2, 4)
    points: list[list[int]] = []
    for _ in range(random.randint(2, 5)):
        free = [random.randint(0, 2) for _ in range(width - 1)]
        points.append([*free, 8 - sum(free)])
    return points, [random.randint(-1, 1) for _ in range(width)]


def levels(points: Sequence[Sequence[int]], reward: Sequence[int]) -> list[list[Sequence[int]]]:
    """The points by what they are worth, the worst first."""
    worth = [sum(x * r for x, r in zip(point, reward, strict=True)) for point in points]
    return [[p for p, w in zip(points, worth, strict=True) if w == level] for level in sorted(set(worth))]


def difference(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [a - b for a, b in zip(one, other, strict=True)]


def within_levels(found: list[list[Sequence[int]]]) -> list[list[int]]:
    return [difference(point, level[0]) for level in found for point in level[1:]]


def simplifies(optimize: ModuleType, points: list[list[int]], reward: list[int]) -> bool:
    """By linear programming: keep what is equal, equate two neighbouring levels, and keep the best above the worst."""
    found = levels(points, reward)
    steps = [difference(other[0], one[0]) for one, other in pairwise(found)]
    top = difference(found[-1][0], found[0][0])
    for step in steps:
        result = optimize.linprog(
            [-value for value in top], A_ub=[[-value for value in each] for each in steps] + [top],
            b_ub=[0.0] * len(steps) + [1.0], A_eq=[step, *within_levels(found)],
            b_eq=[0.0] * (1 + len(within_levels(found))), bounds=(None, None),
        )  # fmt: skip
        if result.status == 0 and -result.fun > 0.5:
            return True
    return False


def by_dimensions(points: list[list[int]], reward: list[int], affine: bool) -> bool:
    """dim(Z₁ ∪ … ∪ Zₘ) ≤ dim F(Π̂) − 2, the right side as a number of vectors, or as the affine dimension."""
    vectors = [difference(point, points[0]) for point in points] if affine else points
    return rank(within_levels(levels(points, reward))) <= rank(vectors) - 2


def test_theorem_3_holds_of_the_affine_dimension_and_not_of_the_number_of_vectors(
    optimize: ModuleType,
) -> None:
    random = Random(7)
    literal = 0
    for _ in range(150):
        points, reward = counts_and_reward(random)
        truth = simplifies(optimize, points, reward)
        assert by_dimensions(points, reward, affine=True) is truth
        literal += by_dimensions(points, reward, affine=False) is truth
    assert 30 < literal < 120


def test_theorem_2_by_sampling_rewards_of_three_independent_policies() -> None:
    """The second reward tells what the first puts on top from the rest, and nothing else."""
    points = [[Fraction(v) for v in row] for row in ([2, 1, 0], [0, 2, 1], [1, 0, 2])]
    random = Random(3)
    for _ in range(50):
        first = [random.randint(-2, 2) for _ in range(3)]
        worth = [sum(x * r for x, r in zip(point, first, strict=True)) for point in points]
        top = max(range(3), key=worth.__getitem__)
        second = solve(points, [Fraction(at == top) for at in range(3)])
        other = [sum(x * r for x, r in zip(point, second, strict=True)) for point in points]
        pairs = [(p, q) for p in range(3) for q in range(3)]
        assert not any(worth[p] < worth[q] and other[p] > other[q] for p, q in pairs)
        assert len(set(other)) == 2
