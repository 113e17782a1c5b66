"""From a goal to a theorem, a replayed counterexample, or the reasons why there is neither."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from aligncheck.engines.contract import Answer, Candidate, Exhausted, GaveUp, Limits, Unsat
from aligncheck.evidence.attempt import Attempt
from aligncheck.evidence.families import by_members
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.replay import replay
from aligncheck.kernel.rules import Split, Witness
from aligncheck.kernel.terms import Op, Quant, Term
from aligncheck.kernel.theorem import Evidence, Step, Theorem, accept, conclude, evident, take
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model
from aligncheck.kernel.verdicts import refute
from aligncheck.obligations.instances import abstracted, instantiated, large_left
from aligncheck.obligations.maps import maps
from aligncheck.obligations.members import fixed_sizes
from aligncheck.obligations.opening import Trail, introduced, opened, start
from aligncheck.obligations.saturation import gives_elements, rounds, with_element
from aligncheck.obligations.shape import asks_for_witness, formulas, holds_higher, is_asymptotic, is_indexed
from aligncheck.obligations.witness import Search

SHORT = 0.15
"""Seconds of the first slice of a search."""


ELEMENTS = 0.7
"""Seconds for a goal whose assumptions give elements that solvers may not find."""


class Portfolio(Protocol):
    """The engines, side by side (engines.portfolio)."""

    def race(
        self, goal: Goal, limits: Limits, engines: Sequence[str] | None = None
    ) -> tuple[Answer, ...]: ...

    def ask(self, engine: str, goal: Goal, limits: Limits) -> Answer: ...

    def names(self) -> Sequence[str]: ...


@dataclass(slots=True)
class Prover:
    """Settles goals until its time is up. `witnesses` are the author's, by the name of the variable."""

    portfolio: Portfolio
    limits: Limits
    witnesses: Mapping[str, Term] = field(default_factory=dict)
    doubtful: bool = False
    """A counterexample is more likely than a proof: look for it first."""
    until: float = 0.0

    def __post_init__(self) -> None:
        self.until = time.monotonic() + self.limits.seconds

    @property
    def left(self) -> float:
        return self.until - time.monotonic()

    def settle(self, root: Goal) -> Attempt:
        """The goal, by every means there is. A theorem is about `root`."""
        return self._go(start(root))

    def close(self, trail: Trail, seconds: float, engines: Sequence[str] | None = None) -> Attempt:
        """Ask the engines about the goal at the end of the trail; the theorem is about that goal."""
        reasons: list[tuple[str, str]] = []
        names = self._fitting(trail.goal) if engines is None else list(engines)
        bound: int | None = None
        timeout = False
        end = time.monotonic() + min(seconds, max(self.left, 0.05))
        while names:
            limits = replace(self.limits, seconds=max(end - time.monotonic(), 0.05))
            answers = self.portfolio.race(trail.goal, limits, tuple(names))
            attempt, again = self._judge(trail, answers, reasons)
            bound = max((each.bound for each in answers if isinstance(each, Exhausted)), default=bound)
            late = [each for each in answers if isinstance(each, GaveUp) and each.reason == "timeout"]
            timeout = timeout or bool(late)
            if attempt is not None:
                return attempt
            heard = {each.engine for each in answers}
            names = [each for each in names if each not in heard] if again and time.monotonic() < end else []
        return Attempt(bound=bound, reasons=tuple(dict.fromkeys(reasons)), timeout=timeout)

    def _fitting(self, goal: Goal) -> list[str]:
        """SymPy and the calculus of limits are for goals about limits and special functions."""
        special = is_asymptotic(goal)
        return [each for each in self.portfolio.names() if special or each not in ("asymptotic", "sympy")]

    def _judge(
        self, trail: Trail, answers: Sequence[Answer], reasons: list[tuple[str, str]]
    ) -> tuple[Attempt | None, bool]:
        """What the answers settle, and whether others may be asked after a candidate that was no good."""
        theorems: list[Theorem] = []
        attempt: Attempt | None = None
        again = False
        for answer in answers:
            match answer:
                case Unsat(engine, "exact" | "weaker" as exactness, core):
                    theorems.append(accept(trail.goal, Evidence(engine, exactness, core)))
                case Unsat(engine, _, _):
                    reasons.append((engine, "found no counterexample among some of the models only"))
                    again = True
                case Candidate():
                    found = self._replayed(trail, answer, reasons)
                    attempt = attempt or found
                    again = found is None
                case Exhausted(engine, n):
                    reasons.append((engine, f"searched every size up to {n} and found no counterexample"))
                case GaveUp(engine, _, detail):
                    reasons.append((engine, detail))
        if theorems and attempt is not None and attempt.refuted is not None:
            sides = (", ".join(_engines(theorems)), ", ".join(attempt.engines))
            defect = f"{sides[0]} proved what {sides[1]} refuted with a model that holds"
            return Attempt(defect=defect), again
        if attempt is not None:
            return attempt, again
        if theorems:
            return Attempt(theorem=theorems[0], engines=_engines(theorems)), again
        return None, again

    def _replayed(self, trail: Trail, answer: Candidate, reasons: list[tuple[str, str]]) -> Attempt | None:
        try:
            return Attempt(refuted=refute(trail.root, answer.model, trail.steps), engines=(answer.engine,))
        except CannotEvaluate as error:
            reasons.append((answer.engine, f"found a model that could not be confirmed: {error}"))
        except KernelRefusal as error:
            if answer.exactness == "exact":
                return Attempt(defect=f"{answer.engine} gave a model that the evaluator rejects: {error}")
            reasons.append((answer.engine, "found no model that is a counterexample indeed"))
        return None

    def _go(self, trail: Trail) -> Attempt:
        """Settle what stands at the end of the trail; the theorem is about that."""
        given = self._given(trail)
        if given is not None:
            return given
        since = len(trail.steps)
        further = opened(trail)
        attempt = self._opened(further, trail)
        if attempt.theorem is None:
            return attempt
        if attempt.theorem.goal is trail.goal:
            return attempt
        return replace(attempt, theorem=further.proved(attempt.theorem, since))

    def _opened(self, trail: Trail, before: Trail) -> Attempt:
        known = evident(trail.goal)
        if known is not None:
            return Attempt(theorem=known)
        conclusion = trail.goal.conclusion
        if asks_for_witness(conclusion):
            atoms = self._as_atoms(before)
            if atoms is not None:
                return atoms
        if isinstance(conclusion, Op) and conclusion.name in ("iff", "and") and _splits(conclusion):
            return self._split(trail)
        if is_indexed(trail.goal):
            return self._family(trail)
        if large_left(trail.goal):
            return self._large(trail, before)
        if asks_for_witness(conclusion):
            return self._search(trail)
        return self._first_order(trail)

    def _as_atoms(self, before: Trail) -> Attempt | None:
        """A proof in which what quantifies over functions is taken as a whole, where it stands twice. The
        theorem is about the goal before."""
        plain = opened(before, skolem=False)
        known = set(plain.goal.constants)
        whole = abstracted(plain)
        atoms = set(whole.goal.constants) - known
        if not atoms:
            return None
        places = sum(node in atoms for each in formulas(whole.goal) for node in walk(each))
        if places == len(atoms):
            return None
        attempt = self._proving(whole, SHORT)
        if attempt.theorem is None:
            return None
        return replace(attempt, theorem=whole.proved(attempt.theorem, len(before.steps)))

    def _first_order(self, trail: Trail) -> Attempt:
        """Ask the engines; where elements that assumptions give may help, for a while only, then with them."""
        sides = _two_sides(trail.goal.conclusion)
        if not sides and not gives_elements(trail.goal):
            return self.close(trail, self.left)
        first = self.close(trail, min(self.left, 2 * SHORT))
        if first.settled:
            return first
        if sides:
            return self._split(trail)
        for patience in (1, 4):
            attempt = self._with_rounds(trail, patience)
            if attempt is not None:
                return attempt
            seconds = 2.0 if patience == 1 else self.left
            again = self.close(trail, min(self.left, seconds))
            if again.settled or self.left <= 0:
                return again if again.settled else again.after(first)
            first = again.after(first)
        return first

    def _with_rounds(self, trail: Trail, patience: int) -> Attempt | None:
        """A proof with the elements that assumptions give, and with each of them as the witness."""
        since = len(trail.steps)
        for richer in rounds(trail):
            attempt = self._proving(richer, patience * ELEMENTS)
            if attempt.theorem is not None:
                return replace(attempt, theorem=richer.proved(attempt.theorem, since))
            for chosen in with_element(richer.goal):
                if self.left <= 0:
                    return None
                further = opened(chosen)
                attempt = self._proving(further, patience * SHORT)
                if attempt.theorem is not None:
                    theorem = further.proved(attempt.theorem)
                    return replace(attempt, theorem=richer.proved(theorem, since))
        return None

    def _split(self, trail: Trail) -> Attempt:
        step = take(Split(), trail.goal)
        parts: list[Attempt] = []
        for at in range(len(step.premises)):
            part = self._go(trail.then(step, at))
            if part.refuted is not None or part.defect is not None:
                return part
            parts.append(part)
        theorems = [part.theorem for part in parts if part.theorem is not None]
        engines = tuple(dict.fromkeys(name for part in parts for name in part.engines))
        witnesses = tuple(each for part in parts for each in part.witnesses)
        if len(theorems) == len(parts):
            return Attempt(theorem=conclude(step, theorems), engines=engines, witnesses=witnesses)
        whole = Attempt()
        for part in parts:
            if part.theorem is None:
                whole = whole.after(part)
        bounds = [part.bound for part in parts if part.theorem is None]
        least = None if None in bounds else min(each for each in bounds if each is not None)
        return replace(whole, bound=least)

    def _given(self, trail: Trail) -> Attempt | None:
        """By the witnesses that the author gave, if the conclusion asks for them."""
        if not self.witnesses:
            return None
        further = introduced(trail)
        conclusion = further.goal.conclusion
        if not asks_for_witness(conclusion):
            return None
        if isinstance(conclusion, Op) and conclusion.name == "iff":
            return None
        try:
            step = take(Witness(tuple(self.witnesses.items())), further.goal)
        except KernelRefusal:
            return None
        if step.premises[0] == further.goal:
            return None
        inner = Prover(self.portfolio, replace(self.limits, seconds=max(self.left * 0.5, 0.1)))
        attempt = inner.settle(step.premises[0])
        if attempt.theorem is None:
            return None
        theorem = further.proved(conclude(step, (attempt.theorem,)), len(trail.steps))
        return replace(attempt, theorem=theorem, witnesses=(*self.witnesses.items(), *attempt.witnesses))

    def _search(self, trail: Trail) -> Attempt:
        """A witness, or a counterexample: in turns, each time for longer."""
        search = Search(trail.goal, self._ask)
        seconds = SHORT
        attempt = Attempt()
        settled_by_engines = False
        first = self.doubtful
        looked = False
        while True:
            found = None if first else search.run(min(seconds, max(self.left, 0.05)))
            first = False
            known = None if found is not None else self._from_models(trail, search)
            if known is not None:
                return known
            if found is not None:
                return Attempt(
                    theorem=found.theorem, engines=_engines([found.theorem]), witnesses=found.witnesses
                )
            if not settled_by_engines:
                tried = self.close(trail, seconds)
                if tried.settled:
                    return tried
                attempt = attempt.after(tried) if not tried.timeout else tried
                settled_by_engines = not tried.timeout
            picked = None if looked else self._with_maps(trail.goal) or self._with_elements(trail)
            looked = True
            if picked is not None:
                return picked
            if (settled_by_engines and search.exhausted) or self.left <= 0:
                why = f"tried {search.tried} choices, none of them fits"
                return replace(attempt, reasons=(*attempt.reasons, ("witness search", why)))
            seconds *= 3

    def _with_maps(self, goal: Goal) -> Attempt | None:
        """The search with more functions in scope: where each b has exactly one a, the map that picks it."""
        steps: list[tuple[Step, Theorem]] = []
        current = goal
        for rule in maps(goal):
            step = take(rule, current)
            unique = opened(start(step.premises[0]))
            attempt = self._proving(unique, SHORT)
            if attempt.theorem is not None:
                steps.append((step, unique.proved(attempt.theorem)))
                current = step.premises[1]
        if not steps:
            return None
        further = opened(start(current))
        found = Search(further.goal, self._ask).run(max(self.left / 4, 0.05))
        if found is None:
            return None
        theorem = further.proved(found.theorem)
        for step, unique_theorem in reversed(steps):
            theorem = conclude(step, (unique_theorem, theorem))
        return Attempt(theorem=theorem, engines=_engines([theorem]), witnesses=found.witnesses)

    def _with_elements(self, trail: Trail) -> Attempt | None:
        """The search with more in scope: what ∀ … ∃ assumptions give at the elements there are."""
        if not gives_elements(trail.goal):
            return None
        since = len(trail.steps)
        for richer in rounds(trail):
            further = opened(richer)
            found = Search(further.goal, self._ask).run(max(self.left / 4, 0.05))
            if found is not None:
                theorem = further.proved(found.theorem, since)
                return Attempt(theorem=theorem, engines=_engines([theorem]), witnesses=found.witnesses)
        return None

    def _from_models(self, trail: Trail, search: Search) -> Attempt | None:
        """A model in which one choice failed may be one in which every choice does."""
        names = {each.name for each in trail.goal.constants}
        while search.fresh:
            model = search.fresh.pop()
            fewer = Model(
                {sort: model.carriers[sort] for sort in trail.goal.sorts if sort in model.carriers},
                {name: value for name, value in model.constants.items() if name in names},
            )
            try:
                return Attempt(refuted=refute(trail.root, fewer, trail.steps), engines=("evaluator",))
            except (KernelRefusal, CannotEvaluate):
                continue
        return None

    def _ask(self, goal: Goal, seconds: float) -> Theorem | Model | None:
        """One choice of witnesses: a theorem about `goal`, or a model in which it fails."""
        trail = opened(start(goal))
        known = evident(trail.goal)
        if known is not None:
            return trail.proved(known)
        limits = replace(self.limits, seconds=min(seconds, max(self.left, 0.05)))
        for answer in self.portfolio.race(trail.goal, limits, None):
            if isinstance(answer, Unsat) and answer.exactness != "stronger":
                evidence = Evidence(answer.engine, answer.exactness, answer.core)
                return trail.proved(accept(trail.goal, evidence))
            if isinstance(answer, Candidate):
                try:
                    if replay(trail.goal, answer.model):
                        return answer.model
                except CannotEvaluate:
                    continue
        return self._by_parts(trail, seconds)

    def _by_parts(self, trail: Trail, seconds: float) -> Theorem | None:
        """What engines cannot be asked as a whole: ∀ over functions under `and` are opened one by one."""
        conclusion = trail.goal.conclusion
        if not (isinstance(conclusion, Op) and conclusion.name == "and" and holds_higher(conclusion)):
            return None
        step = take(Split(), trail.goal)
        parts: list[Theorem] = []
        for premise in step.premises:
            proved = self._ask(premise, seconds)
            if not isinstance(proved, Theorem):
                return None
            parts.append(proved)
        return trail.proved(conclude(step, parts))

    def _large(self, trail: Trail, before: Trail) -> Attempt:
        """Quantifiers over sorts that no rule removes: used at what is in scope, and never refuted."""
        since = len(before.steps)
        plain = abstracted(instantiated(opened(before, skolem=False)))
        left = "a quantifier over all structures is left where no instance in scope settles it"
        why = Attempt(reasons=(("rules", left),))
        if not large_left(plain.goal):
            attempt = self._proving(plain)
            if attempt.theorem is not None:
                return replace(attempt, theorem=plain.proved(attempt.theorem, since))
            why = why.after(replace(attempt, bound=None))
        full = opened(instantiated(trail))
        if not large_left(full.goal):
            attempt = self._search(full) if asks_for_witness(full.goal.conclusion) else self._proving(full)
            if attempt.theorem is not None:
                return replace(attempt, theorem=full.proved(attempt.theorem, since))
            why = why.after(replace(attempt, bound=None, refuted=None))
        return why

    def _family(self, trail: Trail) -> Attempt:
        """Members of families at symbolic indices: a proof from instances, a counterexample at 0, 1, 2, …"""
        theorem = by_members(trail.goal, self._inner, self.until)
        if theorem is not None:
            return Attempt(theorem=theorem, engines=_engines([theorem]))
        for rule in fixed_sizes(trail.goal, self.limits.bound):
            part = Prover(self.portfolio, replace(self.limits, seconds=max(self.left / 6, 0.1)))
            attempt = part._go(opened(trail.then(take(rule, trail.goal))))
            if attempt.refuted is not None or attempt.defect is not None:
                return attempt
        return Attempt(reasons=(("families", "no instances of the assumptions were found that prove it"),))

    def _inner(self, goal: Goal) -> Attempt:
        """A goal with no witness of the author's, in the time that is left."""
        return Prover(self.portfolio, replace(self.limits, seconds=max(self.left, 0.1))).settle(goal)

    def _proving(self, trail: Trail, seconds: float | None = None) -> Attempt:
        """A proof or nothing: a model of what is left refutes nothing."""
        known = evident(trail.goal)
        if known is not None:
            return Attempt(theorem=known)
        alone = start(trail.goal)
        attempt = self.close(alone, self.left / 2 if seconds is None else seconds, ("z3", "cvc5"))
        return replace(attempt, refuted=None, bound=None)


def _splits(conclusion: Op) -> bool:
    """Whether a witness is asked for under a connective that the rule of witnesses does not look through."""
    if not asks_for_witness(conclusion):
        return False
    if conclusion.name == "iff":
        return True
    return any(
        (isinstance(part, Op) and part.name in ("implies", "iff", "and"))
        or getattr(part, "kind", None) == "forall"
        for part in conclusion.args
        if asks_for_witness(part)
    )  # fmt: skip


def _two_sides(conclusion: Term) -> bool:
    """Whether each direction of the conclusion has an assumption with quantifiers of its own."""
    return (
        isinstance(conclusion, Op)
        and conclusion.name == "iff"
        and any(isinstance(node, Quant) for node in walk(conclusion))
    )


def _engines(theorems: Sequence[Theorem]) -> tuple[str, ...]:
    names = [leaf.by.engine for each in theorems for leaf in each.leaves if isinstance(leaf.by, Evidence)]
    return tuple(dict.fromkeys(names))
