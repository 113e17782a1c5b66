"""The names a reader may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The candidates closest in spelling to `name`, best first; letters of other case count as near."""
    by_fold: dict[str, str] = {}
    for candidate in candidates:
        by_fold.setdefault(candidate.casefold(), candidate)
    if len(name) == 1:
        # One letter has no spelling to be near to: offer its own case, marks and primes.
        close = [fold for fold in by_fold if fold.strip("'′₀₁₂₃₄₅₆₇₈₉") == name.casefold()]
    else:
        close = get_close_matches(name.casefold(), by_fold, n=limit + 1, cutoff=0.6)
    return tuple(by_fold[fold] for fold in close if by_fold[fold] != name)[:limit]
