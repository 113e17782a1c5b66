"""A ∀ over sorts in an assumption is used at the structures in scope: groups of sorts and symbols that
share a prefix, as `C.Agent`, `C.Env` and `C.eval` do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product

from aligncheck.kernel.goal import Goal
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Abstract, Drop, Instance, Normalise
from aligncheck.kernel.substitution import alike, free_names, substitute
from aligncheck.kernel.terms import Quant, SortQuant, Term
from aligncheck.kernel.theorem import take
from aligncheck.kernel.traversal import map_term
from aligncheck.kernel.types import Base, Type
from aligncheck.obligations.opening import Trail
from aligncheck.obligations.shape import formulas, is_higher, is_large

MOST = 64
"""Instances of one assumption."""
ROUNDS = 5
"""How deep such quantifiers may stand in one another."""


def instantiated(trail: Trail) -> Trail:
    """Every assumption that is a ∀ over sorts is replaced by its instances in scope, and so on within it."""
    for _ in range(ROUNDS):
        large = [at for at, each in enumerate(trail.goal.assumptions) if _is_large(each.formula)]
        if not large:
            break
        for at in large:
            formula = trail.goal.assumptions[at].formula
            for rule in islice(instances(trail.goal, at, formula), MOST):
                try:
                    trail = trail.then(take(rule, trail.goal))
                except KernelRefusal:
                    continue
        trail = trail.then(take(Drop(tuple(large)), trail.goal))
        try:
            trail = trail.then(take(Normalise(), trail.goal))
        except KernelRefusal:
            break
    return trail


def _is_large(formula: Term) -> bool:
    return isinstance(formula, SortQuant) and formula.kind == "forall"


def instances(goal: Goal, at: int, formula: Term) -> Iterator[Instance]:
    """The instances of assumption number `at` in scope."""
    if not isinstance(formula, SortQuant):
        return
    wanted = _groups(formula.sorts)
    present = _groups(goal.sorts)
    options = [
        [group for group in present.values() if set(fields) <= set(group)] for fields in wanted.values()
    ]
    for chosen in product(*options):
        sorts: dict[str, Type] = {}
        for fields, group in zip(wanted.values(), chosen, strict=True):
            sorts.update({name: Base(group[field]) for field, name in fields.items()})
        body = substitute(formula.body, {}, sorts)
        picked = tuple(sorts[name] for name in formula.sorts)
        for terms in _terms(goal, body):
            yield Instance(at, terms, picked)


def _groups(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """`C.Agent`, `C.Env` → {C: {Agent: C.Agent, Env: C.Env}}; a sort without a field is its own group."""
    groups: dict[str, dict[str, str]] = {}
    for name in names:
        owner, dot, field = name.rpartition(".")
        groups.setdefault(owner if dot else name, {})[field.rstrip("′") if dot else ""] = name
    return groups


def _terms(goal: Goal, body: Term) -> Iterator[tuple[Term, ...]]:
    """Symbols for the ∀ over functions at the head of the body, each of exactly the type asked for."""
    if not isinstance(body, Quant) or body.kind != "forall" or not is_higher(body.var.type):
        yield ()
        return
    fitting = [each for each in goal.constants if alike(each.type, body.var.type)]
    fitting.sort(key=lambda each: _field(each.name) != _field(body.var.name))
    same = [each for each in fitting if _field(each.name) == _field(body.var.name)]
    for each in same or fitting:
        for rest in _terms(goal, substitute(body.body, {body.var.name: each})):
            yield (each, *rest)


def _field(name: str) -> str:
    return name.rpartition(".")[2].rstrip("′")


def abstracted(trail: Trail) -> Trail:
    """Closed formulas that quantify over functions or sorts become symbols: equal ones the same symbol."""
    taken = {each.name for each in trail.goal.constants} | set(trail.goal.sorts)
    count = 0
    while True:
        found = next((each for whole in formulas(trail.goal) for each in _closed_higher(whole)), None)
        if found is None:
            return trail
        count += 1
        name = f"P{count}"
        while name in taken:
            count += 1
            name = f"P{count}"
        try:
            trail = trail.then(take(Abstract(found, name), trail.goal))
        except KernelRefusal:
            return trail


def _closed_higher(term: Term) -> Iterator[Term]:
    """The outermost subformulas that are such."""
    heads = isinstance(term, SortQuant) or (isinstance(term, Quant) and is_higher(term.var.type))
    if heads and not free_names(term):
        yield term
        return
    parts: list[Term] = []

    def on_term(part: Term) -> Term:
        parts.append(part)
        return part

    map_term(term, on_term, lambda type: type)
    for part in parts:
        yield from _closed_higher(part)


def large_left(goal: Goal) -> bool:
    """Whether a quantifier over sorts is left that no rule has removed."""
    return any(map(is_large, formulas(goal)))


__all__ = ["abstracted", "instances", "instantiated", "large_left"]
