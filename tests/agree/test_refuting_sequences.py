"""What is said of each sequence that is tried as a counterexample, against its values far out."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import pytest

from aligncheck.engines.asymptotic.candidates import SEQUENCES
from aligncheck.kernel.sequences import FAMILIES, ClosedSequence, Key
from aligncheck.kernel.slow import slow_of
from aligncheck.reports.sequences import end, sequence_text

FAR = 4**6
"""The means of the doubling blocks turn at powers of 2."""


def value(sequence: ClosedSequence, n: int) -> float:
    if n < len(sequence.prefix):
        return float(sequence.prefix[n])
    return sum(float(factor) * term(key, n) for key, factor in sequence.form_of(n))


def term(key: Key, n: int) -> float:
    slow = slow_of(key.family)
    if slow is None:
        family = float(FAMILIES[key.family](n))
    else:
        family = (math.log if slow.name == "log" else math.sqrt)(n + slow.offset)
    power = (
        math.exp(n * math.log(key.ratio)) if n * abs(math.log(key.ratio)) < 700 else key.ratio > 1 and 1e300
    )
    return float(power) * float(n) ** key.power * family


def means(sequence: ClosedSequence) -> list[float]:
    total, found = 0.0, []
    for n in range(1, FAR):
        total += value(sequence, n)
        found.append(total / n)
    return found


@pytest.mark.parametrize("sequence", SEQUENCES, ids=sequence_text)
def test_it_does_in_the_end_what_is_said_of_it(sequence: ClosedSequence) -> None:
    said = end(sequence)
    late = [value(sequence, n) for n in range(FAR - 12, FAR)]
    if found := re.fullmatch(r"limit (\S+)", said):
        limit = float(Fraction(found[1]))
        assert all(abs(each - limit) < 0.02 for each in late)
    elif found := re.fullmatch(r"tends to (-?)oo", said):
        sign = -1 if found[1] else 1
        assert all(sign * each > 8 for each in late) and abs(value(sequence, 500)) < abs(late[-1])
    elif found := re.fullmatch(r"no limit, mean (\S+)", said):
        assert max(late) - min(late) > 0.5
        assert abs(means(sequence)[-1] - float(Fraction(found[1]))) < 0.002
    elif found := re.fullmatch(r"no limit, means between (\S+) and (\S+)", said):
        low, high = (float(Fraction(each)) for each in found.groups())
        seen = means(sequence)[FAR // 16 :]
        assert abs(min(seen) - low) < 0.005 and abs(max(seen) - high) < 0.005
    else:
        assert said == "no limit, not bounded"
        assert max(map(abs, late)) > 1000 and min(late) < 1
