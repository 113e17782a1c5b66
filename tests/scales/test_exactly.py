"""Inference against exact arithmetic, on definitions drawn at random: what it finds is seen in values and a change that
the scales admit, and where it is sure that nothing is wrong no such change is seen."""

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from random import Random

from aligncheck.deep import run_deep
from aligncheck.elaborate.meanings import Typed
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.substitution import free_names
from aligncheck.kernel.terms import Eq, Op, Term
from aligncheck.kernel.types import BOOL, NUMERIC
from aligncheck.kernel.typing import type_of, unsubset
from aligncheck.kernel.unanswered import UNDEFINED, CannotEvaluate
from aligncheck.kernel.values import Element, Model, Table
from aligncheck.scales.findings import Inferred
from aligncheck.scales.quantity import Moves
from aligncheck.scales.sources import measured, sources_of
from tests.scales.definitions import read

OUTCOMES = tuple(Element("Outcome", at) for at in range(3))
DEFINITIONS = 400
ATOMS = ("u(x)", "u(y)", "u(z)", "w(x)", "w(y)", "r(x)", "r(y)", "o(x)", "o(y)", "1", "2", "p(x)")
CONDITIONS = ("u(x) < u(y)", "o(y) <= o(x)", "r(x) < 2 * r(y)", "w(x) - w(y) < w(y) - w(z)")


def put_in(text: str, **names: str) -> str:
    """The text with variables renamed."""
    return re.sub(r"\b[xyz]\b", lambda found: names.get(found[0], found[0]), text)


def number(random: Random, depth: int) -> str:
    if depth == 0 or random.random() < 0.1:
        return random.choice(ATOMS)

    def part() -> str:
        return number(random, depth - 1)

    match random.randrange(10):
        case 0:
            return f"({part()} + {part()})"
        case 1 | 2 | 3:
            return f"({part()} - {part()})"
        case 4:
            return f"({part()} * {part()})"
        case 5:
            return f"({part()} / {part()})"
        case 6:
            return f"{random.choice(('abs', 'sign'))}({part()})"
        case 7:
            return f"{random.choice(('min', 'max'))}({part()}, {part()})"
        case 8:
            bound = "jkl"[depth - 1]
            operator = random.choice((f"mean {bound} ~ p", f"max {bound}: Outcome", f"sum {bound}: Outcome"))
            return f"({operator}. {put_in(part(), y=bound)})"
        case _:
            return f"(if {random.choice(CONDITIONS)} then {part()} else {part()})"


def formula(random: Random, depth: int) -> str:
    if depth > 1 and random.random() < 0.3:
        one, other = formula(random, depth - 1), formula(random, depth - 1)
        return random.choice(
            (f"({one} and {other})", f"({one} -> {other})", f"(forall i: Outcome. {put_in(one, z='i')})")
        )
    relation = random.choice(("<", "<=", "="))
    if random.random() < 0.4:
        side = number(random, depth)
        return f"{side} {relation} {put_in(side, x='y', y='x')}"
    return f"{number(random, depth)} {relation} {number(random, depth)}"


def drawn(random: Random) -> Iterator[str]:
    for at in range(DEFINITIONS):
        depth = random.randint(1, 3)
        if at % 2:
            yield f"def v{at}(x, y, z: Outcome): Real := {number(random, depth)}\n"
        else:
            yield f"def v{at}(x, y, z: Outcome) := {formula(random, depth)}\n"


Maps = Mapping[str, Callable[[Fraction], Fraction]]


def admissible(random: Random) -> Maps:
    """A change that the scales of the objectives admit."""

    def affine(b: int) -> Callable[[Fraction], Fraction]:
        a = random.choice((Fraction(1, 16), Fraction(1), Fraction(5)))
        return lambda value: a * value + b

    at, slope = random.randint(-2, 2), random.choice((Fraction(1, 100), Fraction(9)))
    return {
        "u": affine(random.randint(-7, 7)),
        "w": affine(random.randint(-7, 7)),
        "r": affine(0),
        "o": lambda value: slope * (value - at) if value > at else value - at,
    }


def model(random: Random) -> Model:
    """Values of the objectives, and one distribution."""
    weights = dict(zip(OUTCOMES, (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)), strict=True))
    values = {name: {x: Fraction(random.randint(-3, 3)) for x in OUTCOMES} for name in "uwro"}
    return Model(
        {"Outcome": 3}, {"p": table(weights), **{name: table(each) for name, each in values.items()}}
    )


def table(values: Mapping[Element, Fraction]) -> Table:
    return Table(tuple(values.items()))


def changed(before: Model, maps: Maps) -> Model:
    after = dict(before.constants)
    for name, change in maps.items():
        value = after[name]
        assert isinstance(value, Table)
        after[name] = Table(tuple((at, change(each)) for at, each in value.entries))  # type: ignore[arg-type]
    return Model(before.carriers, after)


def is_changed(term: Term, random: Random) -> bool:
    """Whether a formula has another truth after a change, or two values of a number another order; or what is defined
    is not, or the other way round."""
    maps = admissible(random)
    if isinstance(term, Eq) and unsubset(term.type) in NUMERIC:
        # Where the sides are ordered another way, they are equal for values in between, and then they are not.
        term = Op("lt", (term.left, term.right))
    try:
        one, other = _before_and_after(term, maps, random), _before_and_after(term, maps, random)
    except CannotEvaluate:
        return False
    if UNDEFINED in (*one, *other):
        return any((before is UNDEFINED) != (after is UNDEFINED) for before, after in (one, other))
    if type_of(term) == BOOL:
        return one[0] != one[1]
    (a, b), (c, d) = one, other
    return (a > c, a < c) != (b > d, b < d)


def _before_and_after(term: Term, maps: Maps, random: Random) -> tuple:
    before = model(random)
    at = {name: random.choice(OUTCOMES) for name in sorted(free_names(term))}
    return evaluate(term, before, at), evaluate(term, changed(before, maps), at)


def test_what_is_found_is_seen_and_what_is_sure_is_kept() -> None:
    random = Random(20)
    module, definitions = read("".join(drawn(random)))
    counts = {"found": 0, "sure": 0}
    for name, template in definitions.items():
        inferred = run_deep(
            lambda template=template: measured(module, template, sources_of(module, template))
        )
        assert isinstance(template.body, Typed)
        for found in inferred.found:
            counts["found"] += 1
            assert any(is_changed(found.terms[-1], random) for _ in range(600)), (name, found.why, found.what)
        if not inferred.found and not inferred.unsure and has_one_scale(inferred, template.body.term):
            counts["sure"] += 1
            assert not any(is_changed(template.body.term, random) for _ in range(40)), name
    assert counts["found"] > 100 and counts["sure"] > 60, counts


def has_one_scale(inferred: Inferred, term: Term) -> bool:
    """Whether all values of a definition are counted from one origin."""
    if unsubset(type_of(term)) == BOOL:
        return True
    match inferred.value:
        case None:
            return False
        case Moves(_, shift):
            return all(coefficient.constant is not None for _, coefficient in shift)
        case _:
            return True
