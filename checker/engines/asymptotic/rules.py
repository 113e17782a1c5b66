"""The rules of the calculus, by the basis that they are about. Each function adds the instances for one atom; the
theorem stands in the name of the rule and, where it is not plain, in the comment beside it.
"""

from __future__ import annotations

from fractions import Fraction

from aligncheck.engines.asymptotic.calculus import ZERO, Behaviour, Calculus
from aligncheck.engines.asymptotic.expansions import (
    ONE, Applied, Atom, Expansion, Geometric, Mean, Product, Ratio, Sampled, single,
)  # fmt: skip
from aligncheck.engines.polynomials import NONE
from aligncheck.engines.asymptotic.written import coefficient_term
from aligncheck.kernel.build import (
    add, at_most, conj, disj, equal, iff, implies, less, multiply, neg, number, subtract,
)  # fmt: skip
from aligncheck.kernel.terms import App, Op, Term
from aligncheck.kernel.types import REAL

ONE_TERM = number(1, REAL)
FARTHEST_SHIFT = 20


def rules_of(calculus: Calculus, atom: Atom, here: Behaviour) -> None:
    """Add what is known of Tᵏ·basis(T)."""
    match atom.basis:
        case Sampled():
            _sampled(calculus, atom.power, atom.basis, here)
        case Mean(of, shift) if shift:
            calculus.know("a shift changes no limit", _same(here, calculus.atom(Atom(atom.power, Mean(of)))))
        case Mean(of):
            _mean(calculus, atom.power, here, of)
        case Geometric():
            _geometric(calculus, atom.power, here, atom.basis)
        case Applied(name, args) if atom.power == 0:
            _applied(calculus, here, name, args)
        case Applied("log", (arg,)):
            _slow_logarithm(calculus, atom.power, here, arg)
        case Product():
            _product_of(calculus, atom, here, atom.basis)
        case Ratio(above, below) if atom.power == 0:
            _ratio(calculus, here, above, below)
        case _ if atom.basis == ONE:
            _power_of_time(calculus, atom.power, here)
        case _:
            pass


def _power_of_time(calculus: Calculus, power: int, here: Behaviour) -> None:
    if power > 0:
        calculus.know("Tᵏ grows beyond every bound", here.rises)
    else:
        calculus.know("T⁻ᵏ vanishes", here.tends_to(number(0 if power else 1, REAL)))


# Shifts and parts of sequences


def _sampled(calculus: Calculus, power: int, basis: Sampled, here: Behaviour) -> None:
    """Tᵏ·X(s·T + b) is s⁻ᵏ times a part of Tᵏ·X(T), but for a factor that tends to 1."""
    function, slope = basis.function, basis.slope
    if basis == Sampled(function):
        return
    whole = calculus.atom(Atom(power, Sampled(function)))
    if slope == 1:
        calculus.know("a shift changes no limit", _same(here, whole))
        return
    factor = number(Fraction(slope) ** -power, REAL)
    rule = "a part of a sequence tends where all of it does"
    calculus.know(rule, implies(whole.converges, here.tends_to(multiply(factor, whole.limit))))
    calculus.know(rule, implies(whole.rises, here.rises))
    calculus.know(rule, implies(whole.falls, here.falls))
    calculus.know("a part of a bounded sequence is bounded", implies(whole.bounded, here.bounded))
    parts = [Atom(0, Sampled(function, slope, shift)) for shift in range(slope)]
    if power == 0 and basis.by == NONE and all(map(calculus.asked, parts)):
        _from_parts(calculus, whole, [calculus.atom(part) for part in parts])


def _from_parts(calculus: Calculus, whole: Behaviour, parts: list[Behaviour]) -> None:
    first = parts[0]
    alike = conj(*(one.tends_to(first.limit) for one in parts))
    rule = "a sequence tends where all parts of it do"
    calculus.know(rule, implies(alike, whole.tends_to(first.limit)))
    calculus.know(rule, implies(conj(*(one.rises for one in parts)), whole.rises))
    calculus.know(rule, implies(conj(*(one.falls for one in parts)), whole.falls))
    bounded = conj(*(one.bounded for one in parts))
    calculus.know("a sequence is bounded where all parts of it are", implies(bounded, whole.bounded))


# Means and sums


def _mean(calculus: Calculus, power: int, here: Behaviour, of: Atom) -> None:
    if power == 0:
        _cesaro(calculus, here, of)
    if power == 1:
        _series(calculus, here, of)
    if power < 0:
        # Σ tᵏ for t = 1..T is Tᵏ⁺¹/(k + 1) + O(Tᵏ).
        inner = calculus.atom(of.times(power))
        share = multiply(number(Fraction(1, 1 - power), REAL), inner.limit)
        calculus.know("the mean of what grows as Tᵏ", implies(inner.converges, here.tends_to(share)))
        calculus.know("the mean of what grows as Tᵏ", implies(inner.bounded, here.bounded))


