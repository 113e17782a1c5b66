"""A changed claim, read and judged. What refutes one change is tried on the next before any engine is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from aligncheck.claims.claim import Claim, Consistent, Holds, Independent, Reduces
from aligncheck.claims.module import readings_of
from aligncheck.diagnostics import edited
from aligncheck.elaborate.meanings import ClaimScope
from aligncheck.engines.contract import Limits
from aligncheck.evidence.asking import Portfolio
from aligncheck.evidence.case import Case
from aligncheck.evidence.holds import show as try_to_show
from aligncheck.evidence.judge import judge
from aligncheck.evidence.ledger import without
from aligncheck.evidence.outcome import Outcome
from aligncheck.evidence.reduction import reduces
from aligncheck.evidence.sense import sense_of, used_labels
from aligncheck.kernel import clock
from aligncheck.kernel.build import conj, iff, implies
from aligncheck.kernel.domain import domain
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.goal import Assumption, Goal
from aligncheck.kernel.replay import check_model
from aligncheck.kernel.terms import TRUE, Term
from aligncheck.kernel.theorem import Theorem
from aligncheck.kernel.unanswered import UNDEFINED, CannotEvaluate
from aligncheck.kernel.values import Model
from aligncheck.kernel.verdicts import Refuted
from aligncheck.repair.change import Change
from aligncheck.repair.definitions import Rewriting
from aligncheck.repair.site import Site
from aligncheck.source import SourceFile
from aligncheck.syntax import parse, tree
from aligncheck.syntax.print import show

SENSE = 0.5
"""Seconds for the question whether the assumptions of a proved change can be met."""
TURNED = 0.4
"""What it adds that the conclusion is then equivalent to one assumption."""
QUICK = 0.3
"""Seconds for the question whether two formulas say the same, or one more than the other."""
ALONE = 1.0
"""Seconds for the question whether a formula is true by itself."""
SUPPOSED = ("assume", "where")
STEPS = 20_000
"""Steps of evaluation of a changed claim in one model."""
IDLE = 1.3
"""What an assumption adds to the distance of a change that leaves it without use."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How far a change is that is good; `open`: it may still be found to be, with more time."""

    distance: float | None = None
    open: bool = False


BAD, OPEN = Tried(), Tried(open=True)


