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
    from aligncheck.evidence.asking import Portfolio as Engines
    from aligncheck.evidence.case import Wanted
    from aligncheck.evidence.outcome import Outcome
    from aligncheck.progress import Progress

    ModuleUnit: TypeAlias = Unit[Module]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A claim to judge, and the file it stands in."""

    claim: Claim
    unit: ModuleUnit


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A task with its outcome, and those that it rests on, by the names it uses for them."""

    task: Task
    outcome: Outcome
    earlier: Mapping[str, Outcome]


def judge_all(
    tasks: Sequence[Task],
    limits: Limits,
    jobs: int,
    progress: Progress,
    wanted: Wanted,
    questions: Path | None = None,
) -> list[Judged]:
    """The outcomes of all claims of the given files, in order; of the claims of other files those only that
    these need. Each is judged after the obligations and lemmas that it needs.
    `questions`: the folder to write to what the engines were asked."""
    if not tasks:
        return []
    tasks, needs = _needed(tasks)
    portfolio = progress.engines(jobs)
    outcomes: dict[int, Outcome] = {}
    judged: dict[int, Judged] = {}
    progress.total = len(tasks)

    def work(number: int) -> None:
        task = tasks[number]
        progress.running[task.claim.name] = None
        earlier = {name: outcomes[need] for name, need in needs[number].items() if need in outcomes}
        if questions is None:
            outcomes[number] = _judged(task, portfolio, limits, earlier, wanted)
        else:
            from aligncheck.engines.recording import Recording

            recording = Recording(portfolio)
            outcomes[number] = _judged(task, recording, limits, earlier, wanted)
            recording.write(*_place(questions, task.claim))
        judged[number] = Judged(task, outcomes[number], earlier)
        progress.running.pop(task.claim.name, None)
        progress.done += 1

    run_all([list(need.values()) for need in needs], work, jobs)
    return [judged[number] for number in range(len(tasks))]


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
