"""The search of all small models: what it finds is the smallest, and what it does not find is not there."""

from __future__ import annotations

from fractions import Fraction

from engines.small import A, C, MUTUAL, P, REFLEXIVE, TRUE, c, every, goal, real, some, x

from aligncheck.engines.contract import Candidate, Exhausted, GaveUp, Limits, Unsat
from aligncheck.engines.finite import _out_of_time, answer
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.terms import FALSE, App, BigSum, Const, Eq, In, Number, Op, Quant, Tup, Var
from aligncheck.kernel.types import BOOL, INT, NAT, REAL, Base, Enum, Fun, Prod, SetT, Sum
from aligncheck.kernel.values import Element, Table


def test_morphisms_both_ways_are_not_enough_and_the_frames_are_the_smallest() -> None:
    found = answer(MUTUAL, Limits(bound=3))
    assert isinstance(found, Candidate)
    assert replay(MUTUAL, found.model)
    # N09 of the corpus: [[0]] and [[0,0],[0,1]].
    assert dict(found.model.carriers) == {"C.Agent": 1, "C.Env": 1, "D.Agent": 2, "D.Env": 2, "World": 2}
    matrix = found.model.constants["D.eval"]
    assert isinstance(matrix, Table)
    assert [value for _, value in matrix.entries] == [Element("World", i) for i in (0, 0, 0, 1)]


def test_every_frame_is_equivalent_to_itself_at_every_size() -> None:
    assert answer(REFLEXIVE, Limits(bound=2)) == Exhausted("finite", 2)


def test_the_same_model_is_found_twice() -> None:
    assert answer(MUTUAL, Limits(bound=2)) == answer(MUTUAL, Limits(bound=2))


def test_a_bound_is_searched_to_its_end() -> None:
    # A map that moves every element and whose third power moves none has cycles of three.
    f = Const("f", Fun(A, A))
    moved = every(Op("not", (Eq(App(f, x), x, A),)))
    cycle = every(Eq(App(f, App(f, App(f, x))), x, A))
    empty = every(Op("not", (Eq(x, x, A),)))
    asked = goal(moved, cycle, show=empty, constants=(f,))
    assert answer(asked, Limits(bound=2)) == Exhausted("finite", 2)
    found = answer(asked, Limits(bound=3))
    assert isinstance(found, Candidate) and found.model.carriers["A"] == 3


def test_functions_range_over_all_functions() -> None:
    f = Var("f", Fun(A, A))
    moving = Quant("exists", f, every(Op("not", (Eq(App(f, x), x, A),))))
    found = answer(goal(some(Eq(x, x, A)), show=moving), Limits(bound=3))
    # On one element there is only the identity.
    assert isinstance(found, Candidate) and found.model.carriers["A"] == 1


def test_sets_range_over_all_sets() -> None:
    S, T = Var("S", SetT(A)), Const("T", SetT(A))
    larger = Quant("exists", S, some(Op("and", (In(x, S), Op("not", (In(x, T),))))))
    found = answer(goal(show=larger, constants=(T,)), Limits(bound=2))
    assert isinstance(found, Candidate) and found.model.carriers["A"] == 0
    found = answer(goal(show=larger, constants=(T, c)), Limits(bound=2))
    assert isinstance(found, Candidate) and found.model.constants["T"] == {Element("A", 0)}


def test_from_an_empty_sort_there_is_a_function_into_an_empty_type() -> None:
    nothing, something = Enum("{}", ()), Enum("{*}", ("*",))
    none = every(Op("not", (Eq(x, x, A),)))
    for target in (nothing, Sum((nothing, nothing)), Prod((something, nothing))):
        into = Quant("exists", Var("h", Fun(A, target)), TRUE)
        assert answer(goal(none, show=into), Limits(bound=2)) == Exhausted("finite", 2)
        assert isinstance(answer(goal(show=into), Limits(bound=2)), Candidate)


def test_what_has_no_sort_is_proved() -> None:
    p, q = Const("p", BOOL), Const("q", BOOL)
    peirce = Op("implies", (Op("implies", (Op("implies", (p, q)), p)), p))
    assert isinstance(answer(Goal((), (p, q), (), peirce), Limits()), Unsat)


