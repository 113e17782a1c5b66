"""What can be wrong with a file as a whole, and with what it uses."""

from __future__ import annotations

from typing import ClassVar

from aligncheck.diagnostics import Fix, Label, Problem, did_you_mean, respelling
from aligncheck.records import dataclass
from aligncheck.source import Span


@dataclass(frozen=True, slots=True)
class NotText(Problem):
    """The file is not text in UTF-8, so it cannot be read.

    Editors call this the encoding of a file. A file saved as Latin-1 or UTF-16 looks right in the
    editor that wrote it, but its accents are bytes that mean nothing in UTF-8. Save it again with the
    encoding set to UTF-8. (The first sample is saved as Latin-1, where `é` is the one byte 0xE9.)

    ```align broken saved as latin-1
    /// As in Pépin's note.
    sort World
    ```
    ```align fixed
    /// As in Pépin's note.
    sort World
    ```
    """

    code: ClassVar[str] = "A190"
    slug: ClassVar[str] = "not-text"
    byte: int
    offset: int

    def message(self) -> str:
        if self.byte == 0:
            return f"this is not a text: byte {self.offset + 1} is 0"
        return f"this is not UTF-8: byte {self.offset + 1} is 0x{self.byte:02X}, which cannot stand there"

    def help(self) -> str | None:
        if self.byte in (0xFE, 0xFF) and self.offset == 0:
            return "it looks like UTF-16: save the file again with the encoding UTF-8"
        return "save the file again with the encoding UTF-8" if self.byte else None


@dataclass(frozen=True, slots=True)
class TooLarge(Problem):
    """The file is larger than the program takes.

    A specification is written by hand, and the largest known is a hundredth of the limit, so a file of
    this size is most often data or output under the wrong name. Split a real one into modules, and let
    each `use` the others. (The first sample stands for that line written a hundred thousand times.)

    ```align broken written 100,000 times
    sort World   // the same line, again and again
    ```
    ```align fixed
    sort World
    ```
    """

    code: ClassVar[str] = "A191"
    slug: ClassVar[str] = "file-too-large"
    size: int
    limit: int

    def message(self) -> str:
        return f"the file has {self.size:,} bytes, and is read only up to {self.limit:,}: it ends here"

    def help(self) -> str | None:
        return "split it into modules, and let each `use` the others"


@dataclass(frozen=True, slots=True)
class UnknownModule(Problem):
    """A module is used that is nowhere to be found.

    It is looked for among the files being checked, then as `NAME.align` in the folder of the file that
    uses it, then in the library that comes with the program.

    ```align broken
    use inner_alignmnet
    ```
    ```align fixed
    use inner_alignment
    ```
    """

    code: ClassVar[str] = "A290"
    slug: ClassVar[str] = "unknown-module"
    name: str
    near: tuple[str, ...]

    def message(self) -> str:
        return f"there is no module `{self.name}`"

    def help(self) -> str | None:
        missing = f"put a file `{self.name}.align` beside this one, or name it on the command line"
        return did_you_mean(self.near, missing)

    def fixes(self) -> tuple[Fix, ...]:
        return respelling(self.span, self.name, self.near)


@dataclass(frozen=True, slots=True)
class ImportCycle(Problem):
    """Modules use one another in a circle, so none of them can come first.

    Move what they share into a module that all of them use.

    ```align broken
    // file first.align
    module first
    use second
    // file second.align
    module second
    use first
    ```
    ```align fixed
    // file first.align
    module first
    use second
    // file second.align
    module second
    ```
    """

    code: ClassVar[str] = "A291"
    slug: ClassVar[str] = "import-cycle"
    circle: tuple[str, ...]
    others: tuple[tuple[str, Span], ...] = ()

    def message(self) -> str:
        if len(self.circle) == 1:
            return f"the module `{self.circle[0]}` uses itself"
        return "modules use one another in a circle: " + " → ".join(
            f"`{name}`" for name in (*self.circle, self.circle[0])
        )

    def labels(self) -> tuple[Label, ...]:
        return tuple(Label(span, f"`{name}` is used here") for name, span in self.others)

    def help(self) -> str | None:
        return "move what they share into a module that they all use"


@dataclass(frozen=True, slots=True)
class ModuleTwice(Problem):
    """Two files say that they are the same module.

    ```align broken
    // file first.align
    module frames
    // file second.align
    module frames
    ```
    ```align fixed
    // file first.align
    module frames
    // file second.align
    module more_frames
    ```
    """

    code: ClassVar[str] = "A292"
    slug: ClassVar[str] = "module-declared-twice"
    name: str
    first: Span

    def message(self) -> str:
        return f"another file is the module `{self.name}` already"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.first, f"`{self.name}` is declared here"),)

    def help(self) -> str | None:
        return "give one of the two another name"


PROBLEMS: tuple[type[Problem], ...] = (
    NotText,
    TooLarge,
    UnknownModule,
    ImportCycle,
    ModuleTwice,
)
