"""What a claim would have to assume for what it shows to be defined, in its author's words."""

from __future__ import annotations

from collections.abc import Iterable

from aligncheck.claims.claim import Conclusion, Condition
from aligncheck.claims.definedness import DEFINED
from aligncheck.elaborate.meanings import PARTIAL
from aligncheck.evidence.case import Case
from aligncheck.evidence.problems import ConditionMissing, ConditionOpen
from aligncheck.evidence.wording import type_words, words
from aligncheck.kernel.build import conj, implies
from aligncheck.kernel.domain import domain
from aligncheck.kernel.evaluate import evaluate
from aligncheck.kernel.terms import App, Eq, Finite, Number, Op, Tail, Term, Var
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import BOOL, Base, Fun, Prim, Type
from aligncheck.kernel.unanswered import CannotEvaluate
from aligncheck.kernel.values import Model
from aligncheck.kernel.verdicts import Refuted

STEPS = 200_000
EACH = 1.0
"""Seconds for the question whether one condition follows."""
SEVERAL = 6
"""No more conditions than this are asked about one by one."""


def unmet(conclusion: Conclusion, refuted: Refuted | None) -> Condition:
    """The first condition that fails in a model in which the conclusion is not defined, or is a condition itself."""
    if conclusion.sense:
        return Condition(Var(conclusion.label, BOOL), conclusion.formula, conclusion.span)
    found = next((each for each in conclusion.conditions if refuted and _fails(each, refuted.model)), None)
    if found is None:
        condition = domain(conclusion.formula)
        return Condition(condition, condition)
    return found


def _fails(condition: Condition, model: Model) -> bool:
    try:
        return evaluate(condition.formula, model, steps=STEPS) is False
    except (CannotEvaluate, KeyError):
        return False


def condition_missing(
    case: Case, conclusion: Conclusion, missing: Condition | None
) -> ConditionMissing | ConditionOpen | None:
    """The finding, with all that has to be assumed. `missing`: a condition that fails in a model; where there is
    no such model, the first of those that are not known to follow."""
    fewest = _fewest(case, _not_following(case, conclusion, missing))
    if not fewest:
        return None
    first = missing if missing in fewest else fewest[0]
    supposed = tuple(map(assumable, fewest))
    thing, text = _named(first.shown)
    return (ConditionOpen if missing is None else ConditionMissing)(
        case.claim.head,
        case.claim.name,
        text if thing else assumable(first),
        supposed if not any("…" in each for each in supposed) else (),
        case.claim.asked_at,
        first.place,
        thing,
        prose(first.inner) if first.inner else None,
    )


def _not_following(case: Case, conclusion: Conclusion, missing: Condition | None) -> list[Condition]:
    """The condition that is missing, and all others that do not follow from what is assumed and those before."""
    every = conclusion.conditions if missing is None or missing in conclusion.conditions else (missing,)
    found: list[Condition] = []
    for at, each in enumerate(every):
        before = conj(*(one.formula for one in every[:at]))
        if each == missing or at >= SEVERAL or not _follows(case, implies(before, each.formula)):
            found.append(each)
    return found


def _fewest(case: Case, conditions: list[Condition]) -> list[Condition]:
    """Without those that follow from the others: what is assumed says that it is defined, too."""
    kept = list(conditions)
    for each in conditions[:SEVERAL]:
        others = [one for one in kept if one is not each]
        given = conj(*(conj(domain(one.formula), one.formula) for one in others))
        if others and _follows(case, implies(given, each.formula)):
            kept = others
    return kept


def _follows(case: Case, formula: Term) -> bool:
    return case.settle(case.goal(formula), EACH).theorem is not None


# ── Words ──


def assumable(condition: Condition) -> str:
    """The condition as a formula that can be assumed: that a definition's application is defined, or when it is,
    if that is shorter and speaks of nothing but its arguments."""
    text = words(condition.shown)
    if len(condition.inner) == 1 and all(map(_plain, walk(condition.inner[0]))):
        inner = words(condition.inner[0])
        return text if "fun " in inner else min(text, inner, key=len)
    return text


def _plain(node: Term | Type) -> bool:
    return isinstance(node, (Var, Number, Op, Eq, Tail, App, Prim, Base, Fun))


def needed(condition: Condition) -> str:
    """The condition in a sentence."""
    return prose((condition.shown,))


def prose(conditions: Iterable[Term]) -> str:
    """`capability(B)` and `capability(M)` are defined and `capability(M) ≠ 0`"""
    items = list(dict.fromkeys(conditions))
    things = [_named(each) for each in items]
    defined = [text for thing, text in things if thing == "value"]
    said = [f"{_listed([f'`{each}`' for each in defined])} {'are' if len(defined) > 1 else 'is'} defined"]
    rest = [_clause(each, *named) for each, named in zip(items, things, strict=True) if named[0] != "value"]
    return _listed([*(said if defined else ()), *rest])


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else "always"


def _clause(condition: Term, thing: str, text: str) -> str:
    match thing, condition:
        case "lim", _:
            return f"the limit `{text}` exists"
        case "max" | "min", _:
            return f"`{text}` is reached somewhere"
        case "the", _:
            return f"there is exactly one {text.removeprefix('the ')}"
        case _, Finite(type):
            return f"`{type_words(type)}` is finite"
        case _:
            return f"`{text}`"


def _named(condition: Term) -> tuple[str, str]:
    """What kind of thing must be defined, and its text; nothing and the formula where it is no such condition."""
    match condition:
        case App(Var(name, _), Var(text, _)) if name == DEFINED:
            word = text.split(" ", 1)[0]
            return (word if word in PARTIAL else "value"), text
        case _:
            return "", words(condition)
