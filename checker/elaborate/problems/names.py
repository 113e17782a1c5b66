"""What can be wrong with names (A2xx)."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Edit, Fix, Label, Problem, Severity, did_you_mean, listed, respelling
from aligncheck.records import dataclass
from aligncheck.source import Span


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
    close: tuple[str, ...] = ()
    fits: bool = True
    """Whether the near names would make sense here: those that would not are offered, and put in by no one."""

    def message(self) -> str:
        return f"`{self.name}` is not declared"

    def help(self) -> str | None:
        return did_you_mean(self.close, "declare it, bind it with `for`, or lend it with `given`")

    def fixes(self) -> tuple[Fix, ...]:
        return respelling(self.span, self.name, self.close) if self.fits else ()


@dataclass(frozen=True, slots=True)
class AlreadyDeclared(Problem):
    """A name is declared twice in one module, or in a module and in one that it uses. Where the two are of
    different kinds, or take different numbers of arguments, one word stands for two notions.

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
    kinds: tuple[str, str] | None = None
    """What it is here, and what it was first, if these differ."""

    def message(self) -> str:
        return f"`{self.name}` is declared already" + (f", as {self.kinds[1]}" if self.kinds else "")

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.earlier, "first declared here"),)

    def help(self) -> str | None:
        return (
            "here it is " + self.kinds[0] + ": " if self.kinds else ""
        ) + "give one of the two another name"


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
        return did_you_mean(self.close, f"declare it: `objective {self.name}`")

    def fixes(self) -> tuple[Fix, ...]:
        return respelling(self.span, self.name, self.close)


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


@dataclass(frozen=True, slots=True)
class HiddenVariable(Problem):
    """A variable is bound where another of the same name is bound already, so that a reader cannot tell which
    of the two is meant inside. One of them was perhaps meant to have another name.

    ```align broken
    sort Policy
    relation better(x, y: Policy)
    def beaten(x: Policy) := exists x: Policy. better(x, x)
    ```
    ```align fixed
    sort Policy
    relation better(x, y: Policy)
    def beaten(x: Policy) := exists y: Policy. better(y, x)
    ```
    """

    code: ClassVar[str] = "A217"
    slug: ClassVar[str] = "hidden-variable"
    severity: ClassVar[Severity] = "warning"
    name: str
    outer: Span

    def message(self) -> str:
        return f"`{self.name}` hides the `{self.name}` that is bound around it"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.outer, "bound here already"),)

    def help(self) -> str | None:
        return "give one of the two another name"


@dataclass(frozen=True, slots=True)
class DeclaredByTwo(Problem):
    """Two modules declare one word, each for itself, and both are used: nothing tells which of them the word
    means here.

    ```align broken
    // file objectives.align
    module objectives
    relation outer_aligned(o: Objective)
    // file setups.align
    module setups
    relation outer_aligned(o, data, setup: Objective)
    // file both.align
    module both
    use objectives
    use setups
    ```
    ```align fixed
    // file objectives.align
    module objectives
    relation outer_aligned(o: Objective)
    // file setups.align
    module setups
    relation setup_aligned(o, data, setup: Objective)
    // file both.align
    module both
    use objectives
    use setups
    ```
    """

    code: ClassVar[str] = "A218"
    slug: ClassVar[str] = "declared-by-two"
    name: str
    kinds: tuple[str, str]
    places: tuple[Span, Span]

    def message(self) -> str:
        one, other = (span.source.name.rsplit("/", 1)[-1] for span in self.places)
        return (
            f"`{self.name}` is {self.kinds[0]} in `{one}` and {self.kinds[1]} in `{other}`, and both are used"
        )

    def labels(self) -> tuple[Label, ...]:
        return tuple(
            Label(span, f"declared here as {kind}")
            for span, kind in zip(self.places, self.kinds, strict=True)
        )

    def help(self) -> str | None:
        return "use one of the two modules, or give one of the two notions another name"


@dataclass(frozen=True, slots=True)
class CaseTwins(Problem):
    """Two names of one kind in one module differ in nothing but capital letters. One of them may be a slip, and
    a reader will take the one for the other.

    ```align broken
    sort Policy
    relation aligned(x, y: Policy)
    relation Aligned(x, y: Policy)
    ```
    ```align fixed
    sort Policy
    relation aligned(x, y: Policy)
    relation strongly_aligned(x, y: Policy)
    ```
    """

    code: ClassVar[str] = "A219"
    slug: ClassVar[str] = "case-twins"
    severity: ClassVar[Severity] = "warning"
    name: str
    other: str
    kind: str
    earlier: Span

    def message(self) -> str:
        return f"`{self.name}` is {self.kind}, as `{self.other}` is, and differs from it in capital letters alone"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.earlier, f"`{self.other}` is declared here"),)

    def help(self) -> str | None:
        return "give one of the two another name, if both are meant"


@dataclass(frozen=True, slots=True)
class FieldsByEquations(Problem):
    """The fields of a record are given with `=`, which makes a set of equations of it.

    ```align broken
    sort Policy
    structure Pair { first: Policy  second: Policy }
    def twice(p: Policy): Pair := { first = p, second = p }
    ```
    ```align fixed
    sort Policy
    structure Pair { first: Policy  second: Policy }
    def twice(p: Policy): Pair := { first := p, second := p }
    ```
    """

    code: ClassVar[str] = "A220"
    slug: ClassVar[str] = "fields-by-equations"
    others: tuple[Span, ...]

    def message(self) -> str:
        return "a record is wanted here, and its fields are given with `:=`, not with `=`"

    def labels(self) -> tuple[Label, ...]:
        return tuple(Label(span, "and here") for span in self.others)

    def fixes(self) -> tuple[Fix, ...]:
        return (Fix("write `:=`", tuple(Edit(span, ":=") for span in (self.span, *self.others))),)
