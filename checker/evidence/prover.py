"""From a goal to a theorem, a replayed counterexample, or the reasons why there is neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from aligncheck.evidence.asking import SHORT, Asking, engines_of
from aligncheck.evidence.attempt import Attempt
from aligncheck.evidence.by_rule import by_rule, maps_of
from aligncheck.evidence.cases import by_cases
from aligncheck.evidence.families import by_members
from aligncheck.evidence.polynomials import at_once, by_polynomials, is_nonlinear
from aligncheck.evidence.searching import CASES, searched
from aligncheck.kernel.clock import OutOfTime
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Split, Witness
from aligncheck.kernel.terms import FALSE, Op, Quant, Term
from aligncheck.kernel.theorem import conclude, evident, take
from aligncheck.kernel.traversal import walk
from aligncheck.obligations.applying import at_namesakes
from aligncheck.obligations.instances import abstracted, instantiated, large_left
from aligncheck.obligations.members import fixed_sizes
from aligncheck.obligations.opening import Trail, introduced, opened, start, started
from aligncheck.obligations.saturation import gives_elements, rounds, with_element
from aligncheck.obligations.sorts import sort_choices
from aligncheck.obligations.shape import asks_for_witness, formulas, holds_higher, is_indexed, leaves_a_search

ELEMENTS = 0.7
"""Seconds for a goal whose assumptions give elements that solvers may not find."""
POLYNOMIALS = 0.3
"""Of the time that is left, for a combination of polynomials."""
LEMMAS = 0.6
"""Of the time that is left, for a proof from instances of lemmas alone."""


@dataclass(slots=True)
class Prover(Asking):
    """Settles goals until its time is up. `witnesses` are the author's, by the name of the variable."""

    witnesses: Mapping[str, Term] = field(default_factory=dict)
    doubtful: bool = False
    """A counterexample is more likely than a proof: look for it first."""

    def settle(self, root: Goal) -> Attempt:
        """The goal, by every means there is. A theorem is about `root`."""
        try:
            with self.in_time():
                return self._with_lemmas(root) or self._go(start(root))
        except OutOfTime:
            return Attempt(reasons=(("aligncheck", "the search took all the time there was"),), timeout=True)

    def _with_lemmas(self, root: Goal) -> Attempt | None:
        """A proof from lemmas over functions as they stand for what the claim itself speaks of."""
        before = started(start(root))
        trail = at_namesakes(before)
        if trail is before:
            return None
        inner = Prover(
            self.portfolio, replace(self.limits, seconds=max(self.left * LEMMAS, 0.1)), self.witnesses
        )
        theorem = inner.settle(trail.goal).theorem
        return (
            None if theorem is None else Attempt(theorem=trail.proved(theorem), engines=engines_of([theorem]))
        )

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
        if maps_of(trail.goal):
            return self._with_maps(trail)
        return self._plain(trail)

    def _plain(self, trail: Trail) -> Attempt:
        if asks_for_witness(trail.goal.conclusion):
            return searched(self, trail, self.doubtful)
        return self._by_polynomials(trail) or self._first_order(trail)

    def _by_polynomials(self, trail: Trail) -> Attempt | None:
        """A proof that the kernel multiplies out, where unknown numbers are multiplied; a counterexample, if engines
        find one at once."""
        if not is_nonlinear(trail.goal):
            return None
        theorem = at_once(trail.goal)
        if theorem is None:
            first = self.close(trail, min(self.left, 2 * SHORT))
            if first.refuted is not None:
                return first
            theorem = by_polynomials(self.for_part(POLYNOMIALS), trail.goal)
        return Attempt(theorem=theorem, engines=engines_of([theorem])) if theorem is not None else None

    def _with_maps(self, trail: Trail) -> Attempt:
        """A goal with laws of functions of numbers: of these engines find no models, but soon a proof."""
        doubtful = self.doubtful or trail.goal.conclusion == FALSE
        first = Attempt() if doubtful else self.close(trail, min(self.left, 2 * SHORT))
        if first.settled:
            return first
        return by_rule(self, trail) or self._plain(trail)

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
        attempt = self.proving(whole, SHORT)
        if attempt.theorem is None:
            return None
        return replace(attempt, theorem=whole.proved(attempt.theorem, len(before.steps)))

    def _first_order(self, trail: Trail) -> Attempt:
        """Ask the engines; where elements that assumptions give may help, for a while only, then with them."""
        sides = _two_sides(trail.goal.conclusion)
        if not sides and not gives_elements(trail.goal):
            return self._with_cases(trail)
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
            higher = any(map(holds_higher, formulas(trail.goal)))
            by_case = self._by_cases(trail) if patience == 1 and higher and not self.doubtful else None
            if by_case is not None:
                return by_case
        return first

    def _with_cases(self, trail: Trail) -> Attempt:
        """Ask the engines; where something is for a search to find, for a part of the time, then by cases."""
        if self.doubtful or not leaves_a_search(trail.goal):
            return self.close(trail, self.left)
        first = self.close(trail, self.left / 3)
        if first.settled:
            return first
        by_case = self._by_cases(trail)
        if by_case is not None:
            return by_case
        return self.close(trail, self.left).after(first) if first.timeout else first

    def _by_cases(self, trail: Trail) -> Attempt | None:
        theorem = by_cases(self.for_part(CASES), trail.goal)
        return None if theorem is None else Attempt(theorem=theorem, engines=engines_of([theorem]))

    def _with_rounds(self, trail: Trail, patience: int) -> Attempt | None:
        """A proof with the elements that assumptions give, and with each of them as the witness."""
        since = len(trail.steps)
        for richer in rounds(trail):
            attempt = self.proving(richer, patience * ELEMENTS)
            if attempt.theorem is not None:
                return replace(attempt, theorem=richer.proved(attempt.theorem, since))
            for chosen in with_element(richer.goal):
                if self.left <= 0:
                    return None
                further = opened(chosen)
                attempt = self.proving(further, patience * SHORT)
                if attempt.theorem is not None:
                    theorem = further.proved(attempt.theorem)
                    return replace(attempt, theorem=richer.proved(theorem, since))
        return None

    def _split(self, trail: Trail) -> Attempt:
        step = take(Split(), trail.goal)
        parts: list[Attempt] = []
        for at in range(len(step.premises)):
            part = self._go(trail.then(step, at))
            if part.refuted is not None:
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

    def _large(self, trail: Trail, before: Trail) -> Attempt:
        """Quantifiers over sorts that no rule removes: used at what is in scope, and never refuted."""
        since = len(before.steps)
        plain = abstracted(instantiated(opened(before, skolem=False)))
        left = "a quantifier over all structures is left where no instance in scope settles it"
        why = Attempt(reasons=(("rules", left),))
        if not large_left(plain.goal):
            attempt = self.proving(plain)
            if attempt.theorem is not None:
                return replace(attempt, theorem=plain.proved(attempt.theorem, since))
            why = why.after(replace(attempt, bound=None))
        full = opened(instantiated(trail))
        if not large_left(full.goal):
            attempt = (
                searched(self, full, self.doubtful)
                if asks_for_witness(full.goal.conclusion)
                else self.proving(full)
            )
            if attempt.theorem is not None:
                return replace(attempt, theorem=full.proved(attempt.theorem, since))
            why = why.after(replace(attempt, bound=None, refuted=None))
        return self._with_sorts(full, since) or why

    def _with_sorts(self, trail: Trail, since: int) -> Attempt | None:
        """A structure that the conclusion asks for, over sorts built from those in scope."""
        for rule in sort_choices(trail.goal):
            if self.left <= 0:
                return None
            try:
                chosen = trail.then(take(rule, trail.goal))
            except KernelRefusal:
                continue
            part = Prover(self.portfolio, replace(self.limits, seconds=max(self.left / 4, 0.1)))
            attempt = part.settle(chosen.goal)
            if attempt.theorem is not None:
                return replace(attempt, theorem=chosen.proved(attempt.theorem, since))
        return None

    def _family(self, trail: Trail) -> Attempt:
        """Members of families at symbolic indices: a proof from instances, a counterexample at 0, 1, 2, …"""
        theorem = by_members(trail.goal, self._inner, self.until)
        if theorem is not None:
            return Attempt(theorem=theorem, engines=engines_of([theorem]))
        for rule in fixed_sizes(trail.goal, self.limits.bound):
            part = Prover(self.portfolio, replace(self.limits, seconds=max(self.left / 6, 0.1)))
            attempt = part._go(opened(trail.then(take(rule, trail.goal))))
            if attempt.refuted is not None:
                return attempt
        return Attempt(reasons=(("families", "no instances of the assumptions were found that prove it"),))

    def _inner(self, goal: Goal) -> Attempt:
        """A goal with no witness of the author's, in the time that is left."""
        return Prover(self.portfolio, replace(self.limits, seconds=max(self.left, 0.1))).settle(goal)


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
