"""Verdicts, and the only makers of them. Each maker checks its evidence and refuses what does not
show what it says: a model is replayed, a derivation is run through the rules again."""
# TRUSTED

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from typing import ClassVar, TypeAlias

from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.rules import Restate, reversible
from aligncheck.kernel.terms import FALSE
from aligncheck.kernel.theorem import Evidence, Step, Theorem
from aligncheck.kernel.values import Model

_SEAL = object()
"""Known only here: who does not have it cannot build a verdict that claims something."""


def _sealed(seal: object, name: str) -> None:
    if seal is not _SEAL:
        raise KernelRefusal(f"a verdict `{name}` is made by the kernel only")


@dataclass(frozen=True, slots=True)
class Proved:
    """No model of the assumptions falsifies any of these goals: each has its derivation."""

    theorems: tuple[Theorem, ...] = field(repr=False)
    seal: InitVar[object]
    name: ClassVar = "proved"
    szs: ClassVar = "Theorem"

    def __post_init__(self, seal: object) -> None:
        _sealed(seal, "proved")

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines that the proof rests on, in order of name."""
        leaves = [leaf.by for each in self.theorems for leaf in each.leaves]
        return tuple(sorted({leaf.engine for leaf in leaves if isinstance(leaf, Evidence)}))


@dataclass(frozen=True, slots=True)
class Satisfied:
    """What was said to be possible is: each model satisfies all assumptions of its goal, replayed."""

    models: tuple[Refuted, ...]
    seal: InitVar[object]
    name: ClassVar = "proved"
    szs: ClassVar = "Satisfiable"

    def __post_init__(self, seal: object) -> None:
        _sealed(seal, "proved")


@dataclass(frozen=True, slots=True)
class Refuted:
    """`model` satisfies every assumption of `goal` and falsifies its conclusion: replayed. `path` led to that
    goal, from the one that was asked about."""

    goal: Goal
    model: Model
    seal: InitVar[object]
    path: tuple[tuple[Step, int], ...] = field(default=(), repr=False, compare=False)
    shown: tuple[Theorem, ...] = field(default=(), repr=False, compare=False)
    """What the path rests on: equivalences by which the goal was restated."""
    name: ClassVar = "refuted"
    szs: ClassVar = "CounterSatisfiable"

    def __post_init__(self, seal: object) -> None:
        _sealed(seal, "refuted")

    @property
    def root(self) -> Goal:
        """The goal that was asked about."""
        return self.path[0][0].goal if self.path else self.goal


@dataclass(frozen=True, slots=True)
class Contradicted:
    """What was said to be possible is not: a proof of contradiction. `core` suffice for it."""

    proof: Proved
    core: tuple[str, ...]
    seal: InitVar[object]
    name: ClassVar = "refuted"
    szs: ClassVar = "Unsatisfiable"

    def __post_init__(self, seal: object) -> None:
        _sealed(seal, "refuted")


@dataclass(frozen=True, slots=True)
class Bounded:
    """No counterexample with 0 to `n` elements in each sort; not a proof. `reasons`: why there is none."""

    n: int
    reasons: tuple[tuple[str, str], ...] = ()
    name: ClassVar = "bounded"
    szs: ClassVar = "Unknown"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing was settled: why, for each engine or step that tried, and what would help. `bound`: every size
    up to it was searched before the time was up."""

    reasons: tuple[tuple[str, str], ...]
    hint: str | None = None
    timeout: bool = False
    bound: int | None = None
    name: ClassVar = "unknown"

    @property
    def szs(self) -> str:
        return "Timeout" if self.timeout else "GaveUp"

    @property
    def text(self) -> str:
        return "; ".join(f"{engine}: {why}" for engine, why in self.reasons)


@dataclass(frozen=True, slots=True)
class Vacuous:
    """The assumptions contradict one another; `core` are the labels of a smallest set that does."""

    proof: Proved
    core: tuple[str, ...]
    seal: InitVar[object]
    name: ClassVar = "vacuous"
    szs: ClassVar = "ContradictoryAxioms"

    def __post_init__(self, seal: object) -> None:
        _sealed(seal, "vacuous")


