"""What evidence is kept under: the content of a claim, and the program and engines that judged it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aligncheck.claims.claim import Claim, Presentation
from aligncheck.evidence.outcome import Outcome
from aligncheck.store.table import digest
from aligncheck.store.versions import program


def content(claim: Claim) -> str:
    """Tells the claim from all others, by all that the judge knows of it: definitions put in, names included.
    Where it stands does not matter."""
    return digest(claim)


def matter(claim: Claim) -> str:
    """Tells what is claimed: as `content`, but for how models are shown and what searches may use."""
    return digest(replace(claim, presentation=Presentation(), operations=(), own=(), finding=None))


def key_of(claim: Claim, earlier: Mapping[str, Outcome]) -> str:
    """The key of a claim's outcome. What it rests on (lemmas, obligations of definitions) is part of it."""
    known = [
        (name, content(earlier[name].claim), earlier[name].verdict.name, earlier[name].grade)
        for name in (*claim.depends_on, *claim.lemmas)
        if name in earlier
    ]
    return digest((program(), content(claim), tuple(known)))
