"""A proved equivalence stands in for one of its sides; one that is not proved, or that supposes what does not hold, for
nothing."""

from __future__ import annotations

import pytest

from aligncheck.kernel.build import exists, iff, implies, neg
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.restating import restated
from aligncheck.kernel.rules import Restate
from aligncheck.kernel.terms import FALSE, TRUE, App, Const, Guard, Quant, SortQuant, Term, Var
from aligncheck.kernel.theorem import Evidence, Theorem, accept, conclude, take
from aligncheck.kernel.types import BOOL, Base, Fun
from aligncheck.kernel.values import Element, Model, Table
from aligncheck.kernel.verdicts import refute

A, B = Base("A"), Base("B")
P, Q = Const("p", Fun(A, BOOL)), Const("q", Fun(B, BOOL))


def some(symbol: Const, sort: Base) -> Term:
    return exists(Var("x", sort), App(symbol, Var("x", sort)))


def large(symbol: Const, sort: Base, name: str = "S") -> Term:
    """Some sort has a map from here to it, and a member of it is met where the symbol holds."""
    to = Var("f", Fun(sort, Base(name)))
    x, y = Var("x", sort), Var("y", Base(name))
    body = Quant("exists", to, Quant("exists", y, Quant("exists", x, App(symbol, x))))
    return SortQuant("exists", (name,), body)


LEMMA = Goal(("A",), (P,), (), iff(large(P, A), some(P, A)))
SAID = Evidence("z3", "exact")
HERE = Goal(("B",), (Q,), (), large(Q, B, "T"))
RULE = Restate(LEMMA, (("A", B),), (("p", Q),))
EMPTY = Model({"B": 0}, {"q": Table(())})


def proved(goal: Goal = LEMMA) -> Theorem:
    return accept(goal, SAID)


def test_the_small_side_of_an_instance_is_put_for_the_large_one() -> None:
    lemma, here = take(RULE, HERE).premises
    assert lemma == LEMMA
    assert here == Goal(("B",), (Q,), (), some(Q, B))


def test_it_is_put_back_too() -> None:
    small = Goal(("B",), (Q,), (), some(Q, B))
    back = Restate(LEMMA, RULE.sorts, RULE.terms, back=True)
    assert take(back, small).premises[1].conclusion == large(Q, B, "S")


def test_a_model_of_the_small_form_refutes_the_large_one() -> None:
    step = take(RULE, HERE)
    found = refute(HERE, EMPTY, [(step, 1)], [proved()])
    assert found.root == HERE and found.shown[0].goal == LEMMA


def test_an_equivalence_that_is_not_proved_refutes_nothing() -> None:
    step = take(RULE, HERE)
    other = proved(Goal(("A",), (P,), (), some(P, A)))
    for shown in ([], [other], [LEMMA]):
        with pytest.raises(KernelRefusal):
            refute(HERE, EMPTY, [(step, 1)], shown)  # type: ignore[arg-type]


def test_a_counterexample_of_the_lemma_is_none_of_the_goal() -> None:
    step = take(RULE, HERE)
    with pytest.raises(KernelRefusal):
        refute(HERE, Model({"A": 0}, {"p": Table(())}), [(step, 0)], [proved()])


def test_a_model_in_which_the_small_form_holds_is_no_counterexample() -> None:
    step = take(RULE, HERE)
    one = Model({"B": 1}, {"q": Table(((Element("B", 0), True),))})
    with pytest.raises(KernelRefusal):
        refute(HERE, one, [(step, 1)], [proved()])


def test_a_proof_rests_on_the_lemma_as_well() -> None:
    goal = Goal(("B",), (Q,), (Assumption("", some(Q, B), "assume"),), large(Q, B, "T"))
    step = take(RULE, goal)
    rest = accept(step.premises[1], Evidence("cvc5", "exact"))
    theorem = conclude(step, [proved(), rest])
    assert [leaf.by.engine for leaf in theorem.leaves if isinstance(leaf.by, Evidence)] == ["z3", "cvc5"]
    with pytest.raises(KernelRefusal):
        conclude(step, [rest])


MEMBERS = exists(Var("x", A), TRUE)
ONLY_GIVEN = Goal(("A",), (P,), (Assumption("", MEMBERS, "assume"),), LEMMA.conclusion)


def test_what_the_lemma_supposes_must_be_shown_of_the_instance() -> None:
    rule = Restate(ONLY_GIVEN, RULE.sorts, RULE.terms)
    step = take(rule, HERE)
    assert step.premises[1] == Goal(("B",), (Q,), (), exists(Var("x", B), TRUE))
    with pytest.raises(KernelRefusal):
        refute(HERE, EMPTY, [(step, 2)], [proved(ONLY_GIVEN)])


def test_what_the_lemma_supposes_is_not_shown_from_what_it_changes() -> None:
    goal = Goal(("B",), (Q,), (Assumption("", large(Q, B, "T"), "assume"),), FALSE)
    rule = Restate(ONLY_GIVEN, RULE.sorts, RULE.terms)
    asked = take(rule, goal).premises[1]
    assert asked.assumptions == () and asked.conclusion == exists(Var("x", B), TRUE)


def test_what_is_not_changed_may_show_it() -> None:
    given = Assumption("", exists(Var("x", B), TRUE), "assume")
    goal = Goal(("B",), (Q,), (given,), large(Q, B, "T"))
    asked = take(Restate(ONLY_GIVEN, RULE.sorts, RULE.terms), goal).premises[1]
    assert asked.assumptions == (given,)


@pytest.mark.parametrize(
    "lemma",
    [
        Goal(("A",), (P,), (), implies(large(P, A), some(P, A))),
        Goal(("A",), (P,), (), iff(large(P, A), Guard(some(P, A), TRUE))),
        Goal(("A",), (), (), LEMMA.conclusion),
    ],
    ids=["an implication", "a side that may be undefined", "a symbol that it does not name"],
)
def test_what_is_no_equivalence_of_total_formulas_restates_nothing(lemma: Goal) -> None:
    terms = RULE.terms if lemma.constants else ()
    with pytest.raises(KernelRefusal):
        restated(HERE, Restate(lemma, RULE.sorts, terms))


@pytest.mark.parametrize(
    ("sorts", "terms"),
    [
        ((), RULE.terms),
        (RULE.sorts, ()),
        ((("A", Base("C")),), RULE.terms),
        (RULE.sorts, (("p", P),)),
        (RULE.sorts, (("p", Var("q", Q.type)),)),
    ],
    ids=["a sort left out", "a symbol left out", "no sort here", "a symbol of the lemma", "a free variable"],
)
def test_an_instance_is_of_what_the_goal_has(sorts: object, terms: object) -> None:
    with pytest.raises(KernelRefusal):
        restated(HERE, Restate(LEMMA, sorts, terms))  # type: ignore[arg-type]


def test_a_goal_in_which_neither_side_stands_stays() -> None:
    with pytest.raises(KernelRefusal):
        restated(Goal(("B",), (Q,), (), neg(some(Q, B))), RULE)


def test_a_sort_that_the_lemma_binds_takes_in_no_sort_of_the_goal() -> None:
    """The lemma binds S; what is put for A may be called S: the bound one is another one then."""
    goal = Goal(
        ("S",),
        (Const("q", Fun(Base("S"), BOOL)),),
        (),
        large(Const("q", Fun(Base("S"), BOOL)), Base("S"), "T"),
    )
    rule = Restate(LEMMA, (("A", Base("S")),), (("p", goal.constants[0]),))
    assert take(rule, goal).premises[1].conclusion == some(goal.constants[0], Base("S"))
