"""Which transformation is part of another: each of its elements is one of the other, read in its parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice, product
from typing import Final

from aligncheck.elaborate.meanings import TransformationEntity
from aligncheck.kernel.build import conj, equal, forall, implies, multiply, number
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.normal import normalise
from aligncheck.kernel.substitution import reduce, substitute
from aligncheck.kernel.terms import App, Lam, Term, Var
from aligncheck.kernel.types import REAL, Fun
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model

READINGS: Final = 40
"""Ways to read the parameters of one transformation in those of another that are tried."""
STEPS: Final = 20_000
MAP: Final = Fun(REAL, REAL)


@dataclass(slots=True)
class Inclusion:
    """What is known of a few transformations. `is_true` says whether a formula is proved."""

    is_true: Callable[[Term], bool]
    known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def holds(self, one: TransformationEntity, other: TransformationEntity) -> bool:
        """Whether the one is seen to be part of the other."""
        key = one.name, other.name
        if key not in self.known:
            self.known[key] = one == other or self._seen(one, other)
        return self.known[key]

    def _seen(self, one: TransformationEntity, other: TransformationEntity) -> bool:
        if one.implicit or other.implicit or one.map.var.type != other.map.var.type:
            return False
        own = [each.var for each in one.parameters if each.var is not None]
        for body in islice(_readings(one, other), READINGS):
            if _fails_at_a_sample(own, body):
                continue
            for var in reversed(own):
                body = forall(var, body)
            if self.is_true(body):
                return True
        return False


def _readings(one: TransformationEntity, other: TransformationEntity) -> Iterator[Term]:
    """That an element of the one is an element of the other, whose parameters are those of the one, its whole map,
    or 1, 0, -1."""
    own = [each.var for each in one.parameters if each.var is not None]
    inner = Var("v#", one.map.var.type)
    image = reduce(App(one.map, inner))
    wanted = [each.var for each in other.parameters if each.var is not None]
    offered: tuple[Term, ...] = (*own, *(number(value, REAL) for value in (1, 0, -1)), one.map)
    for chosen in product(*([term for term in offered if _fits(term, var)] for var in wanted)):
        terms = {var.name: term for var, term in zip(wanted, chosen, strict=True)}
        theirs = reduce(App(substitute(other.map, terms), inner))
        same = forall(inner, equal(image, theirs, inner.type))
        yield implies(one.condition, conj(substitute(other.condition, terms), same))


def _fails_at_a_sample(own: list[Var], body: Term) -> bool:
    """Whether it is false of one element: for most readings that needs no proof."""
    u = Var("u", REAL)
    values = [number(Fraction(value), REAL) for value in ("3", "5/2", "7", "1/3")]
    terms: dict[str, Term] = {}
    for var, value in zip(own, values, strict=False):
        if var.type not in (REAL, MAP):
            return False
        terms[var.name] = value if var.type == REAL else Lam(u, multiply(value, u))
    try:
        return evaluate(normalise(substitute(body, terms)), Model({}, {}), steps=STEPS) is False
    except CannotEvaluate:
        return False


def _fits(term: Term, var: Var) -> bool:
    match term:
        case Var(_, type):
            return type == var.type
        case Lam():
            return var.type == MAP == Fun(term.var.type, REAL)
        case _:
            return var.type == REAL
