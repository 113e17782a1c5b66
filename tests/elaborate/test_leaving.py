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


# ── Two loops, one inside the other, the outer one narrowed ──

OUTER = ("", "i < n", "i != 1", "i > 0", "i < n or i > 3")
INNER = ("0..i", "i..n", "0..n+1", "{0, 1}", "{2*k | k in 0..i}")
PLACES = ("i", "j", "i-j", "i+j", "n-j", "n-i")


def inner_values(text: str, i: int, n: int) -> list[int]:
    run = {"0..i": range(i + 1), "i..n": range(i, n + 1), "0..n+1": range(n + 2), "{0, 1}": range(2)}
    return [2 * k for k in range(i + 1)] if text not in run else list(run[text])


def outer_holds(text: str, i: int, n: int) -> bool:
    return {"": True, "i < n": i < n, "i != 1": i != 1, "i > 0": i > 0}.get(text, i < n or i > 3)


def place(text: str, i: int, j: int, n: int) -> int:
    return {"i": i, "j": j, "i-j": i - j, "i+j": i + j, "n-j": n - j, "n-i": n - i}[text]


@given(
    st.tuples(small, small),
    st.tuples(small, small),
    st.sampled_from(OUTER),
    st.sampled_from(INNER),
    st.sampled_from(PLACES),
    small,
)
@settings(max_examples=200, deadline=None)
def test_nothing_is_found_in_two_loops_that_stay_inside_at_some_size(
    family: tuple[int, int], loop: tuple[int, int], outer: str, inner: str, index: str, number: int
) -> None:
    condition = f" where {outer}" if outer else ""
    problems = leaving_problems(
        f"constant n: Nat claim it {{ family x[k in {family[0]}..{plus('n', family[1])}]: Real "
        f"assume for i in {loop[0]}..{plus('n', loop[1])}{condition}: "
        f"for j in {inner}: x[{plus(index, number)}] >= 0 show true }}"
    )
    if problems:
        for n in SIZES[1:]:
            run = [i for i in range(loop[0], n + loop[1] + 1) if outer_holds(outer, i, n)]
            reached = [place(index, i, j, n) + number for i in run for j in inner_values(inner, i, n)]
            assert not reached or any(not family[0] <= each <= n + family[1] for each in reached)
