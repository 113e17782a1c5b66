"""The folder `proofs/`: one small file of evidence for each claim, laid out as the specifications are."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aligncheck.evidence.outcome import Outcome
from aligncheck.records import dataclass
from aligncheck.store.derivations import engines_in
from aligncheck.store.evidence import NothingToKeep, evidence_of
from aligncheck.store.forms import Evidence, Proof, Restated
from aligncheck.store.keys import matter
from aligncheck.store.shows import ON_MODELS
from aligncheck.store.table import Damaged, Unwritable, digest, read, written

FOLDER, SUFFIX = "proofs", ".json"
VERSION = 1
LIMIT = 4 << 20
"""Bytes of the largest file that is read."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What a file of evidence holds. `content` tells what was claimed when it was written. What it says of
    verdict, grade and engines is for readers: the verdict is made from the evidence."""

    claim: str
    content: str
    grade: str | None
    evidence: Evidence


def filed_text(outcome: Outcome, earlier: Mapping[str, Outcome]) -> str:
    """The text of the file for a claim: the same for the same evidence. Raises NothingToKeep where the kernel
    could not judge it again (a bound, an open claim)."""
    try:
        evidence = evidence_of(outcome, earlier, digest)
        if not evidence.verdict.on:
            raise NothingToKeep(f"nothing shows `{outcome.verdict.name}`")
        rows = written(evidence)
        head = {
            "version": VERSION,
            "claim": outcome.claim.name,
            "verdict": outcome.verdict.name,
            "grade": outcome.grade,
            "engines": sorted(engines_of(evidence)),
            "lemmas": list(outcome.claim.lemmas),
            "content": matter(outcome.claim, earlier),
        }
    except Unwritable as error:
        raise NothingToKeep(str(error)) from None
    lines = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in rows)
    return f'{json.dumps(head, ensure_ascii=False, indent=2)[:-2]},\n  "evidence": [\n{lines}\n  ]\n}}\n'


def filed(text: str) -> Filed:
    """What such a text holds. Raises Damaged."""
    try:
        data: Any = json.loads(text)
        if data["version"] != VERSION:
            raise Damaged("it was written by another version")
        evidence = read(data["evidence"])
        claim, content, grade = data["claim"], data["content"], data["grade"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Damaged(f"it is not readable ({type(error).__name__})") from None
    if not isinstance(evidence, Evidence) or not isinstance(claim, str) or not isinstance(content, str):
        raise Damaged("it holds something else than evidence")
    return Filed(claim, content, grade if isinstance(grade, str) else None, evidence)


def refiled(path: Path, content: str) -> str:
    """The text of a file that was read, for what its evidence shows now."""
    return re.sub(r'"content": "\w*"', f'"content": "{content}"', path.read_text(encoding="utf-8"), count=1)


def engines_of(evidence: Evidence) -> frozenset[str]:
    """The engines whose word the verdict rests on."""
    if evidence.verdict.kind in ON_MODELS:
        found = [evidence.counterexamples[at] for at in evidence.verdict.on]
        shown = [part for each in found if isinstance(each, Restated) for _, part in each.shown]
        return frozenset().union(*map(engines_in, shown))
    proofs = [evidence.proofs[at] for at in evidence.verdict.on]
    return frozenset().union(*(engines_in(each.derivation) for each in proofs if isinstance(each, Proof)))


def read_filed(path: Path) -> Filed | None:
    """What the file holds; None if there is no such file. Raises Damaged."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise Damaged("it is too large")
        return filed(data.decode("utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Damaged(f"it cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise Damaged("it is not text") from None


def folder_for(source: Path, given: Sequence[Path]) -> Path:
    """Where the evidence for a specification lies: the same path below `proofs/` as the specification has below
    the folder beside it. Where there is no such folder yet, beside the folder that was `given`."""
    whole = source.resolve()
    beside = (each for each in whole.parents if (each.parent / FOLDER).is_dir())
    around = (each for each in map(Path.resolve, given) if each in whole.parents)
    base = next(beside, None) or next(around, None) or whole.parent
    return base.parent / FOLDER / whole.relative_to(base).with_suffix("")


def file_name(claim: str) -> str:
    """The name of a claim's file: `compose.law.json`, `prevent.printed.json`."""
    return quote(re.sub(r" \((\w+)\)$", r".\1", claim), safe=_letters(claim)) + SUFFIX


def _letters(claim: str) -> str:
    """Letters of any script are kept; `/` and what file systems dislike are not."""
    return "".join(each for each in claim if each.isalnum() or each in "._'-")


def put(path: Path, text: str) -> None:
    """Write all of a file or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)
