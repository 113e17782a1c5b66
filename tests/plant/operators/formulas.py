"""Another operator than the one meant, and one left out."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.syntax import tree
from tests.plant.scope import Scope
from tests.plant.surface import Change, name, sites

OTHERS = {
    "<": ("≤", ">"),
    "≤": ("<", "≥"),
    ">": ("≥", "<"),
    "≥": (">", "≤"),
    "=": ("≠",),
    "≠": ("=",),
    "≐": ("=",),
    "∈": ("∉",),
    "∉": ("∈",),
    "∪": ("∩", "∖"),
    "∩": ("∪", "∖"),
    "∖": ("∩",),
    "∧": ("∨",),
    "∨": ("∧",),
    "+": ("-",),
    "-": ("+",),
}


def flipped_comparison(written: tree.Declared, scope: Scope) -> Iterator[Change]:
    """One operator for another that takes the same: `<` for `≤`, `∪` for `∩`, `→` for `↔`."""
    for site in sites(written):
        match site.node:
            case tree.Compare() | tree.Chain():
                for operator, _ in site.node.rest:
                    for other in OTHERS.get(operator.text, ()):
                        yield ((operator, name(other)),)
            case tree.Iff(left, right):
                yield ((site.node, tree.Implies(left, right, span=site.node.span)),)


def dropped_sign(written: tree.Declared, scope: Scope) -> Iterator[Change]:
    """`¬` and `-` left out, a complement without its set, a postfix operator forgotten."""
    for site in sites(written):
        match site.node:
            case tree.Prefix(_, operand):
                yield ((site.node, operand),)
            case tree.Postfix(target):
                yield ((site.node, target),)
            case tree.Chain(_, _, ((tree.Name("∖"), last),)):
                yield ((site.node, last),)
