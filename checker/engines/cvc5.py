"""cvc5, spoken to in SMT-LIB text: it proves by instantiation, and finds finite models where Z3 has none."""

from __future__ import annotations

from collections.abc import Callable

from aligncheck.engines import stopping
from aligncheck.engines.contract import Answer, GaveUp, Limits, Unsat
from aligncheck.engines.script import Script, encodings
from aligncheck.engines.smtlib import read
from aligncheck.engines.z3 import candidate, gave_up
from aligncheck.kernel.goal import Goal

NAME = "cvc5"
# The finite-model finder answers at once or hardly ever: it goes first, for this part of the time.
_FINDER_SHARE, _FINDER_MOST = 0.3, 2.0


def session(milliseconds: int, *options: tuple[str, str]) -> Callable[[str], str]:
    """A fresh cvc5: each call goes on where the one before ended, and gives what cvc5 prints."""
    import cvc5

    manager = cvc5.TermManager()
    solver = cvc5.Solver(manager)
    for option, value in (
        ("produce-models", "true"),
        ("seed", "0"),
        ("tlimit-per", str(milliseconds)),
        *options,
    ):
        solver.setOption(option, value)
    solver.setLogic("ALL")
    symbols = cvc5.SymbolManager(manager)
    parser = cvc5.InputParser(solver, symbols)
    parser.setIncrementalStringInput(cvc5.InputLanguage.SMT_LIB_2_6, "question")

    def run(text: str) -> str:
        parser.appendIncrementalStringInput(text)
        printed = []
        while not (command := parser.nextCommand()).isNull():
            printed.append(command.invoke(solver, symbols))
        return "".join(printed)

    return stopping.heeding(run)


def answer(goal: Goal, limits: Limits) -> Answer:
    """Is there a model of the assumptions in which the conclusion is false?"""
    found: Answer | None = None
    for script, seconds in encodings(goal, limits.seconds):
        found = _by_turns(goal, script, seconds)
        if found is not None and not isinstance(found, GaveUp):
            break
    return found or gave_up(NAME, script)


def _by_turns(goal: Goal, script: Script, seconds: float) -> Answer | None:
    """The answer of the finite-model finder where it may have one, else of the instantiation."""
    if script.quantified and not script.nonlinear and " Real" not in script.declarations:
        finder = min(_FINDER_MOST, seconds * _FINDER_SHARE)
        found = _asked(goal, script, finder, ("finite-model-find", "true"))
        if found is not None:
            return found
        seconds -= finder
    options = (("nl-cov", "true"),) if script.nonlinear and not script.quantified else ()
    return _asked(goal, script, seconds, *options)


def _asked(goal: Goal, script: Script, seconds: float, *options: tuple[str, str]) -> Answer | None:
    """The answer under these options, None where there is none."""
    solver = session(max(1, int(seconds * 1000)), ("produce-unsat-cores", "true"), *options)
    result = solver(f"{script.text(tracked=True)}\n(check-sat)\n").strip()
    if result == "unsat":
        core = script.core(str(name) for name in read(solver("(get-unsat-core)\n"))[0])
        return Unsat(NAME, script.exactness, core)
    if result == "sat":
        return candidate(NAME, goal, script, solver("(get-model)\n"))
    return None
