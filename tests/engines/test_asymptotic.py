"""L05 of the corpus and its neighbours: every row with its truth value, and no false one proved."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest
from losses import (
    G, L, M, N, T, a, affine, at, b, bounded, capability, converges, factor, goal, last_step, limit, over,
    plus, same, t, tail, total,
)  # fmt: skip

from aligncheck.engines.asymptotic import accepts, answer
from aligncheck.engines.contract import Candidate, GaveUp, Limits, Unsat
from aligncheck.kernel.build import (
    add, at_most, conj, equal, implies, less, multiply, neg, negative, number, subtract,
)  # fmt: skip
from aligncheck.kernel.domain import domain
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.sequences import ClosedSequence
from aligncheck.kernel.terms import BigSum, Const, If, Lam, Lim, Op, Quant, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import NAT, REAL, Base

LIMITS = Limits(seconds=10)
ZERO = number(0)
positive = less(ZERO, a)
n = Var("n", NAT)
K = Const("K", NAT)


def eq(left: Term, right: Term) -> Term:
    return equal(left, right, REAL)


def nonzero(term: Term) -> Term:
    return neg(eq(term, ZERO))


def sign(term: Term) -> Term:
    return Op("sign", (term,))


def every(body: Term) -> Term:
    return Quant("forall", n, body)


def mean(loss: Term, low: int = 1, shift: int = 0) -> Term:
    high = add(T, number(shift)) if shift else T
    return Lim(T, over(total(loss, low, high), T))


def doubled(loss: Term) -> Term:
    return Lam(T, at(loss, multiply(number(2), T)))


def shifted(loss: Term, by: int) -> Term:
    return Lam(T, at(loss, add(T, number(by))))


def per_square(loss: Term) -> Term:
    """Y10: (1/T²) Σ (L(t) − L(0))."""
    square = multiply(T, T)
    return Lim(T, over(BigSum(t, (number(1), T), subtract(at(loss, t), at(loss, 0))), square))


def drop(height: Term) -> Term:
    """The spec's: from `height` to 0 at once."""
    return Lam(T, If(eq(T, ZERO), height, ZERO))


# 2 at the steps 1 and 2, 0 elsewhere.
late = Lam(T, If(conj(less(ZERO, T), less(T, number(3))), number(2), ZERO))
eventually_equal = tail("eventually", eq(at(L, T), at(M, T)))
same_start = eq(at(L, 0), at(M, 0))

TRUE_GOALS: dict[str, Goal] = {
    "L05.1": goal(eq(capability(L), subtract(limit(L), at(L, 0))), converges(L)),
    "L05.1 is defined": goal(domain(capability(L)), converges(L)),
    "L05.2 of L(T)/T": goal(eq(Lim(T, over(at(L, T), T)), ZERO), bounded(L)),
    "L05.2": goal(eq(last_step(L), ZERO), bounded(L)),
    "L05.2 in particular": goal(eq(last_step(L), ZERO), converges(L)),
    "L05.2 is defined": goal(domain(last_step(L)), bounded(L)),
    "L05.2 by a bound": goal(eq(last_step(L), ZERO), every(at_most(Op("abs", (at(L, n),)), number(5)))),
    "L05.5": goal(same(capability(affine(L)), multiply(a, capability(L))), positive),
    "L05.6, the sign": goal(same(sign(factor(L, G)), sign(factor(L, affine(G)))), positive),
    "L05.6, the value": goal(same(factor(L, affine(G)), over(factor(L, G), a)), positive),
    "L05.7": goal(same(capability(L), capability(M)), eventually_equal, same_start),
    "L05.7 from a step on": goal(
        same(capability(L), capability(M)),
        every(implies(at_most(number(3), n), eq(at(L, n), at(M, n)))),
        same_start,
    ),
    "L05.9": goal(
        eq(factor(L, N), multiply(factor(L, M), factor(M, N))),
        nonzero(capability(L)), nonzero(capability(M)), nonzero(capability(N)),
    ),
    "Y10": goal(eq(per_square(L), ZERO), bounded(L)),
    "a mean from 0": goal(same(mean(L, 0), mean(L))),
    "a mean one further": goal(same(mean(L, 1, 1), mean(L))),
    "a mean one less": goal(same(mean(L, 1, -1), mean(L))),
    "a mean of a shift": goal(same(mean(shifted(L, 2)), mean(L))),
    "a limit of a shift": goal(same(limit(shifted(L, 1)), limit(L))),
    "a limit of every second": goal(eq(limit(doubled(L)), limit(L)), converges(L)),
    "a sum of limits": goal(eq(limit(plus(L, M)), add(limit(L), limit(M))), converges(L), converges(M)),
    "a product of limits": goal(
        eq(Lim(T, multiply(at(L, T), at(M, T))), multiply(limit(L), limit(M))), converges(L), converges(M)
    ),
    "a quotient of limits": goal(
        eq(Lim(T, over(at(L, T), at(M, T))), over(limit(L), limit(M))),
        converges(L), converges(M), nonzero(limit(M)),
    ),
    "a quotient of limits is defined": goal(
        domain(Lim(T, over(at(L, T), at(M, T)))), converges(L), converges(M), nonzero(limit(M))
    ),
    "one part of a convergent sum": goal(converges(M), converges(plus(L, M)), converges(L)),
    "bounded times vanishing": goal(
        eq(Lim(T, multiply(at(L, T), at(M, T))), ZERO), bounded(L), converges(M), eq(limit(M), ZERO)
    ),
    "convergent is bounded": goal(bounded(L), converges(L)),
    "to infinity is not bounded": goal(neg(bounded(L)), tail("to_oo", at(L, T))),
    "means keep order": goal(
        at_most(mean(L), mean(M)), every(at_most(at(L, n), at(M, n))), domain(mean(L)), domain(mean(M))
    ),
    "a negative limit": goal(
        tail("eventually", less(at(L, T), at(L, 0))), converges(L), less(capability(L), ZERO)
    ),
    "not often": goal(
        neg(tail("often", less(at(L, 0), at(L, T)))), converges(L), less(limit(L), at(L, 0))
    ),
    "an affine image at every step": goal(
        eq(capability(M), multiply(a, capability(L))),
        converges(L), every(eq(at(M, n), add(multiply(a, at(L, n)), b))),
    ),
    "T over T plus 1": goal(eq(Lim(T, over(T, add(T, number(1)))), number(1))),
    "a mean over T plus 1": goal(
        eq(Lim(T, over(total(L, 0), add(T, number(1)))), limit(L)), converges(L)
    ),
    "a limit minus itself": goal(
        eq(Lim(T, subtract(at(L, T), limit(L))), ZERO), converges(L)
    ),
    "annealing halves the factor": goal(
        eq(factor(drop(a), plus(drop(a), drop(a))), number(Fraction(1, 2))), nonzero(a)
    ),
    "a late step is one step": goal(eq(capability(late), ZERO)),
    "late steps count from 0": goal(eq(Lim(T, total(late, 0)), number(4))),
    "a mean of T/(T + 1)": goal(
        eq(mean(Lam(T, over(T, add(T, number(1))))), number(1))
    ),
}  # fmt: skip

