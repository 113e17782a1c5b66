"""Whether evidence is about what a claim asks: a verdict counts only if it rests on goals that settle it."""

from __future__ import annotations

from aligncheck.claims.claim import Claim, Consistent, Holds, Independent, Reduces
from aligncheck.store.forms import Evidence, Part, Rests, VerdictKind

ON_MODELS = ("satisfied", "refuted", "ill_formed")


def shows(claim: Claim, evidence: Evidence) -> bool:
    """Whether the evidence for the verdict on the claim (and on what it says to be proved only given more) is
    about the goals that these verdicts are about."""
    if not _about(claim, evidence, evidence.verdict, ""):
        return False
    if not claim.expectation.only_given:
        return True
    return bool(evidence.steps) and _about(claim, evidence, evidence.steps[-1][1], "given ")


def _about(claim: Claim, evidence: Evidence, rests: Rests, prefix: str) -> bool:
    if rests.kind == "bounded" or (rests.kind == "ill_formed" and not rests.on):
        return True  # Nothing is shown: whoever reads it takes it on trust or leaves it.
    pieces = evidence.counterexamples if rests.kind in ON_MODELS else evidence.proofs
    if not rests.on or not all(0 <= at < len(pieces) for at in rests.on):
        return False
    abouts = [each.about for at in rests.on if not isinstance(each := pieces[at], Part)]
    if rests.kind in ON_MODELS and any(each.kept is not None for each in abouts):
        return False  # A model of fewer assumptions is no model of all.
    needs = _needed(claim, rests.kind, evidence.reading)
    names = {each.name for each in abouts}
    return bool(needs) and all(names & {prefix + name for name in options} for options in needs)


def _needed(claim: Claim, kind: VerdictKind, reading: str | None) -> list[list[str]]:
    """Of each of these lists one goal must have been settled; none at all: the claim has no such verdict."""
    match claim.question, kind:
        case Holds(conclusions), "proved":
            numbers = range(1, len(conclusions) + 1)
            return [[f"conclusion {number}", f"conclusion {number} without lemmas"] for number in numbers]
        case Holds(conclusions), "refuted":
            numbers = range(1, len(conclusions) + 1)
            wholes = [f"conclusion {number}" for number in numbers]
            options = (
                f"{each} {how}" for each in wholes for how in ("where it is defined", "without lemmas")
            )
            return [[*wholes, *options]]
        case Holds(conclusions), "ill_formed":
            return [[f"conclusion {number} is defined" for number in range(1, len(conclusions) + 1)]]
        case Holds() | Reduces(), "vacuous":
            return [["assumptions"]]
        case Reduces(), "proved":
            return [["reduction"]] if reading is not None else []
        case Reduces(), "refuted":
            return [["reduction"]] if reading is None else []
        case Consistent(), "satisfied" | "contradicted":
            return [["formulas"]]
        case Independent(), "satisfied":
            return [["formula"], ["negation"]]
        case Independent(), "contradicted":
            return [["formula", "negation"]]
        case Independent(), "vacuous":
            return [["premises"]]
        case _:
            return []
