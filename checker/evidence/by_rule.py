"""Counterexamples in which a function of a real number is given by a rule. Engines find no such functions where a
law speaks of all numbers. So each function is taken from families of simple shapes, whose parameters are left to
the engines; what law they must satisfy is for the kernel to see when it replays the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Final

from aligncheck.engines.contract import Candidate, Unsat
from aligncheck.evidence.asking import Asking
from aligncheck.evidence.attempt import Attempt
from aligncheck.kernel.build import add, less, multiply, negative, number, subtract
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.normal import normalise
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import reversible
from aligncheck.kernel.substitution import fresh, replace_constants
from aligncheck.kernel.terms import Const, If, Lam, Number, Op, Quant, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import REAL, Fun
from aligncheck.kernel.typing import unsubset
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import ByRule, Model
from aligncheck.kernel.verdicts import refute
from aligncheck.obligations.opening import Trail
from aligncheck.obligations.shape import is_asymptotic
from aligncheck.records import dataclass

PATIENCE: Final = 0.4
"""Seconds for one choice of shapes."""
PART: Final = 0.5
"""The part of the time that is left for all of them."""
MOST: Final = 150
"""Choices of shapes that are tried at most."""
STEPS: Final = 100_000
MAP: Final = Fun(REAL, REAL)

Shape = Callable[[Term, Sequence[Term]], Term]
"""The value at a number, by the parameters."""


def _line(slope: int, offset: bool) -> Shape:
    def value(u: Term, parameters: Sequence[Term]) -> Term:
        return add(_times(slope, u), *parameters[:offset])

    return value


def _bent(before: int, after: int, jump: int = 0) -> Shape:
    """Two slopes that meet at the first parameter, or jump there."""

    def value(u: Term, parameters: Sequence[Term]) -> Term:
        at = parameters[0]
        beyond = add(
            _times(before, at), _times(after, subtract(u, at)), *([number(jump, REAL)] if jump else [])
        )
        return If(less(u, at), _times(before, u), beyond)

    return value


def _bent_twice(outside: int, inside: int) -> Shape:
    """Another slope between the two parameters; where they are out of order, another one still."""

    def value(u: Term, parameters: Sequence[Term]) -> Term:
        first, second = parameters
        middle = add(_times(outside, first), _times(inside, subtract(u, first)))
        beyond = add(
            _times(outside, first),
            _times(inside, subtract(second, first)),
            _times(outside, subtract(u, second)),
        )
        return If(less(u, first), _times(outside, u), If(less(u, second), middle, beyond))

    return value


def _times(factor: int | Fraction, term: Term) -> Term:
    return term if factor == 1 else negative(term) if factor == -1 else multiply(number(factor, REAL), term)


SHAPES: Final[tuple[tuple[int, Shape], ...]] = (
    (0, _line(1, False)),
    (1, _line(1, True)),
    (0, _line(2, False)),
    (0, _line(-1, False)),
    (1, _line(2, True)),
    (1, _bent(1, 2)),
    (1, _bent(2, 1)),
    (1, _line(-1, True)),
    (1, _line(0, True)),
    (1, _bent(1, 1, jump=1)),
    (1, _bent(-1, 1)),
    (1, _bent(1, -1)),
    (2, _bent_twice(1, 2)),
    (2, _bent_twice(2, 1)),
    (1, _bent(-1, -2)),
    (1, _bent(-2, -1)),
)
"""How many parameters each has, the plainest first."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A goal with each function replaced by a shape: the rule of each, over the parameters, which are symbols."""

    goal: Goal
    rules: Mapping[str, Lam]
    parameters: tuple[Const, ...]


def maps_of(goal: Goal) -> tuple[Const, ...]:
    """The functions of a real number among the symbols of a goal, where a law speaks of all their values."""
    maps = {each for each in goal.constants if each.type == MAP}
    spoken = {
        node
        for each in goal.assumptions
        if _ranges_over_numbers(each.formula)
        for node in walk(each.formula)
        if isinstance(node, Const)
    }
    return tuple(each for each in goal.constants if each in maps & spoken)


def by_rule(asking: Asking, trail: Trail) -> Attempt | None:
    """A counterexample with functions of these shapes, replayed; None where none is found in time."""
    maps = maps_of(trail.goal)
    if not maps or not all(reversible(step.rule) for step, _ in trail.steps):
        return None
    part = asking.for_part(PART)
    for shapes in _choices(trail.goal, maps):
        if part.left <= 0:
            return None
        found = _tried(part, trail, _chosen(trail.goal, maps, shapes))
        if found is not None:
            return found
    return None


def _choices(goal: Goal, maps: Sequence[Const]) -> Iterator[tuple[int, ...]]:
    """The shapes of all functions together, the plainest first; for each only those that its own laws allow."""
    fitting = [[at for at in range(len(SHAPES)) if _allowed(goal, each, at)] for each in maps]
    ways = sorted(product(*(range(len(each)) for each in fitting)), key=lambda way: (sum(way), way))
    for way in ways[:MOST]:
        yield tuple(fitting[number][at] for number, at in enumerate(way))


