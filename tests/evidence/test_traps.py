"""Small texts at which a checker goes wrong: a false claim that looks true, and what must not be said of it."""

from tests.verdicts import verdicts
from tests.verdicts import codes


def test_a_lemma_says_nothing_where_its_hypothesis_is_undefined() -> None:
    found = verdicts(
        "module m\n"
        "claim lemma: for y: Real assume 1/y = 1 show y = 1\n"
        "claim other: for z: Real show z = 7 using lemma\n"
        "claim square: for z: Real assume 1/z = 1 show z*z = 1 using lemma\n"
    )
    assert found["lemma"] == "proved"
    assert found["other"] not in ("proved", "vacuous")
    assert found["square"] == "proved"


def test_a_part_of_a_sequence_divided_by_the_step_is_scaled() -> None:
    text = (
        "module m\n"
        "sequence L: Nat -> Real\n"
        "claim same: assume (lim t: Nat -> oo. L(t)/t) = 1 show (lim t: Nat -> oo. L(2*t)/t) = 1\n"
        "claim doubled: assume (lim t: Nat -> oo. L(t)/t) = 1 show (lim t: Nat -> oo. L(2*t)/t) = 2\n"
        "claim third: assume (lim t: Nat -> oo. t*L(t)) = 6 show (lim t: Nat -> oo. t*L(3*t)) = 2\n"
    )
    found = verdicts(text)
    assert found["same"] != "proved"
    assert found["doubled"] == found["third"] == "proved"


def test_a_subset_of_the_numbers_may_be_finite() -> None:
    found = verdicts(
        "module m\n"
        "sort A\n"
        "type Small := {n: Nat | n < 3}\n"
        "claim infinite: show not finite(Small)\n"
        "claim pairs: show not finite(A * Nat)\n"
        "claim three: show |Small| = 3\n"
    )
    assert found["infinite"] == found["pairs"] == "refuted"
    assert found["three"] not in ("refuted", "disagreement")


def test_which_member_of_a_class_is_picked_is_open() -> None:
    text = (
        "module m\n"
        "sort A\n"
        "relation any(x, y: A) := true\n"
        "type One := A / any\n"
        "given a, b: A\n"
        "def one(x: A): One := class(x)\n"
        "def some(q: One): A := representative(q)\n"
        "claim its_own: show some(one(a)) = a\n"
        "claim the_same: show some(one(a)) = some(one(b))\n"
    )
    found = verdicts(text)
    assert found["its_own"] not in ("proved", "disagreement")
    assert found["the_same"] == "proved"
    assert not any(code.startswith("A79") for code in codes(text))


def test_a_quantifier_over_many_cases_is_not_written_out_without_end() -> None:
    many = ", ".join(f"x{at}" for at in range(9))
    links = " or ".join(f"Q(x{at})(x{at + 1})" for at in range(8))
    text = (
        "module m\n"
        "enum K { a, b, c, d, e, f, g, h }\n"
        f"claim chain: for Q: K -> K -> Bool show forall {many}: K. {links}\n"
    )
    assert verdicts(text)["chain"] not in ("proved", "disagreement")


def test_a_model_of_less_than_is_assumed_is_no_disagreement() -> None:
    """What speaks of all structures is left out where engines are asked: what they find then refutes nothing."""
    text = (
        "module trap\nuse biextensional_equivalence\ngiven C, D, E: Frame\n"
        "claim c: assume symmetric(≅), C ≅ E show C ≃ D\n"
    )
    assert verdicts(text) == {"c": "unknown"}
