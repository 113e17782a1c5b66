"""The surface tree: what was written, with its places. Types and terms share one syntax.

Equality ignores spans, so that `parse ∘ print` can be compared with the identity. ASCII and Unicode
spellings of one token give one tree; an operator is kept under its Unicode spelling.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal, TypeAlias

from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Any part of the tree; `span` is where it stands."""

    span: Span = field(compare=False, repr=False)


# ── Terms (and types) ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Name(Node):
    """An identifier, or an operator named by itself (as `≃` in `equivalence ≃`, `∅`, `oo`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Numeral(Node):
    """Digits, with a decimal part or not, as written: `3`, `0.25`."""

    text: str


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """f(a, b): application of a function, definition, structure or type; no arguments: `f()`."""

    function: Term
    arguments: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Index(Node):
    """C[i], One[S], x[i, j]."""

    target: Term
    indices: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Get(Node):
    """C.Agent."""

    target: Term
    field: Name


@dataclass(frozen=True, slots=True)
class Script(Node):
    """A superscript argument: `Assume^S` in Assume^S(C), `x^2`."""

    target: Term
    argument: Term


@dataclass(frozen=True, slots=True)
class Postfix(Node):
    """A postfix operator, as `^*` in C^*."""

    target: Term
    operator: Name


@dataclass(frozen=True, slots=True)
class Prefix(Node):
    """`-x`, `¬ P` (operators `-`, `not`)."""

    operator: Name
    operand: Term


ChainLevel: TypeAlias = Literal["or", "and", "add", "times"]


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Left-associative operators of one level, flat: a - b + c is first a, rest ((-, b), (+, c)).

    `add`: `+ - ∪ ∖ ⊕ ⊞ ⊔` and kin; `times`: `* / × ∩ ∘ ⊗ & · °` and kin; `or`, `and`: the connectives.
    """

    level: ChainLevel
    first: Term
    rest: tuple[tuple[Name, Term], ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """Comparisons, flat; more than one only for `= < ≤` and kin: `a ≤ b < c`. Operators: `= ≠ < ≤ > ≥ ≐ ∈ ∉ ⊆`,
    user relations (`≃`, `◁₊`, a name in backquotes)."""

    first: Term
    rest: tuple[tuple[Name, Term], ...]


@dataclass(frozen=True, slots=True)
class EqualOn(Node):
    """τ = σ on S: the functions agree on the set."""

    left: Term
    right: Term
    on: Term


@dataclass(frozen=True, slots=True)
class Implies(Node):
    """`P → Q` between formulas and `A → B` between types; groups to the right. `A, B → C` in a declared
    type: `left` is then a Tuple."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Iff(Node):
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Binder(Node):
    """Names bound together: `x, y: A`, `x ∈ S` (then `among`), or with neither; `where` a condition."""

    names: tuple[Name, ...]
    type: Term | None = None
    among: Term | None = None
    where: Term | None = None


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """∀, ∃ or ∃! over binders; `for i in S: P` is a forall."""

    kind: Literal["forall", "exists", "exists_unique"]
    binders: tuple[Binder, ...]
    body: Term


@dataclass(frozen=True, slots=True)
class PatternName(Node):
    """A name bound by a pattern, with its type if written; `_` binds nothing."""

    name: Name
    type: Term | None = None


@dataclass(frozen=True, slots=True)
class PatternTuple(Node):
    items: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class PatternSide(Node):
    """`left p` or `right p`, of a disjoint sum."""

    side: Literal["left", "right"]
    inner: Pattern


@dataclass(frozen=True, slots=True)
class PatternStar(Node):
    """`*`, the member of `{*}`."""


@dataclass(frozen=True, slots=True)
class PatternClass(Node):
    """`class(a)`, of a quotient."""

    inner: Pattern


Pattern: TypeAlias = PatternName | PatternTuple | PatternSide | PatternStar | PatternClass


@dataclass(frozen=True, slots=True)
class Branch(Node):
    """One case of a function: as many patterns as it takes arguments, and its value."""

    patterns: tuple[Pattern, ...]
    body: Term


@dataclass(frozen=True, slots=True)
class Function(Node):
    """fun a, b. t, with cases after `|`."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """if c then t else e."""

    condition: Term
    then: Term
    otherwise: Term


@dataclass(frozen=True, slots=True)
class Let(Node):
    """let p := t. body."""

    pattern: Pattern
    value: Term
    body: Term


BigKind: TypeAlias = Literal[
    "sum",
    "max",
    "min",
    "argmax",
    "argmin",
    "the",
    "lim",
    "union",
    "intersection",
    "eventually",
    "often",
]


@dataclass(frozen=True, slots=True)
class Big(Node):
    """A big operator: `sum x: A. t`, `sum t in 1..T. x(t)`, `lim T → oo. t`, `the x. P`, `max x ∈ S. t`,
    `⋃ i in I. S(i)`, `eventually t. P`."""

    kind: BigKind
    binder: Binder
    body: Term


@dataclass(frozen=True, slots=True)
class Draw(Node):
    """x, y ~ p: each drawn from p, independently; `(x, y) ~ p` draws a pair."""

    patterns: tuple[Pattern, ...]
    distribution: Term


@dataclass(frozen=True, slots=True)
class Chance(Node):
    """`mean x ~ p, y ~ q | event. U(x, y)`, `P x ~ p | x ∈ E, x ≠ a. φ(x)`: later draws may depend on earlier ones."""

    kind: Literal["mean", "probability"]
    draws: tuple[Draw, ...]
    conditions: tuple[Term, ...]
    body: Term


@dataclass(frozen=True, slots=True)
class Intervention(Node):
    """X := x inside `do(…)`; `time` of a variable of a time, as `a[1] := x`."""

    name: Name
    time: Term | None
    value: Term


@dataclass(frozen=True, slots=True)
class UnderModel(Node):
    """`P D(p) | do(X := x), Z = z. φ(Y)`, `mean D. U(Y)`: under a model, whose variables are in scope."""

    kind: Literal["mean", "probability"]
    model: Name
    arguments: tuple[Term, ...]
    interventions: tuple[Intervention, ...]
    conditions: tuple[Term, ...]
    body: Term


@dataclass(frozen=True, slots=True)
class TupleOf(Node):
    """(a, b): two or more."""

    items: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class SetLiteral(Node):
    """{a, b}, {} and {*} (whose one item is the Name `*`)."""

    items: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Comprehension(Node):
    """{x: A | P}: a set, and the type it makes."""

    binder: Binder
    condition: Term


@dataclass(frozen=True, slots=True)
class Image(Node):
    """{f(x) | x: A, P}: binders first, then conditions."""

    value: Term
    binders: tuple[Binder, ...]
    conditions: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class FieldValue(Node):
    name: Name
    value: Term


@dataclass(frozen=True, slots=True)
class RecordOf(Node):
    """{ f := t, g := u }."""

    fields: tuple[FieldValue, ...]


@dataclass(frozen=True, slots=True)
class Update(Node):
    """{ C with Env := F }."""

    target: Term
    fields: tuple[FieldValue, ...]


@dataclass(frozen=True, slots=True)
class IsStructure(Node):
    """is T { f := t, … }: the fields are well typed and the laws hold."""

    type: Term
    record: RecordOf


@dataclass(frozen=True, slots=True)
class Row(Node):
    """A row of a matrix: its name and its entries."""

    name: Name
    entries: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Matrix(Node):
    """matrix { calm, storm; push: open, shut; wait: shut, shut }."""

    columns: tuple[Name, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Grid(Node):
    """[[1, 0], [1, 1]]: rows of entries, with no names; `[[]]` is one row of none, `[]` no row."""

    rows: tuple[tuple[Term, ...], ...]


@dataclass(frozen=True, slots=True)
class TableEntry(Node):
    argument: Term
    value: Term


@dataclass(frozen=True, slots=True)
class TableOf(Node):
    """{ heads ↦ 1/2, tails ↦ 1/2 }: a function by its values."""

    entries: tuple[TableEntry, ...]


@dataclass(frozen=True, slots=True)
class ChangedAt(Node):
    """x[i := v, j := w]: the function with other values at some arguments; the last one counts."""

    target: Term
    entries: tuple[TableEntry, ...]


@dataclass(frozen=True, slots=True)
class Range(Node):
    """a..b, both included."""

    low: Term
    high: Term


@dataclass(frozen=True, slots=True)
class SetType(Node):
    """Set A."""

    element: Term


@dataclass(frozen=True, slots=True)
class DistributionType(Node):
    """Dist A."""

    outcome: Term


@dataclass(frozen=True, slots=True)
class Size(Node):
    """|A|: the number of members (of a sort or set), or the absolute value of a number."""

    target: Term


@dataclass(frozen=True, slots=True)
class Ascribed(Node):
    """(t : T)."""

    term: Term
    type: Term


@dataclass(frozen=True, slots=True)
class Missing(Node):
    """Stands where something unreadable was reported; nothing more is said about it."""


Term: TypeAlias = (
    Name | Numeral | Apply | Index | Get | Script | Postfix | Prefix | Chain | Compare | EqualOn | Implies | Iff
    | Quantified | Function | Conditional | Let | Big | Chance | UnderModel | TupleOf | SetLiteral | Comprehension
    | Image | RecordOf | Update | IsStructure | Matrix | Grid | TableOf | ChangedAt | Range | SetType
    | DistributionType | Size | Ascribed | Missing
)  # fmt: skip


# ── Declarations ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Doc(Node):
    """The `///` lines before a declaration: text, and what `@cite`, `@source` name, in order."""

    text: str
    cites: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared(Node):
    """Any declaration; `variant` is what stands before a def or claim part that is kept as printed."""

    doc: Doc | None = field(default=None, compare=False)
    variant: Literal["printed", "corrected"] | None = None


@dataclass(frozen=True, slots=True)
class ModuleDecl(Declared):
    name: Name


@dataclass(frozen=True, slots=True)
class UseDecl(Declared):
    """use cartesian_frames."""

    name: Name


@dataclass(frozen=True, slots=True)
class SortDecl(Declared):
    """sort A, B; `finite sort S`; `nonempty sort S`; both words may stand."""

    names: tuple[Name, ...]
    finite: bool = False
    nonempty: bool = False


@dataclass(frozen=True, slots=True)
class EnumDecl(Declared):
    """enum Move { cooperate, defect }."""

    name: Name
    members: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class TypeDecl(Declared):
    """type Reward(M: MDP) := M.State * M.Action → Real."""

    name: Name
    parameters: tuple[Binder, ...]
    body: Term


@dataclass(frozen=True, slots=True)
class OptimizerDecl(Declared):
    """optimizer Agent built by Researcher { trained on base pursues behavioral }."""

    name: Name
    builder: Name | None
    trained_on: tuple[Name, ...]
    pursues: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveDecl(Declared):
    """objective u, v: Outcome → Real maximize interval; orientation and scale may stand in any order."""

    names: tuple[Name, ...]
    type: Term | None
    orientation: Literal["maximize", "minimize"] | None = None
    scale: Literal["ordinal", "interval", "ratio", "absolute"] | None = None


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """Parameters of one type in a head: `C, D: Frame`; `scale: interval` may follow the type."""

    names: tuple[Name, ...]
    type: Term | None = None
    scale: str | None = None


PatternKind: TypeAlias = Literal["applied", "infix", "postfix", "prefix", "superscript", "subscript"]


@dataclass(frozen=True, slots=True)
class Head(Node):
    """How a definition or relation is written, and its parameters in the order of writing.

    applied: `f(x, y)` or a bare `f`; infix: `C ⊕ D`; postfix: `C^*`; superscript: `Assume^S(C)` (the first
    parameter group is the superscript); subscript: `One[S]`, `If[S](a, b)`. Operators declared before their
    parameters, as `relation ≃ alias equiv (C, D: Frame)`, are infix. `alias`: the ASCII name.
    """

    name: Name
    kind: PatternKind
    parameters: tuple[Parameter, ...]
    alias: Name | None = None


@dataclass(frozen=True, slots=True)
class RelationDecl(Declared):
    """relation R(x, y: A), abstract, or with a body."""

    head: Head
    body: Term | None


@dataclass(frozen=True, slots=True)
class DefDecl(Declared):
    """def or quantity, with its result type if written."""

    word: Literal["def", "quantity"]
    head: Head
    type: Term | None
    body: Term


@dataclass(frozen=True, slots=True)
class StructureField(Node):
    """`Agent: Sort`, `finite State, Action: Sort`, `eval: Agent, Env → W`."""

    names: tuple[Name, ...]
    type: Term
    finite: bool = False


@dataclass(frozen=True, slots=True)
class StructureLaw(Node):
    """law: P, law associativity: P; or `nonempty Action`, which is a law too (`name` None)."""

    name: Name | None
    formula: Term


@dataclass(frozen=True, slots=True)
class StructureDecl(Declared):
    name: Name
    parameters: tuple[Parameter, ...]
    members: tuple[StructureField | StructureLaw, ...]


@dataclass(frozen=True, slots=True)
class DefaultDecl(Declared):
    """default Frame(World): what a bare `Frame` means."""

    structure: Apply


@dataclass(frozen=True, slots=True)
class GivenDecl(Declared):
    """given W: Sort, C, D: Frame(W), S: Set W."""

    binders: tuple[Binder, ...]


@dataclass(frozen=True, slots=True)
class FamilyDecl(Declared):
    """family C[i in 0..2]: Frame; several indices, later ranges may use earlier ones."""

    name: Name
    indices: tuple[Binder, ...]
    type: Term


@dataclass(frozen=True, slots=True)
class ConstantDecl(Declared):
    """constant a, b: T; sequence L: Nat → Real (word `sequence`); function f: A, B → C, or
    function opt(o: Objective): Set Policy (then `parameters`)."""

    word: Literal["constant", "sequence", "function"]
    names: tuple[Name, ...]
    parameters: tuple[Parameter, ...]
    type: Term


@dataclass(frozen=True, slots=True)
class DistributionDecl(Declared):
    """distribution p, q over S."""

    names: tuple[Name, ...]
    over: Term


@dataclass(frozen=True, slots=True)
class Mechanism(Node):
    """Z ~ p (drawn), Y := g(X, Z); `time` of a variable of a time: `s[0] ~ p`, `s[t + 1] ~ f(s[t])`."""

    name: Name
    time: Term | None
    drawn: bool
    term: Term


@dataclass(frozen=True, slots=True)
class ModelDecl(Declared):
    """model D(p: Dist A) { Z ~ p  X ~ f(Z)  Y := g(X, Z) }."""

    name: Name
    parameters: tuple[Parameter, ...]
    mechanisms: tuple[Mechanism, ...]


@dataclass(frozen=True, slots=True)
class TransformationDecl(Declared):
    """transformation positive_affine(a, b: Real) where a > 0 := fun u: Real. a*u + b."""

    head: Head
    where: Term | None
    body: Term


@dataclass(frozen=True, slots=True)
class ExampleDecl(Declared):
    """example door: Frame over {open, shut} := matrix {…}."""

    name: Name
    type: Term
    over: Term | None
    value: Term


# ── Claims ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ForClause(Node):
    """for a, b: T where P."""

    binders: tuple[Binder, ...]


@dataclass(frozen=True, slots=True)
class AssumeClause(Node):
    """assume P, Q; `assume defined` has the one formula Name `defined`."""

    formulas: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class ShowClause(Node):
    """show P, Q."""

    formulas: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class OnGroup(Node):
    """`on L, G`: one element of the transformation for all of these."""

    targets: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Property(Node):
    """`transitive R`, `congruence f under R`, `invariant Q under T on L`, `equivariant Q under T(a, b) by f`,
    `equivalent D, D'`, `stronger D, D'`, `compare D1, D2`: the word, what it speaks of, and the rest."""

    word: Literal[
        "transitive", "symmetric", "reflexive", "antisymmetric", "total", "equivalence", "preorder",
        "congruence", "invariant", "equivariant", "equivalent", "stronger", "compare",
    ]  # fmt: skip
    subjects: tuple[Term, ...]
    under: Term | None = None
    on: tuple[OnGroup, ...] = ()
    by: Term | None = None


@dataclass(frozen=True, slots=True)
class ViaRole(Node):
    role: Name
    value: Term


@dataclass(frozen=True, slots=True)
class ReducesClause(Node):
    """reduces D(x) to D' via role := t, …"""

    left: Term
    right: Term
    via: tuple[ViaRole, ...]


@dataclass(frozen=True, slots=True)
class ConsistentClause(Node):
    """consistent {P, Q} (or `consistent P, Q`)."""

    formulas: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class IndependentClause(Node):
    """independent A from {P, Q}."""

    formula: Term
    premises: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class WithClause(Node):
    """with m := t, n := u: witnesses."""

    witnesses: tuple[FieldValue, ...]


@dataclass(frozen=True, slots=True)
class UsingClause(Node):
    lemmas: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class InductionClause(Node):
    """by induction on n showing φ: `formula` is what the induction is about, the conclusion itself if absent."""

    variable: Name
    formula: Term | None = None


@dataclass(frozen=True, slots=True)
class ExpectClause(Node):
    """expect proved or bounded(3); `only given A, B`; `at C := null`; `ill_formed A401`; `finding A602`."""

    verdicts: tuple[Name, ...]
    bound: Numeral | None = None
    code: Name | None = None
    only_given: tuple[Term, ...] = ()
    at: tuple[FieldValue, ...] = ()


@dataclass(frozen=True, slots=True)
class VariantClause(Node):
    """printed … or corrected …: clauses that only this reading has."""

    variant: Literal["printed", "corrected"]
    clauses: tuple[Clause, ...]


Clause: TypeAlias = (
    ForClause | AssumeClause | ShowClause | Property | ReducesClause | ConsistentClause | IndependentClause
    | WithClause | UsingClause | InductionClause | ExpectClause | VariantClause
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimDecl(Declared):
    """claim name: clauses, or claim name { local declarations and clauses }."""

    name: Name
    clauses: tuple[Clause, ...]
    locals: tuple[Declaration, ...] = ()


Declaration: TypeAlias = (
    ModuleDecl | UseDecl | SortDecl | EnumDecl | TypeDecl | OptimizerDecl | ObjectiveDecl | RelationDecl | DefDecl
    | StructureDecl | DefaultDecl | GivenDecl | FamilyDecl | ConstantDecl | DistributionDecl
    | ModelDecl | TransformationDecl | ExampleDecl | ClaimDecl
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File(Node):
    """A whole file: its declarations in order, those that could be read."""

    declarations: tuple[Declaration, ...]