FALSE_GOALS: dict[str, Goal] = {
    "L05.3": goal(domain(capability(L)), bounded(L)),
    "L05.4": goal(converges(L), domain(capability(L))),
    "L05.6": goal(same(factor(L, G), factor(L, affine(G))), positive),
    "L05.6 of the base": goal(same(factor(L, G), factor(affine(L), G)), positive),
    "L05.8": goal(tail("eventually", less(at(L, T), at(L, 0))), less(capability(L), ZERO)),
    "L05.7 without the start": goal(same(capability(L), capability(M)), eventually_equal),
    "L05.1 with a mean for a limit": goal(eq(capability(L), limit(L)), converges(L)),
    "L05.1 unconditionally": goal(same(capability(L), subtract(limit(L), at(L, 0)))),
    "capability of anything": goal(domain(capability(L))),
    "L05.2 without a bound": goal(domain(last_step(L))),
    "L05.2, not 0": goal(nonzero(last_step(L)), converges(L)),
    "L05.5 without the factor": goal(same(capability(affine(L)), capability(L)), positive),
    "L05.6, the sign, a any": goal(same(sign(factor(L, G)), sign(factor(L, affine(G))))),
    "L05.6, the sign, a not 0": goal(same(sign(factor(L, G)), sign(factor(L, affine(G)))), nonzero(a)),
    "L05.9 with two swapped": goal(
        eq(factor(L, N), multiply(factor(M, L), factor(M, N))),
        nonzero(capability(L)), nonzero(capability(M)), nonzero(capability(N)),
    ),
    "annealing, a factor of 1": goal(eq(factor(drop(a), plus(drop(a), drop(a))), number(1)), nonzero(a)),
    "a sum from 0 is one from 1": goal(same(Lim(T, total(L, 0)), Lim(T, total(L)))),
    "late steps": goal(eq(Lim(T, total(late, 2)), number(4))),
    "annealing": goal(same(factor(L, G), factor(L, plus(G, N)))),
    "annealing keeps the sign": goal(same(sign(factor(L, G)), sign(factor(L, plus(G, N))))),
    "Y10 to 1": goal(eq(per_square(L), number(1)), bounded(L)),
    "Y18": goal(
        eq(over(total(L, 0, K), K), over(total(L, 1, K), K)), less(ZERO, K), converges(L)
    ),
    "a convergent mean": goal(converges(L), domain(mean(L)), bounded(L)),
    "every second converges": goal(converges(L), converges(doubled(L))),
    "a part of a convergent sum": goal(converges(M), converges(plus(L, M))),
    "bounded times bounded": goal(
        domain(Lim(T, multiply(at(L, T), at(M, T)))), bounded(L), converges(M)
    ),
    "bounded is convergent": goal(converges(L), bounded(L)),
    "unbounded goes to infinity": goal(tail("to_oo", at(L, T)), neg(bounded(L))),
    "a limit keeps <": goal(less(limit(L), ZERO), converges(L), every(less(at(L, n), number(1)))),
    "at most, then below": goal(
        tail("eventually", less(at(L, T), ZERO)), converges(L), at_most(limit(L), ZERO)
    ),
    "bounded where it is not defined": goal(tail("bounded", over(at(L, T), T)), converges(L)),
    "a quotient of limits": goal(
        domain(Lim(T, over(at(L, T), at(M, T)))), converges(L), converges(M)
    ),
    "multiples": goal(converges(L), converges(affine(L))),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE_GOALS)
