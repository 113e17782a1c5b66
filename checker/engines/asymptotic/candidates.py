"""Counterexamples from concrete families: simple sequences and small numbers, simplest together first, each
evaluated exactly by the kernel before it is offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Final

from aligncheck.engines import stopping
from aligncheck.engines.contract import Candidate
from aligncheck.kernel.evaluate import CannotEvaluate, carrier, evaluate
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.sequences import (
    ONE,
    ROOT,
    ClosedSequence,
    Key,
    constant,
    doubling_blocks,
    harmonic_numbers,
    logarithms,
    monomial,
    negate,
    periodic,
    roots,
    with_prefix,
)  # fmt: skip
from aligncheck.kernel.terms import Const, Term
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import BOOL, INT, NAT, REAL, Fun, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.kernel.values import Model, Value

NAME: Final = "asymptotic"
SEQUENCES: Final[tuple[ClosedSequence, ...]] = (
    constant(0),
    periodic([0], prefix=[1]),  # a drop at the first step
    periodic([1], prefix=[0]),  # a rise
    constant(1),
    periodic([0, 1]),
    periodic([1, -1]),
    monomial(1, 1),  # divergent
    periodic([0], prefix=[0, 1]),  # another step than the first
    doubling_blocks(),  # bounded, without a mean
    periodic([0], prefix=[2]),
    with_prefix([ONE], monomial(1, -1)),
    monomial(1, 0, Fraction(1, 2)),
    periodic([1, -1], prefix=[0]),  # at its mean to begin with, and never again
    periodic([1, -3], prefix=[0]),  # below its start on average, above it again and again
    negate(monomial(1, 1)),
    constant(-1),
    constant(2),
    periodic([0], prefix=[-1]),
    negate(periodic([0, 1])),
    monomial(1, 0, Fraction(-1, 2)),
    negate(doubling_blocks()),
    monomial(1, 2),
    monomial(1, 0, 2),
    ClosedSequence((), ((), monomial(1, 1).forms[0])),  # 0 and ever more in turn
    periodic([1, 0, 0]),
    harmonic_numbers(),
    logarithms(),
    roots(),
    with_prefix([ONE], ClosedSequence((ONE,), (((Key(ONE, -1, ROOT), ONE),),))),  # 1/√t
    ClosedSequence((), (monomial(1, 1).forms[0], monomial(-1, 1).forms[0])),  # grows both ways in turn
)
NUMBERS: Final = tuple(
    Fraction(above, below)
    for above, below in ((0, 1), (1, 1), (2, 1), (-1, 1), (1, 2), (-2, 1), (3, 1), (-1, 2), (10, 1))
)
MOST_MEMBERS: Final = 6


@dataclass(frozen=True, slots=True)
class Searched:
    """Nothing was found, and why the search ended."""

    detail: str


@dataclass(slots=True)
class Search:
    """A search for values at which a goal fails; it goes on where it stopped."""

    goal: Goal
    tried: int = 0
    _left: Iterator[Model] | None = None

    def until(self, deadline: float) -> Candidate | Searched:
        """The first choice of values at which the goal fails; `deadline` by stopping.now."""
        if self._left is None:
            found = choices(self.goal)
            if isinstance(found, Searched):
                return found
            carriers = dict.fromkeys(self.goal.sorts, 1)
            self._left = (Model(carriers, chosen) for chosen in _simplest_first(found))
        while stopping.now() < deadline:
            model = next(self._left, None)
            if model is None:
                return Searched(f"none of {self.tried} examples from the families fails")
            self.tried += 1
            if _fails(self.goal, model):
                return Candidate(NAME, "exact", model)
        return Searched(f"the time is up after {self.tried} examples from the families")


def choices(goal: Goal) -> dict[str, Sequence[Value]] | Searched:
    """The values that each symbol may take, but for those that an assumption about it alone excludes."""
    carriers = dict.fromkeys(goal.sorts, 1)
    found: dict[str, Sequence[Value]] = {}
    for symbol in goal.constants:
        values = _values(symbol.type, Model(carriers, {}))
        if values is None:
            return Searched(f"no family of examples has the type of `{symbol.name}`")
        found[symbol.name] = values
    for name, asked in _alone(goal).items():
        found[name] = [value for value in found[name] if _allowed(asked, Model(carriers, {name: value}))]
    return found


def _values(type: Type, model: Model) -> Sequence[Value] | None:
    match unsubset(type):
        case kind if kind == REAL:
            return NUMBERS
        case kind if kind == INT:
            return [value for value in NUMBERS if value.denominator == 1]
        case kind if kind == NAT:
            return [value for value in NUMBERS if value.denominator == 1 and value >= 0]
        case kind if kind == BOOL:
            return (False, True)
        case Fun(domain, codomain) if domain == NAT and unsubset(codomain) in (NAT, INT, REAL):
            return SEQUENCES if codomain == REAL else [one for one in SEQUENCES if one.constant() is not None]
        case _:
            try:
                return carrier(type, model)[:MOST_MEMBERS]
            except CannotEvaluate:
                return None


def _alone(goal: Goal) -> Mapping[str, list[Term]]:
    """By symbol, the assumptions that mention it and no other."""
    found: dict[str, list[Term]] = {}
    for assumption in goal.assumptions:
        names = {node.name for node in walk(assumption.formula) if isinstance(node, Const)}
        if len(names) == 1:
            found.setdefault(names.pop(), []).append(assumption.formula)
    return found


def _allowed(formulas: list[Term], model: Model) -> bool:
    try:
        return all(evaluate(formula, model) is True for formula in formulas)
    except CannotEvaluate:
        return False


def _fails(goal: Goal, model: Model) -> bool:
    try:
        return replay(goal, model)
    except CannotEvaluate:
        return False


def _simplest_first(choices: Mapping[str, Sequence[Value]]) -> Iterator[dict[str, Value]]:
    """All ways to choose, by the sum of the places of what is chosen; first those where all sequences are one."""
    yield from _alike(choices)
    names = list(choices)
    ends = [len(choices[name]) - 1 for name in names]
    if min(ends, default=0) < 0:
        return
    for total in range(sum(ends) + 1):
        for places in _adding_up(total, ends):
            yield {name: choices[name][place] for name, place in zip(names, places, strict=True)}


def _alike(choices: Mapping[str, Sequence[Value]]) -> Iterator[dict[str, Value]]:
    """One sequence for all symbols of sequences, where there are several, and for each other one of its first
    values."""
    sequences = [
        name for name, values in choices.items() if any(isinstance(each, ClosedSequence) for each in values)
    ]
    others = [name for name in choices if name not in sequences]
    if len(sequences) < 2:
        return
    first, *rest = (choices[name] for name in sequences)
    shared = [value for value in first if all(value in values for values in rest)]
    for value in shared:
        for chosen in product(*(choices[name][:2] for name in others)):
            yield {**dict.fromkeys(sequences, value), **dict(zip(others, chosen, strict=True))}


def _adding_up(total: int, ends: list[int]) -> Iterator[tuple[int, ...]]:
    if not ends:
        if total == 0:
            yield ()
        return
    first, *rest = ends
    for place in range(max(0, total - sum(rest)), min(first, total) + 1):
        for places in _adding_up(total - place, rest):
            yield (place, *places)
