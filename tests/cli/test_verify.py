"""`aligncheck verify` as a user calls it."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema

import aligncheck

Run = Callable[..., "subprocess.CompletedProcess[str]"]

TEXT = """module small
sort W
relation red(x: W)
claim kept: for x, y: W assume x = y, red(x) show red(y)
claim failing: for x: W show red(x) expect refuted
"""


def spec(folder: Path) -> Path:
    (folder / "spec").mkdir()
    path = folder / "spec" / "small.align"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_evidence_is_missing_then_written_then_holds(run: Run, tmp_path: Path) -> None:
    spec(tmp_path)
    missing = run("verify", folder=tmp_path)
    assert missing.returncode == 1
    assert "missing spec/small.align: kept: there is no evidence proofs/small/kept.json" in missing.stdout
    written = run("verify", "--update", folder=tmp_path)
    assert written.returncode == 0
    whose = r"\(1 \w+\)"  # Whichever was first.
    wanted = rf"2 claims: 1 replayed whole, 1 replayed up to what engines said {whose}\n"
    assert re.fullmatch(wanted, written.stdout)
    again = run("verify", "spec/small.align", folder=tmp_path)
    assert (again.returncode, again.stdout) == (0, written.stdout)


def test_the_report_for_programs_has_a_line_for_each_claim(run: Run, tmp_path: Path) -> None:
    path = spec(tmp_path)
    run("verify", "--update", folder=tmp_path)
    path.write_text(TEXT.replace("x = y", "y = x"), encoding="utf-8")
    done = run("verify", "--format", "json", folder=tmp_path)
    assert done.returncode == 1
    found = json.loads(done.stdout)
    schema = json.loads((Path(aligncheck.__file__).parent / "reports" / "evidence.schema.json").read_text())
    jsonschema.validate(found, schema, cls=jsonschema.Draft202012Validator)
    assert [(each["name"], each["status"], each["verdict"]) for each in found["claims"]] == [
        ("kept", "stale", None),
        ("failing", "replayed", "refuted"),
    ]
    assert found["claims"][1]["evidence"] == "proofs/small/failing.json"
    assert found["summary"]["stale"] == found["summary"]["replayed"] == 1


def test_a_wrong_call_is_told(run: Run, tmp_path: Path) -> None:
    assert run("verify", "gone.align", folder=tmp_path).returncode == 2
    assert run("verify", "--nonsense", folder=tmp_path).returncode == 2
    assert run("verify", folder=tmp_path).returncode == 2


def test_no_solver_is_loaded(tmp_path: Path) -> None:
    path = spec(tmp_path)
    code = (
        "import sys; from pathlib import Path; from aligncheck.cli.verify import run_verify; "
        "from aligncheck.options import Options; "
        f"status = run_verify([Path({str(path)!r})], Options(), 'text', False); "
        "solvers = {'z3', 'cvc5', 'sympy', 'aligncheck.engines.process', 'aligncheck.engines.portfolio'}; "
        "print(status, sorted(solvers & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "1 []"
