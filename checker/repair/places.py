"""Things that stand in each other's place: arguments, sides of a comparison or an implication, roles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from aligncheck.repair.change import Change, exchange, said
from aligncheck.repair.site import Site
from aligncheck.syntax import tree

SWAP = 1.4
TURN = 1.3
ORDERS = frozenset(["<", "≤", ">", "≥"])
"""Their sides are exchanged by turning the sign."""
SYMMETRIC = frozenset(["=", "≠", "≐", "+", "*", "∪", "∩", "∧", "∨"])


def exchanged(site: Site) -> Iterator[Change]:
    """Every two arguments, sides or roles, exchanged."""
    for place in site.places:
        match place.node:
            case tree.Apply(function, arguments) | tree.Index(function, arguments):
                of = said(function.span.text)
                for one, other in combinations(arguments, 2):
                    if one != other:
                        pair = f"{said(one.span.text)} and {said(other.span.text)}"
                        yield exchange(one.span, other.span, f"exchange {pair} in {of}", SWAP)
            case tree.Compare(first, ((operator, second),)) if (
                operator.text not in SYMMETRIC | ORDERS and first != second
            ):
                yield _sides(first, operator.span.text, second)
            case tree.Implies(left, right) if left != right:
                yield _sides(left, "->", right)
            case tree.Chain(_, first, rest):
                left = first
                for operator, right in rest:
                    if operator.text not in SYMMETRIC and left != right:
                        yield _sides(left, operator.span.text, right)
                    left = right
            case tree.Property("stronger", (first, second)) if first != second:
                yield exchange(first.span, second.span, "the other direction", TURN)
            case tree.ReducesClause(_, _, via):
                for one_role, other_role in combinations(via, 2):
                    title = f"exchange the roles `{one_role.role.text}` and `{other_role.role.text}`"
                    yield exchange(one_role.value.span, other_role.value.span, title, SWAP)
            case _:
                pass


def _sides(left: tree.Term, operator: str, right: tree.Term) -> Change:
    return exchange(left.span, right.span, f"exchange the sides of `{operator}`", TURN)
