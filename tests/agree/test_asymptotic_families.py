"""What the asymptotic calculus proves, no example from the families refutes."""

from __future__ import annotations

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from losses import (
    L, M, T, a, affine, at, bounded, capability, converges, goal, last_step, limit, over, tail, total,
)  # fmt: skip

from aligncheck.engines.asymptotic.candidates import Search
from aligncheck.engines.asymptotic.engine import prove
from aligncheck.engines.contract import Candidate, Limits, Unsat
from aligncheck.kernel.build import add, at_most, equal, implies, less, multiply, neg, number, subtract
from aligncheck.kernel.domain import domain
from aligncheck.kernel.terms import Lam, Op, Quant, Tail, Term, Var
from aligncheck.kernel.types import NAT, REAL

n = Var("n", NAT)
_losses = st.sampled_from([
    L, M, affine(L), Lam(T, add(at(L, T), at(M, T))), Lam(T, multiply(at(L, T), at(M, T))),
    Lam(T, at(L, add(T, number(1)))), Lam(T, at(L, multiply(number(2), T))),
    Lam(T, subtract(at(M, T), at(L, 0))),
    Lam(T, over(at(L, T), T)), Lam(T, over(at(L, T), at(M, T))), Lam(T, over(total(L), T)),
    Lam(T, over(total(M, 0, add(T, number(1))), add(T, number(2)))), Lam(T, multiply(a, at(L, T))),
    Lam(T, over(at(M, T), multiply(T, T))), Lam(T, multiply(T, at(L, T))), Lam(T, T),
])  # fmt: skip
_numbers = st.one_of(
    st.builds(limit, _losses),
    st.sampled_from([capability(L), capability(M), last_step(L), at(L, 0), a, number(0)]),
)  # fmt: skip
_comparisons = st.one_of(
    st.builds(less, _numbers, _numbers), st.builds(at_most, _numbers, _numbers),
    st.builds(lambda left, right: equal(left, right, REAL), _numbers, _numbers),
)  # fmt: skip
_tails = st.builds(
    lambda kind, loss: Tail(kind, T, at(loss, T)),
    st.sampled_from(["converges", "bounded", "to_oo", "to_minus_oo"]), _losses,
)  # fmt: skip


def _pointwise(kind: str, order: str, left: Term, right: Term) -> Term:
    body = Op(order, (at(left, T), at(right, T))) if order != "eq" else equal(at(left, T), at(right, T), REAL)
    return Quant("forall", T, body) if kind == "forall" else tail(kind, body)  # type: ignore[arg-type]


_pointwise_facts = st.builds(
    _pointwise, st.sampled_from(["eventually", "often", "forall"]), st.sampled_from(["lt", "le", "eq"]),
    st.sampled_from([L, M, affine(L)]), st.sampled_from([L, M, Lam(T, at(L, 0)), Lam(T, number(1))]),
)  # fmt: skip
_formulas = st.one_of(_comparisons, _tails, _pointwise_facts, st.sampled_from([converges(L), bounded(L)]))
_literals = st.one_of(_formulas, st.builds(neg, _formulas), st.builds(domain, _numbers))


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=30)
@given(st.lists(_literals, max_size=3), _literals)
def test_no_example_refutes_what_is_proved(hypotheses: list[Term], conclusion: Term) -> None:
    asked = goal(implies(domain(conclusion), conclusion), *hypotheses)
    if not isinstance(prove(asked, Limits(seconds=2)), Unsat):
        return
    found = Search(asked).until(time.monotonic() + 0.5)
    assert not isinstance(found, Candidate), found
