"""Which scale the parts of a term have, read off the term: an abstract interpretation of the core.

A number becomes a `Quantity`, and how that moves says what may be done with it: compared, if both sides move by
one unit and from one origin; divided by, if no origin of it is open; and so on. Where this cannot tell, it says
so (`unsure`), and finds nothing. The rules are those of the theory of measurement (Stevens 1946; Krantz, Luce,
Suppes, Tversky, Foundations of Measurement I, 1971).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import assert_never

from aligncheck.kernel.substitution import free_names, fresh, reduce, substitute
from aligncheck.kernel.terms import (
    App, Best, Const, Eq, Guard, If, In, Lam, Op, Quant, Record, SetOf, Tail, Term, The, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.traversal import is_type, parts, walk
from aligncheck.kernel.types import BOOL, NUMERIC, Fun, SetT, Type
from aligncheck.kernel.typing import type_of, unsubset
from aligncheck.scales import numbers
from aligncheck.scales.findings import Found, Inferred, Source, Why
from aligncheck.scales.quantity import (
    STILL, Atom, Free, Mixed, Move, Moves, Offset, Ordered, Quantity, minus, power, shape,
)  # fmt: skip
from aligncheck.scales.witness import order_changes, sign_changes


def infer(
    term: Term, sources: Mapping[Term, Source], weights: Callable[[Term], bool] = lambda function: False
) -> Inferred:
    """How the value of a term moves with what these symbols and variables are sources of, and what is wrong in it.
    `weights` says of a function that its values sum to 1."""
    inference = Inference(sources, weights)
    value = inference.whole(term)
    found = tuple(dict.fromkeys(inference.found))
    return Inferred(found, inference.unsure, None if found else value)


class Inference:
    """One run over one term."""

    def __init__(self, sources: Mapping[Term, Source], weights: Callable[[Term], bool]) -> None:
        self.sources = sources
        self.weights = weights
        self.found: list[Found] = []
        self.unsure = False
        self.path: list[Term] = []
        self.given: list[frozenset[str]] = []
        self.quantified: set[str] = set()
        self.atoms: dict[Atom, Atom] = {}
        self.known: dict[int, tuple[Term, bool]] = {}

    # ── What a term is about ──

    def mentions(self, term: Term) -> bool:
        """Whether a source stands in the term."""
        if id(term) not in self.known:
            inner = any(self.mentions(part) for part in parts(term)[0])
            self.known[id(term)] = term, inner or term in self.sources
        return self.known[id(term)][1]

    def source(self, term: Term) -> Source | None:
        """The source whose value this is: `u(x)`, or `u(i)(x)`, or a number on a scale."""
        while isinstance(term, App):
            term = term.function
        return self.sources.get(term) if isinstance(term, (Var, Const)) else None

    # ── Atoms ──

    def numbered(self, atom: Atom) -> Atom:
        """The atom, with the number that it had when it was first met."""
        return self.atoms.setdefault(atom, replace(atom, number=len(self.atoms)))

    def still(self, term: Term) -> Quantity:
        """A number that no source moves."""
        made = Atom(term, names=names_of(term), bound=self.is_bound(term), fixed=not free_names(term))
        return power(self.numbered(made))

    def indicator(self, condition: Term) -> Quantity:
        """1 where a condition holds, whose truth does not change, and else 0."""
        names, fixed = names_of(condition), not free_names(condition)
        made = Atom(
            ("1 if", condition), names=names, bound=self.is_bound(condition), fixed=fixed, binary=True
        )
        return power(self.numbered(made))

    def is_bound(self, term: Term) -> bool:
        """Whether a number that a quantifier runs over is in the term."""
        return not self.quantified.isdisjoint(free_names(term))

    def value_of(self, source: Source, term: Term) -> Quantity:
        """A value of a source."""
        move: Move
        match source.scale:
            case "ordinal":
                move = Ordered(source.of)
            case "interval":
                move = Moves(((source.of, numbers.UNIT),), ((Offset("origin", source.of), numbers.WHOLE),))
            case "ratio":
                move = Moves(((source.of, numbers.UNIT),))
            case "absolute":
                move = STILL
            case _:
                assert_never(source.scale)
        return power(self.numbered(Atom(term, move, names=names_of(term), fixed=not free_names(term))))

    def made(self, key: Term, move: Move, body: Quantity, positive: bool = False) -> Quantity:
        """What a term makes of a quantity, that moves in this way."""
        names = frozenset(name for atom in body.atoms() for name in atom.names)
        bound = any(atom.bound for atom in body.atoms())
        fixed = all(atom.fixed for atom in body.atoms())
        return power(self.numbered(Atom((_label(key), body), move, positive, names, fixed, bound=bound)))

    def unknown(self, term: Term) -> Quantity:
        """A number of which nothing is known."""
        self.unsure = True
        return power(self.numbered(Atom(("unknown", term), Free())))

    # ── Findings ──

    def report(self, why: Why, what: str, of: frozenset[str], quantity: Quantity) -> None:
        """This is not meaningful: unless a quantifier or a premise may see to it that it is."""
        atoms = _all_atoms(quantity)
        names = frozenset(name for atom in atoms for name in atom.names)
        if any(atom.bound for atom in atoms) or any(names & given for given in self.given):
            self.unsure = True
        else:
            self.found.append(Found(why, what, of, tuple(self.path)))

    def alike(self, quantity: Quantity, what: str) -> Move:
        """How a quantity moves, that must move in one way; `Free` if it does not, which is found."""
        found = shape(quantity)
        if not isinstance(found, Mixed):
            return found
        if order_changes(quantity):
            self.report(_why(found), what, found.of, quantity)
        else:
            self.unsure = True
        return Free()

    def from_no_origin(self, quantity: Quantity, what: str) -> Moves | None:
        """How a quantity moves, that must have no open origin; None if it has, which is found."""
        found = self.alike(quantity, what)
        match found:
            case Moves(_, ()):
                return found
            case Moves(_, shift):
                self.report("origin", what, frozenset(offset.of for offset, _ in shift), quantity)
            case Ordered(of):
                self.report("order", what, frozenset({of}), quantity)
            case Free():
                self.unsure = True
        return None

    def compared(self, left: Quantity, right: Quantity, what: str = "comparison") -> None:
        """Two numbers are compared: the sign of their difference must not change."""
        difference = minus(left, right)
        if numbers.of_one_order(difference) is not None:
            return
        found = shape(difference)
        match found:
            case Moves(_, ()):
                pass
            case Moves(_, shift):
                self.report("origin", what, frozenset(offset.of for offset, _ in shift), difference)
            case Ordered(of):
                self.report("order", what, frozenset({of}), difference)
            case Free():
                self.unsure = True
            case Mixed():
                if sign_changes(difference):
                    self.report(_why(found), what, found.of, difference)
                else:
                    self.unsure = True

    @contextmanager
    def at(self, term: Term) -> Iterator[None]:
        self.path.append(term)
        try:
            yield
        finally:
            self.path.pop()

    @contextmanager
    def supposing(self, *premises: Term) -> Iterator[None]:
        """Inside, the premises hold; an equation among them may see to it that something does not move."""
        ties = [names_of(each) for each in premises if _ties(each)]
        self.given.extend(ties)
        try:
            yield
        finally:
            del self.given[len(self.given) - len(ties) :]

    @contextmanager
    def running(self, var: Var) -> Iterator[None]:
        """A quantifier, or a set, is over a variable."""
        added = _numeric(var.type) and var.name not in self.quantified
        self.quantified.update({var.name} if added else ())
        try:
            yield
        finally:
            self.quantified.difference_update({var.name} if added else ())

    # ── Terms ──

    def whole(self, term: Term) -> Move | None:
        """The value of a definition; how it moves, if it is a number or a function to numbers."""
        with self.at(term):
            match term:
                case Lam(_, body):
                    return self.whole(body)
                case Tup(items) | Record(_, items):
                    for item in items:
                        self.whole(item)
                    return None
                case SetOf(_, body):
                    self.truth(body)
                    return None
            kind = unsubset(type_of(term))
            if kind in NUMERIC:
                return self._value(self.number(term))
            if isinstance(kind, Fun) and unsubset(kind.codomain) in NUMERIC and self.mentions(term):
                return self._value(self.number(applied(term, kind)))
            self.constant(term)
            return None

    def _value(self, quantity: Quantity) -> Move | None:
        """How the value of a definition moves. What is always added to it is but another origin."""
        added = [m for m in quantity.terms if all(atom.fixed and atom.move == STILL for atom, _ in m)]
        rest = Quantity({monomial: c for monomial, c in quantity.terms.items() if monomial not in added})
        if isinstance(shape(quantity), Mixed) and isinstance(shape(rest), (Moves, Ordered)):
            return None
        return self.alike(quantity, "value")

    def number(self, term: Term) -> Quantity:
        """A number as a quantity."""
        with self.at(term):
            return numbers.number_of(self, term)

    def constant(self, term: Term) -> bool:
        """Whether the value of a term, of any type, is known not to move."""
        if not self.mentions(term):
            return True
        kind = unsubset(type_of(term))
        before = len(self.found), self.unsure
        with self.at(term):
            match term:
                case _ if kind == BOOL:
                    self.truth(term)
                case _ if kind in NUMERIC:
                    self.unsure |= shape(self.number(term)) != STILL
                case Lam(_, body):
                    self.constant(body)
                case SetOf(var, body):
                    with self.running(var):
                        self.truth(body)
                case Tup(items) | Record(_, items):
                    for item in items:
                        self.constant(item)
                case If(condition, then, otherwise):
                    self.truth(condition)
                    with self.supposing(condition):
                        self.constant(then)
                        self.constant(otherwise)
                case Guard(condition, body):
                    self.constant(body)
                    self.truth(condition)
                case The(var, body):
                    with self.running(var):
                        self.truth(body)
                case _:
                    self.unsure = True
        return before == (len(self.found), self.unsure)

    def truth(self, term: Term) -> None:
        """A formula, whose truth must not change."""
        if not self.mentions(term):
            return
        with self.at(term):
            match term:
                case Op("lt" | "le", (left, right)):
                    self.compared(self.number(left), self.number(right))
                case Op("and" | "implies", items):
                    self._in_turn(items)
                case Op(_, items):
                    for item in items:
                        self.truth(item)
                case Eq(left, right, type):
                    self._equation(left, right, type)
                case If(condition, then, otherwise):
                    self._in_turn((condition, then))
                    self._in_turn((condition, otherwise))
                case Guard(condition, body):
                    self.truth(body)
                    self.truth(condition)
                case Quant(_, var, body):
                    with self.running(var):
                        self.truth(body)
                case Tail("eventually" | "often", _, body):
                    self.truth(body)
                case Tail(_, var, body):
                    self._tail(var, body)
                case In(element, SetOf(var, body)):
                    self.truth(substitute(body, {var.name: element}))
                case App(Lam(var, body), argument):
                    self.truth(substitute(body, {var.name: argument}))
                case App(function, argument) if not self.mentions(function):
                    self.constant(argument)
                case In(element, set):
                    self.constant(element)
                    self.constant(set)
                case _:
                    self.unsure = True

    def _in_turn(self, items: tuple[Term, ...]) -> None:
        """Formulas, each where those before it hold."""
        for at, item in enumerate(items):
            with self.supposing(*items[:at]):
                self.truth(item)

    def _equation(self, left: Term, right: Term, type: Type) -> None:
        kind = unsubset(type)
        if kind in NUMERIC:
            self.compared(self.number(left), self.number(right), "equation")
        elif isinstance(kind, Fun):
            point = Var(fresh("x", free_names(left) | free_names(right)), kind.domain)
            ends = reduce(App(left, point)), reduce(App(right, point))
            self._equation(*ends, kind.codomain)
        else:
            self.constant(left)
            self.constant(right)

    def _tail(self, var: Var, body: Term) -> None:
        """What a sequence does in the end: its unit does not show there, nor does an origin that stays one."""
        match self.alike(self.number(body), "limit"):
            case Moves(_, shift):
                self.unsure |= any(var.name in atom.names for _, c in shift for atom in c.atoms())
            case _:
                self.unsure = True


def applied(term: Term, kind: Fun) -> Term:
    """A function at any argument."""
    return reduce(App(term, Var(fresh("x", free_names(term)), kind.domain)))


def names_of(term: Term) -> frozenset[str]:
    """The names of the free variables and the symbols of a term."""
    return free_names(term) | {node.name for node in walk(term) if isinstance(node, Const)}


def _label(key: Term) -> object:
    """What makes something of a quantity, besides the quantity itself."""
    if isinstance(key, Op):
        return key.name
    if isinstance(key, Best):
        return key.kind, key.var, key.condition
    return key


def _all_atoms(quantity: Quantity) -> frozenset[Atom]:
    """The atoms of a quantity, and those of what its origin is counted by."""
    atoms = quantity.atoms()
    found = shape(quantity)
    inner = (each.move for each in atoms)
    moves = [*(m for m in inner if isinstance(m, Moves)), *([found] if isinstance(found, Moves) else [])]
    return atoms.union(*(c.atoms() for move in moves for _, c in move.shift))


def _why(mixed: Mixed) -> Why:
    match mixed.why:
        case "order":
            return "order"
        case "power":
            return "origin"
        case "units":
            return "unit" if () in mixed.units or len(mixed.of) < 2 else "scales"


def _ties(premise: Term) -> bool:
    """Whether a premise equates numbers, or sets, with one another."""
    return any(isinstance(node, Eq) and not is_type(node) for node in walk(premise))


def _numeric(type: Type) -> bool:
    """Whether numbers are in the values of a type."""
    bare = unsubset(type)
    if isinstance(bare, Fun):
        return _numeric(bare.codomain)
    if isinstance(bare, SetT):
        return _numeric(bare.element)
    return bare in NUMERIC
