"""From texts to modules: what each file uses is found, put in order, and elaborated once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from aligncheck.defects import attempt, start_of
from aligncheck.diagnostics import Made, Problem, nearest
from aligncheck.diagnostics.nearest import surely
from aligncheck.library.files import SUFFIX, CannotRead, beside_or_packaged, packaged, read
from aligncheck.library.problems import ImportCycle, ModuleTwice, UnknownModule
from aligncheck.source import SourceFile, Span
from aligncheck.syntax import tree

M = TypeVar("M")
T = TypeVar("T")

Parse = Callable[[SourceFile], Made[tree.File]]
Elaborate = Callable[[tree.File, Mapping[str, M]], Made[M]]


@dataclass(slots=True, eq=False)
class Unit(Generic[M]):
    """One file on its way: its text, its tree if it could be read, its module once elaborated, and what was
    found wrong so far. `given`: named by the user, not only used by such a file. `imports`: what it uses."""

    source: SourceFile
    given: bool
    file: tree.File | None = None
    module: M | None = None
    problems: list[Problem] = field(default_factory=list)
    imports: dict[str, Unit[M]] = field(default_factory=dict)

    def step(self, work: Callable[[], Made[T]]) -> T | None:
        """Do a pass over this file and keep the problems it met; None where the pass itself failed."""
        made = attempt(start_of(self.source), work)
        self.problems.extend(each for each in made.problems if not self.misread(each.span))
        return made.value

    def misread(self, span: Span) -> bool:
        """Whether a place lies in a declaration that could not be read as written: what is found there later
        may only follow from that."""
        if span.source is not self.source or self.file is None:
            return False
        return any(start <= span.start < end for start, end in self._misread())

    def _misread(self) -> list[tuple[int, int]]:
        """From where to where declarations with syntax errors reach, the blanks after them included."""
        declarations = self.file.declarations if self.file else ()
        errors = [each.span.start for each in self.problems if each.code.startswith("A1")]
        return [reach for each in declarations for error in errors for reach in self._reaches(each, error)]

    def _reaches(self, declaration: tree.Declaration, error: int) -> list[tuple[int, int]]:
        """How far an error in a declaration spoils it: a claim as printed does not spoil it as corrected."""
        clauses = declaration.clauses if isinstance(declaration, tree.ClaimDecl) else ()
        forms = [clause for clause in clauses if isinstance(clause, tree.VariantClause)]
        reaches = [self._with_blanks(each.span) for each in (*forms, declaration)]
        return [(start, end) for start, end in reaches if start <= error <= end][:1]

    def _with_blanks(self, span: Span) -> tuple[int, int]:
        text, end = self.source.text, span.end
        while end < len(text) and text[end].isspace():
            end += 1
        return span.start, end

    @property
    def declared(self) -> tree.Name | None:
        """The name in its `module` line."""
        declarations = self.file.declarations if self.file else ()
        return next((each.name for each in declarations if isinstance(each, tree.ModuleDecl)), None)

    @property
    def name(self) -> str:
        """What others use it by: the name in its `module` line, else the name of its file."""
        return self.declared.text if self.declared else Path(self.source.name).stem

    @property
    def folder(self) -> Path:
        return Path(self.source.name).parent

    @property
    def uses(self) -> tuple[tree.Name, ...]:
        declarations = self.file.declarations if self.file else ()
        return tuple(each.name for each in declarations if isinstance(each, tree.UseDecl))


def load(given: Sequence[Made[SourceFile]], parse: Parse, elaborate: Elaborate[M]) -> tuple[Unit[M], ...]:
    """All given files and all that they use, elaborated: the given ones first, in the order given."""
    units: list[Unit[M]] = [_parsed(text, True, parse) for text in given]
    _name_once(units)
    _find_imports(units, parse)
    for unit in _in_order(units):
        _elaborate(unit, elaborate)
    return tuple(units)


def _parsed(text: Made[SourceFile], given: bool, parse: Parse) -> Unit[M]:
    unit: Unit[M] = Unit(text.value, given, problems=list(text.problems))
    if text.sound:
        unit.file = unit.step(lambda: parse(text.value))
    return unit


def _elaborate(unit: Unit[M], elaborate: Elaborate[M]) -> None:
    written = unit.file
    if written is not None:
        modules = {name: used.module for name, used in unit.imports.items() if used.module is not None}
        unit.module = unit.step(lambda: elaborate(written, modules))


def _name_once(units: list[Unit[M]]) -> None:
    first: dict[str, tree.Name] = {}
    for unit in units:
        declared = unit.declared
        if declared is not None:
            earlier = first.setdefault(declared.text, declared)
            if earlier is not declared:
                unit.problems.append(ModuleTwice(declared.span, declared.text, earlier.span))


def _find_imports(units: list[Unit[M]], parse: Parse) -> None:
    """Fill `imports` of every unit; files that are used and were not given are read and added to `units`."""
    by_name: dict[str, list[Unit[M]]] = {}
    for unit in units:
        by_name.setdefault(unit.name, []).append(unit)
    by_path = {Path(unit.source.name).resolve(): unit for unit in units}

    def find(name: str, user: Unit[M]) -> Unit[M] | None:
        same = by_name.get(name, ())
        if same:
            return next((unit for unit in same if unit.folder == user.folder), same[0])
        path = beside_or_packaged(user.folder, name)
        if path is None:
            return None
        if path.resolve() not in by_path:
            unit: Unit[M] = _parsed(read(path), False, parse)
            units.append(unit)
            by_path[path.resolve()] = unit
        return by_path[path.resolve()]

    for unit in units:  # The list grows while it is walked.
        for use in unit.uses:
            found = _found(find, use.text, unit)
            if found is None:
                beside = {path.stem for path in unit.folder.glob(f"*{SUFFIX}")}
                names = {*by_name, *packaged(), *beside} - {unit.name}
                unknown = UnknownModule(use.span, use.text, nearest(use.text, names))
                unit.problems.append(unknown)
                # Read on with the one that is clearly meant, so that its names are not all unknown as well.
                meant = surely(use.text, unknown.near)
                found = _found(find, meant, unit) if meant is not None else None
            if found is not None:
                unit.imports[use.text] = found


def _found(find: Callable[[str, Unit[M]], Unit[M] | None], name: str, user: Unit[M]) -> Unit[M] | None:
    """A module that can be read."""
    try:
        return find(name, user)
    except CannotRead:
        return None


def _in_order(units: Sequence[Unit[M]]) -> Iterator[Unit[M]]:
    """Used before user. Where a circle closes, that use is reported and taken out."""
    done: set[int] = set()
    path: list[Unit[M]] = []

    def visit(unit: Unit[M]) -> Iterator[Unit[M]]:
        path.append(unit)
        for name, used in list(unit.imports.items()):
            if any(used is other for other in path):
                unit.problems.append(_circle(path, used))
                del unit.imports[name]
            elif id(used) not in done:
                yield from visit(used)
        path.pop()
        done.add(id(unit))
        yield unit

    for unit in units:
        if id(unit) not in done:
            yield from visit(unit)


def _circle(path: Sequence[Unit[M]], closing: Unit[M]) -> ImportCycle:
    start = next(at for at, unit in enumerate(path) if unit is closing)
    circle = path[start:]
    uses = [_use(user, used) for user, used in zip(circle, (*circle[1:], closing), strict=True)]
    others = tuple((use.text, use.span) for use in uses[:-1])
    return ImportCycle(uses[-1].span, tuple(unit.name for unit in circle), others)


def _use(user: Unit[M], used: Unit[M]) -> tree.Name:
    return next(use for use in user.uses if user.imports.get(use.text) is used)
