"""What became of the evidence in `proofs/`, for people and for programs."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aligncheck.reports.pieces import Line, line
from aligncheck.verify import SOUND, Checked, Verification

VERSION = 1
STATUSES = ("replayed", "trusted", "stale", "missing", "damaged", "unexpected", "open", "gone", "ill_formed")


def as_lines(verification: Verification) -> Iterator[Line]:
    """What does not hold, then how much does, and on whose word."""
    for each in verification.checked:
        if each.status not in SOUND:
            said = f" {each.claim}" if each.claim else ""
            yield line(
                (each.status, "error"), f" {each.source}:{said}: {each.why} ", (_shown(each.path), "place")
            )
    counts = _counts(verification)
    words = Counter(" and ".join(each.engines) for each in verification.checked if each.status == "trusted")
    whose = ", ".join(f"{count} {names}" for names, count in sorted(words.items()))
    total = sum(counts.values())
    yield line(
        ("1 claim" if total == 1 else f"{total} claims", "strong"),
        f": {counts['replayed']} replayed whole",
        f", {counts['trusted']} replayed up to what engines said" + (f" ({whose})" if whose else ""),
        *(
            (f", {counts[status]} {status}", "error")
            for status in STATUSES
            if status not in SOUND and counts[status]
        ),
    )


def as_json(verification: Verification) -> str:
    """The same as JSON; `evidence.schema.json` beside this file says what each field means."""
    document = {
        "version": VERSION,
        "claims": [_claim(each) for each in verification.checked],
        "summary": _counts(verification),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _claim(each: Checked) -> dict[str, Any]:
    return {
        "name": each.claim,
        "file": each.source,
        "evidence": _shown(each.path),
        "status": each.status,
        "verdict": each.verdict,
        "grade": each.grade,
        "engines": list(each.engines),
        "reason": each.why,
    }


def _counts(verification: Verification) -> dict[str, int]:
    counts: Counter[str] = Counter(each.status for each in verification.checked)
    return {status: counts[status] for status in STATUSES}


def _shown(path: Path) -> str:
    """As it is seen from the current folder, where that is shorter."""
    return min((str(path), os.path.relpath(path)), key=len)
