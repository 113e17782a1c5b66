"""What can be wrong with the order of declarations (A212 to A216)."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Label, Problem, Severity
from aligncheck.diagnostics import listed
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class CircularDefinition(Problem):
    """A definition speaks of itself, directly or by way of others, so that nothing says what it means. The
    whole circle is shown, each declaration with the place where it uses the next one.

    ```align broken
    sort Policy
    relation better(x, y: Policy)
    def safe(x: Policy) := forall y: Policy. better(y, x) -> trusted(y)
    def trusted(x: Policy) := safe(x) and better(x, x)
    ```
    ```align fixed
    sort Policy
    relation better(x, y: Policy)
    def safe(x: Policy) := forall y: Policy. better(y, x) -> better(x, y)
    def trusted(x: Policy) := safe(x) and better(x, x)
    ```
    """

    code: ClassVar[str] = "A212"
    slug: ClassVar[str] = "circular-definition"
    names: tuple[str, ...]
    uses: tuple[Span, ...]

    def message(self) -> str:
        circle = " → ".join(f"`{name}`" for name in (*self.names, self.names[0]))
        return f"`{self.names[0]}` is defined by itself: {circle}"

    def labels(self) -> tuple[Label, ...]:
        return _uses(self.names, self.uses, "`{0}` uses `{1}` here")

    def help(self) -> str | None:
        return (
            "say what one of them means without the others" if self.uses else "say what it means without it"
        )


@dataclass(frozen=True, slots=True)
class DeclaredBelow(Problem):
    """A definition uses a name that is declared further down. Declarations are read in order: what one is made
    of stands above it.

    ```align broken
    sort Policy
    def trusted(x: Policy) := safe(x)
    relation safe(x: Policy)
    ```
    ```align fixed
    sort Policy
    relation safe(x: Policy)
    def trusted(x: Policy) := safe(x)
    ```
    """

    code: ClassVar[str] = "A213"
    slug: ClassVar[str] = "declared-below"
    name: str
    declared: Span

    def message(self) -> str:
        return f"`{self.name}` is declared below, in line {self.declared.first.line}, and used here already"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.declared, f"`{self.name}` is declared here"),)

    def help(self) -> str | None:
        return f"move the declaration of `{self.name}` above this one"


@dataclass(frozen=True, slots=True)
class BuiltByItself(Problem):
    """An optimizer is built by itself, or by one that it builds, so that it stands on no level: each is one
    level above its builder.

    ```align broken
    optimizer Researcher built by Agent { pursues base }
    optimizer Agent built by Researcher { trained on base pursues base }
    ```
    ```align fixed
    optimizer Researcher { pursues base }
    optimizer Agent built by Researcher { trained on base pursues base }
    ```
    """

    code: ClassVar[str] = "A214"
    slug: ClassVar[str] = "built-by-itself"
    names: tuple[str, ...]
    uses: tuple[Span, ...]

    def message(self) -> str:
        circle = " ← ".join(f"`{name}`" for name in (*self.names, self.names[0]))
        return f"`{self.names[0]}` is built by itself: {circle}"

    def labels(self) -> tuple[Label, ...]:
        return _uses(self.names, self.uses, "`{0}` is built by `{1}`")

    def help(self) -> str | None:
        return "leave out `built by` where the levels begin, or name another builder"


@dataclass(frozen=True, slots=True)
class BuiltBeforeBuilder(Problem):
    """An optimizer stands above the one that builds it: its level is used before it exists.

    ```align broken
    optimizer Agent built by Researcher { trained on base pursues base }
    optimizer Researcher { pursues base }
    ```
    ```align fixed
    optimizer Researcher { pursues base }
    optimizer Agent built by Researcher { trained on base pursues base }
    ```
    """

    code: ClassVar[str] = "A215"
    slug: ClassVar[str] = "built-before-builder"
    optimizer: str
    builder: str
    declared: Span
    levels: tuple[str, ...]

    def message(self) -> str:
        line = self.declared.first.line
        return f"`{self.optimizer}` is built by `{self.builder}`, which is declared below, in line {line}"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.declared, f"`{self.builder}` is declared here"),)

    def help(self) -> str | None:
        return f"declare them in the order of their levels: {listed(self.levels, 'and')}"


@dataclass(frozen=True, slots=True)
class ObjectiveOfLaterLevel(Problem):
    """An optimizer is trained on an objective that nothing declares and that only it or what it builds pursues:
    when it is trained, there is no such objective yet. Where it is meant, `objective` declares it.

    ```align broken
    optimizer Researcher { pursues base }
    optimizer Agent built by Researcher { trained on mesa pursues base }
    optimizer SubAgent built by Agent { trained on base pursues mesa }
    ```
    ```align fixed
    optimizer Researcher { pursues base }
    optimizer Agent built by Researcher { trained on base pursues behavioral }
    optimizer SubAgent built by Agent { trained on behavioral pursues behavioral }
    ```
    """

    code: ClassVar[str] = "A216"
    slug: ClassVar[str] = "objective-of-later-level"
    severity: ClassVar[Severity] = "warning"
    objective: str
    optimizer: str
    pursuing: str
    place: Span

    def message(self) -> str:
        if self.pursuing == self.optimizer:
            return f"`{self.optimizer}` is trained on `{self.objective}`, which only it pursues itself"
        later = f"only `{self.pursuing}`, on a later level, pursues"
        return f"`{self.optimizer}` is trained on `{self.objective}`, which {later}"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.place, f"`{self.pursuing}` pursues `{self.objective}`"),)

    def help(self) -> str | None:
        return f"train it on what its builder pursues, or declare `objective {self.objective}`"


def _uses(names: tuple[str, ...], uses: tuple[Span, ...], words: str) -> tuple[Label, ...]:
    """Each of the circle after the first, with the place where it names the next."""
    following = (*names[2:], names[0])
    return tuple(
        Label(span, words.format(name, other))
        for span, name, other in zip(uses, names[1:], following, strict=False)
    )
