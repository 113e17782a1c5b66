"""What the judge has to say of a claim besides its verdict."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Edit, Fix, Label, Problem, Severity
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class ClaimRefuted(Problem):
    """A claim is false: there is a counterexample, and the evaluator confirmed it.

    The counterexample is printed with the claim. Add the assumption that it breaks, mend the statement, or
    say with `expect refuted` that the claim is kept because it is wrong.

    ```align broken
    sort World
    claim all_alike:
      for v, w: World
      show v = w
    ```
    ```align fixed
    sort World
    claim all_alike:
      for v, w: World
      show v = w
      expect refuted
    ```
    """

    code: ClassVar[str] = "A701"
    slug: ClassVar[str] = "claim-refuted"
    claim: str
    expected: str
    given: tuple[str, ...] = ()
    """Hypotheses with which it is proved: each excludes what is degenerate in the counterexample."""
    excluded: str | None = None
    """What is degenerate in every counterexample."""

    def message(self) -> str:
        return f"`{self.claim}` is refuted, and `{self.expected}` was expected"

    def help(self) -> str | None:
        if self.excluded is not None:
            given = " or ".join(f"`{each}`" for each in self.given)
            return f"refuted only where {self.excluded}: it is proved given {given}"
        return "the counterexample shows which assumption is missing; `expect refuted` keeps it as it is"


@dataclass(frozen=True, slots=True)
class ClaimUnknown(Problem):
    """A claim could be neither proved nor refuted within its limits.

    Nothing is known of it, and it does not count as proved. More time (`--timeout`), a smaller statement, a
    lemma (`using`), a witness (`with`) or an induction (`by induction on n`) may help.

    ```align broken
    claim cubes:
      for x: Real
      assume x >= 0
      show exp(x) >= 1 + x + x*x/2 + x*x*x/6
    ```
    ```align fixed
    claim cubes:
      for x: Real
      assume x >= 0
      show exp(x) >= 1 + x + x*x/2 + x*x*x/6
      expect unknown
    ```
    """

    code: ClassVar[str] = "A702"
    slug: ClassVar[str] = "claim-unknown"
    claim: str
    expected: str
    advice: str | None = None
    hard: tuple[Label, ...] = ()

    def message(self) -> str:
        return f"`{self.claim}` is neither proved nor refuted"

    def help(self) -> str | None:
        return self.advice

    def labels(self) -> tuple[Label, ...]:
        return self.hard


@dataclass(frozen=True, slots=True)
class ClaimBounded(Problem):
    """A claim has no small counterexample, and there is no proof of it either.

    Every carrier up to the bound was searched to its end. That is no proof: a larger model may refute the
    claim. A larger `--bound` searches further; `expect bounded(n)` says that this is enough.

    ```align broken
    sort World
    function f: World -> World
    claim every_injection_is_onto:
      assume forall v, w: World. f(v) = f(w) -> v = w
      show forall w: World. exists v: World. f(v) = w
    ```
    ```align fixed
    sort World
    function f: World -> World
    claim every_injection_is_onto:
      assume forall v, w: World. f(v) = f(w) -> v = w
      show forall w: World. exists v: World. f(v) = w
      expect bounded(1) or unknown
    ```
    """

    code: ClassVar[str] = "A703"
    slug: ClassVar[str] = "claim-bounded"
    claim: str
    expected: str
    bound: int
    advice: str | None = None
    hard: tuple[Label, ...] = ()

    def message(self) -> str:
        return (
            f"`{self.claim}` has no counterexample with up to {self.bound} elements in each sort, "
            f"and no proof; `{self.expected}` was expected"
        )

    def help(self) -> str | None:
        return f"a bound is not a proof; {self.advice or 'a witness, a lemma or an induction may give one'}"

    def labels(self) -> tuple[Label, ...]:
        return self.hard


@dataclass(frozen=True, slots=True)
class ClaimVacuous(Problem):
    """The assumptions of a claim contradict one another, so that it says nothing.

    The assumptions named and shown are a smallest set that cannot be true together. One of them is not what
    was meant; `expect vacuous` keeps the claim as it is.

    ```align broken
    sort World
    claim nothing_said:
      for u, v, w: World
      assume v = w
      assume v != w
      show u = v
    ```
    ```align fixed
    sort World
    claim something_said:
      for u, v, w: World
      assume u = v, v = w
      show u = w
    ```
    """

    code: ClassVar[str] = "A704"
    slug: ClassVar[str] = "claim-vacuous"
    claim: str
    core: tuple[str, ...]
    places: tuple[Span, ...] = ()
    """Where those of the set stand that are written in the claim."""

    def labels(self) -> tuple[Label, ...]:
        if len(self.core) == 1:
            return tuple(Label(each, "this is never true") for each in self.places)
        first, *rest = self.places or (self.span,)
        if not rest:
            return ()
        return (Label(first, "this is assumed"), *(Label(each, "and this") for each in rest))

    def message(self) -> str:
        named = " and ".join(f"`{each}`" for each in self.core)
        if len(self.core) == 1:
            return f"`{self.claim}` says nothing: {named} is never true"
        return f"`{self.claim}` says nothing: {named or 'its assumptions'} contradict one another"


@dataclass(frozen=True, slots=True)
class ConditionMissing(Problem):
    """A claim is about something that is not defined under its assumptions alone.

    A quotient needs a divisor other than 0, a limit needs to exist, a maximum needs something to be the
    greatest. Where that does not follow, the claim says nothing there: assume the condition.

    ```align broken
    claim halves:
      for x, y: Real
      show (x/y)*y = x
    ```
    ```align fixed
    claim halves:
      for x, y: Real
      assume y != 0
      show (x/y)*y = x
    ```
    """

    code: ClassVar[str] = "A705"
    slug: ClassVar[str] = "condition-missing"
    claim: str
    condition: str
    """What must hold, or what must be defined."""
    supposed: tuple[str, ...] = ()
    """All that has to be assumed."""
    before: Span | None = None
    """The clause before which it is assumed."""
    place: Span | None = None
    thing: str = ""
    """What kind of thing must be defined: a value, a limit, a best value; empty where something must hold."""
    where: str | None = None
    """When that is defined."""

    def message(self) -> str:
        return f"what `{self.claim}` shows is defined only if {self.wanted()}, and that does not follow"

    def wanted(self) -> str:
        """The condition, as the rest of `only if`."""
        return f"`{self.condition}`" + {"": "", "value": " is"}.get(self.thing, " exists")

    def labels(self) -> tuple[Label, ...]:
        if self.place is None:
            return ()
        if self.where is not None:
            return (Label(self.place, f"this is defined where {self.where}"),)
        return (Label(self.place, _MAY_LACK.get(self.thing, f"this needs `{self.condition}`")),)

    def help(self) -> str | None:
        return f"add `assume {', '.join(self.supposed)}`" if self.supposed else None

    def fixes(self) -> tuple[Fix, ...]:
        if self.before is None or not self.supposed:
            return ()
        assumed = f"assume {', '.join(self.supposed)}"
        source, start = self.before.source, self.before.start
        line = source.text[source.text.rfind("\n", 0, start) + 1 : start]
        text = f"{assumed} " if line.strip() else f"{assumed}\n{line}"
        return (Fix(f"assume `{', '.join(self.supposed)}`", (Edit(Span(source, start, start), text),)),)


@dataclass(frozen=True, slots=True)
class ConditionOpen(ConditionMissing):
    """Whether what a claim is about is defined under its assumptions is not known.

    Assume the condition, or what it follows from: that the sort of a sum is finite, that a limit exists.

    ```align broken
    sort World
    function u: World -> Real
    claim below:
      show (sum w: World. u(w)) < (sum w: World. u(w)) + 1
    ```
    ```align fixed
    finite sort World
    function u: World -> Real
    claim below:
      show (sum w: World. u(w)) < (sum w: World. u(w)) + 1
    ```
    """

    code: ClassVar[str] = "A709"
    slug: ClassVar[str] = "condition-open"

    def message(self) -> str:
        return f"what `{self.claim}` shows is defined only if {self.wanted()}, and it is not known whether that follows"


_MAY_LACK = {
    "lim": "this limit may not exist",
    "max": "there may be no greatest value here",
    "min": "there may be no least value here",
    "the": "there may be none such here, or several",
}


@dataclass(frozen=True, slots=True)
class ClaimProved(Problem):
    """A claim is proved, and its author expected something else.

    Change the `expect` clause, or look at the statement again: it may not say what was meant.

    ```align broken
    sort World
    claim chain:
      for u, v, w: World
      assume u = v, v = w
      show u = w
      expect refuted
    ```
    ```align fixed
    sort World
    claim alike:
      for v, w: World
      show v = w
      expect refuted
    ```
    """

    code: ClassVar[str] = "A706"
    slug: ClassVar[str] = "claim-proved"
    claim: str
    expected: str

    def message(self) -> str:
        return f"`{self.claim}` is proved, and `{self.expected}` was expected"


@dataclass(frozen=True, slots=True)
class WrongInstance(Problem):
    """A claim is refuted, but not at the instance that its author names.

    `expect refuted at` names values that must themselves make the conclusion false while all assumptions
    hold.

    ```align broken
    claim below:
      for x, y: Real
      show x <= y
      expect refuted at x := 0, y := 1
    ```
    ```align fixed
    claim below:
      for x, y: Real
      show x <= y
      expect refuted at x := 1, y := 0
    ```
    """

    code: ClassVar[str] = "A707"
    slug: ClassVar[str] = "wrong-instance"
    claim: str
    expected: str

    def message(self) -> str:
        return f"`{self.claim}` is not refuted by the values of `{self.expected}`"


@dataclass(frozen=True, slots=True)
class OnlyGivenFails(Problem):
    """One half of `expect proved only given A` does not hold.

    The claim must be refuted without the assumption, and proved with it without being vacuous.

    ```align broken
    sort World
    claim alike:
      for v, w: World
      show v = w
      expect proved only given w = w
    ```
    ```align fixed
    sort World
    claim alike:
      for v, w: World
      show v = w
      expect proved only given w = v
    ```
    """

    code: ClassVar[str] = "A708"
    slug: ClassVar[str] = "only-given-fails"
    claim: str
    expected: str
    without: str
    given: str | None

    def message(self) -> str:
        if self.without != "refuted":
            return f"`{self.claim}` is {self.without} without the assumption that it was said to need"
        return f"`{self.claim}` is {self.given} with the assumption that it was said to need"


@dataclass(frozen=True, slots=True)
class Disagreeing(Problem):
    """Two engines, or an engine and the evaluator, differ about a claim: a defect of this program.

    No verdict is given. Please report the file; nothing is wrong with it.

    ```align broken with a disagreement planted
    sort World
    claim chain:
      for u, v, w: World
      assume u = v, v = w
      show u = w
    ```
    ```align fixed
    sort World
    claim chain:
      for u, v, w: World
      assume u = v, v = w
      show u = w
    ```
    """

    code: ClassVar[str] = "A791"
    slug: ClassVar[str] = "disagreement"
    claim: str
    what: str

    def message(self) -> str:
        return f"no verdict on `{self.claim}`: {self.what}"


@dataclass(frozen=True, slots=True)
class JudgeFailed(Problem):
    """The program failed while it judged a claim: a defect of this program.

    Nothing is known of the claim, and it does not count as proved. Please report the file.

    ```align broken with a defect planted in the judge
    sort World
    claim chain:
      for u, v, w: World
      assume u = v, v = w
      show u = w
    ```
    ```align fixed
    sort World
    claim chain:
      for u, v, w: World
      assume u = v, v = w
      show u = w
    ```
    """

    code: ClassVar[str] = "A790"
    slug: ClassVar[str] = "judge-failed"
    claim: str
    what: str

    def message(self) -> str:
        return f"no verdict on `{self.claim}`: internal error: {self.what}"


@dataclass(frozen=True, slots=True)
class FollowsFromOthers(Problem):
    """An assumption follows from the other assumptions together, so it adds nothing. It may have been meant to
    say more.

    ```align broken
    claim sum:
      for x, y: Real
      assume x > 1
      assume y > x
      assume y > 0
      show x + y > 2
    ```
    ```align fixed
    claim sum:
      for x, y: Real
      assume x > 1
      assume y > x
      show x + y > 2
    ```
    """

    code: ClassVar[str] = "A641"
    slug: ClassVar[str] = "follows-from-others"
    severity: ClassVar[Severity] = "remark"
    claim: str
    assumption: str
    others: tuple[str, ...]
    places: tuple[Span, ...]

    def message(self) -> str:
        if not self.others:
            return f"`{self.assumption}` is true anyway, and `{self.claim}` need not assume it"
        return f"`{self.assumption}` follows from {' and '.join(f'`{each}`' for each in self.others)}"

    def labels(self) -> tuple[Label, ...]:
        return tuple(Label(each, "assumed here") for each in self.places)


@dataclass(frozen=True, slots=True)
class UnusedAssumption(Problem):
    """A claim is proved without one of its assumptions.

    ```align broken
    sort World
    relation near(v, w: World)
    claim chain:
      for u, v, w: World
      assume near(v, w)
      assume u = v, v = w
      show u = w
    ```
    ```align fixed
    sort World
    claim chain:
      for u, v, w: World
      assume u = v, v = w
      show u = w
    ```
    """

    code: ClassVar[str] = "A650"
    slug: ClassVar[str] = "unused-assumption"
    severity: ClassVar[Severity] = "remark"
    claim: str
    assumption: str

    def message(self) -> str:
        return f"`{self.claim}` is proved without `{self.assumption}`"


@dataclass(frozen=True, slots=True)
class OnlyWithAnEmptySort(Problem):
    """The assumptions of a claim can be true, but only if some sort has no members at all.

    ```align broken
    sort World
    claim degenerate:
      assume forall w: World. w != w
      show forall v, w: World. v = w
    ```
    ```align fixed
    sort World
    claim plain:
      assume forall v, w: World. v = w
      show forall u, v, w: World. u = v and v = w
    ```
    """

    code: ClassVar[str] = "A651"
    slug: ClassVar[str] = "only-with-an-empty-sort"
    severity: ClassVar[Severity] = "remark"
    claim: str

    def message(self) -> str:
        return f"the assumptions of `{self.claim}` are true together only where a sort is empty"


@dataclass(frozen=True, slots=True)
class SatisfiabilityUnknown(Problem):
    """It could not be settled whether the assumptions of a claim can be true together.

    If they cannot, the claim says nothing. No model of them was found, and no contradiction.

    ```align broken with a limit of time
    sort World
    claim chain:
      for u, v, w: World
      assume u = v, v = w
      show u = w
    ```
    ```align fixed
    sort World
    claim chain:
      for u, v, w: World
      assume u = v, v = w
      show u = w
    ```
    """

    code: ClassVar[str] = "A652"
    slug: ClassVar[str] = "satisfiability-unknown"
    severity: ClassVar[Severity] = "remark"
    claim: str

    def message(self) -> str:
        return f"it is not known whether the assumptions of `{self.claim}` can be true together"


@dataclass(frozen=True, slots=True)
class ProvedBeyondBound(Problem):
    """A claim is proved, where only a bounded search was expected.

    ```align broken
    sort World
    claim chain:
      for u, v, w: World
      assume u = v, v = w
      show u = w
      expect bounded(2)
    ```
    ```align fixed
    sort World
    claim chain:
      for u, v, w: World
      assume u = v, v = w
      show u = w
    ```
    """

    code: ClassVar[str] = "A653"
    slug: ClassVar[str] = "proved-beyond-bound"
    severity: ClassVar[Severity] = "remark"
    claim: str
    expected: str

    def message(self) -> str:
        return f"`{self.claim}` is proved, which is more than `{self.expected}`"


PROBLEMS: tuple[type[Problem], ...] = (
    FollowsFromOthers, UnusedAssumption, OnlyWithAnEmptySort, SatisfiabilityUnknown, ProvedBeyondBound, ClaimRefuted,
    ClaimUnknown, ClaimBounded, ClaimVacuous, ConditionMissing, ConditionOpen, ClaimProved, WrongInstance,
    OnlyGivenFails, JudgeFailed, Disagreeing,
)  # fmt: skip
