"""When terms are defined: the conditions a reader would write."""

from __future__ import annotations

import sys
import threading

from aligncheck.kernel.build import at_most, conj, disj, equal, exists, forall, implies, less, neg, number
from aligncheck.kernel.domain import domain, total
from aligncheck.kernel.substitution import alike
from aligncheck.kernel.terms import (
    FALSE, TRUE, App, BigSum, Card, Const, Eq, Finite, Guard, If, Lam, Lim, Op, Quant, Tail, Term, The, Var,
)  # fmt: skip
from aligncheck.kernel.types import BOOL, INT, NAT, REAL, Base, Enum, Fun

A = Base("A")
a, b = Const("a", REAL), Const("b", REAL)
x, i, n = Var("x", REAL), Var("i", INT), Var("n", NAT)


def not_zero(term: Term) -> Term:
    return neg(Eq(term, number(0), REAL))


def over(above: Term, below: Term) -> Term:
    return Guard(not_zero(below), Op("div", (above, below)))


def test_a_quotient_is_defined_where_the_divisor_is_not_zero() -> None:
    assert domain(over(a, b)) == not_zero(b)
    assert total(over(a, number(2)))


def test_a_condition_is_named_once() -> None:
    assert domain(less(over(a, b), over(b, b))) == not_zero(b)
    assert domain(less(over(a, b), over(b, a))) == conj(not_zero(b), not_zero(a))


def test_what_was_asked_before_is_not_asked_again() -> None:
    assert total(conj(not_zero(b), less(over(a, b), a)))
    assert total(implies(not_zero(b), less(over(a, b), a)))
    assert total(If(not_zero(b), over(a, b), a))
    assert domain(conj(less(over(a, b), a), not_zero(b))) == not_zero(b)
    assert total(disj(Eq(b, number(0), REAL), less(over(a, b), a)))
    assert not total(disj(not_zero(b), less(over(a, b), a)))


def test_a_binder_asks_for_all_values() -> None:
    assert domain(exists(x, less(over(a, x), b))) == forall(x, not_zero(x))
    assert domain(Lam(x, over(a, x))) == forall(x, not_zero(x))
    assert domain(App(Lam(x, over(a, x)), b)) == not_zero(b)


def test_a_fact_about_an_outer_variable_says_nothing_of_an_inner_one() -> None:
    inner = forall(x, less(over(a, x), b))
    assert domain(implies(not_zero(x), inner)) == implies(not_zero(x), forall(x, not_zero(x)))


def test_a_sum_asks_within_its_bounds() -> None:
    within = conj(at_most(number(1), i), at_most(i, n))
    expected = forall(i, implies(within, not_zero(i)))
    assert alike(domain(BigSum(i, (number(1), n), over(a, i))), expected)


def test_bounds_lie_outside_the_scope_of_a_sum() -> None:
    shadow = BigSum(i, (number(0), i), over(a, i))
    j = Var("j", INT)
    within = conj(at_most(number(0), j), at_most(j, i))
    assert alike(domain(shadow), forall(j, implies(within, not_zero(j))))


def test_sums_and_counts_over_a_type_need_it_finite() -> None:
    assert domain(BigSum(Var("y", A), None, a)) == Finite(A)
    assert domain(Card(Fun(A, A))) == Finite(Fun(A, A))
    assert domain(Card(NAT)) == FALSE
    assert total(Card(Fun(BOOL, Enum("E", ("a", "b")))))


def test_a_limit_is_defined_where_its_body_converges() -> None:
    body = App(Const("s", Fun(NAT, REAL)), n)
    assert domain(Lim(n, body)) == Tail("converges", n, body)
    assert total(Tail("converges", n, over(a, n)))


def test_the_needs_exactly_one() -> None:
    y, z = Var("y", A), Var("z", A)
    condition = equal(App(Const("f", Fun(A, A)), y), y, A)
    other = equal(App(Const("f", Fun(A, A)), z), z, A)
    expected = exists(y, conj(condition, forall(z, implies(other, equal(z, y, A)))))
    assert alike(domain(The(y, condition)), expected)


def test_100_000_parts_are_no_trouble() -> None:
    parts = [less(Const(f"c{at}", REAL), a) for at in range(100_000)]
    assert total(conj(*parts))
    assert domain(conj(*parts, less(over(a, b), a))) == implies(conj(*parts), not_zero(b))


def test_a_long_chain_of_partial_parts_is_no_trouble() -> None:
    found: list[Term] = []
    parts = [less(over(a, Const(f"c{at}", REAL)), a) for at in range(5_000)]

    def run() -> None:
        found.append(domain(Op("and", tuple(parts))))

    sys.setrecursionlimit(200_000)
    threading.stack_size(256 * 1024 * 1024)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    threading.stack_size(0)
    assert isinstance(found[0], Op) and found[0].args[0] == not_zero(Const("c0", REAL))


def test_quantifiers_over_nothing_partial_are_total() -> None:
    assert domain(Quant("exists", x, TRUE)) == TRUE
