"""Why a claim is not settled: what each engine said, what is hard in the claim and where, how far the search
for counterexamples came, and what may help."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aligncheck.claims.claim import Claim, Holds
from aligncheck.engines.contract import NO_RULES, RULES_FALL_SHORT, Limits
from aligncheck.evidence.obstacles import Obstacle, obstacles
from aligncheck.kernel.terms import Quant
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import NAT
from aligncheck.kernel.verdicts import Bounded, Unknown
from aligncheck.obligations.shape import is_higher
from aligncheck.records import dataclass

SOLVERS = ("z3", "cvc5")
Reason = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """`reasons`: who or what gave up, and why, each once. `bound`: there is no counterexample with up to so many
    elements in each sort. `advice`: what to try, the likeliest first."""

    reasons: tuple[Reason, ...]
    obstacles: tuple[Obstacle, ...]
    bound: int | None
    advice: tuple[str, ...]


def explanation(claim: Claim, verdict: Unknown | Bounded, limits: Limits) -> Explanation:
    """Of a verdict that settles nothing; `limits` are those under which it was tried."""
    reasons = told_once(verdict.reasons)
    bound = verdict.n if isinstance(verdict, Bounded) else verdict.bound
    hard = obstacles(claim)
    return Explanation(reasons, hard, bound, tuple(_advice(claim, verdict, limits, hard)))


def told_once(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """One reason an engine where it says only that its time was up: that with the most of it."""
    found: dict[tuple[str, str], str] = {}
    for engine, why in reasons:
        key = (engine, "" if is_late(why) else why)
        found[key] = max(found.get(key, why), why, key=_patience)
    return tuple((engine, why) for (engine, _), why in found.items())


def is_late(why: str) -> bool:
    return "time was up" in why or why.startswith("no answer within")


def _patience(why: str) -> tuple[bool, float]:
    """Best what tells how far a search came, then the longest wait."""
    waited = re.search(r"within ([\d.]+) s", why)
    return "searched every size" in why, float(waited[1]) if waited else 0.0


def _advice(
    claim: Claim, verdict: Unknown | Bounded, limits: Limits, hard: Sequence[Obstacle]
) -> Iterator[str]:
    if isinstance(verdict, Unknown) and verdict.hint:
        yield verdict.hint
    engines = [engine for engine, _ in verdict.reasons]
    wanted = _wanted(claim)
    if "witness search" in engines and wanted:
        yield f"give the witness: `with {wanted} := …`"
    for construct in _without_rules(verdict):
        yield f"assume what the claim needs to know of {construct}"
    if any(why == RULES_FALL_SHORT for _, why in verdict.reasons):
        yield "claim first, for each value of its variable, what the terms of the sums have to do with one another"
    if any(engine in SOLVERS and is_late(why) for engine, why in verdict.reasons):
        yield f"more time: `--timeout {3 * limits.seconds:g}`"
    if isinstance(verdict, Bounded):
        yield f"search further: `--bound {verdict.n + 1}`"
    numbers = [each.name for each in claim.constants if each.type == NAT and each.name in claim.variables]
    if numbers and claim.induction is None:
        yield f"`by induction on {numbers[0]}`"
    if not isinstance(verdict, Unknown) or not verdict.hint:
        what = f" about `{claim_part(hard[0])}`" if hard else ""
        yield f"prove a part{what} as a claim of its own, and name it: `using …`"


def _without_rules(verdict: Unknown | Bounded) -> tuple[str, ...]:
    """The constructs that the solvers had to leave out."""
    left_out = (why.removeprefix(NO_RULES) for engine, why in verdict.reasons
                if engine in SOLVERS and why.startswith(NO_RULES))  # fmt: skip
    return tuple(dict.fromkeys(left_out))


def claim_part(obstacle: Obstacle) -> str:
    """The author's words where something is hard, in one line."""
    text = " ".join(obstacle.span.text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def _wanted(claim: Claim) -> str | None:
    """The name of the first function, set or structure that a conclusion says there is."""
    conclusions = claim.question.conclusions if isinstance(claim.question, Holds) else ()
    for each in conclusions:
        for node in walk(each.formula):
            if isinstance(node, Quant) and node.kind == "exists" and is_higher(node.var.type):
                return node.var.name
    return None
