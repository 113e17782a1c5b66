"""Goals whose truth hangs on empty sorts, on names, on what a solver does with partial terms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from engines.small import FALSE, MUTUAL, TRUE, P, Q, c, every, flag, goal, real, some, x

from aligncheck.engines import cvc5, finite, z3
from aligncheck.engines.contract import Answer, Candidate, Exhausted, GaveUp, Limits, Unsat
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.terms import (
    App, Card, ClassOf, Const, Eq, Field, Guard, In, Lam, Member, Number, Op, Proj, Quant, The, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.types import BOOL, INT, NAT, REAL, Base, Enum, Fun, Prod, Quot, SetT, Struct, Sub, Sum

Ask = Callable[[Goal, Limits], Answer]
ENGINES = pytest.mark.parametrize(
    "ask", [z3.answer, cvc5.answer, finite.answer], ids=["z3", "cvc5", "finite"]
)
LIMITS = Limits(seconds=5, bound=2)
A = Base("A")


def refuted(ask: Ask, asked: Goal) -> None:
    answer = ask(asked, LIMITS)
    assert isinstance(answer, Candidate), answer
    assert replay(asked, answer.model)


def holds(ask: Ask, asked: Goal) -> None:
    assert isinstance(ask(asked, LIMITS), (Unsat, Exhausted))


@ENGINES
def test_a_sort_may_have_no_member(ask: Ask) -> None:
    refuted(ask, goal(show=some(TRUE)))


@ENGINES
def test_all_does_not_give_some(ask: Ask) -> None:
    refuted(ask, goal(every(App(P, x)), show=some(App(P, x)), constants=(P,)))


@ENGINES
def test_a_quantifier_is_not_moved_over_or(ask: Ask) -> None:
    # (∃x. P) or q against ∃x. (P or q): they differ where A is empty and q is true.
    prenex = some(Op("or", (App(P, x), flag)))
    refuted(ask, goal(Op("or", (some(App(P, x)), flag)), show=prenex, constants=(P, flag)))
    holds(ask, goal(prenex, show=Op("or", (some(App(P, x)), flag)), constants=(P, flag)))


@ENGINES
def test_a_constant_makes_its_sort_inhabited(ask: Ask) -> None:
    holds(ask, goal(show=some(TRUE), constants=(c,)))
    holds(ask, goal(every(App(P, x)), show=some(App(P, x)), constants=(P, c)))


@ENGINES
def test_a_function_into_an_empty_sort_comes_from_an_empty_one(ask: Ask) -> None:
    B = Base("B")
    f = Const("f", Fun(A, B))
    some_b = Quant("exists", Var("y", B), TRUE)
    holds(ask, goal(some(TRUE), show=some_b, constants=(f,), sorts=("A", "B")))
    refuted(ask, goal(show=some_b, constants=(f,), sorts=("A", "B")))


@ENGINES
def test_functions_are_equal_where_their_sort_has_members_only(ask: Ask) -> None:
    f, g = Const("f", Fun(A, BOOL)), Const("g", Fun(A, BOOL))
    holds(ask, goal(every(FALSE), show=Eq(f, g, Fun(A, BOOL)), constants=(f, g)))
    refuted(ask, goal(show=Eq(f, g, Fun(A, BOOL)), constants=(f, g)))


@ENGINES
@pytest.mark.parametrize(
    "name", ["forall", "|", 'say "no"', "assert", "(", "A!val!0", "a\\b", "true", "-1", "∀x"]
)
def test_any_name_is_only_a_name(ask: Ask, name: str) -> None:
    sort = Base(name)
    p, v = Const(name, Fun(sort, BOOL)), Var(name, sort)
    some_p, all_p = (Quant(kind, v, App(p, v)) for kind in ("exists", "forall"))  # type: ignore[arg-type]
    refuted(ask, goal(some_p, show=all_p, constants=(p,), sorts=(name,)))
    holds(
        ask,
        goal(
            all_p,
            show=Op("not", (Quant("exists", v, Op("not", (App(p, v),))),)),
            constants=(p,),
            sorts=(name,),
        ),
    )


@ENGINES
def test_a_division_counts_only_where_it_is_defined(ask: Ask) -> None:
    a = Const("a", REAL)
    over = Guard(Op("not", (Eq(a, real("0"), REAL),)), Op("div", (real("1"), a)))
    # Where 1/a = 2 is assumed, a is 1/2; and 1/0 gives no counterexample to 1/a = 1/a.
    holds(ask, goal(Eq(over, real("2"), REAL), show=Eq(a, real("1/2"), REAL), constants=(a,), sorts=()))
    holds(ask, goal(show=Eq(over, over, REAL), constants=(a,), sorts=()))
    refuted(ask, goal(show=Op("lt", (over, real("100"))), constants=(a,), sorts=()))


@ENGINES
def test_a_number_written_as_a_quotient_is_that_number(ask: Ask) -> None:
    one, two = real("1"), real("2")
    holds(ask, goal(show=Eq(Op("div", (two, two)), one, REAL), sorts=()))
    refuted(ask, goal(show=Eq(Op("div", (one, two)), one, REAL), sorts=()))


@ENGINES
def test_naturals_begin_at_zero_and_integers_do_not(ask: Ask) -> None:
    n, i = Const("n", NAT), Const("i", INT)
    zero = Number(real("0").value, NAT)
    holds(ask, goal(show=Op("le", (zero, n)), constants=(n,), sorts=()))
    refuted(ask, goal(show=Op("le", (zero, i)), constants=(i,), sorts=()))


@ENGINES
def test_an_integer_stands_among_reals(ask: Ask) -> None:
    i = Const("i", INT)
    holds(ask, goal(show=Op("not", (Eq(i, real("1/2"), REAL),)), constants=(i,), sorts=()))


@ENGINES
def test_members_are_counted(ask: Ask) -> None:
    two = Number(real("2").value, NAT)
    other = Var("y", A)
    different = some(Quant("exists", other, Op("not", (Eq(x, other, A),))))
    holds(ask, goal(Op("le", (two, Card(A))), show=different))
    refuted(ask, goal(show=different))
    holds(ask, goal(Eq(Card(A), two, NAT), show=different))


@ENGINES
def test_the_one_is_what_it_is_said_to_be(ask: Ask) -> None:
    the = The(x, App(P, x))
    exactly = Op("and", (some(App(P, x)), every(every(Op("implies", (
        Op("and", (App(P, x), App(P, Var("y", A)))), Eq(x, Var("y", A), A))), Var("y", A)))))  # fmt: skip
    holds(ask, goal(exactly, show=App(P, the), constants=(P,)))
    refuted(ask, goal(exactly, show=App(Q, the), constants=(P, Q)))


@ENGINES
def test_alternatives_are_taken_apart(ask: Ask) -> None:
    B = Base("B")
    either = Sum((A, B))
    s, v = Const("s", either), Var("v", either)
    holds(ask, goal(show=Quant("exists", v, Eq(v, s, either)), constants=(s,), sorts=("A", "B")))
    refuted(ask, goal(show=some(TRUE), constants=(s,), sorts=("A", "B")))


@ENGINES
def test_classes_are_equal_as_their_relation_says(ask: Ask) -> None:
    pair = Var("p", Prod((A, A)))
    same = Quot(A, Lam(pair, Eq(App(P, Proj(pair, 0)), App(P, Proj(pair, 1)), BOOL)))
    f = Const("f", Fun(same, BOOL))
    d = Const("d", A)
    alike = Eq(App(P, c), App(P, d), BOOL)
    shown = Eq(App(f, ClassOf(c, same)), App(f, ClassOf(d, same)), BOOL)
    holds(ask, goal(alike, show=shown, constants=(P, c, d, f)))
    refuted(ask, goal(show=shown, constants=(P, c, d, f)))


@ENGINES
def test_a_law_holds_of_every_record(ask: Ask) -> None:
    bare = Struct("Marked", (("at", A), ("mark", BOOL)))
    r = Var("r", bare)
    marked = Struct("Marked", bare.fields, Lam(r, Op("implies", (Field(r, "mark"), App(P, Field(r, "at"))))))
    m = Const("m", marked)
    holds(ask, goal(Field(m, "mark"), show=App(P, Field(m, "at")), constants=(P, m)))
    refuted(ask, goal(show=App(P, Field(m, "at")), constants=(P, m)))


@ENGINES
def test_sets_of_a_subset_have_members_of_it(ask: Ask) -> None:
    inside = Sub(A, Lam(x, App(P, x)))
    S = Const("S", SetT(A))
    f = Const("f", Fun(A, inside))
    holds(ask, goal(show=every(App(P, App(f, x))), constants=(P, f)))
    refuted(ask, goal(show=every(Op("implies", (In(x, S), App(P, x)))), constants=(P, S)))


@ENGINES
def test_members_of_an_enumeration_are_all_and_all_different(ask: Ask) -> None:
    colour = Enum("Colour", ("red", "green", "blue"))
    k, e = Const("k", colour), Const("e", Enum("{}", ()))
    seen = [Eq(k, Member(name, colour), colour) for name in colour.members]
    holds(ask, goal(show=Op("or", tuple(seen)), constants=(k,), sorts=()))
    refuted(ask, goal(show=Op("or", tuple(seen[:2])), constants=(k,), sorts=()))
    holds(ask, goal(show=FALSE, constants=(e,), sorts=()))


@pytest.mark.parametrize("ask", [z3.answer, cvc5.answer], ids=["z3", "cvc5"])
def test_the_core_leaves_out_what_is_not_needed(ask: Ask) -> None:
    answer = ask(goal(flag, every(App(P, x)), show=App(P, c), constants=(P, c, flag)), LIMITS)
    assert isinstance(answer, Unsat)
    assert answer.core == (1,)
    assert answer.exactness == "exact"


@pytest.mark.parametrize("ask", [z3.answer, cvc5.answer], ids=["z3", "cvc5"])
def test_a_sat_that_left_morphisms_out_refutes_nothing(ask: Ask) -> None:
    answer = ask(MUTUAL, Limits(seconds=1))
    assert isinstance(answer, GaveUp) or (isinstance(answer, Candidate) and replay(MUTUAL, answer.model))


@ENGINES
def test_pairs_of_members_are_members(ask: Ask) -> None:
    pair = Const("pair", Prod((A, BOOL)))
    holds(ask, goal(show=some(Eq(pair, Tup((x, Proj(pair, 1))), Prod((A, BOOL)))), constants=(pair,)))
