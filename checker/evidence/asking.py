"""One goal before the engines: what their answers settle, and why the others gave none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Protocol

from aligncheck.engines.contract import Answer, Candidate, Exhausted, GaveUp, Limits, Unsat
from aligncheck.evidence.attempt import Attempt, furthest
from aligncheck.evidence.differing import contradicted, denies, rejected
from aligncheck.evidence.wording import words
from aligncheck.kernel import clock
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import reversible
from aligncheck.kernel.theorem import Evidence, Theorem, accept, evident
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.verdicts import refute
from aligncheck.obligations.opening import Trail, start
from aligncheck.obligations.shape import is_asymptotic

LATE, LATE_SHARE = 0.1, 0.05
"""Seconds, and the part of its time, that a search that looks at the time itself may take longer."""
MOST_TERMS = 2
"""So many of the terms that an engine could do nothing with are named."""
SHORT = 0.15
"""Seconds of the first slice of a search."""


class Portfolio(Protocol):
    """The engines, side by side (engines.portfolio)."""

    def race(
        self, goal: Goal, limits: Limits, engines: Sequence[str] | None = None
    ) -> tuple[Answer, ...]: ...

    def ask(self, engine: str, goal: Goal, limits: Limits) -> Answer: ...

    def names(self) -> Sequence[str]: ...


@dataclass(slots=True)
class Asking:
    """Asks the engines until its time is up."""

    portfolio: Portfolio
    limits: Limits
    until: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.until = clock.now() + self.limits.seconds

    @property
    def left(self) -> float:
        return self.until - clock.now()

    @contextmanager
    def in_time(self) -> Iterator[None]:
        """What is done inside goes on for hardly longer than there is time. Raises OutOfTime."""
        with clock.within(self.until + LATE + LATE_SHARE * self.limits.seconds):
            yield

    def for_part(self, part: float) -> Asking:
        """The same engines, for a part of the time that is left."""
        return Asking(self.portfolio, replace(self.limits, seconds=max(self.left * part, 0.05)))

    def close(self, trail: Trail, seconds: float, engines: Sequence[str] | None = None) -> Attempt:
        """Ask the engines about the goal at the end of the trail; the theorem is about that goal."""
        clock.check()
        reasons: list[tuple[str, str]] = []
        names = self._fitting(trail.goal) if engines is None else list(engines)
        bound: int | None = None
        searched: int | None = None
        timeout = False
        end = clock.now() + min(seconds, max(self.left, 0.05))
        while names:
            limits = replace(self.limits, seconds=max(end - clock.now(), 0.05))
            answers = self.portfolio.race(trail.goal, limits, tuple(names))
            attempt, again = self._judge(trail, answers, reasons)
            bound = max((each.bound for each in answers if isinstance(each, Exhausted)), default=bound)
            for each in answers:
                searched = furthest(searched, each.searched if isinstance(each, GaveUp) else None)
            late = [each for each in answers if isinstance(each, GaveUp) and each.reason == "timeout"]
            timeout = timeout or bool(late)
            if attempt is not None:
                return attempt
            heard = {each.engine for each in answers}
            names = [each for each in names if each not in heard] if again and clock.now() < end else []
        told = tuple(dict.fromkeys(reasons))
        return Attempt(bound=bound, searched=searched, reasons=told, timeout=timeout)

    def proving(self, trail: Trail, seconds: float | None = None) -> Attempt:
        """A proof or nothing: a model of what is left refutes nothing."""
        known = evident(trail.goal)
        if known is not None:
            return Attempt(theorem=known)
        alone = start(trail.goal)
        attempt = self.close(alone, self.left / 2 if seconds is None else seconds, ("z3", "cvc5"))
        return replace(attempt, refuted=None, bound=None)

    def _fitting(self, goal: Goal) -> list[str]:
        """SymPy and the calculus of limits are for goals about limits and special functions."""
        special = is_asymptotic(goal)
        return [each for each in self.portfolio.names() if special or each not in ("asymptotic", "sympy")]

    def _judge(
        self, trail: Trail, answers: Sequence[Answer], reasons: list[tuple[str, str]]
    ) -> tuple[Attempt | None, bool]:
        """What the answers settle, and whether others may be asked after a candidate that was no good. Raises
        EnginesDiffer."""
        theorems: list[Theorem] = []
        attempt: Attempt | None = None
        again = False
        for answer in answers:
            match answer:
                case Unsat(engine, "exact" | "weaker" as exactness, core, rules):
                    theorems.append(accept(trail.goal, Evidence(engine, exactness, core, rules)))
                case Unsat(engine):
                    reasons.append((engine, "found no counterexample among some of the models only"))
                    again = True
                case Candidate():
                    found = self._replayed(trail, answer, reasons)
                    attempt = attempt or found
                    again = found is None
                case Exhausted(engine, n):
                    reasons.append((engine, f"searched every size up to {n} and found no counterexample"))
                case GaveUp(engine, _, detail, _, about):
                    terms = f" (`{'`, `'.join(map(words, about[:MOST_TERMS]))}`)" if about else ""
                    reasons.append((engine, detail + terms))
        if attempt is not None and attempt.refuted is not None:
            goal, model = attempt.refuted.goal, attempt.refuted.model
            deniers = [each.engine for each in answers if denies(each, goal, model)]
            if deniers:
                raise contradicted(deniers, attempt.engines, goal, model)
            return attempt, again
        if theorems:
            return Attempt(theorem=theorems[0], engines=engines_of(theorems)), again
        return None, again

    def _replayed(self, trail: Trail, answer: Candidate, reasons: list[tuple[str, str]]) -> Attempt | None:
        if not all(reversible(step.rule) for step, _ in trail.steps):
            # What was asked supposes less than the claim: a model of it contradicts nobody.
            reasons.append(
                (answer.engine, "found a model of less than what is assumed, which refutes nothing")
            )
            return None
        try:
            return Attempt(refuted=refute(trail.root, answer.model, trail.steps), engines=(answer.engine,))
        except CannotEvaluate as error:
            reasons.append((answer.engine, f"found a model that could not be confirmed: {error}"))
        except KernelRefusal as error:
            if answer.exactness == "exact":
                raise rejected(answer, trail.goal, error) from error
            reasons.append((answer.engine, "found no model that is a counterexample indeed"))
        return None


def engines_of(theorems: Sequence[Theorem]) -> tuple[str, ...]:
    """The engines that the theorems rest on, each once."""
    names = [leaf.by.engine for each in theorems for leaf in each.leaves if isinstance(leaf.by, Evidence)]
    return tuple(dict.fromkeys(names))
