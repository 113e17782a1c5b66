"""Linear integer arithmetic against brute force over small boxes."""

from collections.abc import Mapping, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from aligncheck.elaborate.integers import (
    Linear,
    at_least,
    constant,
    contrary,
    impossible,
    limits,
    smallest,
    solutions,
    times,
    variable,
)  # fmt: skip
from aligncheck.elaborate.regions import Region, complement, empty, region, shown

NAMES = ("i", "j", "n")
BOX = range(-3, 5)

coefficients = st.integers(-3, 3)


@st.composite
def rows(draw: st.DrawFn) -> Linear:
    terms = {name: draw(coefficients) for name in NAMES}
    return Linear(tuple((name, c) for name, c in terms.items() if c), draw(st.integers(-6, 6)))


constraints = st.lists(rows(), max_size=5)
walls = [at_least(variable(name), constant(BOX[0])) for name in NAMES]
walls += [at_least(constant(BOX[-1]), variable(name)) for name in NAMES]


def points() -> list[dict[str, int]]:
    return [dict(zip(NAMES, values, strict=True)) for values in product(BOX, repeat=len(NAMES))]


POINTS = points()


def satisfied(given: Sequence[Linear], at: Mapping[str, int]) -> bool:
    return all(row.value(at) >= 0 for row in given)


def in_box(given: Sequence[Linear]) -> list[dict[str, int]]:
    return [at for at in POINTS if satisfied(given, at)]


@given(constraints)
@settings(max_examples=300, deadline=None)
def test_what_is_called_impossible_has_no_solution(rows: list[Linear]) -> None:
    if impossible(rows):
        assert not in_box(rows)


@given(constraints)
@settings(max_examples=300, deadline=None)
def test_in_a_box_solutions_are_found_exactly_where_there_are_some(rows: list[Linear]) -> None:
    expected = in_box(rows)
    found = smallest([*rows, *walls], NAMES)
    assert (found is not None) == bool(expected)
    if found is not None:
        assert satisfied(rows, found)
        assert abs(found["i"]) == min(abs(at["i"]) for at in expected)


@given(constraints)
@settings(max_examples=150, deadline=None)
def test_all_solutions_in_a_box_are_listed(rows: list[Linear]) -> None:
    assert solutions([*rows, *walls], NAMES, 10_000) == in_box(rows)


@given(constraints)
@settings(max_examples=200, deadline=None)
def test_limits_leave_no_solution_out(rows: list[Linear]) -> None:
    expected = [at["n"] for at in in_box(rows)]
    found = limits([*rows, *walls], "n")
    if expected:
        assert found is not None
        low, high = found
        assert low is not None and high is not None and low <= min(expected) and max(expected) <= high


@given(constraints)
@settings(max_examples=200, deadline=None)
def test_the_complement_holds_exactly_elsewhere(rows: list[Linear]) -> None:
    inside, outside = region(*rows), complement(region(*rows))
    for at in POINTS[::7]:
        one, other = (any(satisfied(branch, at) for branch in each.branches) for each in (inside, outside))
        assert one != other


def test_tightening_sees_that_an_even_number_is_not_odd() -> None:
    twice = times(2, variable("k"))
    assert impossible([at_least(twice, constant(5)), at_least(constant(5), twice)])


def test_a_chain_of_bounds_is_followed_through_symbols() -> None:
    i, j, n = map(variable, ("i", "j", "n"))
    chain = [at_least(j, i), at_least(n, j)]
    assert impossible([*chain, contrary(at_least(n, i))])
    assert not impossible([*chain, contrary(at_least(i, n))])


def test_a_far_value_is_found_without_trying_all_before_it() -> None:
    i = variable("i")
    assert smallest([at_least(i, constant(100_000))], ["i"]) == {"i": 100_000}


def test_unbounded_solutions_are_not_listed() -> None:
    assert solutions([variable("i")], ["i"], 100) is None


def test_no_branch_is_nowhere() -> None:
    assert empty(Region(()))
    assert not empty(Region(((),)))


def test_a_term_is_shown_as_it_is_written() -> None:
    i, n = variable("i"), variable("n")
    assert shown(Linear((("i", -1), ("n", 1)), 0)) == "n-i"
    assert shown(Linear((("n", 2),), -1)) == "2*n-1"
    assert shown(constant(-1)) == "-1"
    assert shown(times(-1, i)) == "-i"
    assert shown(at_least(n, constant(0))) == "n"
