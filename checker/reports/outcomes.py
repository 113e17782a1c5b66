"""A judged claim as text: what it came to, what was expected, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from aligncheck.claims.claim import Claim
from aligncheck.evidence.outcome import Outcome
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.values import Model
from aligncheck.kernel.verdicts import (
    Bounded, Contradicted, Disagreement, IllFormed, Proved, Refuted, Satisfied, Unknown, Vacuous,
)  # fmt: skip
from aligncheck.reports.counterexample import counterexample, shown_model
from aligncheck.reports.ledger import ledger, rules
from aligncheck.reports.pieces import Line, Style, indented, line
from aligncheck.reports.snippet import gutter, place, snippet
from aligncheck.reports.view import View


def failing(outcome: Outcome, view: View) -> list[Line]:
    """A claim that is not as expected, and of which no finding tells."""
    claim = outcome.claim
    width = gutter(claim.head)
    style: Style = "warning" if outcome.verdict.name in ("unknown", "bounded") else "error"
    why = reason(outcome)
    return [
        line(
            (f"claim {claim.name}", "strong"),
            " is ",
            (shown_verdict(outcome), style),
            f", and {claim.expectation.shown} was expected",
        ),
        line(" " * width, ("--> ", "place"), place(claim.head)),
        line(" " * width, (" |", "place")),
        *snippet(claim.head, width, "^", style),
        *([line(" " * width, (" = ", "place"), why)] if why else []),
        *indented(evidence(outcome, view), width + 1),
    ]


def brief(outcome: Outcome, view: View) -> list[Line]:
    """A claim that is as expected: one line, and what there is to see of it."""
    grade = f", {outcome.grade}" if outcome.grade else ""
    head = line(
        ("ok ", "good"),
        outcome.claim.name,
        ": ",
        shown_verdict(outcome),
        (f"{grade}, {outcome.seconds:.2f} s", "quiet"),
    )
    told = view.ledger and (outcome.ledger or rules(outcome))
    shown = ledger(outcome) if told else evidence(outcome, view)
    return [head, *indented(shown, 3)]


def shown_verdict(outcome: Outcome) -> str:
    verdict = outcome.verdict
    return f"bounded({verdict.n})" if isinstance(verdict, Bounded) else verdict.name


def evidence(outcome: Outcome, view: View) -> Iterator[Line]:
    """What there is to see of a verdict: a counterexample, what a proof rests on, what each engine said."""
    verdict = outcome.verdict
    match verdict:
        case Proved() | Satisfied():
            if outcome.reading:
                yield line(("under the reading: ", "quiet"), outcome.reading)
            yield from _ledger(outcome)
        case Refuted(goal, model):
            yield from counterexample(outcome.claim, goal, model)
            if outcome.reason:
                yield line(("note: ", "quiet"), outcome.reason)
            yield from _to_paste(outcome.claim, goal, model, view)
            for other in outcome.further:
                yield from counterexample(outcome.claim, *other, "another counterexample:")
                yield from _to_paste(outcome.claim, *other, view)
        case IllFormed(_, Refuted(goal, model)):
            yield from counterexample(outcome.claim, goal, model)
        case Unknown() | Bounded():
            yield from _unsettled(outcome)
        case Disagreement(_, _, model):
            for who, what in said_by(outcome):
                yield line((f"{who}: ", "quiet"), what)
            if model is not None:
                yield from shown_model("the model that they differ about:", outcome.claim, *model)
        case Contradicted() | Vacuous() | IllFormed():
            pass
        case _:
            assert_never(verdict)
    for label, step in outcome.steps if len(outcome.steps) > 1 else ():
        yield line((f"{step.name}: ", "quiet"), label)


def _to_paste(claim: Claim, goal: Goal, model: Model, view: View) -> Iterator[Line]:
    """A clause that states the counterexample, and what of it has no form there."""
    if not view.paste:
        return
    from aligncheck.reports.pasting import pasted

    form = pasted(claim, goal, model)
    if form.clause is not None:
        yield line(("to paste under the claim:", "strong"))
        yield line("  ", form.clause)
    for name, why in form.left_open:
        yield line((f"left open: `{name}`, for {why}", "quiet"))


def said_by(outcome: Outcome) -> tuple[tuple[str, str], ...]:
    """Who said what, where nothing is settled or two differ."""
    verdict = outcome.verdict
    match verdict:
        case Disagreement(_, said, _):
            return said
        case Unknown() | Bounded():
            return verdict.reasons if outcome.explanation is None else outcome.explanation.reasons
        case _:
            return ()


def _unsettled(outcome: Outcome) -> Iterator[Line]:
    """Who gave up and why, and how far the search for counterexamples came."""
    why = outcome.explanation
    for engine, detail in said_by(outcome):
        yield line((f"{engine}: ", "quiet"), detail)
    if why is not None and why.bound is not None:
        yield line(("largest bound checked: ", "quiet"), f"{_count(why.bound)} in each sort")


def reason(outcome: Outcome) -> str | None:
    """Why a claim is not settled, or on what its verdict rests, in one sentence."""
    verdict = outcome.verdict
    match verdict:
        case Proved() | Satisfied() | Refuted():
            return outcome.reason
        case Contradicted(_, core):
            return f"these contradict one another: {_listed(core)}"
        case Bounded(n, _):
            return f"no counterexample with up to {_count(n)} in each sort: not a proof"
        case Unknown():
            return verdict.text or outcome.reason
        case Vacuous(_, core):
            return f"the assumptions contradict one another, so the claim says nothing: {_listed(core)}"
        case IllFormed(why):
            return why
        case Disagreement(what, _, _):
            return what
        case _:
            assert_never(verdict)


def _listed(labels: tuple[str, ...]) -> str:
    return "; ".join(f"`{label}`" for label in labels)


def _count(n: int) -> str:
    return "1 element" if n == 1 else f"{n} elements"


def _ledger(outcome: Outcome) -> Iterator[Line]:
    """What a proof needs of what was assumed."""
    removable = [each for each in outcome.ledger if each.status == "removable" and each.kind == "assume"]
    # What could go by itself, but not with all others that go, stays.
    kept = [each for each in removable if each.used]
    needed = [each.label for each in outcome.ledger if each.status.startswith("needed") or each in kept]
    unused = [each.label for each in removable if not each.used]
    if needed:
        yield line(("needs: ", "quiet"), "; ".join(needed))
    if unused:
        yield line(("does not need: ", "quiet"), "; ".join(unused))
