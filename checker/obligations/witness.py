"""The search for witnesses of ∃ over functions, sets and sorts in a conclusion, shortest first. What the
engines answer to one choice (a model in which it fails) rules out others before anybody is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import Protocol, TypeAlias

from aligncheck.kernel import clock
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.known import conjuncts
from aligncheck.kernel.membership import belongs
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Normalise, Witness
from aligncheck.kernel.substitution import free_names, fresh, substitute
from aligncheck.kernel.terms import Op, Quant, Term, Var
from aligncheck.kernel.theorem import Theorem, conclude, take
from aligncheck.kernel.traversal import map_term
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model
from aligncheck.obligations.shape import asks_for_witness
from aligncheck.obligations.synthesis import Producer, Synthesis, scope_of

LARGEST = 32
"""Symbols in all witnesses together."""
TRIES = 60
"""Choices given to the engines."""
EACH = 1.0
"""Seconds for one of them, unless told."""


Picked: TypeAlias = "list[tuple[int, Term]]"
"""Terms chosen for the first variables, each with its number."""


class Ask(Protocol):
    """Settle a goal within seconds: a theorem, a model that refutes it, or neither."""

    def __call__(self, goal: Goal, seconds: float) -> Theorem | Model | None: ...


@dataclass(frozen=True, slots=True)
class Found:
    """The goal proved, and by which witnesses."""

    theorem: Theorem
    witnesses: tuple[tuple[str, Term], ...]


@dataclass(frozen=True, slots=True)
class _Membership:
    """That the witness lies in the type of the variable: in its subset, under its law."""

    var: Var


@dataclass(slots=True)
class Search:
    """One search; `models` grow with every choice that failed. It can be taken up again. `conditional` and
    `empty` say which terms are tried (obligations.synthesis). A conclusion that asks for elements only has
    witnesses too: terms for its ∃."""

    goal: Goal
    ask: Ask
    heads: Sequence[Producer] = ()
    conditional: bool = False
    empty: frozenset[str] = frozenset()
    each: float = EACH
    models: list[Model] = field(default_factory=list)
    fresh: list[Model] = field(default_factory=list)
    """Models that nobody has looked at yet."""
    tried: int = 0
    exhausted: bool = False
    _states: dict[tuple[int, int, tuple[int, ...]], bool] = field(default_factory=dict)
    _run: Iterator[Found | None] | None = None
    _until: float = 0.0
    _latest: float = inf

    def run(self, seconds: float, in_all: float = inf) -> Found | None:
        """Go on with the search for so long, the engines' time not counted; `in_all`: with it."""
        began = clock.now()
        self._until, self._latest = began + seconds, began + in_all
        if self._run is None:
            self._run = self._search()
        for found in self._run:
            if found is not None:
                return found
            if self._late():
                return None
        self.exhausted = True
        return None

    def _late(self) -> bool:
        return clock.now() > min(self._until, self._latest)

    def _search(self) -> Iterator[Found | None]:
        goal = self.goal
        every = not asks_for_witness(goal.conclusion)
        shown = [var.name for var in choices(goal.conclusion, every)[0]]
        taken = frozenset(each.name for each in goal.constants)
        chosen, body = choices(named_apart(goal.conclusion, taken, every), every)
        conditions: list[Term | _Membership] = [*conjuncts(body)]
        names = [var.name for var in chosen]
        uses = [
            tuple(at for at, name in enumerate(names) if name in free_names(part)) for part in conjuncts(body)
        ]
        for at, var in enumerate(chosen):
            conditions.append(_Membership(var))
            uses.append((at,))
        synthesis = Synthesis(lambda: clock.now() > self._until + 1.0, self.conditional, self.empty)
        scope = scope_of(goal.constants, self.heads)
        pool: list[list[list[Term]]] = [[] for _ in chosen]

        def by_size(at: int, size: int) -> list[Term]:
            while len(pool[at]) <= size:
                pool[at].append(list(synthesis.terms(chosen[at].type, scope, len(pool[at]))))
            return pool[at][size]

        numbers: dict[tuple[int, int, int], int] = {}

        def consistent(at: int, picked: Picked) -> bool:
            """No model known makes a conjunct false whose last witness was just chosen."""
            for which, used in enumerate(uses):
                if used and max(used) == at:
                    key = tuple(picked[each][0] for each in used)
                    for number, model in enumerate(self.models):
                        if not self._holds(which, number, key, conditions[which], names, used, picked, model):
                            return False
            return True

        def combine(at: int, left: int, picked: Picked) -> Iterator[Picked | None]:
            if self._late():
                yield None
            if at == len(chosen):
                if left == 0:
                    yield list(picked)
                return
            sizes = [left] if at == len(chosen) - 1 else range(left + 1)
            for size in sizes:
                for place, term in enumerate(by_size(at, size)):
                    code = numbers.setdefault((at, size, place), len(numbers))
                    picked.append((code, term))
                    if consistent(at, picked):
                        yield from combine(at + 1, left - size, picked)
                    picked.pop()

        for total in range(LARGEST + 1):
            for picked in combine(0, total, []):
                if picked is None:
                    yield None
                    continue
                if not all(consistent(at, picked[: at + 1]) for at in range(len(picked))):
                    continue
                if self.tried >= TRIES:
                    return
                found = self._try(tuple(zip(shown, (term for _, term in picked), strict=True)))
                yield found

    def _holds(
        self, which: int, number: int, key: tuple[int, ...], conjunct: Term | _Membership, names: list[str],
        used: tuple[int, ...], picked: Picked, model: Model,
    ) -> bool:  # fmt: skip
        state = (which, number, key)
        known = self._states.get(state)
        if known is None:
            try:
                if isinstance(conjunct, _Membership):
                    closed = belongs(picked[used[0]][1], conjunct.var.type)
                else:
                    closed = substitute(conjunct, {names[each]: picked[each][1] for each in used})
                known = evaluate(closed, model) is not False
            except (CannotEvaluate, KernelRefusal):
                known = True
            self._states[state] = known
        return known

    def _try(self, terms: tuple[tuple[str, Term], ...]) -> Found | None:
        self.tried += 1
        start = clock.now()
        proved = prove_with(self.goal, terms, self.ask, self.each)
        # The time of the engines is not the search's: what it finds first does not depend on their speed.
        self._until += clock.now() - start
        if isinstance(proved, Model):
            self.models.append(proved)
            self.fresh.append(proved)
        elif proved is not None:
            return Found(proved, terms)
        return None


