"""What becomes of published errors: `python tests/errata/table.py` writes README.md beside this file.

Each error is checked as printed and as corrected; as printed once more without what is expected of it, for the
repairs. Searching those takes minutes: with ids (`table.py E01 R05`) it is done for these alone, with `--check`
for none; what is not searched is taken from the file as it stands.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made
from aligncheck.evidence.outcome import Outcome
from aligncheck.options import Options
from aligncheck.progress import Progress
from aligncheck.reports.json import document
from aligncheck.report import Report
from aligncheck.session import check
from aligncheck.source import SourceFile
from aligncheck.syntax import parse, tree
from aligncheck.syntax.print import show

HERE = Path(__file__).parent
README = HERE / "README.md"
SECONDS = 10.0
REPAIR_SECONDS = 5.0

HEAD = """# Published errors

One file for each error: as it was printed, with what is wrong with it, and as it was or should have been
corrected. E and R are real, Y are invented. `first repair` compares the first edit that the checker offers for
the printed form with the published correction; `none` where it offers none. `not decided` stands where the
corrected form is true, and neither proved nor refuted in {seconds:g} seconds.

This file is generated: `python tests/errata/table.py`.

"""


@dataclass(frozen=True)
class Row:
    """An error as the literature has it: where, of which kind, by what it should be caught; `missing` says why
    there is no file for it."""

    id: str
    source: str
    kind: str
    gate: str
    missing: str

    @property
    def path(self) -> Path:
        return HERE / f"{self.id}.align"


def rows() -> list[Row]:
    with (HERE / "rows.tsv").open(encoding="utf-8", newline="") as file:
        return [Row(**each) for each in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def report_of(path: Path, text: str, progress: Progress | None = None, repair_seconds: float = 0.0) -> Report:
    options = Options(seconds=SECONDS, repair_seconds=repair_seconds)
    return run_deep(lambda: check([Made(SourceFile(str(path), text))], options, progress))


# ── What was seen ──


def form_of(outcome: Outcome) -> str | None:
    """Whether a claim is a printed or a corrected form."""
    return next((form for form in ("printed", "corrected") if outcome.claim.name.endswith(f"({form})")), None)


def caught_by(report: Report) -> str:
    """What was found in the printed forms, each once."""
    return _each_once(_fault(outcome) for outcome in report.outcomes if form_of(outcome) == "printed")


def _fault(outcome: Outcome) -> str:
    code = outcome.claim.expectation.code
    if not outcome.ok:
        return "not yet"
    return outcome.verdict.name if code is None else code


def corrected(report: Report) -> str:
    """The verdicts on the corrected forms, each once."""
    decided = {"bounded": "not decided", "unknown": "not decided"}
    names = [o.verdict.name for o in report.outcomes if form_of(o) == "corrected"]
    return _each_once(decided.get(name, name) for name in names)


def _each_once(words: Iterator[str]) -> str:
    return ", ".join(dict.fromkeys(words))


# ── Repairs ──


def first_repairs(path: Path, progress: Progress) -> str:
    """For each printed form: whether the first repair offered is the correction."""
    source = SourceFile(str(path), path.read_text(encoding="utf-8"))
    text = as_if_true(source)
    found = document(report_of(path, text, progress, REPAIR_SECONDS))
    printed = [claim for claim in found["claims"] if claim["name"].endswith(" (printed)")]
    told = found["diagnostics"]
    return ", ".join(_first_repair(SourceFile(str(path), text), claim, told) for claim in printed)


def _first_repair(source: SourceFile, claim: dict, diagnostics: Sequence[dict]) -> str:
    """The first of those searched for; where there is none, of those that a finding brings with it."""
    fixes = [fix for each in diagnostics if _within(each["range"], claim["range"]) for fix in each["fixes"]]
    offered = [each for each in (*claim["repairs"], *fixes) if each["edits"]]
    if not offered:
        return "none"
    name = claim["name"].removesuffix(" (printed)")
    edited = SourceFile(source.name, _edited(source, offered[0]["edits"]))
    return "yes" if same_forms(edited, name) else f"no: {offered[0]['title']}"


def _within(inner: dict, outer: dict) -> bool:
    def key(place: dict) -> tuple[int, int]:
        return place["line"], place["column"]

    return key(outer["start"]) <= key(inner["start"]) and key(inner["end"]) <= key(outer["end"])


def as_if_true(source: SourceFile) -> str:
    """The text without what is expected of printed forms, all else in its place."""
    text = source.text
    for declaration in claims_of(source):
        for form in declaration.clauses:
            if isinstance(form, tree.VariantClause) and form.variant == "printed":
                for clause in form.clauses:
                    if isinstance(clause, tree.ExpectClause):
                        text = _blank(text, clause.span.start, clause.span.end)
    return text


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]


def _edited(source: SourceFile, edits: Sequence[dict]) -> str:
    def offset(place: dict) -> int:
        return source.line_starts[place["line"] - 1] + place["column"] - 1

    text = source.text
    for edit in sorted(edits, key=lambda each: offset(each["range"]["start"]), reverse=True):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:start] + edit["text"] + text[end:]
    return text


def same_forms(source: SourceFile, name: str) -> bool:
    """Whether a claim says the same as printed and as corrected, and so do all definitions that have both forms.
    Assumptions count as a set."""
    claim = next((each for each in claims_of(source) if each.name.text == name), None)
    if claim is None:
        return False
    forms = {each.variant: each.clauses for each in claim.clauses if isinstance(each, tree.VariantClause)}
    declared = [*parse(source).value.declarations, *claim.locals]
    printed, corrected = (
        {
            each.head.name.text: show(replace(each, variant=None, doc=None))
            for each in declared
            if each.variant == form
        }
        for form in ("printed", "corrected")
    )
    return _stated(forms.get("printed", ())) == _stated(forms.get("corrected", ())) and printed == corrected


def _stated(clauses: Sequence[tree.Clause]) -> tuple[frozenset[str], list[str]]:
    """The assumptions, and all else but hints and expectations, as the printer writes them."""
    assumed = [show(term) for c in clauses if isinstance(c, tree.AssumeClause) for term in c.formulas]
    hints = (tree.AssumeClause, tree.ExpectClause, tree.WithClause, tree.UsingClause, tree.InductionClause)
    return frozenset(assumed), [show(clause) for clause in clauses if not isinstance(clause, hints)]


def claims_of(source: SourceFile) -> list[tree.ClaimDecl]:
    return [each for each in parse(source).value.declarations if isinstance(each, tree.ClaimDecl)]


# ── The page ──


def page(seen: dict[str, Report], repairs: dict[str, str]) -> str:
    """The README, from the report of each file and what became of its repairs."""
    every = rows()
    lines = [
        "| id | source | kind | should be caught by | caught by | corrected | first repair |",
        "|" + "---|" * 7,
    ]
    for row in every:
        if not row.missing:
            cells = (row.id, row.source, row.kind, row.gate, caught_by(seen[row.id]), corrected(seen[row.id]))
            lines.append(_line(*cells, repairs.get(row.id, "")))
    missing = ["| id | source | kind | why not |", "|" + "---|" * 4]
    missing += [_line(row.id, row.source, row.kind, row.missing) for row in every if row.missing]
    text = HEAD.format(seconds=SECONDS) + _counts(seen, repairs) + "\n\n" + "\n".join(lines)
    return text + "\n\nNot expressed:\n\n" + "\n".join(missing) + "\n"


def _counts(seen: dict[str, Report], repairs: dict[str, str]) -> str:
    invented = sum(1 for id in seen if id.startswith("Y"))
    printed = [
        outcome for report in seen.values() for outcome in report.outcomes if form_of(outcome) == "printed"
    ]
    mended = sum(len(re.findall(r"(?:^|, )yes\b", cell)) for cell in repairs.values())
    return (
        f"{len(seen) - invented} real and {invented} invented errors, {len(printed)} printed forms, of which "
        f"{sum(map(_is_caught, printed))} are caught; of {mended} the first repair is the correction."
    )


def _is_caught(outcome: Outcome) -> bool:
    return _fault(outcome) != "not yet"


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def recorded_repairs() -> dict[str, str]:
    """The last column of the page as it stands."""
    text = README.read_text(encoding="utf-8") if README.exists() else ""
    found = re.findall(r"^\| (\w+) \|(?:.*?(?<!\\)\|){5}(.*)\|$", text, re.MULTILINE)
    return {id: cell.strip().replace("\\|", "|") for id, cell in found}


def main(arguments: Sequence[str]) -> int:
    progress = Progress()
    expressed = [row for row in rows() if not row.missing]
    seen = {row.id: report_of(row.path, row.path.read_text(encoding="utf-8"), progress) for row in expressed}
    wanted = [row for row in expressed if not arguments or row.id in arguments]
    searched = {row.id: run_deep(lambda row=row: first_repairs(row.path, progress)) for row in wanted}
    progress.close()
    generated = page(seen, {**recorded_repairs(), **searched})
    if "--check" in arguments:
        same = generated == README.read_text(encoding="utf-8")
        print("README.md is up to date" if same else "README.md is not what is generated")
        return 0 if same else 1
    README.write_text(generated, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
