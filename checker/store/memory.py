"""What earlier runs found of the same claims."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from aligncheck.claims.claim import Claim
from aligncheck.engines.contract import Limits
from aligncheck.evidence.outcome import Outcome
from aligncheck.kernel.verdicts import Bounded
from aligncheck.store.evidence import NothingToKeep
from aligncheck.store.keys import key_of
from aligncheck.store.outcomes import outcome_bytes, outcome_from
from aligncheck.store.table import Damaged, Unwritable


class Entries(Protocol):
    """Keyed bytes (store.database)."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, body: bytes) -> None: ...


class Memory:
    """Outcomes of claims by their content. A verdict that does not hang on the limits of the search is good
    under any; a bound only for a search that asks for no more, of elements and of time."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries

    def recall(self, claim: Claim, limits: Limits, earlier: Mapping[str, Outcome]) -> Outcome | None:
        """The outcome of the claim, judged again from what was kept, if there is any."""
        began = time.monotonic()
        key = _key(claim, earlier)
        body = None if key is None else self.entries.get(key)
        if body is None:
            return None
        head, _, rest = body.partition(b"\n")
        try:
            known = outcome_from(rest, claim, earlier) if covers(json.loads(head), limits) else None
        except (Damaged, ValueError, LookupError, TypeError):
            return None
        return None if known is None else replace(known, seconds=time.monotonic() - began)

    def keep(self, outcome: Outcome, limits: Limits, earlier: Mapping[str, Outcome]) -> None:
        """Keep what an outcome rests on, if it is settled."""
        key = _key(outcome.claim, earlier)
        if key is None:
            return
        try:
            body = outcome_bytes(outcome, earlier)
        except NothingToKeep:
            return
        self.entries.put(key, head_of([outcome], limits) + b"\n" + body)


def head_of(outcomes: Sequence[Outcome], limits: Limits) -> bytes:
    """For which limits outcomes are good: for any, or, if a bound is among them, for no more than these."""
    found = [verdict for each in outcomes for verdict in (each.verdict, *(step for _, step in each.steps))]
    bounds = [verdict.n for verdict in found if isinstance(verdict, Bounded)]
    return json.dumps([min(bounds), limits.seconds] if bounds else []).encode()


def covers(head: Sequence[float], limits: Limits) -> bool:
    """Whether what was kept with this head is good for limits."""
    return not head or (limits.bound <= head[0] and limits.seconds <= head[1])


def _key(claim: Claim, earlier: Mapping[str, Outcome]) -> str | None:
    try:
        return key_of(claim, earlier)
    except Unwritable:
        return None
