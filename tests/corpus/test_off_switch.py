"""What the library proves of the off-switch game, computed in exact arithmetic on beliefs drawn at random; and the
swapped branches of Equation 4, mended."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

from tests.repair.small import repaired

Numbers = tuple[Fraction, ...]
GRID = tuple(map(Fraction, ("-2", "-1/3", "0", "1/2", "3")))
CHANCES = tuple(map(Fraction, ("0", "1/4", "2/3", "1")))


def mean(belief: Numbers, values: Numbers) -> Fraction:
    return sum((p * value for p, value in zip(belief, values, strict=True)), Fraction(0))


def times(one: Numbers, other: Numbers) -> Numbers:
    return tuple(a * b for a, b in zip(one, other, strict=True))


def incentive(belief: Numbers, policy: Numbers, utility: Numbers) -> Fraction:
    return mean(belief, times(utility, policy)) - max(mean(belief, utility), Fraction(0))


def rational(utility: Numbers) -> Numbers:
    return tuple(Fraction(value >= 0) for value in utility)


def certain(at: int, size: int) -> Numbers:
    return tuple(Fraction(each == at) for each in range(size))


def drawn(count: int = 400) -> list[tuple[Numbers, Numbers, Numbers]]:
    """Beliefs, policies and utilities on one to five worlds."""
    random = Random(19)
    found = []
    for _ in range(count):
        size = random.randint(1, 5)
        weights = [random.randint(0, 4) for _ in range(size)]
        weights[random.randrange(size)] += 1
        belief = tuple(Fraction(weight, sum(weights)) for weight in weights)
        policy = tuple(random.choice(CHANCES) for _ in range(size))
        found.append((belief, policy, tuple(random.choice(GRID) for _ in range(size))))
    return found


def test_the_two_forms_of_the_incentive_agree() -> None:
    for belief, policy, utility in drawn():
        for odd in (policy, tuple(3 * each - 1 for each in policy)):
            losses = tuple(-value * (1 - chance) for value, chance in zip(utility, odd, strict=True))
            assert incentive(belief, odd, utility) == min(
                mean(belief, losses), mean(belief, times(utility, odd))
            )


def test_a_rational_human_is_an_incentive_exactly_where_there_is_doubt() -> None:
    seen = set()
    for belief, _, utility in drawn():
        value = incentive(belief, rational(utility), utility)
        pairs = list(zip(belief, utility, strict=True))
        doubt = any(p > 0 and u > 0 for p, u in pairs) and any(p > 0 and u < 0 for p, u in pairs)
        assert value >= 0 and (value > 0) is doubt
        seen.add(doubt)
    assert seen == {True, False}


def test_what_a_certain_robot_gains() -> None:
    for utility, chance in product(GRID, CHANCES):
        value = incentive(certain(0, 1), (chance,), (utility,))
        assert value == (utility * chance if utility < 0 else -utility * (1 - chance))
        assert (value >= 0) is (utility == 0 or chance == rational((utility,))[0])


def test_a_blind_human_is_no_incentive_and_where_it_costs_nothing() -> None:
    for belief, _, utility in drawn():
        for chance in CHANCES:
            value, acting = incentive(belief, (chance,) * len(belief), utility), mean(belief, utility)
            assert value <= 0
            assert (value == 0) is (
                acting == 0 or (chance == 1 and acting > 0) or (chance == 0 and acting < 0)
            )


def test_waiting_is_best_for_all_that_are_certain_exactly_for_a_rational_human() -> None:
    for _, policy, utility in drawn():
        size = len(policy)
        best = all(incentive(certain(at, size), policy, utility) >= 0 for at in range(size))
        agrees = zip(policy, rational(utility), utility, strict=True)
        assert best is all(chance == wise for chance, wise, value in agrees if value != 0)


def test_the_swapped_branches_of_equation_4_are_mended() -> None:
    printed = "(if U(w) ≥ 0 then U(w) * π(w) else -U(w) * (1 - π(w)))"
    text = (
        "use off_switch\ngiven U, π: World -> Real\n"
        f"claim it: for w: World\n  show incentive(dirac(w), π, U) = {printed}\n"
    )
    offered = repaired(text)
    assert any(printed.replace("≥", "<") in each for each in offered)
