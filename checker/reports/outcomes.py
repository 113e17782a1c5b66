"""A judged claim as text: what it came to, what was expected, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from aligncheck.evidence.outcome import Outcome
from aligncheck.kernel.verdicts import (
    Bounded, Contradicted, Disagreement, IllFormed, Proved, Refuted, Satisfied, Unknown, Vacuous,
)  # fmt: skip
from aligncheck.reports.pieces import Line, Style, indented, line
from aligncheck.reports.snippet import gutter, place, snippet


def failing(outcome: Outcome) -> list[Line]:
    """A claim that is not as expected: where it stands, what was expected, and why."""
    claim = outcome.claim
    width = gutter(claim.span)
    style: Style = "warning" if outcome.verdict.name in ("unknown", "bounded") else "error"
    return [
        line(
            (f"claim {claim.name}", "strong"),
            " is ",
            (shown_verdict(outcome), style),
            f", expected: {claim.expectation.shown}",
        ),
        line(" " * width, ("--> ", "place"), place(claim.span)),
        line(" " * width, (" |", "place")),
        *snippet(claim.span, width, "^", style),
        *indented(details(outcome), width + 1),
    ]


def brief(outcome: Outcome) -> list[Line]:
    """A claim that is as expected."""
    grade = f", {outcome.grade}" if outcome.grade else ""
    head = line(
        ("ok ", "good"),
        outcome.claim.name,
        ": ",
        shown_verdict(outcome),
        (f"{grade}, {outcome.seconds:.2f} s", "quiet"),
    )
    return [head, *indented(details(outcome), 3)]


def shown_verdict(outcome: Outcome) -> str:
    verdict = outcome.verdict
    return f"bounded({verdict.n})" if isinstance(verdict, Bounded) else verdict.name.replace("_", "-")


def details(outcome: Outcome) -> Iterator[Line]:
    """The evidence for a verdict, or what stands in the way of one."""
    verdict = outcome.verdict
    match verdict:
        case Proved():
            yield from ledger(outcome)
        case Satisfied():
            pass
        case Refuted(goal, model):
            from aligncheck.reports.counterexample import counterexample

            yield from counterexample(outcome.claim, goal, model)
        case Contradicted(_, core):
            yield line("these contradict one another: " + "; ".join(core))
        case Bounded(n):
            yield line(f"no counterexample with up to {n} elements in each sort: not a proof")
        case Unknown(reasons, hint):
            for engine, why in reasons:
                yield line((f"{engine}: ", "quiet"), why)
            if hint:
                yield line(("help: ", "strong"), hint)
        case Vacuous(_, core):
            yield line(
                "the assumptions contradict one another, so the claim says nothing: " + "; ".join(core)
            )
        case IllFormed(why):
            yield line(why)
        case Disagreement(what):
            yield line(what)
        case _:
            assert_never(verdict)


def ledger(outcome: Outcome) -> Iterator[Line]:
    """What a proof needs of what was assumed."""
    needed = [each.label for each in outcome.ledger if each.status.startswith("needed")]
    unused = [each.label for each in outcome.ledger if each.status == "removable" and each.kind == "assume"]
    if needed:
        yield line(("needs: ", "quiet"), "; ".join(needed))
    if unused:
        yield line(("does not need: ", "quiet"), "; ".join(unused))
