"""How far a run has come, for whoever watches it, and the worker processes that it holds. Light to load: the
processes start first, and load their solvers while this one loads the rest of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aligncheck.engines.portfolio import Portfolio
    from aligncheck.engines.process import Nursery


class Progress:
    """`running`: the names of the claims that are being judged."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.running: dict[str, None] = {}
        self._nursery: Nursery | None = None
        self._portfolio: Portfolio | None = None

    def engines(self, jobs: int) -> Portfolio:
        """The engines, up to `jobs` races of them side by side."""
        if self._portfolio is None:
            nursery = self.prestart()
            from aligncheck.engines.portfolio import Portfolio

            self._portfolio = Portfolio(jobs, nursery)
        return self._portfolio

    def prestart(self) -> Nursery:
        """Let the engines start to load, in another process."""
        from aligncheck.engines.process import Nursery

        if self._nursery is None:
            self._nursery = Nursery()
            self._nursery.start()
        return self._nursery

    def close(self) -> None:
        """End the worker processes. They also end by themselves when this process does."""
        if self._portfolio is not None:
            self._portfolio.close()
        elif self._nursery is not None:
            self._nursery.close()
