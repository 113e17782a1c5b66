"""What an invariance that fails leaves true: the largest transformations under which the quantity stays as it is, its
sign, the rule by which it changes. Only what is proved is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Final

from aligncheck.claims.claim import Claim, Holds
from aligncheck.diagnostics import Edit
from aligncheck.elaborate.meanings import TransformationEntity
from aligncheck.kernel import clock
from aligncheck.kernel.build import add, multiply, number
from aligncheck.kernel.terms import Const, Lam, Var
from aligncheck.kernel.types import REAL, Fun
from aligncheck.kernel.values import ByRule, Model, Value
from aligncheck.records import dataclass
from aligncheck.repair.change import Change
from aligncheck.repair.groups import LIBRARY, Kept, invariances, kept, usual
from aligncheck.repair.inclusion import Inclusion
from aligncheck.repair.site import Site
from aligncheck.repair.trial import Trial
from aligncheck.source import Span
from aligncheck.syntax import tree

PATIENCE: Final = 1.0
"""Seconds for one proof."""
READINGS: Final = 30
"""Ways to read the parameters of one transformation in those of another that are tried."""
NUMBERS: Final = tuple(map(Fraction, ("2", "1", "-1", "1/2", "0")))
MODELS: Final = 3


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is proved, each with its distance from what was claimed; the largest of them come first and are said."""

    said: str | None = None
    changes: tuple[tuple[float, Change], ...] = ()


def keeping(trial: Trial, file: tree.File | None, until: float) -> Keeping:
    """What is found to be kept in time, for a claim with one clause about a transformation."""
    clauses = invariances(trial.site)
    if len(clauses) != 1 or not trial.models:
        return Keeping()
    own = trial.site.module.names
    names = {**own, **{name: each for name, each in usual().items() if name not in own}}
    wider = replace(trial, site=replace(trial.site, module=replace(trial.site.module, names=names)))
    inclusion = Inclusion(wider.is_true)
    proved = list(_proved(wider, inclusion, clauses[0], until))
    order = list(names)
    largest = [
        (distance, each)
        for distance, each in proved
        if not any(_is_part(inclusion, each, other, order) for _, other in proved if other is not each)
    ]
    changes = ((distance, _offered(trial.site, each, file)) for distance, each in largest)
    offered = tuple((distance, change) for distance, change in changes if change is not None)
    return Keeping(_sentence([each for _, each in largest]), offered)


def _proved(
    trial: Trial, inclusion: Inclusion, clause: tree.Property, until: float
) -> Iterator[tuple[float, Kept]]:
    """What is kept, one after the other; of the rules by which the quantity may change the first."""
    ruled = False
    failed: list[TransformationEntity] = []
    for each in kept(trial.site, clause):
        left = until - clock.now()
        if left <= 0:
            return
        if each.plain and any(inclusion.holds(one, each.under) for one in failed):
            continue
        claim = None if ruled and each.rule is not None else trial.read(each.change)
        if claim is None:
            continue
        if trial.fails_in(claim, list(_samples(trial, claim))):
            failed += [each.under] if each.plain else []
            continue
        tried = trial.judge_read(claim, each.change, min(PATIENCE, left))
        if tried.distance is not None:
            ruled = ruled or each.rule is not None
            yield tried.distance, each


def _samples(trial: Trial, claim: Claim) -> Iterator[Model]:
    """Models known, with a few elements of the transformation that the changed claim speaks of."""
    conclusions = claim.question.conclusions if isinstance(claim.question, Holds) else ()
    element = [const for each in conclusions if each.change is not None for const in each.change.element]
    choices = [_values(each) for each in element]
    for model in trial.models[-MODELS:]:
        for chosen in product(*choices):
            values = {const.name: value for const, value in zip(element, chosen, strict=True)}
            yield Model(model.carriers, {**model.constants, **values})


def _values(const: Const) -> Sequence[Value]:
    if const.type == REAL:
        return NUMBERS
    if const.type == Fun(REAL, REAL):
        u = Var("u", REAL)
        return [ByRule(Lam(u, add(u, number(1, REAL)))), ByRule(Lam(u, multiply(number(2, REAL), u)))]
    return ()


def _is_part(inclusion: Inclusion, one: Kept, other: Kept, order: Sequence[str]) -> bool:
    """Whether what one says follows from the other: the same of more elements, or of the quantity and not its sign.
    Of two that say the same the one that is declared later does."""
    if one.rule is not None or other.rule is not None or (one.plain and not other.plain):
        return False
    if not inclusion.holds(one.under, other.under):
        return False
    alike = one.plain is other.plain and inclusion.holds(other.under, one.under)
    return not alike or order.index(one.under.name) > order.index(other.under.name)


# ── What is told of it ──


def _sentence(largest: Sequence[Kept]) -> str | None:
    """It is invariant under `shift`, `negation`; `sign(Q)` is invariant under `positive_affine`."""
    groups = [f"`{each.under.name}`" for each in largest if each.plain]
    others = [each.said for each in largest if not each.plain]
    head = [f"it is invariant under {', '.join(groups)}"] if groups else []
    return "; ".join([*head, *others]) or None


def _offered(site: Site, each: Kept, file: tree.File | None) -> Change | None:
    """The change, with the line that takes the library in, where a name of it is needed; None where that would
    bring names in that are there already."""
    if each.under.name in site.module.names:
        return each.change
    if file is None or usual().keys() & site.module.names.keys():
        return None
    heads = [d for d in file.declarations if isinstance(d, (tree.UseDecl, tree.ModuleDecl))]
    source = site.declaration.span.source
    at = heads[-1].span.end if heads else 0
    text = f"\nuse {LIBRARY}" if heads else f"use {LIBRARY}\n"
    return replace(each.change, beside=(Edit(Span(source, at, at), text),))
