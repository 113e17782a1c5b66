"""Slips in a definition that a failing claim uses: the whole file is read again with the definition changed, and
what was right in it must stay so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from aligncheck.claims.claim import Claim
from aligncheck.claims.module import claims_in
from aligncheck.diagnostics import Problem, edited
from aligncheck.elaborate import Module, elaborate
from aligncheck.elaborate.meanings import Template
from aligncheck.repair.candidates import WITHIN, all_of
from aligncheck.repair.change import Change
from aligncheck.repair.site import Place, Site, walk_places
from aligncheck.source import SourceFile, within
from aligncheck.syntax import parse, tree
from aligncheck.syntax.print import show

FARTHER = 0.3
"""What it adds that the slip is in a definition, and not in the claim that fails."""

KEPT = -0.4
"""The same of a definition that is kept as it was printed because it is wrong."""

Definition: TypeAlias = "tree.DefDecl | tree.RelationDecl"


@dataclass(frozen=True)
class DefinitionSite(Site):
    """The body of a definition that the claim uses."""

    definition: Definition

    @cached_property
    def places(self) -> tuple[Place, ...]:
        body = self.definition.body
        return () if body is None else tuple(walk_places(body))

    @cached_property
    def own(self) -> Mapping[str, str]:
        """The parameters with their types as written, and the givens."""
        parameters = {
            name.text: show(each.type) if each.type is not None else ""
            for each in self.definition.head.parameters
            for name in each.names
        }
        givens = {name: type for name, type in super().own.items() if name in self.scope.given}
        return {**givens, **parameters}

    @cached_property
    def families(self) -> Mapping[str, tree.FamilyDecl]:
        return {}


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file read again with a change: the claim that failed, and all others."""

    claim: Claim
    others: tuple[Claim, ...]


@dataclass(frozen=True)
class Rewriting:
    """A file whose definitions may be changed; `imports` are the modules that it uses, `wrong` the findings that
    it has as it is."""

    file: tree.File
    imports: Mapping[str, Module]
    wrong: tuple[Problem, ...]

    @property
    def source(self) -> SourceFile:
        return self.file.span.source

    def changes(self, site: Site) -> list[Change]:
        """The small changes of the definitions that the claim names, the likeliest slips first."""
        found = [change for definition in self._named(site) for change in self._of(site, definition)]
        return sorted(found, key=lambda change: change.cost)

    def _named(self, site: Site) -> Iterator[Definition]:
        """The definitions of this file that the claim names; as printed, those that are printed."""
        names = {**site.module.names, **(site.module.printed if site.printed else {})}
        spans = [
            entity.span for name in sorted(site.mentioned) if isinstance(entity := names.get(name), Template)
        ]
        definitions = [d for d in self.file.declarations if isinstance(d, (tree.DefDecl, tree.RelationDecl))]
        for each in definitions:
            if any(within(span, each.span) for span in spans):
                yield each

    def _of(self, site: Site, definition: Definition) -> Iterator[Change]:
        inside = DefinitionSite(site.scope, site.module, site.claim, definition)
        name = definition.head.name.text
        more = KEPT if definition.variant == "printed" else FARTHER
        for change in all_of(inside, WITHIN):
            yield replace(change, title=f"{change.title}, in `{name}`", cost=change.cost + more)

    def read(self, change: Change, name: str) -> Rewritten | None:
        """The file with the change, if nothing new is wrong in it; `name` is that of the claim that failed."""
        made = parse(SourceFile(self.source.name, edited(self.source.text, change.edits)))
        module = elaborate(made.value, self.imports)
        claims = claims_in(module.value)
        now = Counter(each.code for each in (*made.problems, *module.problems, *claims.problems))
        before = Counter(each.code for each in self.wrong)
        claim = next((each for each in claims.value if each.name == name and not each.ill_formed), None)
        if claim is None or now - before:
            return None
        return Rewritten(claim, tuple(each for each in claims.value if each is not claim))
