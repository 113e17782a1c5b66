"""What engines are asked and what they answer. An answer is never a verdict: only the kernel makes those."""

from __future__ import annotations

from typing import Literal, TypeAlias

from aligncheck.kernel.goal import Goal, RuleInstance
from aligncheck.kernel.terms import Term
from aligncheck.kernel.values import Model
from aligncheck.records import dataclass

Exactness: TypeAlias = Literal["exact", "weaker", "stronger"]
GiveUpReason: TypeAlias = Literal["timeout", "memory", "unsupported", "incomplete", "crashed"]

NO_RULES = "it has no rules for "
"""So begins the detail of what an engine had to leave out."""
RULES_FALL_SHORT = "the rules for sums and best values do not prove it"


@dataclass(frozen=True, slots=True)
class Limits:
    """Hard limits of one question: seconds as a race counts them (engines.timing), MiB of memory, and carriers up to
    `bound` elements."""

    seconds: float = 10.0
    memory: int = 2048
    bound: int = 3


@dataclass(frozen=True, slots=True)
class Unsat:
    """No model satisfies the assumptions and falsifies the conclusion, in an encoding that has at least
    all models (`exact` or `weaker`). `core`: indices of assumptions that suffice, None if not known. `rules`: what
    it went by besides, in order, where it has rules of its own."""

    engine: str
    exactness: Exactness
    core: tuple[int, ...] | None = None
    rules: tuple[RuleInstance, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model said to satisfy the assumptions and to falsify the conclusion: to be replayed by the kernel."""

    engine: str
    exactness: Exactness
    model: Model


@dataclass(frozen=True, slots=True)
class Exhausted:
    """No such model with 0 to `bound` elements in each base sort: every size was searched to its end."""

    engine: str
    bound: int


@dataclass(frozen=True, slots=True)
class GaveUp:
    """No answer, and why, in a reader's words (the construct where it is `unsupported`). `searched`: every size
    up to it, and there was no time for the next one. `about`: the terms that it could do nothing with."""

    engine: str
    reason: GiveUpReason
    detail: str
    searched: int | None = None
    about: tuple[Term, ...] = ()


Answer: TypeAlias = Unsat | Candidate | Exhausted | GaveUp


@dataclass(frozen=True, slots=True)
class Query:
    """A goal for one engine, under limits."""

    engine: str
    goal: Goal
    limits: Limits
