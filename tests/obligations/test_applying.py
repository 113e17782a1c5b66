"""Lemmas over functions at the symbols that have the names of their variables."""

from aligncheck.kernel.build import apply, at_most, forall, number
from aligncheck.kernel.goal import Assumption, AssumptionKind, Goal
from aligncheck.kernel.terms import Const, Term, Var
from aligncheck.kernel.types import REAL, Base, Fun
from aligncheck.obligations.applying import at_namesakes
from aligncheck.obligations.opening import start

A = Base("A")
VALUES = Fun(A, REAL)
x = Var("x", A)


def positive(f: Term) -> Term:
    return forall(x, at_most(number(0), apply(f, x)))


def goal(name: str, kind: AssumptionKind = "lemma") -> Goal:
    f = Var(name, VALUES)
    lemma = Assumption("lemma", forall(f, positive(f)), kind)
    return Goal(("A",), (Const("f", VALUES), Const("g", VALUES)), (lemma,), positive(Const("f", VALUES)))


def test_a_lemma_gives_way_to_its_instance_at_its_namesake() -> None:
    (found,) = at_namesakes(start(goal("f"))).goal.assumptions
    assert found.formula == positive(Const("f", VALUES))


def test_a_variable_that_got_a_prime_is_still_a_namesake() -> None:
    (found,) = at_namesakes(start(goal("g′"))).goal.assumptions
    assert found.formula == positive(Const("g", VALUES))


def test_a_lemma_without_a_namesake_stays() -> None:
    before = start(goal("h"))
    assert at_namesakes(before) is before


def test_what_is_assumed_of_all_functions_is_no_lemma() -> None:
    """It may be needed at any of them."""
    before = start(goal("f", "assume"))
    assert at_namesakes(before) is before
