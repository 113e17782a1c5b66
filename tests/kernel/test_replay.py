"""A model counts against a goal only if everything about it is right."""

from __future__ import annotations

from fractions import Fraction

import pytest
from generators import goals, models
from hypothesis import HealthCheck, given, settings

from aligncheck.kernel.build import apply, equal, forall, less, neg, number
from aligncheck.kernel.evaluate import UNDEFINED, CannotEvaluate, evaluate
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.replay import check_model, replay
from aligncheck.kernel.sequences import periodic
from aligncheck.kernel.terms import FALSE, TRUE, Const, Eq, Field, Guard, Lam, Op, Term, Var
from aligncheck.kernel.types import BOOL, NAT, REAL, Base, Enum, Fun, SetT, Struct, Sub, Type
from aligncheck.kernel.values import Element, MemberValue, Model, RecordValue, Table, Value

A = Base("A")
x = Var("x", A)
f = Const("f", Fun(A, A))
zero, one = Element("A", 0), Element("A", 1)
FIXED = forall(x, equal(apply(f, x), x, A))
SWAP = Table(((zero, one), (one, zero)))


def assuming(formula: Term, conclusion: Term = FIXED) -> Goal:
    return Goal(("A",), (f,), (Assumption("it", formula, "assume"),), conclusion)


def test_a_counterexample_is_replayed() -> None:
    twice = forall(x, equal(apply(f, apply(f, x)), x, A))
    assert replay(assuming(twice), Model({"A": 2}, {"f": SWAP})) is True


def test_a_model_of_the_conclusion_is_none() -> None:
    identity = Table(((zero, zero), (one, one)))
    assert replay(assuming(TRUE), Model({"A": 2}, {"f": identity})) is False


def test_an_assumption_must_be_true_and_defined() -> None:
    swap = Model({"A": 2}, {"f": SWAP})
    assert replay(assuming(FALSE), swap) is False
    assert replay(assuming(Guard(FALSE, TRUE)), swap) is False
    assert check_model(assuming(Guard(FALSE, TRUE)), swap).assumptions == (UNDEFINED,)


def test_the_conclusion_must_be_defined_and_false() -> None:
    undefined = Guard(FALSE, FALSE)
    assert replay(assuming(TRUE, undefined), Model({"A": 2}, {"f": SWAP})) is False
    assert replay(assuming(TRUE, FALSE), Model({"A": 2}, {"f": SWAP})) is True


@pytest.mark.parametrize("table", [
    Table(((zero, one),)),
    Table(((zero, one), (one, Element("A", 2)))),
    Table(((zero, one), (one, Element("B", 0)))),
    Table(((zero, one), (one, zero), (Element("A", 2), zero))),
    Table(((zero, one), (zero, zero), (one, one))),
    zero,
])  # fmt: skip
def test_a_function_must_be_total_and_stay_in_its_types(table: Value) -> None:
    assert replay(assuming(TRUE, FALSE), Model({"A": 2}, {"f": table})) is False


def test_sorts_and_symbols_must_be_there() -> None:
    assert replay(assuming(TRUE, FALSE), Model({}, {"f": Table(())})) is False
    assert replay(assuming(TRUE, FALSE), Model({"A": -1}, {"f": Table(())})) is False
    assert replay(assuming(TRUE, FALSE), Model({"A": 0}, {})) is False
    assert replay(assuming(TRUE, FALSE), Model({"A": 0}, {"f": Table(())})) is True


def _of_type(type: Type, value: Value, size: int = 2) -> bool:
    return replay(Goal(("A",), (Const("c", type),), (), FALSE), Model({"A": size}, {"c": value}))


def test_numbers_belong_to_their_types() -> None:
    assert _of_type(NAT, Fraction(2)) and not _of_type(NAT, Fraction(-1))
    assert _of_type(REAL, Fraction(1, 2)) and not _of_type(NAT, Fraction(1, 2))
    assert not _of_type(BOOL, Fraction(1)) and not _of_type(REAL, True)


def test_subsets_and_laws_are_asked() -> None:
    first = Sub(A, Lam(x, Eq(x, x, A)))
    none = Sub(A, Lam(x, FALSE))
    assert _of_type(first, zero) and not _of_type(none, zero)
    into_none = Fun(A, none)
    assert not _of_type(into_none, Table(((zero, zero), (one, one))))
    record = Var("m", Struct("Rising", (("low", REAL), ("high", REAL))))
    law = Lam(record, less(Field(record, "low"), Field(record, "high")))
    rising = Struct("Rising", record.type.fields, law)  # type: ignore[union-attr]
    assert _of_type(rising, RecordValue((Fraction(0), Fraction(1))))
    assert not _of_type(rising, RecordValue((Fraction(1), Fraction(0))))
    assert not _of_type(rising, RecordValue((Fraction(1),)))


def test_sets_hold_members_of_their_type_only() -> None:
    assert _of_type(SetT(A), frozenset({zero, one})) and not _of_type(SetT(A), frozenset({zero}), size=0)
    assert not _of_type(Enum("E", ("a",)), MemberValue("b"))


def test_functions_on_infinite_types_need_a_value_elsewhere() -> None:
    assert _of_type(Fun(REAL, REAL), Table(((Fraction(1), Fraction(2)),), Fraction(0)))
    assert not _of_type(Fun(REAL, REAL), Table(((Fraction(1), Fraction(2)),)))
    assert not _of_type(Fun(REAL, NAT), Table(((Fraction(1), Fraction(1, 2)),), Fraction(0)))
    assert _of_type(Fun(NAT, REAL), periodic([1, 2]))


def test_what_cannot_be_evaluated_is_no_counterexample_and_no_refusal() -> None:
    r = Var("r", REAL)
    squares = forall(r, neg(less(Op("mul", (r, r)), number(0))))
    with pytest.raises(CannotEvaluate):
        replay(assuming(TRUE, squares), Model({"A": 2}, {"f": SWAP}))
    assert replay(assuming(FALSE, squares), Model({"A": 2}, {"f": SWAP})) is False


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(goals(), models())
def test_replay_is_assumptions_true_and_conclusion_false(goal: Goal, model: Model) -> None:
    assumed = all(evaluate(each.formula, model) is True for each in goal.assumptions)
    assert replay(goal, model) == (assumed and evaluate(goal.conclusion, model) is False)
