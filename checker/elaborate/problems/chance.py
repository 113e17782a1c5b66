"""What can be wrong with distributions and tables (A330 to A332)."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Label, Problem, listed
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class NotADistribution(Problem):
    """A table that stands for a distribution has a weight below 0, or its weights do not sum to 1.

    ```align broken
    enum Side { heads, tails }
    def coin: Dist Side := {heads |-> 1/2, tails |-> 1/3}
    ```
    ```align fixed
    enum Side { heads, tails }
    def coin: Dist Side := {heads |-> 1/2, tails |-> 1/2}
    ```
    """

    code: ClassVar[str] = "A330"
    slug: ClassVar[str] = "not-a-distribution"
    what: str

    def message(self) -> str:
        return f"this table is no distribution: {self.what}"

    def help(self) -> str | None:
        return "the weights of a distribution are at least 0 and sum to 1; outcomes that are left out have weight 0"


@dataclass(frozen=True, slots=True)
class TableGap(Problem):
    """A table that stands for a function leaves out members of its domain, so that it has no value there.

    ```align broken
    enum Move { stay, left_turn, right_turn }
    def cost: Move -> Real := {stay |-> 0, left_turn |-> 1}
    ```
    ```align fixed
    enum Move { stay, left_turn, right_turn }
    def cost: Move -> Real := {stay |-> 0, left_turn |-> 1, right_turn |-> 1}
    ```
    """

    code: ClassVar[str] = "A331"
    slug: ClassVar[str] = "table-gap"
    missing: tuple[str, ...]
    domain: str

    def message(self) -> str:
        if not self.missing:
            return f"a table lists every argument, and the members of `{self.domain}` are not listed anywhere"
        return f"this table has no value for {listed(self.missing, 'and')}"

    def help(self) -> str | None:
        return None if self.missing else "write the function as `fun x. …`"


@dataclass(frozen=True, slots=True)
class RepeatedEntry(Problem):
    """A table gives two values for one argument.

    ```align broken
    enum Move { stay, go }
    def cost: Move -> Real := {stay |-> 0, stay |-> 1, go |-> 2}
    ```
    ```align fixed
    enum Move { stay, go }
    def cost: Move -> Real := {stay |-> 0, go |-> 2}
    ```
    """

    code: ClassVar[str] = "A332"
    slug: ClassVar[str] = "repeated-entry"
    argument: str
    first: Span

    def message(self) -> str:
        return f"this table has two values for `{self.argument}`"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.first, "the first is here"),)
