"""What can be wrong with structures, patterns and matrices (A307 to A315)."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Label, Problem
from aligncheck.records import dataclass
from aligncheck.source import Span
from aligncheck.elaborate.problems.wording import count


@dataclass(frozen=True, slots=True)
class LargePosition(Problem):
    """A structure with sorts in it, or `Sort` itself, stands where only a type of values can stand, or a
    field's type depends on the value of another field. What depends on values is said as a law.

    ```align broken
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    relation finer(C, D: Frame(World))
    ```
    ```align fixed
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    relation finer(C, D: Frame(World)) := exists f: C.Agent -> D.Agent. forall a, b. f(a) = f(b) -> a = b
    ```
    """

    code: ClassVar[str] = "A307"
    slug: ClassVar[str] = "large-position"
    text: str

    def message(self) -> str:
        return f"`{self.text}` cannot stand here: there is no type of all structures with sorts"

    def help(self) -> str | None:
        return "define it by a formula, or say what depends on values as a `law`"


@dataclass(frozen=True, slots=True)
class PatternMisfit(Problem):
    """A pattern does not have the shape of what it takes apart.

    ```align broken
    def swap(p: Real * Real): Real * Real := let (a, b, c) := p. (b, a)
    ```
    ```align fixed
    def swap(p: Real * Real): Real * Real := let (a, b) := p. (b, a)
    ```
    """

    code: ClassVar[str] = "A308"
    slug: ClassVar[str] = "pattern-misfit"
    text: str
    type: str

    def message(self) -> str:
        return f"the pattern `{self.text}` does not fit a value of type `{self.type}`"


@dataclass(frozen=True, slots=True)
class PatternGap(Problem):
    """A function by cases leaves out one side of a sum.

    ```align broken
    def size: Real + Nat -> Real := fun left a. a
    ```
    ```align fixed
    def size: Real + Nat -> Real := fun left a. a | right n. n
    ```
    """

    code: ClassVar[str] = "A309"
    slug: ClassVar[str] = "pattern-gap"
    side: str

    def message(self) -> str:
        return f"no case for `{self.side}`"

    def help(self) -> str | None:
        return f"add `| {self.side} x. …`"


@dataclass(frozen=True, slots=True)
class MatrixShape(Problem):
    """A row of a matrix has more or fewer entries than the matrix has columns.

    ```align broken
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    example door: Frame over {open, shut} := matrix { calm, storm; push: open }
    ```
    ```align fixed
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    example door: Frame over {open, shut} := matrix { calm, storm; push: open, shut }
    ```
    """

    code: ClassVar[str] = "A310"
    slug: ClassVar[str] = "matrix-shape"
    row: str
    entries: int
    columns: int

    def message(self) -> str:
        return f"row `{self.row}` has {self.entries} entries, and there are {count(self.columns, 'column')}".replace(
            " 1 entries", " 1 entry"
        )


@dataclass(frozen=True, slots=True)
class RepeatedLabel(Problem):
    """Two rows, or two columns, of a matrix have the same name, so that one of them cannot be spoken of.

    ```align broken
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    example door: Frame over {open, shut} := matrix {
             calm, calm;
      push:  open, shut
    }
    ```
    ```align fixed
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    example door: Frame over {open, shut} := matrix {
             calm, storm;
      push:  open, shut
    }
    ```
    """

    code: ClassVar[str] = "A411"
    slug: ClassVar[str] = "repeated-label"
    name: str
    of: str
    first: Span

    def message(self) -> str:
        return f"two {self.of}s of this matrix are named `{self.name}`"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.first, "named here first"),)


@dataclass(frozen=True, slots=True)
class MatrixMisfit(Problem):
    """A matrix gives a structure of two sorts and one function from their pairs; this structure is another.

    ```align broken
    structure Space { Point: Sort }
    example plane: Space := matrix { a; b: 1 }
    ```
    ```align fixed
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    example one: Frame over {w} := matrix { e; a: w }
    ```
    """

    code: ClassVar[str] = "A311"
    slug: ClassVar[str] = "matrix-misfit"
    structure: str

    def message(self) -> str:
        return f"a matrix does not give a `{self.structure}`, which is not two sorts and a function of their pairs"


@dataclass(frozen=True, slots=True)
class LargeEquality(Problem):
    """Two structures are compared by `=` although their sorts are different sets. Whether such structures are
    the same is asked by an isomorphism.

    ```align broken
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    default Frame(World)
    given C, D: Frame
    claim same: show C = D
    ```
    ```align fixed
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    default Frame(World)
    given C: Frame
    def C^*: Frame := { Agent := C.Env, Env := C.Agent, eval := fun e, a. C.eval(a, e) }
    claim same: show C^*^* = C
    ```
    """

    code: ClassVar[str] = "A312"
    slug: ClassVar[str] = "large-equality"
    structure: str

    def message(self) -> str:
        return f"these two are no `{self.structure}`s over the same sorts, so `=` says nothing of them"

    def help(self) -> str | None:
        return "compare them by an isomorphism `≅` or an equivalence `≃`"


@dataclass(frozen=True, slots=True)
class WrongStructure(Problem):
    """A structure is given where another one is wanted, or one over other arguments.

    ```align broken
    sort World, Other
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    def Image(C: Frame(World)) := {C.eval(a, e) | a: C.Agent, e: C.Env}
    claim none: for C: Frame(Other) show Image(C) = ∅
    ```
    ```align fixed
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    def Image(C: Frame(World)) := {C.eval(a, e) | a: C.Agent, e: C.Env}
    claim some: for C: Frame(World) assume nonempty(Image(C)) show nonempty(C.Env)
    ```
    """

    code: ClassVar[str] = "A313"
    slug: ClassVar[str] = "wrong-structure"
    text: str
    actual: str
    expected: str

    def message(self) -> str:
        return f"`{self.text}` is a `{self.actual}`, and a `{self.expected}` is wanted"


@dataclass(frozen=True, slots=True)
class BareStructure(Problem):
    """A structure that takes arguments is named without them, and no `default` says which are meant.

    ```align broken
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    def options(C: Frame): Set C.Agent := C.Agent
    ```
    ```align fixed
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    default Frame(World)
    def options(C: Frame): Set C.Agent := C.Agent
    ```
    """

    code: ClassVar[str] = "A314"
    slug: ClassVar[str] = "bare-structure"
    name: str
    wanted: int
    declared: Span

    def message(self) -> str:
        return f"`{self.name}` takes {count(self.wanted, 'argument')}, and none is given"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.declared, "declared here"),)

    def help(self) -> str | None:
        return f"write them, or say once which are meant: `default {self.name}(…)`"


@dataclass(frozen=True, slots=True)
class ImplicitUnknown(Problem):
    """A definition has a parameter that is left out where it is used, and the arguments do not tell it.

    ```align broken
    sort World
    given S: Set World
    claim nothing: show |∅| = 0
    ```
    ```align fixed
    sort World
    given S: Set World
    claim nothing: show ∅ ⊆ S
    ```
    """

    code: ClassVar[str] = "A315"
    slug: ClassVar[str] = "implicit-unknown"
    text: str

    def message(self) -> str:
        return f"nothing tells which structure or type is meant in `{self.text}`"

    def help(self) -> str | None:
        return "give the definition an explicit parameter, or write the type of a variable"


@dataclass(frozen=True, slots=True)
class UnfoldsTooFar(Problem):
    """Definitions are put in where they are used. One that uses others several times, which use others several
    times, can grow beyond what can be read or checked.

    ```align broken
    def power8(x: Real) := x*x*x*x*x*x*x*x
    def power64(x: Real) := power8(power8(x))
    def power4096(x: Real) := power64(power64(x))
    def power16777216(x: Real) := power4096(power4096(x))
    ```
    ```align fixed
    def power8(x: Real) := x^8
    def power64(x: Real) := x^64
    ```
    """

    code: ClassVar[str] = "A316"
    slug: ClassVar[str] = "unfolds-too-far"
    name: str
    declared: Span

    def message(self) -> str:
        return f"`{self.name}`, with all that it is defined by put in here, is too large"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.declared, f"`{self.name}` is defined here"),)

    def help(self) -> str | None:
        return "use fewer repetitions, or make it an abstract `function` about which only what is needed is assumed"
