"""The state of elaborating one declaration: scopes, what is not yet known, and what was found wrong.

A sort not yet known is `Base("?3")`, a component of a structure not yet known is `Var("?3", …)`; both are
solved by unification and replaced at the end of the declaration. A failed part raises `Failed` after its
problem was reported; it is caught where the next part can be read without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, TypeVar, cast

from aligncheck.diagnostics import Problem, nearest
from aligncheck.elaborate.kinds import described
from aligncheck.elaborate.meanings import (
    LITERALS,
    PRIMITIVES,
    BuiltinEntity,
    Bundle,
    Clauses,
    Entity,
    GivenEntity,
    LargeType,
    Meaning,
    Obligation,
    Parameter,
    Template,
    Typed,
    Written,
)  # fmt: skip
from aligncheck.elaborate.problems import AlreadyDeclared, DeclaredBelow, ShadowedName, UnknownName
from aligncheck.kernel.substitution import reduce
from aligncheck.kernel.terms import Term, Var
from aligncheck.kernel.traversal import is_type, map_term, map_type, plainly_total
from aligncheck.kernel.types import BOOL, NUMERIC, Base, Type
from aligncheck.kernel.typing import unsubset
from aligncheck.source import Span
from aligncheck.syntax import tree
from aligncheck.syntax.scopes import free_words

if TYPE_CHECKING:
    from typing import Literal, TypeGuard

    from aligncheck.elaborate.indices import Loop, Use
    from aligncheck.elaborate.integers import Linear
    from aligncheck.elaborate.ranges import FamilyRange

T = TypeVar("T")


_WORDED = (tree.Apply, tree.Chain, tree.Index, tree.Postfix, tree.Script)
"""What is unfolded: what the author wrote for it is kept."""
_STATING = (tree.Apply, tree.Compare, tree.Big, tree.Chance, tree.UnderModel)
_COUNTING = (*_STATING, tree.Chain, tree.Prefix, tree.Script, tree.Conditional)
"""What is a formula, and what a number, that a finding about scale can point at."""


class Failed(Exception):
    """This part cannot be read further; its problem has been reported."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The mutually recursive rules, tied together in `elaborate.module`."""

    synth: Callable[[Context, tree.Term], Meaning]
    check: Callable[[Context, tree.Term, Type], Term]
    as_type: Callable[[Context, tree.Term], Type]
    as_large: Callable[[Context, tree.Term], Type | LargeType]
    as_value: Callable[[Context, Meaning, Span], Typed]
    literal: Callable[[Context, tree.Term, LargeType], Bundle | None]


@dataclass(slots=True)
class Shared:
    """What all declarations of one module share while it is read."""

    rules: Rules
    names: dict[str, Entity]
    defaults: dict[str, LargeType]
    owners: dict[str, tuple[Bundle, str]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)
    broken: set[str] = field(default_factory=set)
    printed: dict[str, Entity] = field(default_factory=dict)
    """What names mean in a claim as it was printed, where that is not what they mean elsewhere."""
    incomplete: bool = False
    """Whether a module that is used could not be read: a name may be one of its."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is true (or not, by `truth`) where something is read: a premise or condition before it; `assumed`: an
    assumption of the claim. `written` is the author's text of it."""

    formula: Term
    written: tree.Term
    truth: bool = True
    assumed: bool = False


