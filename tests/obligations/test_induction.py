"""Induction over a natural number that the author names, and over the length of a family."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "evidence"))

from frames import SPAN, Frame, claim, equivalent

from aligncheck.claims.claim import Claim, Conclusion, Expectation, Holds, Hypothesis
from aligncheck.engines.contract import Limits
from aligncheck.engines.portfolio import Portfolio
from aligncheck.evidence.judge import judge
from aligncheck.kernel.build import add, at_most, conj, forall, implies, less, number
from aligncheck.kernel.terms import App, Const, Op, Quant, Term, Tup, Var
from aligncheck.kernel.types import BOOL, INT, NAT, Base, Fun, Prod

W = Base("W")
R = Const("R", Fun(Prod((W, W)), BOOL))
X = Const("x", Fun(NAT, W))
N = Const("n", NAT)
LIMITS = Limits(seconds=4.0)


@pytest.fixture(scope="module")
def engines() -> Iterator[Portfolio]:
    with Portfolio(1) as portfolio:
        yield portfolio


def related(left: Term, right: Term) -> Term:
    return App(R, Tup((left, right)))


def chain(last: Term, *, transitive: bool = True, by: str | None = "n") -> Claim:
    a, b, c, i = Var("a", W), Var("b", W), Var("c", W), Var("i", NAT)
    assumed = [forall(a, related(a, a))]
    if transitive:
        both = conj(related(a, b), related(b, c))
        assumed.append(forall(a, forall(b, forall(c, implies(both, related(a, c))))))
    step = related(App(X, i), App(X, add(i, number(1))))
    assumed.append(forall(i, implies(less(i, N), step)))
    hypotheses = tuple(Hypothesis(f"h{at}", each, "assume", SPAN) for at, each in enumerate(assumed))
    question = Holds((Conclusion("s", related(App(X, number(0)), App(X, last)), SPAN),))
    return Claim("chain", SPAN, question, ("W",), (R, X, N), hypotheses, Expectation(), ("n",), induction=by)


def test_a_chain_of_a_transitive_relation_is_proved_by_induction(engines: Portfolio) -> None:
    assert judge(chain(N), engines, LIMITS, {}).verdict.name == "proved"


def test_induction_is_tried_where_the_author_does_not_say_so(engines: Portfolio) -> None:
    assert judge(chain(N, by=None), engines, LIMITS, {}).verdict.name == "proved"


def test_a_chain_one_step_too_long_is_not_proved(engines: Portfolio) -> None:
    assert judge(chain(add(N, number(1))), engines, LIMITS, {}).verdict.name in ("refuted", "unknown")


def test_a_chain_of_a_relation_that_is_not_transitive_is_not_proved(engines: Portfolio) -> None:
    assert judge(chain(N, transitive=False), engines, LIMITS, {}).verdict.name in ("refuted", "unknown")


def member(at: Term) -> Frame:
    agent, env = Base("K.Agent", (at,)), Base("K.Env", (at,))
    return Frame(agent, env, Const("K.eval", Fun(Prod((agent, env)), W), (at,)))


def family(last: Term, low: int = 0) -> Claim:
    """K[i] ≃ K[i+1] for i from `low` below n; so K[0] ≃ K[last]."""
    i = Var("i", INT)
    inside = conj(at_most(number(low), i), at_most(i, add(N, number(-1))))
    step = Op("implies", (inside, equivalent(member(i), member(add(i, number(1))))))
    made = claim("family", equivalent(member(number(0)), member(last)), (Quant("forall", i, step),))
    from dataclasses import replace

    return replace(made, constants=(N,), variables=("n",), induction="n")


def test_the_chain_of_a_family_of_any_length_is_proved_by_induction(engines: Portfolio) -> None:
    assert judge(family(N), engines, LIMITS, {}).verdict.name == "proved"


def test_a_family_whose_first_link_is_missing_is_not_proved(engines: Portfolio) -> None:
    assert judge(family(N, low=1), engines, LIMITS, {}).verdict.name != "proved"
