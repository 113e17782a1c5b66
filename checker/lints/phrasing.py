"""How a claim is put: its text with its variables told apart only by where they stand, and the parts of what is
symmetric in order. Two claims that compute to the same are put in the same way, or say two things."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields

from aligncheck.lints.canonical import marked, renumbered, together
from aligncheck.syntax import tree

_SYMMETRIC = frozenset(("=", "≠", "≐", "+", "*", "∪", "∩", "∧", "∨"))
_TURNED = {">": "<", "≥": "≤"}


def phrasing(clauses: Iterable[tree.Clause], own: Collection[str]) -> str:
    """The text of what clauses suppose and ask, its variables, those in `own`, under marks (see `canonical`).
    What they are told of types, proofs and verdicts is left out."""
    return together(part for clause in clauses for part in _clause(clause, own))


def _clause(clause: tree.Clause, own: Collection[str]) -> list[str]:
    match clause:
        case tree.AssumeClause(formulas) | tree.ShowClause(formulas):
            return [f"{type(clause).__name__} {_phrase(formula, own)}" for formula in formulas]
        case tree.ForClause(binders):
            return [_phrase(each.where, own) for each in binders if each.where is not None]
        case tree.VariantClause(_, inner):
            return [part for each in inner for part in _clause(each, own)]
        case tree.ExpectClause() | tree.UsingClause() | tree.WithClause() | tree.InductionClause():
            return []
        case _:
            return [_phrase(clause, own)]


def _phrase(node: object, own: Collection[str]) -> str:
    match node:
        case tree.Name(text):
            return marked(text) if text in own else text
        case tree.Chain(level, first, rest) if _one_operator(rest):
            operands = [first, *(operand for _, operand in rest)]
            return f"{level} {rest[0][0].text}({_sorted(operands, own)})"
        case tree.Compare(left, ((operator, right),)) if operator.text in _SYMMETRIC:
            return f"{operator.text}({_sorted((left, right), own)})"
        case tree.Compare(left, ((operator, right),)) if operator.text in _TURNED:
            return _phrase(tree.Compare(right, ((_turned(operator), left),), span=node.span), own)
        case tree.Iff(left, right):
            return f"↔({_sorted((left, right), own)})"
        case tree.Node():
            parts = (_phrase(getattr(node, slot.name), own) for slot in fields(node) if slot.name != "span")
            return f"{type(node).__name__}({', '.join(parts)})"
        case tuple():
            return f"({', '.join(_phrase(each, own) for each in node)})"
        case _:
            return str(node)


def _one_operator(rest: tuple[tuple[tree.Name, tree.Term], ...]) -> bool:
    operators = {operator.text for operator, _ in rest}
    return len(operators) == 1 and operators <= _SYMMETRIC


def _turned(operator: tree.Name) -> tree.Name:
    return tree.Name(_TURNED[operator.text], span=operator.span)


def _sorted(operands: Iterable[tree.Term], own: Collection[str]) -> str:
    return ", ".join(sorted((_phrase(each, own) for each in operands), key=renumbered))
