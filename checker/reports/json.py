"""The report for programs. `schema.json` beside this file says what each field means."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

from aligncheck.diagnostics import Fix, Label, Problem
from aligncheck.report import Report
from aligncheck.source import Position, Span

if TYPE_CHECKING:
    from aligncheck.evidence.outcome import Outcome

Json: TypeAlias = dict[str, Any]

VERSION = 1
VERDICTS = ("proved", "refuted", "bounded", "unknown", "vacuous", "ill_formed", "disagreement")


def as_json(report: Report) -> str:
    """The report as JSON text, times included."""
    return json.dumps(document(report), ensure_ascii=False, indent=2)


def document(report: Report) -> Json:
    """The report as plain data."""
    outcomes = report.outcomes
    counts = Counter(outcome.verdict.name for outcome in outcomes)
    return {
        "version": VERSION,
        "diagnostics": [diagnostic(problem) for problem in report.problems],
        "claims": [claim(outcome) for outcome in outcomes],
        "summary": {
            **{name: counts[name] for name in VERDICTS},
            "as_expected": sum(outcome.ok for outcome in outcomes),
            "findings": sum(problem.severity != "remark" for problem in report.problems),
            "seconds": round(report.seconds, 3),
        },
    }


def diagnostic(problem: Problem) -> Json:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message(),
        "file": problem.span.source.name,
        "range": extent(problem.span),
        "notes": [note(label) for label in problem.labels()],
        "help": problem.help(),
        "fixes": [fix(each) for each in problem.fixes()],
    }


def note(label: Label) -> Json:
    return {"message": label.message, "file": label.span.source.name, "range": extent(label.span)}


def fix(mend: Fix) -> Json:
    return {
        "title": mend.title,
        "edits": [{"range": extent(edit.span), "text": edit.text} for edit in mend.edits],
    }


def claim(outcome: Outcome) -> Json:
    from aligncheck.kernel.verdicts import Bounded, Contradicted, Vacuous
    from aligncheck.reports.outcomes import reason

    verdict = outcome.verdict
    subject = outcome.claim
    return {
        "name": subject.name,
        "file": subject.span.source.name,
        "range": extent(subject.span),
        "verdict": verdict.name,
        "expected": subject.expectation.shown,
        "ok": outcome.ok,
        "grade": outcome.grade,
        "bound": verdict.n if isinstance(verdict, Bounded) else None,
        "engine": outcome.engine,
        "seconds": round(outcome.seconds, 3),
        "reason": reason(outcome),
        "satisfiable": outcome.satisfiable,
        "core": list(verdict.core) if isinstance(verdict, (Vacuous, Contradicted)) else [],
        "unused_assumptions": [
            each.label
            for each in outcome.ledger
            if each.status == "removable" and not each.used and each.kind in {"assume", "where"}
        ],
        "ledger": [
            {"assumption": each.label, "kind": each.kind, "used": each.used, "status": each.status}
            for each in outcome.ledger
        ],
        "steps": [{"show": label, "verdict": step.name} for label, step in outcome.steps],
        "reading": outcome.reading,
        "witnesses": list(outcome.witnesses),
        "counterexample": counterexample(outcome),
        "repairs": [fix(each) for each in outcome.repairs],
        "certificate": None,
    }


def counterexample(outcome: Outcome) -> Json | None:
    from aligncheck.kernel.verdicts import IllFormed, Refuted
    from aligncheck.reports.counterexample import machine_form

    verdict = outcome.verdict
    shown = verdict.counterexample if isinstance(verdict, IllFormed) else verdict
    return machine_form(outcome.claim, shown.goal, shown.model) if isinstance(shown, Refuted) else None


def extent(span: Span) -> Json:
    return {"start": position(span.first), "end": position(span.last)}


def position(at: Position) -> Json:
    return {"line": at.line, "column": at.column}
