"""What can be wrong with which members of a family a claim speaks of (A404, A408, A409)."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Fix, Label, Problem, Severity
from aligncheck.elaborate.problems.indices import range_over
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class TiedToNothing(Problem):
    """The conclusion speaks of a member of a family that no assumption mentions, while other members are
    assumed things of: the index set of an assumption is too short, or shifted.

    ```align broken
    sort Place
    relation near(x, y: Place)
    claim chain {
      family C[i in 0..2]: Place
      assume transitive(near)
      assume for i in {1}: near(C[i], C[i+1])
      show near(C[0], C[2])
      expect refuted
    }
    ```
    ```align fixed
    sort Place
    relation near(x, y: Place)
    claim chain {
      family C[i in 0..2]: Place
      assume transitive(near)
      assume for i in {0, 1}: near(C[i], C[i+1])
      show near(C[0], C[2])
    }
    ```
    """

    code: ClassVar[str] = "A404"
    slug: ClassVar[str] = "tied-to-nothing"
    severity: ClassVar[Severity] = "warning"
    member: str
    variable: str | None = None
    set_span: Span | None = None
    right: tuple[str, ...] = ()

    def message(self) -> str:
        return f"`{self.member}` stands in the conclusion, and no assumption mentions it"

    def labels(self) -> tuple[Label, ...]:
        if self.set_span is None:
            return ()
        return (Label(self.set_span, f"`{self.variable}` ranges over this"),)

    def help(self) -> str | None:
        return None if not self.right else f"let `{self.variable}` range over `{self.right[0]}`"

    def fixes(self) -> tuple[Fix, ...]:
        return range_over(self.set_span, self.right)


@dataclass(frozen=True, slots=True)
class BrokenChain(Problem):
    """The conclusion relates two members of a family, and the assumptions relate others of them in steps, but no
    chain of steps leads from the one to the other: a step is missing.

    ```align broken
    sort Place
    relation near(x, y: Place)
    claim chain {
      family C[i in 0..3]: Place
      assume transitive(near)
      assume for i in {0, 2}: near(C[i], C[i+1])
      show near(C[0], C[3])
      expect refuted
    }
    ```
    ```align fixed
    sort Place
    relation near(x, y: Place)
    claim chain {
      family C[i in 0..3]: Place
      assume transitive(near)
      assume for i in {0, 1, 2}: near(C[i], C[i+1])
      show near(C[0], C[3])
    }
    ```
    """

    code: ClassVar[str] = "A408"
    slug: ClassVar[str] = "broken-chain"
    severity: ClassVar[Severity] = "warning"
    one: str
    other: str
    variable: str
    set_span: Span
    right: tuple[str, ...] = ()

    def message(self) -> str:
        return f"no chain of assumptions leads from `{self.one}` to `{self.other}`"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.set_span, f"`{self.variable}` ranges over this"),)

    def help(self) -> str | None:
        return f"let `{self.variable}` range over `{self.right[0]}`" if self.right else None

    def fixes(self) -> tuple[Fix, ...]:
        return range_over(self.set_span, self.right)


@dataclass(frozen=True, slots=True)
class DifferentIndexSets(Problem):
    """Two assumptions speak of the same members of a family, but one of a member more, and nothing else in the
    claim speaks of that one: an index set is too long, or the other too short.

    ```align broken
    claim difference {
      family x[i in 0..2]: Real
      assume for i in {0, 1, 2}: x[i] >= 0
      assume for i in {0, 1}: x[i] <= 1
      show x[0] - x[1] <= 1
    }
    ```
    ```align fixed
    claim difference {
      family x[i in 0..2]: Real
      assume for i in {0, 1}: x[i] >= 0
      assume for i in {0, 1}: x[i] <= 1
      show x[0] - x[1] <= 1
    }
    ```
    """

    code: ClassVar[str] = "A409"
    slug: ClassVar[str] = "different-index-sets"
    severity: ClassVar[Severity] = "warning"
    variable: str
    smaller: str
    larger: str
    larger_span: Span
    member: str

    def message(self) -> str:
        return (
            f"`{self.variable}` ranges over `{self.smaller}` here and over `{self.larger}` elsewhere, and "
            f"`{self.member}` is mentioned nowhere else"
        )

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.larger_span, f"the only place that reaches `{self.member}`"),)

    def help(self) -> str | None:
        return "let both range over the same set"
