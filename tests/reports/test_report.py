"""A whole run as text and as JSON, from outcomes made by hand."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import jsonschema

import aligncheck
from aligncheck.claims.claim import Claim, Conclusion, Expectation, Holds
from aligncheck.diagnostics import Edit, Fix, Label, Problem, Severity
from aligncheck.evidence.outcome import LedgerLine, Outcome
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.terms import Const, Eq
from aligncheck.kernel.types import Base
from aligncheck.kernel.values import Element, Model
from aligncheck.kernel.verdicts import Bounded, Unknown, Verdict, refute
from aligncheck.reports.json import document
from aligncheck.reports.pieces import plain
from aligncheck.reports.text import as_lines
from aligncheck.report import FileReport, Report
from aligncheck.reports.view import View
from aligncheck.source import SourceFile, Span

SOURCE = SourceFile("a.align", "sort World\n\nclaim alike:\n  show all_alike\n\tclaim 世界 other:\n")
SCHEMA = json.loads(
    (Path(aligncheck.__file__).parent / "reports" / "schema.json").read_text(encoding="utf-8")
)
WORLD = Base("World")
V, W = Const("v", WORLD), Const("w", WORLD)


@dataclass(frozen=True, slots=True)
class Odd(Problem):
    """A problem for these tests."""

    code: ClassVar[str] = "A701"
    slug: ClassVar[str] = "odd"
    severity: ClassVar[Severity] = "error"
    other: Span | None = None

    def message(self) -> str:
        return "`alike` is odd"

    def labels(self) -> tuple[Label, ...]:
        return () if self.other is None else (Label(self.other, "declared here"),)

    def help(self) -> str | None:
        return "make it even"

    def fixes(self) -> tuple[Fix, ...]:
        return (Fix("make it even", (Edit(self.span, "even"),)),)


def span(text: str) -> Span:
    start = SOURCE.text.index(text)
    return Span(SOURCE, start, start + len(text))


CLAIM = Claim(
    "alike",
    span("claim alike:\n  show all_alike"),
    Holds((Conclusion("v = w", Eq(V, W, WORLD), span("show all_alike")),)),
    ("World",),
    (V, W),
    (),
)


def outcome(verdict: Verdict, ok: bool = False, problems: tuple[Problem, ...] = ()) -> Outcome:
    return Outcome(CLAIM, verdict, ok, problems=problems)


def refuted(problems: tuple[Problem, ...] = (), ok: bool = False) -> Outcome:
    goal = Goal(("World",), (V, W), (), Eq(V, W, WORLD))
    model = Model({"World": 2}, {"v": Element("World", 0), "w": Element("World", 1)})
    return outcome(refute(goal, model), ok, problems)


def report(*outcomes: Outcome, problems: tuple[Problem, ...] = ()) -> Report:
    own = tuple(problem for each in outcomes for problem in each.problems)
    return Report((FileReport(SOURCE, True, (*problems, *own), (), outcomes),), 0.84)


def text(made: Report, verbose: bool = False) -> list[str]:
    return [plain(each) for each in as_lines(made, View(verbose=verbose))]


def test_a_finding_shows_the_place_the_line_and_the_help() -> None:
    problem = Odd(span("all_alike"), other=span("World"))
    assert text(report(problems=(problem,)))[:9] == [
        "error[A701] odd: `alike` is odd",
        " --> a.align:4:8",
        "  |",
        "4 |   show all_alike",
        "  |        ^^^^^^^^^",
        "  ⋮",
        "1 | sort World",
        "  |      ----- declared here",
        "  = help: make it even",
    ]


def test_marks_stand_under_wide_characters_and_after_tabs() -> None:
    lines = text(report(problems=(Odd(span("世界")),)))
    assert lines[3:5] == ["5 |  claim 世界 other:", "  |        ^^^^"]


def test_a_long_line_is_cut_around_what_is_meant() -> None:
    source = SourceFile("long.align", "x" * 5000 + "HERE" + "y" * 5000)
    made = Report((FileReport(source, True, (Odd(Span(source, 5000, 5004)),)),), 0.0)
    shown, marks = text(made)[3:5]
    assert len(shown) < 140
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "HERE"


def test_a_place_after_the_end_of_the_text_can_be_shown() -> None:
    source = SourceFile("empty.align", "")
    made = Report((FileReport(source, True, (Odd(Span(source, 0, 0)),)),), 0.0)
    assert text(made)[1:5] == [" --> empty.align:1:1", "  |", "1 |", "  | ^"]


def test_a_finding_about_a_claim_is_followed_by_its_counterexample_once() -> None:
    shown = text(report(refuted((Odd(CLAIM.span),))))
    assert shown[0] == "error[A701] odd: `alike` is odd"
    assert sum("counterexample:" in each for each in shown) == 1
    assert "    World = {v, w}" in shown
    assert any(each.endswith("`v = w` is false: `v` and `w` are different") for each in shown)


def test_a_failing_claim_of_which_no_finding_tells_is_shown_all_the_same() -> None:
    shown = text(report(outcome(Bounded(3))))
    assert shown[:6] == [
        "claim alike is bounded(3), and proved was expected",
        " --> a.align:3:1",
        "  |",
        "3 | claim alike:",
        "  | ^^^^^^^^^^^^",
        "  = no counterexample with up to 3 elements in each sort: not a proof",
    ]


def test_a_bound_is_never_worded_as_a_proof() -> None:
    assert "proved" not in text(report(outcome(Bounded(2), ok=True)), verbose=True)[-1]
    assert "proof" in "".join(text(report(outcome(Bounded(1)))))


def test_what_each_engine_said_is_listed_for_an_unknown_claim() -> None:
    shown = text(report(outcome(Unknown((("z3", "timeout"), ("cvc5", "incomplete"))))))
    assert [each.strip() for each in shown if "z3:" in each or "cvc5:" in each][-2:] == [
        "z3: timeout",
        "cvc5: incomplete",
    ]


def test_claims_as_expected_are_shown_only_on_demand() -> None:
    made = report(refuted(ok=True))
    assert text(made) == ["1 claim: 1 refuted as expected · 0 findings · 0.8 s"]
    assert "ok alike: refuted, 0.00 s" in text(made, verbose=True)


def test_the_last_line_counts_what_is_as_expected_and_what_is_not() -> None:
    made = report(refuted(ok=True), refuted((Odd(CLAIM.span),)), outcome(Bounded(1), ok=True))
    assert text(made)[-1] == (
        "3 claims: 1 refuted as expected, 1 refuted unexpectedly, 1 bounded as expected · 1 finding · 0.8 s"
    )
    assert not made.passed()


def test_a_run_without_claims_says_so() -> None:
    assert text(report()) == ["1 file, no claims · 0 findings · 0.8 s"]
    assert report().passed()


def test_the_document_follows_the_schema_and_holds_the_facts() -> None:
    line = LedgerLine("v = v", "assume", False, "removable")
    first = refuted((Odd(CLAIM.span, other=span("World")),))
    second = Outcome(
        CLAIM, Unknown((("z3", "timeout"),)), False, ledger=(line,), steps=(("v = w", Bounded(1)),)
    )
    made = document(report(first, second))
    jsonschema.validate(made, SCHEMA, cls=jsonschema.Draft202012Validator)
    (diagnostic,) = made["diagnostics"]
    assert diagnostic["range"] == {"start": {"line": 3, "column": 1}, "end": {"line": 4, "column": 17}}
    assert diagnostic["notes"][0]["message"] == "declared here"
    assert diagnostic["fixes"][0]["edits"][0]["text"] == "even"
    assert made["claims"][0]["counterexample"]["sorts"] == {"World": ["v", "w"]}
    assert made["claims"][1]["reason"] == "z3: timeout"
    assert made["claims"][1]["unused_assumptions"] == ["v = v"]
    assert made["summary"]["refuted"] == 1 and made["summary"]["as_expected"] == 0


def test_an_expectation_is_told_in_the_words_of_its_author() -> None:
    claim = Claim(
        "c", CLAIM.span, CLAIM.question, (), (), (), Expectation(("refuted",), shown="refuted at C := null")
    )
    made = document(report(Outcome(claim, Bounded(1), False)))
    assert made["claims"][0]["expected"] == "refuted at C := null"
