"""Whether two formulas say the same for a reason that no reader would call a theorem, and for which.

The reasons are the laws below and no others. Definitions are not unfolded, not even once: `mutual(C, D)` and
`mutual(D, C)` may say the same by what `mutual` is, and to show that is what a claim is for. So is an identity
between numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from itertools import pairwise, permutations
from typing import Final, Literal, TypeAlias

from aligncheck.records import dataclass
from aligncheck.syntax import tree
from aligncheck.syntax.names import all_names

Law: TypeAlias = Literal["negation", "direction", "order", "names"]

LAWS: Final[Mapping[Law, str]] = {
    "negation": "the laws of negation",
    "direction": "the direction of comparisons",
    "order": "the order of its parts",
    "names": "the names of bound variables",
}
"""What may differ, in the words of a finding."""

Form: TypeAlias = "str | int | tuple[Form, ...]"
Bound: TypeAlias = Mapping[str, int]

_MOST_SWAPPED: Final = 3
"""Variables of which every order is tried, together and around them."""
_FLIPPED: Final = {">": "<", "≥": "≤"}
_OPPOSITE: Final = {"≠": "=", "∉": "∈"}
_NOT_LESS: Final = {"<": "≤", "≤": "<"}


def standard(term: tree.Term) -> Form:
    """One form for all formulas that say the same by all these laws."""
    return _Writing(frozenset(LAWS)).form(term, {})


def difference(one: tree.Term, other: tree.Term) -> str | None:
    """In what two formulas differ that say the same (empty where they are identical); None if they may not
    say the same."""
    if standard(one) != standard(other):
        return None
    needed = list(LAWS)
    for law in LAWS:
        fewer = [each for each in needed if each != law]
        if _agree(one, other, fewer):
            needed = fewer
    return " and ".join(LAWS[law] for law in needed)


def _agree(one: tree.Term, other: tree.Term, laws: Sequence[Law]) -> bool:
    writing = _Writing(frozenset(laws))
    return writing.form(one, {}) == writing.form(other, {})


@dataclass(frozen=True, slots=True)
class _Writing:
    """Writes formulas in one form each, up to some laws."""

    laws: frozenset[Law]

    def form(self, node: tree.Node, bound: Bound, negated: bool = False) -> Form:
        """The form of a formula, or of its negation. `bound`: the variables around it, by depth."""
        match node:
            case tree.Prefix(tree.Name("¬"), operand) if "negation" in self.laws:
                return self.form(operand, bound, not negated)
            case tree.Chain("and" | "or" as level, first, rest) if not negated or "negation" in self.laws:
                return self._connective(level, (first, *(part for _, part in rest)), bound, negated)
            case tree.Implies(left, right) if "negation" in self.laws:
                denied = tree.Prefix(tree.Name("¬", span=node.span), left, span=node.span)
                return self._connective("or", (denied, right), bound, negated)
            case tree.Quantified("forall" | "exists" as kind) if not negated or "negation" in self.laws:
                return self._quantified(kind, node, bound, negated)
            case tree.Compare(first, ((_, _), _, *_) as rest) if "order" in self.laws:
                pairs = zip(pairwise((first, *(side for _, side in rest))), rest, strict=True)
                parts = [
                    tree.Compare(left, ((op, right),), span=node.span) for (left, right), (op, _) in pairs
                ]
                return self._connective("and", parts, bound, negated)
            case tree.Compare(left, ((tree.Name(operator), right),)):
                return self._comparison(operator, left, right, bound, negated)
        plain = self._plain(node, bound)
        return ("not", plain) if negated else plain

    def _plain(self, node: tree.Node, bound: Bound) -> Form:
        match node:
            case tree.Name(text):
                return ("bound", bound[text]) if text in bound else ("name", text)
            case tree.Iff(left, right):
                return ("iff", *self._unordered([self.form(left, bound), self.form(right, bound)]))
            case _:
                return (
                    type(node).__name__,
                    *(
                        self._part(getattr(node, each.name), bound)
                        for each in fields(node)
                        if each.name != "span"
                    ),
                )

    def _part(self, value: object, bound: Bound) -> Form:
        if isinstance(value, tree.Node):
            return self.form(value, bound)
        if isinstance(value, tuple):
            return tuple(self._part(each, bound) for each in value)
        return repr(value)

    def _unordered(self, parts: Iterable[Form]) -> Iterable[Form]:
        return sorted(parts, key=repr) if "order" in self.laws else parts

    # ── connectives ──

    def _connective(self, level: str, parts: Sequence[tree.Term], bound: Bound, negated: bool) -> Form:
        word = {"and": "or", "or": "and"}[level] if negated else level
        forms: list[Form] = []
        for part in parts:
            form = self.form(part, bound, negated)
            inner = isinstance(form, tuple) and form[0] == word and "order" in self.laws
            forms.extend(form[1:] if inner and isinstance(form, tuple) else (form,))
        if "order" in self.laws:
            forms = list(dict.fromkeys(self._unordered(forms)))
        return forms[0] if len(forms) == 1 else (word, *forms)

    def _quantified(self, kind: str, node: tree.Quantified, bound: Bound, negated: bool) -> Form:
        word = {"forall": "exists", "exists": "forall"}[kind] if negated else kind
        binders, body = _block(kind, node)
        names = {name for binder in binders for name in _names(binder)}
        dependent = any(
            part is not None and any(each.text in names for each in all_names(part))
            for binder in binders
            for part in (binder.type, binder.among, binder.where)
        )
        orders: Iterable[Sequence[tree.Binder]] = [binders]
        if "order" in self.laws and max(len(binders), len(bound)) <= _MOST_SWAPPED and not dependent:
            orders = permutations(binders)
        return min((self._bound(word, order, body, bound, negated) for order in orders), key=repr)

    def _bound(
        self, word: str, binders: Sequence[tree.Binder], body: tree.Term, bound: Bound, negated: bool
    ) -> Form:
        inner, said = dict(bound), list[Form]()
        for binder in binders:
            (name,) = _names(binder)
            outside = dict(inner)
            inner[name] = len(inner)
            said.append(
                (
                    "" if "names" in self.laws else name,
                    *(self._part(each, outside) for each in (binder.type, binder.among)),
                    self._part(binder.where, inner),
                )
            )
        return (word, tuple(said), self.form(body, inner, negated))

    # ── comparisons ──

    def _comparison(
        self, operator: str, left: tree.Term, right: tree.Term, bound: Bound, negated: bool
    ) -> Form:
        if operator in _OPPOSITE and "negation" in self.laws:
            operator, negated = _OPPOSITE[operator], not negated
        if operator in _FLIPPED and "direction" in self.laws:
            operator, left, right = _FLIPPED[operator], right, left
        if negated and operator in _NOT_LESS and "direction" in self.laws:
            operator, left, right, negated = _NOT_LESS[operator], right, left, False
        sides = [self.form(left, bound), self.form(right, bound)]
        form = (operator, *(self._unordered(sides) if operator in ("=", "≠", "≐") else sides))
        return ("not", form) if negated else form


def _names(binder: tree.Binder) -> list[str]:
    return [name.text for name in binder.names]


def _block(kind: str, node: tree.Quantified) -> tuple[list[tree.Binder], tree.Term]:
    """The variables of quantifiers of one kind in a row, one binder each, and what they range over."""
    binders: list[tree.Binder] = []
    body: tree.Term = node
    while isinstance(body, tree.Quantified) and body.kind == kind:
        binders += [replace(each, names=(name,)) for each in body.binders for name in each.names]
        body = body.body
    return binders, body
