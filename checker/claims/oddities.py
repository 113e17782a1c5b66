"""What is odd about a claim as it is written, without any model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from aligncheck.claims.claim import Conclusion, Holds, Hypothesis, Question
from aligncheck.claims.reading import Reading
from aligncheck.diagnostics import Problem
from aligncheck.elaborate.meanings import Clauses
from aligncheck.lints.binders import unused_indices
from aligncheck.lints.duplicates import same_definitions
from aligncheck.lints.hidden import hidden_variables
from aligncheck.lints.implied import implied_by_typing
from aligncheck.lints.problems import UnusedVariable
from aligncheck.lints.repetition import conclusion_assumed, repeated_assumption, repeated_clauses
from aligncheck.lints.sides import identical_sides
from aligncheck.lints.stated import Stated
from aligncheck.lints.unused import unused_binders
from aligncheck.syntax import tree
from aligncheck.syntax.names import all_names
from aligncheck.syntax.scopes import scopes_of_clauses


def oddities(reading: Reading, clauses: tuple[tree.Clause, ...], question: Question) -> Iterator[Problem]:
    """What is odd about the claim without any model."""
    if reading.failed:
        return
    yield from same_definitions(reading.out.templates)
    shown = [term for clause in clauses if isinstance(clause, tree.ShowClause) for term in clause.formulas]
    for term in shown:
        yield from identical_sides(term)
    hypotheses = [h for h in reading.hypotheses if h.kind in {"assume", "where"}]
    stated = _stated(hypotheses, supposed(clauses))
    yield from repeated_assumption(stated)
    yield from repeated_clauses(reading.ctx.noted())
    yield from implied_by_typing(_clauses(reading), _known_laws(reading))
    if isinstance(question, Holds) and shown:
        yield from conclusion_assumed(stated, _stated(question.conclusions, shown))
    yield from _unused(clauses)
    for clause in clauses:
        yield from unused_indices(clause)
    scopes = scopes_of_clauses(clauses)
    yield from unused_binders(scopes)
    yield from hidden_variables(scopes, _formulas(clauses))


def _formulas(clauses: tuple[tree.Clause, ...]) -> list[tree.Term]:
    """What the claim supposes and shows."""
    stating = [each for each in clauses if isinstance(each, (tree.AssumeClause, tree.ShowClause))]
    return [formula for clause in stating for formula in clause.formulas]


def _clauses(reading: Reading) -> Iterator[Clauses]:
    """What is supposed, and the parts of what is supposed or shown."""
    yield from reading.ctx.noted()
    for each in reading.hypotheses:
        if each.kind in {"assume", "where"}:
            yield Clauses("alone", ((each.formula, each.span),))


def _known_laws(reading: Reading) -> list[Stated]:
    """The laws of the claim's structures, and what the module and the claim itself declare."""
    facts = [Stated(f.label, f.formula, f.span) for f in (*reading.module.facts, *reading.out.facts)]
    return [*facts, *(Stated(h.label, h.formula, h.span) for h in reading.hypotheses if h.kind == "law")]


def _stated(formulas: Sequence[Hypothesis | Conclusion], terms: Iterable[tree.Term]) -> list[Stated]:
    """Formulas of a claim beside the terms that they were read from, by their places."""
    written = {(term.span.start, term.span.end): term for term in terms}
    return [
        Stated(each.label, each.formula, each.span, written.get((each.span.start, each.span.end)))
        for each in formulas
    ]


def supposed(clauses: tuple[tree.Clause, ...]) -> Iterator[tree.Term]:
    """The formulas that clauses suppose, as they are written."""
    for clause in clauses:
        if isinstance(clause, tree.AssumeClause):
            yield from clause.formulas
        elif isinstance(clause, tree.ForClause):
            yield from (binder.where for binder in clause.binders if binder.where is not None)


def _unused(clauses: tuple[tree.Clause, ...]) -> Iterator[Problem]:
    """Variables of `for` that no clause names again."""
    counts = Counter(name.text for clause in clauses for name in all_names(clause))
    for clause in clauses:
        if isinstance(clause, tree.ForClause):
            for binder in clause.binders:
                for name in binder.names:
                    if counts[name.text] == 1 and not name.text.startswith("_"):
                        yield UnusedVariable(name.span, name.text)
