"""The floors of the house: no room imports from one on its own floor or above, none in a circle, and each
third-party package enters by one door. Imports inside functions count."""

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import aligncheck

HOME = Path(aligncheck.__file__).parent

FLOORS = {
    "": 0,
    "source": 0,
    "records": -1,
    "spec": 0,
    "grammar": 0,
    "deep": 0,
    "diagnostics": 1,
    "kernel": 1,
    "defects": 2,
    "schedule": 2,
    "options": 1,
    "progress": 8,
    "report": 9,
    "store": 9,
    "tasks": 10,
    "syntax": 2,
    "elaborate": 3,
    "library": 4,
    "lints": 4,
    "scales": 4,
    "claims": 5,
    "obligations": 6,
    "engines": 7,
    "evidence": 8,
    "expectations": 9,
    "repair": 11,
    "catalogue": 9,
    "session": 12,
    "mending": 13,
    "verify": 13,
    "cards": 13,
    "recall": 11,
    "cached": 12,
    "reports": 14,
    "cli": 15,
    "__main__": 16,
}
DATA = {"aligncheck.claims.claim"}
"""Modules of data that rooms on their own floor may read."""

DOORS = {
    "lark": {"syntax"},
    "z3": {"engines"},
    "cvc5": {"engines"},
    "sympy": {"engines"},
    "eprover": {"engines"},
    "rich": {"reports"},
    "click": {"cli"},
}


def modules() -> dict[str, Path]:
    """The program's modules by their full names."""
    found = {}
    for path in sorted(HOME.rglob("*.py")):
        parts = path.relative_to(HOME).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        found[".".join(("aligncheck", *parts))] = path
    return found


MODULES = modules()


def imports(path: Path, own: str) -> Iterator[tuple[str, bool]]:
    """The full names imported anywhere in a file, each with whether that is for types only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in for_types
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{own} imports by a relative name"
            module = node.module or ""
            for alias in node.names:
                full = f"{module}.{alias.name}"
                yield (full if full in MODULES else module), id(node) in for_types


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def floor(module: str) -> int:
    return FLOORS[room(module)]


def test_every_room_has_a_floor() -> None:
    assert {room(module) for module in MODULES} <= set(FLOORS)


@pytest.mark.parametrize("module", MODULES)
def test_no_import_points_up(module: str) -> None:
    for imported, for_types in imports(MODULES[module], module):
        if imported.split(".")[0] != "aligncheck" or room(imported) == room(module):
            continue
        below = (
            floor(imported) < floor(module)
            or imported in DATA
            or (for_types and floor(module) == floor(imported))
        )
        assert below, f"{module} (floor {floor(module)}) imports {imported} (floor {floor(imported)})"


def test_no_imports_go_round_in_a_circle() -> None:
    graph = {
        module: {
            imported
            for imported, for_types in imports(path, module)
            if imported in MODULES and imported != module and not for_types
        }
        for module, path in MODULES.items()
    }
    for module, imported in graph.items():
        # A package's own front page is run before any of its modules, and may gather them.
        graph[module] = {each for each in imported if not module.startswith(f"{each}.")}
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("module", MODULES)
def test_each_third_party_package_enters_by_its_door(module: str) -> None:
    for imported, for_types in imports(MODULES[module], module):
        package = imported.split(".")[0]
        if package in sys.stdlib_module_names or package == "aligncheck":
            continue
        if for_types and package == "typing_extensions":
            continue  # It comes with the type checker, and is not there when the program runs.
        assert room(module) in DOORS.get(package, set()), f"{module} imports {package}"


def test_the_kernel_knows_the_standard_library_alone() -> None:
    for module, path in MODULES.items():
        if room(module) == "kernel":
            for imported, for_types in imports(path, module):
                assert (
                    room(imported) == "kernel"
                    or for_types
                    or imported.split(".")[0] in sys.stdlib_module_names
                ), module
