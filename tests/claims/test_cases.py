"""The specifications under tests/cases/claims: every claim has the verdict that it states, and every place
with carets its finding."""

from pathlib import Path

import pytest

from tests.cases_harness import cases, check_case
from tests.verdicts import not_as_expected, problems_of, verdicts


@pytest.mark.parametrize("path", cases("claims"), ids=lambda path: path.stem)
def test_every_claim_has_the_verdict_that_it_states(path: Path) -> None:
    assert not_as_expected(path) == {}


@pytest.mark.parametrize("path", cases("claims"), ids=lambda path: path.stem)
def test_exactly_what_the_carets_show_is_found(path: Path) -> None:
    check_case(path, problems_of)


def test_a_claim_after_a_misprinted_one_is_tried() -> None:
    text = "claim first: show 1 + = 1\nclaim second: show 1 + 1 = 2\n"
    assert verdicts(text) == {"first": "ill_formed", "second": "proved"}
