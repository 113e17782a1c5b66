"""∀ for ∃, quantifiers or their variables in the other order, `max` for `min`."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.diagnostics import Edit
from aligncheck.repair.change import Change, exchange, put
from aligncheck.repair.site import Site
from aligncheck.source import Span
from aligncheck.syntax import tree

FLIP = 1.5
ORDER = 1.5
OTHER = {"forall": "exists", "exists": "forall", "∀": "∃", "∃": "∀"}
BIG = {
    "max": "min", "min": "max", "argmax": "argmin", "argmin": "argmax", "eventually": "often",
    "often": "eventually", "⋃": "⋂", "⋂": "⋃",
}  # fmt: skip


def quantifiers(site: Site) -> Iterator[Change]:
    """Every quantifier flipped; every two that follow one another exchanged, as wholes, by kind, by variable."""
    for place in site.places:
        match place.node:
            case tree.Quantified(_, _, body) as outer:
                word = _word(outer)
                if word is None:
                    continue
                yield put(word, OTHER[word.text], f"`{OTHER[word.text]}` for `{word.text}`", FLIP)
                if isinstance(body, tree.Quantified) and _word(body) is not None:
                    yield from _two(outer, body)
            case tree.Big() as big:
                start = big.span.text.split(maxsplit=1)[0]
                if start in BIG:
                    span = Span(big.span.source, big.span.start, big.span.start + len(start))
                    yield put(span, BIG[start], f"`{BIG[start]}` for `{start}`", FLIP)
            case _:
                pass


def _word(node: tree.Quantified) -> Span | None:
    """Where the quantifier itself stands; None for `for i in S:` and for ∃!."""
    if node.kind == "exists_unique":
        return None
    text = node.span.text
    word = next((each for each in OTHER if text.startswith(each)), None)
    return None if word is None else Span(node.span.source, node.span.start, node.span.start + len(word))


def _two(outer: tree.Quantified, inner: tree.Quantified) -> Iterator[Change]:
    one, other = _word(outer), _word(inner)
    if one is None or other is None:
        return
    if outer.kind != inner.kind:
        first = Span(one.source, outer.span.start, inner.span.start)
        second = Span(one.source, inner.span.start, inner.body.span.start)
        yield exchange(first, second, "the quantifiers in the other order", ORDER)
        edits = (Edit(one, OTHER[one.text]), Edit(other, OTHER[other.text]))
        yield Change("the quantifiers exchanged", edits, ORDER)
    bound, within = outer.binders, inner.binders
    first = bound[0].span.to(bound[-1].span)
    second = within[0].span.to(within[-1].span)
    if outer.kind != inner.kind:
        yield exchange(first, second, "the bound variables exchanged", ORDER)
