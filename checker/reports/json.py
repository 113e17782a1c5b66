"""The report for programs. `schema.json` beside this file says what each field means."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

from aligncheck.diagnostics import Fix, Label, Problem
from aligncheck.report import Report
from aligncheck.source import Position, Span

if TYPE_CHECKING:
    from aligncheck.evidence.outcome import LedgerLine, Outcome

Json: TypeAlias = dict[str, Any]

VERSION = 1
VERDICTS = ("proved", "refuted", "bounded", "unknown", "vacuous", "ill_formed", "disagreement")


def as_json(report: Report, ledger: bool = False) -> str:
    """The report as JSON text, times included."""
    return json.dumps(document(report, ledger), ensure_ascii=False, indent=2)


def document(report: Report, ledger: bool = False) -> Json:
    """The report as plain data. `ledger`: with the counterexample that appears without each assumption."""
    outcomes = report.outcomes
    counts = Counter(outcome.verdict.name for outcome in outcomes)
    return {
        "version": VERSION,
        "diagnostics": [diagnostic(problem) for problem in report.problems],
        "claims": [claim(outcome, ledger) for outcome in outcomes],
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


def claim(outcome: Outcome, ledger: bool = False) -> Json:
    from aligncheck.kernel.verdicts import Bounded, Contradicted, Vacuous
    from aligncheck.reports.ledger import rules
    from aligncheck.reports.outcomes import reason, said_by

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
        "reasons": [{"engine": engine, "why": why} for engine, why in said_by(outcome)],
        "explanation": explanation(outcome),
        "satisfiable": outcome.satisfiable,
        "core": list(verdict.core) if isinstance(verdict, (Vacuous, Contradicted)) else [],
        "unused_assumptions": [
            each.label
            for each in outcome.ledger
            if each.status == "removable" and not each.used and each.kind in {"assume", "where"}
        ],
        "ledger": [ledger_line(outcome, each, ledger) for each in outcome.ledger],
        "rules": [{"rule": name, "says": says} for name, says in rules(outcome)],
        "steps": [{"show": label, "verdict": step.name} for label, step in outcome.steps],
        "reading": outcome.reading,
        "witnesses": list(outcome.witnesses),
        "counterexample": counterexample(outcome),
        "further_counterexamples": further(outcome),
        "repairs": [fix(each) for each in outcome.repairs],
        "certificate": None,
    }


def explanation(outcome: Outcome) -> Json | None:
    why = outcome.explanation
    if why is None:
        return None
    hard = [note(Label(each.span, each.what)) for each in why.obstacles]
    return {"obstacles": hard, "bound": why.bound, "advice": list(why.advice)}


def ledger_line(outcome: Outcome, each: LedgerLine, with_counterexample: bool) -> Json:
    plain = {"assumption": each.label, "kind": each.kind, "used": each.used, "status": each.status}
    if not with_counterexample:
        return plain
    from aligncheck.reports.ledger import entry

    return {**plain, "without": entry(outcome, each)}


def further(outcome: Outcome) -> list[Json]:
    from aligncheck.reports.counterexample import with_clause

    return [with_clause(outcome.claim, *each) for each in outcome.further]


def counterexample(outcome: Outcome) -> Json | None:
    from aligncheck.kernel.verdicts import Disagreement, IllFormed, Refuted
    from aligncheck.reports.counterexample import machine_form, with_clause

    verdict = outcome.verdict
    if isinstance(verdict, Refuted):
        return with_clause(outcome.claim, verdict.goal, verdict.model)
    if isinstance(verdict, IllFormed) and verdict.counterexample is not None:
        return machine_form(outcome.claim, verdict.counterexample.goal, verdict.counterexample.model)
    if isinstance(verdict, Disagreement) and verdict.model is not None:
        return machine_form(outcome.claim, *verdict.model)
    return None


def extent(span: Span) -> Json:
    return {"start": position(span.first), "end": position(span.last)}


def position(at: Position) -> Json:
    return {"line": at.line, "column": at.column}
