"""What is wrong with a definition that tells nothing apart: it holds of everything or of nothing, has one
value, or nothing satisfies it. Each is found by proof."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Label, Problem, Severity
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class HoldsOfEverything(Problem):
    """A definition is true of whatever it is applied to, in every model. A condition in it may already follow
    from the types of its parameters, or speak of the wrong one of them.

    It is not said of a definition that is plainly `true`, nor where a claim of the file states it.

    ```align broken
    sort Time
    relation before(s, t: Time)
    def orderly(s, t: Time) := before(s, t) -> before(s, t) or s = t
    ```
    ```align fixed
    sort Time
    relation before(s, t: Time)
    def orderly(s, t: Time) := before(s, t) -> not before(t, s)
    ```
    """

    code: ClassVar[str] = "A642"
    slug: ClassVar[str] = "holds-of-everything"
    severity: ClassVar[Severity] = "warning"
    definition: str
    sources: tuple[str, ...] = ()
    """What it follows from besides its form: laws of parameters, what declarations say."""

    def message(self) -> str:
        return f"`{self.definition}` holds of everything: by {_by(self.sources)} it is never false"

    def help(self) -> str | None:
        return "it tells nothing apart: was another condition meant?"


@dataclass(frozen=True, slots=True)
class HoldsOfNothing(Problem):
    """A definition is false of whatever it is applied to, in every model: its conditions contradict one another.

    ```align broken
    sort Time
    function score(t: Time): Real
    def improves(s, t: Time) := score(s) < score(t) and score(t) < score(s)
    ```
    ```align fixed
    sort Time
    function score(t: Time): Real
    def improves(s, t: Time) := score(s) < score(t)
    ```
    """

    code: ClassVar[str] = "A643"
    slug: ClassVar[str] = "holds-of-nothing"
    severity: ClassVar[Severity] = "warning"
    definition: str
    sources: tuple[str, ...] = ()
    """What it follows from besides its form: laws of parameters, what declarations say."""

    def message(self) -> str:
        return f"`{self.definition}` holds of nothing: by {_by(self.sources)} it is never true"

    def help(self) -> str | None:
        return "its conditions contradict one another: was another condition meant?"


def _by(sources: tuple[str, ...]) -> str:
    return " and ".join(sources) or "its form alone"


@dataclass(frozen=True, slots=True)
class CannotVary(Problem):
    """A quantity has the same value for all arguments, wherever it is defined, so it tells nothing apart. Some
    have one value as soon as a sequence is bounded, or converges, which is what most are meant for.

    It is not said where a claim of the file states the value, as `show growth(L) = 0`.

    ```align broken
    quantity capability(L: Nat -> Real) := lim T -> oo. L(T) / T
    ```
    ```align fixed
    quantity capability(L: Nat -> Real) := lim T -> oo. (1/T) * sum t in 1..T. (L(t) - L(0))
    ```
    """

    code: ClassVar[str] = "A644"
    slug: ClassVar[str] = "cannot-vary"
    severity: ClassVar[Severity] = "warning"
    definition: str
    value: str
    condition: str | None = None

    def message(self) -> str:
        where = "wherever it is defined" if self.condition is None else f"as soon as `{self.condition}`"
        return f"`{self.definition}` is always {self.value} {where}"

    def help(self) -> str | None:
        return "it tells nothing apart: was another quantity meant? (a claim that shows the value keeps it)"


@dataclass(frozen=True, slots=True)
class NothingSatisfies(Problem):
    """Nothing is as a declaration says: the laws of a structure contradict one another (other than where one of
    its sorts is empty), the condition of a transformation is never true, or no value satisfies that of a type.

    ```align broken
    structure Costs {
      c: Real -> Real
      law: forall x, y: Real. x < y -> c(x) < c(y)
      law: c(1) < c(0)
    }
    ```
    ```align fixed
    structure Costs {
      c: Real -> Real
      law: forall x, y: Real. x < y -> c(x) < c(y)
      law: c(1) < 0
    }
    ```
    """

    code: ClassVar[str] = "A645"
    slug: ClassVar[str] = "nothing-satisfies"
    severity: ClassVar[Severity] = "warning"
    name: str
    what: str
    places: tuple[Span, ...] = ()
    empty: bool = False
    """There is something that does, with an empty sort."""

    def message(self) -> str:
        nothing = "only what has an empty sort" if self.empty else "nothing"
        return f"{nothing} satisfies {self.what} of `{self.name}`"

    def labels(self) -> tuple[Label, ...]:
        alone = len(self.places) == 1
        return tuple(Label(each, "this is never true" if alone else "asked here") for each in self.places)

    def help(self) -> str | None:
        return "whatever is said of it is true of nothing: was another condition meant?"


@dataclass(frozen=True, slots=True)
class NeverDefined(Problem):
    """A definition has a value for no arguments at all: it divides by what is always 0, or asks for a limit, a best
    value, a quotient of all numbers that cannot be.

    `aligncheck explain NAME` shows where a definition is defined.

    ```align broken
    quantity relative(x, y: Real) := x / (y - y)
    ```
    ```align fixed
    quantity relative(x, y: Real) := x / (x - y)
    ```
    """

    code: ClassVar[str] = "A646"
    slug: ClassVar[str] = "never-defined"
    severity: ClassVar[Severity] = "warning"
    definition: str
    place: Span | None = None

    def message(self) -> str:
        return f"`{self.definition}` is never defined: what it needs for that is never so"

    def labels(self) -> tuple[Label, ...]:
        return () if self.place is None else (Label(self.place, "this has no value"),)

    def help(self) -> str | None:
        return "whatever is said of it is said of nothing: was something else meant?"


PROBLEMS: tuple[type[Problem], ...] = (
    HoldsOfEverything, HoldsOfNothing, CannotVary, NothingSatisfies, NeverDefined,
)  # fmt: skip
