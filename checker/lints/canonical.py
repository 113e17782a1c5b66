"""A text for each term, the same for terms that say the same: bound variables are counted, the sides of
symmetric operators are put in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from aligncheck.kernel.substitution import free_names
from aligncheck.kernel.terms import Const, Eq, Op, SortQuant, Term, Var
from aligncheck.kernel.traversal import binder, label, outside, parts
from aligncheck.kernel.types import Base, Struct, Type

_SYMMETRIC = frozenset(("and", "or", "iff", "add", "mul", "min", "max"))
_IDEMPOTENT = frozenset(("and", "or"))
_MARK = re.compile("\x01([^\x02]*)\x02")


def canonical(part: Term | Type, names: Mapping[str, str] | None = None) -> str:
    """The text of a term or type. `names`: what to write for free variables, symbols and sorts."""
    return _Writing(names or {}).text(part, {}, 0)


def together(parts: Iterable[str]) -> str:
    """Several texts as one, their order and repetition left out."""
    return "; ".join(sorted(set(parts), key=renumbered))


def marked(name: str) -> str:
    """What to write for a name that may be exchanged for another one throughout (`renumbered`)."""
    return f"\x01{name}\x02"


def renumbered(text: str) -> str:
    """The text with its marked names numbered as they come. Parts are put in order by it, so that their order does
    not rest on the names."""
    numbers: dict[str, str] = {}
    return _MARK.sub(lambda found: numbers.setdefault(found[1], f"\x01{len(numbers)}\x02"), text)


class _Writing:
    """`bound`: how deep each variable or sort around here was bound. A closed term is written once."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.closed: dict[int, tuple[Term | Type, str]] = {}

    def text(self, node: Term | Type, bound: Mapping[str, int], depth: int) -> str:
        if not bound.keys().isdisjoint(free_names(node)) or any(name.startswith("sort ") for name in bound):
            return self._written(node, bound, depth)
        if id(node) not in self.closed:
            self.closed[id(node)] = (node, self._written(node, bound, depth))
        return self.closed[id(node)][1]

    def _written(self, node: Term | Type, bound: Mapping[str, int], depth: int) -> str:
        if isinstance(node, Var) and node.name in bound:
            return f"#{depth - bound[node.name]}"
        if isinstance(node, Base) and f"sort {node.name}" in bound:
            return f"@{depth - bound[f'sort {node.name}']}"
        if isinstance(node, (Var, Const, Base)) and node.name in self.names:
            return self.names[node.name]
        if isinstance(node, Var):
            return f"variable {node.name}"
        if isinstance(node, SortQuant):
            inner = {**bound, **{f"sort {name}": depth + at for at, name in enumerate(node.sorts)}}
            width = len(node.sorts)
            return f"{node.kind} {width} sorts ({self.text(node.body, inner, depth + width)})"
        return self._composed(node, bound, depth)

    def _composed(self, node: Term | Type, bound: Mapping[str, int], depth: int) -> str:
        terms, types = parts(node)
        var, before = binder(node), outside(node)
        kinds = [self.text(each, bound, depth) for each in (() if isinstance(node, Struct) else types)]
        inside = bound if var is None else {**bound, var.name: depth}
        deeper = depth if var is None else depth + 1
        texts = [
            self.text(each, bound, depth) if at < before else self.text(each, inside, deeper)
            for at, each in enumerate(terms)
        ]
        if isinstance(node, Eq) or (isinstance(node, Op) and node.name in _SYMMETRIC):
            once = isinstance(node, Op) and node.name in _IDEMPOTENT
            texts = sorted(set(texts) if once else texts, key=renumbered)
        head = " ".join(getattr(each, "__name__", str(each)) for each in label(node))
        if isinstance(node, Struct):
            kinds = [self.text(kind, bound, depth) for _, kind in node.fields]
        return f"{head}({', '.join(texts)} | {', '.join(kinds)})"
