"""What a name or a surface term can mean, and what a module declares.

A structure with sort fields is never a core term: a variable of it is a `Bundle` of fresh sorts and
symbols, and what is defined over it is a `Template` whose sorts and variables are replaced at each use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from aligncheck.kernel.terms import Const, Lam, Term, Var
from aligncheck.kernel.types import BOOL, INT, NAT, REAL, Base, Type
from aligncheck.records import dataclass
from aligncheck.source import Span
from aligncheck.syntax import tree

PRIMITIVES: Mapping[str, Type] = {"Bool": BOOL, "Nat": NAT, "Int": INT, "Real": REAL}
PARTIAL = ("lim", "max", "min", "the")
"""Big operators that may have no value, all by themselves."""
LITERALS = frozenset({"true", "false", "∅", "*"})
"""Names that mean something without being declared: types, and values."""

Scale: TypeAlias = Literal["ordinal", "interval", "ratio", "absolute"]
Orientation: TypeAlias = Literal["maximize", "minimize"]


@dataclass(frozen=True, slots=True)
class Typed:
    """A term of the core with its type (subsets kept)."""

    term: Term
    type: Type


@dataclass(frozen=True, slots=True)
class Bundle:
    """A large structure taken apart: what its structure was applied to, and a sort or term for each field."""

    structure: StructureEntity
    arguments: tuple[Type | Term | Bundle, ...]
    parts: Mapping[str, Type | Term]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class TypeMeaning:
    """A term that denotes a type."""

    type: Type


@dataclass(frozen=True, slots=True)
class LargeType:
    """A structure with sort fields, applied to its arguments: the type of bundles. `Sort` has structure None."""

    structure: StructureEntity | None
    arguments: tuple[Type | Term | Bundle, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: exactly one of `var` (a value), `sort`, and `bundle` (a large structure) is given."""

    name: str
    span: Span
    var: Var | None = None
    sort: Base | None = None
    bundle: Bundle | None = None
    scale: Scale | None = None
    laws: tuple[Term, ...] = ()
    """Of a bundle: the laws of its structure over its parts."""

    def vars(self) -> tuple[Var, ...]:
        """The term variables it stands for."""
        if self.var is not None:
            return (self.var,)
        if self.bundle is None:
            return ()
        return tuple(part for part in self.bundle.parts.values() if isinstance(part, Var))

    def sorts(self) -> tuple[Base, ...]:
        """The sorts it stands for."""
        if self.sort is not None:
            return (self.sort,)
        if self.bundle is None:
            return ()
        return tuple(part for part in self.bundle.parts.values() if isinstance(part, Base))


@dataclass(frozen=True, slots=True)
class Entity:
    """Anything declared under a name. `module` is where; `span` its place there."""

    name: str
    span: Span

    @property
    def kind(self) -> str:
        """What it is, in a reader's words."""
        return _KINDS.get(type(self).__name__, "name")


@dataclass(frozen=True, slots=True)
class TypeEntity(Entity):
    """A sort or enumeration."""

    type: Type


@dataclass(frozen=True, slots=True)
class ConstEntity(Entity):
    """A declared constant, function, relation, sequence, distribution or objective."""

    term: Term
    type: Type
    word: str = "constant"
    scale: Scale | None = None
    orientation: Orientation | None = None
    guard: Const | None = None
    """The predicate that says where a partial function is defined."""


@dataclass(frozen=True, slots=True)
class BundleEntity(Entity):
    """A named large structure: an example, a variable, a member of a family."""

    bundle: Bundle
    unfolds: frozenset[str] = frozenset()
    """Names of the obligations that a use of this example rests on."""


@dataclass(frozen=True, slots=True)
class ValueEntity(Entity):
    """A variable bound around here, a parameter, or an example."""

    term: Term
    type: Type
    scale: Scale | None = None
    unfolds: frozenset[str] = frozenset()
    """Names of the obligations that a use of this example rests on."""


