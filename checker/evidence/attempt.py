"""What came of trying to settle one goal."""

from __future__ import annotations

from dataclasses import replace

from aligncheck.kernel.terms import Term
from aligncheck.kernel.theorem import Theorem
from aligncheck.kernel.verdicts import Refuted
from aligncheck.records import dataclass


@dataclass(frozen=True, slots=True)
class Attempt:
    """At most one of `theorem` and `refuted` is there. `bound`: every size up to it was searched; `searched`:
    the same, but there was no time for all that were asked for. `reasons`: why the others
    gave no answer."""

    theorem: Theorem | None = None
    refuted: Refuted | None = None
    bound: int | None = None
    searched: int | None = None
    reasons: tuple[tuple[str, str], ...] = ()
    timeout: bool = False
    engines: tuple[str, ...] = ()
    witnesses: tuple[tuple[str, Term], ...] = ()
    halves: tuple[tuple[str, Attempt], ...] = ()
    """The base case and the step of an induction, under their names, as far as they were tried."""

    @property
    def settled(self) -> bool:
        return self.theorem is not None or self.refuted is not None

    def after(self, earlier: Attempt) -> Attempt:
        """With the reasons of an earlier attempt that settled nothing, each once."""
        reasons = tuple(dict.fromkeys((*earlier.reasons, *self.reasons)))
        return replace(
            self,
            reasons=reasons,
            timeout=self.timeout or earlier.timeout,
            bound=furthest(earlier.bound, self.bound),
            searched=furthest(earlier.searched, self.searched),
            halves=self.halves or earlier.halves,
        )


def furthest(*bounds: int | None) -> int | None:
    """The largest of the bounds that there are."""
    return max((each for each in bounds if each is not None), default=None)
