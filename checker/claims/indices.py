"""Members of a family that the conclusion names and no assumption ties to anything."""

from __future__ import annotations

from collections.abc import Iterator

from aligncheck.elaborate.context import Context
from aligncheck.elaborate.indices import Loop
from aligncheck.elaborate.problems import TiedToNothing


def tied_to_nothing(ctx: Context) -> Iterator[TiedToNothing]:
    """One finding for each such member, with the loop and the index set that would reach it."""
    reported: set[tuple[str, tuple[int, ...]]] = set()
    for mention in ctx.members:
        if mention.part != "show" or (mention.family, mention.index) in reported:
            continue
        assumed = {m.index for m in ctx.members if m.part == "assume" and m.family == mention.family}
        if assumed and mention.index not in assumed:
            reported.add((mention.family, mention.index))
            name = f"{mention.family}[{', '.join(map(str, mention.index))}]"
            loop = _loop_over(ctx, mention.family)
            if loop is None or set(loop.possible) <= set(loop.values):
                yield TiedToNothing(mention.span, name)
            else:
                yield TiedToNothing(mention.span, name, loop.name.text, loop.set_span, loop.possible)


def _loop_over(ctx: Context, family: str) -> Loop | None:
    return next((loop for loop in ctx.loops if family in loop.families), None)
