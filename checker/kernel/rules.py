"""The rules of proof, as data: what was done at a step of a derivation. `kernel.inference` says what each
one means. What a rule is told (terms, indices) is untrusted; it is checked there or refused."""
# TRUSTED

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.terms import BigSum, Term, Var
from aligncheck.kernel.types import Type


@dataclass(frozen=True, slots=True)
class Apart:
    """Bound sorts get names that no sort of the goal has."""


@dataclass(frozen=True, slots=True)
class Normalise:
    """Every formula is replaced by its normal form."""


@dataclass(frozen=True, slots=True)
class Intro:
    """The ∀, → and ¬ at the head of the conclusion become symbols and assumptions."""


@dataclass(frozen=True, slots=True)
class Open:
    """The ∃ and `and` at the head of assumptions become symbols and assumptions of their own."""


@dataclass(frozen=True, slots=True)
class Expand:
    """A symbol whose type is a structure becomes one symbol a field, one of a subset, or with values there, becomes
    one of the whole; the law or condition becomes an assumption."""


@dataclass(frozen=True, slots=True)
class Split:
    """`A and B`: show A and, where A can be undefined, B given A. `A <-> B`: both directions."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """`A or B`: show alternative number `at`."""

    at: int


@dataclass(frozen=True, slots=True)
class Witness:
    """Values for ∃ in the conclusion that stand under `and` and other such ∃ only, by name; several of one
    name in the order in which they stand. And sorts for bound sorts."""

    terms: tuple[tuple[str, Term], ...] = ()
    sorts: tuple[tuple[str, Type], ...] = ()


@dataclass(frozen=True, slots=True)
class Instance:
    """Assumption number `at`, which is a ∀: its instance becomes an assumption too."""

    at: int
    terms: tuple[Term, ...] = ()
    sorts: tuple[Type, ...] = ()


@dataclass(frozen=True, slots=True)
class Detach:
    """Assumption number `at`, A -> B: show A, and go on with B."""

    at: int


@dataclass(frozen=True, slots=True)
class Deny:
    """Assumption number `at`, not A: show A, and nothing is left."""

    at: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Show a formula, and go on with it as an assumption."""

    lemma: Assumption


@dataclass(frozen=True, slots=True)
class Cases:
    """Show the goal where a closed formula is true, and where it is false."""

    condition: Term


@dataclass(frozen=True, slots=True)
class Drop:
    """Go on without these assumptions."""

    at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Abstract:
    """A closed formula, wherever it stands, becomes a symbol of type Bool."""

    formula: Term
    name: str


@dataclass(frozen=True, slots=True)
class Revert:
    """Symbols, and the assumptions that mention them, move back into the conclusion,
    under ∀ in the order of `names`."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Induction:
    """∀ n: Nat. φ(n) from φ(0) and from φ(k) -> φ(k + 1)."""


@dataclass(frozen=True, slots=True)
class Peel:
    """What a sum over a range of integers is without its last term becomes an assumption: from a to b it is that
    from a to b - 1, and the term at b; and 0 where b < a. `last` is b, as a value of the variable, `shorter` is
    b - 1. Where that may be undefined, show first that it is not."""

    sum: BigSum
    last: Term
    shorter: Term


@dataclass(frozen=True, slots=True)
class Map:
    """Where every b: B has exactly one a: A with P (or some, by choice): a function that picks it.
    `relation` is a formula in the variables `source` and `target`."""

    name: str
    source: Var
    target: Var
    relation: Term
    choice: bool = False


@dataclass(frozen=True, slots=True)
class Families:
    """Members of families at different index terms become sorts and symbols of their own. `numerals`: every
    index is a number, so that members with different indices are different indeed."""

    numerals: bool


@dataclass(frozen=True, slots=True)
class Unroll:
    """∀ and ∃ over the integers from one number to another, in which members of families stand, become the
    `and` and `or` of their cases."""


@dataclass(frozen=True, slots=True)
class At:
    """A number symbol has one value. It proves nothing of the goal: it is where a counterexample may be."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Restate:
    """Where the left side of an equivalence stands, the right one is put (`back`: the left one for the right). The
    equivalence is the conclusion of `lemma`, which is shown too; `sorts` and `terms` are what its sorts and symbols
    are here, by name."""

    lemma: Goal
    sorts: tuple[tuple[str, Type], ...]
    terms: tuple[tuple[str, Term], ...]
    back: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """A positive number, times comparisons by their numbers (as `kernel.polynomials` counts them), times the square of
    a polynomial."""

    times: Fraction
    of: tuple[int, ...] = ()
    square: Term | None = None


@dataclass(frozen=True, slots=True)
class Multiple:
    """Equation number `of`, times a polynomial."""

    of: int
    by: Term


@dataclass(frozen=True, slots=True)
class Combination:
    """The comparisons that the goal supposes contradict the denial of its conclusion: this sum is 0, and positive."""

    products: tuple[Product, ...]
    multiples: tuple[Multiple, ...] = ()


Rule: TypeAlias = (
    Apart | Normalise | Intro | Open | Expand | Split | Alternative | Witness | Instance | Detach | Deny | Cut | Cases
    | Drop | Abstract | Revert | Induction | Peel | Map | Families | Unroll | At | Restate | Combination
)  # fmt: skip


def reversible(rule: Rule) -> bool:
    """Whether a counterexample of a premise is one of the goal."""
    if isinstance(rule, Families):
        return rule.numerals
    return isinstance(rule, (Apart, Normalise, Intro, Open, Expand, Split, Instance, Cases, Unroll, At))
