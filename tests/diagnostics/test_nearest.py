"""Which names are near, in which order, and when one of them is clearly meant."""

import itertools
import time

import pytest

from aligncheck.diagnostics import nearest
from aligncheck.diagnostics.nearest import distance, surely


@pytest.mark.parametrize(
    ("written", "nearer", "farther"),
    [
        ("agent", "Agent", "ageno"),  # case before another letter
        ("C", "C'", "D"),  # a mark before another letter
        ("Image'", "Image", "Imagex"),
        ("a1", "a₁", "a₂"),  # a digit is its subscript
        ("a", "α", "e"),
        ("ν", "v", "u"),
        ("R′", "R'", "R*"),  # primes are one sign
        ("Imgae", "Image", "Imgase"),  # swapped before put in
        ("commit", "comit", "comsmit"),  # doubled before put in
        ("last_step", "laststep", "lastxstep"),
        ("basr", "base", "basq"),  # e is beside r on the keyboard
        ("behavoral", "behavioral", "behaviour"),
    ],
)
def test_a_slip_that_is_likelier_is_nearer(written: str, nearer: str, farther: str) -> None:
    assert nearest(written, [farther, nearer])[0] == nearer
    assert distance(written, nearer) < distance(written, farther)


def test_far_names_are_not_offered() -> None:
    assert nearest("aligned", ["Optimizer", "mesa", "base"]) == ()
    assert nearest("i", ["j", "k"]) == ()


def test_a_name_begun_is_near_to_the_whole_one_but_less_than_one_with_one_slip() -> None:
    assert nearest("objective", ["objective_robust", "objectiv", "chain"]) == ("objectiv", "objective_robust")


def test_of_equally_near_names_the_one_that_begins_alike_for_longer_comes_first() -> None:
    assert nearest("chaim", ["phaim", "chaip"])[0] == "chaip"


def test_the_order_of_the_candidates_does_not_matter() -> None:
    names = ["base", "bass", "mesa", "baser"]
    assert len({nearest("basse", order) for order in itertools.permutations(names)}) == 1


def test_the_name_itself_is_never_offered() -> None:
    assert nearest("base", ["base", "bases"]) == ("bases",)


def test_the_distance_is_the_same_both_ways() -> None:
    names = ["Agent", "agnet", "agent'", "agent₁", "Agents", "aagent", "α", "a"]
    for one, other in itertools.product(names, names):
        assert distance(one, other) == distance(other, one)
        assert (distance(one, other) == 0) == (one == other)


def test_a_bound_cuts_off_without_changing_what_is_within_it() -> None:
    for one, other in itertools.combinations(["ensure", "Ensure", "esnure", "prevent", "ens"], 2):
        whole = distance(one, other)
        assert distance(one, other, whole) == whole
        assert distance(one, other, whole - 0.1) > whole - 0.1


def test_one_name_is_clearly_meant_if_it_is_one_slip_away_and_no_other_is_as_near() -> None:
    assert surely("behavoral", ("behavioral",)) == "behavioral"
    assert surely("behavoral", ("behavioral", "behaves")) == "behavioral"
    assert surely("aligne", ("aligned", "align")) is None
    assert surely("objective", ("objective_robust",)) is None
    assert surely("i", ("j",)) is None
    assert surely("chain", ()) is None


def test_hundreds_of_candidates_take_no_time_that_a_reader_sees() -> None:
    names = ["".join(letters) for letters in itertools.islice(itertools.permutations("objective"), 800)]
    began = time.process_time()
    nearest("objectvie", names)
    assert time.process_time() - began < 1
