"""Findings that an author expects (`expect finding A602`, `expect ill_formed A401`): they are not counted
against the file, and their absence is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from aligncheck.diagnostics import Problem
from aligncheck.records import dataclass
from aligncheck.source import within

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
        if outcome.claim.finding is not None:
            continue
        code = outcome.claim.expectation.code
        if code is None:
            settled.append(outcome)
            continue
        places = (outcome.claim.span, *outcome.claim.own)
        found = [
            problem
            for problem in everything
            if problem.code == code and any(within(problem.span, place) for place in places)
        ]
        expected += found
        if not found:
            missing.append(ExpectedFindingMissing(outcome.claim.head, outcome.claim.name, code))
        settled.append(replace(outcome, ok=bool(found)))
    counted = [problem for problem in everything if not any(problem is each for each in expected)]
    return Settled(_sorted([*counted, *missing]), _sorted(expected), tuple(settled))


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """Without what is said already: that an assumption is not needed where it is repeated or a matter of types,
    and that a quantity cannot vary under a further condition than the first, which is the weakest."""
    said = {(each.span.start, each.span.end) for each in problems if each.code in ("A604", "A609")}
    constant: set[tuple[int, int]] = set()
    kept: list[Problem] = []
    for each in problems:
        place = each.span.start, each.span.end
        if each.code in ("A641", "A650") and place in said:
            continue
        if each.code == "A644":
            if place in constant:
                continue
            constant.add(place)
        kept.append(each)
    return kept


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.span.start, problem.span.end, problem.code)))
