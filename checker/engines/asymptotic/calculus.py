"""What is known of the behaviour of expansions for large T, as lemmas over opaque symbols.

Each atom and each linear combination of atoms gets symbols: whether it converges, to what, and whether it
is bounded for large T. The lemmas relate them; their arithmetic is left to a solver. A lemma stands beside
the rule that it is an instance of; all are elementary (Knopp, Theory and Application of Infinite Series,
§§ 2-3; Cesàro's theorem is his theorem 43.2).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations
from typing import Final

from aligncheck.engines.asymptotic.expansions import (
    CONSTANT,
    ONE,
    Atom,
    Expansion,
    Mean,
    Product,
    Ratio,
    Sampled,
    expansion,
)  # fmt: skip
from aligncheck.engines.polynomials import UNIT, Polynomial
from aligncheck.kernel.build import (
    add,
    conj,
    disj,
    equal,
    iff,
    implies,
    less,
    multiply,
    neg,
    number,
    subtract,
)  # fmt: skip
from aligncheck.kernel.substitution import fresh
from aligncheck.kernel.terms import FALSE, TRUE, Const, Term
from aligncheck.kernel.types import BOOL, REAL, Prim

ZERO: Final = number(Fraction(0), REAL)
MAX_ATOMS: Final = 60


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Symbols for one expansion. `bounded` means for large T; `rises` and `falls`: to +∞ and to −∞."""

    converges: Term
    limit: Term
    bounded: Term
    rises: Term
    falls: Term


class TooLarge(Exception):
    """More atoms than are related to one another."""


