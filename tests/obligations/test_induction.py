"""Induction over a natural number that the author names, and over the length of a family."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "evidence"))

from frames import SPAN, Frame, claim, equivalent

from aligncheck.claims.claim import Claim, Conclusion, Expectation, Holds, Hypothesis, Induction
from aligncheck.engines.contract import Limits
from aligncheck.engines.portfolio import Portfolio
from aligncheck.evidence.judge import judge
from aligncheck.kernel.build import add, at_most, conj, forall, implies, less, number
from aligncheck.kernel.terms import App, Const, Eq, Op, Quant, Term, Tup, Var
from aligncheck.kernel.types import BOOL, INT, NAT, REAL, Base, Fun, Prod

W = Base("W")
R = Const("R", Fun(Prod((W, W)), BOOL))
X = Const("x", Fun(NAT, W))
Y = Const("y", Fun(NAT, REAL))
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
    asked = None if by is None else Induction(by)
    return Claim(
        "chain", SPAN, question, ("W",), (R, X, N), hypotheses, Expectation(), ("n",), induction=asked
    )


def test_a_chain_of_a_transitive_relation_is_proved_by_induction(engines: Portfolio) -> None:
    assert judge(chain(N), engines, LIMITS, {}).verdict.name == "proved"


def test_induction_is_tried_where_the_author_does_not_say_so(engines: Portfolio) -> None:
    assert judge(chain(N, by=None), engines, LIMITS, {}).verdict.name == "proved"


def test_both_halves_of_an_induction_are_reported(engines: Portfolio) -> None:
    outcome = judge(chain(N), engines, LIMITS, {})
    assert [(label, step.name) for label, step in outcome.steps] == [
        ("s", "proved"), ("base case n = 0", "proved"), ("step from n to n + 1", "proved"),
    ]  # fmt: skip


def test_of_an_induction_that_fails_the_half_that_fails_is_told(engines: Portfolio) -> None:
    outcome = judge(chain(N, transitive=False), engines, LIMITS, {})
    halves = {label: step.name for label, step in outcome.steps}
    if outcome.verdict.name == "unknown":
        assert halves["base case n = 0"] == "proved" != halves["step from n to n + 1"]
        assert "the step from n to n + 1 is not proved" in str(outcome.reason)


def square(showing: Term | None) -> Claim:
    """x(0) = 0 and x(i + 1) = x(i) + 2i + 1; so x(n) ≥ 0."""
    i = Var("i", NAT)
    odd = add(number(1), Op("mul", (number(2), i)))
    grows = forall(i, Eq(App(Y, add(i, number(1))), add(App(Y, i), odd), REAL))
    starts = Eq(App(Y, number(0)), number(0), REAL)
    hypotheses = tuple(Hypothesis(str(at), each, "assume", SPAN) for at, each in enumerate((grows, starts)))
    question = Holds((Conclusion("s", at_most(number(0), App(Y, N)), SPAN),))
    shown = None if showing is None else Hypothesis("shown", showing, "lemma", SPAN)
    return Claim(
        "square", SPAN, question, (), (Y, N), hypotheses, Expectation(), ("n",),
        induction=Induction("n", shown),
    )  # fmt: skip


def test_an_induction_may_show_what_the_conclusion_follows_from(engines: Portfolio) -> None:
    squared = Eq(App(Y, N), Op("mul", (N, N)), REAL)
    outcome = judge(square(squared), engines, LIMITS, {})
    assert outcome.verdict.name == "proved"
    assert outcome.steps[-1][0] == "the conclusion from it"


def test_an_induction_that_shows_what_is_false_proves_nothing(engines: Portfolio) -> None:
    outcome = judge(square(Eq(App(Y, N), N, REAL)), engines, Limits(seconds=2.0), {})
    assert ("step from n to n + 1", "proved") not in [(label, step.name) for label, step in outcome.steps]


def test_an_induction_that_shows_what_nothing_follows_from_proves_nothing(engines: Portfolio) -> None:
    outcome = judge(square(at_most(number(0), N)), engines, Limits(seconds=2.0), {})
    assert ("the conclusion from it", "proved") not in [(label, step.name) for label, step in outcome.steps]


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

    return replace(made, constants=(N,), variables=("n",), induction=Induction("n"))


def test_the_chain_of_a_family_of_any_length_is_proved_by_induction(engines: Portfolio) -> None:
    assert judge(family(N), engines, LIMITS, {}).verdict.name == "proved"


def test_a_family_whose_first_link_is_missing_is_not_proved(engines: Portfolio) -> None:
    assert judge(family(N, low=1), engines, LIMITS, {}).verdict.name != "proved"
