"""What the rules for sums prove, no model with up to two elements in each sort refutes."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sums import Writer, goal

from aligncheck.engines import cvc5, finite, z3
from aligncheck.engines.contract import Candidate, Limits, Unsat
from aligncheck.kernel.build import implies
from aligncheck.kernel.domain import domain

LIMITS = Limits(seconds=1, bound=2)


@given(st.integers(0, 10**9))
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_small_model_refutes_what_the_rules_prove(seed: int) -> None:
    random = Random(seed)
    writer = Writer(random)
    # What follows from itself is proved often enough.
    facts = [writer.fact() for _ in range(random.randint(1, 3))]
    shown = random.choice((writer.comparison(1), writer.comparison(2), writer.fact()))
    asked = goal(implies(domain(shown), shown), *facts, weights=random.random() < 0.6)
    proved = [each.NAME for each in (z3, cvc5) if isinstance(each.answer(asked, LIMITS), Unsat)]
    found = finite.answer(asked, LIMITS)
    assert not (proved and isinstance(found, Candidate)), (proved, found)
