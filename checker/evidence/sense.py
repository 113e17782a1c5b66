"""Whether the assumptions of a claim can be true together: asked of every claim."""

from __future__ import annotations

from dataclasses import replace

from aligncheck.evidence.attempt import Attempt
from aligncheck.evidence.case import Case
from aligncheck.evidence.outcome import Satisfiable
from aligncheck.evidence.small import fails_in_a_small_model
from aligncheck.kernel.build import exists
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.terms import FALSE, TRUE, Var
from aligncheck.kernel.theorem import Theorem
from aligncheck.kernel.types import Base
from aligncheck.kernel.values import Model
from aligncheck.kernel.verdicts import Vacuous, vacuous
from aligncheck.obligations.shape import is_large
from aligncheck.records import dataclass


LARGE = 0.4
"""Seconds where an assumption speaks of all structures."""


@dataclass(frozen=True, slots=True)
class Sense:
    """`yes` with a model, `no` with the proof and a smallest set of assumptions, or neither."""

    satisfiable: Satisfiable
    vacuous: Vacuous | None = None


def sense_of(case: Case, seconds: float, known: Model | None = None) -> Sense:
    """`known`: a replayed model in which the assumptions hold."""
    goal = case.goal(FALSE)
    # Lemmas are proved: a model of all else is a model of them, and what contradicts them contradicts itself.
    goal = replace(goal, assumptions=tuple(each for each in goal.assumptions if each.kind != "lemma"))
    if any(is_large(each.formula) for each in goal.assumptions):
        # Such assumptions have no models that could be replayed: only a contradiction can be found.
        seconds = min(seconds, LARGE)
    if fails_in_a_small_model(goal, least=1):
        return Sense("yes")
    model = known
    if model is None:
        attempt = case.settle(goal, seconds)
        if attempt.theorem is not None:
            return Sense("no", vacuous(minimised(case, goal, attempt.theorem)))
        if attempt.refuted is None:
            return Sense("unknown")
        model = attempt.refuted.model
    if any(size == 0 for name, size in model.carriers.items() if name in goal.sorts):
        return Sense("yes" if _with_members(case, goal, seconds) else "only with an empty sort")
    return Sense("yes")


def _with_members(case: Case, goal: Goal, seconds: float) -> bool:
    """Whether there is not known to be a contradiction with all sorts non-empty."""
    members = tuple(Assumption(name, exists(Var("x", Base(name)), TRUE), "inhabited") for name in goal.sorts)
    inhabited = replace(goal, assumptions=goal.assumptions + members)
    return case.settle(inhabited, min(seconds, 1.0)).theorem is None


def minimised(case: Case, goal: Goal, theorem: Theorem) -> Theorem:
    """A proof of falsehood from as few assumptions as can be: dropped one at a time from the last, an
    assumption with its domain condition."""
    core = _core(goal, theorem)
    if core is not None:
        fewer = replace(goal, assumptions=core)
        again = case.settle(fewer, 1.0).theorem
        if again is not None:
            goal, theorem = fewer, again
    for label in reversed(list(dict.fromkeys(each.label for each in goal.assumptions))):
        kept = tuple(each for each in goal.assumptions if each.label != label)
        if len(kept) == len(goal.assumptions) or not kept:
            continue
        fewer = replace(goal, assumptions=kept)
        attempt: Attempt = case.settle(fewer, 0.5)
        if attempt.theorem is not None:
            goal, theorem = fewer, attempt.theorem
    return theorem


def _core(goal: Goal, theorem: Theorem) -> tuple[Assumption, ...] | None:
    labels = used_labels(theorem)
    if labels is None:
        return None
    return tuple(each for each in goal.assumptions if each.label in {label for label, _ in labels})


def used_labels(theorem: Theorem) -> frozenset[tuple[str, str]] | None:
    """The assumptions, by label and kind, that the evidence at the leaves names; None if some names none."""
    found: set[tuple[str, str]] = set()
    for leaf in theorem.leaves:
        evidence = leaf.by
        core = getattr(evidence, "core", None)
        if core is None:
            if evidence is None and leaf.goal.conclusion == TRUE:
                continue
            return None
        for at in core:
            found.add((leaf.goal.assumptions[at].label, leaf.goal.assumptions[at].kind))
    return frozenset(found)