def _allowed(goal: Goal, map: Const, at: int) -> bool:
    """Whether a shape, at some parameters, satisfies what is assumed of this function alone."""
    count, shape = SHAPES[at]
    rule = _rule(shape, [number(each, REAL) for each in range(1, count + 1)])
    model = Model({}, {map.name: ByRule(rule)})
    for each in goal.assumptions:
        symbols = {node for node in walk(each.formula) if isinstance(node, Const)}
        if symbols == {map} and _ranges_over_numbers(each.formula):
            try:
                if evaluate(each.formula, model, steps=STEPS) is False:
                    return False
            except CannotEvaluate:
                continue
    return True


def _chosen(goal: Goal, maps: Sequence[Const], shapes: Sequence[int]) -> Chosen:
    """The goal with the functions put in. Assumptions about all numbers are left out: the kernel asks them."""
    taken = {each.name for each in goal.constants}
    rules: dict[str, Lam] = {}
    parameters: list[Const] = []
    for map, at in zip(maps, shapes, strict=True):
        count, shape = SHAPES[at]
        own = [Const(fresh(f"{map.name}.{number + 1}", taken), REAL) for number in range(count)]
        parameters += own
        rules[map.name] = _rule(shape, own)
    values = {each: rules[each.name] for each in maps}
    kept = tuple(
        replace(each, formula=normalise(replace_constants(each.formula, values)))
        for each in goal.assumptions
        if not _ranges_over_numbers(each.formula)
    )
    conclusion = normalise(replace_constants(goal.conclusion, values))
    others = tuple(each for each in goal.constants if each not in values)
    return Chosen(Goal(goal.sorts, (*others, *parameters), kept, conclusion), rules, tuple(parameters))


def _rule(shape: Shape, parameters: Sequence[Term]) -> Lam:
    u = Var("u", REAL)
    return Lam(u, shape(u, parameters))


def _ranges_over_numbers(formula: Term) -> bool:
    return any(isinstance(node, Quant) and unsubset(node.var.type) == REAL for node in walk(formula))


def _tried(asking: Asking, trail: Trail, chosen: Chosen) -> Attempt | None:
    """The rest of the model: asked of solvers, which soon see that there is none, then of what finds small ones."""
    searches = ("asymptotic", "finite") if is_asymptotic(chosen.goal) else ("finite",)
    candidates: list[Candidate] = []
    for engines in (("z3", "cvc5"), searches):
        limits = replace(asking.limits, seconds=max(min(PATIENCE, asking.left), 0.05))
        answers = asking.portfolio.race(chosen.goal, limits, engines)
        if any(isinstance(each, Unsat) for each in answers):
            return None
        candidates = [*(each for each in answers if isinstance(each, Candidate)), *candidates]
    for each in candidates:
        found = _replayed(trail, chosen, each)
        if found is not None:
            return found
    return None


def _replayed(trail: Trail, chosen: Chosen, found: Candidate) -> Attempt | None:
    """The model with the functions as rules, if it is a counterexample indeed."""
    own = {each.name for each in chosen.parameters}
    values = {each: _literal(found.model.constants.get(each.name)) for each in chosen.parameters}
    rules = {
        name: ByRule(Lam(rule.var, _computed(replace_constants(rule.body, values))))
        for name, rule in chosen.rules.items()
    }
    rest = {name: value for name, value in found.model.constants.items() if name not in own}
    model = Model(found.model.carriers, {**rest, **rules})
    try:
        return Attempt(refuted=refute(trail.root, model, trail.steps), engines=(found.engine,))
    except (CannotEvaluate, KernelRefusal):
        return None


def _literal(value: object) -> Term:
    return number(value if isinstance(value, Fraction) else 0, REAL)


def _computed(term: Term) -> Term:
    """Numbers added up and multiplied, as one would write it: `2*u - 1` for `2*1 + (-1)*1 + 2*u + …`."""
    if isinstance(term, If):
        then, otherwise = _computed(term.then), _computed(term.otherwise)
        return then if then == otherwise else If(term.condition, then, otherwise)
    slope, offset = _line_of(term)
    u = Var("u", REAL)
    moving = [] if slope == 0 else [_times(slope, u)]
    constant = [number(offset, REAL)] if offset >= 0 else [Op("neg", (number(-offset, REAL),))]
    return add(*moving, *(constant if offset or not moving else []))


def _line_of(term: Term) -> tuple[Fraction, Fraction]:
    """Slope and offset of what is linear in u."""
    match term:
        case Number(value):
            return Fraction(0), value
        case Op("neg", (inner,)):
            slope, offset = _line_of(inner)
            return -slope, -offset
        case Op("add", parts):
            lines = [_line_of(part) for part in parts]
            return sum((each[0] for each in lines), Fraction(0)), sum(
                (each[1] for each in lines), Fraction(0)
            )
        case Op("mul", (Number(factor), inner)):
            slope, offset = _line_of(inner)
            return factor * slope, factor * offset
        case _:
            return Fraction(1), Fraction(0)
