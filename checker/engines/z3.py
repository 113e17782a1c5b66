"""Z3, spoken to in SMT-LIB text: proofs by refutation with cores, and candidate models."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from aligncheck.engines import stopping
from aligncheck.engines.contract import NO_RULES, RULES_FALL_SHORT, Answer, Candidate, GaveUp, Limits
from aligncheck.engines.decode import decode
from aligncheck.engines.interpretation import Undecodable, interpretation
from aligncheck.engines.script import Script, encodings
from aligncheck.engines.smtlib import read
from aligncheck.kernel.goal import Goal

NAME = "z3"
SEED = "(set-option :random-seed 0)"
_CORE_MILLISECONDS = 1000


def without_rules(constructs: Iterable[str]) -> str:
    """What an engine says of constructs that it had to leave out."""
    return NO_RULES + ", ".join(constructs)


def session() -> Callable[[str], str]:
    """A fresh Z3: each call goes on where the one before ended, and gives what Z3 prints."""
    import z3

    context = z3.Context()
    return stopping.heeding(lambda text: str(z3.Z3_eval_smtlib2_string(context.ref(), text)), context)


def run(text: str) -> str:
    """What a fresh Z3 prints for a script."""
    return session()(text)


def answer(goal: Goal, limits: Limits) -> Answer:
    """Is there a model of the assumptions in which the conclusion is false?"""
    found: Answer = GaveUp(NAME, "incomplete", "")
    for script, seconds in encodings(goal, limits.seconds):
        found = _unless_interrupted(goal, script, seconds, limits)
        if not isinstance(found, GaveUp):
            break
    return found


def _unless_interrupted(goal: Goal, script: Script, seconds: float, limits: Limits) -> Answer:
    """What is asked when Z3's time is up ends in an exception, as `(get-model)` after a late answer does."""
    import z3

    try:
        return _asked(goal, script, seconds, limits)
    except z3.Z3Exception as problem:
        if not any(each in str(problem) for each in ("canceled", "not available")):
            raise
        return gave_up(NAME, script)


def _asked(goal: Goal, script: Script, seconds: float, limits: Limits) -> Answer:
    milliseconds = stopping.milliseconds(seconds)
    # Z3's algorithm for nonlinear reals keeps no cores: ask without first.
    tracked = not script.nonlinear
    solver = session()
    result = solver(_question(script, tracked, milliseconds)).strip()
    if result == "unsat":
        return script.unsat(NAME, _core(solver, script, tracked, milliseconds))
    if result == "sat":
        return candidate(NAME, goal, script, solver("(get-model)"))
    if "memory" in result:
        return GaveUp(NAME, "memory", f"more than {limits.memory} MiB were needed")
    if "error" in result:
        return GaveUp(NAME, "crashed", result[:300])
    return gave_up(NAME, script)


def gave_up(engine: str, script: Script) -> GaveUp:
    """Why a solver that says `unknown` could not tell."""
    if script.lost:
        return GaveUp(engine, "unsupported", without_rules(script.lost))
    if script.rules:
        return GaveUp(engine, "incomplete", RULES_FALL_SHORT)
    what = [
        word for word, there in (("quantified", script.quantified), ("nonlinear", script.nonlinear)) if there
    ]
    return GaveUp(engine, "incomplete", f"it cannot decide this {' and '.join(what) or 'kind of'} goal")


def candidate(engine: str, goal: Goal, script: Script, printed: str) -> Answer:
    """The model printed, as a candidate, or why there is none."""
    try:
        model = decode(goal, script.encoder, interpretation(printed))
    except Undecodable as undecodable:
        if script.exactness == "weaker":
            return gave_up(engine, script)
        return GaveUp(engine, "incomplete", f"a model was found that holds {undecodable}")
    if script.exactness == "weaker" and not replays(goal, model):
        return gave_up(engine, script)
    return Candidate(engine, script.exactness, model)


def replays(goal: Goal, model: object) -> bool:
    from aligncheck.kernel.evaluate import CannotEvaluate
    from aligncheck.kernel.replay import replay

    try:
        return bool(replay(goal, model))  # type: ignore[arg-type]
    except CannotEvaluate:
        return False


def _core(solver: Callable[[str], str], script: Script, tracked: bool, milliseconds: int) -> list[str] | None:
    if not tracked:
        solver = session()
        if solver(_question(script, True, min(milliseconds, _CORE_MILLISECONDS))).strip() != "unsat":
            return None
    return list(map(str, read(solver("(get-unsat-core)"))[0]))


def _question(script: Script, tracked: bool, milliseconds: int) -> str:
    options = f"{SEED}(set-option :timeout {milliseconds})(set-option :produce-models true)"
    if tracked:
        options += "(set-option :produce-unsat-cores true)"
    return f"{options}\n{script.text(tracked)}\n(check-sat)"
