"""A slip in a definition, and what tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plant.claims import mutants_of
from tests.plant.definitions import definitions, fates_of_definitions
from tests.plant.fates import Field
from tests.verdicts import workers

NEAR = "def near(x, y: Real) := close(x, y) and x ≤ y\n"
APART = "def apart(x, y: Real) := abs(x - y) > 1\n"
SMALL = f"""module small
def close(x, y: Real) := abs(x - y) < 1
{NEAR}{APART}
claim close_to_itself: for x: Real show close(x, x)
claim near_itself: for x: Real show near(x, x)
claim wide: for x: Real show close(x, x + 1/2)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.align"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_a_definition_is_kept_with_what_rests_on_it(file: Path) -> None:
    found = {each.name: each for each in definitions([file])}
    assert found.keys() == {"close", "near"}  # No claim rests on `apart`.
    assert "near_itself" in found["close"].after and "wide" in found["close"].after
    assert "near_itself" in found["near"].after and "wide" not in found["near"].after


@pytest.mark.parametrize("order, mistaken", [(NEAR + APART, False), (APART + NEAR, True)])
def test_a_definition_is_mistaken_only_for_what_comes_before(file: Path, order: str, mistaken: bool) -> None:
    file.write_text(SMALL.replace(NEAR + APART, order), encoding="utf-8")
    near = next(each for each in definitions([file]) if each.name == "near")
    slips = {each.slip for each in mutants_of(near, ("name",))}
    assert ("`close` → `apart`" in slips) == mistaken


def test_a_slip_in_a_definition_is_found_by_the_claims_that_rest_on_it(file: Path) -> None:
    close = next(each for each in definitions([file]) if each.name == "close")
    wanted = ("comparison", "arguments", "numeral")
    fates = fates_of_definitions(list(mutants_of(close, wanted)), Field(workers()))
    assert {each.mutant.slip: each.fate for each in fates} == {
        "`<` → `>`": "static",  # It says what `apart` says.
        "`-` → `+`": "refuted",  # A large x.
        "`1` → `0`": "refuted",  # 0 < 0.
        "`x` → `y`, `y` → `x`": "equivalent",
        "`abs(x - y)` → `1`, `1` → `abs(x - y)`": "static",  # The same.
        "`<` → `≤`": "survived",  # No claim speaks of the bound itself,
        "`1` → `2`": "survived",  # nor of what lies beyond it.
    }
