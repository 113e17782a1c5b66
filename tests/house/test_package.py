"""What is installed is what is here."""

import tomllib
from pathlib import Path

import aligncheck

PROJECT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
HOMES = {"aligncheck": "checker", "aligncheck.grammar": "grammar", "aligncheck.spec": "spec"}


def test_every_folder_of_the_program_is_a_package_that_is_installed() -> None:
    found = {"aligncheck.grammar", "aligncheck.spec"}
    for path in (PROJECT / "checker").rglob("__init__.py"):
        found.add(".".join(("aligncheck", *path.parent.relative_to(PROJECT / "checker").parts)))
    assert set(SETTINGS["tool"]["setuptools"]["packages"]) == found
    assert SETTINGS["tool"]["setuptools"]["package-dir"] == HOMES


def test_every_file_that_is_not_python_is_installed_too() -> None:
    data = SETTINGS["tool"]["setuptools"]["package-data"]
    for package, folder in {**HOMES, "aligncheck.reports": "checker/reports"}.items():
        for path in (PROJECT / folder).iterdir():
            if path.is_file() and path.suffix != ".py":
                assert any(path.match(pattern) for pattern in data[package]), path


def test_the_version_is_said_once_in_each_of_two_places_and_is_the_same() -> None:
    assert SETTINGS["project"]["version"] == aligncheck.__version__