def test_a_symbolic_bound_is_tried_up_to_the_limit() -> None:
    n, i = Const("n", NAT), Var("i", INT)
    total = BigSum(i, (Number(real("1").value, NAT), n), i)
    # 1 + … + n = n up to n = 1; at 2 it is 3.
    asked = Goal((), (n,), (), Eq(total, n, INT))
    assert answer(asked, Limits(bound=1)) == Exhausted("finite", 1)
    found = answer(asked, Limits(bound=3))
    assert isinstance(found, Candidate) and found.model.constants["n"] == 2


def test_numbers_of_a_model_are_small_and_exact() -> None:
    u = Const("u", Fun(A, REAL))
    total = BigSum(x, None, App(u, x))
    asked = goal(some(Eq(x, x, A)), show=Op("not", (Eq(total, real("1"), REAL),)), constants=(u,))
    found = answer(asked, Limits(bound=2))
    assert isinstance(found, Candidate)
    assert replay(asked, found.model)
    assert found.model.constants["u"] == Table(((Element("A", 0), real("1").value),))


def test_what_is_too_large_to_write_out_is_not_called_searched() -> None:
    f = Const("f", Fun(Base("A"), Base("A")))
    h = Var("h", Fun(Fun(Base("A"), Base("A")), Base("A")))
    asked = goal(show=Quant("exists", h, Eq(App(h, f), App(h, f), A)), constants=(f, P))
    found = answer(asked, Limits(bound=3))
    assert isinstance(found, GaveUp | Candidate) or (isinstance(found, Exhausted) and found.bound < 3)


def test_a_frame_without_environments_is_tried() -> None:
    # Nonempty agents do not make an outcome: the matrix may have no columns.
    someone = Quant("exists", Var("a", C.agent), Eq(Var("a", C.agent), Var("a", C.agent), C.agent))
    outcome = Quant(
        "exists", Var("w", Base("World")), Eq(Var("w", Base("World")), Var("w", Base("World")), Base("World"))
    )
    asked = goal(someone, show=outcome, constants=(C.eval,), sorts=(*C.sorts, "World"))
    found = answer(asked, Limits(bound=2))
    assert isinstance(found, Candidate)
    assert dict(found.model.carriers) == {"C.Agent": 1, "C.Env": 0, "World": 0}


def test_a_search_whose_time_is_up_says_how_far_it_came() -> None:
    found = answer(REFLEXIVE, Limits(seconds=0.0))
    assert found == GaveUp("finite", "timeout", "its time was up before it had searched any size")
    assert _out_of_time(2) == GaveUp(
        "finite",
        "timeout",
        "searched every size up to 2 and found no counterexample; then its time was up",
        2,
    )


def test_the_smallest_model_has_the_fewest_members_of_relations() -> None:
    y = Var("y", A)
    related = Const("R", Fun(Prod((A, A)), BOOL))
    pair = App(related, Tup((x, y)))
    somewhere = some(Quant("exists", y, pair))
    nobody = every(Op("not", (App(related, Tup((x, x))),)))
    found = answer(goal(somewhere, nobody, show=FALSE, constants=(related,)), Limits(bound=3))
    assert isinstance(found, Candidate)
    table = found.model.constants["R"]
    assert found.model.carriers == {"A": 2} and isinstance(table, Table)
    assert sum(value is True for _, value in table.entries) == 1


SWITCH = Enum("Switch", ("on", "off"))
TABLE = Var("f", Fun(SWITCH, REAL))
SUM_IS_ONE = Eq(BigSum(Var("s", SWITCH), None, App(TABLE, Var("s", SWITCH))), Number(Fraction(1), REAL), REAL)


def test_what_says_nothing_of_a_model_is_evaluated() -> None:
    """Tables of reals cannot be written out one by one."""
    closed = Quant("exists", TABLE, SUM_IS_ONE)
    assert answer(Goal((), (), (), closed), Limits()) == Unsat("finite", "exact")
    found = answer(Goal((), (), (), Op("not", (closed,))), Limits())
    assert isinstance(found, Candidate) and found.model.constants == {}
