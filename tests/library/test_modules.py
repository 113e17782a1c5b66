"""Which modules a file uses, in which order they are elaborated, and what can be wrong with that."""

from collections.abc import Mapping
from pathlib import Path

from aligncheck.diagnostics import Made
from aligncheck.library.files import packaged
from aligncheck.library.modules import Unit, load
from aligncheck.source import SourceFile, Span
from aligncheck.syntax import tree


def parse(source: SourceFile) -> Made[tree.File]:
    """A parser for `module` and `use` lines alone."""
    declarations: list[tree.Declaration] = []
    start = 0
    for line in source.text.splitlines(keepends=True):
        span = Span(source, start, start + len(line.rstrip()))
        match line.split():
            case ["module", name]:
                declarations.append(tree.ModuleDecl(name=tree.Name(name, span=span), span=span))
            case ["use", name]:
                declarations.append(tree.UseDecl(name=tree.Name(name, span=span), span=span))
            case _:
                pass
        start += len(line)
    return Made(tree.File(tuple(declarations), span=Span(source, 0, len(source.text))))


class Recorder:
    """An elaborator that makes of a file its text, and keeps the order and what was handed in."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.imports: dict[str, list[str]] = {}

    def __call__(self, file: tree.File, imports: Mapping[str, str]) -> Made[str]:
        name = Path(file.span.source.name).stem
        self.order.append(name)
        self.imports[name] = list(imports)
        return Made(name)


def loaded(elaborate: Recorder, **texts: str) -> tuple[Unit[str], ...]:
    sources = [Made(SourceFile(f"somewhere/{name}.align", text)) for name, text in texts.items()]
    return load(sources, parse, elaborate)


def found(units: tuple[Unit[str], ...]) -> list[tuple[str, str]]:
    return [(unit.name, problem.code) for unit in units for problem in unit.problems]


def test_what_is_used_comes_first_and_each_file_once() -> None:
    recorder = Recorder()
    units = loaded(recorder, a="use b\nuse c", b="use c", c="")
    assert recorder.order == ["c", "b", "a"]
    assert recorder.imports == {"a": ["b", "c"], "b": ["c"], "c": []}
    assert [unit.source.name for unit in units] == [
        "somewhere/a.align",
        "somewhere/b.align",
        "somewhere/c.align",
    ]


def test_a_module_is_known_by_the_name_it_declares() -> None:
    recorder = Recorder()
    assert not found(loaded(recorder, a="use frames", b="module frames"))
    assert recorder.order == ["b", "a"]


def test_an_unknown_module_is_reported_with_the_nearest_names() -> None:
    units = loaded(Recorder(), a="use frams", frames="")
    assert found(units) == [("a", "A290")]
    assert "`frames`" in (units[0].problems[0].help() or "")


def test_a_circle_is_reported_once_with_its_way_round_and_the_rest_is_still_elaborated() -> None:
    recorder = Recorder()
    units = loaded(recorder, a="use b", b="use c", c="use a")
    assert found(units) == [("c", "A291")]
    (problem,) = units[2].problems
    assert problem.message().endswith("`a` → `b` → `c` → `a`")
    assert [label.span.source.name for label in problem.labels()] == [
        "somewhere/a.align",
        "somewhere/b.align",
    ]
    assert recorder.order == ["c", "b", "a"]


def test_a_file_that_uses_itself_is_a_circle() -> None:
    units = loaded(Recorder(), a="use a")
    assert found(units) == [("a", "A291")]
    assert "uses itself" in units[0].problems[0].message()


def test_the_same_module_twice_is_reported_at_the_second() -> None:
    units = loaded(Recorder(), a="module m", b="module m")
    assert [unit.source.name for unit in units if unit.problems] == ["somewhere/b.align"]
    assert units[1].problems[0].code == "A292"


def test_a_file_beside_the_user_is_found_and_not_counted_as_given(tmp_path: Path) -> None:
    (tmp_path / "beside.align").write_text("use further")
    (tmp_path / "further.align").write_text("")
    source = SourceFile(str(tmp_path / "user.align"), "use beside")
    recorder = Recorder()
    units = load([Made(source)], parse, recorder)
    assert recorder.order == ["further", "beside", "user"]
    assert [unit.given for unit in units] == [True, False, False]


def test_the_library_that_comes_with_the_program_is_found_last() -> None:
    recorder = Recorder()
    name = next(iter(packaged()), None)
    if name is not None:
        assert not found(loaded(recorder, a=f"use {name}"))
        assert name in recorder.order and recorder.order[-1] == "a"


def test_a_parser_that_fails_leaves_a_finding_and_not_a_traceback() -> None:
    def broken(source: SourceFile) -> Made[tree.File]:
        raise ValueError("planted")

    (unit,) = load([Made(SourceFile("a.align", "sort W"))], broken, Recorder())
    assert [problem.code for problem in unit.problems] == ["A799"]
    assert "planted" in unit.problems[0].message()


def test_a_recursion_too_deep_is_a_finding() -> None:
    def deep(source: SourceFile) -> Made[tree.File]:
        return deep(source)

    (unit,) = load([Made(SourceFile("a.align", "sort W"))], deep, Recorder())
    assert [problem.code for problem in unit.problems] == ["A192"]
