"""A sequence as its first values, a formula where one is short, and what becomes of it in the end."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from aligncheck.kernel.sequences import FAMILIES, IDENTITY, ClosedSequence, Form, Key, constant
from aligncheck.kernel.slow import Slow, slow_of
from aligncheck.kernel.summing import partial_sums
from aligncheck.kernel.tails import Growth, lead, quotient_trend
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.reports.terms import number

FIRST = 6
"""How many values of a sequence are shown."""
LONGEST_FORMULA = 40
CONSTANT, BLOCKS, HARMONIC = (Key(Fraction(1), 0, family) for family in ("one", "blocks", "harmonic"))


def sequence_text(sequence: ClosedSequence) -> str:
    """`1, 0, 0, …`; `0, 1, 2, … (t; tends to oo)`. What is constant in the end has its limit before one's eyes."""
    only = sequence.constant()
    if only is not None:
        return f"{number(only)}, {number(only)}, {number(only)}, …"
    count = max(FIRST, len(sequence.prefix) + 2)
    values = ", ".join(_value(sequence, n) for n in range(min(count, 2 * FIRST)))
    if len(sequence.forms) == 1 and _is_constant(sequence.forms[0]):
        return f"{values}, …"
    return f"{values}, … ({'; '.join(filter(None, (formula(sequence), end(sequence))))})"


def _value(sequence: ClosedSequence, n: int) -> str:
    """The n-th value; one that is not rational to three places."""
    try:
        return number(sequence.at(n))
    except CannotEvaluate:
        terms = sequence.form_of(n)
        total = sum(
            float(factor) * float(key.ratio) ** n * n**key.power * _near(key, n) for key, factor in terms
        )
        return f"{total:.3f}"


def _near(key: Key, n: int) -> float:
    slow = slow_of(key.family)
    if slow is None:
        return float(FAMILIES[key.family](n))
    function = math.log if slow.name == "log" else math.sqrt
    return sum(function(t + slow.offset) for t in (range(1, n + 1) if slow.summed else (n,)))


def formula(sequence: ClosedSequence) -> str:
    """`1 + 1/t` if it is short; what repeats, or a family, in words; else nothing."""
    if all(map(_is_constant, sequence.forms)):
        return f"again and again, {sequence.period} values"
    if sequence.period == 1 and [key for key, _ in sequence.forms[0]] == [BLOCKS]:
        return f"{number(sequence.forms[0][0][1])} at 2..3, 8..15, 32..63, …"
    if sequence.period == 1 and sequence.forms[0] == ((HARMONIC, Fraction(1)),):
        return "1 + 1/2 + … + 1/t"
    parts = [_of_form(form) for form in sequence.forms]
    if "" in parts or len(parts) > 2:
        return ""
    start = f" from t = {len(sequence.prefix)} on" if sequence.prefix else ""
    whole = parts[0] if len(parts) == 1 else f"{parts[0]} at even t, {parts[1]} at odd t"
    return whole + start if len(whole) <= LONGEST_FORMULA else ""


def end(sequence: ClosedSequence) -> str:
    """Its limit; or that it has none, and what its means do."""
    found = quotient_trend(sequence, constant(1))
    if found is None:
        return ""
    if found.limit is not None:
        return f"limit {number(found.limit)}"
    if found.direction in ("up", "down"):
        return f"tends to {'oo' if found.direction == 'up' else '-oo'}"
    return f"no limit{_means(sequence)}" if found.bounded else "no limit, not bounded"


def _means(sequence: ClosedSequence) -> str:
    """Where the means of the values at 1, 2, … go."""
    sums = partial_sums(sequence, 1)
    found = None if sums is None else quotient_trend(sums, IDENTITY)
    if sums is None or found is None:
        return ""
    if found.limit is not None:
        return f", mean {number(found.limit)}"
    ends = [each for form in sums.forms for each in _slopes(form)]
    return f", means between {number(min(ends))} and {number(max(ends))}" if ends else ""


def _slopes(form: Form) -> Iterator[Fraction]:
    """The ends of what form(n)/n comes near again and again, where that is bounded."""
    top = lead(form)
    if top is not None and top.growth == Growth(Fraction(1), 1, 0):
        yield from (top.low, top.high)


def _is_constant(form: Form) -> bool:
    return all(key == CONSTANT for key, _ in form)


def _of_form(form: Form) -> str:
    """Nothing where a family has no formula."""
    text = ""
    for (ratio, power, family), factor in form:
        slow = slow_of(family)
        if family != "one" and (slow is None or slow.summed):
            return ""
        sign = " - " if factor < 0 else " + "
        text += (sign if text else sign.strip(" +")) + _monomial(abs(factor), power, ratio, slow)
    return text or "0"


def _monomial(factor: Fraction, power: int, ratio: Fraction, slow: Slow | None) -> str:
    above = [f"t^{power}" if power > 1 else "t"] if power > 0 else []
    if slow is not None:
        inside = f"t + {slow.offset}" if slow.offset else "t"
        above.append(f"{'log' if slow.name == 'log' else 'sqrt'}({inside})")
    if ratio != 1:
        above.append(f"({number(ratio)})^t" if ratio.denominator > 1 else f"{number(ratio)}^t")
    if power >= 0:
        return "*".join([number(factor)] * (factor != 1 or not above) + above)
    below = ["t" if power == -1 else f"t^{-power}"]
    top = "*".join([str(factor.numerator)] * (factor.numerator != 1 or not above) + above)
    bottom = "*".join([str(factor.denominator)] * (factor.denominator != 1) + below)
    return f"{top}/{bottom}" if factor.denominator == 1 else f"{top}/({bottom})"
