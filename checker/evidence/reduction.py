"""`reduces`: a reading of the roles under which both sides agree in all models, or a model in which no
elements as roles make them agree, or the readings that were tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aligncheck.claims.claim import Claim, Conclusion, Reduces
from aligncheck.evidence.case import Case
from aligncheck.evidence.finding import Finding
from aligncheck.evidence.holds import holds
from aligncheck.evidence.steps import about
from aligncheck.evidence.wording import words
from aligncheck.kernel.build import exists
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import Term
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model
from aligncheck.kernel.verdicts import Refuted, Unknown
from aligncheck.obligations.readings import Said, agree, readings

EACH = 1.0
"""Seconds for one reading."""
FIRST = 12
"""Readings tried before it is asked whether any elements at all would do."""
MOST = 200


def reduces(case: Case, question: Reduces) -> Finding:
    """One reading for all models is asked for, and it is printed."""
    models: list[Model] = []
    tried: list[str] = []
    somewhere = some_elements(question)
    for at, chosen in enumerate(readings(case.claim, question)):
        if at == FIRST:
            finding = _asked(case, question, somewhere)
            if isinstance(finding.verdict, Refuted):
                return finding
        if at >= MOST or case.left <= 0:
            break
        formula = _formula(question, chosen)
        tried.append(_text(question, chosen))
        if any(_fails(formula, model) for model in models):
            continue
        with about(case.portfolio, f"reading {tried[-1]}"):
            attempt = case.settle(case.goal(formula), EACH)
        if attempt.theorem is not None:
            finding = _asked(case, question, formula)
            return replace(finding, reading=tried[-1])
        if attempt.refuted is not None:
            models.append(attempt.refuted.model)
    if len(tried) <= FIRST:
        finding = _asked(case, question, somewhere)
        if isinstance(finding.verdict, Refuted):
            return finding
    shown = "; ".join(tried[:6]) + ("; …" if len(tried) > 6 else "")
    why = f"tried {len(tried)} readings, and none works in all models ({shown})"
    return Finding(Unknown((("search for a reading", why),), "fix roles with `via`"), satisfiable="unknown")


def some_elements(question: Reduces) -> Term:
    """The formula that some elements as roles make both sides agree."""
    formula = agree(question.left, substitute(question.right, dict(question.fixed)))
    for role in reversed([role for role in question.roles if role.name not in question.fixed]):
        formula = exists(role, formula)
    return formula


def _asked(case: Case, question: Reduces, formula: Term) -> Finding:
    return holds(case, (_conclusion(question, formula),))


def _conclusion(question: Reduces, formula: Term) -> Conclusion:
    return Conclusion(question.label, formula, question.span, as_partial=True)


def _fails(formula: Term, model: Model) -> bool:
    try:
        return evaluate(formula, model) is False
    except (CannotEvaluate, KeyError):
        return False


def formula_of(claim: Claim, question: Reduces, reading: str | None) -> Term | None:
    """What is shown of a reduction: under the reading in these words; without one, that some elements will do
    as its roles. None if nothing reads so."""
    if reading is None:
        return some_elements(question)
    for chosen in readings(claim, question):
        if _text(question, chosen) == reading:
            return _formula(question, chosen)
    return None


def _formula(question: Reduces, chosen: Mapping[str, Said]) -> Term:
    right = substitute(question.right, dict(question.fixed))
    return agree(question.left, substitute(right, {name: each.term for name, each in chosen.items()}))


def _text(question: Reduces, chosen: Mapping[str, Said]) -> str:
    fixed = {name: Said(term, words(term), 1) for name, term in question.fixed.items()}
    said = {**fixed, **chosen}
    return ", ".join(f"{role.name} := {said[role.name].text}" for role in question.roles)
