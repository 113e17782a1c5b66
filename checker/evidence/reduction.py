"""`reduces`: a reading of the roles under which both sides agree in all models, or a model in which no
elements as roles make them agree, or the readings that were tried."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

from aligncheck.claims.claim import Conclusion, Hypothesis, Reduces
from aligncheck.evidence.case import Case
from aligncheck.evidence.finding import Finding
from aligncheck.evidence.holds import holds
from aligncheck.evidence.wording import words
from aligncheck.kernel.build import exists, implies
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.substitution import substitute
from aligncheck.kernel.terms import FALSE, Term
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model
from aligncheck.kernel.verdicts import Refuted, Unknown
from aligncheck.obligations.readings import Said, agree, bridges, readings

EACH = 1.0
"""Seconds for one reading."""
FIRST = 12
"""Readings tried before it is asked whether any elements at all would do."""
MOST = 200
REPAIRS = 0.6
"""Seconds for the search for an assumption that is missing."""


def reduces(case: Case, question: Reduces) -> Finding:
    """One reading for all models is asked for, and it is printed."""
    right = substitute(question.right, dict(question.fixed))
    roles = [role for role in question.roles if role.name not in question.fixed]
    fixed = {name: Said(term, words(term), 1) for name, term in question.fixed.items()}
    if not roles:
        finding = _asked(case, question, agree(question.left, right))
        if finding.verdict.name == "proved":
            return replace(finding, reading=_text(question, fixed))
        return _with_repairs(case, question, finding, fixed)
    models: list[Model] = []
    tried: list[str] = []
    somewhere = agree(question.left, right)
    for role in reversed(roles):
        somewhere = exists(role, somewhere)
    for at, chosen in enumerate(readings(case.claim, question)):
        if at == FIRST:
            finding = _asked(case, question, somewhere)
            if isinstance(finding.verdict, Refuted):
                return finding
        if at >= MOST or case.left <= 0:
            break
        formula = agree(question.left, substitute(right, {name: each.term for name, each in chosen.items()}))
        tried.append(_text(question, {**fixed, **chosen}))
        if any(_fails(formula, model) for model in models):
            continue
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


def _asked(case: Case, question: Reduces, formula: Term) -> Finding:
    return holds(case, (Conclusion(question.label, formula, question.span, as_partial=True),))


def _fails(formula: Term, model: Model) -> bool:
    try:
        return evaluate(formula, model) is False
    except (CannotEvaluate, KeyError):
        return False


def _text(question: Reduces, chosen: Mapping[str, Said]) -> str:
    return ", ".join(f"{role.name} := {chosen[role.name].text}" for role in question.roles)


def _with_repairs(case: Case, question: Reduces, finding: Finding, fixed: Mapping[str, Said]) -> Finding:
    """The weakest assumptions found under which the two sides would agree."""
    if not isinstance(finding.verdict, Refuted):
        return finding
    right = substitute(question.right, dict(question.fixed))
    formula = agree(question.left, right)
    models = [finding.verdict.model]
    until = time.monotonic() + min(REPAIRS, case.left)
    found: list[Said] = []
    for each in bridges(case.claim, question, fixed):
        if time.monotonic() > until or len(found) == 4:
            break
        if any(_holds(each.term, model) for model in models):
            continue
        more = (Hypothesis(each.text, each.term, "assume", question.span),)
        attempt = case.settle(case.goal(formula, more), 0.3)
        if attempt.refuted is not None:
            models.append(attempt.refuted.model)
        if attempt.theorem is not None and case.settle(case.goal(FALSE, more), 0.3).refuted is not None:
            found.append(each)
    return replace(finding, repairs=tuple(each.text for each in _weakest(case, found)))


def _holds(formula: Term, model: Model) -> bool:
    try:
        return evaluate(formula, model) is True
    except (CannotEvaluate, KeyError):
        return False


def _weakest(case: Case, found: list[Said]) -> list[Said]:
    """Without those from which another one follows; of two that say the same, the shorter stays."""
    kept: list[Said] = []
    for at, each in enumerate(found):
        weaker = [other for other in found if other is not each and _follows(case, each, other)]
        if not any(found.index(other) < at or not _follows(case, other, each) for other in weaker):
            kept.append(each)
    return kept


def _follows(case: Case, given: Said, other: Said) -> bool:
    goal: Goal = case.goal(implies(given.term, other.term))
    return case.settle(goal, 0.2).theorem is not None
