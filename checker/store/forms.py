"""What is kept of a judged claim: proofs and counterexamples as data, from which the kernel makes the verdict
again, and what was found besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from aligncheck.diagnostics import Problem
from aligncheck.evidence.outcome import Grade, LedgerLine, Satisfiable
from aligncheck.kernel.goal import Goal, RuleInstance
from aligncheck.kernel.rules import Rule
from aligncheck.kernel.values import Model
from aligncheck.kernel.verdicts import Bounded
from aligncheck.records import dataclass

if TYPE_CHECKING:
    from aligncheck.evidence.explaining import Explanation


@dataclass(frozen=True, slots=True)
class About:
    """A goal of the claim, by the name that `store.roots` gives it. `kept`: with these of its assumptions
    alone, by number."""

    name: str
    kept: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Evident:
    """The kernel sees that the goal holds."""


@dataclass(frozen=True, slots=True)
class Said:
    """An engine said that the goal has no counterexample. `goal`: the digest of that goal, or empty."""

    engine: str
    exactness: Literal["exact", "weaker"]
    core: tuple[int, ...] | None
    goal: str


@dataclass(frozen=True, slots=True)
class Told:
    """An engine said so, and by which instances of its rules, in order."""

    said: Said
    rules: tuple[RuleInstance, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """By a rule, from its premises."""

    rule: Rule
    parts: tuple[Derivation, ...]


Derivation: TypeAlias = "Evident | Said | Told | Derived"


@dataclass(frozen=True, slots=True)
class Proof:
    about: About
    derivation: Derivation


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in an earlier proof: the number of that proof, and which premise to go on with at each step
    down from its goal."""

    proof: int
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A model that falsifies the goal that the path leads to: steps, each with the premise it goes on with."""

    about: About
    path: tuple[tuple[Rule, int], ...]
    model: Model


@dataclass(frozen=True, slots=True)
class Restated:
    """A counterexample of a goal that was restated on the way. `shown`: proofs of what that rests on, with their
    goals."""

    found: Counterexample
    shown: tuple[tuple[Goal, Derivation], ...]

    @property
    def about(self) -> About:
        return self.found.about


VerdictKind: TypeAlias = Literal[
    "proved", "satisfied", "refuted", "contradicted", "vacuous", "bounded", "ill_formed"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rests:
    """A verdict, by what it rests on: numbers of proofs (of counterexamples for `satisfied`, `refuted` and
    `ill_formed`). A bound rests on nothing that is kept: it is what was `said`. `why`: of `ill_formed`."""

    kind: VerdictKind
    on: tuple[int, ...] = ()
    said: Bounded | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Proofs and counterexamples, and the verdicts that rest on them: of the claim, and of each conclusion by
    its label."""

    proofs: tuple[Proof | Part, ...]
    counterexamples: tuple[Counterexample | Restated, ...]
    verdict: Rests
    steps: tuple[tuple[str, Rests], ...]
    reading: str | None


@dataclass(frozen=True, slots=True)
class Remembered:
    """An outcome but for its claim, its times, and its repairs. Fields are called as there."""

    evidence: Evidence
    ok: bool
    grade: Grade | None
    engine: str | None
    reason: str | None
    ledger: tuple[LedgerLine, ...]
    satisfiable: Satisfiable
    witnesses: tuple[str, ...]
    given: tuple[str, ...]
    problems: tuple[Problem, ...]
    explanation: Explanation | None
