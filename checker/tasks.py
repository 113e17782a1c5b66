"""Judging many claims: side by side, each after the lemmas and side conditions that it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from aligncheck.defects import attempt
from aligncheck.diagnostics import Made
from aligncheck.library.modules import Unit
from aligncheck.records import dataclass
from aligncheck.schedule import run_all

if TYPE_CHECKING:
    from aligncheck.claims.claim import Claim
    from aligncheck.elaborate.meanings import Module
    from aligncheck.engines.contract import Limits
    from aligncheck.engines.portfolio import Portfolio
    from aligncheck.evidence.asking import Portfolio as Engines
    from aligncheck.evidence.case import Wanted
    from aligncheck.evidence.outcome import Outcome
    from aligncheck.options import Options
    from aligncheck.progress import Progress
    from aligncheck.store.memory import Memory

    ModuleUnit: TypeAlias = Unit[Module]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A claim to judge, and the file it stands in."""

    claim: Claim
    unit: ModuleUnit

    @property
    def called(self) -> str:
        """The name of the claim, without which of its forms it is."""
        return self.claim.name.removesuffix(" (printed)").removesuffix(" (corrected)").split(": ")[0]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A task with its outcome, and those that it rests on, by the names it uses for them."""

    task: Task
    outcome: Outcome
    earlier: Mapping[str, Outcome]


def judge_all(
    tasks: Sequence[Task],
    limits: Limits,
    options: Options,
    progress: Progress,
    memory: Memory | None = None,
) -> list[Judged]:
    """The outcomes of all claims of the given files, in order; of the claims of other files those only that
    these need. Where claims are named, of the given files only those so called, and what they need. Each is
    judged after the obligations and lemmas that it needs; what `memory` holds of it without asking engines."""
    if not tasks:
        return []
    tasks, needs = needed(tasks, frozenset(options.claims))
    portfolio = progress.engines(options.jobs)
    outcomes: dict[int, Outcome] = {}
    judged: dict[int, Judged] = {}
    progress.total = len(tasks)

    def work(number: int) -> None:
        task = tasks[number]
        progress.running[task.claim.name] = None
        earlier = {name: outcomes[need] for name, need in needs[number].items() if need in outcomes}
        known = None if memory is None else memory.recall(task.claim, limits, earlier)
        outcomes[number] = known or _recorded(task, portfolio, limits, earlier, options)
        if memory is not None and known is None:
            memory.keep(outcomes[number], limits, earlier)
        judged[number] = Judged(task, outcomes[number], earlier)
        progress.running.pop(task.claim.name, None)
        progress.done += 1

    run_all([list(need.values()) for need in needs], work, options.jobs)
    return [judged[number] for number in range(len(tasks))]


def _recorded(
    task: Task, portfolio: Portfolio, limits: Limits, earlier: Mapping[str, Outcome], options: Options
) -> Outcome:
    """The outcome of one claim; what the engines were asked is written out if that is wanted."""
    from aligncheck.evidence.case import Wanted

    wanted = Wanted(ledger=options.ledger, more=options.more)
    if options.questions is None:
        return _judged(task, portfolio, limits, earlier, wanted)
    from aligncheck.engines.recording import Recording

    recording = Recording(portfolio)
    outcome = _judged(task, recording, limits, earlier, wanted)
    recording.write(*_place(options.questions, task.claim))
    return outcome


def _judged(
    task: Task, portfolio: Engines, limits: Limits, earlier: Mapping[str, Outcome], wanted: Wanted
) -> Outcome:
    from aligncheck.evidence.judge import judge
    from aligncheck.evidence.outcome import Outcome
    from aligncheck.kernel.verdicts import Unknown

    def step() -> Made[Outcome]:
        return Made(judge(task.claim, portfolio, limits, earlier, wanted))

    made = attempt(task.claim.span, step)
    if made.value is not None:
        return made.value
    reasons = tuple(("aligncheck", problem.message()) for problem in made.problems)
    return Outcome(task.claim, Unknown(reasons), ok=False, problems=made.problems)


def _place(folder: Path, claim: Claim) -> tuple[Path, str]:
    """Where to write what was asked of a claim, and what to call the claim there."""
    from aligncheck.engines.recording import slug

    name = Path(claim.span.source.name)
    parts = [slug(part) for part in name.with_suffix("").parts if slug(part) != "_"]
    about = f"claim {claim.name} ({name.name}:{claim.head.first.line})"
    return folder.joinpath(*parts, slug(claim.name)), about


def needed(
    tasks: Sequence[Task], names: frozenset[str] = frozenset()
) -> tuple[list[Task], list[dict[str, int]]]:
    """The tasks to do (those of the given files, and what they rest on), and for each the numbers of the tasks
    that it needs, by the names it uses for them."""
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
        found = {name: find(name, task.unit) for name in (*task.claim.depends_on, *task.claim.lemmas)}
        needs.append({name: number[id(need)] for name, need in found.items() if need is not None})
    wanted = {at for at, task in enumerate(tasks) if task.unit.given and (not names or task.called in names)}
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
