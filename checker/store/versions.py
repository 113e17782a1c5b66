"""Which program and which engines made something."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import aligncheck
import aligncheck.grammar

ENGINES = ("z3_solver", "cvc5", "sympy", "lark")
"""The packages whose versions matter, as their folders of metadata are called."""


@cache
def program() -> str:
    """Tells this program and its engines from all other versions: a file of it that changed makes it another."""
    parts = [f"python {sys.version}", *sorted(_metadata())]
    for package in (aligncheck, aligncheck.grammar):
        home = Path(package.__file__ or "").parent
        parts += [f"{path.relative_to(home)} {size} {time}" for path, size, time in _files(home)]
    return sha256("\n".join(parts).encode()).hexdigest()


def _files(home: Path) -> Iterator[tuple[Path, int, int]]:
    for here, folders, names in os.walk(home):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            path = Path(here, name)
            known = path.stat()
            yield path, known.st_size, known.st_mtime_ns


def _metadata() -> Iterator[str]:
    """The names of the folders that say which versions are installed: `z3_solver-5.4.1.0.dist-info`."""
    for folder in dict.fromkeys(sys.path):
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        yield from (name for name in names if name.endswith(".dist-info") and name.split("-")[0] in ENGINES)
