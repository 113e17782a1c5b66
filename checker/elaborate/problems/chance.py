"""What can be wrong with distributions and tables and models (A230, A231, A330 to A332)."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Fix, Label, Problem, did_you_mean, listed, respelling
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


@dataclass(frozen=True, slots=True)
class CausalCycle(Problem):
    """In a model a variable depends on itself, through others or at once, or on what comes later; nothing could draw
    it.

    ```align broken
    enum Side { heads, tails }
    given f, g: Side -> Dist Side
    model M { X ~ f(Y)  Y ~ g(X) }
    ```
    ```align fixed
    enum Side { heads, tails }
    given f, g: Side -> Dist Side
    model M { X[0] ~ uniform(Side)  Y[t] ~ g(X[t])  X[t+1] ~ f(Y[t]) }
    ```
    """

    code: ClassVar[str] = "A230"
    slug: ClassVar[str] = "causal-cycle"
    path: tuple[str, ...]
    later: bool = False

    def message(self) -> str:
        if self.later:
            return f"`{self.path[0]}` depends on `{self.path[1]}`, which comes later"
        return f"`{self.path[0]}` depends on itself: {' → '.join(reversed(self.path))}"

    def help(self) -> str | None:
        if self.later:
            return None
        return "what goes round in time has a time: `s[0] ~ …`, `s[t+1] ~ f(s[t])`"


@dataclass(frozen=True, slots=True)
class NoSuchVariable(Problem):
    """A variable is spoken of that the model does not have, or not at that time.

    ```align broken
    enum Side { heads, tails }
    model M { X ~ uniform(Side)  Z := X }
    claim c: show (P M | do(Y := heads). Z = X) = 1
    ```
    ```align fixed
    enum Side { heads, tails }
    model M { X ~ uniform(Side)  Z := X }
    claim c: show (P M | do(X := heads). Z = heads) = 1
    ```
    """

    code: ClassVar[str] = "A231"
    slug: ClassVar[str] = "no-such-variable"
    name: str
    model: str
    variables: tuple[str, ...]
    close: tuple[str, ...]

    def message(self) -> str:
        return f"`{self.name}` is no variable of the model `{self.model}`"

    def help(self) -> str | None:
        if self.name not in self.variables and self.name.partition("[")[0] in self.variables:
            return f"nothing says what it is at that time: write `{self.name} ~ …` in the model"
        own = f"its variables are {listed(self.variables, 'and')}" if self.variables else None
        return did_you_mean(self.close, own)

    def fixes(self) -> tuple[Fix, ...]:
        return respelling(self.span, self.name, self.close)
