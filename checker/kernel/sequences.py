"""Sequences of one closed class, exactly: a finite prefix, then for each residue of n a sum of terms
c·nᵏ·rⁿ with rational c and r, and a few named families (see `FAMILIES` and `kernel.slow`).

A `ClosedSequence` is in canonical form, so that equal values are equal sequences: every r is positive
(a negative one is a doubled period), the period and the prefix are as short as they can be, and the
functions nᵏ·rⁿ·family(n), r > 0, are linearly independent on every residue class. An operation whose
result leaves the class gives None.
"""
# TRUSTED

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb, gcd, lcm
from typing import Final, NamedTuple, TypeAlias

from aligncheck.kernel import slow

Family: TypeAlias = str
"""One of `FAMILIES`, or the name of a sequence that `kernel.slow` knows."""
ONE: Final = Fraction(1)
ZERO: Final = Fraction(0)
LOG, ROOT = slow.family_of(slow.Slow("log", False, 1)), slow.family_of(slow.Slow("root", False, 0))
MAX_PERIOD: Final = 420
MAX_PREFIX: Final = 5000


class Key(NamedTuple):
    """The function n ↦ rⁿ · nᵏ · family(n), r > 0."""

    ratio: Fraction
    power: int
    family: Family = "one"


Form: TypeAlias = tuple[tuple[Key, Fraction], ...]
"""Σ coefficient · key, in the order of the keys, no coefficient 0."""


def blocks(n: int) -> Fraction:
    """0 and 1 on blocks of doubling length: 1 on 2..3, 8..15, 32..63, …, 0 elsewhere."""
    return ONE if n > 0 and n.bit_length() % 2 == 0 else ZERO


def block_sums(n: int) -> Fraction:
    """Σ of `blocks` from 0 to n. (n−1)/3 ≤ it ≤ 2n/3, and both bounds are met arbitrarily far out."""
    total, low = 0, 2
    while low <= n:
        total += min(n, 2 * low - 1) - low + 1
        low *= 4
    return Fraction(total)


@lru_cache(maxsize=4096)
def harmonic(n: int) -> Fraction:
    """Σ of 1/t for t from 1 to n: log n + γ + o(1)."""
    return sum((Fraction(1, t) for t in range(1, n + 1)), ZERO)


FAMILIES: Final[Mapping[Family, Callable[[int], Fraction]]] = {
    "one": lambda n: ONE,
    "blocks": blocks,
    "block_sums": block_sums,
    "harmonic": harmonic,
}


def form(terms: Mapping[Key, Fraction] | Iterable[tuple[Key, Fraction]]) -> Form:
    """The sum of these terms in canonical order; equal keys are added up."""
    total: dict[Key, Fraction] = {}
    for key, coefficient in terms.items() if isinstance(terms, Mapping) else terms:
        total[key] = total.get(key, ZERO) + coefficient
    return tuple(sorted((key, value) for key, value in total.items() if value))


def defined_at(terms: Form, n: int) -> bool:
    """Whether the sum has a value at n: no 1/0 occurs."""
    return n > 0 or all(key.power >= 0 for key, _ in terms)


def value_of(terms: Form, n: int) -> Fraction | None:
    """The value of the sum at n; None where it has none. Raises CannotEvaluate where it is not rational."""
    if not defined_at(terms, n):
        return None
    total = ZERO
    for (ratio, power, family), coefficient in terms:
        factor = coefficient * ratio**n * Fraction(n) ** power
        total += factor * _family_at(family, n) if factor else ZERO
    return total


def _family_at(family: Family, n: int) -> Fraction:
    known = slow.slow_of(family)
    return FAMILIES[family](n) if known is None else slow.value_at(known, n)


@dataclass(frozen=True, slots=True)
class ClosedSequence:
    """n ↦ prefix[n], and from the end of the prefix on forms[n mod period](n)."""

    prefix: tuple[Fraction, ...]
    forms: tuple[Form, ...]

    def __post_init__(self) -> None:
        forms = tuple(map(form, self.forms))
        if not forms or any(key.ratio == 0 for terms in forms for key, _ in terms):
            raise ValueError("a closed sequence has a form for each residue, and no ratio 0")
        if any(
            slow.slow_of(key.family) is None and key.family not in FAMILIES
            for each in forms
            for key, _ in each
        ):
            raise ValueError("a family that nobody knows")
        forms = _shortest_cycle(_positive_ratios(forms))
        prefix = tuple(map(Fraction, self.prefix))
        if not prefix and not defined_at(forms[0], 0):
            raise ValueError("1/0 at the start of a sequence")
        while prefix and value_of(forms[(len(prefix) - 1) % len(forms)], len(prefix) - 1) == prefix[-1]:
            prefix = prefix[:-1]
        object.__setattr__(self, "prefix", prefix)
        object.__setattr__(self, "forms", forms)

    @property
    def period(self) -> int:
        return len(self.forms)

    def at(self, n: int) -> Fraction:
        """The n-th value, n ≥ 0."""
        if n < 0:
            raise ValueError("a sequence starts at 0")
        if n < len(self.prefix):
            return self.prefix[n]
        value = value_of(self.forms[n % self.period], n)
        if value is None:
            raise ValueError("the prefix covers every n where the forms have no value")
        return value

    def form_of(self, residue: int) -> Form:
        return self.forms[residue % self.period]

    def constant(self) -> Fraction | None:
        """Its one value, if all its values are the same."""
        if self.prefix or self.period > 1:
            return None
        match self.forms[0]:
            case ():
                return ZERO
            case ((Key(Fraction(numerator=1, denominator=1), 0, "one"), value),):
                return value
            case _:
                return None