@dataclass(slots=True)
class Trial:
    """`models`: counterexamples of the claim as it was, and of changes tried. `lemmas`: what it may use."""

    site: Site
    portfolio: Portfolio
    limits: Limits
    lemmas: tuple[Assumption, ...] = ()
    models: list[Model] = field(default_factory=list)
    sound: frozenset[str] = frozenset()
    """Other claims of the file that are as expected."""
    formulas: dict[str, Term] = field(default_factory=dict)
    """What was read of suppositions, by their texts."""

    def judge(self, change: Change, seconds: float) -> Tried:
        """Whether the claim that the change makes is proved within the time given, says something, and has
        assumptions that can be met."""
        claim = self.read(change)
        return BAD if claim is None else self.judge_read(claim, change, seconds)

    def judge_in_file(self, change: Change, rewriting: Rewriting, seconds: float) -> Tried:
        """The same for a change of a definition: what else was proved in the file must stay so."""
        rewritten = rewriting.read(change, self.site.name)
        if rewritten is None:
            return BAD
        tried = self.judge_read(rewritten.claim, change, seconds)
        return tried if tried.distance is None or self._stands(rewritten.others) else BAD

    def _stands(self, claims: Sequence[Claim]) -> bool:
        """Whether other claims of the file that were as expected still are."""
        earlier: dict[str, Outcome] = {}
        for claim in claims:
            outcome = judge(claim, self.portfolio, self.limits, earlier)
            earlier[claim.name] = outcome
            if claim.name in self.sound and not outcome.ok:
                return False
        return True

    def judge_read(self, claim: Claim, change: Change, seconds: float) -> Tried:
        """The same of a changed claim that was read before."""
        if self.fails_in(claim, self.models):
            return BAD
        case = Case(claim, self.portfolio, replace(self.limits, seconds=seconds), self.lemmas)
        theorems = self._proved(case)
        if theorems is None:
            return OPEN if case.left <= 0 else BAD
        case = replace(case, limits=replace(self.limits, seconds=SENSE))
        if sense_of(case, SENSE).satisfiable != "yes" or self._restates(case, change):
            return BAD
        further = IDLE * _idle(case, theorems) + (TURNED if self._turned(case) else 0.0)
        return Tried(change.cost + further)

    def sifted(self, changes: Sequence[Change], heard: Callable[[Change], None]) -> list[Change]:
        """The changes without those that suppose what does not make sense here, or holds in a counterexample of
        the claim: all that is supposed is read at once. `heard` is told of each one left out."""
        texts = [each.supposes for each in changes if each.supposes is not None]
        self.formulas = self._read_all(texts)
        kept: list[Change] = []
        for change in changes:
            formula = self.formulas.get(change.supposes) if change.supposes is not None else None
            if change.supposes is not None and (formula is None or self._holds_somewhere(formula)):
                heard(change)
            else:
                kept.append(change)
        return kept

    def _read_all(self, texts: Sequence[str]) -> dict[str, Term]:
        """What each text supposes, as a formula over the symbols of the claim; of those that can be read."""
        written: dict[str, tuple[str, ...]] = {}
        more: dict[str, tree.Term] = {}
        for text in dict.fromkeys(texts):
            made = parse(SourceFile(self.site.name, f"claim it: assume {text} show true"))
            clause = made.value.declarations[0].clauses[0] if made.sound else None  # type: ignore[union-attr]
            if isinstance(clause, tree.AssumeClause):
                more |= {show(each): each for each in clause.formulas}
                written[text] = tuple(show(each) for each in clause.formulas)
        declaration = self.site.declaration
        clauses = tuple(each for each in self.site.clauses if not isinstance(each, tree.ExpectClause))
        added = tree.AssumeClause(tuple(more.values()), span=declaration.span)
        whole = replace(declaration, clauses=(*clauses, added))
        (claim, _), *_ = readings_of(self.site.module, ClaimScope(whole, self.site.scope.given))
        read = {each.label: each.formula for each in claim.hypotheses if each.label in more}
        return {
            text: conj(*(read[label] for label in labels))
            for text, labels in written.items()
            if all(label in read for label in labels)
        }

    def _holds_somewhere(self, formula: Term) -> bool:
        """Whether it is true in a counterexample, which it then does not exclude."""
        for model in self.models:
            try:
                if evaluate(formula, model, steps=STEPS) is True:
                    return True
            except (CannotEvaluate, KeyError):
                continue
        return False

    def read(self, change: Change) -> Claim | None:
        """The changed claim, where nothing is found wrong in it."""
        declaration = self.site.declaration
        start, source = declaration.span.start, declaration.span.source
        text = edited(source.text[start : declaration.span.end], change.edits, start)
        made = parse(SourceFile(source.name, text))
        declarations = made.value.declarations
        if made.problems or len(declarations) != 1 or not isinstance(declarations[0], tree.ClaimDecl):
            return None
        for claim, problems in readings_of(
            self.site.module, ClaimScope(declarations[0], self.site.scope.given)
        ):
            if claim.name == self.site.name:
                wrong = claim.ill_formed or any(each.severity != "remark" for each in problems)
                return None if wrong or _shows_twice(claim) else claim
        return None

    def fails_in(self, claim: Claim, models: Sequence[Model]) -> bool:
        """Whether one of these models refutes it."""
        if not isinstance(claim.question, Holds) or not models:
            return False
        case = Case(claim, self.portfolio, self.limits, self.lemmas)
        for conclusion in claim.question.conclusions:
            goal = case.root(conclusion)
            for model in reversed(models):
                if _fails(goal, model):
                    return True
        return False

    def _proved(self, case: Case) -> list[Theorem] | None:
        match case.claim.question:
            case Holds(conclusions):
                theorems: list[Theorem] = []
                for conclusion in conclusions:
                    shown = try_to_show(case, conclusion, shrink=False)
                    if isinstance(shown.verdict, Refuted):
                        self.models.append(shown.verdict.model)
                    if shown.attempt.theorem is None or shown.verdict.name != "proved":
                        return None
                    theorems.append(shown.attempt.theorem)
                return theorems
            case Reduces() as question:
                return [] if reduces(case, question).verdict.name == "proved" else None
            case Consistent() | Independent():
                return None
            case _:
                assert_never(case.claim.question)

    def _restates(self, case: Case, change: Change) -> bool:
        """Whether what the change supposes is equivalent to the conclusion alone. (Of what stood there before
        that is not asked: that a relation is symmetric says that its conclusion is equivalent to its assumption.
        Where both say the same in other words, reading the claim finds it.) What is true wherever it is defined
        says that much, and no more: an assumption that makes it defined is a side condition."""
        if change.supposes is None:
            return False
        return self._equivalent_alone(case, self.formulas[change.supposes])

    def _turned(self, case: Case) -> bool:
        """Whether the conclusion is equivalent to one of the assumptions alone, as where a relation is symmetric:
        of two changes the one is likelier that says more."""
        supposed = [each.formula for each in case.claim.hypotheses if each.kind in SUPPOSED]
        return any(self._equivalent_alone(case, each) for each in supposed)

    def _equivalent_alone(self, case: Case, supposed: Term) -> bool:
        """Whether a formula and the conclusion say the same, whatever else is supposed; only of what is always
        defined."""
        if not isinstance(case.claim.question, Holds):
            return False
        whole = conj(*(each.formula for each in case.claim.question.conclusions))
        declared = tuple(each for each in case.claim.hypotheses if each.kind not in SUPPOSED)
        alone = replace(case, claim=replace(case.claim, hypotheses=declared))
        plain = domain(whole) == TRUE and domain(supposed) == TRUE
        return plain and not self._differ(supposed, whole) and _proves(alone, iff(supposed, whole))

    def weaker(self, one: str, other: str) -> bool:
        """Whether the second supposition follows from the first."""
        here, there = self.formulas.get(one), self.formulas.get(other)
        if here is None or there is None:
            return False
        case = Case(self.site.claim, self.portfolio, self.limits, self.lemmas)
        return _proves(case, implies(here, there))

    def is_true(self, formula: Term) -> bool:
        """Whether a formula is proved in the time for it, whatever is supposed."""
        alone = replace(self.site.claim, hypotheses=())
        quick = Case(alone, self.portfolio, replace(self.limits, seconds=ALONE))
        return quick.settle(quick.goal(formula)).theorem is not None

    def _differ(self, one: Term, other: Term) -> bool:
        """Whether two formulas differ in a model known."""
        for model in self.models:
            try:
                values = {evaluate(one, model, steps=STEPS), evaluate(other, model, steps=STEPS)}
            except (CannotEvaluate, KeyError):
                continue
            if values == {True, False}:
                return True
        return False


