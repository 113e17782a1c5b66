"""How far a run has come, for whoever watches it, and the worker processes that it holds. Light to load: the
processes start first, and load their solvers while this one loads the rest of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aligncheck.engines.portfolio import Portfolio


class Progress:
    """`running`: the names of the claims that are being judged."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.running: dict[str, None] = {}
        self._portfolio: Portfolio | None = None

    def engines(self, jobs: int) -> Portfolio:
        """The engines, which start to load when they are first asked for."""
        if self._portfolio is None:
            from aligncheck.engines.portfolio import Portfolio

            self._portfolio = Portfolio(jobs)
            self._portfolio.prestart()
        return self._portfolio

    def close(self) -> None:
        """End the worker processes. They also end by themselves when this process does."""
        if self._portfolio is not None:
            self._portfolio.close()
