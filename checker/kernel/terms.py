"""The terms of the core: simply typed higher-order logic with partial terms, sums and limits.

Formulas are terms of type Bool. A term may be undefined in a model: `Guard`, `Lim`, `Best`, `The` and
`BigSum` are the places where that can start. `kernel.domain` computes the formula that says when a
term is defined; evaluation is strict except in the connectives, `If` and under binders (semantics:
`A and B`, `A -> B`: B is only asked where A is true; `A or B`: only where A is false).

Bound variables are named; two terms equal up to renaming are `alike` (kernel.substitution), not `==`.
"""
# TRUSTED

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from aligncheck.kernel.types import Enum, Node, Prim, Quot, Struct, Sum, Type


@dataclass(frozen=True, slots=True)
class Var(Node):
    """A variable, bound by a binder around it (or a parameter of a definition)."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Const(Node):
    """A declared symbol, free in the goal. `index` is () but for a member of a family, as `φ[i].g`."""

    name: str
    type: Type
    index: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """true or false."""

    value: bool


@dataclass(frozen=True, slots=True)
class Number(Node):
    """An exact rational of the smallest numeric type it belongs to, unless a larger one is said."""

    value: Fraction
    type: Prim


@dataclass(frozen=True, slots=True)
class Member(Node):
    """A member of an enumeration."""

    name: str
    type: Enum


@dataclass(frozen=True, slots=True)
class Lam(Node):
    """A function as a value: λ var. body."""

    var: Var
    body: Term


@dataclass(frozen=True, slots=True)
class App(Node):
    """A function applied to its one argument (a `Tup` where there are several)."""

    function: Term
    argument: Term


@dataclass(frozen=True, slots=True)
class Tup(Node):
    items: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Proj(Node):
    """The item of a tuple, counted from 0."""

    tuple: Term
    index: int


@dataclass(frozen=True, slots=True)
class Inj(Node):
    """An element of a disjoint union, from alternative `index` of `type`."""

    index: int
    value: Term
    type: Sum


@dataclass(frozen=True, slots=True)
class Case(Node):
    """Take an element of a disjoint union apart: one Lam per alternative, in order."""

    subject: Term
    branches: tuple[Lam, ...]


@dataclass(frozen=True, slots=True)
class Record(Node):
    """A record: values in the order of the fields of `type`. It is a member of `type` only where the
    law holds: that is an obligation of whoever builds it."""

    type: Struct
    values: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Field(Node):
    """The value of a field of a record."""

    record: Term
    name: str


@dataclass(frozen=True, slots=True)
class ClassOf(Node):
    """The class of `value` in a quotient."""

    value: Term
    type: Quot


@dataclass(frozen=True, slots=True)
class OnClass(Node):
    """`let class(x) := subject. body`: the value of `branch` at any member of the class `subject`;
    constant on classes (an obligation of whoever builds it)."""

    subject: Term
    branch: Lam


@dataclass(frozen=True, slots=True)
class SetOf(Node):
    """{var | body}: the set of those values of `var` where `body` is true."""

    var: Var
    body: Term


@dataclass(frozen=True, slots=True)
class In(Node):
    element: Term
    set: Term


@dataclass(frozen=True, slots=True)
class Eq(Node):
    """Identity at `type` (pointwise for functions, extensional for sets, field by field for records)."""

    left: Term
    right: Term
    type: Type


OpName: TypeAlias = Literal[
    "not", "and", "or", "implies", "iff",
    "lt", "le",
    "add", "neg", "mul", "div", "pow",
    "abs", "sign", "min", "max", "exp", "log", "sqrt",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Op(Node):
    """A built-in operation. `and or add mul` take two or more; `min max` two; subtraction is
    `add(a, neg(b))`. `div`, `log`, `sqrt`, `pow` are total only under the `Guard` around them."""

    name: OpName
    args: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Term
    then: Term
    otherwise: Term


@dataclass(frozen=True, slots=True)
class Quant(Node):
    """∀ or ∃ over all values of the variable's type (which may be empty: then ∀ is true, ∃ false)."""

    kind: Literal["forall", "exists"]
    var: Var
    body: Term


@dataclass(frozen=True, slots=True)
class SortQuant(Node):
    """∀ or ∃ over sorts: what is left of a quantifier over a large type, around the `Quant`s over
    its components. No engine and no evaluation takes it: obligations remove it."""

    kind: Literal["forall", "exists"]
    sorts: tuple[str, ...]
    body: Term


@dataclass(frozen=True, slots=True)
class Guard(Node):
    """`body`, defined only where `condition` is defined and true and `body` is defined."""

    condition: Term
    body: Term


@dataclass(frozen=True, slots=True)
class BigSum(Node):
    """Σ of `body` (a number) over all values of `var`'s type, which must be finite; or, if `bounds`
    is given, over the integers from the first to the second, both included (none: 0)."""

    var: Var
    bounds: tuple[Term, Term] | None
    body: Term


@dataclass(frozen=True, slots=True)
class Best(Node):
    """The greatest or least value of `body` over all values of `var` for which `condition` is true;
    undefined where there is none."""

    kind: Literal["max", "min"]
    var: Var
    condition: Term
    body: Term


@dataclass(frozen=True, slots=True)
class The(Node):
    """The one value of `var` for which `body` is true; undefined where there is none or several."""

    var: Var
    body: Term


@dataclass(frozen=True, slots=True)
class Lim(Node):
    """lim var → ∞ of `body`, a finite real; `var` is a Nat or a Real; undefined where `body` is not
    defined from some point on, or has no finite limit."""

    var: Var
    body: Term


TailKind: TypeAlias = Literal["converges", "bounded", "to_oo", "to_minus_oo", "eventually", "often"]


@dataclass(frozen=True, slots=True)
class Tail(Node):
    """What a sequence does in the end; always true or false.

    `converges`: Lim(var, body) is defined. `bounded`: |body| ≤ some b for all values of var.
    `to_oo`: body grows beyond every bound. `eventually`: body (a formula) is true from some point on.
    `often`: it is true arbitrarily far out. Where body is undefined it counts as false.
    """

    kind: TailKind
    var: Var
    body: Term


@dataclass(frozen=True, slots=True)
class Finite(Node):
    """Whether a type has finitely many members."""

    type: Type


@dataclass(frozen=True, slots=True)
class Card(Node):
    """The number of members of a type, a Nat; undefined where it is not finite."""

    type: Type


@dataclass(frozen=True, slots=True)
class Choose(Node):
    """`representative(q)`: some member of the class `subject`, the same one for equal classes."""

    subject: Term
    type: Quot


Term: TypeAlias = (
    Var | Const | Truth | Number | Member
    | Lam | App | Tup | Proj | Inj | Case | Record | Field | ClassOf | OnClass | Choose
    | SetOf | In | Eq | Op | If | Quant | SortQuant
    | Guard | BigSum | Best | The | Lim | Tail | Finite | Card
)  # fmt: skip

TRUE: Final = Truth(True)
FALSE: Final = Truth(False)
