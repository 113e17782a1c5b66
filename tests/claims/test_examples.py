"""What an example says of itself: that it keeps the laws of its structure."""

from tests.verdicts import verdicts

COIN = """enum Side { heads, tails }
structure Draw { finite Outcome: Sort  weight: Outcome -> Real
  law: (sum x: Outcome. weight(x)) = 1 }
structure Rate { value: Real  law: value > 0 }
"""


def test_an_example_that_keeps_the_laws_is_proved_to() -> None:
    text = COIN + "example fair: Draw := { Outcome := Side, weight := fun x. 1/2 }\n"
    text += "example half: Rate := { value := 1/2 }\nclaim c: show fair.weight(heads) = half.value\n"
    assert verdicts(text) == {"fair.law": "proved", "half.law": "proved", "c": "proved"}


def test_an_example_that_breaks_a_law_is_refuted_with_all_that_rests_on_it() -> None:
    text = COIN + "example odd: Draw := { Outcome := Side, weight := fun x. 1 }\n"
    text += "example none: Rate := { value := 0 }\n"
    text += "claim of_odd: show odd.weight(heads) = 1\nclaim of_none: show none.value = 0\n"
    broken = {"odd.law": "refuted", "none.law": "refuted"}
    assert verdicts(text) == broken | {"of_odd": "ill_formed", "of_none": "ill_formed"}


def test_what_a_definition_of_a_broken_example_says_rests_on_it_too() -> None:
    text = COIN + "example none: Rate := { value := 0 }\ndef double := 2 * none.value\n"
    text += "claim c: show double = 0\n"
    assert verdicts(text) == {"none.law": "refuted", "c": "ill_formed"}
