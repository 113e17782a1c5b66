"""What can be wrong with the indices that loops bind (A406, A407)."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Label, Problem, Severity
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class UnusedIndex(Problem):
    """A loop over an index set says the same for every index: its body does not mention the index. Another name,
    or a number, stands where it was meant.

    ```align broken
    claim positive {
      family x[i in 0..2]: Real
      assume for i in 0..2: x[0] >= 0
      show x[0] + 1 > 0
    }
    ```
    ```align fixed
    claim positive {
      family x[i in 0..2]: Real
      assume for i in 0..2: x[i] >= 0
      show x[0] + x[1] + 1 > 0
    }
    ```
    """

    code: ClassVar[str] = "A406"
    slug: ClassVar[str] = "unused-index"
    severity: ClassVar[Severity] = "warning"
    name: str
    body: Span

    def message(self) -> str:
        return f"`{self.name}` is never used in the loop over it"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.body, f"this is the same for every `{self.name}`"),)

    def help(self) -> str | None:
        return "use it, or leave the loop out"


@dataclass(frozen=True, slots=True)
class IndexNotInBody(Problem):
    """What is added up, or compared, does not depend on the index of the sum: it is the same term again and again.
    A sum that counts (`sum i in 1..n. 1`), or that adds up one constant, is let pass.

    ```align broken
    sequence u: Nat -> Real
    def total(t, T: Nat): Real := sum j in 1..T. u(t)
    ```
    ```align fixed
    sequence u: Nat -> Real
    def total(T: Nat): Real := sum j in 1..T. u(j)
    ```
    """

    code: ClassVar[str] = "A407"
    slug: ClassVar[str] = "index-not-in-body"
    severity: ClassVar[Severity] = "warning"
    operator: str
    name: str
    body: Span

    def message(self) -> str:
        return f"the body of this `{self.operator}` does not mention its index `{self.name}`"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.body, f"this is the same for every `{self.name}`"),)

    def help(self) -> str | None:
        return f"was `{self.name}` meant somewhere in the body?"
