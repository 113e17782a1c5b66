"""Every invariance and equivariance that is proved in the corpus, against plain exact arithmetic at random: random
quantities, random elements of the group. Nothing of the program takes part but the list of what it proves."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligncheck.syntax import tree
from aligncheck.syntax.parse import parse
from aligncheck.source import SourceFile

CORPUS = Path(__file__).parents[1] / "corpus" / "groups.align"
TEXT = CORPUS.read_text(encoding="utf-8")
Number = Fraction | int
Map = Callable[[Number], Number]


def number(r: Random) -> Fraction:
    return Fraction(r.randint(-6, 6), r.randint(1, 3))


def positive(r: Random) -> Fraction:
    return Fraction(r.randint(1, 6), r.randint(1, 3))


def nonzero(r: Random) -> Fraction:
    return positive(r) * r.choice((1, -1))


def sign(x: Number) -> int:
    return (x > 0) - (x < 0)


def ratio(x: Number, y: Number) -> Number | None:
    return Fraction(x) / y if y else None


def shift(r: Random) -> Map:
    b = number(r)
    return lambda u: u + b


def scaling(r: Random) -> Map:
    a = positive(r)
    return lambda u: a * u


def affine(r: Random) -> Map:
    a, b = positive(r), number(r)
    return lambda u: a * u + b


def increasing(r: Random) -> Map:
    """Slopes that change at three places."""
    places, slopes, start = sorted(number(r) for _ in range(3)), [positive(r) for _ in range(4)], number(r)

    def value(u: Number) -> Number:
        total = start + slopes[0] * min(u, places[0])
        for low, high, slope in zip(places, [*places[1:], None], slopes[1:], strict=True):
            total += slope * max((u if high is None else min(u, high)) - low, 0)
        return total

    return value


def zero_preserving(r: Random) -> Map:
    f = increasing(r)
    return lambda u: f(u) - f(0)


# ── Losses: a few first values, then values that come again and again ──

Loss = tuple[list[Number], list[Number]]


def loss(r: Random) -> Loss:
    return [number(r) for _ in range(r.randint(1, 3))], [number(r) for _ in range(r.randint(1, 3))]


def on_loss(f: Map, x: Loss) -> Loss:
    return list(map(f, x[0])), list(map(f, x[1]))


def capability(x: Loss) -> Number:
    """The mean over one round, for the first values do not count, from the very first value on."""
    return Fraction(sum(x[1])) / len(x[1]) - x[0][0]


def factor(x: Loss, y: Loss) -> Number | None:
    return ratio(capability(x), capability(y))


def scales(r: Random) -> None:
    x, a, b = loss(r), nonzero(r), number(r)
    assert capability(on_loss(lambda u: a * u + b, x)) == a * capability(x)


def capability_shifted(r: Random) -> None:
    x = loss(r)
    assert capability(on_loss(shift(r), x)) == capability(x)


def factor_together(r: Random) -> None:
    x, y, f = loss(r), loss(r), affine(r)
    assert factor(on_loss(f, x), on_loss(f, y)) == factor(x, y)


def factor_sign(r: Random) -> None:
    x, y = loss(r), loss(r)
    one, other = factor(x, y), factor(on_loss(affine(r), x), on_loss(affine(r), y))
    assert (one is None) == (other is None)
    assert one is None or other is None or sign(one) == sign(other)


def factor_inverse(r: Random) -> None:
    x, y, a, b = loss(r), loss(r), positive(r), number(r)
    one, other = factor(x, y), factor(x, on_loss(lambda u: a * u + b, y))
    assert other == (None if one is None else one / a)


# ── Utilities of three outcomes ──


def utility(r: Random) -> list[Number]:
    return [number(r) for _ in range(3)]


def lottery(r: Random) -> list[Fraction]:
    weights = [Fraction(r.randint(0, 4)) for _ in range(2)] + [Fraction(1)]
    r.shuffle(weights)
    return [each / sum(weights) for each in weights]


def mean(p: list[Fraction], u: list[Number]) -> Number:
    return sum(x * y for x, y in zip(p, u, strict=True))


def best(u: list[Number]) -> set[int]:
    return {at for at, value in enumerate(u) if value == max(u)}


def kept(
    quantity: Callable[..., object], group: Callable[[Random], Map], apart: bool = False
) -> Callable[..., None]:
    """The same of two utilities, each at any outcomes, under one element or, apart, under two."""

    def check(r: Random) -> None:
        u, v, f = utility(r), utility(r), group(r)
        g = group(r) if apart else f
        at = [r.randrange(3) for _ in range(3)]
        assert quantity(list(map(f, u)), list(map(g, v)), *at) == quantity(u, v, *at)

    return check


def lotteries(compare: Callable[[Number, Number], bool]) -> Callable[[Random], None]:
    def check(r: Random) -> None:
        u, p, q, f = utility(r), lottery(r), lottery(r), affine(r)
        fu = list(map(f, u))
        assert compare(mean(p, fu), mean(q, fu)) == compare(mean(p, u), mean(q, u))

    return check


def permuted(quantity: Callable[[list[Number], int], object]) -> Callable[[Random], None]:
    """Of what speaks of all outcomes: the outcome that it is told at is not moved, and must not matter."""

    def check(r: Random) -> None:
        u, x = [number(r) for _ in range(3)] if r.random() < 0.7 else [number(r)] * 3, r.randrange(3)
        moved = r.sample(range(3), 3)
        assert quantity([u[at] for at in moved], x) == quantity(u, x)

    return check


# ── Sets ──


def renamed(r: Random) -> None:
    a, b = ({each for each in range(5) if r.random() < 0.5} for _ in range(2))
    name = r.sample(range(9), 5)
    assert ({name[x] for x in a} <= {name[x] for x in b}) == (a <= b)


def emptiness(r: Random) -> None:
    a = {each for each in range(3) if r.random() < 0.4}
    assert (not {r.randrange(3) for _ in a}) == (not a)


# ── Rewards on two states and two actions ──

STEPS = list(product(range(2), range(2), range(2)))
Reward = dict[tuple[int, int, int], Number]


def reward(r: Random) -> Reward:
    return {step: number(r) for step in STEPS}


def shaped(x: Reward, γ: Number, Φ: list[Number]) -> Reward:
    return {(s, a, t): value + γ * Φ[t] - Φ[s] for (s, a, t), value in x.items()}


def potential(r: Random) -> list[Number]:
    return [number(r), number(r)]


def expected(p: Reward, x: Reward, s: int, a: int) -> Number:
    return sum(p[s, a, t] * x[s, a, t] for t in range(2))


def redistributed(r: Random) -> None:
    p, x = reward(r), reward(r)
    more: Reward = {}
    for s, a in product(range(2), range(2)):
        one = number(r)
        more[s, a, 0], more[s, a, 1] = -p[s, a, 1] * one, p[s, a, 0] * one
    changed = {step: value + more[step] for step, value in x.items()}
    for s, a in product(range(2), range(2)):
        assert expected(p, changed, s, a) == expected(p, x, s, a)


def masked(r: Random) -> None:
    p = {step: max(value, 0) for step, value in reward(r).items()}
    x = reward(r)
    changed = {step: value if p[step] > 0 else number(r) for step, value in x.items()}
    γ = number(r)
    for s, a, t, b in product(range(2), repeat=4):
        assert expected(p, changed, s, a) == expected(p, x, s, a)
        if p[s, a, t] > 0 and p[t, b, s] > 0:
            assert changed[s, a, t] + γ * changed[t, b, s] == x[s, a, t] + γ * x[t, b, s]


def there_and_back(r: Random) -> None:
    x, γ, Φ = reward(r), number(r), potential(r)
    y = shaped(x, γ, Φ)
    for s, a, t, b in product(range(2), repeat=4):
        here, there = x[s, a, t] + γ * x[t, b, s], y[s, a, t] + γ * y[t, b, s]
        assert there == here + γ * γ * Φ[s] - Φ[s]


def same_ends(r: Random) -> None:
    x, γ, a, b = reward(r), number(r), r.randrange(2), r.randrange(2)
    sides = [
        each[0, a, 0] + γ * each[0, b, 1] < each[0, b, 1] + γ * each[1, a, 1]
        for each in (x, shaped(x, γ, potential(r)))
    ]
    assert sides[0] == sides[1]


def fragments(r: Random) -> None:
    x, f, a = reward(r), zero_preserving(r), r.randrange(2)
    assert (f(x[0, a, 0]) < f(x[1, a, 1])) == (x[0, a, 0] < x[1, a, 1])


def cycle(r: Random) -> None:
    x, a, b = reward(r), r.randrange(2), r.randrange(2)
    y = shaped(x, 1, potential(r))
    assert y[0, a, 1] + y[1, b, 0] == x[0, a, 1] + x[1, b, 0]


def baseline(r: Random) -> None:
    q, Φ = [[number(r), r.choice((number(r), Fraction(1)))] for _ in range(2)], potential(r)
    for s in range(2):
        moved = [value - Φ[s] for value in q[s]]
        assert best(moved) == best(q[s])
        assert [value - max(moved) for value in moved] == [value - max(q[s]) for value in q[s]]


def canonical(x: Reward, γ: Number, step: tuple[int, int, int]) -> Number:
    s, _, t = step
    quarter, eighth = Fraction(1, 4), Fraction(1, 8)
    leaving = [sum(x[i, a, j] for a in range(2) for j in range(2)) for i in range(2)]
    return x[step] + γ * quarter * leaving[t] - quarter * leaving[s] - γ * eighth * sum(leaving)


def canonical_form(r: Random) -> None:
    x, γ, b, c = reward(r), number(r), number(r), positive(r)
    for step in STEPS:
        here = canonical(x, γ, step)
        assert canonical(shaped(x, γ, potential_of(x)), γ, step) == here
        assert canonical({at: value + b for at, value in x.items()}, γ, step) == here
        assert canonical({at: c * value for at, value in x.items()}, γ, step) == c * here


def potential_of(x: Reward) -> list[Number]:
    """Any potential: here one that depends on the reward as well."""
    return [x[0, 1, 1] - 2, 3 * x[1, 0, 0]]


CHECKS: dict[str, Callable[[Random], None]] = {
    "L05_5": scales,
    "L05_5_shift": capability_shifted,
    "L05_5_any_direction": scales,
    "L05_6_together": factor_together,
    "L05_6_sign": factor_sign,
    "L05_6_inverse": factor_inverse,
    "L33_lotteries": lotteries(lambda x, y: x < y),
    "L33_indifference": lotteries(lambda x, y: x == y),
    "L33_sure_things": kept(lambda u, v, x, y, z: u[x] < u[y], increasing),
    "L33_best": kept(lambda u, v, x, y, z: best(u), increasing),
    "L33_ratio_of_differences": kept(lambda u, v, x, y, z: ratio(u[x] - u[y], u[y] - u[z]), affine),
    "sums_of_utilities_in_one_unit": kept(lambda u, v, x, y, z: u[x] + v[x] < u[y] + v[y], affine),
    "sums_of_utilities_with_free_zeros": kept(lambda u, v, x, y, z: u[x] + v[x] < u[y] + v[y], shift, apart=True),
    "products_of_utilities_with_free_units": kept(
        lambda u, v, x, y, z: u[x] * v[x] < u[y] * v[y], scaling, apart=True
    ),
    "unanimity": kept(lambda u, v, x, y, z: u[x] < u[y] and v[x] < v[y], increasing, apart=True),
    "maximin_on_one_scale": kept(
        lambda u, v, x, y, z: min(u[x], v[x]) < min(u[y], v[y]), increasing
    ),
    "the_best_value_is_of_no_one": permuted(lambda u, x: max(u)),
    "the_total_is_of_no_one": permuted(lambda u, x: sum(u)),
    "that_all_are_alike_is_of_no_one": permuted(lambda u, x: all(each == u[x] for each in u)),
    "inclusion_under_renaming": renamed,
    "emptiness_under_any_map": emptiness,
    "L08_one_step": redistributed,
    "L08_one_step_masked": masked,
    "L08_fragment": masked,
    "L08_fragment_shaped": there_and_back,
    "L08_fragments_with_the_same_ends": same_ends,
    "L08_fragments_compared": fragments,
    "L11_greedy": baseline,
    "L11_advantage": baseline,
    "L11_cycle": cycle,
    "L10_shaping": canonical_form,
    "L10_shift": canonical_form,
    "L10_scale": canonical_form,
}  # fmt: skip


@cache
def claimed() -> set[str]:
    """The claims that the corpus states without an expectation of its own."""
    declarations = parse(SourceFile("groups.align", TEXT)).value.declarations
    return {
        each.name.text
        for each in declarations
        if isinstance(each, tree.ClaimDecl)
        and not any(isinstance(clause, tree.ExpectClause) for clause in each.clauses)
    }


def test_every_invariance_that_is_claimed_is_sampled() -> None:
    assert claimed() == CHECKS.keys()


@pytest.mark.parametrize("name", CHECKS)
@settings(max_examples=60, deadline=None)
@given(r=st.randoms(use_true_random=False))
def test_what_is_proved_to_stay_does_at_random(name: str, r: Random) -> None:
    CHECKS[name](r)
