"""What of a run its reader wants to see."""

from __future__ import annotations

from aligncheck.records import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """`verbose`: claims that are as expected too. `ledger`: what each assumption of a proved claim does for it.
    `paste`: each counterexample also as a clause to paste under its claim."""

    verbose: bool = False
    ledger: bool = False
    paste: bool = False


FINDINGS = View()
"""What is wrong, and no more."""