def prove_with(
    goal: Goal, terms: tuple[tuple[str, Term], ...], ask: Ask, seconds: float
) -> Theorem | Model | None:
    """The goal by these witnesses."""
    try:
        step = take(Witness(terms), goal)
        normal = take(Normalise(), step.premises[0])
    except KernelRefusal:
        return None
    answer = ask(normal.premises[0], seconds)
    if isinstance(answer, Theorem):
        return conclude(step, (conclude(normal, (answer,)),))
    return answer


def choices(term: Term, every: bool = False) -> tuple[list[Var], Term]:
    """The ∃ that need a witness (`every`: all), outermost first, and what is left of the formula without
    them. They have different names if `named_apart` made the formula."""
    match term:
        case Quant("exists", var, body) if every or asks_for_witness(term):
            inner, rest = choices(body, every)
            return [var, *inner], rest
        case Op("and", parts):
            found = [choices(part, every) for part in parts]
            return [var for inner, _ in found for var in inner], Op("and", tuple(rest for _, rest in found))
        case _:
            return [], term


def named_apart(term: Term, taken: frozenset[str], every: bool = False) -> Term:
    """The same formula, its ∃ that need witnesses (`every`: all) under different names, none of them taken."""
    used = set(taken)

    def go(part: Term) -> Term:
        if isinstance(part, Op) and part.name == "and":
            return map_term(part, go, lambda type: type)
        if isinstance(part, Quant) and part.kind == "exists" and (every or asks_for_witness(part)):
            name = fresh(part.var.name, used)
            used.add(name)
            var = Var(name, part.var.type)
            body = part.body if name == part.var.name else substitute(part.body, {part.var.name: var})
            return replace(part, var=var, body=go(body))
        return part

    return go(term)


__all__ = ["Ask", "Found", "Search", "choices", "named_apart", "prove_with"]
