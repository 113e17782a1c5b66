"""Slips planted in the definitions of a file. One is caught if the author of the file would hear of it: by the
definition itself, or by a claim that rests on it and is no longer as expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from aligncheck.elaborate import elaborate
from aligncheck.elaborate.meanings import Module, Template, Typed
from aligncheck.kernel.types import BOOL
from aligncheck.library.files import read
from aligncheck.library.modules import load
from aligncheck.reports.json import document
from aligncheck.report import Report
from aligncheck.source import Span
from aligncheck.syntax import parse, show, tree
from tests.plant.claims import Mutant
from tests.plant.fates import REPAIRABLE, SLOW, Fate, Fated, Field, first_mended
from tests.plant.forms import form
from tests.plant.scope import Scope
from tests.plant.surface import NOWHERE, name, names_in

MUTANT = "mutant"
"""What a changed definition is called beside the original, when the two are compared."""


@dataclass(frozen=True)
class Definition:
    """A definition of a file, `before` and `after` it the text of what else is needed: all other definitions, and
    the claims that rest on it."""

    path: Path
    written: tree.Declared
    before: str
    after: str
    module: Module

    @property
    def name(self) -> str:
        return called(self.written)

    @cached_property
    def scope(self) -> Scope:
        return Scope(self.module, None, self.written.span)

    def text(self, written: str) -> str:
        return f"{self.before}{written}\n\n{self.after}"


def definitions(paths: Sequence[Path]) -> Iterator[Definition]:
    """Every definition of the files on which some claim rests, in order."""
    units = load([read(path) for path in paths], parse, elaborate)
    for path, unit in zip(paths, units, strict=False):
        if unit.file is None or unit.module is None:
            continue
        declared = unit.file.declarations
        for at, each in enumerate(declared):
            resting = _resting(called(each), declared) if _is_definition(each) else []
            if any(isinstance(other, tree.ClaimDecl) for other in resting):
                kept = [
                    other for other in declared if not isinstance(other, tree.ClaimDecl) or other in resting
                ]
                place = next(k for k, other in enumerate(kept) if other is declared[at])
                before, after = (
                    "".join(f"{other.span.text}\n\n" for other in part)
                    for part in (kept[:place], kept[place + 1 :])
                )
                yield Definition(path, each, before, after, unit.module)


def fates_of_definitions(mutants: Sequence[Mutant], field: Field) -> Iterator[Fated]:
    """The fates of slips in one definition. Raises ValueError if the text has findings without them."""
    origin = mutants[0].origin
    assert isinstance(origin, Definition)
    unchanged = origin.text(origin.written.span.text)
    for slower in (1, SLOW):
        report = field.report(origin.path, unchanged, slower)
        if report.passed():
            break
    else:
        raise ValueError(f"`{origin.name}` and what rests on it are not as expected")
    noted = [each.code for each in report.problems]
    for mutant in mutants:
        if form(mutant.written, {}) == form(origin.written, {}):
            yield Fated(mutant, "equivalent", "written alike")
            continue
        report = field.report(origin.path, origin.text(show(mutant.written)), slower)
        fate, how = fate_of(report, noted)
        if fate == "survived" and _says_the_same(mutant, origin, field):
            fate, how = "equivalent", "by proof"
        yield Fated(mutant, fate, how, _restored(report, origin) if fate in REPAIRABLE else None)


def fate_of(report: Report, noted: Sequence[str]) -> tuple[Fate, str]:
    """What became of a text with a slip, of which without it only the remarks `noted` are made."""
    by_proof = {id(each) for outcome in report.outcomes for each in outcome.problems}
    static = [
        each.code for each in report.problems
        if id(each) not in by_proof and each.severity != "remark" and not each.code.startswith("A64")
    ]  # fmt: skip
    wrong = {each.verdict.name for each in report.outcomes if not each.ok}
    if static:
        return "static", " ".join(static)
    if "disagreement" in wrong:
        return "disagreement", ""
    decided = sorted(wrong - {"unknown", "bounded"})
    if decided:
        return "refuted", " ".join(decided)
    fresh = [each.code for each in report.problems if each.code not in noted]
    if wrong:
        return "undecided", " ".join(sorted(wrong))
    return ("flagged", " ".join(fresh)) if fresh else ("survived", "")


def called(declared: tree.Declared) -> str:
    """The name of what is declared."""
    head = getattr(declared, "head", declared)
    named = getattr(head, "name", None)
    return named.text if named is not None else ""


def _restored(report: Report, origin: Definition) -> bool | None:
    """Whether the first repair that is offered gives back the definition."""
    source = report.files[0].source
    whole = Span(source, 0, len(source.text))
    first = first_mended(report, document(report), whole, lambda claim: True)
    if first is None:
        return None
    return show(origin.written) in [show(each) for each in first[0].declarations]


def _is_definition(declared: tree.Declared) -> bool:
    if isinstance(declared, tree.RelationDecl):
        return declared.body is not None
    if isinstance(declared, tree.StructureDecl):
        return any(isinstance(each, tree.StructureLaw) for each in declared.members)
    return isinstance(declared, tree.DefDecl | tree.TransformationDecl)


def _resting(text: str, declared: Sequence[tree.Declared]) -> list[tree.Declared]:
    """What speaks of a name, and what speaks of that, and so on."""
    names, found = {text}, []
    for each in declared:
        if called(each) != text and names & names_in(each):
            found.append(each)
            names.add(called(each))
    return found


def _says_the_same(mutant: Mutant, origin: Definition, field: Field) -> bool:
    """Whether the definition and its mutant are proved to agree for all parameters."""
    old, new = origin.written, mutant.written
    template = origin.module.names.get(origin.name)
    if not isinstance(old, tree.DefDecl | tree.RelationDecl) or not isinstance(template, Template):
        return False
    assert isinstance(new, tree.DefDecl | tree.RelationDecl)
    if not isinstance(template.body, Typed) or old.head.kind not in ("applied", "infix"):
        return False
    arguments = tuple(each for group in old.head.parameters for each in group.names)
    sides = _applied(old.head, arguments), tree.Apply(name(MUTANT), arguments, span=NOWHERE)
    said = " ↔ " if template.body.type == BOOL else " = "
    bound = [group for group in old.head.parameters if group.type is not None]
    lead = f"for {', '.join(show(each) for each in bound)} " if bound else ""
    head = replace(new.head, name=name(MUTANT), kind="applied", alias=None)
    question = f"claim same: {lead}assume defined show {said.join(f'({show(each)})' for each in sides)}"
    text = "\n\n".join((origin.before, old.span.text, show(replace(new, head=head)), question))
    verdicts = {each.claim.name: each.verdict.name for each in field.report(origin.path, text).outcomes}
    return verdicts.get("same") == "proved"


def _applied(head: tree.Head, arguments: tuple[tree.Name, ...]) -> tree.Term:
    if head.kind == "infix":
        return tree.Compare(arguments[0], ((head.name, arguments[1]),), span=NOWHERE)
    return tree.Apply(head.name, arguments, span=NOWHERE) if arguments else head.name
