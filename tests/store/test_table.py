"""Values written as rows are the same values when they are read; nothing else is made of rows."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligncheck.catalogue import catalogue
from aligncheck.diagnostics import Edit, Fix
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.rules import At, Cut, Drop, Induction, Instance, Map, Witness
from aligncheck.kernel.sequences import FAMILIES, ClosedSequence, Key
from aligncheck.kernel.terms import TRUE, Const, Eq, Var
from aligncheck.kernel.types import BOOL, REAL, Base, Fun, Struct
from aligncheck.kernel.values import (
    ClassValue, Element, Injected, MemberValue, Model, RecordValue, Table, Value,
)  # fmt: skip
from aligncheck.lints.problems import PROBLEMS
from aligncheck.source import SourceFile, Span
from aligncheck.store.classes import class_of, name_of
from aligncheck.store.forms import Derived, Evident, Said
from aligncheck.store.table import Damaged, Unwritable, digest, read, written
from generators import goals, models, terms

ELEMENTS = st.builds(Element, st.sampled_from("AB"), st.integers(0, 3))
NUMBERS = st.fractions(max_denominator=50)
KEYS = st.builds(
    Key, st.sampled_from([Fraction(1), Fraction(1, 2)]), st.integers(-2, 2), st.sampled_from(sorted(FAMILIES))
)
SEQUENCES = st.builds(
    ClosedSequence,
    st.lists(NUMBERS, min_size=1, max_size=3).map(tuple),
    st.lists(
        st.lists(
            st.tuples(KEYS, NUMBERS),
            max_size=2,
        ).map(tuple),
        min_size=1,
        max_size=2,
    ).map(tuple),
)  # fmt: skip
VALUES: st.SearchStrategy[Value] = st.recursive(
    ELEMENTS | NUMBERS | st.booleans() | st.builds(MemberValue, st.text(max_size=3)) | SEQUENCES,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.frozensets(inner, max_size=3)
        | st.builds(ClassValue, st.frozensets(inner, max_size=3))
        | st.builds(Injected, st.integers(0, 2), inner)
        | st.builds(RecordValue, st.lists(inner, max_size=3).map(tuple))
        | st.builds(Table, st.lists(st.tuples(inner, inner), max_size=3).map(tuple), st.none() | inner)
    ),
    max_leaves=12,
)
RULES = st.one_of(
    st.builds(At, st.text(max_size=3), st.integers(-3, 3)),
    st.builds(Drop, st.lists(st.integers(0, 5), max_size=3).map(tuple)),
    st.builds(Instance, st.integers(0, 3), st.lists(terms(depth=2), max_size=2).map(tuple)),
    st.builds(Witness, st.lists(st.tuples(st.text(max_size=3), terms(depth=2)), max_size=2).map(tuple)),
    st.builds(Cut, st.builds(Assumption, st.text(max_size=3), terms(BOOL, depth=2), st.just("defined"))),
    st.builds(Map, st.just("m"), st.just(Var("a", Base("A"))), st.just(Var("b", Base("B"))), st.just(TRUE)),
    st.just(Induction()),
)  # fmt: skip
SAID = st.builds(
    Said,
    st.sampled_from(["z3", "cvc5"]),
    st.sampled_from(["exact", "weaker"]),
    st.none() | st.lists(st.integers(0, 3)).map(tuple),
    st.text(max_size=4),
)
DERIVATIONS = st.recursive(
    st.just(Evident()) | SAID,
    lambda inner: st.builds(Derived, RULES, st.lists(inner, max_size=2).map(tuple)),
    max_leaves=6,
)


def again(value: object) -> object:
    """Written, taken through JSON, and read."""
    return read(json.loads(json.dumps(written(value))))


@given(VALUES)
def test_every_value_of_a_model_comes_back(value: Value) -> None:
    assert again(value) == value
    assert type(again(value)) is type(value)


@given(models())
def test_every_model_comes_back(model: Model) -> None:
    assert again(model) == model
    assert list(again(model).constants) == list(model.constants)  # type: ignore[attr-defined]


@given(goals())
def test_every_goal_comes_back(goal: Goal) -> None:
    assert again(goal) == goal


@given(DERIVATIONS)
def test_every_derivation_comes_back(derivation: object) -> None:
    assert again(derivation) == derivation


@given(VALUES)
def test_equal_values_are_written_as_the_same_text(value: Value) -> None:
    assert json.dumps(written(value)) == json.dumps(written(again(value)))


def test_true_and_one_are_told_apart() -> None:
    value = (True, 1, Fraction(1), "1", None, False, 0)
    assert [type(each) for each in again(value)] == [type(each) for each in value]  # type: ignore[attr-defined]


def test_what_a_structure_was_applied_to_comes_back_though_equality_ignores_it() -> None:
    sorts = [Base("A"), Base("B")]
    value = tuple(Struct("Frame", (("at", REAL),), None, (sort,)) for sort in sorts)
    assert [each.args for each in again(value)] == [(sort,) for sort in sorts]  # type: ignore[attr-defined]


def test_a_value_that_stands_twice_is_written_once() -> None:
    term = Const("f", Fun(Base("A"), REAL))
    rows = written((Eq(term, term, REAL), term))
    assert [row[0] for row in rows].count("Const") == 1


def test_places_are_told_by_whoever_writes_and_found_by_whoever_reads() -> None:
    source = SourceFile("a.align", "sort A")
    mend = Fix("call it B", (Edit(Span(source, 5, 6), "B"),))
    rows = written(mend, lambda span: f"{span.start}-{span.end}")
    assert read(rows, lambda text: Span(source, *map(int, text.split("-")))) == mend


def test_problems_come_back_with_their_facts() -> None:
    source = SourceFile("a.align", "sort A")
    for kind in PROBLEMS[:3]:
        facts = ["x"] * (len(kind.__match_args__) - 1)
        problem = kind(Span(source, 0, 4), *facts)
        rows = written(problem, lambda span: "")
        assert read(rows, lambda text: Span(source, 0, 4), checked=False) == problem


def test_every_problem_of_the_catalogue_can_be_kept() -> None:
    for kind in catalogue().values():
        name = name_of(kind)
        assert name is not None and class_of(name) is kind


def test_the_digest_tells_apart_what_differs_and_nothing_else() -> None:
    first, second = (Assumption(label, TRUE, "assume") for label in ("a", "b"))
    assert digest(first) == digest(Assumption("a", TRUE, "assume"))
    assert digest(first) != digest(second)
    assert digest((True,)) != digest((1,))


@pytest.mark.parametrize("value", [object(), 1.5, b"bytes", [1], Span(SourceFile("a", ""), 0, 0).source])
def test_what_is_not_listed_is_not_written(value: object) -> None:
    with pytest.raises(Unwritable):
        written(value)


@pytest.mark.parametrize(
    "rows",
    [
        None,
        [],
        "text",
        [["tuple", 0]],
        [["tuple", -1]],
        [["int", "one"], ["tuple", 0]],
        [["fraction", "1/0"], ["tuple", 0]],
        [["os:system", "true"], ["tuple", 0]],
        [["lints.problems:PROBLEMS"], ["tuple", 0]],
        [["__main__:main"], ["tuple", 0]],
        [["kernel.verdicts:Refuted", None, None], ["tuple", 0]],
        [["store.table:Damaged", "x"], ["tuple", 0]],
        [["Proved", None], ["tuple", 0]],
        [["Theorem", None, None, None], ["tuple", 0]],
        [["Prim", "Complex"], ["tuple", 0]],
        [["Base", 7, None], ["tuple", 0]],
        [["tuple"], ["Base", "A", 0, 0], ["tuple", 1]],
        [["tuple"], ["Op", "steal", 0], ["tuple", 1]],
        [["Element", "A", "0"], ["tuple", 0]],
        [["map", "a"], ["tuple", 0]],
        [["set", {}], ["tuple", 0]],
        [["span", "0"], ["tuple", 0]],
        [["tuple"], ["tuple", 0, 0]],
    ],
)
def test_rows_that_no_value_was_written_as_are_refused(rows: object) -> None:
    with pytest.raises(Damaged):
        read(rows)
