"""Terms put together depend on what the parts say, never on which objects say it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from aligncheck.kernel.build import conj, disj
from aligncheck.kernel.domain import domain
from aligncheck.kernel.terms import App, Const, Number, Op, Term, Tup, Var
from aligncheck.kernel.types import NAT, REAL, Fun, Prod

x = Var("x", REAL)
f = Const("f", Fun(Prod((REAL, REAL)), REAL))


def positive() -> Term:
    return Op("lt", (Number(Fraction(0), REAL), Var("x", REAL)))


def inverse() -> Term:
    return Op("div", (Number(Fraction(1), NAT), Var("x", REAL)))


@pytest.mark.parametrize("chain", [conj, disj])
def test_a_chain_of_one_object_is_that_of_two_which_say_the_same(chain: type) -> None:
    """Else evidence that is read again would lead to other goals."""
    once, again = positive(), positive()
    assert once is not again
    assert chain(once, once) == chain(once, again)


def test_a_term_twice_has_the_domain_condition_of_two_that_are_equal() -> None:
    once, again = inverse(), inverse()
    assert domain(App(f, Tup((once, once)))) == domain(App(f, Tup((once, again)))) == domain(once)
