"""`aligncheck explain`: the page of a finding, or the list of all."""

from __future__ import annotations

import sys

from aligncheck.catalogue import catalogue, page
from aligncheck.diagnostics import nearest


def run_explain(code: str | None) -> int:
    """Print the page of a code, or all codes with what they are called; the exit status."""
    entries = catalogue()
    if code is None:
        for known, each in entries.items():
            print(f"{known}  {each.severity:<7}  {each.slug}")
        return 0
    asked = code.strip()
    entry = next(
        (each for each in entries.values() if asked.upper() == each.code or asked == each.slug), None
    )
    if entry is None:
        near = nearest(code.upper(), entries)
        hint = "did you mean " + ", ".join(near) + "?" if near else "`aligncheck explain` lists them all"
        print(f"aligncheck: there is no finding {code}: {hint}", file=sys.stderr)
        return 2
    print(page(entry))
    return 0
