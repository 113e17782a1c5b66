"""Derivations. A step is made by running a rule, a theorem from a step whose premises are theorems, or
from evidence for exactly its goal; nothing else makes either."""
# TRUSTED

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import InitVar, dataclass
from typing import Literal

from aligncheck.kernel import clock
from aligncheck.kernel.apart import apart, is_apart
from aligncheck.kernel.goal import Goal, RuleInstance
from aligncheck.kernel.inference import premises
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Apart, At, Rule
from aligncheck.kernel.substitution import alike
from aligncheck.kernel.terms import FALSE, TRUE

_SEAL = object()


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A rule was run on `goal`, and left these premises."""

    rule: Rule
    goal: Goal
    premises: tuple[Goal, ...]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise KernelRefusal("a step is made by the kernel only")


@dataclass(frozen=True, slots=True)
class Evidence:
    """An engine found no counterexample of the goal, in an encoding that has at least all models. `rules`: what
    it says it went by, in order; that is as far to be believed as the engine."""

    engine: str
    exactness: Literal["exact", "weaker"]
    core: tuple[int, ...] | None = None
    rules: tuple[RuleInstance, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Theorem:
    """`goal` has no counterexample, if the engines named at the leaves are right about theirs."""

    goal: Goal
    by: Rule | Evidence | None
    parts: tuple[Theorem, ...]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise KernelRefusal("a theorem is made by the kernel only")

    @property
    def leaves(self) -> tuple[Theorem, ...]:
        """The theorems that rest on no other, in order."""
        if not self.parts:
            return (self,)
        return tuple(leaf for part in self.parts for leaf in part.leaves)


def take(rule: Rule, goal: Goal) -> Step:
    """Run a rule; raises `KernelRefusal` where it does not fit, OutOfTime when the thread's time is up."""
    clock.check()
    if not isinstance(rule, Apart) and not is_apart(goal):
        raise KernelRefusal("a bound sort has the name of a sort of the goal")
    return Step(rule, goal, tuple(apart(each) for each in premises(rule, goal)), _SEAL)


def conclude(step: Step, parts: Sequence[Theorem]) -> Theorem:
    """The goal of a step, from its premises."""
    if isinstance(step.rule, At):
        raise KernelRefusal("what holds at one value is not shown for all")
    if len(parts) != len(step.premises):
        raise KernelRefusal("a premise is missing")
    for premise, part in zip(step.premises, parts, strict=True):
        if part.goal is not premise and part.goal != premise:
            raise KernelRefusal("a theorem about another goal")
    return Theorem(step.goal, step.rule, tuple(parts), _SEAL)


def accept(goal: Goal, evidence: Evidence) -> Theorem:
    """A goal of which an engine says that it has no counterexample."""
    if evidence.exactness not in ("exact", "weaker"):
        raise KernelRefusal("only an encoding with all models shows that there is none")
    return Theorem(goal, evidence, (), _SEAL)


def evident(goal: Goal) -> Theorem | None:
    """The goal as a theorem, if its conclusion is true, is an assumption, or an assumption is false."""
    holds = goal.conclusion == TRUE or any(
        each.formula == FALSE or alike(each.formula, goal.conclusion) for each in goal.assumptions
    )
    return Theorem(goal, None, (), _SEAL) if holds else None
