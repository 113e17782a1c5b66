"""Every problem has a page that tells the truth: its wrong sample raises exactly its code on the whole
pipeline, and its right sample raises nothing."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

import aligncheck
from aligncheck.catalogue import catalogue, page
from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made, Problem
from aligncheck.evidence.finding import Finding
from aligncheck.evidence.sense import Sense
from aligncheck.kernel.verdicts import Disagreement
from aligncheck.library.files import decode
from aligncheck.options import Options
from aligncheck.progress import Progress
from aligncheck.report import Report
from aligncheck.session import check
from aligncheck.source import SourceFile

FENCE = re.compile(r"^```align (broken|fixed)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^// file (\S+)\n", re.MULTILINE)


@pytest.fixture(scope="module")
def workers() -> Iterator[Progress]:
    """One set of worker processes for all samples."""
    with closing(Progress()) as shared:
        yield shared


def samples(entry: type[Problem]) -> dict[str, tuple[str, str]]:
    """The samples of a page by kind: what is said of how to read it, and its text."""
    found = FENCE.findall(inspect.cleandoc(entry.__doc__ or ""))
    return {kind: (note.strip(), text) for kind, note, text in found}


def sources(note: str, text: str) -> list[Made[SourceFile]]:
    """The files of a sample, as its note says: several, in another encoding, written many times."""
    if note == "saved as latin-1":
        return [decode("sample.align", text.encode("latin-1"))]
    if note.startswith("written "):
        times = int(note.split()[1].replace(",", ""))
        return [decode("sample.align", (text * times).encode())]
    parts = FILE.split(text)
    if len(parts) == 1:
        return [Made(SourceFile("sample.align", text))]
    return [Made(SourceFile(name, body)) for name, body in zip(parts[1::2], parts[2::2], strict=True)]


def run(note: str, text: str, workers: Progress) -> Report:
    return run_deep(lambda: check(sources(note, text), Options(seconds=5, jobs=2), workers))


def _broken(*_: object) -> object:
    raise ValueError("planted")


def _endless(*_: object) -> object:
    raise RecursionError


PLANTED: dict[str, tuple[str, Callable[..., object]]] = {
    "with a defect planted in the program": ("aligncheck.syntax.parse", _broken),
    "with a recursion planted in the program": ("aligncheck.syntax.parse", _endless),
    "with a defect planted in the judge": ("aligncheck.evidence.judge._finding", _broken),
    "with a disagreement planted": (
        "aligncheck.evidence.judge._asked",
        lambda *_: Finding(Disagreement("one engine proved what another refuted")),
    ),
    "with a limit of time": ("aligncheck.evidence.holds.sense_of", lambda *_: Sense("unknown")),
}
"""What stands in for a part of the program, by the note of the sample, where no text shows the finding."""


def problems_of_the_program() -> set[type[Problem]]:
    """Every concrete problem class in any module."""
    for module in pkgutil.walk_packages(aligncheck.__path__, "aligncheck."):
        if module.name != "aligncheck.__main__":
            importlib.import_module(module.name)
    found: set[type[Problem]] = set()
    todo: list[type[Problem]] = [Problem]
    while todo:
        for each in todo.pop().__subclasses__():
            todo.append(each)
            if each.__module__.startswith("aligncheck.") and not inspect.isabstract(each):
                found.add(each)
    return found


def test_the_catalogue_is_complete() -> None:
    # A slotted dataclass is made anew by its decorator, so the class that it replaces is met by name too.
    listed = {(each.__module__, each.__qualname__) for each in catalogue().values()}
    assert {(each.__module__, each.__qualname__) for each in problems_of_the_program()} == listed


def test_codes_and_slugs_are_unique_and_well_formed() -> None:
    entries = list(catalogue().values())
    classes = {(each.__module__, each.__qualname__) for each in problems_of_the_program()}
    assert len(entries) == len(classes)
    assert len({entry.slug for entry in entries}) == len(entries)
    assert [entry.code for entry in entries] == sorted(entry.code for entry in entries)
    for entry in entries:
        assert re.fullmatch(r"A[1-7]\d\d", entry.code)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.slug)


@pytest.mark.parametrize("entry", catalogue().values(), ids=catalogue())
def test_each_page_says_what_it_is_about_before_its_samples(entry: type[Problem]) -> None:
    assert set(samples(entry)) == {"broken", "fixed"}
    opening = inspect.cleandoc(entry.__doc__ or "").split("```")[0]
    assert len(opening.split()) >= 6
    assert page(entry).startswith(f"{entry.code} {entry.slug}")
    assert "```" not in page(entry)


@pytest.mark.parametrize("entry", catalogue().values(), ids=catalogue())
def test_the_wrong_sample_raises_exactly_its_code(
    entry: type[Problem], workers: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    note, text = samples(entry)["broken"]
    if note in PLANTED:
        monkeypatch.setattr(*PLANTED[note])
    problems = run(note, text, workers).problems
    assert {problem.code for problem in problems} == {entry.code}
    for problem in problems:
        assert_is_worded_for_a_reader(problem)


@pytest.mark.parametrize("entry", catalogue().values(), ids=catalogue())
def test_the_right_sample_raises_nothing(entry: type[Problem], workers: Progress) -> None:
    note, text = samples(entry)["fixed"]
    report = run(note, text, workers)
    assert [(problem.code, problem.message()) for problem in report.problems] == []
    assert [(outcome.claim.name, outcome.verdict.name) for outcome in report.outcomes if not outcome.ok] == []


def assert_is_worded_for_a_reader(problem: Problem) -> None:
    """One clause in lower case, no full stop; outside the user's own text no name of the grammar's."""
    message = problem.message()
    assert message and not message.endswith(".") and "\n" not in message
    assert not message[0].isupper() or not message[1:2].islower()
    assert not re.search(r"\b[A-Z]+_[A-Z0-9_]+\b|\b__\w+", re.sub(r"`[^`]*`", "", message))
