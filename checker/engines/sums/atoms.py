"""Sums of products as symbols. A sum whose terms differ in nothing but the elements that they speak of is one
function of those elements, whatever its variables are called and in whatever order they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from aligncheck.kernel.build import pack
from aligncheck.kernel.substitution import alike, free_names, substitute
from aligncheck.kernel.terms import App, Const, Lam, Member, Number, Proj, Term, Truth, Tup, Var
from aligncheck.kernel.traversal import binder, label, map_term, parts, walk
from aligncheck.kernel.types import INT, REAL, Base, Enum, Fun, Prim, Prod, Quot, Sum, Type
from aligncheck.kernel.typing import type_of, unsubset
from aligncheck.lints.canonical import canonical
from aligncheck.records import dataclass

MOST_VARIABLES = 4
MOST_LETTERS = 40


class Unreadable(Exception):
    """A term that the rules for sums leave as it is."""


@dataclass(frozen=True, slots=True)
class Over:
    """A variable that a sum runs over: all of its type, or the integers between two bounds."""

    var: Var
    bounds: tuple[Term, Term] | None = None


@dataclass(frozen=True, slots=True)
class Atom:
    """What a symbol stands for, a function of `holes`: the sum over all variables of the product of `factors`."""

    symbol: Const
    holes: tuple[Var, ...]
    overs: tuple[Over, ...]
    factors: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """An atom where it is used: what its holes are there."""

    atom: Atom
    arguments: tuple[Term, ...]


class Atoms:
    """The symbols of one kind made for one goal, called after `stem`. `names` number the variables of all kinds."""

    def __init__(self, stem: str, names: Iterator[int]) -> None:
        self.stem = stem
        self.names = names
        self.known: dict[str, Atom] = {}
        self.named: dict[str, Atom] = {}
        self.uses: dict[Term, Use] = {}

    def fresh(self, type: Type) -> Var:
        """A variable of which nobody else knows."""
        return Var(f"x•{next(self.names)}", type)

    def sum(self, overs: Sequence[Over], factors: Sequence[Term]) -> Term:
        """The sum as its symbol at its arguments. Raises Unreadable."""
        key, shape, arguments = canonically(overs, factors)
        if key not in self.known:
            types = tuple(each.type for each in shape.holes)
            domain = Prod(types) if len(types) > 1 else types[0] if types else None
            name = f"{self.stem}•{len(self.known) + 1}{_about(shape.factors)}"
            symbol = Const(name, REAL if domain is None else Fun(domain, REAL))
            self.known[key] = self.named[name] = replace(shape, symbol=symbol)
        atom = self.known[key]
        term = at(atom.symbol, arguments)
        self.uses.setdefault(term, Use(atom, arguments))
        return term

    def use(self, term: Term) -> Use | None:
        """The atom that a term is a use of."""
        head, argument = (term.function, term.argument) if isinstance(term, App) else (term, None)
        if not isinstance(head, Const) or head.name not in self.named:
            return None
        atom = self.named[head.name]
        if argument is None:
            return Use(atom, ())
        several = len(atom.holes) > 1 and isinstance(argument, Tup)
        return Use(atom, argument.items if several else (argument,))  # type: ignore[union-attr]

    def opened(self, use: Use) -> tuple[tuple[Over, ...], tuple[Term, ...]]:
        """What it sums, with fresh variables."""
        values: dict[str, Term] = dict(zip((h.name for h in use.atom.holes), use.arguments, strict=True))
        overs: list[Over] = []
        for over in use.atom.overs:
            bounds = over.bounds and tuple(substitute(end, values) for end in over.bounds)
            overs.append(Over(self.fresh(over.var.type), bounds))  # type: ignore[arg-type]
        renamed = zip(use.atom.overs, overs, strict=True)
        values |= {old.var.name: new.var for old, new in renamed}
        return tuple(overs), tuple(substitute(each, values) for each in use.atom.factors)


def _about(factors: Sequence[Term]) -> str:
    """The symbols that a sum is made of, for readers."""
    names = (node.name for each in factors for node in walk(each) if isinstance(node, Const))
    return "".join(f" {name}" for name in dict.fromkeys(names))[:MOST_LETTERS]


def meaning(atom: Atom, body: Term) -> Term:
    """The function of its holes that `body` is, which speaks of them by name."""
    if not atom.holes:
        return body
    argument = Var(
        "z•", Prod(tuple(hole.type for hole in atom.holes)) if len(atom.holes) > 1 else atom.holes[0].type
    )
    several = len(atom.holes) > 1
    values: list[Term] = [Proj(argument, at) for at in range(len(atom.holes))] if several else [argument]
    return Lam(
        argument, substitute(body, {hole.name: value for hole, value in zip(atom.holes, values, strict=True)})
    )


def at(symbol: Const, arguments: Sequence[Term]) -> Term:
    return App(symbol, pack(*arguments)) if arguments else symbol


def canonically(overs: Sequence[Over], factors: Sequence[Term]) -> tuple[str, Atom, tuple[Term, ...]]:
    """The same key for sums that differ in the names and the order of variables and factors, and in what their
    holes are filled with; the form that goes with the key, and what fills the holes."""
    if len(overs) > MOST_VARIABLES:
        raise Unreadable
    return min((_shaped(each, factors) for each in permutations(overs)), key=lambda found: found[0])


def _shaped(overs: Sequence[Over], factors: Sequence[Term]) -> tuple[str, Atom, tuple[Term, ...]]:
    names = {over.var.name: Var(f"i•{at}", over.var.type) for at, over in enumerate(overs)}
    holes: list[Var] = []
    fillings: list[Term] = []
    texts: list[str] = []

    def written(found: tuple[str, Term, tuple[Term, ...]]) -> Term:
        pattern, inside = found[1], found[2]
        for each in inside:
            if each not in fillings:
                holes.append(Var(f"h•{len(holes)}", _hole_type(each)))
                fillings.append(each)
        return substitute(pattern, {f"o•{at}": holes[fillings.index(each)] for at, each in enumerate(inside)})

    domains: list[Over] = []
    for over in overs:
        ends = tuple(_pattern(end, names) for end in over.bounds or ())
        bounds = tuple(map(written, ends))
        texts.append(" ".join(map(canonical, (over.var.type, *bounds))))
        domains.append(Over(names[over.var.name], bounds or None))  # type: ignore[arg-type]
    found = sorted((_pattern(each, names) for each in factors), key=lambda each: (each[0], repr(each[2])))
    patterns = tuple(map(written, found))
    kinds = (f"{hole.name} {canonical(hole.type)}" for hole in holes)
    key = "; ".join((*texts, "·", *map(canonical, patterns), "·", *kinds))
    return key, Atom(Const("", REAL), tuple(holes), tuple(domains), patterns), tuple(fillings)


def _pattern(term: Term, names: dict[str, Var]) -> tuple[str, Term, tuple[Term, ...]]:
    """The term with a hole for each largest part that says nothing of the variables, and what fills them."""
    fillings: list[Term] = []

    def visit(part: Term, bound: frozenset[str]) -> Term:
        if isinstance(part, (Number, Truth, Member)):
            return part
        if free_names(part).isdisjoint(bound) and _fills(part):
            fillings.append(part)
            return Var(f"o•{len(fillings) - 1}", _hole_type(part))
        if isinstance(part, Var):
            return part
        own = binder(part)
        inside = bound if own is None else bound | {own.name}
        return map_term(part, lambda each: visit(each, inside), lambda type: type)

    pattern = substitute(visit(term, frozenset(names)), names)
    allowed = {var.name for var in names.values()} | {f"o•{at}" for at in range(len(fillings))}
    if not free_names(pattern) <= allowed:
        raise Unreadable
    return canonical(pattern), pattern, tuple(fillings)


def _fills(term: Term) -> bool:
    """Whether a term can be an argument: not a function, a set, or a tuple whose items can be taken apart."""
    if isinstance(term, Tup):
        return False
    return isinstance(unsubset(type_of(term)), (Prim, Base, Enum, Quot, Sum))


def _hole_type(term: Term) -> Type:
    type = unsubset(type_of(term))
    return type if type != Prim("Nat") else INT


def same_values(one: Over, other: Over) -> bool:
    """Whether two variables run over the same values."""
    if one.bounds is None or other.bounds is None:
        return one.bounds is other.bounds and alike(one.var.type, other.var.type)
    return all(alike(a, b) for a, b in zip(one.bounds, other.bounds, strict=True))


def matches(pattern: Term, term: Term, holes: set[str], values: dict[str, Term]) -> bool:
    """Whether the term is the pattern with these values in its holes, which are filled in on the way."""
    if isinstance(pattern, Var) and pattern.name in holes:
        return alike(values.setdefault(pattern.name, term), term)
    if label(pattern) != label(term) or (isinstance(pattern, Var) and pattern != term):
        return False
    inner, others = parts(pattern)[0], parts(term)[0]
    return len(inner) == len(others) and all(
        matches(a, b, holes, values) for a, b in zip(inner, others, strict=True)
    )
