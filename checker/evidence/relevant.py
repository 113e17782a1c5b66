"""The symbols of a counterexample that its reader has to see."""

from __future__ import annotations

from aligncheck.claims.claim import Claim
from aligncheck.evidence.idle import idle
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.evaluate import carrier
from aligncheck.kernel.terms import Const
from aligncheck.kernel.traversal import walk
from aligncheck.kernel.types import Fun
from aligncheck.kernel.values import Model, Table, Value


def relevant(claim: Claim, goal: Goal, model: Model) -> tuple[Const, ...]:
    """Those that the claim speaks of and that may not have just any value."""
    symbols = [each for each in goal.constants if each.name in model.constants]
    asked, unneeded = _asked(claim, goal), idle(goal, model)
    return tuple(each for each in symbols if each.name in asked and each.name not in unneeded)


def seen(claim: Claim, symbol: Const, model: Model) -> Value:
    """The value of a symbol as far as it means something: of a partial function, where it is defined."""
    value, where = model.constants[symbol.name], _where(claim, symbol, model)
    if where is None or not isinstance(value, Table):
        return value
    graph = dict(value.entries)
    defined = [at for at, there in where.entries if there is True]
    pairs = ((at, graph.get(at, value.otherwise)) for at in defined)
    return Table(tuple((at, to) for at, to in pairs if to is not None))


def _where(claim: Claim, symbol: Const, model: Model) -> Table | None:
    """The relation that says where a partial function is defined, over all that it may be asked of."""
    table = model.constants.get(claim.presentation.partial.get(symbol.name, ""))
    if not isinstance(table, Table) or not isinstance(symbol.type, Fun):
        return None
    graph = dict(table.entries)
    members = carrier(symbol.type.domain, model)
    return Table(tuple((at, graph.get(at, table.otherwise) is True) for at in members))


def _asked(claim: Claim, goal: Goal) -> set[str]:
    """The symbols that the claim speaks of: not those of which only declarations do, nor those that only say
    where a function is defined, which is seen from its values."""
    formulas = [goal.conclusion]
    formulas += [each.formula for each in goal.assumptions if each.kind not in ("declared", "inhabited")]
    found = {node.name for each in formulas for node in walk(each) if isinstance(node, Const)}
    guards = {guard for name, guard in claim.presentation.partial.items() if name in found}
    return (found - guards) | set(claim.presentation.trees)