def _cesaro(calculus: Calculus, here: Behaviour, of: Atom) -> None:
    know = calculus.know
    inner = calculus.atom(of)
    know("Cesàro", implies(inner.converges, here.tends_to(inner.limit)))
    know("the means of a bounded sequence are bounded", implies(inner.bounded, here.bounded))
    know("Cesàro at ∞", implies(inner.rises, here.rises))
    know("Cesàro at -∞", implies(inner.falls, here.falls))
    # X(T)/T = mean(T) − (1 − 1/T)·mean(T − 1)
    last = calculus.atom(of.times(-1))
    know("where means converge the last term is o(T)", implies(here.converges, last.vanishes))
    match of:
        case Atom(0, Sampled(function, 1, shift, by)) if shift > 0 or by != NONE:
            plain = calculus.basis(Mean(Atom(0, Sampled(function))))
            # The two sums differ by finitely many terms and by X(T + 1) … X(T + s), which are o(T) where
            # one of the two means converges.
            know("finitely many steps change no mean", _same_limit(here, plain))
        case Atom(0, Geometric(ratio)):
            g = coefficient_term(ratio)
            small = conj(at_most(Op("abs", (g,)), ONE_TERM), neg(equal(g, ONE_TERM, REAL)))
            know("the means of rᵀ vanish where |r| ≤ 1, r ≠ 1", implies(small, here.vanishes))
        case _:
            pass


def _series(calculus: Calculus, here: Behaviour, of: Atom) -> None:
    """T·mean is the sum of the first T terms."""
    know = calculus.know
    inner = calculus.atom(of)
    know("the terms of a convergent series vanish", implies(here.converges, inner.vanishes))
    know("terms with a positive limit add up to ∞", implies(disj(inner.positive, inner.rises), here.rises))
    know("terms with a negative limit add up to -∞", implies(disj(inner.negative, inner.falls), here.falls))
    match of:
        case Atom(-1, basis) if basis == ONE:
            know("the harmonic series diverges", here.rises)
        case Atom(power, basis) if power < -1:
            bounded = calculus.basis(basis).bounded
            know("Σ t⁻ᵏ·bounded converges for k > 1", implies(bounded, here.converges))
        case Atom(0, Sampled(function, 1, shift, by)) if 0 < shift <= FARTHEST_SHIFT and by == NONE:
            _shifted_series(calculus, here, function, shift)
        case Atom(power, Geometric(ratio)):
            _geometric_series(calculus, here, coefficient_term(ratio), power)
        case Atom(_, Product(factors)):
            for factor in factors:
                if isinstance(factor, Geometric):
                    g, rest = _small(factor), _without(factors, factor)
                    rule = "Σ tᵏ·rᵗ·bounded converges for |r| < 1"
                    know(rule, implies(conj(g, calculus.basis(rest).bounded), here.converges))
        case _:
            pass


def _shifted_series(calculus: Calculus, here: Behaviour, function: Term, shift: int) -> None:
    plain = calculus.atom(Atom(1, Mean(Atom(0, Sampled(function)))))
    first = add(*(App(function, number(t)) for t in range(1, shift + 1)))
    rule = "a series without its first terms converges where it does"
    calculus.know(rule, iff(here.converges, plain.converges))
    moved = equal(here.limit, subtract(plain.limit, first), REAL)
    calculus.know(rule, implies(here.converges, moved))


def _geometric_series(calculus: Calculus, here: Behaviour, g: Term, power: int) -> None:
    small = less(Op("abs", (g,)), ONE_TERM)
    calculus.know("Σ tᵏ·rᵗ converges for |r| < 1", implies(small, here.converges))
    if power == 0:
        value = equal(multiply(subtract(ONE_TERM, g), here.limit), g, REAL)
        calculus.know("the geometric series", implies(small, value))


# Powers of a ratio


def _small(basis: Geometric) -> Term:
    return less(Op("abs", (coefficient_term(basis.ratio),)), ONE_TERM)


