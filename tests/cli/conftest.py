"""The command run as a process, for all tests of this folder."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import jsonschema
import pytest

import aligncheck

SCHEMA_FILE = Path(aligncheck.__file__).parent / "reports" / "schema.json"

Done: TypeAlias = subprocess.CompletedProcess[str]
Run: TypeAlias = Callable[..., Done]
Report: TypeAlias = Callable[..., dict[str, Any]]


def called(*arguments: str | Path, folder: Path | None = None, cache: Path | None = None) -> Done:
    """`cache`: the folder of the cache, kept for further calls; without it, no call knows of another."""
    with TemporaryDirectory() as fresh:
        done = subprocess.run(
            [sys.executable, "-m", "aligncheck", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=folder,
            timeout=120,
            check=False,
            env={**os.environ, "XDG_CACHE_HOME": str(cache or fresh)},
        )
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture(scope="session")
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def run() -> Run:
    """Call the command with arguments, in a folder."""
    return called


@pytest.fixture(scope="session")
def report(schema: dict[str, Any]) -> Report:
    """Call the command and read its JSON report, which is checked against the schema."""

    def reported(
        *arguments: str | Path, folder: Path | None = None, cache: Path | None = None
    ) -> dict[str, Any]:
        done = called("--format", "json", *arguments, folder=folder, cache=cache)
        found: dict[str, Any] = json.loads(done.stdout)
        jsonschema.validate(found, schema, cls=jsonschema.Draft202012Validator)
        return found

    return reported
