"""Which changes are tried: for each kind, what a small claim becomes."""

import pytest

from aligncheck.repair.candidates import candidates
from aligncheck.repair.names import names
from aligncheck.repair.operators import operators
from aligncheck.repair.places import exchanged
from aligncheck.repair.quantifiers import quantifiers
from aligncheck.repair.ranges import ranges
from aligncheck.repair.suppositions import dropped, suppositions
from tests.repair.small import FRAMES, NUMBERS, SETS, after, site_of

CHAIN = """sort World
relation R(x, y: World)
claim it {
  family c[i in 0..2]: World
  assume for i in {0, 1}: R(c[i], c[i+1])
  show R(c[0], c[2])
}"""


def test_an_index_set_is_tried_longer_shorter_and_moved() -> None:
    made = {after(CHAIN, change) for change in ranges(site_of(CHAIN))}
    for text in ("{0, 1, 2}", "{0}", "{1}", "{1, 2}"):
        assert CHAIN[CHAIN.index("claim it") :].replace("{0, 1}", text) in made
    # A set that begins with 0 is not tried with -1.
    assert not any("-1" in text.replace("i-1", "") for text in made)


def test_an_index_is_tried_one_off_as_its_author_would_write_it() -> None:
    made = {after(CHAIN, change) for change in ranges(site_of(CHAIN))}
    for old, new in (
        ("c[i+1]", "c[i]"),
        ("c[i+1]", "c[i+2]"),
        ("c[i],", "c[i-1],"),
        ("c[0]", "c[1]"),
        ("c[2]", "c[1]"),
    ):
        assert CHAIN[CHAIN.index("claim it") :].replace(old, new) in made


def test_both_ends_of_a_range_are_tried() -> None:
    text = "sequence L: Nat -> Real\nclaim it: for n: Nat show (sum t in 1..n. L(t)) = 0"
    made = {after(text, change) for change in ranges(site_of(text))}
    for new in ("0..n", "2..n", "1..n+1", "1..n-1"):
        assert f"claim it: for n: Nat show (sum t in {new}. L(t)) = 0" in made


def test_a_name_is_tried_as_each_other_of_its_type_and_as_none_of_another() -> None:
    text = "sort A, B\nrelation R(x: A, y: A)\nclaim it: for a, a': A, b: B show R(a, a)"
    made = {after(text, change) for change in names(site_of(text))}
    assert "claim it: for a, a': A, b: B show R(a', a)" in made
    assert "claim it: for a, a': A, b: B show R(a, a')" in made
    assert not any("b" in each.split("show")[1] for each in made)


def test_a_prime_too_few_is_nearer_than_another_letter() -> None:
    text = "sort A\nrelation R(x: A, y: A)\nclaim it: for a, a', c: A show R(a, a)"
    cost = {after(text, change).split("show ")[1]: change.cost for change in names(site_of(text))}
    assert cost["R(a, a')"] < cost["R(a, c)"]


def test_definitions_of_one_shape_are_tried_for_one_another() -> None:
    text = FRAMES + "claim it: show S in Ensure(C)"
    made = {after(text, change) for change in names(site_of(text))}
    assert "claim it: show S in Image(C)" in made
    assert "claim it: show S in Ensure(D)" in made
    assert "claim it: show T in Ensure(C)" in made


def test_a_field_is_tried_as_another_field_of_its_structure() -> None:
    text = "structure Model { act, rest: Real }\ngiven M: Model\nclaim it: show M.act = 0"
    assert [after(text, change) for change in names(site_of(text)) if "rest" in after(text, change)] == [
        "claim it: show M.rest = 0"
    ]


def test_arguments_sides_and_roles_are_exchanged() -> None:
    text = SETS + "relation R(x, y: World)\nclaim it: for v, w: World assume S ⊆ T show R(v, w) -> S = T"
    made = {after(text, change) for change in exchanged(site_of(text))}
    assert made == {
        "claim it: for v, w: World assume T ⊆ S show R(v, w) -> S = T",
        "claim it: for v, w: World assume S ⊆ T show R(w, v) -> S = T",
        "claim it: for v, w: World assume S ⊆ T show S = T -> R(v, w)",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "tried"),
    [
        ("x < y", {"x <= y", "x > y", "x >= y"}),
        ("x ≤ y", {"x < y", "x ≥ y", "x > y"}),
        ("x + y = 0", {"x - y = 0", "x + y != 0"}),
        ("x > 0 and y > 0", {"x > 0 or y > 0", "x >= 0 and y > 0"}),
        ("not x > 0", {"x > 0"}),
        ("-x > 0", {"x > 0"}),
    ],
)
def test_an_operator_is_tried_as_its_like_in_the_spelling_around_it(written: str, tried: set[str]) -> None:
    text = NUMBERS + f"claim it: show {written}"
    made = {after(text, change).removeprefix("claim it: show ") for change in operators(site_of(text))}
    assert tried <= made


