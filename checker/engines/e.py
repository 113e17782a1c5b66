"""E, a prover for first-order logic, where it is installed: proofs only. It runs as a program of its own and reads
TPTP text; what it prints is read for its SZS status and for the axioms of its proof."""

from __future__ import annotations

import re
import subprocess
import tempfile

from aligncheck.engines import stopping
from aligncheck.engines.contract import Answer, GaveUp, Limits
from aligncheck.engines.script import encode
from aligncheck.engines.shapes import Unsupported
from aligncheck.engines.tptp import problem
from aligncheck.engines.worker import die_with_parent
from aligncheck.kernel.goal import Goal

NAME = "e"
_STATUS = re.compile(r"^[#%] SZS status (\w+)", re.MULTILINE)
_AXIOM = re.compile(r"^tff\((\w+), axiom,.*file\(", re.MULTILINE)


def answer(goal: Goal, limits: Limits) -> Answer:
    """Unsat where E derives a contradiction from the assumptions and the negated conclusion."""
    script = encode(goal)
    try:
        text = problem(script)
    except (Unsupported, RecursionError) as why:
        return GaveUp(NAME, "unsupported", f"it has no rules for {why}")
    printed = _run(text, limits)
    found = _STATUS.search(printed)
    match found.group(1) if found else None:
        case "Unsatisfiable" | "ContradictoryAxioms":
            return script.unsat(NAME, _AXIOM.findall(printed))
        case "Satisfiable":
            return GaveUp(NAME, "incomplete", "there is no proof of it")
        case "ResourceOut":
            return GaveUp(NAME, "timeout", "it was not done in time")
        case _:
            return GaveUp(NAME, "crashed", printed.strip()[-300:] or "it printed nothing")


def _run(text: str, limits: Limits) -> str:
    """What E prints. Its own limit of time is in whole seconds, so it is ended from here as well."""
    from eprover import eprover_path

    limit = f"--cpu-limit={int(limits.seconds) + 1}"
    with tempfile.NamedTemporaryFile("w", suffix=".p", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        try:
            done = subprocess.run(
                [eprover_path, "--auto", "--proof-object=1", "--tstp-format", "--silent", limit, file.name],
                capture_output=True, text=True, errors="replace", check=False,
                timeout=stopping.milliseconds(limits.seconds) / 1000, preexec_fn=die_with_parent,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return "% SZS status ResourceOut"
        return done.stdout + done.stderr
