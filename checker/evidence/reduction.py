"""`reduces`: stub."""

from __future__ import annotations

from aligncheck.claims.claim import Reduces
from aligncheck.evidence.case import Case
from aligncheck.evidence.finding import Finding
from aligncheck.kernel.verdicts import Unknown


def reduces(case: Case, question: Reduces) -> Finding:
    """Not built yet."""
    return Finding(Unknown((("judge", "reductions are not built yet"),)))