@dataclass(slots=True)
class Calculus:
    """Symbols and lemmas, grown as expansions are asked about."""

    taken: set[str]
    constants: list[Const] = field(default_factory=list)
    lemmas: list[tuple[str, Term]] = field(default_factory=list)
    _atoms: dict[Atom, Behaviour] = field(default_factory=dict)
    _sums: dict[Expansion, Behaviour] = field(default_factory=dict)

    def symbol(self, name: str, type: Prim) -> Const:
        """A new symbol."""
        number_ = len(self.constants)
        symbol = Const(fresh(f"{name}·{number_}", self.taken), type)
        self.taken.add(symbol.name)
        self.constants.append(symbol)
        return symbol

    def know(self, rule: str, lemma: Term) -> None:
        """Add an instance of a rule."""
        if lemma != TRUE:
            self.lemmas.append((rule, lemma))

    def _symbols(self) -> Behaviour:
        made = Behaviour(
            self.symbol("converges", BOOL), self.symbol("limit", REAL), self.symbol("bounded", BOOL),
            self.symbol("rises", BOOL), self.symbol("falls", BOOL),
        )  # fmt: skip
        self.know("what converges is bounded", implies(made.converges, made.bounded))
        self.know("what grows beyond every bound is not bounded", implies(made.rises, neg(made.bounded)))
        self.know("what falls below every bound is not bounded", implies(made.falls, neg(made.bounded)))
        self.know("nothing goes both ways", neg(conj(made.rises, made.falls)))
        return made

    # Atoms

    def atom(self, atom: Atom) -> Behaviour:
        """The symbols of Tᵏ·basis(T), and the lemmas about it."""
        if atom in self._atoms:
            return self._atoms[atom]
        if len(self._atoms) >= MAX_ATOMS:
            raise TooLarge
        self._atoms[atom] = here = self._symbols()
        match atom.basis:
            case Sampled(function, slope, shift) if (slope, shift) != (1, 0):
                self._subsequence(slope, atom.power, here, self.atom(Atom(atom.power, Sampled(function))))
            case Mean(of, shift) if shift:
                self.know("a shift changes no limit", _same(here, self.atom(Atom(atom.power, Mean(of)))))
            case Mean(of):
                self._mean(atom, here, of)
            case Product(factors) if atom.power == 0:
                self._product(here, [self.atom(Atom(0, factor)) for factor in factors])
            case Ratio(above, below) if atom.power == 0:
                self._ratio(here, self.behaviour(above), self.behaviour(below))
            case _ if atom.basis == ONE:
                self._power_of_time(atom.power, here)
            case _:
                pass
        if atom.basis != ONE and atom.power != 0:
            self.atom(Atom(0, atom.basis))
        for other, known in list(self._atoms.items()):
            if other.basis == atom.basis and other.power != atom.power and atom.basis != ONE:
                slow, fast = (here, known) if atom.power < other.power else (known, here)
                self._divided_by_time(slow, fast)
        return here

    def _power_of_time(self, power: int, here: Behaviour) -> None:
        if power > 0:
            self.know("Tᵏ grows beyond every bound", here.rises)
        else:
            self.know("T⁻ᵏ vanishes", _tends(here, number(0 if power else 1)))

    def _divided_by_time(self, slow: Behaviour, fast: Behaviour) -> None:
        self.know("what is bounded vanishes divided by T", implies(fast.bounded, _tends(slow, ZERO)))

    def _subsequence(self, slope: int, power: int, here: Behaviour, whole: Behaviour) -> None:
        """Tᵏ·X(s·T + b) is s⁻ᵏ times a part of Tᵏ·X(T), but for a factor that tends to 1."""
        if slope == 1:
            self.know("a shift changes no limit", _same(here, whole))
        else:
            self.know(
                "a part of a sequence tends where all of it does",
                implies(
                    whole.converges,
                    _tends(here, multiply(number(Fraction(slope) ** -power, REAL), whole.limit)),
                ),
            )
            self.know("a part of a bounded sequence is bounded", implies(whole.bounded, here.bounded))

    def _mean(self, atom: Atom, here: Behaviour, of: Atom) -> None:
        if atom.power == 0:
            inner = self.atom(of)
            self.know("Cesàro", implies(inner.converges, _tends(here, inner.limit)))
            self.know("the means of a bounded sequence are bounded", implies(inner.bounded, here.bounded))
            self.know("Cesàro at ∞", implies(inner.rises, here.rises))
            self.know("Cesàro at -∞", implies(inner.falls, here.falls))
            # X(T)/T = mean(T) − (1 − 1/T)·mean(T − 1)
            last = self.atom(of.times(-1))
            rule = "where means converge the last term is o(T)"
            self.know(rule, implies(here.converges, _tends(last, ZERO)))
            match of.basis:
                case Sampled(function, 1, shift) if shift > 0 and of.power == 0:
                    plain = self.atom(Atom(0, Mean(Atom(0, Sampled(function)))))
                    # The two sums differ by finitely many terms and by X(T+1) … X(T+s), which are o(T)
                    # where one of the two means converges.
                    self.know("finitely many steps change no mean", _same_limit(here, plain))
                case _:
                    pass

    def _product(self, here: Behaviour, factors: list[Behaviour]) -> None:
        self.know(
            "the limit of a product",
            implies(
                conj(*(one.converges for one in factors)),
                _tends(here, multiply(*(one.limit for one in factors))),
            ),
        )
        self.know(
            "a product of bounded sequences is bounded",
            implies(conj(*(one.bounded for one in factors)), here.bounded),
        )
        for one in factors:
            others = [other.bounded for other in factors if other is not one]
            self.know(
                "bounded times vanishing vanishes",
                implies(conj(_tends(one, ZERO), *others), _tends(here, ZERO)),
            )

    def _ratio(self, here: Behaviour, above: Behaviour, below: Behaviour) -> None:
        finite = conj(below.converges, neg(equal(below.limit, ZERO, REAL)))
        product = equal(multiply(here.limit, below.limit), above.limit, REAL)
        self.know(
            "the limit of a quotient",
            implies(conj(finite, above.converges), conj(here.converges, product)),
        )
        self.know(
            "where the divisor has a limit other than 0",
            implies(conj(finite, here.converges), conj(above.converges, product)),
        )
        self.know("a bounded dividend", implies(conj(finite, above.bounded), here.bounded))

    # Linear combinations

    def behaviour(self, sum: Expansion) -> Behaviour:
        """The symbols of Σ c·atom, and the lemmas about it. Vanishing powers of T are left out."""
        kept = expansion((atom, value) for atom, value in sum.terms if atom.basis != ONE or atom.power >= 0)
        kept = _leading(kept)
        parts = [(atom, value) for atom, value in kept.terms if atom != CONSTANT]
        if not parts:
            return Behaviour(TRUE, _real(kept.constant()), TRUE, FALSE, FALSE)
        if len(kept.terms) == 1 and parts[0][1] == UNIT:
            return self.atom(parts[0][0])
        if kept in self._sums:
            return self._sums[kept]
        here = self._symbols()
        self._linear(here, kept.constant(), [(value.term(), self.atom(atom)) for atom, value in parts])
        for other, known in self._sums.items():
            self._proportional(kept, here, other, known)
        self._sums[kept] = here
        return here

    def _linear(self, here: Behaviour, constant: Polynomial, parts: list[tuple[Term, Behaviour]]) -> None:
        absent = [equal(value, ZERO, REAL) for value, _ in parts]
        limits = [multiply(value, one.limit) for value, one in parts]
        # A part with coefficient 0 counts as 0, whatever its limit's symbol says.
        value = equal(here.limit, add(_real(constant), *limits), REAL)
        fine = [disj(gone, one.converges) for gone, (_, one) in zip(absent, parts, strict=True)]
        tame = [disj(gone, one.bounded) for gone, (_, one) in zip(absent, parts, strict=True)]
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
            factor, one = parts[at]
            up = disj(conj(less(ZERO, factor), one.rises), conj(less(factor, ZERO), one.falls))
            down = disj(conj(less(ZERO, factor), one.falls), conj(less(factor, ZERO), one.rises))
            self.know("a bounded sum changes no infinite limit", implies(conj(*rest), iff(here.rises, up)))
            self.know("a bounded sum changes no infinite limit", implies(conj(*rest), iff(here.falls, down)))

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
                u, v = u_of[atom].term(), v_of[atom].term()
                moved = equal(
                    multiply(u, subtract(two.limit, _real(right.constant()))),
                    multiply(v, subtract(one.limit, _real(left.constant()))),
                    REAL,
                )
                self.know(
                    "multiples of one sequence",
                    implies(conj(neg(equal(u, ZERO, REAL)), one.converges), conj(two.converges, moved)),
                )
                self.know(
                    "multiples of one sequence",
                    implies(conj(neg(equal(u, ZERO, REAL)), one.bounded), two.bounded),
                )

    def mean_of(self, sum: Expansion) -> Expansion:
        """The means of Σ c·atom, as an expansion."""
        return expansion(
            (atom if atom == CONSTANT else Atom(0, Mean(atom)), value) for atom, value in sum.terms
        )


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


def _tends(behaviour: Behaviour, limit: Term) -> Term:
    return conj(behaviour.converges, equal(behaviour.limit, limit, REAL))


def _same_limit(left: Behaviour, right: Behaviour) -> Term:
    return conj(
        iff(left.converges, right.converges),
        implies(left.converges, equal(left.limit, right.limit, REAL)),
    )


def _same(left: Behaviour, right: Behaviour) -> Term:
    return conj(
        _same_limit(left, right),
        iff(left.bounded, right.bounded),
        iff(left.rises, right.rises),
        iff(left.falls, right.falls),
    )
