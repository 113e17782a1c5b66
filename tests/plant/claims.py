"""The true claims of a file, each with the text around it that it needs, and the slips planted in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from aligncheck.elaborate import elaborate
from aligncheck.elaborate.meanings import Module
from aligncheck.library.files import read
from aligncheck.library.modules import load
from aligncheck.source import Span
from aligncheck.syntax import parse, show, tree
from tests.plant.operators import OPERATORS
from tests.plant.scope import Scope
from tests.plant.surface import NOWHERE, Change, changed, claim_in, declaration_in


class Origin(Protocol):
    """What slips are planted in."""

    @property
    def path(self) -> Path: ...
    @property
    def name(self) -> str: ...
    @property
    def written(self) -> tree.Declared: ...
    @property
    def scope(self) -> Scope: ...


@dataclass(frozen=True)
class TrueClaim:
    """A claim whose author says that it is true: as a tree of its own, without what is expected of it. `setting`
    is the text that stands before it: the file without its other claims, but with the lemmas it uses."""

    path: Path
    claim: tree.ClaimDecl
    setting: str
    module: Module
    place: Span = NOWHERE
    """Where it stands in its file."""

    def in_file(self, claim: tree.ClaimDecl) -> str:
        """The text of the file with another claim in the place of this one."""
        text = self.place.source.text
        return text[: self.place.start] + show(claim) + text[self.place.end :]

    @property
    def name(self) -> str:
        return self.claim.name.text

    @property
    def written(self) -> tree.Declared:
        return self.claim

    @cached_property
    def scope(self) -> Scope:
        return Scope(self.module, self.name)


@dataclass(frozen=True)
class Mutant:
    """A claim or definition with one slip. `slip`: what was written and what stands there now."""

    origin: Origin
    operator: str
    written: tree.Declared
    slip: str

    @property
    def key(self) -> str:
        return f"{self.origin.path.stem} {self.origin.name} · {self.operator} · {self.slip}"


def true_claims(paths: Sequence[Path]) -> Iterator[TrueClaim]:
    """Every claim of the files that is expected to be proved, in order; where it is so only given something,
    that is assumed."""
    units = load([read(path) for path in paths], parse, elaborate)
    for path, unit in zip(paths, units, strict=False):
        if unit.file is None or unit.module is None:
            continue
        claims = {each.name.text: each for each in unit.file.declarations if isinstance(each, tree.ClaimDecl)}
        for declared in claims.values():
            claim = _plain(declared)
            if claim is not None:
                yield TrueClaim(
                    path, claim, _setting(unit.file, declared, claims), unit.module, declared.span
                )


def mutants_of(origin: Origin, operators: Sequence[str] = tuple(OPERATORS)) -> Iterator[Mutant]:
    """The slips in one claim or definition; each text once, and none that is the original itself."""
    met = {show(origin.written)}
    for name, operator in OPERATORS.items():
        for change in operator(origin.written, origin.scope):
            text = show(changed(origin.written, change))
            written = None if text in met else declaration_in(text)
            met.add(text)
            if written is not None and name in operators:
                yield Mutant(origin, name, written, slip_of(change))


def slip_of(change: Change) -> str:
    """What was written and what stands there now."""
    places = sorted(change, key=lambda each: each[0].span.start)
    return ", ".join(f"`{_short(old)}` → `{_short(new)}`" for old, new in places)


def _short(node: tree.Node | None) -> str:
    return "" if node is None else " ".join(show(node).split())


def _plain(declared: tree.ClaimDecl) -> tree.ClaimDecl | None:
    """The claim without what is expected of it; None if it is not expected to be proved. It is read from its
    own text, so that the places of its parts are places in that text."""
    clauses: list[tree.Clause] = []
    for clause in _inlined(declared.clauses):
        if not isinstance(clause, tree.ExpectClause):
            clauses.append(clause)
        elif [each.text for each in clause.verdicts] != ["proved"]:
            return None
        elif clause.only_given:
            clauses.append(tree.AssumeClause(clause.only_given, span=clause.span))
    return claim_in(show(replace(declared, clauses=tuple(clauses), doc=None)))


def _inlined(clauses: Sequence[tree.Clause]) -> Iterator[tree.Clause]:
    """The clauses with those of the corrected reading, without those of the printed one."""
    for clause in clauses:
        if not isinstance(clause, tree.VariantClause):
            yield clause
        elif clause.variant == "corrected":
            yield from clause.clauses


def _setting(file: tree.File, declared: tree.ClaimDecl, claims: dict[str, tree.ClaimDecl]) -> str:
    wanted = _lemmas(declared, claims)
    kept = [
        each
        for each in file.declarations
        if not isinstance(each, tree.ClaimDecl) or (each.name.text in wanted and each is not declared)
    ]
    return "\n\n".join(each.span.text for each in kept) + "\n\n"


def _lemmas(declared: tree.ClaimDecl, claims: dict[str, tree.ClaimDecl]) -> set[str]:
    found: set[str] = set()
    for clause in declared.clauses:
        for lemma in clause.lemmas if isinstance(clause, tree.UsingClause) else ():
            if lemma.text in claims and lemma.text not in found:
                found |= {lemma.text, *_lemmas(claims[lemma.text], claims)}
    return found
