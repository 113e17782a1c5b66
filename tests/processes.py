"""Finite decision processes in exact numbers, worked out by nothing of the program's: for what the library says of
them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random

Reward = Callable[[int, int, int], Fraction]
Policy = Sequence[Sequence[Fraction]]
"""policy[s][a]: how likely it is to take action a in state s."""


def solve(matrix: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction]:
    """The solution of a regular system of linear equations."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(size):
        pivot = next(at for at in range(column, size) if rows[at][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for at in range(size):
            if at != column and rows[at][column]:
                rows[at] = [a - rows[at][column] * b for a, b in zip(rows[at], rows[column], strict=True)]
    return [row[-1] for row in rows]


def rank(vectors: Sequence[Sequence[Fraction | int]]) -> int:
    """How many of the vectors are linearly independent."""
    rows = [[Fraction(value) for value in vector] for vector in vectors]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((at for at in range(found, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for at in range(found + 1, len(rows)):
            factor = rows[at][column] / rows[found][column]
            rows[at] = [a - factor * b for a, b in zip(rows[at], rows[found], strict=True)]
        found += 1
    return found


def chances(random: Random, size: int) -> list[Fraction]:
    """A distribution over so many things; some of them may be left out."""
    weights = [random.randrange(4) for _ in range(size)]
    weights[random.randrange(size)] += 1
    return [Fraction(weight, sum(weights)) for weight in weights]


@dataclass(frozen=True)
class Process:
    """step[s][a][t]: how likely action a leads from state s to t."""

    step: Sequence[Sequence[Sequence[Fraction]]]
    start: Sequence[Fraction]
    discount: Fraction

    @property
    def states(self) -> range:
        return range(len(self.start))

    @property
    def actions(self) -> range:
        return range(len(self.step[0]))

    def plans(self) -> Iterator[Policy]:
        """The deterministic policies."""
        for choice in product(self.actions, repeat=len(self.start)):
            yield [[Fraction(a == chosen) for a in self.actions] for chosen in choice]

    def visits(self, policy: Policy) -> list[list[Fraction]]:
        """Discounted visit counts, from the flow equations of the states that are entered."""
        matrix = [
            [Fraction(s == t) - self.discount * self._leads(policy, s, t) for s in self.states]
            for t in self.states
        ]
        entered = solve(matrix, list(self.start))
        return [[entered[s] * policy[s][a] for a in self.actions] for s in self.states]

    def values(self, policy: Policy, reward: Reward) -> list[Fraction]:
        """What the policy is worth in each state: the Bellman equation, solved."""
        matrix = [
            [Fraction(s == t) - self.discount * self._leads(policy, s, t) for t in self.states]
            for s in self.states
        ]
        zero = [Fraction(0) for _ in self.states]
        now = [
            sum((policy[s][a] * self.backup(reward, zero, s, a) for a in self.actions), Fraction(0))
            for s in self.states
        ]
        return solve(matrix, now)

    def _leads(self, policy: Policy, s: int, t: int) -> Fraction:
        return sum((policy[s][a] * self.step[s][a][t] for a in self.actions), Fraction(0))

    def backup(self, reward: Reward, values: Sequence[Fraction], s: int, a: int) -> Fraction:
        return sum(
            (self.step[s][a][t] * (reward(s, a, t) + self.discount * values[t]) for t in self.states),
            Fraction(0),
        )

    def optimal(self, reward: Reward) -> list[Fraction]:
        """The greatest value in each state, of all deterministic policies."""
        values = [self.values(plan, reward) for plan in self.plans()]
        return [max(each[s] for each in values) for s in self.states]

    def best(self, reward: Reward) -> list[set[int]]:
        """The best actions of each state."""
        values = self.optimal(reward)
        found: list[set[int]] = []
        for s in self.states:
            backups = [self.backup(reward, values, s, a) for a in self.actions]
            found.append({a for a in self.actions if backups[a] == max(backups)})
        return found


def process(random: Random, states: int = 3, actions: int = 2) -> Process:
    """Some process with a discount below 1."""
    step = [[chances(random, states) for _ in range(actions)] for _ in range(states)]
    return Process(step, chances(random, states), Fraction(random.randrange(10), 10))


def policy(random: Random, of: Process) -> Policy:
    """Some stochastic policy."""
    return [chances(random, len(of.actions)) for _ in of.states]


def table(random: Random, of: Process) -> Reward:
    """Some reward of state, action and next state."""
    entries = {key: Fraction(random.randint(-3, 3)) for key in product(of.states, of.actions, of.states)}
    return lambda s, a, t: entries[s, a, t]
