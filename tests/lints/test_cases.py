"""What is odd about definitions and claims in the cases under tests/cases/lints, and where."""

from pathlib import Path

import pytest

from tests.cases_harness import cases, check_case
from tests.verdicts import problems_of


@pytest.mark.parametrize("path", cases("lints"), ids=lambda path: path.stem)
def test_exactly_what_the_carets_show_is_found(path: Path) -> None:
    check_case(path, problems_of)
