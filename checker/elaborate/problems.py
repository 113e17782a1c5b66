"""What can be wrong with names, types, structures and indices."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from aligncheck.diagnostics import Edit, Fix, Label, Problem, Severity
from aligncheck.records import dataclass
from aligncheck.source import Span


def _listed(names: tuple[str, ...], word: str = "or") -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# ── A2xx: names ──


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
        return "did you mean " + _listed(tuple(name for name, _ in self.close)) + "?"

    def fixes(self) -> tuple[Fix, ...]:
        if len(self.close) != 1:
            return ()
        name = self.close[0][0]
        return (Fix(f"replace with `{name}`", (Edit(self.span, name),)),)


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
    claim applied: assume c(1) = d show d = c(1)
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
            return f"did you mean {_listed(self.close)}? otherwise declare it: `objective {self.name}`"
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
        return (
            f"did you mean {_listed(self.close)}?" if self.close else f"declare it: `objective {self.name}`"
        )

    def fixes(self) -> tuple[Fix, ...]:
        if len(self.close) != 1:
            return ()
        return (Fix(f"replace with `{self.close[0]}`", (Edit(self.span, self.close[0]),)),)


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


# ── A3xx: types, structures, arity ──


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
        return f"`{self.text}` is of type `{self.actual}`, and {wanted} is needed here"

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
        return f"`{self.name}` takes {_count(self.wanted, 'argument')}, and {self.given} are given".replace(
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
        if self.close:
            return f"did you mean {_listed(self.close)}?"
        return f"its fields are {_listed(self.fields, 'and')}" if self.fields else None

    def fixes(self) -> tuple[Fix, ...]:
        if len(self.close) != 1:
            return ()
        return (Fix(f"replace with `{self.close[0]}`", (Edit(self.span, self.close[0]),)),)


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
        return f"this `{self.structure}` lacks {_listed(self.missing, 'and')}"


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
        return f"row `{self.row}` has {self.entries} entries, and there are {_count(self.columns, 'column')}".replace(
            " 1 entries", " 1 entry"
        )


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
        return f"`{self.name}` takes {_count(self.wanted, 'argument')}, and none is given"

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


# ── A4xx: indices ──


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

    def _set(self) -> str:
        return "{" + ", ".join(map(str, self.right)) + "}"

    def help(self) -> str | None:
        if self.variable is None:
            return None
        if not self.right:
            return f"no range of `{self.variable}` keeps every index inside `{self.range}`"
        return f"let `{self.variable}` range over `{self._set()}`"

    def fixes(self) -> tuple[Fix, ...]:
        if self.set_span is None or not self.right:
            return ()
        return (Fix(f"range over `{self._set()}`", (Edit(self.set_span, self._set()),)),)


@dataclass(frozen=True, slots=True)
class NegativeIndex(Problem):
    """A negative number stands where a natural number is needed: a step, a count, an index.

    ```align broken
    sequence L: Nat -> Real
    claim before: show L(-1) = L(0)
    ```
    ```align fixed
    sequence L: Nat -> Real
    claim before: assume L(1) = L(0) show L(0) = L(1)
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

    def _set(self) -> str:
        return "{" + ", ".join(map(str, self.right)) + "}"

    def help(self) -> str | None:
        return None if not self.right else f"let `{self.variable}` range over `{self._set()}`"

    def fixes(self) -> tuple[Fix, ...]:
        if self.set_span is None or not self.right:
            return ()
        return (Fix(f"range over `{self._set()}`", (Edit(self.set_span, self._set()),)),)


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


# ── A5xx: scale and orientation ──


@dataclass(frozen=True, slots=True)
class NotMeaningful(Problem):
    """A definition uses an objective in a way that its scale does not admit: its value or truth changes when
    the objective is replaced by another one that is, by its scale, the same objective. An `ordinal`
    objective admits every strictly increasing map, an `interval` one u ↦ a·u + b with a > 0, a `ratio` one
    u ↦ a·u with a > 0, an `absolute` one none.

    ```align broken
    sort Outcome
    objective u: Outcome -> Real maximize interval
    def twice_as_good(x, y: Outcome) := u(x) = 2 * u(y)
    ```
    ```align fixed
    sort Outcome
    objective u: Outcome -> Real maximize interval
    def at_least_as_good(x, y: Outcome) := u(x) >= u(y)
    ```
    """

    code: ClassVar[str] = "A501"
    slug: ClassVar[str] = "not-meaningful"
    severity: ClassVar[Severity] = "warning"
    definition: str
    objective: str
    scale: str
    declared: Span

    def message(self) -> str:
        return (
            f"`{self.definition}` changes when `{self.objective}` is replaced by an objective"
            f" that is the same on its `{self.scale}` scale"
        )

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.declared, f"the scale of `{self.objective}` is `{self.scale}`"),)

    def help(self) -> str | None:
        return "use what its scale keeps (order, differences, ratios of differences), or declare a stronger scale"


@dataclass(frozen=True, slots=True)
class MixedOrientation(Problem):
    """A sum or comparison mixes an objective that is maximized with one that is minimized. Values are never
    negated silently: what is good for one is bad for the other.

    ```align broken
    sort Outcome
    objective reward: Outcome -> Real maximize absolute
    objective loss: Outcome -> Real minimize absolute
    def total(x: Outcome): Real := reward(x) + loss(x)
    ```
    ```align fixed
    sort Outcome
    objective reward: Outcome -> Real maximize ratio
    objective bonus: Outcome -> Real maximize ratio
    def same_sign(x: Outcome): Bool := reward(x) > 0 and bonus(x) > 0
    ```
    """

    code: ClassVar[str] = "A502"
    slug: ClassVar[str] = "mixed-orientation"
    maximized: str
    minimized: str

    def message(self) -> str:
        return (
            f"`{self.maximized}` is maximized and `{self.minimized}` is minimized: they do not add or compare"
        )

    def help(self) -> str | None:
        return "negate one of them explicitly in a definition of its own, or compare by `better`"


PROBLEMS: tuple[type[Problem], ...] = (
    UnknownName, AlreadyDeclared, ShadowedName, NotAValue, NotAType, NotAFunction, NotARelation, NotAStructure,
    ObjectiveNamedOnce, UnknownObjective, LookAlike,
    TypeMismatch, WrongArity, CannotInfer, OperatorMisfit, UnknownField, BadRecord, LargePosition, PatternMisfit,
    PatternGap, MatrixShape, MatrixMisfit, LargeEquality, WrongStructure, BareStructure, ImplicitUnknown,
    IndexOutOfRange, NegativeIndex, IndexMayLeave, TiedToNothing, WrongIndexCount,
    NotMeaningful, MixedOrientation,
)  # fmt: skip