def _shows_twice(claim: Claim) -> bool:
    """Whether one of its conclusions stands twice."""
    labels = [each.label for each in claim.question.conclusions] if isinstance(claim.question, Holds) else []
    return len(set(labels)) < len(labels)


def _fails(goal: Goal, model: Model) -> bool:
    """Whether the assumptions hold in the model and the conclusion is false or has no value."""
    check = check_model(goal, model, STEPS)
    held = check.constants is True and all(each is True for each in check.assumptions)
    return held and (check.conclusion is False or check.conclusion is UNDEFINED)


def _proves(case: Case, formula: Term) -> bool:
    quick = replace(case, limits=replace(case.limits, seconds=QUICK))
    return quick.doubt(quick.goal(formula)).theorem is not None


def _idle(case: Case, theorems: Sequence[Theorem]) -> int:
    """How many assumptions could be left out, one at a time: of those that the proof does not name, what is still
    proved without them (elements that an ∃ gives stand in a proof under other names)."""
    question = case.claim.question
    if not theorems or not isinstance(question, Holds):
        return 0
    labels = [used_labels(theorem) for theorem in theorems]
    used = {label for found in labels if found is not None for label in found}
    if None in labels:
        return 0
    unnamed = [h for h in case.claim.hypotheses if h.kind == "assume" and (h.label, h.kind) not in used]
    until = clock.now() + SENSE
    return sum(without(case, question.conclusions, [each], until)[0] == "removable" for each in unnamed)
