"""What can be wrong with scale and orientation (A5xx)."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Label, Problem, Severity
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class NotMeaningful(Problem):
    """A definition uses an objective in a way that its scale does not admit: its value or truth changes when
    the objective is replaced by another one that is, by its scale, the same objective. An `ordinal`
    objective admits every strictly increasing map, an `interval` one u ↦ a·u + b with a > 0, a `ratio` one
    u ↦ a·u with a > 0, an `absolute` one none.

    ```align broken
    sort Outcome
    objective u: Outcome -> Real maximize interval
    def twice_as_good(x, y: Outcome) := u(x) = 2 * u(y)
    ```
    ```align fixed
    sort Outcome
    objective u: Outcome -> Real maximize interval
    def at_least_as_good(x, y: Outcome) := u(x) >= u(y)
    ```
    """

    code: ClassVar[str] = "A501"
    slug: ClassVar[str] = "not-meaningful"
    severity: ClassVar[Severity] = "warning"
    definition: str
    objective: str
    scale: str
    declared: Span

    def message(self) -> str:
        return (
            f"`{self.definition}` changes when `{self.objective}` is replaced by an objective"
            f" that is the same on its `{self.scale}` scale"
        )

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.declared, f"the scale of `{self.objective}` is `{self.scale}`"),)

    def help(self) -> str | None:
        return "use what its scale keeps (order, differences, ratios of differences), or declare a stronger scale"


@dataclass(frozen=True, slots=True)
class MixedOrientation(Problem):
    """A sum or comparison mixes an objective that is maximized with one that is minimized. Values are never
    negated silently: what is good for one is bad for the other.

    ```align broken
    sort Outcome
    objective reward: Outcome -> Real maximize absolute
    objective loss: Outcome -> Real minimize absolute
    def total(x: Outcome): Real := reward(x) + loss(x)
    ```
    ```align fixed
    sort Outcome
    objective reward: Outcome -> Real maximize ratio
    objective bonus: Outcome -> Real maximize ratio
    def same_sign(x: Outcome): Bool := reward(x) > 0 and bonus(x) > 0
    ```
    """

    code: ClassVar[str] = "A502"
    slug: ClassVar[str] = "mixed-orientation"
    maximized: str
    minimized: str

    def message(self) -> str:
        return (
            f"`{self.maximized}` is maximized and `{self.minimized}` is minimized: they do not add or compare"
        )

    def help(self) -> str | None:
        return "negate one of them explicitly in a definition of its own, or compare by `better`"
