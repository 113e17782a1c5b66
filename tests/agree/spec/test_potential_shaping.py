"""spec/potential_shaping and spec/markov_decisions in exact arithmetic: random processes, all deterministic policies
tried."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from processes import Process, Reward, chances, policy, process, table

CASES = range(40)


def potential(random: Random, of: Process) -> list[Fraction]:
    return [Fraction(random.randint(-3, 3)) for _ in of.states]


def shaped(reward: Reward, height: list[Fraction], discount: Fraction) -> Reward:
    return lambda s, a, t: reward(s, a, t) + discount * height[t] - height[s]


def case(seed: int) -> tuple[Random, Process, Reward, list[Fraction]]:
    random = Random(seed)
    of = process(random)
    return random, of, table(random, of), potential(random, of)


@pytest.mark.parametrize("seed", CASES)
def test_shaping_lowers_optimal_values_and_keeps_best_actions(seed: int) -> None:
    _, of, reward, height = case(seed)
    changed = shaped(reward, height, of.discount)
    lowered = [value - high for value, high in zip(of.optimal(reward), height, strict=True)]
    assert of.optimal(changed) == lowered
    assert of.best(changed) == of.best(reward)


@pytest.mark.parametrize("seed", CASES)
def test_optimal_values_solve_the_equation_of_optimality(seed: int) -> None:
    _, of, reward, _ = case(seed)
    values = of.optimal(reward)
    assert values == [max(of.backup(reward, values, s, a) for a in of.actions) for s in of.states]


@pytest.mark.parametrize("seed", CASES)
def test_shaping_lowers_the_value_of_every_policy(seed: int) -> None:
    random, of, reward, height = case(seed)
    followed = policy(random, of)
    changed = of.values(followed, shaped(reward, height, of.discount))
    assert changed == [v - high for v, high in zip(of.values(followed, reward), height, strict=True)]


def test_without_the_discount_shaping_changes_best_actions_in_many_processes_and_not_in_all() -> None:
    changes = 0
    for seed in range(100):
        _, of, reward, height = case(seed)
        changes += of.best(shaped(reward, height, Fraction(1))) != of.best(reward)
    assert 10 < changes < 90


@pytest.mark.parametrize("seed", CASES)
def test_a_redistributed_reward_changes_no_value_and_is_hardly_ever_shaping(seed: int) -> None:
    random, of, reward, _ = case(seed)
    moved = table(random, of)

    def added(s: int, a: int, t: int) -> Fraction:
        mean = sum((of.step[s][a][u] * moved(s, a, u) for u in of.states), Fraction(0))
        return reward(s, a, t) + moved(s, a, t) - mean

    followed = policy(random, of)
    assert of.values(followed, added) == of.values(followed, reward)
    assert of.best(added) == of.best(reward)


@pytest.mark.parametrize("seed", CASES)
def test_visits_flow_and_progress_in_a_potential_is_worth_what_lacks_at_the_start(seed: int) -> None:
    random, of, _, height = case(seed)
    visits = of.visits(policy(random, of))
    for t in of.states:
        came = sum((visits[s][a] * of.step[s][a][t] for s in of.states for a in of.actions), Fraction(0))
        assert sum(visits[t]) == of.start[t] + of.discount * came
    progress = shaped(lambda s, a, t: Fraction(0), height, of.discount)
    zero = [Fraction(0)] * len(of.start)
    worth = sum(visits[s][a] * of.backup(progress, zero, s, a) for s in of.states for a in of.actions)
    assert worth == -sum(chance * high for chance, high in zip(of.start, height, strict=True))


def test_visit_counts_are_what_a_long_run_sums_up_to() -> None:
    """The sum of the chances of the first steps, in floating point."""
    random = Random(1)
    of = process(random)
    followed = policy(random, of)
    here, total, weight = [float(chance) for chance in of.start], [0.0] * len(of.start), 1.0
    for _ in range(400):
        total = [sum_ + weight * chance for sum_, chance in zip(total, here, strict=True)]
        weight *= float(of.discount)
        here = [
            sum(here[s] * float(followed[s][a] * of.step[s][a][t]) for s in of.states for a in of.actions)
            for t in of.states
        ]
    assert total == pytest.approx([float(sum(each)) for each in of.visits(followed)])


@pytest.mark.parametrize("seed", CASES)
def test_canonical_forms_forget_shaping(seed: int) -> None:
    random, of, reward, height = case(seed)
    states, actions = chances(random, len(of.states)), chances(random, len(of.actions))

    def canonical(of_reward: Reward, s: int, a: int, t: int) -> Fraction:
        def after(u: int) -> Fraction:
            return sum(
                (actions[b] * states[v] * of_reward(u, b, v) for b in of.actions for v in of.states),
                Fraction(0),
            )

        mean = sum((states[u] * after(u) for u in of.states), Fraction(0))
        return of_reward(s, a, t) + of.discount * after(t) - after(s) - of.discount * mean

    changed = shaped(reward, height, of.discount)
    places = [(s, a, t) for s in of.states for a in of.actions for t in of.states]
    assert [canonical(changed, *each) for each in places] == [canonical(reward, *each) for each in places]
