"""A run with the cache: recalled whole where nothing changed, else checked and kept. Light to load: what is
needed to recall a run loads only where there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from aligncheck.diagnostics import Made
from aligncheck.options import Options
from aligncheck.source import SourceFile
from aligncheck.store.database import Database
from aligncheck.store.runs import run_key

if TYPE_CHECKING:
    from aligncheck.report import Report


def cached(
    sources: Sequence[Made[SourceFile]], options: Options, entries: Database, checked: Callable[[], Report]
) -> Report:
    """The report of an earlier run on the same texts, else what `checked` gives."""
    key = run_key(sources, options)
    body = None if key is None else entries.get(key)
    if body is not None:
        from aligncheck.recall import report_from

        known = report_from(body, sources, options)
        if known is not None:
            return known
    report = checked()
    if key is not None:
        from aligncheck.recall import run_bytes

        body = run_bytes(report, sources, options)
        if body is not None:
            entries.put(key, body)
    return report
