"""What is known of the behaviour of expansions for large T, as lemmas over opaque symbols.

Each atom and each linear combination of atoms gets symbols: whether it converges, to what, and whether it
is bounded for large T. The lemmas relate them; their arithmetic is left to a solver. A lemma stands beside
the rule that it is an instance of; all are elementary (Knopp, Theory and Application of Infinite Series,
§§ 2-3). `rules` holds those about one kind of basis, `order` those about comparisons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import permutations
from typing import Final, Literal, TypeAlias

from aligncheck.engines.asymptotic.expansions import (
    CONSTANT, ONE, TIME, Atom, Basis, Expansion, Mean, Opaque, bases, expansion,
)  # fmt: skip
from aligncheck.engines.polynomials import UNIT, Polynomial
from aligncheck.engines.asymptotic.written import written
from aligncheck.kernel.build import (
    add,
    conj,
    disj,
    equal,
    exists,
    iff,
    implies,
    less,
    multiply,
    neg,
    number,
    subtract,
)  # fmt: skip
from aligncheck.kernel.substitution import fresh, substitute
from aligncheck.kernel.terms import FALSE, TRUE, Const, Eq, Lim, Number, Op, Tail, TailKind, Term, Truth, Var
from aligncheck.kernel.traversal import plainly_total
from aligncheck.kernel.types import BOOL, NAT, REAL, Prim

ZERO: Final = number(0, REAL)
MAX_ATOMS: Final = 100
T: Final = Var("T", NAT)
Relation: TypeAlias = Literal["lt", "le", "eq"]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Symbols for one expansion. `bounded` means for large T; `rises` and `falls`: to +∞ and to −∞."""

    converges: Term
    limit: Term
    bounded: Term
    rises: Term
    falls: Term

    def tends_to(self, limit: Term) -> Term:
        return conj(self.converges, equal(self.limit, limit, REAL))

    @property
    def nonzero(self) -> Term:
        """It has a limit other than 0."""
        if isinstance(self.limit, Number):
            return Truth(self.limit.value != 0)
        return conj(self.converges, neg(equal(self.limit, ZERO, REAL)))

    @property
    def vanishes(self) -> Term:
        return self.tends_to(ZERO)

    @property
    def positive(self) -> Term:
        """It has a limit above 0."""
        if isinstance(self.limit, Number):
            return Truth(self.limit.value > 0)
        return conj(self.converges, less(ZERO, self.limit))

    @property
    def negative(self) -> Term:
        if isinstance(self.limit, Number):
            return Truth(self.limit.value < 0)
        return conj(self.converges, less(self.limit, ZERO))


def constant_behaviour(value: Term) -> Behaviour:
    return Behaviour(TRUE, value, TRUE, FALSE, FALSE)


class TooLarge(Exception):
    """More atoms than are related to one another."""


