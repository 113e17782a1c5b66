"""No rule loses a counterexample: a model that refutes a goal refutes one of the goals that a rule leaves. Tried on
random goals and models, each evaluated by the kernel."""

from __future__ import annotations

from random import Random

from generators import CLASSES, CONSTANTS, PICKED, A, B, Writer, goals, models, terms
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from aligncheck.kernel.build import add, disj, neg, number
from aligncheck.kernel.evaluate import carrier
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.rules import Alternative, Cases, Deny, Expand, Peel, Rule, Witness
from aligncheck.kernel.terms import (
    App, BigSum, Case, ClassOf, Const, Eq, Guard, If, Inj, Lam, Op, Quant, Term, Var,
)  # fmt: skip
from aligncheck.kernel.theorem import take
from aligncheck.kernel.types import BOOL, INT, NAT, REAL, Fun, Quot, Sum, Type
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model, Table

EITHER = Sum((PICKED, B))
PICKED_CLASSES = Quot(PICKED, CLASSES.relation)
K = Const("k", NAT)
formulas = terms(BOOL, depth=2)
loosely = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def goal(conclusion: Term, *assumed: Term) -> Goal:
    assumptions = tuple(Assumption(f"h{at}", each, "assume") for at, each in enumerate(assumed))
    return Goal(("A", "B"), CONSTANTS, assumptions, conclusion)


def refutes(model: Model, start: Goal) -> bool:
    try:
        return replay(start, model)
    except CannotEvaluate:
        return False


def keeps(rule: Rule, start: Goal, model: Model) -> bool:
    """Whether a counterexample of the goal, if the model is one, is one of what the rule leaves."""
    if not refutes(model, start):
        return True
    try:
        premises = take(rule, start).premises
    except KernelRefusal:
        return True
    return any(refutes(model, each) for each in premises)


@given(start=goals(depth=2), condition=formulas, model=models())
@loosely
def test_cases_lose_no_counterexample(start: Goal, condition: Term, model: Model) -> None:
    assert keeps(Cases(condition), start, model)


@given(parts=st.lists(formulas, min_size=2, max_size=3), at=st.integers(0, 2), model=models())
@loosely
def test_one_of_the_alternatives_loses_no_counterexample(parts: list[Term], at: int, model: Model) -> None:
    assert keeps(Alternative(at), goal(disj(*parts)), model)


@given(denied=formulas, conclusion=formulas, model=models())
@loosely
def test_what_is_denied_loses_no_counterexample(denied: Term, conclusion: Term, model: Model) -> None:
    assert keeps(Deny(0), goal(conclusion, neg(denied)), model)


def loose_value(random: Random, type: Type) -> Term:
    """A term that says it is of the type, of which what is put in need not lie in the subset."""
    writer = Writer(random)
    inner = writer.term(A, (), 2)
    made: Term = Inj(0, inner, EITHER) if isinstance(type, Sum) else ClassOf(inner, PICKED_CLASSES)
    shape = random.randrange(4)
    if shape == 1:
        made = If(writer.formula((), 2), made, loose_value(random, type))
    elif shape == 2:
        made = Guard(writer.formula((), 2), made)
    elif shape == 3:
        subject = writer.term(Sum((A, B)), (), 1)
        made = Case(subject, (Lam(Var("x", A), made), Lam(Var("x", B), loose_value(random, type))))
    return made


@given(seed=st.integers(0, 10_000), model=models())
@loosely
def test_no_witness_lies_outside_its_type(seed: int, model: Model) -> None:
    random = Random(seed)
    kind: Type = random.choice((EITHER, PICKED_CLASSES))
    asked = Quant("exists", Var("s", kind), random.choice((Op("le", (number(0), number(0))), FALSE_AT_TWO)))
    assert keeps(Witness((("s", loose_value(random, kind)),)), goal(asked), model)


FALSE_AT_TWO = Op("le", (Const("k", NAT), number(1)))


@given(
    low=st.integers(0, 3), offset=st.integers(-2, 2), seed=st.integers(0, 10_000), wrong=formulas,
    model=models(),
)  # fmt: skip
@loosely
def test_a_sum_without_its_last_term_loses_no_counterexample(
    low: int, offset: int, seed: int, wrong: Term, model: Model
) -> None:
    random = Random(seed)
    kind = random.choice((NAT, INT))
    last = add(K, number(offset)) if offset > 0 else K
    body = Writer(random).term(REAL, (), 1) if random.random() < 0.5 else Var("i", kind)
    total = BigSum(Var("i", kind), (number(low), last), body)
    shorter = add(last, number(-1))
    start = goal(disj(wrong, Eq(total, number(random.randrange(3)), REAL)))
    assert keeps(Peel(total, last, shorter), start, model)


@given(base=models(), where=st.data())
@loosely
def test_symbols_of_subsets_lose_and_gain_no_counterexample(base: Model, where: st.DataObject) -> None:
    """The values may lie in the subset or not: the goal and what `Expand` leaves of it say the same of them."""
    chosen, kept = Const("s", PICKED), Const("h", Fun(B, PICKED))
    reached = Quant("exists", Var("y", B), Eq(App(kept, Var("y", B)), chosen, A))
    start = Goal(("A", "B"), (*CONSTANTS, chosen, kept), (), reached)
    inside = carrier(A, base)
    assume(inside)
    value = st.sampled_from(inside)
    table = Table(tuple((at, where.draw(value)) for at in carrier(B, base)))
    model = Model(base.carriers, {**base.constants, "s": where.draw(value), "h": table})
    (premise,) = take(Expand(), start).premises
    assert refutes(model, start) == refutes(model, premise)