def _geometric(calculus: Calculus, power: int, here: Behaviour, basis: Geometric) -> None:
    """Tᵏ·rᵀ."""
    know = calculus.know
    g = coefficient_term(basis.ratio)
    know("Tᵏ·rᵀ vanishes for |r| < 1", implies(_small(basis), here.vanishes))
    know("Tᵏ·rᵀ grows beyond every bound for r > 1", implies(less(ONE_TERM, g), here.rises))
    if power != 0:
        return
    minus = number(-1, REAL)
    know("rᵀ is 1 for r = 1", implies(equal(g, ONE_TERM, REAL), here.tends_to(ONE_TERM)))
    know("rᵀ is bounded for |r| ≤ 1", implies(at_most(Op("abs", (g,)), ONE_TERM), here.bounded))
    know("rᵀ has no limit for r ≤ -1", implies(at_most(g, minus), neg(here.converges)))
    know("rᵀ is not bounded for r < -1", implies(less(g, minus), neg(here.bounded)))
    never_negative = calculus.compared("le", -single(basis))
    know("rᵀ ≥ 0 for r ≥ 0", implies(at_most(ZERO, g), never_negative))


# Products and quotients


def _without(factors: tuple[object, ...], factor: object) -> Product:
    rest = list(factors)
    rest.remove(factor)
    return rest[0] if len(rest) == 1 else Product(tuple(rest))  # type: ignore[return-value,arg-type]


def _product_of(calculus: Calculus, atom: Atom, here: Behaviour, basis: Product) -> None:
    for factor in basis.factors:
        if isinstance(factor, Geometric):
            rest = calculus.basis(_without(basis.factors, factor))
            rule = "Tᵏ·rᵀ·bounded vanishes for |r| < 1"
            calculus.know(rule, implies(conj(_small(factor), rest.bounded), here.vanishes))
    if atom.power == 0:
        _product(calculus, here, [calculus.basis(factor) for factor in basis.factors])


def _product(calculus: Calculus, here: Behaviour, factors: list[Behaviour]) -> None:
    know = calculus.know
    converge = conj(*(one.converges for one in factors))
    limit = multiply(*(one.limit for one in factors))
    know("the limit of a product", implies(converge, here.tends_to(limit)))
    know(
        "a product of bounded sequences is bounded",
        implies(conj(*(one.bounded for one in factors)), here.bounded),
    )
    for one in factors:
        others = [other for other in factors if other is not one]
        if not others:
            know("a power vanishes only where its base does", implies(here.vanishes, one.vanishes))
            continue
        know(
            "bounded times vanishing vanishes",
            implies(conj(one.vanishes, *(other.bounded for other in others)), here.vanishes),
        )
        if len(others) < len(factors) - 1:
            continue
        apart = [each.nonzero for each in others]
        product = equal(here.limit, limit, REAL)
        know(
            "a factor converges where the product and all others do, to limits other than 0",
            implies(conj(here.converges, *apart), conj(one.converges, product)),
        )
    grow = [disj(one.rises, one.positive) for one in factors]
    some = disj(*(one.rises for one in factors))
    know("what grows times what stays positive grows", implies(conj(some, *grow), here.rises))
    if len(factors) == 2:
        for one, other in (factors, reversed(factors)):
            up, down = disj(other.rises, other.positive), disj(other.falls, other.negative)
            rule = "what grows times what stays away from 0 grows"
            know(rule, implies(conj(one.falls, up), here.falls))
            know(rule, implies(conj(one.falls, down), here.rises))
            know(rule, implies(conj(one.rises, down), here.falls))


def _ratio(calculus: Calculus, here: Behaviour, above: Expansion, below: Expansion) -> None:
    know = calculus.know
    top, bottom = calculus.behaviour(above), calculus.behaviour(below)
    finite = bottom.nonzero
    product = equal(multiply(here.limit, bottom.limit), top.limit, REAL)
    know("the limit of a quotient", implies(conj(finite, top.converges), conj(here.converges, product)))
    know(
        "where the divisor has a limit other than 0",
        implies(conj(finite, here.converges), conj(top.converges, product)),
    )
    know("a bounded dividend", implies(conj(finite, top.bounded), here.bounded))
    endless = disj(bottom.rises, bottom.falls)
    know("bounded divided by what grows vanishes", implies(conj(endless, top.bounded), here.vanishes))
    positive, negative = calculus.compared("lt", -below), calculus.compared("lt", below)
    up, down = disj(top.positive, top.rises), disj(top.negative, top.falls)
    rule = "divided by what vanishes and keeps its sign"
    for sign, rises, falls in ((positive, up, down), (negative, down, up)):
        know(rule, implies(conj(bottom.vanishes, sign, rises), here.rises))
        know(rule, implies(conj(bottom.vanishes, sign, falls), here.falls))
    for sign, rises, falls in (
        (bottom.positive, top.rises, top.falls),
        (bottom.negative, top.falls, top.rises),
    ):
        know(
            "what grows divided by what has a limit other than 0 grows",
            implies(conj(sign, rises), here.rises),
        )
        know(
            "what grows divided by what has a limit other than 0 grows",
            implies(conj(sign, falls), here.falls),
        )