def _positive_ratios(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    if all(key.ratio > 0 for terms in forms for key, _ in terms):
        return forms
    period = lcm(len(forms), 2)
    return tuple(
        form(
            (key._replace(ratio=abs(key.ratio)), -value if key.ratio < 0 and residue % 2 else value)
            for key, value in forms[residue % len(forms)]
        )
        for residue in range(period)
    )


def _shortest_cycle(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    period = len(forms)
    for shorter in range(1, period):
        if period % shorter == 0 and forms == forms[:shorter] * (period // shorter):
            return forms[:shorter]
    return forms


def constant(value: Fraction | int) -> ClosedSequence:
    return ClosedSequence((), (form([(Key(ONE, 0), Fraction(value))]),))


def monomial(coefficient: Fraction | int, power: int = 0, ratio: Fraction | int = 1) -> ClosedSequence:
    """c·nᵏ·rⁿ, with the value 0 at n = 0 if k < 0."""
    prefix = (ZERO,) if power < 0 else ()
    return ClosedSequence(prefix, (form([(Key(Fraction(ratio), power), Fraction(coefficient))]),))


def periodic(values: Iterable[Fraction | int], prefix: Iterable[Fraction | int] = ()) -> ClosedSequence:
    """The prefix, then these values in turn: values[n mod their number] at n."""
    cycle = tuple(form([(Key(ONE, 0), Fraction(value))]) for value in values)
    return ClosedSequence(tuple(map(Fraction, prefix)), cycle)


def doubling_blocks() -> ClosedSequence:
    """The bounded sequence whose means have no limit: they come near 1/3 and 2/3 again and again."""
    return ClosedSequence((), (form([(Key(ONE, 0, "blocks"), ONE)]),))


def harmonic_numbers() -> ClosedSequence:
    """n ↦ 1 + 1/2 + … + 1/n."""
    return ClosedSequence((), (form([(Key(ONE, 0, "harmonic"), ONE)]),))


def slowly(name: str, offset: int) -> ClosedSequence | None:
    """n ↦ log(n + offset) or √(n + offset), for `log` and `root`."""
    family = slow.family_of(slow.Slow(name, False, offset))
    return ClosedSequence((), (form([(Key(ONE, 0, family), ONE)]),)) if slow.slow_of(family) else None


def logarithms() -> ClosedSequence:
    """n ↦ log(n + 1)."""
    return ClosedSequence((), (form([(Key(ONE, 0, LOG), ONE)]),))


def roots() -> ClosedSequence:
    """n ↦ √n."""
    return ClosedSequence((), (form([(Key(ONE, 0, ROOT), ONE)]),))


IDENTITY: Final = monomial(1, 1)


def join(
    left: ClosedSequence,
    right: ClosedSequence,
    on_values: Callable[[Fraction, Fraction], Fraction],
    on_forms: Callable[[Form, Form], Form | None],
) -> ClosedSequence | None:
    """Two sequences combined value by value and form by form."""
    period, length = lcm(left.period, right.period), max(len(left.prefix), len(right.prefix))
    if period > MAX_PERIOD:
        return None
    forms: list[Form] = []
    for residue in range(period):
        joined = on_forms(left.form_of(residue), right.form_of(residue))
        if joined is None:
            return None
        forms.append(joined)
    if length == 0 and not defined_at(forms[0], 0):
        length = 1
    return ClosedSequence(tuple(on_values(left.at(n), right.at(n)) for n in range(length)), tuple(forms))


def add(left: ClosedSequence, right: ClosedSequence) -> ClosedSequence | None:
    return join(left, right, lambda a, b: a + b, lambda a, b: form((*a, *b)))


def scale(factor: Fraction, sequence: ClosedSequence) -> ClosedSequence:
    forms = tuple(form((key, factor * value) for key, value in terms) for terms in sequence.forms)
    return ClosedSequence(tuple(factor * value for value in sequence.prefix), forms)


def negate(sequence: ClosedSequence) -> ClosedSequence:
    return scale(-ONE, sequence)


def multiply(left: ClosedSequence, right: ClosedSequence) -> ClosedSequence | None:
    return join(left, right, lambda a, b: a * b, _product)


def _product(left: Form, right: Form) -> Form | None:
    terms: list[tuple[Key, Fraction]] = []
    for key, value in left:
        for other, factor in right:
            family = _joined_family(key.family, other.family)
            if family is None:
                return None
            power = key.power + other.power
            if key.family == other.family == ROOT:
                family, power = "one", power + 1
            terms.append((Key(key.ratio * other.ratio, power, family), value * factor))
    return form(terms)


def _joined_family(left: Family, right: Family) -> Family | None:
    if left == "one" or right == "one":
        return right if left == "one" else left
    return left if left == right and left in ("blocks", ROOT) else None


def divide(left: ClosedSequence, right: ClosedSequence) -> ClosedSequence | None:
    """left/right where right is c·nᵏ·rⁿ on each residue class; 0 where right is 0."""

    def on_forms(a: Form, b: Form) -> Form | None:
        if not b:
            return ()
        if len(b) > 1 or b[0][0].family != "one":
            return None
        (ratio, power, _), value = b[0]
        return form((Key(key.ratio / ratio, key.power - power, key.family), c / value) for key, c in a)

    if not right.prefix and right.at(0) == 0:
        # The value at 0 is set apart: the quotient's form has none there, or another one.
        quotient = join(left, right, lambda a, b: a / b if b else ZERO, on_forms)
        return None if quotient is None else with_prefix((ZERO,), quotient)
    return join(left, right, lambda a, b: a / b if b else ZERO, on_forms)


def with_prefix(values: Iterable[Fraction], sequence: ClosedSequence) -> ClosedSequence:
    """The same sequence but for its first values."""
    first = tuple(values)
    rest = tuple(sequence.at(n) for n in range(len(first), len(sequence.prefix)))
    return ClosedSequence(first + rest, sequence.forms)


def choose(at: Callable[[int], bool], period: int, settled: int, then: ClosedSequence,
           otherwise: ClosedSequence) -> ClosedSequence | None:  # fmt: skip
    """`then` where the condition holds, else `otherwise`. From `settled` on it has this period."""
    whole = lcm(period, then.period, otherwise.period)
    length = max(settled, len(then.prefix), len(otherwise.prefix))
    if whole > MAX_PERIOD or length > MAX_PREFIX:
        return None
    first = length + (-length % whole)
    forms = tuple((then if at(first + i) else otherwise).form_of(i) for i in range(whole))
    if length == 0 and not defined_at(forms[0], 0):
        length = 1
    return ClosedSequence(tuple((then if at(n) else otherwise).at(n) for n in range(length)), forms)


def compose(sequence: ClosedSequence, slope: int, offset: int) -> ClosedSequence | None:
    """n ↦ sequence(slope·n + offset), slope ≥ 0; 0 where that index is negative."""
    if slope == 0:
        return constant(sequence.at(offset) if offset >= 0 else 0)
    if (slope, offset) == (1, 0):
        return sequence
    period = sequence.period // gcd(sequence.period, slope)
    forms: list[Form] = []
    for residue in range(period):
        moved = at_line(sequence.form_of(slope * residue + offset), slope, offset)
        if moved is None:
            return None
        forms.append(moved)
    length = max(-(-(len(sequence.prefix) - offset) // slope), 0)
    if offset < 0:
        length = max(length, -(offset // slope))
    if length > MAX_PREFIX:
        return None
    if length == 0 and not defined_at(forms[0], 0):
        length = 1
    indices = (slope * n + offset for n in range(length))
    return ClosedSequence(tuple(sequence.at(m) if m >= 0 else ZERO for m in indices), tuple(forms))


def at_line(terms: Form, slope: int, offset: int) -> Form | None:
    """The form of n ↦ terms(slope·n + offset), where there is one."""
    moved: list[tuple[Key, Fraction]] = []
    for (ratio, power, family), value in terms:
        at_line = _family_at_line(family, slope, offset)
        if at_line is None or (power < 0 and offset != 0):
            return None
        factor = value * ratio**offset
        if power < 0:
            moved.append((Key(ratio**slope, power, at_line), factor * Fraction(slope) ** power))
            continue
        for k in range(power + 1):
            weight = factor * comb(power, k) * slope**k * offset ** (power - k)
            moved.append((Key(ratio**slope, k, at_line), weight))
    return form(moved)


def _family_at_line(family: Family, slope: int, offset: int) -> Family | None:
    """n ↦ family(slope·n + offset), where that is a family."""
    if family == "one":
        return family
    known = slow.slow_of(family)
    moved = slow.moved(known, offset) if known is not None and slope == 1 else None
    return None if moved is None else slow.family_of(moved)