@dataclass(frozen=True, slots=True)
class IllFormed:
    """The claim has errors: it was not tried, or says something of what is not defined."""

    why: str
    counterexample: Refuted | None = None
    """Where a condition fails that the claim needs to be defined."""
    name: ClassVar = "ill_formed"
    szs: ClassVar = "InputError"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two engines, or an engine and the evaluator, differ: a defect of this program. `said`: who said what;
    `model`: the one that they differ about, with its goal."""

    what: str
    said: tuple[tuple[str, str], ...] = ()
    model: tuple[Goal, Model] | None = None
    name: ClassVar = "disagreement"
    szs: ClassVar = "Error"


Verdict: TypeAlias = (
    Proved | Satisfied | Refuted | Contradicted | Bounded | Unknown | Vacuous | IllFormed | Disagreement
)


Path: TypeAlias = Sequence[tuple[Step, int]]
"""Steps from a goal to one below it: each with the number of the premise that the path goes on with."""


def prove(*theorems: Theorem) -> Proved:
    """From theorems, which only the rules make."""
    if not theorems or not all(isinstance(each, Theorem) for each in theorems):
        raise KernelRefusal("a proof is one of something")
    return Proved(theorems, _SEAL)


def refute(goal: Goal, model: Model, path: Path = (), shown: Sequence[Theorem] = ()) -> Refuted:
    """Follow `path`, steps that lose and add no counterexample, from `goal`; replay `model` at its end;
    refuse if it is no counterexample there. The verdict speaks of the goal at the end. `shown`: the lemmas by which
    it was restated on the way, and that their assumptions hold."""
    for step, number in path:
        if isinstance(step.rule, Restate):
            _restates(step, number, shown)
        elif not reversible(step.rule):
            raise KernelRefusal(f"`{type(step.rule).__name__}` may lose or add counterexamples")
        if step.goal is not goal and step.goal != goal:
            raise KernelRefusal("a path that does not start at the goal")
        goal = step.premises[number]
    if not replay(goal, model):
        raise KernelRefusal("the goal holds in the model offered against it")
    return Refuted(goal, model, _SEAL, tuple(path), tuple(shown))


def _restates(step: Step, number: int, shown: Sequence[Theorem]) -> None:
    """Refuse a restatement by what is not proved."""
    *others, last = range(len(step.premises))
    if number != last:
        raise KernelRefusal("a lemma is not what was asked about")
    for at in others:
        if not any(isinstance(each, Theorem) and each.goal == step.premises[at] for each in shown):
            raise KernelRefusal("restated by an equivalence that is not proved")


def satisfy(*counterexamples: Refuted) -> Satisfied:
    """From models that were replayed: the goals are possible (those of a question of consistency have a false
    conclusion, so that nothing but their assumptions is in question)."""
    if not counterexamples or not all(isinstance(each, Refuted) for each in counterexamples):
        raise KernelRefusal("what is possible is shown by a model")
    return Satisfied(counterexamples, _SEAL)


def contradict(theorem: Theorem) -> Contradicted:
    """From a proof of falsehood: the assumptions of its goal have no model. They are the core."""
    return Contradicted(_falsehood(theorem), _labels(theorem.goal), _SEAL)


def decide(theorem: Theorem) -> Contradicted:
    """From a proof of what was said to be open."""
    return Contradicted(prove(theorem), _labels(theorem.goal), _SEAL)


def vacuous(theorem: Theorem) -> Vacuous:
    """From a proof of falsehood: the assumptions of its goal have no model. They are the core."""
    return Vacuous(_falsehood(theorem), _labels(theorem.goal), _SEAL)


def _falsehood(theorem: Theorem) -> Proved:
    if theorem.goal.conclusion != FALSE:
        raise KernelRefusal("only a proof of falsehood shows a contradiction")
    return prove(theorem)


def _labels(goal: Goal) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.label for each in goal.assumptions))


__all__ = [
    "Bounded", "Contradicted", "Disagreement", "IllFormed", "KernelRefusal", "Proved", "Refuted", "Satisfied",
    "Unknown", "Vacuous", "Verdict", "contradict", "decide", "prove", "refute", "satisfy", "vacuous",
]  # fmt: skip
