"""What earlier runs found: the same report, no engine asked, and only what changed asked again."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from aligncheck.engines.contract import Answer, Limits
from aligncheck.engines.portfolio import Portfolio
from aligncheck.evidence.outcome import Outcome
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.verdicts import Bounded, Unknown
from aligncheck.options import Options
from aligncheck.store.memory import Memory
from tests.store.small import COLOURS, FORMS, Entries, checked, outcome, told


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Goal]]:
    """The goals that engines are asked about."""
    goals: list[Goal] = []
    race = Portfolio.race

    def counted(self: Portfolio, goal: Goal, *rest: object) -> tuple[Answer, ...]:
        goals.append(goal)
        return race(self, goal, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Portfolio, "race", counted)
    yield goals


def relations(goals: list[Goal]) -> set[str]:
    return {each.name for goal in goals for each in goal.constants} & {"red", "blue"}


def test_a_second_run_reports_the_same() -> None:
    entries = Entries()
    cold = checked(FORMS, entries)
    warm = checked(FORMS, entries)
    assert entries.found > 40
    assert told(warm) == told(cold)


def test_a_second_run_asks_no_engine(asked: list[Goal]) -> None:
    entries = Entries()
    checked(COLOURS, entries)
    assert relations(asked) == {"red", "blue"}
    asked.clear()
    checked(COLOURS, entries)
    assert asked == []


def test_a_changed_definition_asks_about_its_dependants_alone(asked: list[Goal]) -> None:
    entries = Entries()
    checked(COLOURS, entries)
    asked.clear()
    report = checked(COLOURS.replace("warm(x: W) := red(x)", "warm(x: W) := red(x) or red(x)"), entries)
    assert relations(asked) == {"red"}
    assert all(each.ok for each in report.outcomes)


def test_a_new_declaration_asks_about_nothing_that_does_not_use_it(asked: list[Goal]) -> None:
    entries = Entries()
    checked(COLOURS, entries)
    asked.clear()
    more = "constant w: W\nfunction mix: W -> W\ndef twice(x: W): W := mix(mix(x))\nsort V\n"
    checked(COLOURS.replace("sort W\n", "sort W\n" + more), entries)
    assert asked == []


def test_claims_that_moved_are_found_again_where_they_are_now(asked: list[Goal]) -> None:
    text = COLOURS + "claim idle: for x: W assume red(x), blue(x) show red(x)\n"
    entries = Entries()
    checked(text, entries)
    asked.clear()
    moved = checked(text.replace("sort W", "// a line more\n\nsort W"), entries)
    assert asked == []
    assert {each.span.first.line for each in moved.problems} == {12}
    assert [each.claim.span.first.line for each in moved.outcomes] == [9, 10, 11, 12]


def test_a_claim_of_another_name_is_another_claim(asked: list[Goal]) -> None:
    entries = Entries()
    checked(COLOURS, entries)
    asked.clear()
    checked(COLOURS.replace("claim colds", "claim cool"), entries)
    assert relations(asked) == {"blue"}


def test_another_expectation_is_another_claim() -> None:
    entries = Entries()
    checked(COLOURS, entries)
    report = checked(COLOURS.replace(" expect refuted", ""), entries)
    assert [each.claim.name for each in report.outcomes if not each.ok] == ["never"]


def test_an_entry_that_shows_nothing_is_a_miss() -> None:
    entries = Entries()
    cold = told(checked(COLOURS, entries))
    for key, body in list(entries.bodies.items()):
        entries.bodies[key] = body[: len(body) // 2]
    assert told(checked(COLOURS, entries)) == cold


def bounded(n: int) -> Outcome:
    return replace(outcome(COLOURS, "warms"), verdict=Bounded(n), steps=(), grade=None)


@pytest.mark.parametrize(
    ("bound", "seconds", "hit"), [(3, 5.0, True), (2, 1.0, True), (4, 5.0, False), (3, 6.0, False)]
)
def test_a_bound_is_good_for_no_more_elements_and_no_more_time(bound: int, seconds: float, hit: bool) -> None:
    memory = Memory(Entries())
    found = bounded(3)
    memory.keep(found, Limits(5.0, bound=3), {})
    recalled = memory.recall(found.claim, Limits(seconds, bound=bound), {})
    assert (recalled is not None) is hit
    assert recalled is None or recalled.verdict == Bounded(3)


def test_a_proof_is_good_whatever_time_and_bound_are_asked_for() -> None:
    memory = Memory(Entries())
    found = outcome(COLOURS, "warms")
    memory.keep(found, Limits(5.0, bound=3), {})
    assert memory.recall(found.claim, Limits(90.0, bound=9), {}) is not None


def test_what_is_unknown_is_asked_again() -> None:
    entries = Entries()
    open_one = replace(outcome(COLOURS, "warms"), verdict=Unknown((("z3", "no answer"),)), steps=())
    Memory(entries).keep(open_one, Limits(), {})
    Memory(entries).keep(replace(outcome(COLOURS, "colds"), steps=(("it", Unknown(())),)), Limits(), {})
    assert entries.bodies == {}


def test_the_number_of_workers_does_not_matter(asked: list[Goal]) -> None:
    entries = Entries()
    checked(COLOURS, entries, Options(jobs=1))
    asked.clear()
    checked(COLOURS, entries, Options(jobs=2, seconds=3))
    assert asked == []