def test_what_is_true_is_proved(name: str) -> None:
    found = answer(TRUE_GOALS[name], LIMITS)
    assert isinstance(found, Unsat) and found.exactness != "stronger"


@pytest.mark.parametrize("name", FALSE_GOALS)
def test_what_is_false_is_refuted_by_a_model(name: str) -> None:
    found = answer(FALSE_GOALS[name], LIMITS)
    assert isinstance(found, Candidate)
    assert replay(FALSE_GOALS[name], found.model)


@pytest.mark.parametrize("name", TRUE_GOALS)
def test_the_negation_of_what_is_true_is_not_proved(name: str) -> None:
    """Assumptions that contradict the lemmas would prove anything."""
    true = TRUE_GOALS[name]
    denied = Goal(true.sorts, true.constants, true.assumptions, neg(true.conclusion))
    assert not isinstance(answer(denied, Limits(seconds=2)), Unsat)


def test_a_core_names_the_assumptions_that_were_needed() -> None:
    asked = goal(eq(last_step(L), ZERO), converges(M), bounded(L))
    found = answer(asked, LIMITS)
    assert isinstance(found, Unsat) and found.core == (1,)


def test_a_proof_names_its_rules_in_order_in_the_words_of_the_goal() -> None:
    found = answer(TRUE_GOALS["L05.1"], LIMITS)
    assert isinstance(found, Unsat)
    assert [each.rule for each in found.rules] == ["Cesàro", "limits are linear"]
    first, _ = found.rules
    assert isinstance(first.formula, Op) and first.formula.name == "implies"
    assert first.formula.args[0] == converges(L)


def test_the_rules_named_speak_of_no_symbol_of_the_calculus() -> None:
    asked = TRUE_GOALS["a limit minus itself"]
    found = answer(asked, LIMITS)
    assert isinstance(found, Unsat)
    symbols = {node for each in found.rules for node in walk(each.formula) if isinstance(node, Const)}
    assert symbols <= set(asked.constants)


def test_what_there_is_no_rule_for_is_named() -> None:
    power = Op("pow", (at(L, T), T))
    found = answer(goal(eq(Lim(T, power), ZERO), converges(L)), Limits(seconds=2))
    assert isinstance(found, GaveUp) and power in found.about


def test_the_simplest_model_comes_first() -> None:
    found = answer(FALSE_GOALS["L05.8"], LIMITS)
    assert isinstance(found, Candidate)
    (loss,) = found.model.constants.values()
    assert isinstance(loss, ClosedSequence) and not loss.prefix and loss.period == 2


def test_a_goal_without_a_limit_is_left_to_others() -> None:
    asked = goal(eq(a, b))
    assert not accepts(asked)
    assert isinstance(answer(asked, LIMITS), GaveUp)


def test_what_has_no_family_of_examples_is_named() -> None:
    tricky = Const("g", Base("S"))
    false = goal(conj(equal(tricky, tricky, Base("S")), converges(L)))
    asked = Goal(("S",), false.constants, false.assumptions, converges(L))
    found = answer(asked, LIMITS)
    assert isinstance(found, Candidate | GaveUp)


def test_a_limit_under_a_quantifier_is_not_guessed() -> None:
    c = Var("c", REAL)
    inside = Quant("forall", c, eq(Lim(T, multiply(c, at(L, T))), ZERO))
    found = answer(goal(inside, converges(L), nonzero(limit(L))), LIMITS)
    assert not isinstance(found, Unsat)


def test_negated_terms_are_read() -> None:
    opposite = limit(Lam(T, negative(at(L, T))))
    assert isinstance(answer(goal(eq(opposite, negative(limit(L))), converges(L)), LIMITS), Unsat)


def test_sympy_is_not_loaded() -> None:
    program = (
        "import sys, aligncheck.engines.asymptotic, aligncheck.engines.sympy, aligncheck.kernel.evaluate\n"
        "assert 'sympy' not in sys.modules and 'z3' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
