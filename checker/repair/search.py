"""The search for the nearest change of a claim that makes it true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from aligncheck.diagnostics import Fix, Problem
from aligncheck.engines.contract import Limits
from aligncheck.evidence.asking import Portfolio
from aligncheck.kernel import clock
from aligncheck.kernel.goal import Assumption
from aligncheck.kernel.values import Model
from aligncheck.records import dataclass
from aligncheck.repair.candidates import candidates
from aligncheck.repair.change import Change
from aligncheck.repair.definitions import Rewriting
from aligncheck.repair.keeping import keeping
from aligncheck.repair.site import Site
from aligncheck.repair.suppositions import supposing
from aligncheck.repair.trial import Trial, Tried
from aligncheck.source import within

OFFERED = 3
"""Repairs shown of one claim."""
PATIENCE = (0.15, 1.0)
"""Seconds for one change: first for all of them, then for those that were left open."""
FURTHER = 0.5
"""How much farther than the nearest repair found another one may be to be looked for."""
GIVEN = 1.15
"""The distance of a side condition without which the claim fails in degenerate models only."""
POINTED = 0.2
"""How much nearer a change is where a finding points."""
KNOWN = 0.8
"""The distance of a mend that a finding offers."""


KEEPING = 0.6
"""The part of the time for what an invariance that fails leaves true."""

LIKELY = 1.4
"""The distance up to which a change of the claim makes it needless to look into definitions."""

Found: TypeAlias = list[tuple[float, int, Change]]
"""Good changes, each with its distance and its place among those tried."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A claim to repair: `models` that refute it, what its findings offer as mends, and the lemmas it names.
    `given`: side conditions that exclude a degenerate counterexample. `rewriting`: its file, whose definitions
    may be changed; `sound`: the other claims there that are as expected."""

    site: Site
    models: tuple[Model, ...]
    problems: tuple[Problem, ...]
    lemmas: tuple[Assumption, ...] = ()
    given: tuple[str, ...] = ()
    rewriting: Rewriting | None = None
    sound: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Repaired:
    """The changes, the nearest first; and what an invariance that fails leaves true."""

    fixes: tuple[Fix, ...] = ()
    kept: str | None = None


def repairs(
    failing: Failing,
    portfolio: Portfolio,
    limits: Limits,
    seconds: float,
    heard: Callable[[Change], None] = lambda change: None,
) -> Repaired:
    """The nearest changes that were found within `seconds`, nearest first: of the claim, and of the definitions
    that it names where no likely one of the claim is found. `heard` is told of each one tried."""
    until = clock.now() + seconds
    trial = Trial(failing.site, portfolio, limits, failing.lemmas, list(failing.models), failing.sound)
    file = None if failing.rewriting is None else failing.rewriting.file
    kept = keeping(trial, file, clock.now() + KEEPING * seconds)
    found: Found = [(distance, -1, change) for distance, change in kept.changes]
    own = trial.sifted(pointed_at(failing, candidates(failing.site, offered(failing))), heard)
    _tried(own, trial.judge, found, until, heard)
    if failing.rewriting is not None and not any(distance <= LIKELY for distance, _, _ in found):
        rewriting = failing.rewriting
        elsewhere = rewriting.changes(failing.site)
        _tried(
            elsewhere, lambda change, left: trial.judge_in_file(change, rewriting, left), found, until, heard
        )
    return Repaired(tuple(change.fix for change in _offers(trial, found)), kept.said)


def _tried(
    changes: Sequence[Change],
    judge: Callable[[Change, float], Tried],
    found: Found,
    until: float,
    heard: Callable[[Change], None],
) -> None:
    """Try the changes, and keep those that are good: first all for a short time, then those left open."""
    waiting = list(enumerate(changes))
    for patience in PATIENCE:
        later: list[tuple[int, Change]] = []
        for at, change in waiting:
            left = until - clock.now()
            if left <= 0 or change.cost > _enough(found):
                break
            heard(change)
            tried = judge(change, min(patience, left))
            if tried.distance is not None:
                found.append((tried.distance, at, change))
            elif tried.open:
                later.append((at, change))
        waiting = later


def _offers(trial: Trial, found: Found) -> list[Change]:
    """The nearest, and those that are hardly farther; of two suppositions not the one that says more."""
    offers: list[Change] = []
    ranked = sorted(found, key=lambda each: each[:2])
    for distance, _, change in ranked:
        if len(offers) == OFFERED or distance > ranked[0][0] + FURTHER:
            break
        more = change.supposes
        earlier = [each.supposes for each in offers if each.supposes is not None]
        if more is None or not any(trial.weaker(more, each) for each in earlier):
            offers.append(change)
    return offers


def _enough(found: Found) -> float:
    """The cost above which no change can be among those offered, or is too far behind the nearest."""
    distances = sorted(distance for distance, _, _ in found)
    if not distances:
        return float("inf")
    return distances[OFFERED - 1] if len(distances) >= OFFERED else distances[0] + FURTHER


def pointed_at(failing: Failing, changes: Sequence[Change]) -> list[Change]:
    """The changes, nearer where a finding points at their place (and not at the whole claim)."""
    head = failing.site.claim.head
    places = [
        each.span for each in failing.problems if each.severity != "remark" and not within(head, each.span)
    ]
    nearer = [
        replace(change, cost=change.cost - POINTED)
        if any(all(within(edit.span, place) for edit in change.edits) for place in places)
        else change
        for change in changes
    ]
    return sorted(nearer, key=lambda change: change.cost)


def offered(failing: Failing) -> list[Change]:
    """The mends of findings that lie within the claim, and what excludes a degenerate counterexample."""
    span = failing.site.declaration.span
    mends = [fix for problem in failing.problems for fix in problem.fixes()]
    given = [supposing(failing.site, text, GIVEN) for text in failing.given]
    return [each for each in given if each is not None] + [
        Change(fix.title, fix.edits, KNOWN)
        for fix in mends
        if all(within(edit.span, span) for edit in fix.edits)
    ]
