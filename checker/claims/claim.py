"""A claim in core terms: what is supposed, what is asked, and what its author expects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from aligncheck.diagnostics import Problem
from aligncheck.kernel.goal import AssumptionKind
from aligncheck.kernel.terms import Const, Term, Var
from aligncheck.kernel.types import Type
from aligncheck.records import dataclass
from aligncheck.source import Span

VerdictName: TypeAlias = Literal[
    "proved", "refuted", "bounded", "unknown", "vacuous", "ill_formed", "disagreement"
]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A formula supposed, under its author's words. Domain conditions are not yet added."""

    label: str
    formula: Term
    kind: AssumptionKind
    span: Span


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the conditions under which something is defined. `shown`: in the spec's terms, a text of the author's
    being a variable of that name, and `defined` a function. `formula`: what it means, definitions put in. `place`:
    what needs it. `inner`: where it is that an application of a definition is defined, when that is."""

    shown: Term
    formula: Term
    place: Span | None = None
    inner: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a claim of invariance compares: a quantity, and the same where an element of a transformation, given by
    its parameters, was applied. `expected`: what it is said to become, where that is not what it was."""

    quantity: str
    element: tuple[Const, ...]
    before: Term
    after: Term
    expected: Term | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One formula to show, under its author's words or the name of the property it is part of."""

    label: str
    formula: Term
    span: Span
    as_partial: bool = False
    """The formula already compares definedness itself (invariant, reduces, …)."""
    change: Change | None = None
    sense: bool = False
    """What is written elsewhere in the claim makes sense only if this holds."""
    conditions: tuple[Condition, ...] = ()
    """When the formula is defined, from left to right."""


@dataclass(frozen=True, slots=True)
class Holds:
    """Every conclusion holds under the hypotheses."""

    conclusions: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True)
class Consistent:
    """Some model satisfies the hypotheses and all these formulas."""

    formulas: tuple[Hypothesis, ...]


@dataclass(frozen=True, slots=True)
class Independent:
    """The hypotheses and these formulas decide neither the formula nor its negation."""

    formula: Conclusion
    premises: tuple[Hypothesis, ...]


@dataclass(frozen=True, slots=True)
class Reduces:
    """`left` holds exactly when `right` does under some reading of its roles. `fixed` are the roles that
    `via` gave. The roles are free variables of `right`."""

    label: str
    left: Term
    right: Term
    roles: tuple[Var, ...]
    fixed: Mapping[str, Term]
    span: Span


Question: TypeAlias = Holds | Consistent | Independent | Reduces


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the author believes. `verdicts` are alternatives. `bound`: of an expected `bounded(n)`.
    `code`: the finding expected (`ill_formed A401`, `finding A602`); `kind` says which of the two forms.
    `only_given`: proved with these hypotheses, and refuted without them. `at`: the values, by name of
    constant and of sort, at which it is refuted."""

    verdicts: tuple[VerdictName, ...] = ("proved",)
    bound: int | None = None
    code: str | None = None
    kind: Literal["verdict", "finding"] = "verdict"
    only_given: tuple[Hypothesis, ...] = ()
    at_sorts: Mapping[str, Type] = field(default_factory=dict)
    at_constants: Mapping[str, Term] = field(default_factory=dict)
    shown: str = "proved"


@dataclass(frozen=True, slots=True)
class Operation:
    """A term former in scope, for searches: `body` over `parameters`, shown by `name` (`builder`)."""

    name: str
    parameters: tuple[Var, ...]
    body: Term


@dataclass(frozen=True, slots=True)
class ShownStructure:
    """A structure of the claim (`C: Frame`): which sort and constant each of its fields became."""

    name: str
    structure: str
    sorts: Mapping[str, Type]
    constants: Mapping[str, Const]


@dataclass(frozen=True, slots=True)
class Presentation:
    """How to show a model in the author's names. `structures` are shown as a whole. `partial` maps the name
    of a function to the name of the relation that says where it is defined (`builder` → `built`); its values
    elsewhere mean nothing and are not shown. `trees`: those of them that are hierarchies, shown as trees."""

    structures: tuple[ShownStructure, ...] = ()
    partial: Mapping[str, str] = field(default_factory=dict)
    trees: tuple[str, ...] = ()
    words: Mapping[Term, str] = field(default_factory=dict)
    """What the author called a term before its definition was put in: `Image(C)`."""


@dataclass(frozen=True, slots=True)
class Induction:
    """By induction on this variable, of the conclusion or of a formula from which it follows (`showing`)."""

    variable: str
    showing: Hypothesis | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim. `sorts` and `constants` are all that its formulas may mention, the module's and its own
    universals alike. `obligation_of` names the definition whose side condition this is, if it is one."""

    name: str
    span: Span
    question: Question
    sorts: tuple[str, ...]
    constants: tuple[Const, ...]
    hypotheses: tuple[Hypothesis, ...]
    expectation: Expectation = Expectation()
    variables: tuple[str, ...] = ()
    """Names of the constants that are this claim's own universals, in order."""
    witnesses: Mapping[str, Term] = field(default_factory=dict)
    induction: Induction | None = None
    lemmas: tuple[str, ...] = ()
    operations: tuple[Operation, ...] = ()
    presentation: Presentation = Presentation()
    obligation_of: str | None = None
    depends_on: tuple[str, ...] = ()
    """Names of obligations (as `compose.law`) of definitions that this claim unfolds."""
    ill_formed: bool = False
    """It has errors of its own: it is reported, and not tried."""
    name_span: Span | None = None
    """Where its name stands; `span` is all of it."""
    asked_at: Span | None = None
    """The first clause that says what it shows."""
    own: tuple[Span, ...] = ()
    """Its own declarations. As printed or as corrected it shares its braces, and `span` does not hold them."""
    finding: Problem | None = None
    """The checker's own question of a definition: with the verdict `finds`, it is this finding; else nothing
    is said."""
    finds: VerdictName = "refuted"
    seconds: float | None = None
    """How long it may take at most, if less than any other claim."""

    @property
    def head(self) -> Span:
        """The place to point at when the claim as a whole is spoken of."""
        return self.name_span or self.span
