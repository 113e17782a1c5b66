"""A goal that asks for a witness: the search for one and the search for a counterexample, in turns."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from aligncheck.engines.contract import Candidate, Unsat
from aligncheck.evidence.asking import SHORT, Asking, engines_of
from aligncheck.evidence.attempt import Attempt
from aligncheck.evidence.differing import HOLDS, rejected
from aligncheck.kernel.clock import OutOfTime
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.rules import Split
from aligncheck.kernel.terms import Op
from aligncheck.kernel.theorem import Evidence, Step, Theorem, accept, conclude, evident, take
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model
from aligncheck.kernel.verdicts import refute
from aligncheck.obligations.maps import maps
from aligncheck.obligations.opening import Trail, opened, start
from aligncheck.obligations.saturation import gives_elements, rounds
from aligncheck.obligations.shape import holds_higher
from aligncheck.obligations.witness import Search


def searched(asking: Asking, trail: Trail, doubtful: bool) -> Attempt:
    """A witness, or a counterexample: in turns, each time for longer."""
    heard = [Attempt()]
    try:
        return _in_turns(asking, trail, doubtful, heard)
    except OutOfTime:
        return replace(heard[-1], timeout=True)


def _in_turns(asking: Asking, trail: Trail, doubtful: bool, heard: list[Attempt]) -> Attempt:
    """`heard`: what the engines said, the last of it at the end, should time run out."""
    search = Search(trail.goal, partial(_ask, asking))
    seconds = SHORT
    attempt = Attempt()
    settled_by_engines = False
    first = doubtful
    looked = False
    while True:
        found = None if first else search.run(min(seconds, max(asking.left, 0.05)))
        first = False
        known = None if found is not None else _from_models(trail, search)
        if known is not None:
            return known
        if found is not None:
            return Attempt(
                theorem=found.theorem, engines=engines_of([found.theorem]), witnesses=found.witnesses
            )
        if not settled_by_engines:
            tried = asking.close(trail, seconds)
            if tried.settled:
                return tried
            attempt = attempt.after(tried) if not tried.timeout else tried
            heard.append(attempt)
            settled_by_engines = not tried.timeout
        picked = None if looked else _with_maps(asking, trail.goal) or _with_elements(asking, trail)
        looked = True
        if picked is not None:
            return picked
        if (settled_by_engines and search.exhausted) or asking.left <= 0:
            why = f"tried {search.tried} choices, none of them fits"
            return replace(attempt, reasons=(*attempt.reasons, ("witness search", why)))
        seconds *= 3


def _with_maps(asking: Asking, goal: Goal) -> Attempt | None:
    """The search with more functions in scope: where each b has exactly one a, the map that picks it."""
    steps: list[tuple[Step, Theorem]] = []
    current = goal
    for rule in maps(goal):
        step = take(rule, current)
        unique = opened(start(step.premises[0]))
        attempt = asking.proving(unique, SHORT)
        if attempt.theorem is not None:
            steps.append((step, unique.proved(attempt.theorem)))
            current = step.premises[1]
    if not steps:
        return None
    further = opened(start(current))
    found = Search(further.goal, partial(_ask, asking)).run(max(asking.left / 4, 0.05))
    if found is None:
        return None
    theorem = further.proved(found.theorem)
    for step, unique_theorem in reversed(steps):
        theorem = conclude(step, (unique_theorem, theorem))
    return Attempt(theorem=theorem, engines=engines_of([theorem]), witnesses=found.witnesses)


def _with_elements(asking: Asking, trail: Trail) -> Attempt | None:
    """The search with more in scope: what ∀ … ∃ assumptions give at the elements there are."""
    if not gives_elements(trail.goal):
        return None
    since = len(trail.steps)
    for richer in rounds(trail):
        further = opened(richer)
        found = Search(further.goal, partial(_ask, asking)).run(max(asking.left / 4, 0.05))
        if found is not None:
            theorem = further.proved(found.theorem, since)
            return Attempt(theorem=theorem, engines=engines_of([theorem]), witnesses=found.witnesses)
    return None


def _from_models(trail: Trail, search: Search) -> Attempt | None:
    """A model in which one choice failed may be one in which every choice does."""
    names = {each.name for each in trail.goal.constants}
    while search.fresh:
        model = search.fresh.pop()
        fewer = Model(
            {sort: model.carriers[sort] for sort in trail.goal.sorts if sort in model.carriers},
            {name: value for name, value in model.constants.items() if name in names},
        )
        try:
            return Attempt(refuted=refute(trail.root, fewer, trail.steps), engines=("evaluator",))
        except (KernelRefusal, CannotEvaluate):
            continue
    return None


def _ask(asking: Asking, goal: Goal, seconds: float) -> Theorem | Model | None:
    """One choice of witnesses: a theorem about `goal`, or a model in which it fails."""
    trail = opened(start(goal))
    known = evident(trail.goal)
    if known is not None:
        return trail.proved(known)
    limits = replace(asking.limits, seconds=min(seconds, max(asking.left, 0.05)))
    for answer in asking.portfolio.race(trail.goal, limits, None):
        if isinstance(answer, Unsat) and answer.exactness != "stronger":
            evidence = Evidence(answer.engine, answer.exactness, answer.core)
            return trail.proved(accept(trail.goal, evidence))
        if isinstance(answer, Candidate):
            try:
                if replay(trail.goal, answer.model):
                    return answer.model
            except CannotEvaluate:
                continue
            if answer.exactness == "exact":
                raise rejected(answer, trail.goal, HOLDS)
    return _by_parts(asking, trail, seconds)


def _by_parts(asking: Asking, trail: Trail, seconds: float) -> Theorem | None:
    """What engines cannot be asked as a whole: ∀ over functions under `and` are opened one by one."""
    conclusion = trail.goal.conclusion
    if not (isinstance(conclusion, Op) and conclusion.name == "and" and holds_higher(conclusion)):
        return None
    step = take(Split(), trail.goal)
    parts: list[Theorem] = []
    for premise in step.premises:
        proved = _ask(asking, premise, seconds)
        if not isinstance(proved, Theorem):
            return None
        parts.append(proved)
    return trail.proved(conclude(step, parts))
