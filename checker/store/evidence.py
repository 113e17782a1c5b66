"""A judged claim as evidence, and back: what is read is judged by the kernel again, about the goals that the
claim has now."""

from __future__ import annotations

from collections.abc import Mapping

from aligncheck.claims.claim import Claim
from aligncheck.evidence.outcome import Outcome
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.terms import FALSE
from aligncheck.kernel.theorem import Theorem
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.verdicts import (
    Bounded, Contradicted, Disagreement, IllFormed, Proved, Refuted, Satisfied, Unknown, Vacuous, Verdict,
    contradict, decide, prove, satisfy, vacuous,
)  # fmt: skip
from aligncheck.store.derivations import Digest, derivation_of, proved, refuted, unmarked
from aligncheck.store.forms import About, Counterexample, Evidence, Part, Proof, Restated, Rests, VerdictKind
from aligncheck.store.roots import Roots
from aligncheck.store.table import Damaged


class NothingToKeep(Exception):
    """A verdict that no evidence shows (`unknown`, a defect), or whose evidence is about something else."""


def evidence_of(outcome: Outcome, earlier: Mapping[str, Outcome], digest: Digest = unmarked) -> Evidence:
    """What the verdict of a claim and those of its conclusions rest on. Raises NothingToKeep."""
    collected = _Collected(Roots(outcome.claim, earlier, outcome.reading), digest)
    verdict = collected.rests(outcome.verdict)
    steps = tuple((label, collected.rests(each)) for label, each in outcome.steps)
    proofs, counterexamples = tuple(collected.proofs), tuple(collected.counterexamples)
    return Evidence(proofs, counterexamples, verdict, steps, outcome.reading)


class _Collected:
    """Each theorem and each counterexample once, however many verdicts rest on it."""

    def __init__(self, roots: Roots, digest: Digest) -> None:
        self.roots, self.digest = roots, digest
        self.proofs: list[Proof | Part] = []
        self.counterexamples: list[Counterexample | Restated] = []
        self.numbers: dict[int, int] = {}
        self.parts: dict[int, Part] = {}

    def rests(self, verdict: Verdict) -> Rests:
        match verdict:
            case Proved(theorems):
                return Rests("proved", tuple(map(self.proof, theorems)))
            case Satisfied(models):
                return Rests("satisfied", tuple(map(self.counterexample, models)))
            case Refuted():
                return Rests("refuted", (self.counterexample(verdict),))
            case Contradicted(proof, _):
                return Rests("contradicted", tuple(map(self.proof, proof.theorems)))
            case Vacuous(proof, _):
                return Rests("vacuous", tuple(map(self.proof, proof.theorems)))
            case Bounded():
                return Rests("bounded", said=verdict)
            case IllFormed(why, found):
                return Rests("ill_formed", () if found is None else (self.counterexample(found),), why=why)
            case Unknown() | Disagreement():
                raise NothingToKeep(verdict.name)

    def proof(self, theorem: Theorem) -> int:
        if id(theorem) not in self.numbers:
            self.proofs.append(self.parts.get(id(theorem)) or self.whole(theorem))
            self.numbers[id(theorem)] = len(self.proofs) - 1
        return self.numbers[id(theorem)]

    def whole(self, theorem: Theorem) -> Proof:
        """A proof about a goal of the claim; what stands in it may be asked for later."""
        about = self.about(theorem.goal)
        todo: list[tuple[Theorem, tuple[int, ...]]] = [(theorem, ())]
        for each, path in todo:
            self.parts[id(each)] = Part(len(self.proofs), path)
            todo += [(part, (*path, at)) for at, part in enumerate(each.parts)]
        return Proof(about, derivation_of(theorem, self.digest))

    def counterexample(self, found: Refuted) -> int:
        if id(found) not in self.numbers:
            path = tuple((step.rule, number) for step, number in found.path)
            shown = tuple((each.goal, derivation_of(each, self.digest)) for each in found.shown)
            plain = Counterexample(self.about(found.root), path, found.model)
            self.counterexamples.append(Restated(plain, shown) if shown else plain)
            self.numbers[id(found)] = len(self.counterexamples) - 1
        return self.numbers[id(found)]

    def about(self, goal: object) -> About:
        found = self.roots.about(goal)  # type: ignore[arg-type]
        if found is None:
            raise NothingToKeep("the evidence is about no goal of the claim")
        return found


def judged(
    evidence: Evidence, claim: Claim, earlier: Mapping[str, Outcome], digest: Digest = unmarked
) -> tuple[Verdict, tuple[tuple[str, Verdict], ...]]:
    """The verdict of the claim and those of its conclusions, made by the kernel from the evidence. Raises
    Damaged where it does not show them."""
    roots = Roots(claim, earlier, evidence.reading)
    try:
        theorems: list[Theorem] = []
        for proof in evidence.proofs:
            theorems.append(_theorem(proof, theorems, roots, digest))
        found = [refuted(roots.goal(each.about), each, digest) for each in evidence.counterexamples]
        made: dict[Rests, Verdict] = {}
        for each in (evidence.verdict, *(rests for _, rests in evidence.steps)):
            made[each] = made.get(each) or _verdict(each, theorems, found)
    except (KernelRefusal, CannotEvaluate) as error:
        raise Damaged(str(error)) from None
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        # Terms that only look like terms: the rules meet them as such.
        raise Damaged(f"{type(error).__name__}: {error}") from None
    return made[evidence.verdict], tuple((label, made[each]) for label, each in evidence.steps)


def _theorem(proof: Proof | Part, earlier: list[Theorem], roots: Roots, digest: Digest) -> Theorem:
    if isinstance(proof, Proof):
        return proved(roots.goal(proof.about), proof.derivation, digest)
    theorem = earlier[proof.proof]
    for at in proof.path:
        theorem = theorem.parts[at]
    return theorem


def _verdict(rests: Rests, theorems: list[Theorem], found: list[Refuted]) -> Verdict:
    kind: VerdictKind = rests.kind
    match kind:
        case "proved":
            return prove(*(theorems[at] for at in rests.on))
        case "satisfied":
            return satisfy(*(found[at] for at in rests.on))
        case "refuted":
            return found[rests.on[0]]
        case "contradicted":
            theorem = theorems[rests.on[0]]
            return contradict(theorem) if theorem.goal.conclusion == FALSE else decide(theorem)
        case "vacuous":
            return vacuous(theorems[rests.on[0]])
        case "bounded":
            if rests.said is None:
                raise Damaged("a bound of nothing")
            return rests.said
        case "ill_formed":
            return IllFormed(rests.why, found[rests.on[0]] if rests.on else None)
