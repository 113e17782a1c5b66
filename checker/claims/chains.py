"""Chains: whether the assumptions, each a step from some members of a family to others, lead from one member that
the conclusion relates to the other."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from aligncheck.claims.reading import Reading
from aligncheck.claims.spoken import Spoken, Values, mend
from aligncheck.diagnostics import Problem
from aligncheck.elaborate.indices import Use
from aligncheck.elaborate.meanings import BundleEntity, ConstEntity, ValueEntity
from aligncheck.elaborate.problems import BrokenChain
from aligncheck.kernel.types import Fun
from aligncheck.kernel.typing import unsubset
from aligncheck.syntax import tree
from aligncheck.syntax.names import nodes

_CLOSURES = frozenset({"transitive", "symmetric", "reflexive", "equivalence", "preorder", "antisymmetric"})
"""What may be assumed of a relation without a step being made by it."""

Link = frozenset[Hashable]


def broken_chains(reading: Reading, whole: Spoken, family: str) -> Iterator[Problem]:
    """Conclusions R(C[a], C[b]) that no chain of assumptions joins, where a loop makes steps R(C[i], C[j])."""
    loops = whole.loops(family)
    assumed = list(_assumed(reading))
    if not loops or not all(_step_or_closure(term, _in(whole, at)) for at, term in assumed):
        return
    steps = {_relation(term) for _, term in assumed if isinstance(term, tree.Quantified)} - {None}
    for at, (part, term) in enumerate(reading.statements):
        uses = [use for use in _in(whole, at) if use.family == family]
        if part != "show" or len(uses) != 2 or _relation(term) not in steps:
            continue
        if any(use.loops or use.partial or use.index is None for use in uses):
            continue
        found = _missing_step(reading, whole, term, *uses)
        if found is not None:
            yield found


def _missing_step(
    reading: Reading, whole: Spoken, term: tree.Term, one: Use, other: Use
) -> BrokenChain | None:
    def joined(whole: Spoken) -> list[bool | None]:
        return [_joined(reading, whole, one, other, sample) for sample in whole.samples]

    if any(each is not False for each in joined(whole)):
        return None
    loop = whole.loops(one.family)[0]
    mended = mend(whole, one.family, lambda changed: all(joined(changed)))
    name, span, right = mended or (loop.name.text, loop.written, ())
    first, last = (f"{use.family}[{use.text(use.index or ())}]" for use in (one, other))
    return BrokenChain(term.span, first, last, name, span, right)


def _relation(term: tree.Term) -> str | None:
    """The relation that a formula, under its loops, says of two members; None for any other formula."""
    while isinstance(term, tree.Quantified):
        term = term.body
    match term:
        case tree.Apply(tree.Name(text), (tree.Index(), tree.Index())):
            return text
        case tree.Compare(tree.Index(), ((operator, tree.Index()),)) if operator.text != "≠":
            return operator.text
        case _:
            return None


def _assumed(reading: Reading) -> Iterator[tuple[int, tree.Term]]:
    for at, (part, term) in enumerate(reading.statements):
        if part == "assume":
            yield at, term


def _in(whole: Spoken, statement: int) -> list[Use]:
    return [use for use in whole.uses if use.statement == statement and use.family]


def _step_or_closure(term: tree.Term, uses: Sequence[Use]) -> bool:
    """Whether an assumption is about members of families, or a property of a relation that makes no step."""
    if uses:
        return True
    return (
        isinstance(term, tree.Apply)
        and isinstance(term.function, tree.Name)
        and term.function.text in _CLOSURES
    )


def _joined(reading: Reading, whole: Spoken, one: Use, other: Use, sample: Values) -> bool | None:
    """Whether a chain of assumptions joins two members; None where they are not all known."""
    links: list[Link] = []
    for at, term in _assumed(reading):
        found = _links(reading, whole, term, _in(whole, at), sample)
        if found is None:
            return None
        links += found
    goal = (other.family, whole.member(other, {}, sample))
    reached: set[Hashable] = {(one.family, whole.member(one, {}, sample))}
    while True:
        more = set().union(*(link for link in links if not reached.isdisjoint(link))) - reached
        if not more:
            return goal in reached
        reached |= more


def _links(
    reading: Reading, whole: Spoken, term: tree.Term, uses: Sequence[Use], sample: Values
) -> list[Link] | None:
    """What an assumption speaks of together, at each value of its loops."""
    if not uses:
        return []
    longest = max(uses, key=lambda use: len(use.loops)).loops
    if any(use.index is None or use.loops != longest[: len(use.loops)] for use in uses):
        return None
    runs = whole.runs(longest, sample)
    if runs is None:
        return None
    names: set[Hashable] = set(_values_named(reading, term))
    return [frozenset(names | {(use.family, whole.member(use, run, sample)) for use in uses}) for run in runs]


def _values_named(reading: Reading, term: tree.Term) -> Iterator[str]:
    """The values in a formula that are no members: two members may be joined through them."""
    for node in nodes(term, lambda node: not isinstance(node, (tree.Index, tree.Binder))):
        entity = reading.ctx.find(node.text) if isinstance(node, tree.Name) else None
        if isinstance(entity, BundleEntity) or (
            isinstance(entity, (ConstEntity, ValueEntity)) and not isinstance(unsubset(entity.type), Fun)
        ):
            yield entity.name
