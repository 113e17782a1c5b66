"""What else an invariance may be claimed of: another transformation, the sign of the quantity, another rule by which it
changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from aligncheck.claims.claim import Change as Compared
from aligncheck.claims.claim import Claim, Holds
from aligncheck.diagnostics import Edit
from aligncheck.elaborate import elaborate
from aligncheck.elaborate.meanings import Entity, TransformationEntity
from aligncheck.kernel.types import NUMERIC, REAL, Fun
from aligncheck.kernel.typing import type_of, unsubset
from aligncheck.library.files import packaged, read
from aligncheck.records import dataclass
from aligncheck.repair.change import Change
from aligncheck.repair.site import Site
from aligncheck.source import Span
from aligncheck.syntax import parse, tree
from aligncheck.syntax.print import show

LIBRARY = "transformations"
"""The module of the library that declares the usual ones."""
GROUP = 1.5
SIGN = 1.7
RULE = 1.6
"""How far each is from what was claimed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is true if a change of a claim is proved. `quantity` and `under`: what stays as it is, and under which
    transformation; `rule`: how it changes, where it does not stay."""

    change: Change
    quantity: str
    under: TransformationEntity
    rule: str | None = None

    @property
    def plain(self) -> bool:
        """Whether it says that the quantity itself stays as it is."""
        return self.quantity == "it" and self.rule is None

    @property
    def said(self) -> str:
        """What it says of the quantity of the claim, as `it`, or of its sign."""
        if self.rule is not None:
            return f"{self.quantity} is equivariant under `{self.under.name}`, by `{self.rule}`"
        return f"{self.quantity} is invariant under `{self.under.name}`"


@cache
def usual() -> Mapping[str, Entity]:
    """The transformations of the library, by name."""
    made = parse(read(packaged()[LIBRARY]).value)
    names = elaborate(made.value, {}).value.names
    return {name: entity for name, entity in names.items() if isinstance(entity, TransformationEntity)}


def invariances(site: Site) -> list[tree.Property]:
    """The clauses of a claim that speak of a transformation."""
    return [
        each
        for each in site.clauses
        if isinstance(each, tree.Property)
        and each.word in ("invariant", "equivariant")
        and each.under is not None
    ]


def kept(site: Site, clause: tree.Property) -> Iterator[Kept]:
    """All that may be kept instead, the nearest to what was claimed first. `site` knows the usual transformations."""
    name = _named(clause.under)
    under = None if name is None else site.entities.get(name)
    if not isinstance(under, TransformationEntity):
        return
    if clause.word == "invariant":
        if _is_real(site, clause):
            yield from _signs(clause, under)
        for other, entity in site.entities.items():
            if isinstance(entity, TransformationEntity) and entity != under:
                yield _group(clause, other, entity)
    yield from _by_rules(site, clause, under)


def _named(under: tree.Term | None) -> str | None:
    head = under.function if isinstance(under, tree.Apply) else under
    return head.text if isinstance(head, tree.Name) else None


def _group(clause: tree.Property, name: str, entity: TransformationEntity) -> Kept:
    span = clause.under.span if clause.under is not None else clause.span
    return Kept(Change(f"under `{name}`", (Edit(span, name),), GROUP), "it", entity)


def _signs(clause: tree.Property, under: TransformationEntity) -> Iterator[Kept]:
    subject = clause.subjects[0]
    text = f"sign({subject.span.text})"
    change = Change(f"`{' '.join(text.split())}` for the quantity", (Edit(subject.span, text),), SIGN)
    yield Kept(change, f"`sign({show(subject)})`", under)


def _by_rules(site: Site, clause: tree.Property, under: TransformationEntity) -> Iterator[Kept]:
    """The rules by which a number may change, over the numbers that tell the element: those of one group, and where
    they are not written, under the names that its parameters have."""
    if len(clause.on) > 1 or clause.under is None or not _is_real(site, clause):
        return
    arguments = clause.under.arguments if isinstance(clause.under, tree.Apply) else ()
    numbers: list[str] = []
    maps: list[str] = []
    names: list[str] = []
    for at, parameter in enumerate(under.parameters):
        written = arguments[at].span.text if at < len(arguments) else _unused(site, parameter.name)
        names.append(written)
        if parameter.var is not None and unsubset(parameter.var.type) == REAL:
            numbers.append(written)
        elif parameter.var is not None and parameter.var.type == Fun(REAL, REAL):
            maps.append(written)
    written_rule = None if clause.by is None else " ".join(clause.by.span.text.split())
    for rule in rules(numbers, maps, stays=clause.by is not None):
        if rule != written_rule:
            yield Kept(_ruled(clause, under.name, names, rule), "it", under, rule)


def _unused(site: Site, name: str) -> str:
    """A name for a parameter of a transformation that means nothing else in the claim."""
    while name in site.entities or name in site.own:
        name += "'"
    return name


def rules(numbers: Sequence[str], maps: Sequence[str] = (), stays: bool = False) -> Iterator[str]:
    """`fun c. a*c` and its like, for numbers and functions called so; the variable has a name of its own. `stays`:
    `fun c. c` too."""
    c = next(each for each in ("c", "v", "w", "q") if each not in (*numbers, *maps))
    if stays:
        yield f"fun {c}. {c}"
    yield from (f"fun {c}. {each}({c})" for each in maps)
    for each in numbers:
        yield f"fun {c}. {each}*{c}"
    yield f"fun {c}. -{c}"
    for each in numbers:
        yield f"fun {c}. {c} + {each}"
    for first in numbers:
        yield from (f"fun {c}. {first}*{c} + {second}" for second in numbers if second != first)
    for each in numbers:
        yield from (f"fun {c}. {text}" for text in (f"{c}/{each}", f"abs({each})*{c}", f"{each}*{each}*{c}"))


def _ruled(clause: tree.Property, name: str, names: Sequence[str], rule: str) -> Change:
    if clause.by is not None:
        return Change(f"by `{rule}`", (Edit(clause.by.span, rule),), RULE)
    word = Span(clause.span.source, clause.span.start, clause.span.start + len(clause.word))
    under = clause.under.span if clause.under is not None else clause.span
    end = Span(clause.span.source, clause.span.end, clause.span.end)
    listed = f"{name}({', '.join(names)})" if names else name
    edits = (Edit(word, "equivariant"), Edit(under, listed), Edit(end, f" by {rule}"))
    return Change(f"equivariant, by `{rule}`", edits, RULE + 0.2)


def _is_real(site: Site, clause: tree.Property) -> bool:
    """Whether the quantity of a clause is a number."""
    found = change_of(site.claim, clause)
    return found is not None and unsubset(type_of(found.before)) in NUMERIC


def change_of(claim: Claim, clause: tree.Property) -> Compared | None:
    """What the conclusion of a clause compares."""
    conclusions = claim.question.conclusions if isinstance(claim.question, Holds) else ()
    return next((each.change for each in conclusions if each.span == clause.span), None)
