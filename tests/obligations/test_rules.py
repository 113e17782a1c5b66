"""The rules refuse what would not be sound: captured names, open terms, values outside their type."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligncheck.kernel.build import add, conj, exists, forall, implies, neg, number
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import (
    Abstract, Alternative, At, Cases, Deny, Detach, Expand, Families, Induction, Instance, Intro, Map, Open, Peel,
    Revert, Rule, Split, Unroll, Witness,
)  # fmt: skip
from aligncheck.kernel.terms import (
    FALSE, TRUE, App, BigSum, Case, ClassOf, Const, Eq, Guard, If, Inj, Lam, Number, OnClass, Op, Quant, Record,
    SortQuant, Term, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.theorem import Evidence, accept, conclude, evident, take
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import (
    BOOL, INT, NAT, REAL, Base, Enum, Fun, Prod, Quot, Struct, Sub, Sum, Type,
)  # fmt: skip
from aligncheck.kernel.typing import type_of

W = Base("W")
V, U = Const("v", W), Const("u", W)
P = Const("P", Fun(W, BOOL))
N = Const("n", NAT)


def goal(
    conclusion: Term,
    *assumed: Term,
    sorts: tuple[str, ...] = ("W",),
    symbols: tuple[Const, ...] = (V, U, P, N),
) -> Goal:
    assumptions = tuple(Assumption(f"h{at}", each, "assume") for at, each in enumerate(assumed))
    return Goal(sorts, symbols, assumptions, conclusion)


def after(rule: Rule, start: Goal) -> tuple[Goal, ...]:
    return take(rule, start).premises


def test_an_introduced_symbol_is_new() -> None:
    (opened,) = after(Intro(), goal(forall(Var("v", W), App(P, Var("v", W)))))
    assert opened.conclusion == App(P, Const("v′", W))
    assert Const("v′", W) in opened.constants


def test_of_a_guarded_conclusion_the_guard_is_assumed_and_the_rest_is_to_be_shown() -> None:
    # A counterexample has the conclusion defined and false: the guard holds in it.
    (opened,) = after(Intro(), goal(Guard(App(P, U), implies(App(P, V), FALSE))))
    assert [each.formula for each in opened.assumptions] == [App(P, U), App(P, V)]
    assert opened.conclusion == FALSE


def test_an_existing_thing_of_an_assumption_gets_a_new_name_each_time() -> None:
    some = exists(Var("w", W), App(P, Var("w", W)))
    (opened,) = after(Open(), goal(FALSE, conj(some, exists(Var("w", W), neg(App(P, Var("w", W)))))))
    assert [each.formula for each in opened.assumptions] == [
        App(P, Const("w", W)), neg(App(P, Const("w′", W))),
    ]  # fmt: skip


def test_what_a_subset_asks_of_a_symbol_becomes_an_assumption() -> None:
    small = Sub(W, Lam(Var("w", W), App(P, Var("w", W))))
    one, many = Const("s", small), Const("m", Fun(NAT, small))
    start = goal(Eq(one, App(many, number(0)), W), symbols=(V, P, one, many))
    (opened,) = after(Expand(), start)
    s, m, x = Const("s", W), Const("m", Fun(NAT, W)), Var("x", NAT)
    assert opened.constants == (V, P, s, m)
    assert [(each.formula, each.kind) for each in opened.assumptions] == [
        (App(P, s), "law"), (forall(x, App(P, App(m, x))), "law"),
    ]  # fmt: skip
    assert opened.conclusion == Eq(s, App(m, number(0)), W)


def test_a_witness_must_lie_in_the_subset_and_be_defined() -> None:
    small = Sub(W, Lam(Var("w", W), App(P, Var("w", W))))
    start = goal(Quant("exists", Var("s", small), Eq(Var("s", small), V, W)))
    (premise,) = after(Witness((("s", V),)), start)
    assert App(P, V) in getattr(premise.conclusion, "args", ())
    partial = Guard(App(P, V), V)
    plain = goal(exists(Var("s", W), Eq(Var("s", W), V, W)))
    (premise,) = after(Witness((("s", partial),)), plain)
    assert App(P, V) in getattr(premise.conclusion, "args", ())


@pytest.mark.parametrize(
    "value",
    [Var("free", W), Const("stranger", W), number(1), Const("x", Base("Elsewhere"))],
    ids=["open", "unknown symbol", "another type", "another sort"],
)
def test_a_witness_of_unknown_parts_or_of_another_type_is_refused(value: Term) -> None:
    with pytest.raises(KernelRefusal):
        after(Witness((("s", value),)), goal(exists(Var("s", W), App(P, Var("s", W)))))


SMALL = Sub(W, Lam(Var("w", W), App(P, Var("w", W))))
EITHER = Sum((SMALL, Enum("{}", ())))
SAME = Quot(SMALL, Lam(Var("p", Prod((W, W))), TRUE))


@pytest.mark.parametrize(
    "value",
    [
        Inj(0, V, EITHER),
        If(App(P, U), Inj(0, V, EITHER), Inj(0, V, EITHER)),
        Case(Inj(0, V, Sum((W, W))), tuple(Lam(Var("w", W), Inj(0, V, EITHER)) for _ in range(2))),
        ClassOf(V, SAME),
    ],
    ids=["alternative", "by a condition", "by cases", "class"],
)
def test_what_is_put_into_an_alternative_or_a_class_must_lie_in_the_subset(value: Term) -> None:
    kind = SAME if isinstance(value, ClassOf) else EITHER
    start = goal(Quant("exists", Var("s", kind), TRUE))
    (premise,) = after(Witness((("s", value),)), start)
    assert App(P, V) in walk(premise.conclusion)


@pytest.mark.parametrize(
    "inner",
    [
        Inj(0, V, EITHER),
        Case(Inj(0, V, Sum((W, W))), (Lam(Var("w", SMALL), V), Lam(Var("w", W), V))),
        OnClass(ClassOf(V, Quot(W, Lam(Var("p", Prod((W, W))), TRUE))), Lam(Var("w", SMALL), V)),
        Record(Struct("Pair", (("left", SMALL),)), (V,)),
    ],
    ids=["alternative", "branch", "class", "field"],
)
def test_an_argument_whose_parts_are_not_shown_to_lie_in_their_type_is_refused(inner: Term) -> None:
    function = Const("f", Fun(type_of(inner), W))
    start = goal(exists(Var("s", W), App(P, Var("s", W))), symbols=(V, U, P, N, function))
    with pytest.raises(KernelRefusal):
        after(Witness((("s", App(function, inner)),)), start)


def test_of_alternatives_any_one_may_be_shown() -> None:
    either = Op("or", (App(P, V), App(P, U)))
    assert [after(Alternative(at), goal(either))[0].conclusion for at in (0, 1)] == list(either.args)
    for conclusion, at in ((either, 2), (either, -1), (conj(App(P, V), App(P, U)), 0)):
        with pytest.raises(KernelRefusal):
            after(Alternative(at), goal(conclusion))


def test_what_is_assumed_not_to_hold_may_be_shown_instead() -> None:
    (premise,) = after(Deny(0), goal(App(P, U), neg(App(P, V))))
    assert premise.conclusion == App(P, V)
    with pytest.raises(KernelRefusal):
        after(Deny(0), goal(App(P, U), App(P, V)))


def test_a_sum_is_taken_without_its_last_term_only_at_its_upper_bound() -> None:
    i = Var("i", NAT)
    upper = add(N, number(1))
    total = BigSum(i, (number(0), upper), App(Const("x", Fun(NAT, REAL)), i))
    start = goal(Eq(N, number(0), NAT), symbols=(N, Const("x", Fun(NAT, REAL))))
    (premise,) = after(Peel(total, upper, N), start)
    assert replace(total, bounds=(number(0), N)) in walk(premise.assumptions[-1].formula)
    below = add(N, number(-1))
    for last, shorter in ((N, N), (upper, upper), (upper, below), (Number(number(1).value / 2, REAL), N)):
        with pytest.raises(KernelRefusal):
            after(Peel(total, last, shorter), start)
    # At N - 1 the variable, a natural number, would have no value where N is 0.
    with pytest.raises(KernelRefusal):
        after(Peel(replace(total, bounds=(number(0), below)), below, add(N, number(-2))), start)


def test_a_reverted_number_takes_the_members_of_a_family_at_it_along() -> None:
    kind = Base("C", (N,))
    listed = Const("C.eval", Fun(kind, W), (N,))
    start = goal(exists(Var("x", kind), TRUE), symbols=(N, listed), sorts=("W",))
    (premise,) = after(Revert(("n",)), start)
    assert premise.constants == ()
    with pytest.raises(KernelRefusal):
        after(Revert(("n",)), replace(start, constants=(N, Const("c", kind))))


def test_cases_are_of_a_closed_formula_that_is_always_defined() -> None:
    holds, fails = after(Cases(App(P, V)), goal(App(P, U)))
    assert [each.assumptions[-1].formula for each in (holds, fails)] == [App(P, V), neg(App(P, V))]
    partial = Guard(App(P, V), App(P, U))
    for condition in (partial, App(P, Var("free", W)), App(P, Const("stranger", W)), V):
        with pytest.raises(KernelRefusal):
            after(Cases(condition), goal(App(P, U)))


def test_a_real_number_is_no_witness_for_a_natural_one() -> None:
    start = goal(exists(Var("k", NAT), Eq(Var("k", NAT), N, NAT)))
    with pytest.raises(KernelRefusal):
        after(Witness((("k", Number(number(1).value / 2, REAL)),)), start)
    (premise,) = after(Witness((("k", number(-1)),)), start)
    assert Op("le", (number(0), number(-1))) in getattr(premise.conclusion, "args", ())


def test_a_sort_bound_in_a_formula_is_not_captured() -> None:
    """∃ p: Bool. (p ↔ ∃x: X. true), under ∀ sorts X: no p does for all X, and none may be put in for p."""
    X = Base("X")
    inhabited = exists(Var("x", X), TRUE)
    inner = goal(SortQuant("forall", ("X",), implies(inhabited, inhabited)))
    with pytest.raises(KernelRefusal):
        after(Abstract(inhabited, "p"), inner)


def test_bound_sorts_are_named_apart_when_one_of_that_name_is_introduced() -> None:
    def both(kind: str) -> Term:
        return SortQuant("forall", ("X",), exists(Var("x", Base("X")), TRUE))

    (opened,) = after(Intro(), goal(both("c"), both("a")))
    assert "X" in opened.sorts
    (assumed,) = opened.assumptions
    assert isinstance(assumed.formula, SortQuant) and assumed.formula.sorts != ("X",)


def test_a_reverted_symbol_is_not_captured_by_a_binder_of_its_name() -> None:
    start = goal(exists(Var("n", NAT), Op("lt", (N, Var("n", NAT)))))
    (premise,) = after(Revert(("n",)), start)
    outer = premise.conclusion
    assert isinstance(outer, Quant) and outer.kind == "forall"
    inner = outer.body
    assert isinstance(inner, Quant) and inner.body == Op("lt", (outer.var, inner.var))
    assert outer.var.name != inner.var.name


def test_induction_is_over_natural_numbers_only() -> None:
    with pytest.raises(KernelRefusal):
        after(Induction(), goal(forall(Var("k", INT), Op("le", (number(0), Var("k", INT))))))


def test_what_holds_at_one_value_is_not_a_theorem() -> None:
    step = take(At("n", 0), goal(Eq(N, number(0), NAT)))
    (premise,) = step.premises
    with pytest.raises(KernelRefusal):
        conclude(step, (accept(premise, Evidence("z3", "exact")),))


def test_a_theorem_about_another_goal_is_no_premise() -> None:
    step = take(Split(), goal(conj(App(P, V), App(P, U))))
    wrong = accept(goal(App(P, V)), Evidence("z3", "exact"))
    with pytest.raises(KernelRefusal):
        conclude(step, (wrong, wrong))
    with pytest.raises(KernelRefusal):
        conclude(step, (wrong,))


def test_both_directions_of_an_equivalence_are_shown() -> None:
    left, right = after(Split(), goal(Op("iff", (App(P, V), App(P, U)))))
    assert left.conclusion == Op("implies", (App(P, V), App(P, U)))
    assert right.conclusion == Op("implies", (App(P, U), App(P, V)))


def test_detaching_asks_for_the_condition() -> None:
    condition, rest = after(Detach(0), goal(App(P, U), implies(App(P, V), App(P, U))))
    assert condition.conclusion == App(P, V)
    assert rest.assumptions[-1].formula == App(P, U)


def test_an_instance_in_a_subset_is_conditional() -> None:
    small = Sub(W, Lam(Var("w", W), App(P, Var("w", W))))
    (premise,) = after(Instance(0, (V,)), goal(FALSE, Quant("forall", Var("s", small), FALSE)))
    assert premise.assumptions[-1].formula == implies(App(P, V), FALSE)


def test_a_map_needs_exactly_one_value_unless_choice_is_named() -> None:
    b, a = Var("b", W), Var("a", W)
    relation = App(Const("R", Fun(Prod((W, W)), BOOL)), Tup((b, a)))
    start = goal(FALSE, symbols=(Const("R", Fun(Prod((W, W)), BOOL)),))
    unique, used = after(Map("f", b, a, relation), start)
    assert used.assumptions[-1].kind == "lemma"
    assert isinstance(unique.conclusion, Quant) and isinstance(unique.conclusion.body, Op)
    _, chosen = after(Map("f", b, a, relation, choice=True), start)
    assert (chosen.assumptions[-1].kind, chosen.assumptions[-1].label) == ("choice", "a choice of `a`")
    with pytest.raises(KernelRefusal):
        after(Map("R", b, a, relation), start)


def member(at: Term) -> Term:
    kind: Type = Base("C", (at,))
    return exists(Var("x", kind), TRUE)


def test_members_at_equal_index_terms_are_one() -> None:
    k = Const("k", NAT)
    again = Op("add", (Op("add", (k, number(2))), number(-1)))
    start = goal(member(again), member(Op("add", (number(1), k))), symbols=(k,), sorts=())
    (premise,) = after(Families(numerals=False), start)
    assert premise.sorts == ("C[k+1]",)
    with pytest.raises(KernelRefusal):
        after(Families(numerals=True), start)


def test_a_range_of_numbers_unrolls_to_its_members_and_an_empty_one_to_nothing() -> None:
    i = Var("i", INT)

    def ranged(low: int, high: int) -> Term:
        inside = conj(Op("le", (number(low), i)), Op("le", (i, number(high))))
        return Quant("forall", i, Op("implies", (inside, member(i))))

    (premise,) = after(Unroll(), goal(ranged(0, 2)))
    assert premise.conclusion == conj(*(member(number(each)) for each in range(3)))
    (premise,) = after(Unroll(), goal(ranged(1, 0)))
    assert premise.conclusion == TRUE


def test_an_assumption_that_is_the_conclusion_needs_no_engine() -> None:
    assert evident(goal(App(P, V), App(P, V))) is not None
    assert evident(goal(App(P, V), App(P, U))) is None
