"""The whole pipeline on one screen: from texts to a report. Read `check` first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from aligncheck.diagnostics import Made, Problem
from aligncheck.expectations import settle
from aligncheck.library.modules import load
from aligncheck.options import Options
from aligncheck.progress import Progress
from aligncheck.report import FileReport, Report
from aligncheck.source import SourceFile
from aligncheck.tasks import Judged, Task, judge_all

if TYPE_CHECKING:
    from aligncheck.claims.claim import Claim
    from aligncheck.elaborate.meanings import Module
    from aligncheck.engines.contract import Limits
    from aligncheck.store.memory import Memory
    from aligncheck.tasks import ModuleUnit

T = TypeVar("T")


def check(
    sources: Sequence[Made[SourceFile]],
    options: Options | None = None,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> Report:
    """Take files from text to verdicts. Deep terms need the stack that `deep.run_deep` gives. The worker
    processes that `progress` holds are left running. `memory`: what is known of the same claims."""
    if progress is None:
        with closing(Progress()) as own:
            return check(sources, options, own, memory)
    options = options or Options()
    began = time.monotonic()
    from aligncheck.claims.module import claims_in, questions_in
    from aligncheck.elaborate import elaborate
    from aligncheck.engines.contract import Limits
    from aligncheck.lints import lint
    from aligncheck.syntax import parse

    units = load(sources, parse, elaborate)  # syntax/, elaborate/: texts → modules
    for unit in units:
        on_module(unit, lint)  # lints/: modules → remarks
    tasks = [task for unit in units for task in tasks_of(unit, claims_in)]  # claims/: modules → claims
    tasks += [task for unit in units if unit.given for task in tasks_of(unit, questions_in)]
    limits = Limits(seconds=options.seconds, bound=options.bound)
    judged = judge_all(tasks, limits, options, progress, memory)  # obligations/, engines/, evidence/
    judged = mended(judged, limits, options, progress)  # repair/: claims that fail → edits
    uses = tuple((unit.source, name, used.source) for unit in units for name, used in unit.imports.items())
    settled = all(each.outcome.verdict.name != "unknown" for each in judged if each.task.claim.finding)
    files = tuple(_reported(units, judged, options))
    return Report(files, time.monotonic() - began, uses, settled)


def tasks_of(unit: ModuleUnit, claims_in: Callable[[Module], Made[tuple[Claim, ...]]]) -> Iterator[Task]:
    """The claims of a file; one that could not be read as written is not tried."""
    for claim in on_module(unit, claims_in) or ():
        yield Task(replace(claim, ill_formed=True) if unit.misread(claim.span) else claim, unit)


def mended(judged: list[Judged], limits: Limits, options: Options, progress: Progress) -> list[Judged]:
    """With repairs, if any are asked for and any claim needs one: what searches them loads only then."""
    if not options.repair_seconds or all(each.outcome.ok and not each.task.unit.problems for each in judged):
        return judged
    from aligncheck.repair.run import repair_all

    return repair_all(judged, progress.engines(options.jobs), limits, options.repair_seconds, options.jobs)


def on_module(unit: ModuleUnit, step: Callable[[Module], Made[T]]) -> T | None:
    module = unit.module
    return None if module is None else unit.step(lambda: step(module))


def _reported(
    units: Sequence[ModuleUnit], judged: Sequence[Judged], options: Options
) -> Iterator[FileReport]:
    for unit in units:
        own = [each.outcome for each in judged if each.task.unit is unit and unit.given]
        own.sort(key=lambda outcome: outcome.claim.span.start)
        settled = settle(unit.problems, own)
        counted = (
            settled.counted if unit.given else [each for each in settled.counted if each.severity == "error"]
        )
        problems = tuple(problem for problem in counted if _selected(problem, options))
        if unit.given or problems:
            yield FileReport(unit.source, unit.given, problems, settled.expected, settled.outcomes)


def _selected(problem: Problem, options: Options) -> bool:
    wanted = not options.select or problem.code.startswith(options.select)
    return wanted and not (options.ignore and problem.code.startswith(options.ignore))
