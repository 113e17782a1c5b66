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
    assumed: Span
    because: str = ""
    """In what the two differ, though they say the same."""

    def message(self) -> str:
        if self.because:
            return f"the conclusion `{self.label}` is an assumption, up to {self.because}"
        return f"the conclusion `{self.label}` is one of the assumptions"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.assumed, "assumed here"),)

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


PROBLEMS: tuple[type[Problem], ...] = (
    UnusedVariable,
    ConclusionAssumed,
    IdenticalSides,
    RepeatedAssumption,
    SameDefinition,
)
