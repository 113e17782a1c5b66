"""The goals that evidence for a claim can be about, by name. They are made from the claim as it is now, so
that evidence read back is about this claim or about nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TypeAlias

from aligncheck.claims.claim import Claim, Conclusion, Consistent, Holds, Hypothesis, Independent, Reduces
from aligncheck.evidence.holds import defined_first
from aligncheck.evidence.judge import lemmas_of
from aligncheck.evidence.outcome import Outcome
from aligncheck.evidence.reduction import formula_of
from aligncheck.kernel.build import neg
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.terms import FALSE, Term
from aligncheck.obligations.goals import goal_of, root_of
from aligncheck.store.forms import About

Make: TypeAlias = Callable[[], Goal]


class Roots:
    """The named goals of a claim, each made when it is first asked for. `reading`: how a reduction reads its
    roles."""

    def __init__(self, claim: Claim, earlier: Mapping[str, Outcome], reading: str | None) -> None:
        self._earlier = earlier
        self._makers = dict(self._named(claim, reading))
        if claim.expectation.only_given:
            given = replace(claim, hypotheses=(*claim.hypotheses, *claim.expectation.only_given))
            self._makers |= {f"given {name}": make for name, make in self._named(given, reading)}
        self._known: dict[str, Goal] = {}

    def goal(self, about: About) -> Goal:
        """The goal of that name; raises LookupError where there is none."""
        known = self._known.get(about.name)
        if known is None:
            known = self._known[about.name] = self._makers[about.name]()
        if about.kept is None:
            return known
        return replace(known, assumptions=tuple(known.assumptions[at] for at in about.kept))

    def all(self) -> dict[str, Goal]:
        """Each goal by its name."""
        return {name: self.goal(About(name)) for name in self._makers}

    def about(self, goal: Goal) -> About | None:
        """Which of them a goal is, or is with fewer assumptions."""
        roots = self.all()
        for name, root in roots.items():
            if root == goal:
                return About(name)
        for name, root in roots.items():
            kept = _kept(root, goal)
            if kept is not None:
                return About(name, kept)
        return None

    def _named(self, claim: Claim, reading: str | None) -> Iterator[tuple[str, Make]]:
        lemmas = lemmas_of(claim, self._earlier)[0]

        def of(conclusion: Term, more: Sequence[Hypothesis] = ()) -> Make:
            return cache(lambda: goal_of(claim, conclusion, more, lemmas))

        def shown(name: str, conclusion: Conclusion) -> Iterator[tuple[str, Make]]:
            whole: Make = cache(lambda: root_of(claim, conclusion, lemmas))
            yield name, whole
            if lemmas:
                yield f"{name} without lemmas", lambda: root_of(claim, conclusion)
            if defined_first(conclusion, whole()) is not None:
                yield f"{name} is defined", lambda: _part(conclusion, whole(), 0)
                yield f"{name} where it is defined", lambda: _part(conclusion, whole(), 1)

        match claim.question:
            case Holds(conclusions):
                for number, each in enumerate(conclusions, 1):
                    yield from shown(f"conclusion {number}", each)
                yield "assumptions", of(FALSE)
            case Reduces() as question:
                formula = formula_of(claim, question, reading)
                if formula is not None:
                    yield "reduction", of(formula)
                yield "assumptions", of(FALSE)
            case Consistent(formulas):
                yield "formulas", of(FALSE, formulas)
            case Independent(formula, premises):
                yield "formula", of(formula.formula, premises)
                yield "negation", of(neg(formula.formula), premises)
                yield "premises", of(FALSE, premises)


def _part(conclusion: Conclusion, goal: Goal, number: int) -> Goal:
    step = defined_first(conclusion, goal)
    if step is None:
        raise LookupError("it is always defined")
    return step.premises[number]


def _kept(root: Goal, goal: Goal) -> tuple[int, ...] | None:
    """The numbers of those assumptions of `root` that `goal` has, if it is the same but for the others."""
    if (root.conclusion, root.sorts, root.constants) != (goal.conclusion, goal.sorts, goal.constants):
        return None
    kept: list[int] = []
    wanted = iter(goal.assumptions)
    each = next(wanted, None)
    for number, assumption in enumerate(root.assumptions):
        if each is not None and assumption == each:
            kept.append(number)
            each = next(wanted, None)
    return tuple(kept) if each is None else None
