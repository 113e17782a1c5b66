"""Claims that state the same under two names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligncheck.diagnostics import Problem
from aligncheck.kernel.terms import Term
from aligncheck.kernel.types import Type
from aligncheck.lints.canonical import canonical, marked, renumbered, together
from aligncheck.lints.problems import SameClaim
from aligncheck.records import dataclass
from aligncheck.source import Span
from aligncheck.syntax import tree


@dataclass(frozen=True, slots=True)
class Statement:
    """What a claim states: its assumptions, and what it asks of its conclusions. `own` are the names of its
    universals, sorts and symbols alike; `types` those of the symbols; `phrasing` is how it is put; `belief`
    is what it expects, `declared` what stands in its braces, `group` what its readings share."""

    name: str
    span: Span
    assumptions: tuple[Term, ...]
    form: str
    conclusions: tuple[Term, ...]
    own: frozenset[str]
    types: tuple[Type, ...]
    phrasing: str
    belief: str
    declared: tuple[tree.Declaration, ...]
    group: str


def same_claims(statements: Sequence[Statement]) -> Iterator[Problem]:
    """Each statement that an earlier one makes, whatever its variables are called and in whatever order they come.
    What only computes to the same says something else. The readings of one claim are not compared, nor claims
    of which another verdict is believed."""
    put: dict[tuple[object, ...], list[Statement]] = {}
    for statement in statements:
        alike = (renumbered(statement.phrasing), statement.belief, statement.declared)
        put.setdefault(alike, []).append(statement)
    for alike_put in put.values():
        earlier: dict[str, Statement] = {}
        for statement in alike_put if len(alike_put) > 1 else ():
            same = earlier.setdefault(_stated(statement), statement)
            if same.group != statement.group:
                yield SameClaim(statement.span, statement.name, same.name, same.span)


def _stated(statement: Statement) -> str:
    names = {name: marked(name) for name in statement.own}
    assumed = together(canonical(each, names) for each in statement.assumptions)
    shown = together(canonical(each, names) for each in statement.conclusions)
    types = sorted((canonical(each, names) for each in statement.types), key=renumbered)
    return renumbered(f"{statement.form}: {shown} if {assumed} for {'; '.join(types)}")
