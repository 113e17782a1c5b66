"""When two claims are written alike: up to the order of what has none, and the names of its universals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import islice, permutations, product
from typing import Any

from aligncheck.syntax import show, tree
from tests.plant.surface import names_in

Form = tuple[Any, ...]

TURNED = {">": "<", "≥": "≤"}
EITHER_WAY = {"=", "≠", "≐"}
COMMUTE = {"+", "∪", "∩", "*", "∧", "∨"}
MOST = 720
"""So many renamings of a claim's universals are tried."""


def restores(claim: tree.ClaimDecl, original: tree.ClaimDecl) -> bool:
    """Whether a claim is the original again, its assumptions in whatever order."""
    return _clauses(claim) == _clauses(original)


def _clauses(claim: tree.ClaimDecl) -> tuple[Any, ...]:
    assumed = sorted(
        show(each)
        for clause in claim.clauses
        if isinstance(clause, tree.AssumeClause)
        for each in clause.formulas
    )
    others = [show(each) for each in claim.clauses if not isinstance(each, tree.AssumeClause)]
    return assumed, others, claim.locals


def form(claim: tree.Declared, lent: Mapping[str, str]) -> str:
    """What claims that are written alike have in common. `lent` are names of the context that could as well
    be others, with their types: these and the claim's own universals may be exchanged, if no type of a lent one
    speaks of them."""
    groups = _exchangeable(claim, lent)
    ways = product(*(permutations(group) for group in groups))
    return min(repr(_form(claim, naming)) for naming in islice(_namings(groups, ways), MOST))


def instances(claim: tree.ClaimDecl, lent: Mapping[str, str]) -> set[str]:
    """The forms of the claim with names of the context replaced by others of their type, two by one as well."""
    groups = _exchangeable(claim, lent)
    ways = product(*(product(group, repeat=len(group)) for group in groups))
    return {repr(_form(claim, naming)) for naming in islice(_namings(groups, ways), MOST)}


def _exchangeable(claim: tree.Declared, lent: Mapping[str, str]) -> list[list[str]]:
    """The names that can be exchanged, those of one type together, as far as the claim uses such."""
    spoken_of = re.findall(r"\w+", " ".join(lent.values()))
    kinds = {each: kind for each, kind in lent.items() if each not in spoken_of}
    for clause in claim.clauses if isinstance(claim, tree.ClaimDecl) else ():
        for binder in clause.binders if isinstance(clause, tree.ForClause) else ():
            kinds.update({each.text: show(binder.type) if binder.type else "" for each in binder.names})
    groups: dict[str, list[str]] = {}
    for name, kind in kinds.items():
        groups.setdefault(kind, []).append(name)
    used = names_in(claim)
    return [group for group in groups.values() if used.intersection(group)]


def _namings(
    groups: Sequence[Sequence[str]], ways: Iterable[Sequence[Sequence[str]]]
) -> Iterator[dict[str, str]]:
    """One name for each, as each of the ways says."""
    for way in ways:
        yield {
            old: new
            for group, chosen in zip(groups, way, strict=True)
            for old, new in zip(group, chosen, strict=True)
        }


def _form(node: Any, naming: Mapping[str, str]) -> Form:
    match node:
        case tree.Name(text):
            return ("name", naming.get(text, text))
        case tree.ClaimDecl():
            assumed = [each for c in node.clauses if isinstance(c, tree.AssumeClause) for each in c.formulas]
            others = [each for each in node.clauses if not isinstance(each, tree.AssumeClause)]
            return (
                "claim",
                tuple(sorted(map(repr, (_form(each, naming) for each in others)))),
                tuple(sorted(map(repr, (_form(each, naming) for each in assumed)))),
                tuple(repr(_form(each, naming)) for each in node.locals),
            )
        case tree.Compare(first, ((operator, last),)):
            return _comparison(operator.text, _form(first, naming), _form(last, naming))
        case tree.Iff(left, right):
            return ("iff", *sorted([_form(left, naming), _form(right, naming)], key=repr))
        case tree.Chain(level, first, rest) if all(operator.text == rest[0][0].text for operator, _ in rest):
            parts = [_form(each, naming) for each in (first, *(term for _, term in rest))]
            ordered = sorted(parts, key=repr) if rest[0][0].text in COMMUTE else parts
            return ("chain", level, rest[0][0].text, *ordered)
        case tree.SetLiteral(items):
            return ("set", *sorted({_form(each, naming) for each in items}, key=repr))
        case tree.ForClause(binders):
            bound = [
                (each.text, _form((b.type, b.among, b.where), naming)) for b in binders for each in b.names
            ]
            return ("for", *sorted(repr((naming.get(each, each), kind)) for each, kind in bound))
        case tree.Node():
            parts = [_form(getattr(node, each.name), naming) for each in fields(node) if each.compare]
            return (type(node).__name__, *parts)
        case tuple():
            return ("list", *(_form(each, naming) for each in node))
        case _:
            return ("word", str(node))


def _comparison(operator: str, left: Form, right: Form) -> Form:
    if operator in TURNED:
        return ("compare", TURNED[operator], right, left)
    if operator in EITHER_WAY:
        left, right = sorted([left, right], key=repr)
    return ("compare", operator, left, right)
