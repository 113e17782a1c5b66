"""From paths to texts: which files are meant, and what they hold."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from aligncheck.diagnostics import Made
from aligncheck.library.problems import NotText, TooLarge
from aligncheck.source import SourceFile, Span

SUFFIX = ".align"
BOM = b"\xef\xbb\xbf"
LIMIT = 1 << 20
"""The largest file read, in bytes. A parser that reads 250 KB a second answers within seconds."""


class CannotRead(Exception):
    """A path that names no specification, with the reason as its message."""


def align_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files meant by `paths`: files as they are, folders with all `.align` files below, sorted. A file is
    given once, however often it is named. Raises CannotRead."""
    found: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            below = sorted(_below(path))
            if not below:
                raise CannotRead(f"there is no {SUFFIX} file in the folder {path}")
        elif path.exists():
            below = [path]
        else:
            raise CannotRead(f"there is no file or folder {path}")
        for file in below:
            found.setdefault(file.resolve(), file)
    return tuple(found.values())


def _below(folder: Path) -> Iterator[Path]:
    """Hidden folders (`.venv`, `.git`) hold nothing that was written by hand."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in names if name.endswith(SUFFIX))


def read(path: Path) -> Made[SourceFile]:
    """The text of a file, or as much of it as there is before what cannot be read. Raises CannotRead."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LIMIT + 1)
            size = max(os.fstat(stream.fileno()).st_size, len(data))
    except OSError as error:
        raise CannotRead(f"cannot read {path}: {(error.strerror or 'unknown reason').lower()}") from None
    return decode(str(path), data, size)


def decode(name: str, data: bytes, size: int | None = None) -> Made[SourceFile]:
    """The text that bytes stand for. A byte order mark is dropped."""
    size = len(data) if size is None else size
    start = len(BOM) if data.startswith(BOM) else 0
    try:
        text = data[start:LIMIT].decode("utf-8")
        bad = data.find(0)
    except UnicodeDecodeError as error:
        bad = start + error.start
        text = data[start:bad].decode("utf-8")
        if size > LIMIT and bad > LIMIT - 4:
            bad = -1  # The limit cut a character in two.
        zero = data.find(0, 0, bad)
        bad = bad if zero < 0 else zero
    if bad >= 0:
        source = SourceFile(name, data[start:bad].decode("utf-8", "ignore"))
        return Made(source, (NotText(_end(source), data[bad], bad),))
    source = SourceFile(name, text)
    return Made(source, (TooLarge(_end(source), size, LIMIT),) if size > LIMIT else ())


def _end(source: SourceFile) -> Span:
    return Span(source, len(source.text), len(source.text))


@cache
def packaged() -> dict[str, Path]:
    """The modules that come with the program, by name."""
    import aligncheck.spec

    folder = Path(aligncheck.spec.__file__ or "").parent
    return {path.stem: path for path in sorted(folder.glob(f"*{SUFFIX}"))}


def beside_or_packaged(folder: Path, name: str) -> Path | None:
    """The file of a module that was not given: in the folder of the file that uses it, else in the library
    that comes with the program."""
    beside = folder / f"{name}{SUFFIX}"
    return beside if beside.is_file() else packaged().get(name)


def rewrite(name: str, before: str, after: str) -> None:
    """Put a new text into a file that still holds the text `before`, all of it or nothing; a byte order mark
    stays. Raises CannotRead."""
    path = Path(name).resolve()
    try:
        data = path.read_bytes()
        mark = BOM if data.startswith(BOM) else b""
        if data[len(mark) :] != before.encode():
            raise CannotRead(f"cannot change {name}: it was changed by something else meanwhile")
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            stream.write(mark + after.encode())
        os.chmod(stream.name, path.stat().st_mode)
        os.replace(stream.name, path)
    except OSError as error:
        raise CannotRead(f"cannot change {name}: {(error.strerror or 'unknown reason').lower()}") from None
