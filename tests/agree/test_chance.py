"""Probabilities and means, by the checker and by counting: every outcome with its weight, in exact fractions."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from tests.verdicts import verdicts

MEMBERS = ("a", "b", "c")
Kernel = dict[str, dict[str, Fraction]]
World = tuple[str, str, str]


def weights(random: Random) -> dict[str, Fraction]:
    """Three weights that sum to 1, some of them 0."""
    parts = [random.randrange(4) for _ in MEMBERS]
    total = sum(parts)
    if not total:
        return weights(random)
    return {name: Fraction(part, total) for name, part in zip(MEMBERS, parts, strict=True)}


def table(distribution: dict[str, Fraction]) -> str:
    return "{" + ", ".join(f"{name} |-> {weight}" for name, weight in distribution.items()) + "}"


def cases(kernel: Kernel) -> str:
    """A kernel as a function by cases."""
    first, *rest = kernel.items()
    return "fun x. " + "".join(f"if x = {at} then {table(each)} else " for at, each in rest) + table(first[1])


class Drawn:
    """Z ~ p, X ~ f(Z), Y ~ g(X) or, where X is c, whatever Z is."""

    def __init__(self, random: Random) -> None:
        self.p = weights(random)
        self.f: Kernel = {name: weights(random) for name in MEMBERS}
        self.g: Kernel = {name: weights(random) for name in MEMBERS}
        self.U = {name: Fraction(random.randrange(-3, 4), random.randrange(1, 3)) for name in MEMBERS}

    def text(self) -> str:
        return f"""enum Member {{ {", ".join(MEMBERS)} }}
def p: Dist Member := {table(self.p)}
def f: Member -> Dist Member := {cases(self.f)}
def g: Member -> Dist Member := {cases(self.g)}
def U: Member -> Real := {table(self.U)}
model D {{ Z ~ p  X ~ f(Z)  Y ~ g(if X = c then Z else X) }}
"""

    def outcomes(self, done: str | None = None) -> Iterator[tuple[World, Fraction]]:
        """Every outcome with its probability; under `do(X := done)`."""
        for z, x, y in product(MEMBERS, repeat=3):
            drawn = self.f[z][x] if done is None else Fraction(x == done)
            yield (z, x, y), self.p[z] * drawn * self.g[z if x == "c" else x][y]

    def mean(
        self, value: Callable[[World], Fraction], event: Callable[[World], bool], done: str | None = None
    ) -> Fraction | None:
        """The mean given an event; None where that has no probability."""
        below = sum(weight for world, weight in self.outcomes(done) if event(world))
        above = sum(
            (weight * value(world) for world, weight in self.outcomes(done) if event(world)), Fraction(0)
        )
        return above / below if below else None


def questions(drawn: Drawn) -> Iterator[tuple[str, Fraction | None]]:
    """Terms of the language, and what each is by counting."""

    def always(_: World) -> bool:
        return True

    def is_a(at: int) -> Callable[[World], Fraction]:
        return lambda world: Fraction(world[at] == "a")

    yield "P D. Y = a", drawn.mean(is_a(2), always)
    yield "P D | X = b. Y = a", drawn.mean(is_a(2), lambda world: world[1] == "b")
    yield "P D | do(X := c). Y = a", drawn.mean(is_a(2), always, "c")
    yield "P D | do(X := b), Y ≠ c. Z = a", drawn.mean(is_a(0), lambda world: world[2] != "c", "b")
    yield "mean D. U(X) * U(Y)", drawn.mean(lambda world: drawn.U[world[1]] * drawn.U[world[2]], always)
    yield (
        "mean D | Z = Y. U(X)",
        drawn.mean(lambda world: drawn.U[world[1]], lambda world: world[0] == world[2]),
    )
    yield (
        "P z ~ p, x ~ f(z) | x ≠ b. x = z",
        drawn.mean(lambda world: Fraction(world[0] == world[1]), lambda world: world[1] != "b"),
    )


@pytest.mark.parametrize("seed", range(3))
def test_what_is_counted_is_proved_and_anything_else_refuted(seed: int) -> None:
    drawn = Drawn(Random(seed))
    lines, expected = [], {}
    for at, (term, value) in enumerate(questions(drawn)):
        if value is None:
            lines.append(f"claim none{at}: show ({term}) = 0")
            expected[f"none{at}"] = "ill_formed"
            continue
        lines.append(f"claim is{at}: show ({term}) = {value}")
        lines.append(f"claim more{at}: show ({term}) = {value + Fraction(1, 7)}")
        expected |= {f"is{at}": "proved", f"more{at}": "refuted"}
    assert verdicts(drawn.text() + "\n".join(lines) + "\n") == expected
