"""Evidence beside the specifications: replayed with no engine, named where it does not hold, written where asked."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from aligncheck.deep import run_deep
from aligncheck.library.files import align_files, read
from aligncheck.options import Options
from aligncheck.store.keys import matter
from aligncheck.verify import Verification, update, verify
from tests.store.small import COLOURS, outcome
from tests.test_recall import SHADES
from verdicts import workers

LIBRARY = Path(__file__).parents[1] / "spec"


class Project:
    """A folder with specifications in `spec` and evidence in `proofs`."""

    def __init__(self, folder: Path) -> None:
        self.spec, self.proofs = folder / "spec", folder / "proofs"
        self.spec.mkdir()

    def write(self, name: str, text: str) -> None:
        path = self.spec / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def update(self) -> Verification:
        sources = [read(path) for path in align_files([self.spec])]
        return run_deep(lambda: update(sources, [self.spec], Options(jobs=1), workers()))

    def verify(self) -> Verification:
        sources = [read(path) for path in align_files([self.spec])]
        return run_deep(lambda: verify(sources, [self.spec]))

    def statuses(self) -> dict[str, str]:
        return {each.claim: each.status for each in self.verify().checked}

    def evidence(self) -> dict[str, bytes]:
        found = sorted(self.proofs.rglob("*.json"))
        return {path.relative_to(self.proofs).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project(tmp_path)
    made.write("colours.align", COLOURS)
    yield made


@pytest.fixture
def shown(project: Project) -> Project:
    """With evidence for all its claims."""
    assert project.update().passed
    return project


@pytest.fixture
def no_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aligncheck.engines.process.Nursery.start", lambda *_: pytest.fail("it was started"))
    monkeypatch.setattr("aligncheck.engines.portfolio.Portfolio.race", lambda *_: pytest.fail("it was asked"))


GOOD = {"warms": "trusted", "colds": "trusted", "never": "replayed"}


def test_evidence_that_was_written_holds_and_no_engine_is_asked(shown: Project, no_engines: None) -> None:
    assert shown.statuses() == GOOD
    lines = {each.claim: each for each in shown.verify().checked}
    assert (lines["warms"].verdict, lines["warms"].grade) == ("proved", "single")
    assert lines["warms"].engines and not lines["never"].engines
    assert lines["never"].verdict == "refuted"


def test_there_is_a_file_for_each_claim_where_its_specification_is(project: Project) -> None:
    project.write("deep/α.align", "module α\nsort W\nclaim x' : for x: W show x = x\n")
    project.write("odd.align", "module odd\nclaim it: for x: Real printed show x + 1 = 2 + x expect refuted\n"
                  "  corrected show x + 1 = 1 + x\n")  # fmt: skip
    assert project.update().passed
    assert set(project.evidence()) == {
        "colours/warms.json", "colours/colds.json", "colours/never.json", "deep/α/x'.json",
        "odd/it.printed.json", "odd/it.corrected.json",
    }  # fmt: skip


def test_nothing_is_written_where_nothing_changed(shown: Project, no_engines: None) -> None:
    before = shown.evidence()
    times = {path: path.stat().st_mtime_ns for path in shown.proofs.rglob("*")}
    assert shown.update().passed
    assert shown.evidence() == before
    assert {path: path.stat().st_mtime_ns for path in shown.proofs.rglob("*")} == times


def test_a_missing_file_is_named_and_written_again(shown: Project) -> None:
    before = shown.evidence()
    (shown.proofs / "colours" / "never.json").unlink()
    assert shown.statuses() == {**GOOD, "never": "missing"}
    assert shown.update().passed
    assert shown.evidence()["colours/never.json"] == before["colours/never.json"]


def test_only_what_a_changed_definition_stands_in_is_stale(shown: Project) -> None:
    shown.write("colours.align", COLOURS.replace("warm(x: W) := red(x)", "warm(x: W) := red(x) or red(x)"))
    assert shown.statuses() == {**GOOD, "warms": "stale"}
    before = shown.evidence()
    assert shown.update().passed
    changed = {name for name, text in shown.evidence().items() if before[name] != text}
    assert changed == {"colours/warms.json"}


def test_stale_evidence_that_shows_what_is_claimed_now_is_filed_anew(
    shown: Project, no_engines: None
) -> None:
    shown.write("colours.align", COLOURS.replace("red(x) show cold(x)", "red(x), x = x show cold(x)"))
    assert shown.statuses() == {**GOOD, "never": "stale"}
    before = shown.evidence()["colours/never.json"]
    assert shown.update().passed
    after = shown.evidence()["colours/never.json"]
    assert after != before and len(after) == len(before)


def test_a_specification_that_cannot_be_read_stays_where_it_is(shown: Project) -> None:
    shown.write("colours.align", "\0")
    assert not shown.update().passed
    assert (shown.spec / "colours.align").exists()


def test_a_claim_that_only_moved_is_not_stale(shown: Project) -> None:
    shown.write("colours.align", COLOURS.replace("sort W", "// W is any sort\nsort W"))
    assert shown.statuses() == GOOD


def test_evidence_of_a_claim_that_is_gone_is_left_over(shown: Project) -> None:
    shown.write("colours.align", COLOURS.split("claim never")[0])
    assert shown.statuses() == {**GOOD, "never": "gone"}
    assert shown.update().passed
    assert not (shown.proofs / "colours" / "never.json").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"{}",
        b"[" * 100_000,
        b'{"version": 2}',
        b'{"version": 1, "evidence": [[]]}',
    ],
)
def test_a_file_that_is_no_evidence_is_damaged(shown: Project, content: bytes) -> None:
    (shown.proofs / "colours" / "never.json").write_bytes(content)
    assert shown.statuses() == {**GOOD, "never": "damaged"}


def test_a_folder_in_its_place_is_damaged(shown: Project) -> None:
    path = shown.proofs / "colours" / "never.json"
    path.unlink()
    path.mkdir()
    assert shown.statuses() == {**GOOD, "never": "damaged"}


def test_a_file_that_was_cut_short_is_damaged(shown: Project) -> None:
    path = shown.proofs / "colours" / "warms.json"
    whole = path.read_text(encoding="utf-8")
    for part in (1, 2, 3):
        path.write_text(whole[: len(whole) * part // 4], encoding="utf-8")
        assert shown.statuses() == {**GOOD, "warms": "damaged"}


def test_the_evidence_of_one_claim_shows_nothing_of_another(shown: Project) -> None:
    folder = shown.proofs / "colours"
    mine, other = (json.loads((folder / f"{name}.json").read_text()) for name in ("colds", "warms"))
    (folder / "colds.json").write_text(json.dumps({**mine, "evidence": other["evidence"]}))
    assert shown.statuses() == {**GOOD, "colds": "damaged"}
    (folder / "colds.json").write_text(json.dumps(other))
    assert shown.statuses() == {**GOOD, "colds": "damaged"}


def test_a_model_that_was_changed_by_hand_shows_nothing(shown: Project) -> None:
    path = shown.proofs / "colours" / "never.json"
    text = path.read_text(encoding="utf-8")
    assert '["map", "W", ' in text
    assert "true" in text
    path.write_text(text.replace("true", "false"), encoding="utf-8")
    assert shown.statuses() == {**GOOD, "never": "damaged"}


def test_a_proof_of_what_was_expected_to_fail_is_unexpected(shown: Project) -> None:
    text = COLOURS.replace(" show warm(y)", " show warm(y) expect refuted")
    shown.write("colours.align", text)
    assert shown.statuses() == {**GOOD, "warms": "stale"}
    path = shown.proofs / "colours" / "warms.json"
    held = json.loads(path.read_text())
    path.write_text(json.dumps({**held, "content": matter(outcome(text, "warms").claim, {})}))
    assert shown.statuses() == {**GOOD, "warms": "unexpected"}


def test_a_claim_that_fails_gets_no_evidence(project: Project) -> None:
    project.write("colours.align", COLOURS.replace(" expect refuted", ""))
    assert not project.update().passed
    assert project.statuses() == {**GOOD, "never": "missing"}


def test_what_rests_on_a_lemma_is_shown_with_it_alone(project: Project) -> None:
    project.write("shades.align", SHADES)
    assert project.update().passed
    (project.proofs / "shades" / "warm_is_red.json").unlink()
    found = project.statuses()
    assert found["warm_is_red"] == "missing"
    assert found["again"] == "open"


def test_a_claim_with_errors_and_a_file_that_cannot_be_read_are_named(project: Project) -> None:
    project.write("colours.align", COLOURS.replace("red(x) show cold(x)", "red(zebra) show cold(x)"))
    assert project.update().passed is False
    assert project.statuses() == {**GOOD, "never": "ill_formed"}


def test_the_library_has_evidence_for_every_claim(no_engines: None) -> None:
    sources = [read(path) for path in align_files([LIBRARY])]
    found = run_deep(lambda: verify(sources, [LIBRARY]))
    assert [(each.claim, each.status) for each in found.checked if each.status not in GOOD.values()] == []
    assert len(found.checked) > 60
