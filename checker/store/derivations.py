"""Proofs and counterexamples as data, and back: the kernel takes every step and replays every model again."""

from __future__ import annotations

from collections.abc import Callable

from aligncheck.kernel.goal import Goal, RuleInstance
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.theorem import Evidence, Step, Theorem, accept, conclude, evident, take
from aligncheck.kernel.verdicts import Refuted, refute
from aligncheck.store.forms import Counterexample, Derivation, Derived, Evident, Restated, Said, Told

Digest = Callable[[Goal], str]
"""How the goals that engines spoke of are told apart."""


def unmarked(goal: Goal) -> str:
    """For evidence that only whoever wrote it reads again."""
    return ""


def derivation_of(theorem: Theorem, digest: Digest) -> Derivation:
    """The steps of a proof."""
    match theorem.by:
        case None:
            return Evident()
        case Evidence(engine, exactness, core, rules):
            said = Said(engine, exactness, core, digest(theorem.goal))
            return Told(said, rules) if rules else said
        case rule:
            return Derived(rule, tuple(derivation_of(each, digest) for each in theorem.parts))


def proved(goal: Goal, derivation: Derivation, digest: Digest) -> Theorem:
    """The goal as a theorem. Raises KernelRefusal where a step does not fit, or where an engine spoke of
    another goal than the one that the steps lead to."""
    match derivation:
        case Evident():
            theorem = evident(goal)
            if theorem is None:
                raise KernelRefusal("the goal is not evident")
            return theorem
        case Said():
            return accept(goal, _evidence(goal, derivation, (), digest))
        case Told(said, rules):
            return accept(goal, _evidence(goal, said, rules, digest))
        case Derived(rule, parts):
            step = take(rule, goal)
            if len(parts) != len(step.premises):
                raise KernelRefusal("a premise is missing")
            return conclude(
                step,
                [proved(each, part, digest) for each, part in zip(step.premises, parts, strict=True)],
            )


def _evidence(goal: Goal, said: Said, rules: tuple[RuleInstance, ...], digest: Digest) -> Evidence:
    if digest(goal) != said.goal:
        raise KernelRefusal("an engine spoke of another goal")
    if said.core is not None and any(not 0 <= at < len(goal.assumptions) for at in said.core):
        raise KernelRefusal("an assumption that the goal does not have")
    return Evidence(said.engine, said.exactness, said.core, rules)


def refuted(goal: Goal, found: Counterexample | Restated, digest: Digest) -> Refuted:
    """The counterexample replayed at the end of its path. Raises KernelRefusal or CannotEvaluate."""
    restated = found.shown if isinstance(found, Restated) else ()
    counterexample = found.found if isinstance(found, Restated) else found
    path: list[tuple[Step, int]] = []
    end = goal
    for rule, number in counterexample.path:
        step = take(rule, end)
        if not 0 <= number < len(step.premises):
            raise KernelRefusal("a premise that there is not")
        path.append((step, number))
        end = step.premises[number]
    shown = [proved(each, derivation, digest) for each, derivation in restated]
    return refute(goal, counterexample.model, path, shown)


def engines_in(derivation: Derivation) -> frozenset[str]:
    """The engines whose word a proof rests on."""
    match derivation:
        case Evident():
            return frozenset()
        case Said(engine, _, _, _) | Told(Said(engine, _, _, _), _):
            return frozenset({engine})
        case Derived(_, parts):
            return frozenset().union(*map(engines_in, parts))
