"""Search of every model up to a bound: carriers of 0 to n elements, functions ranging over all functions.
Finds a smallest one, or tells up to which bound there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from aligncheck.engines import stopping
from aligncheck.engines.circuit import Circuit, OutOfTime, TooLarge
from aligncheck.engines.contract import NO_RULES, Answer, Candidate, Exhausted, GaveUp, Limits, Unsat
from aligncheck.engines.ground import Ground
from aligncheck.engines.interpretation import Undecodable
from aligncheck.engines.script import peeled
from aligncheck.engines.search import Search, Undecided
from aligncheck.engines.shapes import Scalar, Shape, Unsupported
from aligncheck.kernel import clock
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.normal import normalise
from aligncheck.kernel.replay import replay
from aligncheck.kernel.terms import BigSum, Const, Op, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import INT, NAT
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model

NAME = "finite"
MOST_PARTS = 150_000
MOST_SETTINGS = 64
MARGIN = (0.1, 0.05)
"""The part of its time, and the seconds, that it keeps to say how far it came."""

# Small models first; between the larger sizes the search takes longer steps.
_LAYERS = (1, 2, 4, 6, 9, 13, 20)


def answer(goal: Goal, limits: Limits) -> Answer:
    """A smallest model of the assumptions in which the conclusion is false, or the bound searched."""
    until = stopping.now() + limits.seconds * (1 - MARGIN[0]) - MARGIN[1]
    said = _evaluated(goal, until) if not goal.sorts and not goal.constants else None
    if said is not None:
        return said
    goal = normal(goal)
    bounded = bounds(goal)
    exhausted, why = -1, "the first step was not finished"
    if not goal.sorts and not bounded:
        layers = [limits.bound]
    else:
        layers = [n for n in _LAYERS if n < limits.bound] + [limits.bound]
    for layer in layers:
        try:
            found = _layer(goal, bounded, layer, until)
        except OutOfTime:
            return _out_of_time(exhausted)
        except (TooLarge, RecursionError):
            why = f"writing out everything with up to {layer} elements a sort is too large"
            break
        except Unsupported as stopped:
            why = f"{NO_RULES}{stopped}"
            break
        except (Undecided, Undecodable) as stopped:
            why = str(stopped)
            break
        if isinstance(found, Answer):
            return found
        exhausted = layer
        if found:
            why = found
    if exhausted < 0:
        return GaveUp(NAME, "incomplete", why)
    return Exhausted(NAME, exhausted)


def _evaluated(goal: Goal, until: float) -> Answer | None:
    """Where there is nothing that models could differ in, what the goal says in the only one."""
    only = Model({}, {})
    try:
        with clock.within(until):
            return Candidate(NAME, "exact", only) if replay(goal, only) else Unsat(NAME, "exact")
    except (CannotEvaluate, clock.OutOfTime):
        return None


def _out_of_time(exhausted: int) -> GaveUp:
    if exhausted < 0:
        return GaveUp(NAME, "timeout", "its time was up before it had searched any size")
    detail = f"searched every size up to {exhausted} and found no counterexample; then its time was up"
    return GaveUp(NAME, "timeout", detail, exhausted)


def normal(goal: Goal) -> Goal:
    """The goal with all formulas in normal form."""
    assumptions = tuple(replace(a, formula=normalise(a.formula)) for a in goal.assumptions)
    return replace(goal, assumptions=assumptions, conclusion=normalise(goal.conclusion))


def bounds(goal: Goal) -> tuple[Const, ...]:
    """The integer constants that bound a sum or a range: they are tried one by one."""
    found: dict[Const, None] = {}

    def constants(term: Term) -> None:
        for part in walk(term):
            if isinstance(part, Const) and part.type in (NAT, INT):
                found[part] = None

    for formula in (*(a.formula for a in goal.assumptions), goal.conclusion):
        for part in walk(formula):
            match part:
                case BigSum(_, (low, high), _):
                    constants(low)
                    constants(high)
                case Op("le" | "lt", (Var(_, type), other)) | Op("le" | "lt", (other, Var(_, type))) if (
                    type in (NAT, INT)
                ):
                    constants(other)
    return tuple(found)


def _layer(goal: Goal, bounded: tuple[Const, ...], layer: int, until: float) -> Answer | None:
    """All models with up to `layer` elements a sort and symbolic bounds up to it."""
    settings = list(product(*(_values(constant, layer) for constant in bounded)))
    if len(settings) > MOST_SETTINGS:
        raise Unsupported("too many symbolic bounds to try")
    weaker: Unsupported | None = None
    for values in sorted(settings, key=lambda row: (sum(map(abs, row)), row)):
        fixed = dict(zip(bounded, values, strict=True))
        search = search_of(goal, fixed, layer, until)
        if search.smallest():
            model = search.model()
            if search.ground.lost and not _replays(goal, model):
                weaker = Unsupported(", ".join(search.ground.lost))
                continue
            return Candidate(NAME, "weaker" if search.ground.lost else "exact", model)
        if not goal.sorts and not bounded:
            return Unsat(NAME, "weaker" if search.ground.lost else "exact")
    if weaker is not None:
        raise weaker
    return None


def _values(constant: Const, layer: int) -> Iterator[int]:
    yield from range(0 if constant.type == NAT else -layer, layer + 1)


def search_of(goal: Goal, fixed: dict[Const, int], layer: int, until: float) -> Search:
    """The goal written out, not yet solved; there is time `until` then (stopping.now)."""
    circuit = Circuit(MOST_PARTS, until)
    ground = Ground(circuit, dict.fromkeys(goal.sorts, layer))
    for constant, value in fixed.items():
        literal = Scalar(str(value) if value >= 0 else f"(- {-value})", "Int")
        ground.fix(constant, literal)
    search = Search(goal, ground, circuit)
    variables, given, conclusion = peeled(goal.conclusion)
    for constant in goal.constants:
        search.add(ground.member(constant.type, ground.constant(constant), {}))
    env: dict[str, Shape] = {}
    for i, var in enumerate(variables):
        env[var.name] = ground.symbols.symbol(("for", i), var.type)
        search.add(ground.attempt(lambda v=var: ground.member(v.type, env[v.name], env)))  # type: ignore[misc]
    for formula in (*(a.formula for a in goal.assumptions), goal.conclusion):
        search.add(ground.asserted(domain(formula), {}, True))
    for assumption in goal.assumptions:
        search.add(ground.asserted(assumption.formula, {}, True))
    for premise in given:
        search.add(ground.asserted(premise, env, True))
    search.add(ground.asserted(conclusion, env, False))
    for axiom in ground.axioms:
        search.add(axiom)
    return search


def _replays(goal: Goal, model: object) -> bool:
    from aligncheck.engines.z3 import replays

    return replays(goal, model)
