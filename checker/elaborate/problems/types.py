"""What can be wrong with types (A301 to A306)."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Fix, Label, Problem, did_you_mean, listed, respelling
from aligncheck.records import dataclass
from aligncheck.source import Span
from aligncheck.elaborate.problems.wording import count


@dataclass(frozen=True, slots=True)
class TypeMismatch(Problem):
    """A term has one type where another is needed.

    ```align broken
    sort Agent, Env
    relation meets(a: Agent, e: Env)
    claim swapped: for a: Agent, e: Env assume meets(e, a) show meets(a, e)
    ```
    ```align fixed
    sort Agent, Env
    relation meets(a: Agent, e: Env)
    claim kept: for a: Agent, e: Env assume meets(a, e) show exists b: Agent. meets(b, e)
    ```
    """

    code: ClassVar[str] = "A301"
    slug: ClassVar[str] = "type-mismatch"
    text: str
    actual: str
    expected: str
    hint: str | None = None

    def message(self) -> str:
        wanted = self.expected if self.expected.startswith("a ") else f"`{self.expected}`"
        actual = self.actual if self.actual.startswith("a ") else f"of type `{self.actual}`"
        return f"`{self.text}` is {actual}, and {wanted} is needed here"

    def help(self) -> str | None:
        return self.hint


@dataclass(frozen=True, slots=True)
class WrongArity(Problem):
    """A function, relation, definition or structure is given too many or too few arguments.

    ```align broken
    relation aligned(x, y: Objective)
    objective base
    claim one: show aligned(base)
    ```
    ```align fixed
    relation aligned(x, y: Objective)
    objective base
    claim one: assume forall x: Objective. aligned(x, x) show aligned(base, base)
    ```
    """

    code: ClassVar[str] = "A302"
    slug: ClassVar[str] = "wrong-arity"
    name: str
    wanted: int
    given: int
    declared: Span | None

    def message(self) -> str:
        return f"`{self.name}` takes {count(self.wanted, 'argument')}, and {self.given} are given".replace(
            "1 are", "1 is"
        )

    def labels(self) -> tuple[Label, ...]:
        return () if self.declared is None else (Label(self.declared, "declared here"),)


@dataclass(frozen=True, slots=True)
class CannotInfer(Problem):
    """The type of something is left out, and nothing tells it.

    ```align broken
    claim unknown: show forall x. x = x
    ```
    ```align fixed
    sort Agent
    relation likes(a, b: Agent)
    claim known: show (forall x. likes(x, x)) -> forall y. exists x. likes(x, y)
    ```
    """

    code: ClassVar[str] = "A303"
    slug: ClassVar[str] = "cannot-infer"
    what: str
    missing: str

    def message(self) -> str:
        return f"{self.what} needs {self.missing}"


@dataclass(frozen=True, slots=True)
class OperatorMisfit(Problem):
    """An operator stands between things that it does not take.

    ```align broken
    sort World
    constant v, w: World
    claim more: show v + w = w + v
    ```
    ```align fixed
    constant v, w: Real
    claim more: show v + w = w + v
    ```
    """

    code: ClassVar[str] = "A304"
    slug: ClassVar[str] = "operator-misfit"
    operator: str
    actual: str
    wanted: str

    def message(self) -> str:
        return f"`{self.operator}` takes {self.wanted}, and this is of type `{self.actual}`"


@dataclass(frozen=True, slots=True)
class UnknownField(Problem):
    """A field is named that the structure does not have.

    ```align broken
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    def options(C: Frame(World)): Set C.Agents := C.Agent
    ```
    ```align fixed
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    def options(C: Frame(World)): Set C.Agent := C.Agent
    ```
    """

    code: ClassVar[str] = "A305"
    slug: ClassVar[str] = "unknown-field"
    name: str
    structure: str
    fields: tuple[str, ...]
    close: tuple[str, ...]

    def message(self) -> str:
        return f"`{self.structure}` has no field `{self.name}`"

    def help(self) -> str | None:
        return did_you_mean(
            self.close, f"its fields are {listed(self.fields, 'and')}" if self.fields else None
        )

    def fixes(self) -> tuple[Fix, ...]:
        return respelling(self.span, self.name, self.close)


@dataclass(frozen=True, slots=True)
class BadRecord(Problem):
    """A record lacks a field of its structure, or has one twice.

    ```align broken
    structure Pair { first: Real  second: Real }
    def origin: Pair := { first := 0 }
    ```
    ```align fixed
    structure Pair { first: Real  second: Real }
    def origin: Pair := { first := 0, second := 0 }
    ```
    """

    code: ClassVar[str] = "A306"
    slug: ClassVar[str] = "bad-record"
    structure: str
    missing: tuple[str, ...]
    twice: str | None

    def message(self) -> str:
        if self.twice is not None:
            return f"the field `{self.twice}` is given twice"
        return f"this `{self.structure}` lacks {listed(self.missing, 'and')}"
