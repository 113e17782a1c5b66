"""A run on the same texts is recalled whole, and only then."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made
from aligncheck.library.files import read
from aligncheck.options import Options
from aligncheck.recall import report_from, run_bytes
from aligncheck.report import Report
from aligncheck.session import check
from aligncheck.source import SourceFile
from aligncheck.store.runs import run_key
from tests.store.small import COLOURS, FORMS, source, told
from verdicts import workers

OPTIONS = Options(jobs=1)
SHADES = """module shades
use colours
claim warm_is_red: for x: W assume warm(x) show red(x)
claim again: for x: W assume red(x) show warm(x) and red(x) using warm_is_red
"""


def run(sources: list[Made[SourceFile]], options: Options = OPTIONS) -> Report:
    return run_deep(lambda: check(sources, options, workers()))


def again(report: Report, sources: list[Made[SourceFile]], options: Options = OPTIONS) -> Report | None:
    body = run_bytes(report, sources, options)
    return None if body is None else run_deep(lambda: report_from(body, sources, options))


def settled(text: str) -> str:
    """Without the one claim whose verdict no evidence shows, and those with errors on purpose."""
    return text.split("claim misprinted")[0]


def test_the_report_is_the_same() -> None:
    sources = source(settled(FORMS))
    cold = run(sources)
    warm = again(cold, sources)
    assert warm is not None
    assert told(warm) == told(cold)


def test_nothing_is_parsed_and_no_engine_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = source(COLOURS)
    cold = run(sources)
    monkeypatch.setattr("aligncheck.syntax.parse", lambda *_: pytest.fail("it was parsed"))
    monkeypatch.setattr("aligncheck.engines.portfolio.Portfolio.race", lambda *_: pytest.fail("it was asked"))
    assert again(cold, sources) is not None


def test_a_finding_is_the_one_of_the_claim_that_it_is_about() -> None:
    sources, options = (
        source("claim more: for x: Real assume x ≥ 0 show x + 1 > 1\n"),
        Options(repair_seconds=9),
    )
    cold = run(sources, options)
    warm = again(cold, sources, options)
    assert warm is not None and told(warm) == told(cold)
    assert [each.code for each in warm.problems] == ["A701"]
    assert warm.outcomes[0].repairs and warm.outcomes[0].problems[0] is warm.problems[0]


def test_a_failure_without_repairs_is_searched_again() -> None:
    sources = source(COLOURS.replace(" expect refuted", ""))
    report = run(sources)
    assert run_bytes(report, sources, OPTIONS) is not None
    assert run_bytes(report, sources, replace(OPTIONS, repair_seconds=5)) is None


def test_what_is_not_settled_is_not_kept() -> None:
    sources = source(COLOURS + "claim open: for x: W show red(x) expect refuted\n")
    report = run(sources)
    (file,) = report.files
    first = replace(file.outcomes[0], satisfiable="unknown")
    poor = replace(report, files=(replace(file, outcomes=(first, *file.outcomes[1:])),))
    assert run_bytes(report, sources, OPTIONS) is not None
    assert run_bytes(poor, sources, OPTIONS) is None
    assert run_bytes(replace(report, settled=False), sources, OPTIONS) is None


def test_findings_that_hang_on_other_files_are_not_kept() -> None:
    sources = source("use nowhere_to_be_found\n" + COLOURS.replace("module colours\n", ""))
    report = run(sources)
    assert [each.code for each in report.problems] == ["A290"]
    assert run_bytes(report, sources, OPTIONS) is None


def test_a_used_file_that_changed_makes_it_another_run(tmp_path: Path) -> None:
    (tmp_path / "colours.align").write_text(COLOURS, encoding="utf-8")
    (tmp_path / "shades.align").write_text(SHADES, encoding="utf-8")
    sources = [read(tmp_path / "shades.align")]
    cold = run(sources)
    body = run_bytes(cold, sources, OPTIONS)
    assert body is not None
    warm = run_deep(lambda: report_from(body, sources, OPTIONS))
    assert warm is not None and told(warm) == told(cold)
    (tmp_path / "colours.align").write_text(COLOURS.replace(":= red(x)", ":= blue(x)"), encoding="utf-8")
    assert run_deep(lambda: report_from(body, sources, OPTIONS)) is None
    (tmp_path / "colours.align").unlink()
    assert run_deep(lambda: report_from(body, sources, OPTIONS)) is None


def test_damaged_bytes_are_no_report() -> None:
    sources = source(COLOURS)
    body = run_bytes(run(sources), sources, OPTIONS)
    assert body is not None
    for wrong in (
        b"",
        b"[]",
        body[:-40],
        body.replace(b'"Said"', b'"Evident"'),
        body.replace(b"red", b"blue"),
    ):
        assert run_deep(lambda wrong=wrong: report_from(wrong, sources, OPTIONS)) is None  # type: ignore[misc]


def test_every_option_that_matters_makes_another_key() -> None:
    """A new option is in the key, or is said here not to matter, or to keep a run from the cache."""
    other = Options(select=("A7",), ignore=("A6",), claims=("warms",), bound=5, repair_seconds=1)
    sources = source(COLOURS)
    asking = Options(ledger=True, more=1, questions=Path("asked"))
    kept_out = {
        each.name
        for each in fields(Options)
        if not replace(Options(), **{each.name: getattr(asking, each.name)}).plain
    }
    assert kept_out == {"ledger", "more", "questions"}
    differs = {
        each.name
        for each in fields(Options)
        if run_key(sources, replace(Options(), **{each.name: getattr(other, each.name)}))
        != run_key(sources, Options())
    }
    assert {each.name for each in fields(Options)} - differs == {"seconds", "jobs", *kept_out}


def test_every_text_and_every_name_makes_another_key() -> None:
    keys = [
        run_key(source(COLOURS), OPTIONS),
        run_key(source(COLOURS + "\n"), OPTIONS),
        run_key(source(COLOURS, "other.align"), OPTIONS),
        run_key([*source(COLOURS), *source("", "empty.align")], OPTIONS),
    ]
    assert len(set(keys)) == 4


def test_another_version_of_the_program_makes_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = run_key(source(COLOURS), OPTIONS)
    monkeypatch.setattr("aligncheck.store.runs.program", lambda: "another version")
    assert run_key(source(COLOURS), OPTIONS) != before