# Functions of sequences


def _applied(calculus: Calculus, here: Behaviour, name: str, args: tuple[Expansion, ...]) -> None:
    inner = [calculus.behaviour(arg) for arg in args]
    first = inner[0]
    limit = Op(name, tuple(one.limit for one in inner))  # type: ignore[arg-type]
    all_converge = conj(*(one.converges for one in inner))
    inside = {"log": less(ZERO, first.limit), "sqrt": at_most(ZERO, first.limit)}
    apart = {**inside, "sign": neg(equal(first.limit, ZERO, REAL))}.get(name)
    continuous = all_converge if apart is None else conj(all_converge, apart)
    calculus.know(f"{name} is continuous", implies(continuous, here.tends_to(limit)))
    match name:
        case "abs":
            _absolute(calculus, here, args[0], first)
        case "sign":
            _sign(calculus, here, first)
        case "max" | "min":
            _extreme(calculus, here, name, args, inner)
        case "exp":
            _exponential(calculus, here, args[0], first, limit)
        case "log" | "sqrt":
            _slow(calculus, here, name, args[0], first)
        case _:
            pass


def _absolute(calculus: Calculus, here: Behaviour, arg: Expansion, inner: Behaviour) -> None:
    know = calculus.know
    know("|x| vanishes where x does", iff(here.vanishes, inner.vanishes))
    know("|x| is bounded where x is", iff(here.bounded, inner.bounded))
    know("|x| grows where x grows or falls", implies(disj(inner.rises, inner.falls), here.rises))
    shown = single(Applied("abs", (arg,)))
    for side in (arg, -arg):
        know("-|x| ≤ x ≤ |x|", calculus.compared("le", side + (-shown)))
    know("|x| ≥ 0", calculus.compared("le", -shown))


def _sign(calculus: Calculus, here: Behaviour, inner: Behaviour) -> None:
    calculus.know("signs are bounded", here.bounded)
    calculus.know("the sign of what grows", implies(inner.rises, here.tends_to(ONE_TERM)))
    calculus.know("the sign of what falls", implies(inner.falls, here.tends_to(number(-1, REAL))))


def _extreme(
    calculus: Calculus, here: Behaviour, name: str, args: tuple[Expansion, ...], inner: list[Behaviour]
) -> None:
    know = calculus.know
    one, other = inner
    know(f"{name} of bounded sequences", implies(conj(one.bounded, other.bounded), here.bounded))
    some, every = ("rises", "falls") if name == "max" else ("falls", "rises")
    any_way = disj(*(getattr(each, some) for each in inner))
    both = conj(*(getattr(each, every) for each in inner))
    know(f"{name} of what grows or falls", implies(any_way, getattr(here, some)))
    know(f"{name} of what grows or falls", implies(both, getattr(here, every)))
    shown = single(Applied(name, args))  # type: ignore[arg-type]
    for arg in args:
        below = arg + (-shown) if name == "max" else shown + (-arg)
        know(f"{name} is beyond both", calculus.compared("le", below))


def _exponential(calculus: Calculus, here: Behaviour, arg: Expansion, inner: Behaviour, limit: Term) -> None:
    know = calculus.know
    know("exp is positive", implies(inner.converges, less(ZERO, limit)))
    know("exp is positive", calculus.compared("lt", -single(Applied("exp", (arg,)))))
    know("exp of what grows", implies(inner.rises, here.rises))
    know("exp of what falls", implies(inner.falls, here.vanishes))
    know("exp of what is bounded", implies(inner.bounded, here.bounded))


def _slow(calculus: Calculus, here: Behaviour, name: str, arg: Expansion, inner: Behaviour) -> None:
    know = calculus.know
    know(f"{name} of what grows", implies(inner.rises, here.rises))
    if name == "log":
        know("log of what vanishes", implies(inner.vanishes, here.falls))
    else:
        know("sqrt of what is bounded", implies(inner.bounded, here.bounded))
    if arg.polynomial():
        # Of a polynomial in T the logarithm is O(log T), and of c·T + d the root is O(√T).
        slow = calculus.atom(Atom(-1, Applied(name, (arg,))))  # type: ignore[arg-type]
        if name == "log" or all(atom.power <= 1 for atom, _ in arg.terms):
            know(f"{name} T is o(T)", slow.vanishes)


def _slow_logarithm(calculus: Calculus, power: int, here: Behaviour, arg: Expansion) -> None:
    if power < 0 and arg.polynomial():
        calculus.know("log T is o(Tᵏ)", here.vanishes)


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