class Context:
    """The state of one declaration. `mode`: a claim's universals are symbols, a definition's are variables."""

    def __init__(self, shared: Shared, mode: Literal["definition", "claim"], owner: str = "") -> None:
        self.shared = shared
        self.mode = mode
        self.owner = owner
        self.problems: list[Problem] = []
        self.scopes: list[dict[str, Entity]] = [{}]
        self.sorts: dict[str, Type] = {}
        self.terms: dict[str, Term] = {}
        self.given: dict[str, Parameter] = {}
        self.unfolds: set[str] = set()
        self.words: list[tuple[Term, str]] = []
        self.written: list[Written] = []
        self.places: list[tuple[Term, tree.Term]] = []
        self.obligations: list[Obligation] = []
        self.needs: list[Obligation] = []
        self.clauses: list[Clauses] = []
        self.uses: dict[tuple[Span, str], Use] = {}
        self.ranges: dict[Span, FamilyRange] = {}
        self.untyped: list[tuple[str, str, Span]] = []
        self.collects_obligations = False
        self.loops: list[Loop] = []
        self.lets: dict[Span, Linear | None] = {}
        self.supposed: list[Supposed] = []
        self.core_names: set[str] = set()
        self.part = ""
        self.statement = 0
        self.later: Mapping[str, Span] = {}

    # ── problems ──

    def report(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def fail(self, problem: Problem) -> Failed:
        """Report and give the exception to raise."""
        self.report(problem)
        return Failed()

    def all(self, steps: Iterable[Callable[[], T]]) -> list[T]:
        """Take every step, so that each reports what it finds; fail afterwards if one failed."""
        done: list[T] = []
        failed = False
        for step in steps:
            try:
                done.append(step())
            except Failed:
                failed = True
        if failed:
            raise Failed
        return done

    def oblige(self, label: str, formula: Term, span: Span) -> None:
        """A side condition of the definition being read."""
        name = f"{self.owner}.{label}"
        self.obligations.append(Obligation(name, formula, span))

    def need(self, label: str, formula: Term, span: Span) -> None:
        """What must hold for something written here to make sense: a side condition of the definition being
        read, or the first thing that a claim shows."""
        if self.collects_obligations:
            self.oblige(label, formula, span)
        elif self.mode == "claim":
            self.needs.append(Obligation(label, formula, span))

    def note(
        self, connective: Literal["and", "or", "alone"], formulas: Sequence[Term], terms: Sequence[tree.Term]
    ) -> None:
        """Keep the formulas that these parts of the text became, for what looks at them side by side."""
        parts = tuple((formula, term.span) for formula, term in zip(formulas, terms, strict=True))
        self.clauses.append(Clauses(connective, parts, tuple(map(free_words, terms))))

    def written_of(self, whole: Term) -> tuple[Written, ...]:
        """The parts of the text that a term was read from, with all that was found out; none where nothing in it
        could be undefined."""
        if plainly_total(whole):
            return ()
        parts = (replace(each, term=self.zonk(each.term)) for each in self.written)
        return tuple(each for each in parts if not plainly_total(each.term))

    def placed(self) -> tuple[tuple[Term, tree.Term], ...]:
        """Numbers, comparisons and uses of definitions, and where they are written."""
        return tuple((self.zonk(term), written) for term, written in self.places)

    def noted(self) -> tuple[Clauses, ...]:
        """What was kept, with all that was found out."""
        return tuple(
            replace(each, parts=tuple((self.zonk(formula), span) for formula, span in each.parts))
            for each in self.clauses
        )

    @contextmanager
    def supposing(self, formula: Term, written: tree.Term, truth: bool = True) -> Iterator[None]:
        """Inside, the formula is true, or not."""
        self.supposed.append(Supposed(formula, written, truth))
        try:
            yield
        finally:
            self.supposed.pop()

    def in_turn(self, formulas: Sequence[tree.Term], truth: bool = True) -> list[Term]:
        """Formulas from left to right, each read where those before are true, or not."""
        before = len(self.supposed)

        def read(term: tree.Term) -> Term:
            formula = self.check(term, BOOL)
            self.supposed.append(Supposed(formula, term, truth))
            return formula

        try:
            return self.all([lambda term=term: read(term) for term in formulas])  # type: ignore[misc]
        finally:
            del self.supposed[before:]

    # ── rules, by short names ──

    def synth(self, term: tree.Term) -> Meaning:
        meaning = self.shared.rules.synth(self, term)
        if isinstance(meaning, Typed):
            if self.mode == "claim" and isinstance(term, _WORDED):
                self.words.append((meaning.term, " ".join(term.span.text.split())))
            if isinstance(term, (*_WORDED, tree.Big)):
                self.written.append(Written(meaning.term, term, self._of(term)))
            numeric = unsubset(self.resolve(meaning.type)) in NUMERIC
            if isinstance(term, _COUNTING if numeric else _STATING):
                self.places.append((meaning.term, term))
        return meaning

    def _of(self, term: tree.Term) -> Template | None:
        """The definition that a term is an application of, by how it is written."""
        match term:
            case (
                tree.Apply(tree.Name() as head) | tree.Index(tree.Name() as head) | tree.Script(tree.Name() as head)
                | tree.Apply(tree.Index(tree.Name() as head) | tree.Script(tree.Name() as head))
                | tree.Postfix(_, head) | tree.Chain(_, _, (*_, (head, _)))
            ):  # fmt: skip
                entity = self.find(head.text)
                return entity if isinstance(entity, Template) else None
            case _:
                return None

    def check(self, term: tree.Term, type: Type) -> Term:
        return self.shared.rules.check(self, term, type)

    def as_type(self, term: tree.Term) -> Type:
        return self.shared.rules.as_type(self, term)

    def as_large(self, term: tree.Term) -> Type | LargeType:
        return self.shared.rules.as_large(self, term)

    # ── scopes ──

    @contextmanager
    def scope(self, names: Mapping[str, Entity] | None = None) -> Iterator[None]:
        """Names bound inside the `with` only."""
        self.scopes.append(dict(names or {}))
        try:
            yield
        finally:
            self.scopes.pop()

    def bind(self, entity: Entity, *, inside_body: bool = False) -> None:
        """Add a name to the innermost scope. Inside a body it may not hide a module's name."""
        outer = self.shared.names.get(entity.name)
        if (
            inside_body
            and outer is not None
            and not isinstance(outer, GivenEntity)
            and entity.span != outer.span
        ):
            raise self.fail(ShadowedName(entity.span, entity.name, outer.span))
        self.scopes[-1][entity.name] = entity

    def find(self, name: str) -> Entity | None:
        """What the name stands for here, givens not yet made into variables included."""
        for names in reversed(self.scopes):
            if name in names:
                return names[name]
        return self.shared.names.get(name)

    def visible(self) -> dict[str, Entity]:
        """All names in scope, inner ones first."""
        names: dict[str, Entity] = {}
        for scope in reversed(self.scopes):
            for name, entity in scope.items():
                names.setdefault(name, entity)
        for name, entity in self.shared.names.items():
            names.setdefault(name, entity)
        return names

    def unknown(
        self,
        name: str,
        span: Span,
        fits: Callable[[Entity], bool] | None = None,
        words: Sequence[str] = (),
    ) -> Failed:
        """The name is not declared: report it with the nearest names that fit here, and words of the language that
        do; where none does, with the nearest of all. What is broken may have been anything, and what is near to
        no name may come from a module that could not be read."""
        if name in self.shared.broken:
            return Failed()
        visible = self.visible()
        if name in self.later and name not in visible:
            raise self.fail(DeclaredBelow(span, name, self.later[name]))
        near = nearest(name, {*visible, *words, *self.shared.broken}, limit=None)
        if self.shared.incomplete and not near:
            return Failed()

        def fitting(key: str) -> bool:
            return key not in visible or fits is None or fits(visible[key])

        close = [key for key in near if fitting(key)]
        if not close and len(name) == 1 and fits is not None:
            # One letter has no spelling to be near to.
            close = [key for key in visible if len(key.rstrip("'₀₁₂₃")) == 1 and fitting(key)]
        offered = tuple(close or near)[:3]
        return self.fail(UnknownName(span, name, offered, bool(close)))

    def meant(self, term: tree.Term, fits: Callable[[Entity], bool]) -> Meaning:
        """As `synth`; should it be a name that nobody declared, those that fit are offered."""
        if self.undeclared(term):
            raise self.unknown(term.span.text, term.span, fits)
        return self.synth(term)

    def undeclared(self, term: tree.Term) -> TypeGuard[tree.Name]:
        """Whether a term is but a name that stands for nothing."""
        return (
            isinstance(term, tree.Name)
            and self.find(term.text) is None
            and not (term.text in PRIMITIVES or term.text in LITERALS)
        )

    def declare(self, entity: Entity) -> None:
        """Add a name to the module."""
        earlier = self.shared.names.get(entity.name)
        replaceable = isinstance(earlier, (BuiltinEntity, GivenEntity))
        if earlier is not None and earlier.span != entity.span and not replaceable:
            kinds = (described(entity), described(earlier))
            differ = kinds if kinds[0] != kinds[1] else None
            raise self.fail(AlreadyDeclared(entity.span, entity.name, earlier.span, differ))
        self.shared.names[entity.name] = entity

    # ── what is not yet known ──

    def new_sort(self, name: str = "", span: Span | None = None) -> Base:
        """A type to be found out. With a span: the type of the binder `name`, which must be found."""
        meta = Base(f"?{next(self.shared.numbers)}")
        if span is not None:
            self.untyped.append((meta.name, name, span))
        return meta

    def new_term(self, type: Type) -> Var:
        return Var(f"?{next(self.shared.numbers)}", type)

    def fresh_name(self, name: str) -> str:
        """A name for a sort bound in a formula that no other sort has."""
        return f"{name}′{next(self.shared.numbers)}"

    def resolve(self, type: Type) -> Type:
        """The type with a solved unknown at its root replaced."""
        while isinstance(type, Base) and type.name in self.sorts:
            type = self.sorts[type.name]
        return type

    def zonk(self, part: T) -> T:
        """Replace all that was found out, to the end. What is unknown stands for a term of its own place, so
        a variable bound around it is meant and nothing is renamed."""
        if not self.sorts and not self.terms:
            return part
        images: dict[int, tuple[Term | Type, Term | Type]] = {}  # a part that many share is done once

        def in_term(node: Term) -> Term:
            if id(node) not in images:
                found = self.terms.get(node.name) if isinstance(node, Var) else None
                image = reduce(map_term(node, in_term, in_type)) if found is None else in_term(found)
                images[id(node)] = node, image
            return cast("Term", images[id(node)][1])

        def in_type(node: Type) -> Type:
            if id(node) not in images:
                found = self.sorts.get(node.name) if isinstance(node, Base) else None
                image = map_type(node, in_type, in_term) if found is None else in_type(found)
                images[id(node)] = node, image
            return cast("Type", images[id(node)][1])

        return cast("T", in_type(part) if is_type(part) else in_term(part))  # type: ignore[arg-type]

    def var_name(self, name: str) -> str:
        """The name of a bound variable of the core: told apart from those of the same name around it."""
        while any(name in scope for scope in self.scopes) or name in self.core_names:
            name += "′"
        return name

    @contextmanager
    def named(self, var: Var) -> Iterator[None]:
        """A core variable that no name of the text stands for is in use inside the `with`."""
        added = var.name not in self.core_names
        self.core_names.add(var.name)
        try:
            yield
        finally:
            if added:
                self.core_names.discard(var.name)

    def own(self, bundle: Bundle, *, first: bool = False) -> None:
        """Remember which structure a sort belongs to: the one that it was made for (`first`), if that is known."""
        for name, part in bundle.parts.items():
            if isinstance(part, Base) and (first or part.name not in self.shared.owners):
                self.shared.owners[part.name] = (bundle, name)

    def membership(self, element: tree.Term, set: tree.Term) -> Term:
        """element ∈ set, as a formula."""
        operator = tree.Name("∈", span=element.span)
        return self.check(tree.Compare(element, ((operator, set),), span=element.span), BOOL)

    def typed(self, term: tree.Term) -> Typed:
        """A term that denotes a value (a type or structure here is an error, reported)."""
        meaning = self.synth(term)
        value = self.shared.rules.as_value(self, meaning, term.span)
        if isinstance(meaning, Template):
            self.written.append(Written(value.term, term, meaning))
        return value
