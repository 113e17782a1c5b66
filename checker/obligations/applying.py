"""A ∀ over functions in an assumption is used at terms of its type from what is in scope, shortest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from aligncheck.kernel.goal import Goal
from aligncheck.kernel.rules import Drop, Instance
from aligncheck.kernel.substitution import alike, free_names, substitute
from aligncheck.kernel.terms import App, Const, Lam, Quant, Term
from aligncheck.kernel.theorem import take
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import Type
from aligncheck.kernel.typing import type_of
from aligncheck.obligations.opening import Trail
from aligncheck.obligations.shape import is_higher
from aligncheck.obligations.synthesis import Scope, Synthesis, scope_of
from aligncheck.records import dataclass

LARGEST = 6
"""Symbols in the terms of one instance."""
MOST = 16
"""Instances of one assumption."""


def at_namesakes(trail: Trail) -> Trail:
    """Every lemma over functions gives way to its instance at the symbols that have the names of its variables, if
    all do: claims of one context speak of the same things by the same names."""
    used: list[int] = []
    for at in over_functions(trail.goal):
        lemma = trail.goal.assumptions[at]
        terms = tuple(_namesakes(lemma.formula, trail.goal.constants))
        if lemma.kind == "lemma" and not _reaches_function(_body(lemma.formula, len(terms))):
            trail = trail.then(take(Instance(at, terms), trail.goal))
            used.append(at)
    return trail.then(take(Drop(tuple(used)), trail.goal)) if used else trail


def _namesakes(formula: Term, constants: Sequence[Const]) -> Iterator[Const]:
    """The symbols for the ∀ at the head, as far as there are any."""
    known = {each.name: each for each in constants if not each.index}
    while isinstance(formula, Quant) and formula.kind == "forall":
        # A variable that had to be told from another got a prime.
        found = known.get(formula.var.name) or known.get(formula.var.name.rstrip("′"))
        if found is None or not alike(found.type, formula.var.type):
            return
        yield found
        formula = substitute(formula.body, {formula.var.name: found})


def _body(formula: Term, depth: int) -> Term:
    for _ in range(depth):
        if isinstance(formula, Quant):
            formula = formula.body
    return formula


def over_functions(goal: Goal) -> list[int]:
    """The numbers of the assumptions that are such."""
    return [at for at, each in enumerate(goal.assumptions) if _reaches_function(each.formula)]


def applications(goal: Goal, at: int) -> Iterator[Instance]:
    """Instances of assumption number `at`."""
    source = Source(Synthesis(conditional=True), scope_of(goal.constants), tuple(_arguments(goal)))
    formula = goal.assumptions[at].formula
    sizes = (terms for size in range(LARGEST + 1) for terms in _terms(formula, source, size))
    return (Instance(at, terms) for terms in islice(sizes, MOST))


def _reaches_function(formula: Term) -> bool:
    while isinstance(formula, Quant) and formula.kind == "forall":
        if is_higher(formula.var.type):
            return True
        formula = formula.body
    return False


@dataclass(frozen=True, slots=True)
class Source:
    """Where terms come from: those that the goal itself applies functions to, and what can be made of what is in
    scope."""

    synthesis: Synthesis
    scope: Scope
    arguments: tuple[Term, ...]

    def terms(self, type: Type, size: int) -> Iterator[Term]:
        if size == 1:
            yield from (each for each in self.arguments if alike(type_of(each), type))
        yield from self.synthesis.terms(type, self.scope, size)


def _arguments(goal: Goal) -> Iterator[Term]:
    """The functions, written out, to which something is applied in the conclusion."""
    found = {
        node.argument: None
        for node in walk(goal.conclusion)
        if isinstance(node, App) and isinstance(node.argument, Lam) and not free_names(node.argument)
    }
    yield from found


def _terms(formula: Term, source: Source, size: int) -> Iterator[tuple[Term, ...]]:
    """Terms for the ∀ at the head as far as the last one over functions, of this size together."""
    if not isinstance(formula, Quant) or not _reaches_function(formula):
        if size == 0:
            yield ()
        return
    for own in range(size + 1):
        for term in source.terms(formula.var.type, own):
            rest = substitute(formula.body, {formula.var.name: term})
            yield from ((term, *others) for others in _terms(rest, source, size - own))
