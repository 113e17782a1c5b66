"""The whole pipeline on one screen: from texts to a report. Read `check` first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from aligncheck.defects import attempt
from aligncheck.diagnostics import Made, Problem
from aligncheck.expectations import settle
from aligncheck.library.modules import Unit, load
from aligncheck.records import dataclass
from aligncheck.schedule import run_all
from aligncheck.source import SourceFile

if TYPE_CHECKING:
    from aligncheck.claims.claim import Claim
    from aligncheck.elaborate.meanings import Module
    from aligncheck.engines.contract import Limits
    from aligncheck.engines.portfolio import Portfolio
    from aligncheck.evidence.outcome import Outcome

    ModuleUnit: TypeAlias = Unit[Module]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Options:
    """How to check. `seconds`: for one claim. `jobs`: worker processes. `bound`: the largest carriers that
    a bounded search tries. `select`, `ignore`: prefixes of the codes to report and not to report."""

    seconds: float = 10.0
    jobs: int = 2
    bound: int = 3
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found in one file, in file order. `expected` are the findings that claims expect; they do
    not count. `given` is false for a file that is only used by those that were named."""

    source: SourceFile
    given: bool = True
    problems: tuple[Problem, ...] = ()
    expected: tuple[Problem, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All files, in the order given, then those that they use and that hold problems."""

    files: tuple[FileReport, ...]
    seconds: float

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(outcome for file in self.files for outcome in file.outcomes)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for file in self.files for problem in file.problems)

    def passed(self, strict: bool = False) -> bool:
        """No error, no warning (`strict`: no remark either), and every claim as expected."""
        counted = [each for each in self.problems if strict or each.severity != "remark"]
        return not counted and all(outcome.ok for outcome in self.outcomes)


class Progress:
    """What a run is about, for whoever watches it, and the worker processes that it holds."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.running: dict[str, None] = {}
        self._portfolio: Portfolio | None = None

    def engines(self, jobs: int) -> Portfolio:
        if self._portfolio is None:
            from aligncheck.engines.portfolio import Portfolio

            self._portfolio = Portfolio(jobs)
        return self._portfolio

    def close(self) -> None:
        """End the worker processes at once."""
        if self._portfolio is not None:
            self._portfolio.close()


def check(
    sources: Sequence[Made[SourceFile]], options: Options | None = None, progress: Progress | None = None
) -> Report:
    """Take files from text to verdicts. Deep terms need the stack that `deep.run_deep` gives."""
    options, progress = options or Options(), progress or Progress()
    began = time.monotonic()
    if any("claim" in source.value.text for source in sources):
        progress.engines(options.jobs).prestart()  # They load while the rooms below do.
    parse, elaborate, lint, claims_in = _passes()
    try:
        units = load(sources, parse, elaborate)  # syntax/, elaborate/: texts → modules
        for unit in units:
            on_module(unit, lint)  # lints/: modules → remarks
        tasks = [Task(claim, unit) for unit in units for claim in on_module(unit, claims_in) or ()]  # claims/
        outcomes = judge_all(tasks, options, progress)  # obligations/, engines/, evidence/: claims → verdicts
    finally:
        progress.close()
    return Report(tuple(_reported(units, outcomes, options)), time.monotonic() - began)


def _passes() -> Any:
    """While rooms are being built: those that are missing pass on what they get."""
    from importlib import import_module

    def find(room: str, name: str, otherwise: Any) -> Any:
        return getattr(import_module(f"aligncheck.{room}"), name, otherwise)

    return (
        find("syntax", "parse", lambda source: Made(None)),
        find("elaborate", "elaborate", lambda file, modules: Made(None)),
        find("lints", "lint", lambda module: Made(module)),
        find("claims", "claims_in", lambda module: Made(())),
    )


def on_module(unit: ModuleUnit, step: Callable[[Module], Made[T]]) -> T | None:
    module = unit.module
    return None if module is None else unit.step(lambda: step(module))


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A claim to judge, and the file it stands in."""

    claim: Claim
    unit: ModuleUnit


def judge_all(tasks: Sequence[Task], options: Options, progress: Progress) -> list[tuple[Task, Outcome]]:
    """The outcomes of all claims of the given files, in order; of the claims of other files those only that
    these need. Each is judged after the obligations and lemmas that it needs."""
    if not tasks:
        return []
    from aligncheck.engines.contract import Limits

    tasks, needs = _needed(tasks)
    limits = Limits(seconds=options.seconds, bound=options.bound)
    portfolio = progress.engines(options.jobs)
    outcomes: dict[int, Outcome] = {}
    progress.total = len(tasks)

    def work(number: int) -> None:
        task = tasks[number]
        progress.running[task.claim.name] = None
        earlier = {name: outcomes[need] for name, need in needs[number].items() if need in outcomes}
        outcomes[number] = _judged(task, portfolio, limits, earlier)
        progress.running.pop(task.claim.name, None)
        progress.done += 1

    run_all([list(need.values()) for need in needs], work, options.jobs)
    return [(task, outcomes[number]) for number, task in enumerate(tasks)]


def _judged(task: Task, portfolio: Portfolio, limits: Limits, earlier: Mapping[str, Outcome]) -> Outcome:
    from aligncheck.evidence.judge import judge
    from aligncheck.evidence.outcome import Outcome
    from aligncheck.kernel.verdicts import Unknown

    def step() -> Made[Outcome]:
        return Made(judge(task.claim, portfolio, limits, earlier))

    made = attempt(task.claim.span, step)
    if made.value is not None:
        return made.value
    reasons = tuple(("aligncheck", problem.message()) for problem in made.problems)
    return Outcome(task.claim, Unknown(reasons), ok=False, problems=made.problems)


def _needed(tasks: Sequence[Task]) -> tuple[list[Task], list[dict[str, int]]]:
    """The tasks to do, and for each the tasks it needs by the names it uses for them."""
    number = {id(task): at for at, task in enumerate(tasks)}
    by_unit: dict[int, dict[str, Task]] = {}
    for task in tasks:
        by_unit.setdefault(id(task.unit), {}).setdefault(task.claim.name, task)

    def find(name: str, unit: ModuleUnit) -> Task | None:
        """In the file itself, else in what it uses, the nearest first."""
        units = [unit]
        for each in units:
            found = by_unit.get(id(each), {}).get(name)
            if found is not None:
                return found
            units += [used for used in each.imports.values() if used not in units]
        return None

    needs: list[dict[str, int]] = []
    for task in tasks:
        names = (*task.claim.depends_on, *task.claim.lemmas)
        found = {name: find(name, task.unit) for name in names}
        needs.append({name: number[id(need)] for name, need in found.items() if need is not None})
    wanted = {at for at, task in enumerate(tasks) if task.unit.given}
    reach = list(wanted)
    for at in reach:
        fresh = [need for need in needs[at].values() if need not in wanted]
        wanted.update(fresh)
        reach += fresh
    kept = [at for at in range(len(tasks)) if at in wanted]
    place = {at: new for new, at in enumerate(kept)}
    return (
        [tasks[at] for at in kept],
        [{name: place[need] for name, need in needs[at].items()} for at in kept],
    )


def _reported(
    units: Sequence[ModuleUnit], outcomes: Sequence[tuple[Task, Outcome]], options: Options
) -> Iterator[FileReport]:
    for unit in units:
        own = [outcome for task, outcome in outcomes if task.unit is unit and unit.given]
        settled = settle(unit.problems, own)
        problems = tuple(problem for problem in settled.counted if _selected(problem, options))
        if unit.given or problems:
            yield FileReport(unit.source, unit.given, problems, settled.expected, settled.outcomes)


def _selected(problem: Problem, options: Options) -> bool:
    wanted = not options.select or problem.code.startswith(options.select)
    return wanted and not (options.ignore and problem.code.startswith(options.ignore))
