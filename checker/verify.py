"""`aligncheck verify`: evidence beside the specifications is judged again by the kernel, and no engine starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from aligncheck.claims.claim import Claim
from aligncheck.diagnostics import Made
from aligncheck.engines.contract import Limits
from aligncheck.evidence.outcome import Outcome
from aligncheck.kernel.verdicts import Unknown, Verdict
from aligncheck.library.modules import load
from aligncheck.options import Options
from aligncheck.progress import Progress
from aligncheck.records import dataclass
from aligncheck.schedule import in_order
from aligncheck.session import on_module, tasks_of
from aligncheck.source import SourceFile
from aligncheck.store.evidence import NothingToKeep, judged
from aligncheck.store.keys import matter
from aligncheck.store.proofs import (
    SUFFIX, Filed, engines_of, file_name, filed_text, folder_for, put, read_filed, refiled,
)  # fmt: skip
from aligncheck.store.shows import shows
from aligncheck.store.table import Damaged, Unwritable, digest
from aligncheck.tasks import Judged, Task, judge_all, needed

if TYPE_CHECKING:
    from aligncheck.tasks import ModuleUnit

Status: TypeAlias = Literal[
    "replayed", "trusted", "stale", "missing", "damaged", "unexpected", "open", "gone", "ill_formed"
]
SOUND: tuple[Status, ...] = ("replayed", "trusted")
CHANGED = "what is claimed has changed since it was written"
SHOWN = ("proved", "refuted", "vacuous")
"""Verdicts that evidence can show."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The evidence for one claim. `replayed`: it needs no engine. `trusted`: every step was taken again, and
    what is left are the goals that `engines` spoke of. Else `why` it shows nothing. `path`: its file. `content`:
    what it can be filed under, as it was written for something else and still shows what is claimed now."""

    claim: str
    source: str
    path: Path
    status: Status
    verdict: str | None = None
    grade: str | None = None
    engines: tuple[str, ...] = ()
    why: str | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """One line for each claim that evidence is due for, in file order, then for evidence of claims that there
    are no more."""

    checked: tuple[Checked, ...]

    @property
    def passed(self) -> bool:
        return all(each.status in SOUND for each in self.checked)


@dataclass(frozen=True, slots=True, eq=False)
class Due:
    """The claims of the given files in the order in which they rest on one another, each with what it needs."""

    units: tuple[ModuleUnit, ...]
    tasks: list[Task]
    needs: list[dict[str, int]]


def verify(sources: Sequence[Made[SourceFile]], given: Sequence[Path] = ()) -> Verification:
    """Judge the evidence for all claims of these files again. `given`: the folders that were named."""
    return _verified(_due(sources), given)


def update(
    sources: Sequence[Made[SourceFile]], given: Sequence[Path], options: Options, progress: Progress
) -> Verification:
    """The same, after the engines were asked about all claims whose evidence does not hold: their files are
    written, all others stay as they are."""
    due = _due(sources)
    before = _verified(due, given)
    while renewed := [each for each in before.checked if each.content is not None]:
        for each in renewed:
            put(each.path, refiled(each.path, each.content or ""))
        before = _verified(due, given)
    for each in before.checked:
        if each.status == "gone":
            each.path.unlink(missing_ok=True)
    poor = {each.path for each in before.checked if each.status not in SOUND}
    wanted = {at for at, task in enumerate(due.tasks) if _path(task, given) in poor}
    reach = sorted(wanted)
    for at in reach:
        reach += [need for need in due.needs[at].values() if need not in reach]
    limits = Limits(seconds=options.seconds, bound=options.bound)
    chosen = [due.tasks[at] for at in sorted(reach)]
    for judged_one in judge_all(chosen, limits, options, progress):
        path = _path(judged_one.task, given)
        if path in poor and judged_one.outcome.ok:
            _file(path, judged_one)
    return _verified(due, given)


def _file(path: Path, found: Judged) -> None:
    try:
        put(path, filed_text(found.outcome, found.earlier))
    except NothingToKeep:
        path.unlink(missing_ok=True)


def _due(sources: Sequence[Made[SourceFile]]) -> Due:
    from aligncheck.claims.module import claims_in
    from aligncheck.elaborate import elaborate
    from aligncheck.lints import lint
    from aligncheck.syntax import parse

    units = load(sources, parse, elaborate)
    for unit in units:
        on_module(unit, lint)
    tasks, needs = needed([task for unit in units for task in tasks_of(unit, claims_in)])
    return Due(units, tasks, needs)


def _path(task: Task, given: Sequence[Path]) -> Path:
    return folder_for(Path(task.unit.source.name), given) / file_name(task.claim.name)


def _verified(due: Due, given: Sequence[Path]) -> Verification:
    outcomes: dict[int, Outcome] = {}
    lines: dict[int, Checked] = {}
    for at in in_order([list(need.values()) for need in due.needs]):
        task = due.tasks[at]
        earlier = {name: outcomes[need] for name, need in due.needs[at].items() if need in outcomes}
        checked, verdict = _checked(task, _path(task, given), earlier)
        outcomes[at] = Outcome(task.claim, verdict or Unknown(()), ok=checked.status in SOUND)
        if task.unit.given and (is_due(task.claim) or checked.status != "missing"):
            lines[at] = checked
    told = [lines[at] for at in sorted(lines)]
    return Verification((*told, *_unread(due), *_left_over(due, given)))


def is_due(claim: Claim) -> bool:
    """Whether its author expects something of the claim that evidence can show."""
    expected = claim.expectation
    return claim.finding is None and expected.code is None and bool(set(expected.verdicts) & set(SHOWN))


def _checked(task: Task, path: Path, earlier: Mapping[str, Outcome]) -> tuple[Checked, Verdict | None]:
    claim = task.claim

    def line(status: Status, why: str | None = None) -> Checked:
        return Checked(claim.name, task.unit.source.name, path, status, why=why)

    if claim.ill_formed:
        return line("ill_formed", "the claim has errors"), None
    for name in (*claim.depends_on, *claim.lemmas):
        if name in earlier and earlier[name].verdict.name != "proved":
            return line("open", f"it rests on `{name}`, which is not shown"), None
    try:
        found = read_filed(path)
        if found is None:
            return line("missing", "there is no evidence"), None
        if found.claim != claim.name:
            return line("damaged", "it is for another claim"), None
        content = matter(claim, earlier)
    except Damaged as error:
        return line("damaged", str(error)), None
    except Unwritable as error:
        return line("missing", f"no evidence is kept of {error}"), None
    return _replayed(claim, found, content, earlier, line)


def _replayed(
    claim: Claim,
    found: Filed,
    content: str,
    earlier: Mapping[str, Outcome],
    line: Callable[[Status, str | None], Checked],
) -> tuple[Checked, Verdict | None]:
    """What the evidence in a file shows; `content` is what it should be filed under."""
    stale = found.content != content
    try:
        if not shows(claim, found.evidence):
            raise Damaged("it is not about what the claim asks")
        verdict, steps = judged(found.evidence, claim, earlier, digest)
        doubt = _doubt(claim, verdict, steps)
    except Damaged as error:
        return line("stale", CHANGED) if stale else line("damaged", str(error)), None
    if stale:
        return replace(line("stale", CHANGED), content=None if doubt else content), None
    if doubt is not None:
        return line("unexpected", doubt), verdict
    engines = tuple(sorted(engines_of(found.evidence)))
    shown = line("trusted" if engines else "replayed", None)
    return replace(shown, verdict=verdict.name, grade=found.grade, engines=engines), verdict


def _doubt(claim: Claim, verdict: Verdict, steps: Sequence[tuple[str, Verdict]]) -> str | None:
    """Why a verdict is not what the author expects."""
    expected = claim.expectation
    if expected.only_given:
        as_expected = verdict.name == "refuted" and steps[-1][1].name == "proved"
    else:
        as_expected = verdict.name in expected.verdicts or expected.code is not None
        as_expected = as_expected or (verdict.name == "proved" and "bounded" in expected.verdicts)
    return None if as_expected else f"it shows `{verdict.name}`, and {expected.shown} was expected"


def _unread(due: Due) -> Iterator[Checked]:
    """Files of which no claim could be read."""
    for unit in due.units:
        if unit.given and unit.module is None:
            name = unit.source.name
            yield Checked("", name, Path(name), "ill_formed", why="the file has errors")


def _left_over(due: Due, given: Sequence[Path]) -> Iterator[Checked]:
    """Evidence that stands where the given files have theirs, and is of no claim in them."""
    known = {_path(task, given) for task in due.tasks}
    folders = {folder_for(Path(unit.source.name), given): unit for unit in due.units if unit.given}
    for folder, unit in folders.items():
        for path in sorted(folder.glob(f"*{SUFFIX}")) if unit.module is not None else ():
            if path not in known:
                yield Checked(path.stem, unit.source.name, path, "gone", why="there is no such claim")
