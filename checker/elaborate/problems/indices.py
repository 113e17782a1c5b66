"""What can be wrong with the indices of families (A4xx)."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from aligncheck.diagnostics import Edit, Fix, Label, Problem, Severity
from aligncheck.records import dataclass
from aligncheck.source import Span


def index_set(values: tuple[int, ...]) -> str:
    """The set of these values as it is written."""
    return "{" + ", ".join(map(str, values)) + "}"


def range_over(written: Span | None, right: tuple[int, ...]) -> tuple[Fix, ...]:
    """The mend of a loop over the wrong index set, where the right one is known."""
    if written is None or not right:
        return ()
    return (Fix(f"range over `{index_set(right)}`", (Edit(written, index_set(right)),)),)


@dataclass(frozen=True, slots=True)
class IndexOutOfRange(Problem):
    """A member of a family is used that the family does not have.

    ```align broken
    sort Place
    relation near(x, y: Place)
    claim chain {
      family C[i in 0..2]: Place
      assume transitive(near)
      assume for i in {0, 1, 2}: near(C[i], C[i+1])
      show near(C[0], C[2])
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

    code: ClassVar[str] = "A401"
    slug: ClassVar[str] = "index-out-of-range"
    family: str
    index: tuple[int, ...]
    range: str
    declared: Span
    variable: str | None = None
    value: int | None = None
    set_span: Span | None = None
    right: tuple[int, ...] = ()

    def in_loop(self, variable: str, value: int, set_span: Span, right: tuple[int, ...]) -> IndexOutOfRange:
        """The same problem, at a value of a loop, with the index set that would do."""
        return replace(self, variable=variable, value=value, set_span=set_span, right=right)

    def message(self) -> str:
        member = f"`{self.family}[{', '.join(map(str, self.index))}]`"
        when = "" if self.variable is None else f" (when `{self.variable} = {self.value}`)"
        return f"{member}{when} does not exist: `{self.family}` is indexed by `{self.range}`"

    def labels(self) -> tuple[Label, ...]:
        declared = Label(self.declared, f"`{self.family}` is declared here with range `{self.range}`")
        if self.set_span is None:
            return (declared,)
        return (Label(self.set_span, f"`{self.variable}` ranges over this"), declared)

    def help(self) -> str | None:
        if self.variable is None:
            return None
        if not self.right:
            return f"no range of `{self.variable}` keeps every index inside `{self.range}`"
        return f"let `{self.variable}` range over `{index_set(self.right)}`"

    def fixes(self) -> tuple[Fix, ...]:
        return range_over(self.set_span, self.right)


@dataclass(frozen=True, slots=True)
class NegativeIndex(Problem):
    """A negative number stands where a natural number is needed: a step, a count, an index.

    ```align broken
    sequence L: Nat -> Real
    claim before: show L(-1) = L(0)
    ```
    ```align fixed
    sequence L: Nat -> Real
    claim before: assume L(1) = L(0) show L(1) - L(0) = 0
    ```
    """

    code: ClassVar[str] = "A402"
    slug: ClassVar[str] = "negative-index"
    value: str

    def message(self) -> str:
        return f"`{self.value}` is no natural number: there is nothing before 0"


@dataclass(frozen=True, slots=True)
class IndexMayLeave(Problem):
    """An index with a symbolic bound leaves the range of the family for some value of the loop variable.

    ```align broken
    sort Place
    relation near(x, y: Place)
    constant n: Nat
    claim chain {
      family C[i in 0..n]: Place
      assume for i in 0..n: near(C[i], C[i+1])
      show near(C[0], C[0]) expect refuted
    }
    ```
    ```align fixed
    sort Place
    relation near(x, y: Place)
    constant n: Nat
    claim chain {
      family C[i in 0..n]: Place
      assume for i in 0..n: near(C[i], C[i])
      show near(C[0], C[0])
    }
    ```
    """

    code: ClassVar[str] = "A403"
    slug: ClassVar[str] = "index-may-leave"
    family: str
    index: str
    range: str
    end: str
    declared: Span

    def message(self) -> str:
        return f"`{self.family}[{self.index}]` leaves the range `{self.range}` of `{self.family}` beyond `{self.end}`"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.declared, f"`{self.family}` is declared here with range `{self.range}`"),)

    def help(self) -> str | None:
        return "shorten the range of the loop, or declare the family with a longer one"


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
    right: tuple[int, ...] = ()

    def message(self) -> str:
        return f"`{self.member}` stands in the conclusion, and no assumption mentions it"

    def labels(self) -> tuple[Label, ...]:
        if self.set_span is None:
            return ()
        return (Label(self.set_span, f"`{self.variable}` ranges over this"),)

    def help(self) -> str | None:
        return None if not self.right else f"let `{self.variable}` range over `{index_set(self.right)}`"

    def fixes(self) -> tuple[Fix, ...]:
        return range_over(self.set_span, self.right)


@dataclass(frozen=True, slots=True)
class WrongIndexCount(Problem):
    """A member of a family is named with too many or too few indices.

    ```align broken
    claim grid {
      family x[i in 0..1, j in 0..1]: Real
      assume x[0] = 1
      show x[0, 0] = 1
    }
    ```
    ```align fixed
    claim grid {
      family x[i in 0..1, j in 0..1]: Real
      assume x[0, 0] = x[0, 1], x[0, 1] = 1
      show x[0, 0] = 1
    }
    ```
    """

    code: ClassVar[str] = "A405"
    slug: ClassVar[str] = "wrong-index-count"
    family: str
    wanted: int
    given: int
    declared: Span

    def message(self) -> str:
        wanted = f"{self.wanted} index" if self.wanted == 1 else f"{self.wanted} indices"
        return f"`{self.family}` takes {wanted}, and {self.given} are given".replace("1 are", "1 is")

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.declared, "declared here"),)
