"""What can be wrong with the form of a claim."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.claims import faults
from aligncheck.diagnostics import Fix, Label, Problem, Severity, did_you_mean, listed, respelling
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class NothingShown(Problem):
    """A claim assumes and does not say what follows.

    ```align broken
    constant x: Real
    claim positive: assume x > 0
    ```
    ```align fixed
    constant x: Real
    claim positive: assume x > 0 show x + 1 > 1
    ```
    """

    code: ClassVar[str] = "A611"
    slug: ClassVar[str] = "nothing-shown"
    name: str

    def message(self) -> str:
        return f"the claim `{self.name}` shows nothing"

    def help(self) -> str | None:
        return "add `show …`, or a property such as `transitive R`"


@dataclass(frozen=True, slots=True)
class SeveralQuestions(Problem):
    """A claim asks questions of two kinds at once, so that it cannot have one verdict.

    ```align broken
    constant x: Real
    claim both: show x = x + 0 consistent {x > 0}
    ```
    ```align fixed
    constant x: Real
    claim one: show x = x + 0
    claim other: consistent {x > 0}
    ```
    """

    code: ClassVar[str] = "A612"
    slug: ClassVar[str] = "several-questions"
    first: Span

    def message(self) -> str:
        return "this is a second question in one claim"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.first, "the first one is here"),)

    def help(self) -> str | None:
        return "make a claim of each"


@dataclass(frozen=True, slots=True)
class SeveralExpectations(Problem):
    """A claim says twice what verdict is expected. It has one verdict; `expect A or B` takes several.

    ```align broken
    claim any: for x: Real show x > 0 expect refuted expect bounded
    ```
    ```align fixed
    claim any: for x: Real show x > 0 expect refuted or bounded
    ```
    """

    code: ClassVar[str] = "A613"
    slug: ClassVar[str] = "several-expectations"
    first: Span

    def message(self) -> str:
        return "this claim has said already what it expects"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.first, "the first expectation is here"),)

    def help(self) -> str | None:
        return "write `expect A or B` for either of two verdicts"


@dataclass(frozen=True, slots=True)
class UnknownRole(Problem):
    """`via` gives a reading for a role that the definition does not have.

    ```align broken
    relation aligned(x, y: Objective)
    def inner_aligned(base, mesa: Optimizer) := aligned(pursued(mesa), pursued(base))
    claim same: for a: Optimizer
      reduces inner_aligned(a, a) to inner_aligned via bass := a, mesa := a
    ```
    ```align fixed
    relation aligned(x, y: Objective)
    def inner_aligned(base, mesa: Optimizer) := aligned(pursued(mesa), pursued(base))
    def self_aligned(a: Optimizer) := aligned(pursued(a), pursued(a))
    claim same: for a: Optimizer
      reduces self_aligned(a) to inner_aligned via base := a, mesa := a
    ```
    """

    code: ClassVar[str] = "A614"
    slug: ClassVar[str] = "unknown-role"
    role: str
    definition: str
    roles: tuple[str, ...]
    close: tuple[str, ...] = ()

    def message(self) -> str:
        return f"`{self.definition}` has no role `{self.role}`"

    def help(self) -> str | None:
        return did_you_mean(self.close, f"its roles are {listed(self.roles, 'and')}" if self.roles else None)

    def fixes(self) -> tuple[Fix, ...]:
        return respelling(self.span, self.role, self.close)


@dataclass(frozen=True, slots=True)
class NothingToTransform(Problem):
    """An invariance is claimed under a transformation that acts on nothing in the quantity.

    ```align broken
    transformation shift(b: Real) := fun u: Real. u + b
    sort Outcome
    constant o: Outcome
    relation good(x: Outcome)
    claim same: invariant good(o) under shift on o
    ```
    ```align fixed
    transformation shift(b: Real) := fun u: Real. u + b
    constant x, y: Real
    claim same: invariant x - y under shift on x, y
    ```
    """

    code: ClassVar[str] = "A615"
    slug: ClassVar[str] = "nothing-to-transform"
    text: str
    type: str

    def message(self) -> str:
        return f"`{self.text}` is not a value, function or set of `{self.type}`, on which the transformation acts"


@dataclass(frozen=True, slots=True)
class NotSpokenOf(Problem):
    """An invariance is claimed under changes of something that the quantity does not speak of. It then holds of
    anything: another name was meant, after `on` or in the quantity.

    ```align broken
    transformation shift(b: Real) := fun u: Real. u + b
    constant x, y, z: Real
    claim same: invariant x - y under shift on x, y, z
    ```
    ```align fixed
    transformation shift(b: Real) := fun u: Real. u + b
    constant x, y, z: Real
    claim same: invariant x - y under shift on x, y
    ```
    """

    code: ClassVar[str] = "A620"
    slug: ClassVar[str] = "not-spoken-of"
    severity: ClassVar[Severity] = "warning"
    quantity: str
    target: str

    def message(self) -> str:
        return f"`{self.quantity}` does not speak of `{self.target}`, so that no change of it can matter"

    def help(self) -> str | None:
        return "leave it out, or name what the quantity speaks of"


@dataclass(frozen=True, slots=True)
class NotADefinition(Problem):
    """A definition is meant, to be compared or transformed as a whole, and something else is named.

    ```align broken
    constant p: Real
    constant q: Bool
    claim order: stronger p, q
    ```
    ```align fixed
    relation p(x: Real) := x > 1
    relation q(x: Real) := x > 0
    claim order: stronger p, q
    ```
    """

    code: ClassVar[str] = "A616"
    slug: ClassVar[str] = "not-a-definition"
    text: str
    why: str

    def message(self) -> str:
        return f"`{self.text}` cannot stand here: {self.why}"


@dataclass(frozen=True, slots=True)
class UnknownVariable(Problem):
    """A value is given for something that is no variable of the claim.

    ```align broken
    claim any: for x: Real show x > 0 expect refuted at y := 0
    ```
    ```align fixed
    claim any: for x: Real show x > 0 expect refuted at x := 0
    ```
    """

    code: ClassVar[str] = "A617"
    slug: ClassVar[str] = "unknown-variable"
    name: str
    variables: tuple[str, ...]
    close: tuple[str, ...] = ()

    def message(self) -> str:
        return f"`{self.name}` is no variable of this claim"

    def help(self) -> str | None:
        return did_you_mean(
            self.close, f"its variables are {listed(self.variables, 'and')}" if self.variables else None
        )

    def fixes(self) -> tuple[Fix, ...]:
        return respelling(self.span, self.name, self.close)


@dataclass(frozen=True, slots=True)
class UnknownLemma(Problem):
    """`using` names no claim that stands before this one.

    ```align broken
    constant x: Real
    claim second: show x + 0 = x using first
    ```
    ```align fixed
    constant x: Real
    claim first: show x + 0 = x
    claim second: show x + 0 + 0 = x using first
    ```
    """

    code: ClassVar[str] = "A618"
    slug: ClassVar[str] = "unknown-lemma"
    name: str
    close: tuple[str, ...] = ()

    def message(self) -> str:
        return f"no claim `{self.name}` stands before this one"

    def help(self) -> str | None:
        return did_you_mean(self.close)

    def fixes(self) -> tuple[Fix, ...]:
        return respelling(self.span, self.name, self.close)


@dataclass(frozen=True, slots=True)
class RepeatedClaim(Problem):
    """Two claims of a module have one name.

    ```align broken
    constant x: Real
    claim same: show x + 0 = x
    claim same: show 0 + x = x
    ```
    ```align fixed
    constant x: Real
    claim same: show x + 0 = x
    claim also: show 1 * x = x
    ```
    """

    code: ClassVar[str] = "A619"
    slug: ClassVar[str] = "repeated-claim"
    name: str
    earlier: Span

    def message(self) -> str:
        return f"there is a claim `{self.name}` already"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.earlier, "the first one is here"),)


PROBLEMS: tuple[type[Problem], ...] = (
    NothingShown,
    SeveralQuestions,
    SeveralExpectations,
    UnknownRole,
    NothingToTransform,
    NotSpokenOf,
    NotADefinition,
    UnknownVariable,
    UnknownLemma,
    RepeatedClaim,
    *faults.PROBLEMS,
)
