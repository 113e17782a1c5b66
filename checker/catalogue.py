"""Every kind of problem that the program can report, in code order, and its page."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from inspect import cleandoc

from aligncheck.diagnostics import Problem

ROOMS = (
    "aligncheck.syntax.problems",
    "aligncheck.library.problems",
    "aligncheck.elaborate.problems",
    "aligncheck.claims.problems",
    "aligncheck.lints.problems",
    "aligncheck.evidence.problems",
    "aligncheck.expectations",
    "aligncheck.defects",
)
"""The modules that list their problems in PROBLEMS."""


@cache
def catalogue() -> dict[str, type[Problem]]:
    """All problems by code, in code order."""
    found: list[type[Problem]] = []
    for room in ROOMS:
        found.extend(import_module(room).PROBLEMS)
    return {entry.code: entry for entry in sorted(found, key=lambda entry: entry.code)}


def page(entry: type[Problem]) -> str:
    """The page of a problem as plain text: what it is called, what it means, a sample and its mend."""
    heading = f"{entry.code} {entry.slug} ({entry.severity})"
    lines = [heading, "=" * len(heading), ""]
    sample = False
    for line in cleandoc(entry.__doc__ or "").splitlines():
        if line.startswith("```"):
            sample = not sample
            if sample:
                kind, _, note = line.removeprefix("```align").strip().partition(" ")
                title = "Wrong" if kind == "broken" else "Right"
                lines += ["", f"{title}{f' ({note})' if note else ''}:", ""]
            continue
        lines.append(f"    {line}".rstrip() if sample else line)
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.rstrip()