@dataclass(slots=True)
class Calculus:
    """Symbols and lemmas, grown as expansions are asked about. `on_atom` and `on_comparison` give the lemmas of
    a new atom and of a new comparison."""

    taken: set[str]
    on_atom: Callable[[Calculus, Atom, Behaviour], None]
    on_comparison: Callable[[Calculus, Relation, Expansion, Term], None]
    constants: list[Const] = field(default_factory=list)
    lemmas: list[tuple[str, Term]] = field(default_factory=list)
    meanings: dict[Const, Term] = field(default_factory=dict)
    """What a symbol stands for, in terms of the goal."""
    comparisons: dict[tuple[Relation, Expansion], Term] = field(default_factory=dict)
    """The symbol of: the expansion is < 0, ≤ 0 or = 0 from some point on."""
    _known: set[tuple[str, Term]] = field(default_factory=set)
    _atoms: dict[Atom, Behaviour] = field(default_factory=dict)
    _sums: dict[Expansion, Behaviour] = field(default_factory=dict)

    def symbol(self, name: str, type: Prim, meaning: Term | None = None) -> Const:
        """A new symbol."""
        symbol = Const(fresh(f"{name}·{len(self.constants)}", self.taken), type)
        self.taken.add(symbol.name)
        self.constants.append(symbol)
        if meaning is not None:
            self.meanings[symbol] = meaning
        return symbol

    def know(self, rule: str, lemma: Term) -> None:
        """Add an instance of a rule."""
        if lemma != TRUE and (rule, lemma) not in self._known:
            self._known.add((rule, lemma))
            self.lemmas.append((rule, lemma))

    def seen(self) -> Iterator[Basis]:
        """Every basis that occurs in what was asked about."""
        for atom in list(self._atoms):
            yield from bases(expansion([(atom, UNIT)]))

    def opaque(self) -> tuple[Term, ...]:
        """The terms in T that nothing is known of."""
        found = (basis.term for basis in self.seen() if isinstance(basis, Opaque))
        return tuple(dict.fromkeys(substitute(term, {TIME: T}) for term in found))

    def sums(self) -> list[Expansion]:
        """The linear combinations that have symbols."""
        return list(self._sums)

    def sums_asked(self) -> bool:
        """Whether a sum of the first T terms occurs."""
        return any(atom.power == 1 and isinstance(atom.basis, Mean) for atom in self._atoms)

    def asked(self, atom: Atom) -> bool:
        """Whether the atom has symbols."""
        return atom in self._atoms

    def _symbols(self, sum: Expansion) -> Behaviour:
        body = written(sum, T)

        def tail(kind: TailKind) -> Const:
            return self.symbol(kind, BOOL, Tail(kind, T, body))

        made = Behaviour(
            tail("converges"), self.symbol("limit", REAL, Lim(T, body)),
            self.symbol("bounded", BOOL, _bounded_far_out(body)), tail("to_oo"), tail("to_minus_oo"),
        )  # fmt: skip
        self.know("what converges is bounded", implies(made.converges, made.bounded))
        self.know("what grows beyond every bound is not bounded", implies(made.rises, neg(made.bounded)))
        self.know("what falls below every bound is not bounded", implies(made.falls, neg(made.bounded)))
        self.know("nothing goes both ways", neg(conj(made.rises, made.falls)))
        return made

    # Atoms

    def basis(self, basis: Basis) -> Behaviour:
        return self.atom(Atom(0, basis))

    def atom(self, atom: Atom) -> Behaviour:
        """The symbols of Tᵏ·basis(T), and the lemmas about it."""
        if atom == CONSTANT:
            return constant_behaviour(number(1, REAL))
        if atom in self._atoms:
            return self._atoms[atom]
        if len(self._atoms) >= MAX_ATOMS:
            raise TooLarge
        self._atoms[atom] = here = self._symbols(expansion([(atom, UNIT)]))
        self.on_atom(self, atom, here)
        if atom.basis != ONE:
            self._with_other_powers(atom, here)
        return here

    def _with_other_powers(self, atom: Atom, here: Behaviour) -> None:
        if atom.power != 0:
            self.atom(Atom(0, atom.basis))
        for other, known in list(self._atoms.items()):
            if other.basis == atom.basis and other.power != atom.power:
                slow, fast = (here, known) if atom.power < other.power else (known, here)
                rule = "what is bounded vanishes divided by T"
                self.know(rule, implies(fast.bounded, slow.vanishes))
                for one, other_way in ((slow.rises, fast.rises), (slow.falls, fast.falls)):
                    self.know("what grows grows faster times T", implies(one, other_way))
                self.know("what grows grows faster times T", implies(slow.positive, fast.rises))
                self.know("what grows grows faster times T", implies(slow.negative, fast.falls))

    # Linear combinations

    def behaviour(self, sum: Expansion) -> Behaviour:
        """The symbols of Σ c·atom, and the lemmas about it. Vanishing powers of T are left out."""
        kept = expansion((atom, value) for atom, value in sum.terms if atom.basis != ONE or atom.power >= 0)
        kept = _leading(kept)
        parts = [(atom, value) for atom, value in kept.terms if atom != CONSTANT]
        if not parts:
            return constant_behaviour(_real(kept.constant()))
        if len(kept.terms) == 1 and parts[0][1] == UNIT:
            return self.atom(parts[0][0])
        if kept in self._sums:
            return self._sums[kept]
        here = self._symbols(kept)
        self._sums[kept] = here
        self._linear(here, kept.constant(), [(value, self.atom(atom)) for atom, value in parts])
        for other, known in list(self._sums.items()):
            if other != kept:
                self._proportional(kept, here, other, known)
        return here

    def _linear(
        self, here: Behaviour, constant: Polynomial, parts: list[tuple[Polynomial, Behaviour]]
    ) -> None:
        absent = [_is_zero(value) for value, _ in parts]
        limits = [_multiple(value, one.limit) for value, one in parts]
        # A part with coefficient 0 counts as 0, whatever its limit's symbol says.
        shift = [_real(constant)] if constant.terms else []
        value = equal(here.limit, add(*shift, *limits), REAL)
        fine = [disj(gone, one.converges) for gone, (_, one) in zip(absent, parts, strict=True)]
        tame = [disj(gone, one.bounded) for gone, (_, one) in zip(absent, parts, strict=True)]
        ups = [_either_way(each, one.rises, one.falls) for each, one in parts]
        downs = [_either_way(each, one.falls, one.rises) for each, one in parts]
        self.know("limits are linear", implies(conj(*fine), conj(here.converges, value)))
        self.know("sums of bounded sequences are bounded", implies(conj(*tame), here.bounded))
        for at in range(len(parts)):
            others = [part for index, part in enumerate(fine) if index != at]
            self.know(
                "where all parts but one converge, so does that one if the whole does",
                implies(conj(here.converges, *others), fine[at]),
            )
            rest = [part for index, part in enumerate(tame) if index != at]
            self.know(
                "where all parts but one are bounded, so is that one if the whole is",
                implies(conj(here.bounded, *rest), tame[at]),
            )
            self.know(
                "a bounded sum changes no infinite limit", implies(conj(*rest), iff(here.rises, ups[at]))
            )
            self.know(
                "a bounded sum changes no infinite limit", implies(conj(*rest), iff(here.falls, downs[at]))
            )
        if len(parts) > 1:
            for ways, end in ((ups, here.rises), (downs, here.falls)):
                each_way = [disj(way, calm) for way, calm in zip(ways, tame, strict=True)]
                self.know("what grows together grows", implies(conj(disj(*ways), *each_way), end))
            self._outweighed(disj(here.bounded, here.falls), ups, downs, tame)
            self._outweighed(disj(here.bounded, here.rises), downs, ups, tame)

    def held_down(self, condition: Term, sum: Expansion) -> None:
        """Where the condition holds the sum stays below a bound from some point on."""
        parts = [(value, self.atom(atom)) for atom, value in sum.terms if atom != CONSTANT]
        ups = [_either_way(value, one.rises, one.falls) for value, one in parts]
        downs = [_either_way(value, one.falls, one.rises) for value, one in parts]
        tame = [disj(_is_zero(value), one.bounded) for value, one in parts]
        self._outweighed(condition, ups, downs, tame)

    def _outweighed(self, held: Term, ups: list[Term], downs: list[Term], tame: list[Term]) -> None:
        for at, down in enumerate(downs):
            others = [index for index in range(len(downs)) if index != at]
            some = disj(*(ups[index] for index in others))
            each = [disj(ups[index], tame[index]) for index in others]
            rule = "where a sum does not grow and all its parts but one do, that one falls"
            self.know(rule, implies(conj(held, some, *each), down))

    def _proportional(self, sum: Expansion, here: Behaviour, other: Expansion, known: Behaviour) -> None:
        """If sum − d = (v/u)·(other − e), u ≠ 0, the one converges where the other does, unless v = 0."""
        mine = {atom: value for atom, value in sum.terms if atom != CONSTANT}
        yours = {atom: value for atom, value in other.terms if atom != CONSTANT}
        if mine.keys() != yours.keys() or any(
            mine[a] * yours[b] != mine[b] * yours[a] for a, b in permutations(mine, 2)
        ):
            return
        for one, two, u_of, v_of, left, right in (
            (here, known, mine, yours, sum, other),
            (known, here, yours, mine, other, sum),
        ):
            for atom in mine:
                some = neg(_is_zero(u_of[atom]))
                moved = equal(
                    _multiple(u_of[atom], _less(two.limit, right.constant())),
                    _multiple(v_of[atom], _less(one.limit, left.constant())),
                    REAL,
                )
                self.know(
                    "multiples of one sequence",
                    implies(conj(some, one.converges), conj(two.converges, moved)),
                )
                self.know(
                    "multiples of one sequence",
                    implies(conj(some, one.bounded), two.bounded),
                )
                same, turned = _is_positive(u_of[atom] * v_of[atom]), _is_positive(-(u_of[atom] * v_of[atom]))
                for sign, up, down in ((same, two.rises, two.falls), (turned, two.falls, two.rises)):
                    self.know("multiples of one sequence", implies(conj(sign, one.rises), up))
                    self.know("multiples of one sequence", implies(conj(sign, one.falls), down))

    # Comparisons

    def compared(self, name: Relation, difference: Expansion) -> Term:
        """That the expansion is < 0, ≤ 0 or = 0 from some point on."""
        sign = known_sign(name, difference)
        if sign is not None:
            return Truth(sign)
        key = (name, difference)
        if key not in self.comparisons:
            body = written(difference, T)
            said = Eq(body, ZERO, REAL) if name == "eq" else Op(name, (body, ZERO))
            symbol = self.symbol("eventually", BOOL, Tail("eventually", T, said))
            self.comparisons[key] = symbol
            self.on_comparison(self, name, difference, symbol)
        return self.comparisons[key]


