"""What can be wrong with a text before anything it says is looked at."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Edit, Fix, Label, Problem, did_you_mean, listed, respelling
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class Unexpected(Problem):
    """Something stands where it cannot stand. The message says what could have come there.

    ```align broken
    sort A
    def twice(a: A) := a a
    ```
    ```align fixed
    sort A
    def same(a: A) := a
    ```
    """

    code: ClassVar[str] = "A101"
    slug: ClassVar[str] = "unexpected"
    found: str
    expected: tuple[str, ...]

    def message(self) -> str:
        return f"{self.found} cannot stand here"

    def help(self) -> str | None:
        return f"here could come {either(self.expected)}" if self.expected else None


@dataclass(frozen=True, slots=True)
class MissingPiece(Problem):
    """One sign or word is missing, and with it the text reads on.

    ```align broken
    sort A
    def same(a: A) a
    ```
    ```align fixed
    sort A
    def same(a: A) := a
    ```
    """

    code: ClassVar[str] = "A102"
    slug: ClassVar[str] = "missing-piece"
    missing: str
    before: str
    text: str = ""

    def message(self) -> str:
        return f"{self.missing} is missing before {self.before}"

    def fixes(self) -> tuple[Fix, ...]:
        if not self.text:
            return ()
        place = Span(self.span.source, self.span.start, self.span.start)
        return (Fix(f"insert `{self.text}`", (Edit(place, self.text + " "),)),)


@dataclass(frozen=True, slots=True)
class UnclosedBracket(Problem):
    """A bracket is opened and not closed before what must come after it.

    ```align broken
    sort A
    relation near(a, b: A)
    claim all_near: show forall a: A. near(a, a
    ```
    ```align fixed
    sort A
    relation near(a, b: A)
    claim all_near: show forall a: A. near(a, a) expect refuted
    ```
    """

    code: ClassVar[str] = "A103"
    slug: ClassVar[str] = "unclosed-bracket"
    opening: Span
    before: str

    def message(self) -> str:
        return f"`{closer(self.opening.text)}` is missing before {self.before}"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.opening, f"this `{self.opening.text}` is not closed"),)


@dataclass(frozen=True, slots=True)
class UnopenedBracket(Problem):
    """A bracket is closed that was not opened.

    ```align broken
    sort A
    def same(a: A) := a)
    ```
    ```align fixed
    sort A
    def same(a: A) := a
    ```
    """

    code: ClassVar[str] = "A104"
    slug: ClassVar[str] = "unopened-bracket"
    bracket: str

    def message(self) -> str:
        return f"`{self.bracket}` closes nothing"

    def fixes(self) -> tuple[Fix, ...]:
        return (Fix(f"remove `{self.bracket}`", (Edit(self.span, ""),)),)


@dataclass(frozen=True, slots=True)
class DotWithoutBlank(Problem):
    """The dot that ends a binder needs a blank after it: a dot directly before a letter is a field.

    ```align broken
    sort A
    relation near(a, b: A)
    claim all_near: show forall a: A.near(a, a)
    ```
    ```align fixed
    sort A
    relation near(a, b: A)
    claim all_near: show forall a: A. near(a, a) expect refuted
    ```
    """

    code: ClassVar[str] = "A105"
    slug: ClassVar[str] = "dot-without-blank"

    def message(self) -> str:
        return "this dot reads as a field; a blank is missing after the dot that ends a binder"

    def fixes(self) -> tuple[Fix, ...]:
        place = Span(self.span.source, self.span.end, self.span.end)
        return (Fix("insert a blank", (Edit(place, " "),)),)


@dataclass(frozen=True, slots=True)
class ForeignSpelling(Problem):
    """A sign is written as another language writes it. The text is read as meant.

    ```align broken
    sort A
    def equal(a, b: A) := a == b
    ```
    ```align fixed
    sort A
    def equal(a, b: A) := a = b
    ```
    """

    code: ClassVar[str] = "A106"
    slug: ClassVar[str] = "foreign-spelling"
    written: str
    meant: str

    def message(self) -> str:
        return f"`{self.written}` is written `{self.meant}` here"

    def fixes(self) -> tuple[Fix, ...]:
        return (Fix(f"write `{self.meant}`", (Edit(self.span, self.meant),)),)


@dataclass(frozen=True, slots=True)
class WrongAssignment(Problem):
    """`:=` defines, `=` says that two things are equal, `:` gives a type. One stands for another.

    ```align broken
    sort A
    def same(a: A) = a
    ```
    ```align fixed
    sort A
    def same(a: A) := a
    ```
    """

    code: ClassVar[str] = "A107"
    slug: ClassVar[str] = "wrong-assignment"
    written: str
    meant: str

    def message(self) -> str:
        return f"here stands `{self.written}` where `{self.meant}` is needed"

    def fixes(self) -> tuple[Fix, ...]:
        return (Fix(f"write `{self.meant}`", (Edit(self.span, self.meant),)),)


@dataclass(frozen=True, slots=True)
class ReservedWord(Problem):
    """A word that begins a declaration, clause or formula cannot be a name.

    ```align broken
    sort A
    def show(a: A) := a
    ```
    ```align fixed
    sort A
    def shown(a: A) := a
    ```
    """

    code: ClassVar[str] = "A108"
    slug: ClassVar[str] = "reserved-word"
    word: str

    def message(self) -> str:
        return f"`{self.word}` is a word of the language and cannot be a name"


@dataclass(frozen=True, slots=True)
class ClauseOutsideClaim(Problem):
    """`assume`, `show`, `for` and `expect` stand in a claim. A declaration ends a claim written with a
    colon; one that has declarations of its own is written with braces.

    ```align broken
    sort A
    show forall a: A. exists b: A. b = a
    ```
    ```align fixed
    sort A
    claim each_is_one: show forall a: A. exists b: A. b = a
    ```
    """

    code: ClassVar[str] = "A109"
    slug: ClassVar[str] = "clause-outside-claim"
    word: str

    def message(self) -> str:
        return f"`{self.word}` stands outside a claim"

    def help(self) -> str | None:
        return "write `claim name:` before it, or `claim name { … }` around it if declarations stand between"


@dataclass(frozen=True, slots=True)
class UnknownWord(Problem):
    """A word of the language is misspelt, or a line begins with a word that begins no declaration and no
    clause.

    ```align broken
    sorts A
    ```
    ```align fixed
    sort A
    ```
    """

    code: ClassVar[str] = "A110"
    slug: ClassVar[str] = "unknown-word"
    word: str
    near: tuple[str, ...]
    begins: bool = True
    """Whether it stands where a declaration or clause begins."""

    def message(self) -> str:
        return f"`{self.word}` begins no declaration" if self.begins else f"`{self.word}` cannot stand here"

    def help(self) -> str | None:
        return did_you_mean(self.near)

    def fixes(self) -> tuple[Fix, ...]:
        return respelling(self.span, self.word, self.near)


@dataclass(frozen=True, slots=True)
class StrayCharacters(Problem):
    """Characters that belong to no word, number or sign of the language. They are left out.

    ```align broken
    sort A $
    ```
    ```align fixed
    sort A
    ```
    """

    code: ClassVar[str] = "A111"
    slug: ClassVar[str] = "stray-characters"
    written: str

    def message(self) -> str:
        if len(self.written) > 12 or not self.written.isprintable():
            what = "character that is" if len(self.written) == 1 else "characters that are"
            return f"{len(self.written)} {what} no part of the language"
        return f"`{self.written}` is no part of the language"

    def help(self) -> str | None:
        return "quotation marks are not used" if self.written in "“”\"„«»'’‘" else None


@dataclass(frozen=True, slots=True)
class UnclosedQuote(Problem):
    """A name in backquotes ends with a backquote on the same line.

    ```align broken
    sort A
    relation ≃ alias equiv (a, b: A)
    claim same: show forall a: A. a `equiv a
    ```
    ```align fixed
    sort A
    relation ≃ alias equiv (a, b: A)
    claim same: show forall a: A. a `equiv` a expect refuted
    ```
    """

    code: ClassVar[str] = "A112"
    slug: ClassVar[str] = "unclosed-quote"

    def message(self) -> str:
        return "the second backquote is missing on this line"


@dataclass(frozen=True, slots=True)
class TooDeep(Problem):
    """A term has more layers within one another than anybody can read. Name its parts.

    ```align broken
    def far(a: Bool) :=
    ¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬
    ¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬¬ a
    ```
    ```align fixed
    def near(a: Bool) := not a
    ```
    """

    code: ClassVar[str] = "A113"
    slug: ClassVar[str] = "too-deep"
    limit: int

    def message(self) -> str:
        return f"this is nested too deeply: more than {self.limit} layers"

    def help(self) -> str | None:
        return "name a part of it with `def` or `let`"


@dataclass(frozen=True, slots=True)
class RelationChain(Problem):
    """`a ≤ b < c` is read as two comparisons; other relations stand between two terms only.

    ```align broken
    sort A
    relation ≃ alias equiv (a, b: A)
    def alike(a, b, c: A) := a ≃ b ≃ c
    ```
    ```align fixed
    sort A
    relation ≃ alias equiv (a, b: A)
    def alike(a, b, c: A) := a ≃ b and b ≃ c
    ```
    """

    code: ClassVar[str] = "A114"
    slug: ClassVar[str] = "relation-chain"
    operator: str

    def message(self) -> str:
        return f"`{self.operator}` cannot follow another comparison"

    def help(self) -> str | None:
        return "only `=`, `≠`, `<`, `≤` and their like do; write the comparisons apart with `and`"


@dataclass(frozen=True, slots=True)
class UnknownVerdict(Problem):
    """After `expect` stands a verdict: proved, refuted, bounded, unknown, vacuous, ill_formed, finding.

    ```align broken
    sort A
    claim one: show forall a: A. exists b: A. b = a expect proven
    ```
    ```align fixed
    sort A
    claim one: show forall a: A. exists b: A. b = a expect proved
    ```
    """

    code: ClassVar[str] = "A115"
    slug: ClassVar[str] = "unknown-verdict"
    word: str
    near: tuple[str, ...]

    def message(self) -> str:
        return f"`{self.word}` is no verdict"

    def help(self) -> str | None:
        verdicts = ("proved", "refuted", "bounded(n)", "unknown", "vacuous", "ill_formed CODE")
        return did_you_mean(self.near, f"write {listed(verdicts)}")

    def fixes(self) -> tuple[Fix, ...]:
        return respelling(self.span, self.word, self.near)


def closer(opening: str) -> str:
    return {"(": ")", "[": "]", "{": "}"}.get(opening, "|")


def either(items: tuple[str, ...]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"


PROBLEMS: tuple[type[Problem], ...] = (
    Unexpected, MissingPiece, UnclosedBracket, UnopenedBracket, DotWithoutBlank, ForeignSpelling,
    WrongAssignment, ReservedWord, ClauseOutsideClaim, UnknownWord, StrayCharacters, UnclosedQuote, TooDeep,
    RelationChain, UnknownVerdict,
)  # fmt: skip
