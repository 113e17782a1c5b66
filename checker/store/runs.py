"""The key of a whole run: the texts of its files and all that its report depends on, but for the files that
those use. Light to load: it is asked before anything else is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256

from aligncheck.diagnostics import Made
from aligncheck.options import Options
from aligncheck.source import SourceFile
from aligncheck.store.versions import program


def run_key(sources: Sequence[Made[SourceFile]], options: Options) -> str | None:
    """None for files that could not be read whole. Neither the number of worker processes nor the time for a
    claim matters to what is kept."""
    if any(source.problems for source in sources):
        return None
    texts = [(source.value.name, source.value.text) for source in sources]
    wanted = [options.bound, options.select, options.ignore, options.repair_seconds, options.claims]
    return text_digest(json.dumps([program(), wanted, texts]))


def text_digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
