"""What can be wrong with names (A2xx)."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Fix, Label, Problem, Severity
from aligncheck.records import dataclass
from aligncheck.source import Span
from aligncheck.elaborate.problems.wording import listed, respelling


@dataclass(frozen=True, slots=True)
class UnknownName(Problem):
    """A name is used that nobody declared. Names are never taken for new variables: every variable is
    declared, so that a slip of the pen is seen. The names offered are those of a kind that fits there.

    ```align broken
    sort Agent
    def total(u: Agent -> Real): Real := sum j: Agent. u(i)
    ```
    ```align fixed
    finite sort Agent
    def total(u: Agent -> Real): Real := sum j: Agent. u(j)
    ```
    """

    code: ClassVar[str] = "A201"
    slug: ClassVar[str] = "unknown-name"
    name: str
    close: tuple[tuple[str, str], ...] = ()
    later: Span | None = None

    def message(self) -> str:
        return f"`{self.name}` is not declared"

    def _of_itself(self) -> bool:
        return self.later is not None and self.later.start <= self.span.start < self.later.end

    def labels(self) -> tuple[Label, ...]:
        if self.later is None or self._of_itself():
            return ()
        return (Label(self.later, "declared only here, further down"),)

    def help(self) -> str | None:
        if self._of_itself():
            return "a definition may not speak of itself"
        if self.later is not None:
            return "declare it before it is used"
        if not self.close:
            return "declare it, bind it with `for`, or lend it with `given`"
        return "did you mean " + listed(tuple(name for name, _ in self.close)) + "?"

    def fixes(self) -> tuple[Fix, ...]:
        return respelling(self.span, tuple(name for name, _ in self.close))


@dataclass(frozen=True, slots=True)
class AlreadyDeclared(Problem):
    """A name is declared twice in one module, or in a module and in one that it uses.

    ```align broken
    sort World
    sort World
    ```
    ```align fixed
    sort World
    ```
    """

    code: ClassVar[str] = "A202"
    slug: ClassVar[str] = "already-declared"
    name: str
    earlier: Span

    def message(self) -> str:
        return f"`{self.name}` is declared already"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.earlier, "first declared here"),)

    def help(self) -> str | None:
        return "give one of the two another name"


@dataclass(frozen=True, slots=True)
class ShadowedName(Problem):
    """A variable bound inside a formula has the name of something declared in the module, so that a reader
    cannot tell which is meant. (A parameter of a definition may reuse a module's name.)

    ```align broken
    sort Agent
    constant a: Agent
    claim reflexive_equality: show forall a: Agent. a = a
    ```
    ```align fixed
    sort Agent
    constant a: Agent
    claim reflexive_equality: show forall b: Agent. b = b or b = a
    ```
    """

    code: ClassVar[str] = "A203"
    slug: ClassVar[str] = "shadowed-name"
    name: str
    outer: Span

    def message(self) -> str:
        return f"`{self.name}` hides the `{self.name}` of the module"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.outer, "declared here"),)

    def help(self) -> str | None:
        return "give the bound variable another name"


@dataclass(frozen=True, slots=True)
class NotAValue(Problem):
    """Something stands where a value is meant, but it is a structure type, a family, a definition over
    structures or another thing that has no value of its own.

    ```align broken
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    default Frame(World)
    given C: Frame
    claim self_equal: show C + 1 = 2
    ```
    ```align fixed
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    default Frame(World)
    given C: Frame
    claim self_equal: show forall a: C.Agent, e: C.Env. C.eval(a, e) = C.eval(a, e)
      expect finding A603
    ```
    """

    code: ClassVar[str] = "A204"
    slug: ClassVar[str] = "not-a-value"
    text: str
    what: str

    def message(self) -> str:
        return f"a value is meant here, and `{self.text}` is a {self.what}".replace("a `", "`")


@dataclass(frozen=True, slots=True)
class NotAType(Problem):
    """Something stands where a type is meant, but it is a value or a structure with sorts in it.

    ```align broken
    constant zero: Real
    constant x: zero
    ```
    ```align fixed
    constant zero: Real
    constant x: Real
    ```
    """

    code: ClassVar[str] = "A205"
    slug: ClassVar[str] = "not-a-type"
    text: str
    why: str

    def message(self) -> str:
        return f"a type is meant here, and `{self.text}` is none: {self.why}"


@dataclass(frozen=True, slots=True)
class NotAFunction(Problem):
    """Something is applied to arguments that is not a function.

    ```align broken
    constant c: Real
    constant d: Real
    claim applied: show c(1) = d
    ```
    ```align fixed
    sequence c: Nat -> Real
    constant d: Real
    claim applied: assume c(1) = d show d + 1 = c(1) + 1
    ```
    """

    code: ClassVar[str] = "A206"
    slug: ClassVar[str] = "not-a-function"
    text: str
    why: str

    def message(self) -> str:
        return f"`{self.text}` is applied to arguments, but {self.why}"


@dataclass(frozen=True, slots=True)
class NotARelation(Problem):
    """A property such as `transitive` is claimed of something that is not a relation of a type with itself.

    ```align broken
    sort Agent
    constant f: Agent -> Agent
    claim order: transitive f
    ```
    ```align fixed
    sort Agent
    relation before(x, y: Agent)
    claim order: assume transitive(before) show transitive(before) expect finding A602
    ```
    """

    code: ClassVar[str] = "A207"
    slug: ClassVar[str] = "not-a-relation"
    text: str
    type: str

    def message(self) -> str:
        return f"`{self.text}` is not a relation of a type with itself: it is `{self.type}`"


@dataclass(frozen=True, slots=True)
class NotAStructure(Problem):
    """A structure with sorts in it is wanted as an argument, and something else stands there.

    ```align broken
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    default Frame(World)
    constant w: World
    def Image(C: Frame) := {C.eval(a, e) | a: C.Agent, e: C.Env}
    claim some: show w in Image(w)
    ```
    ```align fixed
    sort World
    structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
    default Frame(World)
    constant w: World
    given C: Frame
    def Image(C: Frame) := {C.eval(a, e) | a: C.Agent, e: C.Env}
    claim some: assume forall a: C.Agent, e: C.Env. C.eval(a, e) = w show Image(C) ⊆ {w}
    ```
    """

    code: ClassVar[str] = "A208"
    slug: ClassVar[str] = "not-a-structure"
    text: str
    wanted: str

    def message(self) -> str:
        return f"a `{self.wanted}` is wanted here, and `{self.text}` is none"


@dataclass(frozen=True, slots=True)
class ObjectiveNamedOnce(Problem):
    """An objective is named in one `pursues` and nowhere else: nothing can be said of it, and the name may
    be a slip for another one.

    ```align broken
    optimizer Researcher { pursues base }
    optimizer Agent built by Researcher { trained on base pursues behavoural }
    relation aligned(x, y: Objective)
    claim some: assume pursued(Agent) = base, aligned(base, base) show aligned(pursued(Agent), base)
    ```
    ```align fixed
    optimizer Researcher { pursues base }
    optimizer Agent built by Researcher { trained on base pursues behavioural }
    relation aligned(x, y: Objective)
    claim some: assume behavioural = base, aligned(base, base) show aligned(pursued(Agent), base)
    ```
    """

    code: ClassVar[str] = "A209"
    slug: ClassVar[str] = "objective-named-once"
    severity: ClassVar[Severity] = "warning"
    name: str
    close: tuple[str, ...] = ()

    def message(self) -> str:
        return f"the objective `{self.name}` is named only here"

    def help(self) -> str | None:
        if self.close:
            return f"did you mean {listed(self.close)}? otherwise declare it: `objective {self.name}`"
        return f"if it is meant, declare it: `objective {self.name}`"


@dataclass(frozen=True, slots=True)
class UnknownObjective(Problem):
    """`trained on` names an objective that nothing declares: no `objective`, and no `pursues` of another
    optimizer.

    ```align broken
    optimizer Researcher { pursues base }
    optimizer Agent built by Researcher { trained on bass pursues base }
    ```
    ```align fixed
    optimizer Researcher { pursues base }
    optimizer Agent built by Researcher { trained on base pursues base }
    ```
    """

    code: ClassVar[str] = "A210"
    slug: ClassVar[str] = "unknown-objective"
    name: str
    close: tuple[str, ...] = ()

    def message(self) -> str:
        return f"no objective `{self.name}` is declared, so nothing can be trained on it"

    def help(self) -> str | None:
        return f"did you mean {listed(self.close)}?" if self.close else f"declare it: `objective {self.name}`"

    def fixes(self) -> tuple[Fix, ...]:
        return respelling(self.span, self.close)


@dataclass(frozen=True, slots=True)
class LookAlike(Problem):
    """Two names of one module look the same and are not: a Latin letter in one is a Greek or Cyrillic one in
    the other.

    ```align broken
    constant A: Real
    constant Α: Real
    ```
    ```align fixed
    constant A: Real
    constant B: Real
    ```
    """

    code: ClassVar[str] = "A211"
    slug: ClassVar[str] = "look-alike-names"
    severity: ClassVar[Severity] = "warning"
    name: str
    other: Span
    script: str

    def message(self) -> str:
        return f"`{self.name}` looks like another name of this module, but has a {self.script} letter in it"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.other, "the name it looks like"),)

    def help(self) -> str | None:
        return "use one alphabet for both, or another letter"
