"""Partial sums of closed sequences, exactly where they are in the class."""
# TRUSTED

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import comb

from aligncheck.kernel import slow
from aligncheck.kernel.sequences import (
    MAX_PREFIX, ONE, ZERO, ClosedSequence, Form, Key, add, at_line, form, value_of,
)  # fmt: skip


def partial_sums(sequence: ClosedSequence, start: int) -> ClosedSequence | None:
    """n ↦ Σ sequence(t), t from `start` ≥ 0 to n; 0 for n < start. None where that is not in the class."""
    if any(slow.slow_of(key.family) for terms in sequence.forms for key, _ in terms):
        return _slow_sums(sequence, start)
    period, settled = sequence.period, max(len(sequence.prefix), start, 1)
    if settled + 2 * period > MAX_PREFIX:
        return None
    everywhere = _summable_families(sequence)
    if everywhere is None:
        return None
    length = settled + period
    sums = [ZERO] * (length + period)
    for n in range(start, len(sums)):
        sums[n] = (sums[n - 1] if n else ZERO) + sequence.at(n)
    forms: list[Form] = [()] * period
    for n in range(length, length + period):
        window: list[tuple[Key, Fraction]] = []
        for back in range(period):
            polynomial = tuple(
                (key, value) for key, value in sequence.form_of(n - back)
                if key.family == "one" and key.power >= 0
            )  # fmt: skip
            window.extend(at_line(polynomial, 1, -back) or ())
        total = form((*_antidifference(form(window), period), *everywhere))
        missing = sums[n] - (value_of(total, n) or ZERO)
        forms[n % period] = form((*total, (Key(ONE, 0), missing)))
    return ClosedSequence(tuple(sums[:length]), tuple(forms))


def _slow_sums(sequence: ClosedSequence, start: int) -> ClosedSequence | None:
    """The sums of c·log(t + a), c·√(t + a) and of what has no family in it, from t = 0 or 1 on."""
    if sequence.prefix or sequence.period > 1 or start > 1:
        return None
    plain: list[tuple[Key, Fraction]] = []
    total: list[tuple[Key, Fraction]] = []
    for key, value in sequence.forms[0]:
        known = slow.slow_of(key.family)
        if known is None:
            plain.append((key, value))
        elif known.summed or known.offset != slow.LEAST[known.name] or (key.ratio, key.power) != (ONE, 0):
            return None
        else:
            total.append((Key(ONE, 0, slow.family_of(known._replace(summed=True))), value))
    if any(key.power < 0 for key, _ in plain):
        return None
    others = partial_sums(ClosedSequence((), (form(plain),)), 1)
    if others is None:
        return None
    first = sequence.at(0) if start == 0 else ZERO
    sums = ClosedSequence((), (form([*total, (Key(ONE, 0), first)]),))
    return add(others, sums)


def _summable_families(sequence: ClosedSequence) -> Form | None:
    """The sums of the terms with a family or a negative power: they must be the same at all residues."""
    sums: Mapping[Key, Key] = {
        Key(ONE, -1): Key(ONE, 0, "harmonic"),
        Key(ONE, 0, "blocks"): Key(ONE, 0, "block_sums"),
    }
    special = [
        tuple((key, value) for key, value in terms if key.family != "one" or key.power < 0)
        for terms in sequence.forms
    ]
    if any(terms != special[0] for terms in special) or any(key not in sums for key, _ in special[0]):
        return None
    return form((sums[key], value) for key, value in special[0])


def _antidifference(window: Form, period: int) -> Form:
    """F with F(n) − F(n − period) = window(n), without a constant term where that is free."""
    by_ratio: dict[Fraction, dict[int, Fraction]] = {}
    for (ratio, power, _), value in window:
        by_ratio.setdefault(ratio, {})[power] = value
    terms: list[tuple[Key, Fraction]] = []
    for ratio, wanted in by_ratio.items():
        back, lift = ratio**-period, 1 if ratio == 1 else 0
        found: dict[int, Fraction] = {}
        for k in range(max(wanted), -1, -1):
            known = sum(
                (q * comb(j, k) * Fraction(-period) ** (j - k) for j, q in found.items() if j > k), ZERO
            )
            rest = wanted.get(k, ZERO) + back * known
            found[k + lift] = rest / ((k + 1) * period) if lift else rest / (1 - back)
        terms.extend((Key(ratio, k), q) for k, q in found.items())
    return form(terms)