def test_an_equivalence_is_never_weakened_to_an_implication() -> None:
    text = NUMBERS + "claim it: show x > 0 <-> y > 0"
    assert not any("->" in after(text, change).replace("<->", "") for change in candidates(site_of(text)))


def test_quantifiers_are_flipped_and_exchanged() -> None:
    text = "sort A\nrelation R(x, y: A)\nclaim it: show exists a: A. forall b: A. R(a, b)"
    made = {after(text, change).removeprefix("claim it: show ") for change in quantifiers(site_of(text))}
    assert made == {
        "forall a: A. forall b: A. R(a, b)",
        "exists a: A. exists b: A. R(a, b)",
        "forall b: A. exists a: A. R(a, b)",
        "forall a: A. exists b: A. R(a, b)",
        "exists b: A. forall a: A. R(a, b)",
    }


def test_a_member_of_each_sort_is_supposed_and_each_number_given_a_sign() -> None:
    text = FRAMES + "claim it: for x: Real assume S ⊆ T show S in Ensure(C) and 1/x = x"
    supposed = {change.supposes for change in suppositions(site_of(text))}
    assert {"nonempty(C.Agent)", "nonempty(C.Env)", "nonempty(World)", "x > 0", "x ≠ 0", "T ⊆ S"} <= supposed
    assert "S ⊆ T" not in supposed


def test_what_other_claims_suppose_is_supposed_where_its_names_are_known() -> None:
    text = (
        SETS
        + "relation good(w: World)\n"
        + "claim other: for w: World assume forall v: World. good(v) show good(w)\n"
        + "claim third: for u: World assume good(u) show good(u) or false\n"
        + "claim it: for w: World show good(w)"
    )
    supposed = {change.supposes for change in suppositions(site_of(text))}
    assert "∀ v: World. good(v)" in supposed
    assert "good(u)" not in supposed


def test_an_assumption_more_stands_after_the_others_or_before_what_is_shown() -> None:
    one = SETS + "claim it: show S ⊆ T"
    assert "claim it: assume T ⊆ S show S ⊆ T" in {after(one, each) for each in suppositions(site_of(one))}
    two = SETS + "claim it:\n  show S ⊆ T\n  expect refuted"
    made = {after(two, each) for each in suppositions(site_of(two))}
    assert "claim it:\n  assume T ⊆ S\n  show S ⊆ T\n  expect refuted" in made
    three = SETS + "claim it: assume S = T\n  show S ⊆ T"
    made = {after(three, each) for each in suppositions(site_of(three))}
    assert "claim it: assume S = T, T ⊆ S\n  show S ⊆ T" in made


def test_an_assumption_more_of_a_printed_form_leaves_the_corrected_one_alone() -> None:
    text = SETS + "claim it: assume S ≠ ∅\n  printed show S ⊆ T\n  corrected show S ⊆ S"
    made = {after(text, each) for each in suppositions(site_of(text, "it (printed)"))}
    assert "claim it: assume S ≠ ∅\n  printed assume T ⊆ S show S ⊆ T\n  corrected show S ⊆ S" in made


def test_each_assumption_is_left_out() -> None:
    text = NUMBERS + "claim it: assume x > 0, y > 0, x < y show y > 1"
    assert {after(text, change) for change in dropped(site_of(text))} == {
        "claim it: assume y > 0, x < y show y > 1",
        "claim it: assume x > 0, x < y show y > 1",
        "claim it: assume x > 0, y > 0 show y > 1",
    }


def test_every_change_is_tried_once_the_nearest_first() -> None:
    text = FRAMES + "claim it: assume T ⊆ S, S in Ensure(C) show T in Ensure(C)"
    found = candidates(site_of(text))
    costs = [change.cost for change in found]
    assert costs == sorted(costs)
    edits = [tuple((edit.span.start, edit.span.end, edit.text) for edit in change.edits) for change in found]
    assert len(set(edits)) == len(edits)
