"""What can be wrong with the indices of families (A4xx)."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from aligncheck.diagnostics import Edit, Fix, Label, Problem, Severity
from aligncheck.records import dataclass
from aligncheck.source import Span


def range_over(written: Span | None, right: tuple[str, ...]) -> tuple[Fix, ...]:
    """The mends of a loop over the wrong index set: the right ones, the likeliest first."""
    if written is None:
        return ()
    return tuple(Fix(f"range over `{text}`", (Edit(written, text),)) for text in right)


_SHORTER = "shorten the range of the loop, or declare the family with a longer one"


def _range_over(variable: str | None, right: tuple[str, ...]) -> str | None:
    return f"let `{variable}` range over `{right[0]}`" if right else None


def _at_values(values: tuple[tuple[str, str], ...]) -> str:
    """The values of loop variables: ``i = 2` and `j = 1``."""
    return " and ".join(f"`{name} = {value}`" for name, value in values)


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
    index: tuple[str, ...]
    range: str
    declared: Span
    when: tuple[tuple[str, str], ...] = ()
    variable: str | None = None
    set_span: Span | None = None
    right: tuple[str, ...] = ()

    def ranging(self, variable: str, set_span: Span | None, right: tuple[str, ...]) -> IndexOutOfRange:
        """The same problem in a loop, with the index sets that would do."""
        return replace(self, variable=variable, set_span=set_span, right=right)

    def message(self) -> str:
        member = f"`{self.family}[{', '.join(self.index)}]`"
        when = f" (when {_at_values(self.when)})" if self.when else ""
        return f"{member}{when} does not exist: `{self.family}` is indexed by `{self.range}`"

    def labels(self) -> tuple[Label, ...]:
        declared = Label(self.declared, f"`{self.family}` is declared here with range `{self.range}`")
        if self.set_span is None:
            return (declared,)
        return (Label(self.set_span, f"`{self.variable}` ranges over this"), declared)

    def help(self) -> str | None:
        if self.variable is None:
            return None
        return _range_over(self.variable, self.right) or _SHORTER

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
    when: tuple[tuple[str, str], ...] = ()
    example: tuple[tuple[str, str], ...] = ()
    """The smallest symbols for which it is negative."""
    variable: str | None = None
    set_span: Span | None = None
    right: tuple[str, ...] = ()

    def ranging(self, variable: str, set_span: Span | None, right: tuple[str, ...]) -> NegativeIndex:
        """The same problem in a loop, with the index sets that would do."""
        return replace(self, variable=variable, set_span=set_span, right=right)

    def message(self) -> str:
        if not self.when:
            return f"`{self.value}` is no natural number: there is nothing before 0"
        first = f" (as for {_at_values(self.example)})" if self.example else ""
        return f"`{self.span.text}` is `{self.value}` when {_at_values(self.when)}{first}: there is nothing before 0"

    def labels(self) -> tuple[Label, ...]:
        return () if self.set_span is None else (Label(self.set_span, f"`{self.variable}` ranges over this"),)

    def help(self) -> str | None:
        return _range_over(self.variable, self.right)

    def fixes(self) -> tuple[Fix, ...]:
        return range_over(self.set_span, self.right)


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
    declared: Span
    when: tuple[tuple[str, str], ...] = ()
    member: str = ""
    """The index where it leaves, over the symbols: `n+1`."""
    example: tuple[tuple[str, str], ...] = ()
    """The smallest symbols for which it does."""
    variable: str | None = None
    set_span: Span | None = None
    right: tuple[str, ...] = ()

    def ranging(self, variable: str, set_span: Span | None, right: tuple[str, ...]) -> IndexMayLeave:
        """The same problem in a loop, with the ranges that would do."""
        return replace(self, variable=variable, set_span=set_span, right=right)

    def message(self) -> str:
        written, member = f"{self.family}[{self.index}]", f"{self.family}[{self.member}]"
        which = f"`{written}`" if written == member else f"`{written}` is `{member}`"
        when = f" when {_at_values(self.when)}" if self.when else ""
        first = f" (as for {_at_values(self.example)})" if self.example else ""
        joined = " is" if written == member and not when else ", which is"
        return f"{which}{when}{first}{joined} outside the range `{self.range}` of `{self.family}`"

    def labels(self) -> tuple[Label, ...]:
        declared = Label(self.declared, f"`{self.family}` is declared here with range `{self.range}`")
        if self.set_span is None:
            return (declared,)
        return (Label(self.set_span, f"`{self.variable}` ranges over this"), declared)

    def help(self) -> str | None:
        return _range_over(self.variable, self.right) or _SHORTER

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


@dataclass(frozen=True, slots=True)
class EmptyIndexSet(Problem):
    """A loop or a sum ranges over nothing, whatever the values of its bounds: `a..b` is empty where b < a. What is
    said for every index is then true, and a sum is 0.

    ```align broken
    sequence L: Nat -> Real
    claim total: show (sum t in 3..1. L(t)) = L(1) + L(2) + L(3) expect refuted
    ```
    ```align fixed
    sequence L: Nat -> Real
    claim total: show (sum t in 1..3. L(t)) = L(1) + L(2) + L(3)
    ```
    """

    code: ClassVar[str] = "A410"
    slug: ClassVar[str] = "empty-index-set"
    severity: ClassVar[Severity] = "warning"
    variable: str
    upwards: str | None

    def message(self) -> str:
        return f"`{self.span.text}` is empty: `{self.variable}` takes no value"

    def help(self) -> str | None:
        return f"write `{self.upwards}`" if self.upwards else None

    def fixes(self) -> tuple[Fix, ...]:
        return range_over(self.span, () if self.upwards is None else (self.upwards,))
