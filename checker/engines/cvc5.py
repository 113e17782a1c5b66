"""cvc5, spoken to in SMT-LIB text: it proves by instantiation, and finds finite models where Z3 has none."""

from __future__ import annotations

import time
from collections.abc import Callable

from aligncheck.engines import stopping
from aligncheck.engines.contract import Answer, GaveUp, Limits
from aligncheck.engines.script import Script, encodings
from aligncheck.engines.smtlib import read
from aligncheck.engines.z3 import candidate, gave_up
from aligncheck.kernel.clock import SLOWEST
from aligncheck.kernel.goal import Goal

NAME = "cvc5"
# The finite-model finder answers at once or hardly ever: it goes first, for this part of the time.
_FINDER_SHARE, _FINDER_MOST = 0.3, 2.0
_ENOUGH = 0.7
"""The part of its time that must have been counted."""


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
        began = stopping.now()
        found = _in_time(goal, script, finder, ("finite-model-find", "true"))
        if found is not None:
            return found
        seconds -= stopping.now() - began
    options: tuple[tuple[str, str], ...] = ()
    if script.rules:
        # The rules speak of elements for which no term stands in the goal.
        options = (("enum-inst", "true"),)
    elif script.nonlinear and not script.quantified:
        options = (("nl-cov", "true"),)
    return _in_time(goal, script, seconds, *options)


def _in_time(goal: Goal, script: Script, seconds: float, *options: tuple[str, str]) -> Answer | None:
    """The answer in so many seconds. The limit of cvc5 is by the wall clock, and nothing interrupts it: where the race
    counts less time than that, it is tried once more, for as long as it takes to have the time."""
    began, wall = stopping.now(), time.monotonic()
    found = _asked(goal, script, max(1, int(seconds * 1000)), *options)
    counted, passed = stopping.now() - began, time.monotonic() - wall
    if found is not None or passed < seconds or counted > _ENOUGH * seconds:
        return found
    slower = min(passed / max(counted, 0.001), SLOWEST)
    return _asked(goal, script, int(seconds * slower * 1000), *options)


def _asked(goal: Goal, script: Script, milliseconds: int, *options: tuple[str, str]) -> Answer | None:
    """The answer under these options, None where there is none."""
    solver = session(milliseconds, ("produce-unsat-cores", "true"), *options)
    result = solver(f"{script.text(tracked=True)}\n(check-sat)\n").strip()
    if result == "unsat":
        return script.unsat(NAME, map(str, read(solver("(get-unsat-core)\n"))[0]))
    if result == "sat":
        return candidate(NAME, goal, script, solver("(get-model)\n"))
    return None
