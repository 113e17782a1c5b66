"""Findings that an author expects are not counted, and their absence is."""

from dataclasses import dataclass
from typing import ClassVar

from aligncheck.claims.claim import Claim, Expectation, Holds
from aligncheck.diagnostics import Problem
from aligncheck.evidence.outcome import Outcome
from aligncheck.expectations import settle
from aligncheck.kernel.verdicts import Bounded
from aligncheck.source import SourceFile, Span

SOURCE = SourceFile("a.align", "claim a: ill. claim b: ill.")
A, B = Span(SOURCE, 0, 13), Span(SOURCE, 14, 27)


@dataclass(frozen=True, slots=True)
class Ill(Problem):
    code: ClassVar[str] = "A602"
    slug: ClassVar[str] = "ill"

    def message(self) -> str:
        return "ill"


IN_A, IN_B = Ill(Span(SOURCE, 9, 12)), Ill(Span(SOURCE, 23, 26))


def outcome(span: Span, expected: str | None, *problems: Problem, ok: bool = True) -> Outcome:
    expectation = Expectation(code=expected, kind="finding" if expected else "verdict")
    return Outcome(Claim("c", span, Holds(()), (), (), (), expectation), Bounded(1), ok, problems=problems)


def test_an_expected_finding_in_the_claim_is_taken_out_and_the_claim_is_as_expected() -> None:
    settled = settle([IN_A, IN_B], [outcome(A, "A602", ok=False)])
    assert settled.expected == (IN_A,)
    assert settled.counted == (IN_B,)
    assert settled.outcomes[0].ok


def test_a_finding_of_the_judge_may_be_the_expected_one() -> None:
    settled = settle([], [outcome(A, "A602", IN_A)])
    assert settled.expected == (IN_A,) and not settled.counted


def test_a_finding_expected_in_vain_is_a_finding_and_the_claim_is_not_as_expected() -> None:
    settled = settle([IN_B], [outcome(A, "A602")])
    assert [problem.code for problem in settled.counted] == ["A750", "A602"]
    assert not settled.outcomes[0].ok


def test_a_claim_that_expects_a_verdict_takes_nothing_out() -> None:
    settled = settle([IN_A], [outcome(A, None), outcome(B, None, ok=False)])
    assert settled.counted == (IN_A,)
    assert [each.ok for each in settled.outcomes] == [True, False]
