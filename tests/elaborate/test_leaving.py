"""Whether an index leaves its range, against brute force: families `a..n+b`, loops `c..n+d`, linear indices."""

from hypothesis import given, settings
from hypothesis import strategies as st

from aligncheck.diagnostics import Problem
from tests.plant.test_index_slips import applied, found

SIZES = range(9)
small = st.integers(-2, 2)
Index = tuple[int, int, int]
"""The coefficients of i and of n, and a number."""

indices = st.tuples(st.sampled_from([(1, 0), (-1, 1), (2, 0)]), small).map(lambda each: (*each[0], each[1]))


def plus(text: str, number: int) -> str:
    return f"{text}{number:+d}" if number else text


def written(index: Index) -> str:
    i, _, number = index
    return plus({1: "i", 2: "2*i", -1: "n-i"}[i], number)


def text(family: tuple[int, int], loop: tuple[int, int], index: Index) -> str:
    low, high = f"{family[0]}", plus("n", family[1])
    body = f"x[{written(index)}] >= 0"
    return (
        f"constant n: Nat claim it {{ family x[k in {low}..{high}]: Real "
        f"assume for i in {loop[0]}..{plus('n', loop[1])}: {body} show true }}"
    )


def leaving_at(n: int, family: tuple[int, int], loop: tuple[int, int], index: Index) -> list[int]:
    """The indices out of range, of a family and loop of that size."""
    run = range(loop[0], n + loop[1] + 1)
    reached = [index[0] * i + index[1] * n + index[2] for i in run]
    return [each for each in reached if not family[0] <= each <= n + family[1]]


def runs_at(n: int, loop: tuple[int, int]) -> bool:
    return loop[0] <= n + loop[1]


def leaving_problems(text: str) -> list[Problem]:
    return [each for each in found(text) if each.code in ("A401", "A403")]


@given(st.tuples(small, small), st.tuples(small, small), indices)
@settings(max_examples=150, deadline=None)
def test_a_finding_is_made_exactly_where_every_size_leaves(
    family: tuple[int, int], loop: tuple[int, int], index: Index
) -> None:
    problems = leaving_problems(text(family, loop, index))
    typical = [n for n in SIZES if n > 0 and runs_at(n, loop)]
    always = bool(typical) and all(leaving_at(n, family, loop, index) for n in typical)
    if problems:
        assert always
    elif always:
        # Where different ends leave at different sizes, no one value tells it.
        one_end = all(min(leaving_at(n, family, loop, index)) < family[0] for n in typical) or all(
            max(leaving_at(n, family, loop, index)) > n + family[1] for n in typical
        )
        assert not one_end


@given(st.tuples(small, small), st.tuples(small, small), indices)
@settings(max_examples=150, deadline=None)
def test_a_mended_loop_stays_inside(family: tuple[int, int], loop: tuple[int, int], index: Index) -> None:
    slip = text(family, loop, index)
    for problem in leaving_problems(slip):
        for fix in problem.fixes():
            assert leaving_problems(applied(slip, fix)) == []
