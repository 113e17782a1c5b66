"""One operator for another: `<` and `≤`, `∪` and `∩`, `and` and `or`, a sign or a negation too many or too few."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.diagnostics import Edit
from aligncheck.repair.change import Change, put, said
from aligncheck.repair.site import Place, Site
from aligncheck.syntax import tree

STRICTNESS = 1.0
DIRECTION = 1.3
SIGN = 1.2
SETS = 1.25
OPERATION = 1.5
NEGATION = 1.6
CONNECTIVE = 1.8
UNLIKE = 2.0
WEAKER = 2.6

COMPARISONS: dict[str, tuple[tuple[str, float], ...]] = {
    "<": (("≤", STRICTNESS), (">", DIRECTION), ("≥", OPERATION)),
    "≤": (("<", STRICTNESS), ("≥", DIRECTION), (">", OPERATION)),
    ">": (("≥", STRICTNESS), ("<", DIRECTION), ("≤", OPERATION)),
    "≥": ((">", STRICTNESS), ("≤", DIRECTION), ("<", OPERATION)),
    "=": (("≠", UNLIKE), ("⊆", WEAKER), ("⊇", WEAKER), ("≤", WEAKER), ("≥", WEAKER), ("≐", CONNECTIVE)),
    "≠": (("=", SETS),),
    "≐": (("=", OPERATION),),
    "∈": (("∉", OPERATION),),
    "∉": (("∈", OPERATION),),
    "⊆": (("=", CONNECTIVE),),
}
CHAINS: dict[str, tuple[str, ...]] = {
    "∪": ("∩", "∖"), "∩": ("∪", "∖"), "∖": ("∪", "∩"), "+": ("-",), "-": ("+",), "*": ("/",), "/": ("*",),
    "∧": ("∨",), "∨": ("∧",),
}  # fmt: skip
ASCII = {"≤": "<=", "≥": ">=", "≠": "!=", "∧": "and", "∨": "or", "∈": "in"}


def operators(site: Site) -> Iterator[Change]:
    """Every comparison, operation, connective and sign, replaced by its like."""
    for place in site.places:
        match place.node:
            case tree.Compare(first, rest):
                left = first
                for operator, right in rest:
                    yield from _compared(left, operator, right)
                    left = right
            case tree.Chain(level, _, rest):
                for operator, _ in rest:
                    cost = _distance(level, operator.text)
                    for other in CHAINS.get(operator.text, ()):
                        yield _instead(operator, other, cost)
            case tree.Implies(left, right) if not isinstance(place.parent, tree.Binder):
                between = _between(left, right)
                if between is not None:
                    yield between
            case tree.Prefix(operator, operand) if operator.text in ("¬", "-"):
                title = f"without `{operator.span.text}`"
                yield put(
                    place.node.span, operand.span.text, title, NEGATION - (0.3 if operator.text == "-" else 0)
                )
            case _:
                pass
        if _is_stated(place) and not isinstance(place.node, (tree.Prefix, tree.Missing)):
            yield _negated(place.node)


def _distance(level: str, operator: str) -> float:
    if level in ("and", "or"):
        return CONNECTIVE
    return SIGN if operator in "+-" else SETS if operator in "∪∩∖" else OPERATION


def _compared(left: tree.Term, operator: tree.Name, right: tree.Term) -> Iterator[Change]:
    for other, cost in COMPARISONS.get(operator.text, ()):
        if other == "⊇":
            edits = (
                Edit(left.span, right.span.text),
                Edit(operator.span, "⊆"),
                Edit(right.span, left.span.text),
            )
            yield Change("the other inclusion only: `⊆` with its sides exchanged for `=`", edits, cost)
        else:
            yield _instead(operator, other, cost)


def _instead(operator: tree.Name, other: str, cost: float) -> Change:
    """The other operator, in letters where its neighbour is written so."""
    written = operator.span.text
    text = (
        ASCII.get(other, other)
        if written.isascii() and other in ASCII and operator.text != written
        else other
    )
    if written.isascii() and written in "<>=" and other in ("≤", "≥", "≠"):
        text = ASCII[other] if operator.span.source.text.isascii() else other
    return put(operator.span, text, f"`{text}` for `{written}`", cost)


def _between(left: tree.Term, right: tree.Term) -> Change | None:
    """`<->` for `->`: the arrow stands between the sides."""
    text = left.span.source.text[left.span.end : right.span.start]
    for arrow, both in (("->", "<->"), ("→", "↔")):
        at = text.find(arrow)
        if at >= 0:
            start = left.span.end + at
            span = type(left.span)(left.span.source, start, start + len(arrow))
            return put(span, both, f"`{both}` for `{arrow}`", CONNECTIVE)
    return None


def _is_stated(place: Place) -> bool:
    """Whether a formula is one that the claim supposes or shows as it stands."""
    return isinstance(place.parent, (tree.AssumeClause, tree.ShowClause)) and isinstance(
        place.node, (tree.Compare, tree.Apply, tree.Name)
    )


def _negated(formula: tree.Node) -> Change:
    word = "not " if formula.span.source.text.isascii() or "¬" not in formula.span.source.text else "¬"
    start = type(formula.span)(formula.span.source, formula.span.start, formula.span.start)
    if isinstance(formula, tree.Compare):
        edits = (
            Edit(start, f"{word}("),
            Edit(type(start)(start.source, formula.span.end, formula.span.end), ")"),
        )
        return Change(f"not {said(formula.span.text)}", edits, NEGATION + 0.2)
    return Change(f"not {said(formula.span.text)}", (Edit(start, word),), NEGATION + 0.2)
