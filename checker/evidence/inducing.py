"""A goal about a natural number: as it is, or by induction on it; both halves are reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from aligncheck.evidence.attempt import Attempt
from aligncheck.evidence.case import Case
from aligncheck.evidence.growing import Growing
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Cut
from aligncheck.kernel.terms import TRUE
from aligncheck.kernel.theorem import Step, conclude, take
from aligncheck.obligations.induction import induction, last_terms, numbers
from aligncheck.obligations.opening import Trail

PLAIN = 0.25
"""The part of the time in which a goal is tried as it is, before inductions that nobody asked for."""

INDUCTION = 0.8
"""The part of the time left then that goes to inductions."""
DEFINED = 1.0
"""Seconds for the question whether a sum is defined."""


def settled(case: Case, root: Goal) -> Attempt:
    """By induction if the author says so, and if that fails, or for a counterexample, as it is. Without a word of
    the author on each number that the goal is about, if it is not settled soon."""
    asked = case.claim.induction
    if asked is not None:
        attempt = _as_asked(case, root)
        if attempt.theorem is not None:
            return attempt
        plain = case.settle(root)
        return plain if plain.settled else replace(plain.after(attempt), bound=plain.bound)
    names = numbers(root, case.claim.variables)
    plain = case.settle(root, case.left * PLAIN if names else None)
    for at, name in enumerate(() if plain.settled else names):
        attempt = _by_induction(case, root, name, case.left * INDUCTION / (len(names) - at))
        if attempt.theorem is not None:
            return attempt
        plain = replace(plain.after(attempt), bound=plain.bound)
    if names and plain.timeout and not plain.settled:
        again = case.settle(root)
        return again if again.settled else again.after(plain)
    return plain


def _as_asked(case: Case, root: Goal) -> Attempt:
    """The induction that the author asks for: of the conclusion, or of what it follows from."""
    asked = case.claim.induction
    if asked is None or asked.showing is None:
        return _by_induction(case, root, "" if asked is None else asked.variable, case.left)
    formula = asked.showing.formula
    try:
        step = take(Cut(Assumption(asked.showing.label, formula, "lemma")), root)
    except KernelRefusal:
        return Attempt(reasons=(("induction", "what is to be shown speaks of what the claim does not"),))
    if domain(formula) != TRUE:
        return Attempt(reasons=(("induction", "what is to be shown may be undefined"),))
    first = _by_induction(case, step.premises[0], asked.variable, case.left / 2)
    if first.theorem is None:
        return first
    rest = case.settle(step.premises[1])
    halves = (*first.halves, ("the conclusion from it", rest))
    if rest.theorem is None:
        return Attempt(
            reasons=(*rest.reasons, ("induction", "the conclusion does not follow")), halves=halves
        )
    theorem = Growing(root).then(step, (first.theorem,)).proved(rest.theorem)
    engines = tuple(dict.fromkeys((*first.engines, *rest.engines)))
    return Attempt(theorem=theorem, engines=engines, witnesses=rest.witnesses, halves=halves)


def _by_induction(case: Case, root: Goal, name: str, seconds: float) -> Attempt:
    plan = induction(root, name, case.claim.variables)
    if plan is None:
        return Attempt(reasons=(("induction", f"there is no natural number `{name}` to go by"),))
    trail, step = plan
    parts: list[Attempt] = []
    until = case.left - seconds
    for share, premise in zip((0.5, 1.0), step.premises, strict=True):
        parts.append(_half(case, premise, share * (case.left - until)))
        if parts[-1].theorem is None:
            break
    return _concluded(name, trail, step, parts)


def _half(case: Case, goal: Goal, seconds: float) -> Attempt:
    """With what its sums are without their last terms: that is what the hypothesis speaks of."""
    growing = opened = Growing(goal).opened()
    for rule in last_terms(opened.goal):
        try:
            step = take(rule, growing.goal)
        except KernelRefusal:
            continue
        first = [case.settle(each, DEFINED).theorem for each in step.premises[:-1]]
        if None not in first:
            growing = growing.then(step, [each for each in first if each is not None])
    if growing is opened:
        return case.settle(goal, seconds)
    attempt = case.settle(growing.normal().goal, seconds)
    if attempt.theorem is None:
        return attempt
    return replace(attempt, theorem=growing.normal().proved(attempt.theorem))


def _concluded(name: str, trail: Trail, step: Step, parts: Sequence[Attempt]) -> Attempt:
    halves = tuple(zip((f"base case {name} = 0", f"step from {name} to {name} + 1"), parts, strict=False))
    label, last = halves[-1]
    if last.theorem is None:
        why = (f"induction on {name}", f"the {label} is not proved{_fails(last)}")
        return Attempt(reasons=(why,), timeout=last.timeout, halves=halves)
    theorem = conclude(step, [each.theorem for each in parts if each.theorem is not None])
    engines = tuple(dict.fromkeys(engine for each in parts for engine in each.engines))
    witnesses = tuple(each for part in parts for each in part.witnesses)
    return Attempt(theorem=trail.proved(theorem), engines=engines, witnesses=witnesses, halves=halves)


def _fails(half: Attempt) -> str:
    """Where it fails. For the claim itself that is no counterexample: the induction may need a stronger formula."""
    if half.refuted is None:
        return ""
    values = half.refuted.model.constants.items()
    shown = ", ".join(f"{name} = {value}" for name, value in values if isinstance(value, (int, Fraction)))
    return f"; it fails at {shown}" if shown else "; it fails in some model"