@dataclass(frozen=True, slots=True)
class GivenEntity(Entity):
    """A variable lent by `given`; it becomes a parameter or a universal where it is used."""

    binder: tree.Binder


@dataclass(frozen=True, slots=True)
class Obligation:
    """A side condition of a definition: the formula over its parameters, under its name (`compose.law`)."""

    name: str
    formula: Term
    span: Span


@dataclass(frozen=True, slots=True)
class Clauses:
    """Formulas that stand side by side in a text, as parts of an `and` or an `or`, or one by itself: a premise,
    a condition, the whole of a definition; with their places."""

    connective: Literal["and", "or", "alone"]
    parts: tuple[tuple[Term, Span], ...]
    words: tuple[frozenset[str], ...] = ()
    """The names that each part takes from around it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A part of a text, and the term that it became once definitions were put in. `of`: the definition that it is
    an application of, if it is one."""

    term: Term
    node: tree.Term
    of: Template | None = None

    @property
    def alone(self) -> bool:
        """Whether its being defined is said of it as a whole: a definition applied, a limit, a best value."""
        return self.of is not None or (isinstance(self.node, tree.Big) and self.node.kind in PARTIAL)


@dataclass(frozen=True, slots=True)
class Template(Entity):
    """A definition. `explicit` parameters in the order of writing, `implicit` ones inferred at each use;
    `body` over their sorts and variables. `word`: def, quantity, relation, type or example."""

    word: str
    pattern: tree.PatternKind
    explicit: tuple[Parameter, ...]
    implicit: tuple[Parameter, ...]
    body: Typed | TypeMeaning | Bundle
    obligations: tuple[Obligation, ...] = ()
    unfolds: frozenset[str] = frozenset()
    """Names of the obligations that a use of this definition rests on, its own included."""
    groups: tuple[int, ...] = ()
    """How many parameters stand in the superscript or subscript, and how many after it."""
    head_text: str = ""
    variant: str | None = None
    clauses: tuple[Clauses, ...] = ()
    plain: bool = False
    """Its body is one name or number, as `true`: it is meant not to vary."""
    written: tuple[Written, ...] = ()
    """The parts of its body that may be undefined."""
    places: tuple[tuple[Term, tree.Term], ...] = ()
    """The numbers, comparisons and uses of definitions in its body, and where they are written."""


@dataclass(frozen=True, slots=True)
class TransformationEntity(Entity):
    """Maps of a type into itself, for all parameters where `condition` holds."""

    parameters: tuple[Parameter, ...]
    implicit: tuple[Parameter, ...]
    condition: Term
    map: Lam


@dataclass(frozen=True, slots=True)
class StructureMember:
    """A field: a sort field has `type` None."""

    name: str
    type: Type | None
    span: Span
    finite: bool = False


