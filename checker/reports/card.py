"""A card as Markdown, for an editor's hover, and as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligncheck.cards.card import Card, Reference
from aligncheck.reports.snippet import place

MOST = 12
"""So many references of one kind are named."""


def markdown(card: Card) -> str:
    """The card in Markdown."""
    blocks = [f"**{card.kind} `{card.name}`** ({place(card.span)})", f"```align\n{card.written}\n```"]
    if card.doc:
        blocks.append(card.doc)
    if card.cites:
        blocks.append("\n".join(f"- {each}" for each in card.cites))
    blocks.append("\n".join(f"- *{head}*: {'; '.join(lines)}" for head, lines in _facts(card)))
    return "\n\n".join(each for each in blocks if each)


def text(card: Card) -> str:
    """The card as plain text."""
    heading = f"{card.kind} {card.name}"
    blocks = [f"{heading}  ({place(card.span)})", _indented(card.written)]
    if card.doc or card.cites:
        blocks.append("\n".join(part for part in (card.doc, *(f"see {each}" for each in card.cites)) if part))
    facts = list(_facts(card))
    width = max((len(head) for head, _ in facts), default=0) + 2
    blocks.append("\n".join(_column(head, lines, width) for head, lines in facts))
    return "\n\n".join(each for each in blocks if each)


def _column(head: str, lines: Sequence[str], width: int) -> str:
    between = "\n" + " " * width
    return head.ljust(width) + between.join(lines)


def _indented(written: str) -> str:
    return "\n".join(f"    {each}".rstrip() for each in written.splitlines())


def _facts(card: Card) -> Iterator[tuple[str, Sequence[str]]]:
    """What is known besides what is written, each under a heading."""
    if card.type is not None:
        yield "type", [f"`{card.type}`"]
    if card.scale is not None:
        yield "scale", [card.scale]
    if card.conditions is not None:
        further = [f"`{name}` is defined where {where}" for name, where in card.behind]
        yield "defined", [f"where {card.conditions}", *further]
    if card.needs is not None:
        yield "needs", [f"{card.needs}, to be defined"]
    if card.uses:
        yield "uses", [_listed(card.uses)]
    if card.used_by:
        yield "used by", [_listed(card.used_by)]
    if card.claims:
        shown = [f"`{each.name}`: {each.expected}" for each in card.claims[:MOST]]
        rest = len(card.claims) - len(shown)
        yield "claims", [*shown, *([f"and {rest} more"] if rest else ())]


def _listed(references: Sequence[Reference]) -> str:
    shown = ", ".join(f"`{each.name}`" for each in references[:MOST])
    rest = len(references) - MOST
    return f"{shown} and {rest} more" if rest > 0 else shown
