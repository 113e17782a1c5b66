"""What becomes of planted slips. The slips of one claim are checked in one text, each as a claim of its own, so
that what they share is read once; nothing that is found in one touches another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made, Problem
from aligncheck.evidence.outcome import Outcome
from aligncheck.options import Options
from aligncheck.progress import Progress
from aligncheck.reports.json import Json, document
from aligncheck.report import FileReport, Report
from aligncheck.session import check
from aligncheck.source import SourceFile, Span, within
from aligncheck.syntax import parse, show, tree
from tests.plant.claims import Mutant, TrueClaim
from tests.plant.equivalence import an_instance, question_of, written_alike
from tests.plant.forms import restores
from tests.plant.surface import name

Fate = Literal["static", "refuted", "flagged", "equivalent", "undecided", "survived", "disagreement"]
FATES: tuple[Fate, ...] = (
    "static", "refuted", "flagged", "undecided", "survived", "equivalent", "disagreement"
)  # fmt: skip
CAUGHT = ("static", "refuted", "flagged", "undecided")
"""Fates that a user hears of: an error or a warning before any solver; refuted, vacuous or ill-formed; proved
with a finding that the original has not; neither proved nor refuted, which is a finding too."""
FOLLOWS = "follows from the original"
SLOW = 4
"""So many times longer a claim may take that is not proved in time itself."""
REPAIRABLE = ("static", "refuted")


@dataclass(frozen=True)
class Fated:
    """A mutant and what became of it. `how`: the codes or the verdict. `restored`: whether the first repair that
    is offered gives back the original; None if none was to be offered."""

    mutant: Mutant
    fate: Fate
    how: str = ""
    restored: bool | None = None
    mend: str = ""
    """What the first repair does, in the program's words."""


@dataclass(frozen=True)
class Found:
    """What was found of one claim of a text."""

    outcome: Outcome
    static: tuple[Problem, ...]
    by_proof: tuple[Problem, ...]

    @property
    def codes(self) -> list[str]:
        return [each.code for each in (*self.static, *self.by_proof)]

    @property
    def verdict(self) -> str:
        return self.outcome.verdict.name


class Field:
    """Where slips are planted: the engines, and the time that each claim has."""

    def __init__(
        self, progress: Progress, seconds: float = 3.0, jobs: int = 2, repair_seconds: float = 0.0
    ) -> None:
        """`repair_seconds`: for the search of repairs of one slip; with 0 only what a finding offers counts."""
        self.progress, self.seconds, self.jobs = progress, seconds, jobs
        self.repair_seconds = repair_seconds

    def fates(self, origin: TrueClaim, mutants: Sequence[Mutant]) -> list[Fated]:
        """The fates of mutants of one claim, in their order. Raises ValueError if the claim itself is not proved
        without a finding: then nothing can be learned of its mutants."""
        alike = {id(each) for each in mutants if written_alike(each.written, origin)}
        others = [each for each in mutants if id(each) not in alike]
        done = {id(each.mutant): each for each in self._checked(origin, others)} if others else {}
        survivors = [each for each in others if done[id(each)].fate == "survived"]
        done |= {id(each.mutant): each for each in self._compared(origin, survivors)}
        return [done.get(id(each)) or Fated(each, "equivalent", "written alike") for each in mutants]

    def _checked(self, origin: TrueClaim, mutants: Sequence[Mutant]) -> Iterator[Fated]:
        text = Planted(origin, (origin.claim, *(each.written for each in mutants)))
        report = self.report(origin.path, text.text)
        if text.found(0, report).verdict in ("unknown", "bounded"):
            report = self.report(origin.path, text.text, SLOW)
        original = text.found(0, report)
        if original.verdict != "proved" or original.codes:
            raise ValueError(f"`{origin.name}` is {original.verdict} {' '.join(original.codes)}".rstrip())
        for number, mutant in enumerate(mutants, start=1):
            fate, how = fate_of(text.found(number, report))
            restored, mend = self._restored(origin, mutant) if fate in REPAIRABLE else (None, "")
            yield Fated(mutant, fate, how, restored, mend)

    def _restored(self, origin: TrueClaim, mutant: Mutant) -> tuple[bool | None, str]:
        """Whether the first repair gives back the original; None where nothing is offered. The slip stands in the
        file in the place of the original, which no search can then look at. Then what that repair does."""
        if not isinstance(mutant.written, tree.ClaimDecl):
            return None, ""
        text = origin.in_file(mutant.written)
        source = Made(SourceFile(str(origin.path), text))
        options = Options(
            seconds=self.seconds, jobs=self.jobs, claims=(origin.name,), repair_seconds=self.repair_seconds
        )
        report = run_deep(lambda: check([source], options, self.progress))
        file = report.files[0]
        span = Span(file.source, origin.place.start, origin.place.start + len(show(mutant.written)))
        first = first_mended(report, document(report), span, lambda claim: claim == origin.name)
        if first is None:
            return None, ""
        mended, title = first
        claims = [each for each in mended.declarations if isinstance(each, tree.ClaimDecl)]
        same = any(
            each.name.text == origin.name and (restores(each, origin.claim) or written_alike(each, origin))
            for each in claims
        )
        return same, title

    def _compared(self, origin: TrueClaim, survivors: Sequence[Mutant]) -> Iterator[Fated]:
        """Those survivors of which more is known: they say the same as the original, or follow from it."""
        asked = [(each, question_of(each.written, origin.claim)) for each in survivors]
        if not survivors:
            return
        text = Planted(origin, [claim for _, question in asked if question for claim in question.claims])
        report = self.report(origin.path, text.text)
        verdicts = iter([text.found(number, report).verdict for number in range(len(text.reach))])
        for mutant, question in asked:
            answers = [next(verdicts) for _ in question.claims] if question else []
            known = question is not None and "proved" not in answers[2:]
            if known and answers[0] == "proved":
                yield Fated(mutant, "equivalent", "by proof")
            elif (known and answers[1] == "proved") or an_instance(mutant.written, origin):
                yield Fated(mutant, "survived", FOLLOWS)

    def report(self, path: Path, text: str, slower: int = 1) -> Report:
        """What is found in a text that stands for the file of this path."""
        source = Made(SourceFile(str(path), text))
        options = Options(seconds=slower * self.seconds, jobs=self.jobs)
        return run_deep(lambda: check([source], options, self.progress))


