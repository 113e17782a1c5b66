"""Where a proved equivalence has a use: instances of its large side in a goal, for which its small side can stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from aligncheck.kernel.apart import is_apart
from aligncheck.kernel.goal import Goal
from aligncheck.kernel.rules import Restate
from aligncheck.kernel.terms import Const, Op, SortQuant, Term, Var
from aligncheck.kernel.traversal import binder, is_type, label, parts, walk
from aligncheck.kernel.types import Base, Type
from aligncheck.obligations.shape import formulas, is_large


def stands_in(lemma: Goal) -> bool:
    """Whether it says that something large is equivalent to something that is not."""
    match lemma.conclusion:
        case Op("iff", (left, right)):
            return is_apart(lemma) and is_large(left) != is_large(right)
        case _:
            return False


def restatements(lemma: Goal, goal: Goal) -> Iterator[Restate]:
    """Rules that put the small side for the large one: for each of its instances in the goal."""
    if not isinstance(lemma.conclusion, Op):
        return
    left, right = lemma.conclusion.args
    back = is_large(right)
    for formula in formulas(goal):
        for node in walk(formula):
            if is_type(node) or not is_large(node):
                continue
            found = _Match(frozenset(lemma.sorts), frozenset(lemma.constants))
            if found.fits(right if back else left, node, {}, {}):
                yield Restate(lemma, *found.named(lemma), back)


@dataclass(slots=True)
class _Match:
    """What the sorts and symbols of a pattern are in a term. Bound names are known by what they stand for."""

    open_sorts: frozenset[str]
    open_symbols: frozenset[Const]
    sorts: dict[str, Type] = field(default_factory=dict)
    values: dict[Const, Term] = field(default_factory=dict)

    def named(self, lemma: Goal) -> tuple[tuple[tuple[str, Type], ...], tuple[tuple[str, Term], ...]]:
        """By name; what the pattern does not speak of is called the same here."""
        sorts = tuple((each, self.sorts.get(each, Base(each))) for each in lemma.sorts)
        return sorts, tuple((each.name, self.values.get(each, each)) for each in lemma.constants)

    def fits(
        self, pattern: Term | Type, found: Term | Type, names: Mapping[str, str], bound: Mapping[str, str]
    ) -> bool:
        """Whether the pattern can become what was found. `names`: bound variables; `bound`: bound sorts."""
        match pattern, found:
            case Base(name), _ if name in bound:
                return isinstance(found, Base) and found.name == bound[name]
            case Base(name), _ if name in self.open_sorts:
                return is_type(found) and self.sorts.setdefault(name, found) == found
            case Const(), _ if pattern in self.open_symbols:
                return not is_type(found) and self.values.setdefault(pattern, found) == found
            case Var(name), Var(other):
                return names.get(name, name) == other
            case SortQuant(kind, sorts, body), SortQuant(other_kind, others, other_body):
                inner = {**bound, **dict(zip(sorts, others, strict=False))}
                same = kind == other_kind and len(sorts) == len(others)
                return same and self.fits(body, other_body, names, inner)
            case _:
                return label(pattern) == label(found) and self._parts_fit(pattern, found, names, bound)

    def _parts_fit(
        self, pattern: Term | Type, found: Term | Type, names: Mapping[str, str], bound: Mapping[str, str]
    ) -> bool:
        var, other = binder(pattern), binder(found)
        inner = names if var is None or other is None else {**names, var.name: other.name}
        (terms, types), (other_terms, other_types) = parts(pattern), parts(found)
        if len(terms) != len(other_terms) or len(types) != len(other_types):
            return False
        return all(self.fits(*pair, names, bound) for pair in zip(types, other_types, strict=True)) and all(
            self.fits(*pair, inner, bound) for pair in zip(terms, other_terms, strict=True)
        )
