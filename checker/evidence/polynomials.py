"""Proofs about polynomials that rest on no engine: a combination of what is supposed, and the denial of the
conclusion, that the kernel multiplies out. Z3 is asked for the multiples, in linear arithmetic; what it says is not
believed. Where the numbers lie in a box, that is halved until there is a combination in every part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from aligncheck.engines.contract import Candidate
from aligncheck.evidence.asking import Asking
from aligncheck.evidence.obstacles import is_nonlinear as nonlinear_here
from aligncheck.kernel.build import add, at_most, equal, multiply, number
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.polynomials import ONE, Monomial
from aligncheck.kernel.refusal import KernelRefusal
from aligncheck.kernel.rules import Cases, Combination, Multiple, Product
from aligncheck.kernel.terms import FALSE, Const, Op, Term
from aligncheck.kernel.theorem import Theorem, conclude, take
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import REAL
from aligncheck.obligations.combinations import Column, by_identity, by_squares, columns, degree, relevant
from aligncheck.obligations.shape import formulas

HIGHEST: Final = 6
"""The degree of what is combined."""
DEEPEST: Final = 6
"""How often a box is halved."""
PATIENCE: Final = 1.5
"""Seconds for one linear question."""


def is_nonlinear(goal: Goal) -> bool:
    """Whether numbers that are not known are multiplied or divided by one another."""
    nodes = (node for formula in formulas(goal) for node in walk(formula))
    return any(isinstance(node, Op) and nonlinear_here(node) for node in nodes)


def at_once(goal: Goal) -> Theorem | None:
    """The goal as a theorem, if its conclusion is an identity of polynomials, or a square is completed in it."""
    try:
        found = by_identity(goal) or by_squares(goal)
        return None if found is None else conclude(take(found, goal), ())
    except KernelRefusal:
        return None


def by_polynomials(asking: Asking, goal: Goal, depth: int = 0) -> Theorem | None:
    """The goal as a theorem, if a combination of its comparisons is found in the time that is left; None for a goal
    in which nothing is multiplied, too."""
    theorem = at_once(goal)
    if theorem is not None:
        return theorem
    try:
        most = max((degree(each.polynomial) for each in relevant(goal).values()), default=0)
        if most < 2 or most > HIGHEST:
            return None
        for top in range(most, min(most + 2, HIGHEST) + 1):
            found = _combined(asking, columns(goal, top))
            if found is not None:
                return conclude(take(found, goal), ())
        return _halved(asking, goal, depth) if depth < DEEPEST else None
    except KernelRefusal:
        return None


def _combined(asking: Asking, parts: Sequence[Column]) -> Combination | None:
    """Multiples by which the parts add up to 0, those that are positive not all by 0."""
    if not any(each.strict for each in parts) or asking.left <= 0:
        return None
    unknown = [Const(f"λ{at}", REAL) for at in range(len(parts))]
    sums: dict[Monomial, list[Term]] = {}
    for each, multiple in zip(parts, unknown, strict=True):
        for monomial, coefficient in each.polynomial.items():
            sums.setdefault(monomial, []).append(multiply(number(coefficient, REAL), multiple))
    positive = [multiple for each, multiple in zip(parts, unknown, strict=True) if each.strict]
    said = [equal(add(*terms), number(0, REAL), REAL) for terms in sums.values()]
    said.append(equal(add(*positive), number(1, REAL), REAL))
    for each, multiple in zip(parts, unknown, strict=True):
        if isinstance(each.part, Product):
            said.append(at_most(number(0, REAL), multiple))
    question = Goal((), tuple(unknown), tuple(Assumption("", each, "assume") for each in said), FALSE)
    limits = replace(asking.limits, seconds=max(min(PATIENCE, asking.left), 0.05))
    answer = asking.portfolio.ask("z3", question, limits)
    return _read(parts, unknown, answer) if isinstance(answer, Candidate) else None


def _read(parts: Sequence[Column], unknown: Sequence[Const], answer: Candidate) -> Combination | None:
    products: list[Product] = []
    multiples: list[Multiple] = []
    for each, multiple in zip(parts, unknown, strict=True):
        value = answer.model.constants.get(multiple.name, Fraction(0))
        if not isinstance(value, (int, Fraction)):
            return None
        if value:
            match each.part:
                case Product(_, of, square):
                    products.append(Product(Fraction(value), of, square))
                case Multiple(of, by):
                    multiples.append(Multiple(of, multiply(number(Fraction(value), REAL), by)))
    return Combination(tuple(products), tuple(multiples))


def _halved(asking: Asking, goal: Goal, depth: int) -> Theorem | None:
    """The goal in two cases: a number, of those that lie between two others the one with most room, below the middle or
    above it."""
    rooms = {atom: (low, high) for atom, low, high in _box(goal)}
    if not rooms or asking.left <= 0:
        return None
    widest = max(rooms, key=lambda atom: rooms[atom][1] - rooms[atom][0])
    low, high = rooms[widest]
    step = take(Cases(at_most(widest, number((low + high) / 2, REAL))), goal)
    parts: list[Theorem] = []
    for premise in step.premises:
        part = by_polynomials(asking, premise, depth + 1)
        if part is None:
            return None
        parts.append(part)
    return conclude(step, parts)


def _box(goal: Goal) -> list[tuple[Term, Fraction, Fraction]]:
    """The terms that lie between two numbers, with these; none, if one does not."""
    lows: dict[Term, Fraction] = {}
    highs: dict[Term, Fraction] = {}
    atoms: dict[Term, None] = {}
    for each in relevant(goal).values():
        atoms.update((atom, None) for monomial in each.polynomial for atom, _ in monomial)
        linear = {monomial: c for monomial, c in each.polynomial.items() if monomial != ONE}
        if each.sense == "= 0" or len(linear) != 1 or degree(each.polynomial) != 1:
            continue
        ((monomial, c),) = linear.items()
        ((atom, _),) = monomial
        bound = -each.polynomial.get(ONE, Fraction(0)) / c
        if c > 0:
            lows[atom] = max(bound, lows.get(atom, bound))
        else:
            highs[atom] = min(bound, highs.get(atom, bound))
    if any(atom not in lows or atom not in highs for atom in atoms):
        return []
    return [(atom, lows[atom], highs[atom]) for atom in sorted(atoms, key=repr) if lows[atom] < highs[atom]]
