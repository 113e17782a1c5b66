"""A problem is a value: a stable code, one primary place, labels on others, help, and known mends.

The docstring of a concrete class is the page that `explain` prints. It holds one sample in an
```align broken fence, which must raise exactly this code, and one in an ```align fixed fence.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Literal, TypeAlias

from aligncheck.records import dataclass
from aligncheck.source import Span

Severity: TypeAlias = Literal["error", "warning", "remark"]


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that a problem speaks of, with what is to be seen there."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of a span (empty: insert)."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A mend: a title and the edits that make it."""

    title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Problem(ABC):
    """What is wrong at one place. Subclasses add their facts as fields and say them in `message`."""

    span: Span

    code: ClassVar[str]
    slug: ClassVar[str]
    severity: ClassVar[Severity] = "error"

    @abstractmethod
    def message(self) -> str:
        """One clause in lower case, no full stop, the user's text in backticks."""

    def labels(self) -> tuple[Label, ...]:
        """Other places that the problem speaks of."""
        return ()

    def help(self) -> str | None:
        """The way out, in one line."""
        return None

    def fixes(self) -> tuple[Fix, ...]:
        """Mends that are known to be right."""
        return ()
