"""Outcomes as bytes, and back. Times are not kept, nor what was not settled: `unknown` is asked again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from aligncheck.claims.claim import Claim, Consistent, Holds, Hypothesis, Independent, Reduces
from aligncheck.evidence.outcome import Outcome
from aligncheck.source import Span
from aligncheck.store.evidence import NothingToKeep, evidence_of, judged
from aligncheck.store.forms import Remembered
from aligncheck.store.shows import shows
from aligncheck.store.table import Damaged, Unwritable, read, written


def remembered(outcome: Outcome, earlier: Mapping[str, Outcome]) -> Remembered:
    """What is kept of an outcome. Raises NothingToKeep."""
    if outcome.satisfiable == "unknown" or outcome.claim.ill_formed:
        raise NothingToKeep("it is not settled")
    return Remembered(
        evidence_of(outcome, earlier), outcome.ok, outcome.grade, outcome.engine, outcome.reason,
        outcome.ledger, outcome.satisfiable, outcome.witnesses, outcome.problems,
    )  # fmt: skip


def recalled(found: Remembered, claim: Claim, earlier: Mapping[str, Outcome]) -> Outcome:
    """The outcome, judged by the kernel again. Raises Damaged."""
    if not shows(claim, found.evidence):
        raise Damaged("the evidence is not about what the claim asks")
    verdict, steps = judged(found.evidence, claim, earlier)
    return Outcome(
        claim, verdict, found.ok, grade=found.grade, engine=found.engine, reason=found.reason,
        ledger=found.ledger, satisfiable=found.satisfiable, reading=found.evidence.reading, steps=steps,
        witnesses=found.witnesses, problems=found.problems,
    )  # fmt: skip


def outcome_bytes(outcome: Outcome, earlier: Mapping[str, Outcome]) -> bytes:
    """Places are told by which of the claim's they are: a claim that has moved finds them again. Raises
    NothingToKeep."""
    places = places_of(outcome.claim)

    def place(span: Span) -> str:
        if span not in places:
            raise Unwritable("a place outside the claim")
        return str(places.index(span))

    try:
        rows = written(remembered(outcome, earlier), place)
    except Unwritable as error:
        raise NothingToKeep(str(error)) from None
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def outcome_from(body: bytes, claim: Claim, earlier: Mapping[str, Outcome]) -> Outcome:
    """The outcome of a claim with the same content. Raises Damaged."""
    places = places_of(claim)
    try:
        rows = json.loads(body)
    except ValueError as error:
        raise Damaged(str(error)) from None
    found = read(rows, lambda text: places[int(text)], checked=False)
    if not isinstance(found, Remembered):
        raise Damaged("something else than an outcome")
    return recalled(found, claim, earlier)


def places_of(claim: Claim) -> list[Span]:
    """The places that the judge may speak of, in an order that the content of the claim fixes."""
    places = [claim.span, claim.head, *_asked(claim), *_spans(claim.hypotheses), *claim.own]
    places += _spans(claim.expectation.only_given)
    return places if claim.finding is None else [*places, claim.finding.span]


def _asked(claim: Claim) -> list[Span]:
    match claim.question:
        case Holds(conclusions):
            return [each.span for each in conclusions]
        case Consistent(formulas):
            return _spans(formulas)
        case Independent(formula, premises):
            return [formula.span, *_spans(premises)]
        case Reduces() as question:
            return [question.span]


def _spans(hypotheses: Sequence[Hypothesis]) -> list[Span]:
    return [each.span for each in hypotheses]
