"""Faults of claims and definitions that need no model."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Label, Problem, Severity
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class UnusedVariable(Problem):
    """A claim speaks for all values of a variable and never mentions it. It may be a leftover, or another
    name may stand where this one was meant.

    ```align broken
    claim positive: for x, y: Real assume x > 0 show x + 1 > 1
    ```
    ```align fixed
    claim positive: for x, y: Real assume x > 0, y > 0 show x + y > 0
    ```
    """

    code: ClassVar[str] = "A601"
    slug: ClassVar[str] = "unused-variable"
    severity: ClassVar[Severity] = "warning"
    name: str

    def message(self) -> str:
        return f"`{self.name}` is never used in this claim"

    def help(self) -> str | None:
        return "leave it out, or use it"


@dataclass(frozen=True, slots=True)
class ConclusionAssumed(Problem):
    """The conclusion is one of the assumptions, so the claim says nothing. In print this is most often a slip
    of an index or a letter: the conclusion meant another one.

    It counts as the same if only the order of its parts, the direction of a comparison, negations or the names
    of bound variables make the difference. What takes a definition or arithmetic to see is not counted.

    ```align broken
    sort Policy
    relation safe(x: Policy)
    claim kept: for p: Policy assume safe(p) show safe(p)
    ```
    ```align fixed
    sort Policy
    relation safe(x: Policy)
    claim kept: for p, q: Policy assume safe(q), p = q show safe(p)
    ```
    """

    code: ClassVar[str] = "A602"
    slug: ClassVar[str] = "conclusion-assumed"
    severity: ClassVar[Severity] = "warning"
    label: str
    assumed: Span | None
    """Where; None where the conclusion itself says, with all definitions unfolded, that it follows from itself."""
    because: str = ""
    """In what the two differ, though they say the same."""

    def message(self) -> str:
        if self.assumed is None:
            return f"`{self.label}` holds by definition: what it says is among its own premises"
        if self.because:
            return f"the conclusion `{self.label}` is an assumption, up to {self.because}"
        return f"the conclusion `{self.label}` is one of the assumptions"

    def labels(self) -> tuple[Label, ...]:
        return () if self.assumed is None else (Label(self.assumed, "assumed here"),)

    def help(self) -> str | None:
        return "the claim is true of anything: was another conclusion meant?"


@dataclass(frozen=True, slots=True)
class IdenticalSides(Problem):
    """Both sides of an equivalence, equality or implication are the same, so it holds of anything.

    ```align broken
    sort Policy
    relation mutual(x, y: Policy)
    claim symmetric_mutual: for p, q: Policy show mutual(p, q) <-> mutual(p, q)
    ```
    ```align fixed
    sort Policy
    relation mutual(x, y: Policy)
    claim symmetric_mutual: for p, q: Policy assume symmetric(mutual) show mutual(p, q) <-> mutual(q, p)
    ```
    """

    code: ClassVar[str] = "A603"
    slug: ClassVar[str] = "identical-sides"
    severity: ClassVar[Severity] = "warning"
    operator: str
    side: str
    because: str = ""
    """In what the two differ, though they say the same."""

    def message(self) -> str:
        if self.because:
            return f"both sides of `{self.operator}` say `{self.side}`, up to {self.because}"
        return f"both sides of `{self.operator}` are `{self.side}`"

    def help(self) -> str | None:
        return "it is true of anything: was another side meant?"


@dataclass(frozen=True, slots=True)
class RepeatedAssumption(Problem):
    """An assumption is stated twice. One of the two may have been meant to say something else.

    ```align broken
    constant x, y: Real
    claim sum: assume x > 0, x > 0 show x + y > 0 expect refuted
    ```
    ```align fixed
    constant x, y: Real
    claim sum: assume x > 0, y > 0 show x + y > 0
    ```
    """

    code: ClassVar[str] = "A604"
    slug: ClassVar[str] = "repeated-assumption"
    severity: ClassVar[Severity] = "warning"
    label: str
    first: Span
    because: str = ""
    """In what the two differ, though they say the same."""

    def message(self) -> str:
        if self.because:
            return f"`{self.label}` is assumed twice, up to {self.because}"
        return f"`{self.label}` is assumed twice"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.first, "first assumed here"),)

    def help(self) -> str | None:
        return "leave one out, or say what was meant"


@dataclass(frozen=True, slots=True)
class SameDefinition(Problem):
    """Two definitions of one module say the same under two names, although they are meant to differ.

    ```align broken
    sort Policy
    relation safe(x: Policy)
    relation fair(x: Policy)
    def good(x: Policy) := safe(x) and fair(x)
    def fine(y: Policy) := safe(y) and fair(y)
    ```
    ```align fixed
    sort Policy
    relation safe(x: Policy)
    relation fair(x: Policy)
    def good(x: Policy) := safe(x) and fair(x)
    def fine(y: Policy) := safe(y) or fair(y)
    ```
    """

    code: ClassVar[str] = "A605"
    slug: ClassVar[str] = "same-definition"
    severity: ClassVar[Severity] = "warning"
    name: str
    other: str
    earlier: Span

    def message(self) -> str:
        return f"`{self.name}` says just what `{self.other}` says"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.earlier, f"`{self.other}` is defined here"),)


@dataclass(frozen=True, slots=True)
class UnusedParameter(Problem):
    """A definition has a parameter that it never uses: it means the same for all values of it. It may be a
    leftover, or another name may stand where this one was meant. One that begins with `_` is meant so.

    ```align broken
    sort Policy
    relation better(x, y: Policy)
    def as_good(x, y: Policy) := better(x, x)
    ```
    ```align fixed
    sort Policy
    relation better(x, y: Policy)
    def as_good(x, y: Policy) := better(x, y)
    ```
    """

    code: ClassVar[str] = "A606"
    slug: ClassVar[str] = "unused-parameter"
    severity: ClassVar[Severity] = "warning"
    name: str

    def message(self) -> str:
        return f"the parameter `{self.name}` is never used"

    def help(self) -> str | None:
        return f"use it, leave it out, or call it `_{self.name}` if it is there on purpose"


@dataclass(frozen=True, slots=True)
class UnusedBinder(Problem):
    """A variable is bound inside a formula and never used there, so that it only asks whether there is any
    value of its type. Another name may stand where this one was meant. That there is one at all is said by
    `exists x: A. true`; a variable that begins with `_` is meant to go unused.

    ```align broken
    sort Policy
    relation better(x, y: Policy)
    def best(x: Policy) := forall y: Policy. better(x, x)
    ```
    ```align fixed
    sort Policy
    relation better(x, y: Policy)
    def best(x: Policy) := forall y: Policy. better(x, y)
    ```
    """

    code: ClassVar[str] = "A607"
    slug: ClassVar[str] = "unused-binder"
    severity: ClassVar[Severity] = "warning"
    name: str
    binder: str

    def message(self) -> str:
        return f"`{self.name}` is bound by `{self.binder}` and never used"

    def help(self) -> str | None:
        return f"use it, leave it out, or call it `_{self.name}` if it is there on purpose"


@dataclass(frozen=True, slots=True)
class SameClaim(Problem):
    """Two claims of one file state the same under two names, so that one of them says nothing new. In print
    this is most often a copy in which something was to be changed.

    ```align broken
    sort Policy
    relation better(x, y: Policy)
    relation safe(x: Policy)
    claim for_safe_ones: for p, q: Policy assume safe(p) show better(p, q) expect refuted
    claim for_all: for r, s: Policy assume safe(r) show better(r, s) expect refuted
    ```
    ```align fixed
    sort Policy
    relation better(x, y: Policy)
    relation safe(x: Policy)
    claim for_safe_ones: for p, q: Policy assume safe(p) show better(p, q) expect refuted
    claim for_all: for r, s: Policy show better(r, s) expect refuted
    ```
    """

    code: ClassVar[str] = "A608"
    slug: ClassVar[str] = "same-claim"
    severity: ClassVar[Severity] = "warning"
    name: str
    other: str
    earlier: Span

    def message(self) -> str:
        return f"`{self.name}` states just what `{self.other}` states"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.earlier, f"`{self.other}` stands here"),)

    def help(self) -> str | None:
        return "leave one out, or state what was meant"


@dataclass(frozen=True, slots=True)
class ImpliedByTyping(Problem):
    """A condition says no more than the type or the declaration of what it speaks of: a law of a structure
    asked of a member of it, the condition of a subset asked of a member, `n >= 0` of a natural number. The
    condition was perhaps meant for something else.

    ```align broken
    sort State
    structure Potential { value: State -> Real  law: forall s: State. value(s) >= 0 }
    relation below(p, q: Potential) := forall s: State. p.value(s) <= q.value(s)
    relation bounded_by(p, q: Potential) := below(p, q) and (forall s: State. q.value(s) >= 0)
    ```
    ```align fixed
    sort State
    structure Potential { value: State -> Real  law: forall s: State. value(s) >= 0 }
    relation below(p, q: Potential) := forall s: State. p.value(s) <= q.value(s)
    relation bounded_by(p, q: Potential) := below(p, q) and (forall s: State. q.value(s) > 0)
    ```
    """

    code: ClassVar[str] = "A609"
    slug: ClassVar[str] = "implied-by-typing"
    severity: ClassVar[Severity] = "warning"
    text: str
    reason: str
    declared: Span | None = None

    def message(self) -> str:
        return f"`{self.text}` always holds: {self.reason}"

    def labels(self) -> tuple[Label, ...]:
        return () if self.declared is None else (Label(self.declared, "said here"),)

    def help(self) -> str | None:
        return "leave it out, or ask it of what was meant"


@dataclass(frozen=True, slots=True)
class RepeatedClause(Problem):
    """A part of a conjunction or disjunction stands in it twice. One of the two may have been meant to say
    something else.

    ```align broken
    sort Policy
    relation better(x, y: Policy)
    def as_good(x, y: Policy) := better(x, y) and better(x, y)
    ```
    ```align fixed
    sort Policy
    relation better(x, y: Policy)
    def as_good(x, y: Policy) := better(x, y) and better(y, x)
    ```
    """

    code: ClassVar[str] = "A610"
    slug: ClassVar[str] = "repeated-clause"
    severity: ClassVar[Severity] = "warning"
    text: str
    connective: str
    first: Span

    def message(self) -> str:
        return f"`{self.text}` stands twice in this {self.connective}"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.first, "first said here"),)

    def help(self) -> str | None:
        return "leave one out, or say what was meant"


PROBLEMS: tuple[type[Problem], ...] = (
    UnusedVariable,
    ConclusionAssumed,
    IdenticalSides,
    RepeatedAssumption,
    SameDefinition,
    UnusedParameter,
    UnusedBinder,
    SameClaim,
    ImpliedByTyping,
    RepeatedClause,
)