def _bounded_far_out(body: Term) -> Term:
    """|body| stays below a bound: at every T where it is defined everywhere, else from some T on."""
    if plainly_total(body):
        return Tail("bounded", T, body)
    bound = Var("bound", REAL)
    return exists(bound, Tail("eventually", T, Op("le", (Op("abs", (body,)), bound))))


def _is_zero(value: Polynomial) -> Term:
    known = value.number()
    return equal(value.term(), ZERO, REAL) if known is None else Truth(known == 0)


def _is_positive(value: Polynomial) -> Term:
    known = value.number()
    return less(ZERO, value.term()) if known is None else Truth(known > 0)


def _multiple(factor: Polynomial, term: Term) -> Term:
    return term if factor == UNIT else multiply(_real(factor), term)


def _less(term: Term, value: Polynomial) -> Term:
    return subtract(term, _real(value)) if value.terms else term


def _either_way(factor: Polynomial, up: Term, down: Term) -> Term:
    """That factor·x grows beyond every bound, where `up` and `down` say that of x and −x."""
    return disj(conj(_is_positive(factor), up), conj(_is_positive(-factor), down))


def _leading(sum: Expansion) -> Expansion:
    """Without lower powers of T: c·Tᵏ·X + c′·Tʲ·X + d behaves as c·Tᵏ·X + d, if j < k and c ≠ 0."""
    parts = [(atom, value) for atom, value in sum.terms if atom != CONSTANT]
    if len({atom.basis for atom, _ in parts}) != 1:
        return sum
    top = max(parts, key=lambda part: part[0].power)
    return expansion([top, (CONSTANT, sum.constant())]) if top[1].number() else sum


def _real(value: Polynomial) -> Term:
    found = value.number()
    return value.term() if found is None else number(found, REAL)


def known_sign(name: Relation, sum: Expansion) -> bool | None:
    """Whether a polynomial in T is < 0, ≤ 0 or = 0 from some point on, if its coefficients are numbers."""
    values = [value.number() for _, value in sum.terms]
    if not sum.polynomial() or None in values:
        return None
    if not values:
        return name != "lt"
    _, leading = max(sum.terms, key=lambda item: item[0].power)
    return name != "eq" and (leading.number() or 0) < 0
