"""Members of families that a claim leaves out: what its conclusion rests on and no assumption mentions, and
assumptions that range over different sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from aligncheck.claims.chains import broken_chains
from aligncheck.claims.reading import Reading
from aligncheck.claims.spoken import Member, Spoken, Values, mend, spoken
from aligncheck.diagnostics import Problem
from aligncheck.elaborate.indices import Use
from aligncheck.elaborate.integers import Linear, constant, plus, variable
from aligncheck.elaborate.meanings import Bundle, FamilyEntity, Template, Typed, TypeMeaning
from aligncheck.elaborate.problems import DifferentIndexSets, TiedToNothing
from aligncheck.kernel.terms import Const, Term
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import Base, Type
from aligncheck.syntax.names import all_names


def index_findings(reading: Reading) -> Iterator[Problem]:
    """What the claim leaves out of its families."""
    whole = spoken(reading.ctx)
    if not whole.samples:
        return
    for family in dict.fromkeys(use.family for use in whole.uses if use.family):
        if not (_tied_by_type(reading, family) or _spoken_by_definition(reading, family)):
            left_out = list(_tied_to_nothing(whole, family))
            yield from left_out or broken_chains(reading, whole, family)
            yield from _different_sets(whole, family)


def _tied_by_type(reading: Reading, family: str) -> bool:
    """Whether the members of another family are of types that speak of this one, which ties its members."""
    others = [entity for entity in reading.ctx.visible().values() if isinstance(entity, FamilyEntity)]
    return any(family in {name.text for name in all_names(other.member)} for other in others)


def _spoken_by_definition(reading: Reading, family: str) -> bool:
    """Whether an assumption uses a definition that speaks of the family: of which members is not seen here. No
    definition speaks of a family that the claim declares."""
    if family not in reading.module.names:
        return False
    names = {name.text for part, term in reading.statements if part == "assume" for name in all_names(term)}
    used = [entity for name in names if isinstance(entity := reading.ctx.find(name), Template)]
    return any(_speaks_of(entity, family) for entity in used)


def _speaks_of(definition: Template, family: str) -> bool:
    own = {sort.name for each in (*definition.implicit, *definition.explicit) for sort in each.sorts()}
    used = (
        node.name for part in _parts(definition) for node in walk(part) if isinstance(node, (Base, Const))
    )
    return any(n == family or n.startswith((f"{family}[", f"{family}.")) for n in used if n not in own)


def _parts(definition: Template) -> tuple[Term | Type, ...]:
    match definition.body:
        case Typed(term, type):
            return term, type
        case TypeMeaning(type):
            return (type,)
        case Bundle(parts=parts):
            return tuple(parts.values())


# ── Members that the conclusion rests on ──


def _tied_to_nothing(whole: Spoken, family: str) -> Iterator[TiedToNothing]:
    """One finding for each use that names such a member, with the loop and the index set that would reach it."""
    assumed = whole.of(family, "assume")
    reported: set[str] = set()
    for use in whole.of(family, "show"):
        index = None if use.partial else _left_out(whole, use, assumed)
        if index is None or use.text(index) in reported:
            continue
        reported.add(use.text(index))
        reached = lambda changed, index=index: _reaches(changed, assumed, index)  # noqa: E731
        yield TiedToNothing(use.span, f"{family}[{use.text(index)}]", *(mend(whole, family, reached) or ()))


def _left_out(whole: Spoken, use: Use, others: Sequence[Use]) -> tuple[Linear, ...] | None:
    """A member of a use that is not among the others at any size: at the same distance from 0, or from a symbol."""
    left: list[frozenset[Member]] = []
    for sample in whole.samples:
        members, known = whole.members(use, sample), whole.together(others, sample)
        if members is None or known is None:
            return None
        left.append(members - known)
    for member in sorted(left[0]):
        for index in _readings(member, whole.samples[0]):
            if all(_at(index, sample) in rest for sample, rest in zip(whole.samples, left, strict=True)):
                return index
    return None


def _readings(member: Member, sample: Values) -> Iterator[tuple[Linear, ...]]:
    """A member as indices over the symbols: its numbers, or at a distance from a symbol."""
    ways = [
        [constant(value), *(plus(variable(name), constant(value - size)) for name, size in sample.items())]
        for value in member
    ]
    return product(*ways)


def _at(index: Sequence[Linear], sample: Values) -> Member:
    return tuple(each.value(sample) for each in index)


def _reaches(whole: Spoken, uses: Sequence[Use], index: Sequence[Linear]) -> bool:
    return all(_at(index, sample) in (whole.together(uses, sample) or ()) for sample in whole.samples)


# ── Different sets ──


def _different_sets(whole: Spoken, family: str) -> Iterator[DifferentIndexSets]:
    """Two loops that use the same index, one of them at a member more, which nothing else mentions."""
    own = whole.of(family)
    single = [use for use in own if use.part == "assume" and len(use.loops) == 1 and not use.partial]
    told: set[object] = set()
    for small in single:
        for large in single:
            loop, other = small.loops[0], large.loops[0]
            if loop.place in told or loop.place == other.place or _bare(small) != _bare(large):
                continue
            rest = [use for use in own if all(each.place != other.place for each in use.loops)]
            index = _left_out(whole, large, rest)
            within = all(
                (whole.members(small, each) or set()) < (whole.members(large, each) or set())
                for each in whole.samples
            )
            if index is not None and within:
                told.add(loop.place)
                member = f"{family}[{large.text(index)}]"
                shorter, longer = loop.written, other.written
                yield DifferentIndexSets(shorter, loop.name.text, shorter.text, longer.text, longer, member)


def _bare(use: Use) -> tuple[Linear, ...] | None:
    """The index of a use, whatever its loop is called."""
    renamed = {use.loops[0].key: variable("·")}
    return None if use.index is None else tuple(each.put(renamed) for each in use.index)
