"""Findings that an author expects (`expect finding A602`, `expect ill_formed A401`): they are not counted
against the file, and their absence is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from aligncheck.diagnostics import Problem
from aligncheck.records import dataclass
from aligncheck.source import Span

if TYPE_CHECKING:
    from aligncheck.evidence.outcome import Outcome


@dataclass(frozen=True, slots=True)
class ExpectedFindingMissing(Problem):
    """A claim expects a finding that was not made.

    `expect finding CODE` and `expect ill_formed CODE` keep what is printed in a paper and wrong, together
    with what is wrong with it. If nothing of that code is found in the claim, either the text was mended or
    the code is another one.

    ```align broken
    sort World
    claim printed_in_the_paper:
      for u, v, w: World
      assume u = v, v = w
      show u = w
      expect finding A401
    ```
    ```align fixed
    sort World
    claim printed_in_the_paper:
      for u, v, w: World
      assume u = v, v = w
      show u = w
    ```
    """

    code: ClassVar[str] = "A750"
    slug: ClassVar[str] = "expected-finding-missing"
    claim: str
    expected: str

    def message(self) -> str:
        return f"`{self.claim}` expects the finding {self.expected}, and nothing of that kind was found in it"

    def help(self) -> str | None:
        return f"`aligncheck explain {self.expected}` says what that finding is about"


PROBLEMS: tuple[type[Problem], ...] = (ExpectedFindingMissing,)


@dataclass(frozen=True, slots=True)
class Settled:
    """The findings of a file, parted into those that count and those that were expected, and its outcomes."""

    counted: tuple[Problem, ...]
    expected: tuple[Problem, ...]
    outcomes: tuple[Outcome, ...]


def settle(problems: Sequence[Problem], outcomes: Sequence[Outcome]) -> Settled:
    """Take out what each claim expects to be found in it; report what it expects in vain."""
    everything = _once([*problems, *(problem for each in outcomes for problem in each.problems)])
    expected: list[Problem] = []
    missing: list[Problem] = []
    settled: list[Outcome] = []
    for outcome in outcomes:
        finding = outcome.claim.finding
        if finding is not None:
            if outcome.verdict.name == outcome.claim.finds and not _told(finding, missing):
                missing.append(finding)
            continue
        code = outcome.claim.expectation.code
        if code is None:
            settled.append(outcome)
            continue
        found = [
            problem
            for problem in everything
            if problem.code == code and within(problem.span, outcome.claim.span)
        ]
        expected += found
        if not found:
            missing.append(ExpectedFindingMissing(outcome.claim.head, outcome.claim.name, code))
        settled.append(replace(outcome, ok=bool(found)))
    counted = [problem for problem in everything if not any(problem is each for each in expected)]
    return Settled(_sorted([*counted, *missing]), _sorted(expected), tuple(settled))


def _told(finding: Problem, earlier: Sequence[Problem]) -> bool:
    """Whether it is said already: of a quantity, under a condition that is weaker."""
    return finding.code == "A644" and any(
        each.code == "A644" and each.span == finding.span for each in earlier
    )


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """Without the remark that an assumption is not needed where it is said already that it is repeated."""
    repeated = {(each.span.start, each.span.end) for each in problems if each.code == "A604"}
    unneeded = ("A641", "A650")
    return [
        each
        for each in problems
        if each.code not in unneeded or (each.span.start, each.span.end) not in repeated
    ]


def within(inner: Span, outer: Span) -> bool:
    """Whether one place is part of another."""
    return inner.source is outer.source and outer.start <= inner.start and inner.end <= outer.end


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.span.start, problem.span.end, problem.code)))
