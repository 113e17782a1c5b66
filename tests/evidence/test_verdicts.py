"""All seven verdicts of the design are reached, and none can be had without its evidence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fakes import Alone, Scripts
from frames import SPAN, claim

from aligncheck.claims.claim import (
    Claim, Conclusion, Consistent, Expectation, Holds, Hypothesis, Independent,
)  # fmt: skip
from aligncheck.engines.contract import Answer, Candidate, Exhausted, GaveUp, Limits, Unsat
from aligncheck.engines.portfolio import Portfolio
from aligncheck.evidence.judge import judge
from aligncheck.evidence.outcome import Outcome
from aligncheck.kernel.build import conj, exists, forall, multiply, neg, number
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.terms import FALSE, TRUE, App, Const, Eq, Guard, Op, Term, Tup, Var
from aligncheck.kernel.theorem import Evidence, Theorem, accept
from aligncheck.kernel.types import BOOL, REAL, Base, Fun, Prod
from aligncheck.kernel.values import Element, Model
from aligncheck.kernel.verdicts import Disagreement, Proved, Refuted, Vacuous, refute

W = Base("W")
V, U = Const("v", W), Const("u", W)
R = Const("R", Fun(Prod((W, W)), BOOL))
LIMITS = Limits(seconds=5.0)


@pytest.fixture(scope="module")
def engines() -> Iterator[Portfolio]:
    with Portfolio(1) as portfolio:
        yield portfolio


def related(left: Term, right: Term) -> Term:
    return App(R, Tup((left, right)))


def made(
    question: object, assumed: tuple[Term, ...] = (), symbols: tuple[Const, ...] = (V, U), **more: object
) -> Claim:
    hypotheses = tuple(Hypothesis(f"h{at}", each, "assume", SPAN) for at, each in enumerate(assumed))
    own = tuple(each.name for each in symbols if each.name != "R")
    return Claim("c", SPAN, question, ("W",), symbols, hypotheses, variables=own, **more)  # type: ignore[arg-type]


def show(*shown: Term, assumed: tuple[Term, ...] = (), **more: object) -> Claim:
    conclusions = tuple(Conclusion(f"s{at}", each, SPAN) for at, each in enumerate(shown))
    return made(Holds(conclusions), assumed, **more)  # type: ignore[arg-type]


def same(left: Term, right: Term) -> Term:
    return Eq(left, right, W)


def codes(outcome: Outcome) -> list[str]:
    return [each.code for each in outcome.problems]


def test_what_follows_is_proved_and_needs_its_assumption(engines: Portfolio) -> None:
    outcome = judge(show(same(U, V), assumed=(same(V, U),)), engines, LIMITS, {})
    assert outcome.verdict.name == "proved" and outcome.ok
    assert outcome.satisfiable == "yes"
    assert [(line.label, line.used, line.status) for line in outcome.ledger] == [("h0", True, "needed")]


def test_an_assumption_that_is_not_used_is_said(engines: Portfolio) -> None:
    asked = show(same(U, V), assumed=(same(V, U), related(V, V)), symbols=(V, U, R))
    outcome = judge(asked, engines, LIMITS, {})
    assert [(line.used, line.status) for line in outcome.ledger] == [(True, "needed"), (False, "removable")]
    assert codes(outcome) == ["A650"]


def test_an_assumption_that_is_true_of_anything_is_said_to_be(engines: Portfolio) -> None:
    outcome = judge(show(same(U, V), assumed=(same(V, U), same(V, V))), engines, LIMITS, {})
    assert codes(outcome) == ["A641"]


def test_what_does_not_follow_is_refuted_by_a_model(engines: Portfolio) -> None:
    outcome = judge(show(same(U, V)), engines, LIMITS, {})
    assert isinstance(outcome.verdict, Refuted) and not outcome.ok
    constants = outcome.verdict.model.constants
    assert constants["u"] != constants["v"]
    assert codes(outcome) == ["A701"]


def test_contradictory_assumptions_make_a_claim_vacuous_and_the_core_is_smallest(engines: Portfolio) -> None:
    assumed = (same(V, V), same(V, U), related(V, U), neg(same(V, U)))
    outcome = judge(show(related(U, U), assumed=assumed, symbols=(V, U, R)), engines, LIMITS, {})
    assert isinstance(outcome.verdict, Vacuous)
    assert outcome.verdict.core == ("h1", "h3")
    assert outcome.satisfiable == "no"
    assert codes(outcome) == ["A704"]


def test_a_quotient_without_its_condition_is_ill_formed_and_the_condition_is_named(
    engines: Portfolio,
) -> None:
    x, y = Const("x", REAL), Const("y", REAL)
    divided = Guard(neg(Eq(y, number(0), REAL)), Op("div", (x, y)))
    whole = Eq(multiply(divided, y), x, REAL)
    outcome = judge(show(whole, symbols=(x, y)), engines, LIMITS, {})
    assert outcome.verdict.name == "ill_formed"
    assert codes(outcome) == ["A705"]
    assert "`y ≠ 0`" in outcome.problems[0].message()
    with_it = show(whole, assumed=(neg(Eq(y, number(0), REAL)),), symbols=(x, y))
    assert judge(with_it, engines, LIMITS, {}).verdict.name == "proved"


def test_an_assumed_quotient_brings_its_condition(engines: Portfolio) -> None:
    x, y = Const("x", REAL), Const("y", REAL)
    divided = Guard(neg(Eq(y, number(0), REAL)), Op("div", (x, y)))
    assumed = (Eq(divided, number(2), REAL),)
    outcome = judge(show(neg(Eq(y, number(0), REAL)), assumed=assumed, symbols=(x, y)), engines, LIMITS, {})
    assert outcome.verdict.name == "proved"
    assert ("h0", "defined", True) in [(line.label, line.kind, line.used) for line in outcome.ledger]


def test_sizes_without_a_counterexample_are_a_bound_and_no_proof() -> None:
    scripts = Scripts(
        z3=lambda goal: GaveUp("z3", "incomplete", "no answer"),
        finite=lambda goal: Exhausted("finite", 3),
    )
    outcome = judge(show(related(V, U), symbols=(V, U, R)), scripts, LIMITS, {})
    assert outcome.verdict.name == "bounded" and getattr(outcome.verdict, "n", None) == 3
    assert not outcome.ok and codes(outcome) == ["A703"]


def test_a_bound_meets_a_smaller_expected_one_only() -> None:
    scripts = Scripts(finite=lambda goal: Exhausted("finite", 3))
    for bound, ok in ((2, True), (3, True), (4, False)):
        expected = Expectation(("bounded",), bound=bound, shown=f"bounded({bound})")
        outcome = judge(show(related(V, U), symbols=(V, U, R), expectation=expected), scripts, LIMITS, {})
        assert outcome.ok is ok


def test_nothing_settled_is_unknown_and_says_why_engine_by_engine() -> None:
    scripts = Scripts(
        z3=lambda goal: GaveUp("z3", "timeout", "no answer within 1 s"),
        cvc5=lambda goal: GaveUp("cvc5", "unsupported", "a sum without an end"),
    )
    outcome = judge(show(related(V, U), symbols=(V, U, R)), scripts, LIMITS, {})
    assert outcome.verdict.name == "unknown"
    assert outcome.reason == "z3: no answer within 1 s; cvc5: a sum without an end"
    assert outcome.verdict.szs == "Timeout"


def test_an_engine_that_claims_a_proof_of_what_a_model_refutes_is_a_disagreement() -> None:
    apart = Model({"W": 2}, {"v": Element("W", 0), "u": Element("W", 1)})
    scripts = Scripts(
        z3=lambda goal: Unsat("z3", "exact"), cvc5=lambda goal: Candidate("cvc5", "exact", apart)
    )
    outcome = judge(show(same(V, U)), scripts, LIMITS, {})
    assert outcome.verdict.name == "disagreement" and not outcome.ok
    assert "A791" in codes(outcome)


def test_a_model_that_does_not_replay_is_a_disagreement_only_where_the_goal_was_exact() -> None:
    wrong = Model({"W": 1}, {"v": Element("W", 0), "u": Element("W", 0)})
    for exactness, verdict in (("exact", "disagreement"), ("weaker", "unknown")):
        scripts = Scripts(z3=lambda goal, e=exactness: Candidate("z3", e, wrong))  # type: ignore[misc]
        assert judge(show(same(V, U)), scripts, LIMITS, {}).verdict.name == verdict


def test_a_second_opinion_that_the_evaluator_rejects_is_a_disagreement() -> None:
    x, y = Const("x", REAL), Const("y", REAL)
    product = Op("le", (number(0), multiply(x, y)))
    wrong = Model({}, {"x": number(1).value, "y": number(1).value})
    scripts = Alone(
        z3=lambda goal: Unsat("z3", "exact", ()), cvc5=lambda goal: Candidate("cvc5", "exact", wrong)
    )
    outcome = judge(show(product, symbols=(x, y)), scripts, LIMITS, {})
    assert outcome.verdict.name == "disagreement" and "A791" in codes(outcome)


ALIKE = Model({"W": 1}, {"v": Element("W", 0), "u": Element("W", 0)})


@pytest.mark.parametrize(
    "answer", [Candidate("finite", "exact", ALIKE), Exhausted("finite", 3), Unsat("finite", "exact")]
)
def test_a_search_for_the_smallest_counterexample_that_denies_it_is_a_disagreement(answer: Answer) -> None:
    apart = Model({"W": 2}, {"v": Element("W", 0), "u": Element("W", 1)})
    scripts = Alone(z3=lambda goal: Candidate("z3", "exact", apart), finite=lambda goal: answer)
    assert judge(show(same(V, U)), scripts, LIMITS, {}).verdict.name == "disagreement"


def test_a_bound_below_the_size_of_a_counterexample_denies_nothing() -> None:
    apart = Model({"W": 2}, {"v": Element("W", 0), "u": Element("W", 1)})
    scripts = Scripts(
        z3=lambda goal: Candidate("z3", "exact", apart), finite=lambda goal: Exhausted("finite", 1)
    )
    expected = Expectation(("refuted",), shown="refuted")
    assert judge(show(same(V, U), expectation=expected), scripts, LIMITS, {}).verdict.name == "refuted"


def test_who_said_what_is_kept_with_the_model() -> None:
    apart = Model({"W": 2}, {"v": Element("W", 0), "u": Element("W", 1)})
    scripts = Scripts(
        z3=lambda goal: Unsat("z3", "exact"), cvc5=lambda goal: Candidate("cvc5", "exact", apart)
    )
    verdict = judge(show(same(V, U)), scripts, LIMITS, {}).verdict
    assert isinstance(verdict, Disagreement)
    assert [who for who, _ in verdict.said] == ["z3", "cvc5"]
    assert verdict.model is not None and verdict.model[1] == apart


def test_a_disagreement_cannot_be_expected() -> None:
    wrong = Model({"W": 1}, {"v": Element("W", 0), "u": Element("W", 0)})
    scripts = Scripts(z3=lambda goal: Candidate("z3", "exact", wrong))
    expected = Expectation(("disagreement",), shown="disagreement")
    assert not judge(show(same(V, U), expectation=expected), scripts, LIMITS, {}).ok


def test_unsat_of_a_stronger_encoding_proves_nothing() -> None:
    scripts = Scripts(z3=lambda goal: Unsat("z3", "stronger"))
    assert judge(show(same(V, U)), scripts, LIMITS, {}).verdict.name == "unknown"


def test_an_engine_that_raises_leaves_the_claim_unknown_with_a_defect() -> None:
    def broken(goal: Goal) -> Unsat:
        raise ValueError("out of order")

    outcome = judge(show(same(V, U)), Scripts(z3=broken), LIMITS, {})
    assert outcome.verdict.name == "unknown" and "internal error" in (outcome.reason or "")
    assert codes(outcome) == ["A790"]


def test_verdicts_and_theorems_cannot_be_built_from_outside() -> None:
    goal = Goal(("W",), (V, U), (), same(V, U))
    with pytest.raises(KernelRefusal):
        Proved((), object())
    with pytest.raises(KernelRefusal):
        Refuted(goal, Model({"W": 1}, {}), object())
    with pytest.raises(KernelRefusal):
        Theorem(goal, None, (), object())
    with pytest.raises(KernelRefusal):
        accept(goal, Evidence("z3", "stronger"))  # type: ignore[arg-type]


def test_a_model_that_does_not_refute_is_refused() -> None:
    goal = Goal(("W",), (V, U), (), same(V, U))
    with pytest.raises(KernelRefusal):
        refute(goal, Model({"W": 1}, {"v": Element("W", 0), "u": Element("W", 0)}))


def test_a_model_that_breaks_an_assumption_is_refused() -> None:
    goal = Goal(("W",), (V, U), (Assumption("a", same(V, U), "assume"),), FALSE)
    with pytest.raises(KernelRefusal):
        refute(goal, Model({"W": 2}, {"v": Element("W", 0), "u": Element("W", 1)}))


def test_the_existence_of_a_thing_is_refuted_by_an_empty_sort(engines: Portfolio) -> None:
    outcome = judge(show(exists(Var("w", W), TRUE), symbols=()), engines, LIMITS, {})
    assert isinstance(outcome.verdict, Refuted)
    assert outcome.verdict.model.carriers == {"W": 0}


def test_what_holds_only_over_inhabited_sorts_is_refuted(engines: Portfolio) -> None:
    w = Var("w", W)
    P = Const("P", Fun(W, BOOL))
    claimed = Op("implies", (forall(w, App(P, w)), exists(w, App(P, w))))
    outcome = judge(show(claimed, symbols=(P,)), engines, LIMITS, {})
    assert isinstance(outcome.verdict, Refuted) and outcome.verdict.model.carriers["W"] == 0
    inhabited = judge(show(claimed, symbols=(P, V)), engines, LIMITS, {})
    assert inhabited.verdict.name == "proved"


def test_a_declared_constant_counts_only_where_it_is_spoken_of(engines: Portfolio) -> None:
    w = Var("w", W)
    declared = Claim("c", SPAN, Holds((Conclusion("s", exists(w, TRUE), SPAN),)), ("W",), (V,), ())
    assert judge(declared, engines, LIMITS, {}).verdict.name == "refuted"
    spoken = Claim("c", SPAN, Holds((Conclusion("s", exists(w, same(w, V)), SPAN),)), ("W",), (V,), ())
    outcome = judge(spoken, engines, LIMITS, {})
    assert outcome.verdict.name == "proved"
    assert [(line.label, line.kind) for line in outcome.ledger] == [("v: W", "inhabited")]


def test_assumptions_that_need_an_empty_sort_are_remarked(engines: Portfolio) -> None:
    w = Var("w", W)
    outcome = judge(
        show(forall(w, FALSE), assumed=(forall(w, neg(same(w, w))),), symbols=()), engines, LIMITS, {}
    )
    assert outcome.verdict.name == "proved"
    assert outcome.satisfiable == "only with an empty sort"
    assert "A651" in codes(outcome) and outcome.ok


def test_consistency_is_proved_by_a_model_and_refuted_by_a_proof(engines: Portfolio) -> None:
    fine = (
        Hypothesis("a", related(V, U), "assume", SPAN),
        Hypothesis("b", neg(related(U, V)), "assume", SPAN),
    )
    outcome = judge(made(Consistent(fine), symbols=(V, U, R)), engines, LIMITS, {})
    assert outcome.verdict.name == "proved" and outcome.ok
    x, y = Var("x", W), Var("y", W)
    turned = forall(x, forall(y, Op("implies", (related(x, y), related(y, x)))))
    symmetric = Hypothesis("sym", turned, "assume", SPAN)
    outcome = judge(made(Consistent((*fine, symmetric)), symbols=(V, U, R)), engines, LIMITS, {})
    assert outcome.verdict.name == "refuted"
    assert set(getattr(outcome.verdict, "core", ())) == {"a", "b", "sym"}


def test_independence_needs_two_models(engines: Portfolio) -> None:
    question = Independent(Conclusion("s", related(V, U), SPAN), ())
    assert judge(made(question, symbols=(V, U, R)), engines, LIMITS, {}).verdict.name == "proved"
    decided = made(question, (related(V, U),), symbols=(V, U, R))
    assert judge(decided, engines, LIMITS, {}).verdict.name == "refuted"
    impossible = made(question, (related(V, U), neg(related(V, U))), symbols=(V, U, R))
    assert judge(impossible, engines, LIMITS, {}).verdict.name == "vacuous"


def test_proved_only_given_needs_both_halves(engines: Portfolio) -> None:
    given = Hypothesis("v = u", same(V, U), "assume", SPAN)
    wanted = Expectation(("proved",), only_given=(given,), shown="proved only given v = u")
    assert judge(show(same(U, V), expectation=wanted), engines, LIMITS, {}).ok
    useless = Expectation(("proved",), only_given=(Hypothesis("v = v", same(V, V), "assume", SPAN),))
    assert not judge(show(same(U, V), expectation=useless), engines, LIMITS, {}).ok
    idle = judge(show(same(V, V), expectation=wanted), engines, LIMITS, {})
    assert not idle.ok and codes(idle) == ["A708"]
    empty = Expectation(("proved",), only_given=(Hypothesis("no", neg(same(V, V)), "assume", SPAN),))
    assert not judge(show(same(U, V), expectation=empty), engines, LIMITS, {}).ok


def test_refuted_at_an_instance_needs_that_very_instance(engines: Portfolio) -> None:
    x, y = Const("x", REAL), Const("y", REAL)
    for values, ok in (((1, 0), True), ((0, 1), False)):
        at = {"x": number(values[0]), "y": number(values[1])}
        expected = Expectation(("refuted",), at_constants=at, shown="refuted at …")
        outcome = judge(show(Op("le", (x, y)), symbols=(x, y), expectation=expected), engines, LIMITS, {})
        assert outcome.verdict.name == "refuted" and outcome.ok is ok
        assert codes(outcome) == ([] if ok else ["A707"])


def test_a_claim_rests_on_the_definitions_it_unfolds(engines: Portfolio) -> None:
    false = judge(show(same(V, U)), engines, LIMITS, {})
    unsettled = judge(show(related(V, U), symbols=(V, U, R)), Scripts(), LIMITS, {})
    resting = show(same(V, V), depends_on=("d.law",))
    assert judge(resting, engines, LIMITS, {"d.law": false}).verdict.name == "ill_formed"
    assert judge(resting, engines, LIMITS, {"d.law": unsettled}).verdict.name == "unknown"


def test_a_lemma_is_used_at_other_values_and_only_if_it_was_proved(engines: Portfolio) -> None:
    step = show(related(V, U), assumed=(same(V, U), related(V, V)), symbols=(V, U, R))
    proved = judge(step, engines, LIMITS, {})
    assert proved.verdict.name == "proved"
    x, y = Const("x", W), Const("y", W)
    later = show(related(x, y), assumed=(same(x, y), related(x, x)), symbols=(x, y, R), lemmas=("step",))
    assert judge(later, engines, LIMITS, {"step": proved}).verdict.name == "proved"
    assert judge(later, engines, LIMITS, {}).verdict.name == "unknown"


def test_a_claim_with_errors_of_its_own_is_not_tried() -> None:
    scripts = Scripts(z3=lambda goal: Unsat("z3", "exact"))
    outcome = judge(show(same(V, U), ill_formed=True), scripts, LIMITS, {})
    assert outcome.verdict.name == "ill_formed" and scripts.asked == []


def test_claims_without_symbols_work(engines: Portfolio) -> None:
    assert judge(claim("truth", conj(TRUE)), engines, LIMITS, {}).verdict.name == "proved"


def test_assumptions_that_a_small_model_satisfies_are_no_question_for_engines() -> None:
    assumed = forall(Var("x", W), same(Var("x", W), V))
    portfolio = Scripts(z3=lambda goal: Unsat("z3", "exact", (0,)))
    outcome = judge(show(related(U, V), assumed=(assumed,)), portfolio, LIMITS, {})
    assert outcome.satisfiable == "yes"
    assert all(goal.conclusion != FALSE for _, goal in portfolio.asked)