class Planted:
    """A text with several variants of one claim, each under a name of its own."""

    def __init__(self, origin: TrueClaim, claims: Sequence[tree.ClaimDecl]) -> None:
        self.origin = origin
        self.text = origin.setting
        self.reach: list[tuple[int, int]] = []
        for number, claim in enumerate(claims):
            start = len(self.text)
            self.text += show(replace(claim, name=name(_numbered(origin, number)))) + "\n\n"
            self.reach.append((start, len(self.text)))

    def found(self, number: int, report: Report) -> Found:
        file = self._file(report)
        called = _numbered(self.origin, number)
        (outcome,) = [each for each in file.outcomes if each.claim.name == called]
        by_proof = {id(each) for each in outcome.problems}
        span = self._span(number, file)
        inside = [each for each in file.problems if within(each.span, span)]
        static = tuple(each for each in inside if id(each) not in by_proof)
        return Found(outcome, static, outcome.problems)

    def _file(self, report: Report) -> FileReport:
        return report.files[0]

    def _span(self, number: int, file: FileReport) -> Span:
        return Span(file.source, *self.reach[number])


def fate_of(found: Found) -> tuple[Fate, str]:
    """What became of a mutant of a claim without findings, and by what. A remark does not make it caught
    statically."""
    loud = [each.code for each in found.static if each.severity != "remark"]
    if found.verdict == "disagreement":
        return "disagreement", found.outcome.reason or ""
    if loud or found.outcome.claim.ill_formed:
        return "static", " ".join(loud)
    if found.verdict in ("refuted", "vacuous", "ill_formed"):
        return "refuted", found.verdict
    if found.verdict in ("bounded", "unknown"):
        return "undecided", found.verdict
    return ("flagged", " ".join(found.codes)) if found.codes else ("survived", "")


def first_mended(
    report: Report, shown: Json, place: Span, concerned: Callable[[str], bool]
) -> tuple[tree.File, str] | None:
    """The file after the first repair that is offered with edits: of the claim, else a mend of what was found
    without a solver at a place; and its title. None where none is offered."""
    offered = [each for claim in shown["claims"] if concerned(claim["name"]) for each in claim["repairs"]]
    offered += [
        each
        for problem, diagnostic in zip(report.problems, shown["diagnostics"], strict=True)
        if within(problem.span, place)
        for each in diagnostic["fixes"]
    ]
    first = next((each for each in offered if each["edits"]), None)
    if first is None:
        return None
    text = applied(place.source, first["edits"])
    return parse(SourceFile("mended.align", text)).value, first["title"]


def applied(source: SourceFile, edits: Iterable[Json]) -> str:
    """The text after edits as the report for programs gives them."""
    text = source.text
    for edit in sorted(edits, key=lambda each: -_offset(source, each["range"]["start"])):
        start, end = (_offset(source, edit["range"][side]) for side in ("start", "end"))
        text = text[:start] + edit["text"] + text[end:]
    return text


def _offset(source: SourceFile, position: Json) -> int:
    return source.line_starts[position["line"] - 1] + position["column"] - 1


def _numbered(origin: TrueClaim, number: int) -> str:
    return f"{origin.name}_{number}"
