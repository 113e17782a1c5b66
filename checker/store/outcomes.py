"""Outcomes as bytes, and back. Times are not kept, nor what was not settled: `unknown` is asked again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields

from aligncheck.claims.claim import (
    Claim, Conclusion, Consistent, Expectation, Holds, Hypothesis, Independent, Reduces,
)  # fmt: skip
from aligncheck.diagnostics import Problem
from aligncheck.evidence.outcome import Outcome
from aligncheck.source import Span
from aligncheck.store.evidence import NothingToKeep, evidence_of, judged
from aligncheck.store.forms import Remembered
from aligncheck.store.shows import shows
from aligncheck.store.table import Damaged, Unwritable, read, written


KEPT = tuple(each.name for each in fields(Remembered) if each.name != "evidence")


def remembered(outcome: Outcome, earlier: Mapping[str, Outcome]) -> Remembered:
    """What is kept of an outcome. Raises NothingToKeep."""
    if outcome.satisfiable == "unknown" or outcome.claim.ill_formed:
        raise NothingToKeep("it is not settled")
    return Remembered(evidence_of(outcome, earlier), **{name: getattr(outcome, name) for name in KEPT})


def recalled(found: Remembered, claim: Claim, earlier: Mapping[str, Outcome]) -> Outcome:
    """The outcome, judged by the kernel again. Raises Damaged."""
    if not shows(claim, found.evidence):
        raise Damaged("the evidence is not about what the claim asks")
    verdict, steps = judged(found.evidence, claim, earlier)
    kept = {name: getattr(found, name) for name in KEPT}
    return Outcome(claim, verdict, reading=found.evidence.reading, steps=steps, **kept)


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


def places_of(value: object) -> list[Span]:
    """The places that a claim holds, in an order that its content fixes."""
    match value:
        case Span():
            return [value]
        case tuple():
            return [place for each in value for place in places_of(each)]
        case Claim() | Conclusion() | Hypothesis() | Holds() | Consistent() | Independent() | Reduces():
            return [place for each in fields(value) for place in places_of(getattr(value, each.name))]
        case Expectation():
            return places_of(value.only_given)
        case Problem():
            return [value.span]
        case _:
            return []
