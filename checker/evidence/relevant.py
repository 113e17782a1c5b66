"""The symbols of a counterexample that its reader has to see."""

from __future__ import annotations

from aligncheck.claims.claim import Claim
from aligncheck.evidence.idle import idle
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.terms import Const
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.values import Model


def relevant(claim: Claim, goal: Goal, model: Model) -> tuple[Const, ...]:
    """Those that the claim speaks of and that may not have just any value."""
    symbols = [each for each in goal.constants if each.name in model.constants]
    asked, unneeded = _asked(claim, goal), idle(goal, model)
    return tuple(each for each in symbols if each.name in asked and each.name not in unneeded)


def _asked(claim: Claim, goal: Goal) -> set[str]:
    """The symbols that the claim speaks of: not those of which only declarations do, nor those that only say
    where a function is defined, which is seen from its values."""
    formulas = [goal.conclusion]
    formulas += [each.formula for each in goal.assumptions if each.kind not in ("declared", "inhabited")]
    found = {node.name for each in formulas for node in walk(each) if isinstance(node, Const)}
    guards = {guard for name, guard in claim.presentation.partial.items() if name in found}
    return (found - guards) | set(claim.presentation.trees)