@dataclass(frozen=True, slots=True)
class StructureLaw:
    name: str | None
    formula: Term
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class StructureEntity(Entity):
    """A structure over parameters. Field types and laws speak of earlier fields as Base(field) and Var(field)
    and of parameters as in `parameters`."""

    parameters: tuple[Parameter, ...]
    members: tuple[StructureMember, ...]
    laws: tuple[StructureLaw, ...]
    implicit: tuple[Parameter, ...] = ()

    @property
    def large(self) -> bool:
        return any(member.type is None for member in self.members)

    def __hash__(self) -> int:
        return hash((self.name, self.span))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StructureEntity) and (self.name, self.span) == (other.name, other.span)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a variable of a model is: at a time that is written out, or so many steps after that of its mechanism."""

    offset: int
    relative: bool = False

    def at(self, clock: int) -> int:
        return clock + self.offset if self.relative else self.offset


@dataclass(frozen=True, slots=True)
class Mechanism:
    """How a variable of a model comes about. `term`: what it is drawn from, or what it is, over the parameters of the
    model, the variables `parents` (each by its name, moment, and variable of the core) and the time `clock`."""

    variable: str
    moment: Moment | None
    drawn: bool
    term: Term
    parents: tuple[tuple[str, Moment | None, Var], ...]
    clock: Var | None
    span: Span


@dataclass(frozen=True, slots=True)
class ModelEntity(Entity):
    """model D(…) { Z ~ p  X ~ f(Z) }: `types` are those of its variables, `places` where each is named first."""

    parameters: tuple[Parameter, ...]
    implicit: tuple[Parameter, ...]
    mechanisms: tuple[Mechanism, ...]
    types: Mapping[str, Type]
    places: Mapping[str, Span]

    def mechanism(self, variable: str, time: int | None) -> tuple[Mechanism, int] | None:
        """What makes a variable at a time, and the time on its clock; None if nothing does."""
        own = [each for each in self.mechanisms if each.variable == variable]
        for each in own:
            if each.moment is None or time is None:
                if each.moment is None and time is None:
                    return each, 0
            elif not each.moment.relative and each.moment.offset == time:
                return each, time
        for each in own:
            if each.moment is not None and each.moment.relative and time is not None:
                clock = time - each.moment.offset
                return (each, clock) if clock >= 0 else None
        return None


@dataclass(frozen=True, slots=True)
class VariableEntity(Entity):
    """A variable of a model where the model is spoken of. `value`: what it is at a time, as written; None: it has no
    time."""

    timed: bool
    value: Callable[[tree.Term | None, Span], Typed]


@dataclass(frozen=True, slots=True)
class FamilyEntity(Entity):
    """C[i in 0..2]: T. A member is made where it is mentioned."""

    indices: tuple[tree.Binder, ...]
    member: tree.Term


@dataclass(frozen=True, slots=True)
class BuiltinEntity(Entity):
    """A word of the language that is not reserved: `transitive`, `converges`, `nonempty`, …"""

    arity: int | None
    """None: as many as it is given."""


_KINDS = {
    "TypeEntity": "type",
    "ConstEntity": "constant",
    "BundleEntity": "structure",
    "ValueEntity": "variable",
    "GivenEntity": "variable",
    "Template": "definition",
    "TransformationEntity": "transformation",
    "StructureEntity": "structure type",
    "FamilyEntity": "family",
    "ModelEntity": "model",
    "VariableEntity": "variable of a model",
    "BuiltinEntity": "predicate",
}

Meaning: TypeAlias = (
    Typed | TypeMeaning | LargeType | Bundle | Template | StructureEntity | TransformationEntity
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What a declaration says, as a formula: it enters the goals that can speak of its sorts; where it is said
    `of` a symbol, the goals that mention that one."""

    label: str
    formula: Term
    span: Span
    of: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimScope:
    """A claim as written, with what is in scope where it stands."""

    declaration: tree.ClaimDecl
    given: Mapping[str, Entity]


@dataclass(frozen=True, slots=True)
class Module:
    """What a file declares, its imports included in `names`. `defaults`: what a bare structure name means."""

    name: str
    names: Mapping[str, Entity]
    own: tuple[Entity, ...]
    defaults: Mapping[str, LargeType]
    facts: tuple[Fact, ...]
    claims: tuple[ClaimScope, ...]
    obligations: tuple[tuple[Template, Obligation], ...] = ()
    hierarchies: tuple[str, ...] = ()
    partial: Mapping[str, str] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    incomplete: bool = False
    owners: Mapping[str, tuple[Bundle, str]] = field(default_factory=dict)
    templates: tuple[Template, ...] = ()
    declarations: tuple[tree.Declaration, ...] = ()
    """What it declares, claims apart, as written and without errors."""
    lemmas: frozenset[str] = frozenset()
    """Names of the claims of the modules that this one uses."""
    printed: Mapping[str, Entity] = field(default_factory=dict)
    """Definitions as they were printed, for claims as they were printed."""
