"""`aligncheck explain`: the page of a finding, or the list of all; the card of a name."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aligncheck.catalogue import catalogue, page
from aligncheck.diagnostics import nearest

if TYPE_CHECKING:
    from aligncheck.cards.card import Card
    from aligncheck.diagnostics import Made
    from aligncheck.source import SourceFile

TOGETHER = 4
"""Cards of one name that are shown one after the other; of more, only where they are."""


def run_explain(asked: str | None, paths: Sequence[Path] = ()) -> int:
    """Print the page of a code, all codes with what they are called, or the cards of a name; the exit status."""
    entries = catalogue()
    if asked is None:
        for known, each in entries.items():
            print(f"{known}  {each.severity:<7}  {each.slug}")
        return 0
    asked = asked.strip()
    entry = next(
        (each for each in entries.values() if asked.upper() == each.code or asked == each.slug), None
    )
    if entry is not None:
        print(page(entry))
        return 0
    return _explain_name(asked, paths)


def _explain_name(asked: str, paths: Sequence[Path]) -> int:
    from aligncheck.cards.gather import cards_of, names_in
    from aligncheck.deep import run_deep
    from aligncheck.library.files import CannotRead

    try:
        sources = _sources(paths)
    except CannotRead as error:
        print(f"aligncheck: {error}", file=sys.stderr)
        return 2
    cards = run_deep(lambda: cards_of(asked, sources))
    if not cards:
        near = nearest(asked.upper(), catalogue()) or nearest(asked, run_deep(lambda: names_in(sources)))
        hint = f"did you mean {', '.join(near)}?" if near else "`aligncheck explain` lists the findings"
        print(f"aligncheck: there is no finding and no name {asked}: {hint}", file=sys.stderr)
        return 2
    return _print(asked, cards)


def _print(asked: str, cards: Sequence[Card]) -> int:
    from aligncheck.reports.card import text
    from aligncheck.reports.snippet import place

    if len(cards) <= TOGETHER:
        print("\n\n\n".join(map(text, cards)))
        return 0
    modules = len({each.module for each in cards})
    print(
        f"aligncheck: {asked} is declared in {modules} modules: name one, or a file after it", file=sys.stderr
    )
    for each in cards:
        print(f"  {each.module}.{each.name}  ({place(each.span)})", file=sys.stderr)
    return 2


def _sources(paths: Sequence[Path]) -> list[Made[SourceFile]]:
    """The files named; without any those of the current folder, and those that come with the program unless one
    here has the same name."""
    from aligncheck.library.files import CannotRead, align_files, packaged, read

    if paths:
        return [read(path) for path in align_files(paths)]
    try:
        own = align_files([Path(".")])
    except CannotRead:
        own = ()
    stems = {path.stem for path in own}
    return [read(path) for path in (*own, *(each for name, each in packaged().items() if name not in stems))]
