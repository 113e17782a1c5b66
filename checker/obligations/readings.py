"""Readings of a reduction: terms for its roles over what is declared, shortest first; and the assumptions
that the same vocabulary can say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligncheck.claims.claim import Claim, Operation, Reduces
from aligncheck.kernel.build import conj, equal, iff, implies
from aligncheck.kernel.domain import domain
from aligncheck.kernel.substitution import alike, substitute
from aligncheck.kernel.terms import TRUE, App, Term, Tup, Var
from aligncheck.kernel.types import Fun, Prod, Type
from aligncheck.kernel.typing import is_bool, type_of, unsubset
from aligncheck.records import dataclass

DEEPEST = 3
MANY = 400
SOME = 60
"""Terms of which equations are made."""


@dataclass(frozen=True, slots=True)
class Said:
    """A term, the words for it, and how many names they hold."""

    term: Term
    text: str
    size: int


def agree(left: Term, right: Term) -> Term:
    """left ≐ right: defined under the same conditions, and equal there."""
    here, there = domain(left), domain(right)
    same = iff(left, right) if is_bool(type_of(left)) else equal(left, right, type_of(left))
    return conj(iff(here, there), implies(here, same))


def vocabulary(claim: Claim, start: Sequence[Said] = ()) -> list[Said]:
    """What can be said: variables, declared symbols, and operations applied to them, shortest first."""
    partial = set(claim.presentation.partial) | set(claim.presentation.partial.values())
    operations = [*claim.operations, *_functions(claim, partial)]
    found: list[Said] = list(start)
    for each in claim.constants:
        if not isinstance(each.type, Fun) and not is_bool(each.type) and not each.index:
            found.append(Said(each, each.name, 1))
    found += [Said(each.body, each.name, 1) for each in claim.operations if not each.parameters]
    found = _distinct(found)
    for size in range(2, DEEPEST + 1):
        for operation in operations:
            if is_bool(type_of(operation.body)):
                continue
            for arguments in _arguments(operation.parameters, found, size - 1):
                found.append(applied(operation, arguments))
                if len(found) > MANY:
                    return _distinct(found)
    return _distinct(found)


def _functions(claim: Claim, partial: set[str]) -> list[Operation]:
    """Declared functions as operations; of partial ones the operations are given with the claim."""
    known = {each.name for each in claim.operations} | partial
    found: list[Operation] = []
    for each in claim.constants:
        if isinstance(each.type, Fun) and each.name not in known and not each.index:
            kind = unsubset(each.type.domain)
            items = kind.items if isinstance(kind, Prod) else (each.type.domain,)
            parameters = tuple(Var(f"x{at}", item) for at, item in enumerate(items))
            argument: Term = Tup(parameters) if len(parameters) > 1 else parameters[0]
            found.append(Operation(each.name, parameters, App(each, argument)))
    return found


def applied(operation: Operation, arguments: Sequence[Said]) -> Said:
    values = {var.name: each.term for var, each in zip(operation.parameters, arguments, strict=True)}
    text = f"{operation.name}({', '.join(each.text for each in arguments)})"
    return Said(substitute(operation.body, values), text, 1 + sum(each.size for each in arguments))


def _arguments(parameters: Sequence[Var], words: Sequence[Said], size: int) -> Iterator[tuple[Said, ...]]:
    """Arguments of these types, of this size together."""
    if not parameters:
        if size == 0:
            yield ()
        return
    for each in list(words):
        if each.size <= size and fits(each, parameters[0].type):
            for rest in _arguments(parameters[1:], words, size - each.size):
                yield (each, *rest)


def fits(said: Said, type: Type) -> bool:
    return alike(unsubset(type_of(said.term)), unsubset(type))


def _distinct(words: Sequence[Said]) -> list[Said]:
    kept: dict[Term, Said] = {}
    for each in sorted(words, key=lambda each: each.size):
        kept.setdefault(each.term, each)
    return list(kept.values())


def readings(claim: Claim, question: Reduces) -> Iterator[dict[str, Said]]:
    """A term for each role that is not fixed, by total size."""
    words = vocabulary(claim)
    roles = [role for role in question.roles if role.name not in question.fixed]
    largest = DEEPEST * len(roles)
    for total in range(len(roles), largest + 1):
        for chosen in _arguments(roles, words, total):
            yield {role.name: each for role, each in zip(roles, chosen, strict=True)}


def atoms(claim: Claim) -> Iterator[Said]:
    """Equations and relations over the claim's own variables and declared functions of them, shortest first."""
    own = [Said(each, each.name, 1) for each in claim.constants if each.name in claim.variables]
    start = _distinct([each for each in own if not isinstance(unsubset(type_of(each.term)), Fun)])
    partial = set(claim.presentation.partial) | set(claim.presentation.partial.values())
    operations = [*claim.operations, *_functions(claim, partial)]
    words = list(start)
    for size in range(2, DEEPEST + 1):
        inner = list(words)
        for operation in operations:
            if operation.parameters and not is_bool(type_of(operation.body)):
                words += [
                    applied(operation, each) for each in _arguments(operation.parameters, inner, size - 1)
                ]
                if len(words) > SOME:
                    break
    words = _distinct(words)[:SOME]
    found: list[Said] = []
    for at, left in enumerate(words):
        for right in words[at + 1 :]:
            if fits(left, type_of(right.term)):
                same = equal(left.term, right.term, type_of(left.term))
                found.append(Said(same, f"{left.text} = {right.text}", left.size + right.size))
    for operation in operations:
        if is_bool(type_of(operation.body)) and operation.parameters:
            for size in range(1, DEEPEST + 1):
                found += [applied(operation, each) for each in _arguments(operation.parameters, words, size)]
    yield from (each for each in _distinct(found) if each.term != TRUE)


__all__ = ["Said", "agree", "atoms", "readings", "vocabulary"]
