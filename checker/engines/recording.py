"""Engines with a record of what they were asked about one claim, to be written out as SMT-LIB."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from aligncheck.engines.contract import Answer, Candidate, Limits, Unsat
from aligncheck.engines.portfolio import Portfolio, fitting
from aligncheck.engines.questions import Status, question
from aligncheck.engines.script import Script, encode
from aligncheck.engines.shapes import Unsupported
from aligncheck.engines.z3 import replays
from aligncheck.kernel.goal import Goal
from aligncheck.records import dataclass

SOLVERS = ("z3", "cvc5")
"""Those that are asked in SMT-LIB."""
OURS = re.compile(r"\d{3}-.*\.smt2")
ASKED_IN_TURN = "asked with the nearest rules first, and with products taken for unknown numbers before these"
ASKED_TWICE = "cvc5 is asked with --finite-model-find first, then without it"


@dataclass(slots=True)
class Asked:
    """One goal, the step of the claim that it was first asked for, and who was asked and answered."""

    step: str
    engines: dict[str, None]
    answers: dict[str, Answer]


class Recording:
    """A portfolio for one claim. `step`: what the questions that follow are for (evidence.steps)."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.step = ""
        self._asked: dict[Goal, Asked] = {}

    def names(self) -> Sequence[str]:
        return self.portfolio.names()

    def ask(self, engine: str, goal: Goal, limits: Limits) -> Answer:
        return self.race(goal, limits, (engine,))[-1]

    def race(self, goal: Goal, limits: Limits, engines: Sequence[str] | None = None) -> tuple[Answer, ...]:
        entrants = tuple(engines) if engines is not None else fitting(goal)
        asked = self._asked.setdefault(goal, Asked(self.step, {}, {}))
        asked.engines.update(dict.fromkeys(entrants))
        answers = self.portfolio.race(goal, limits, engines)
        asked.answers.update({each.engine: each for each in answers})
        return answers

    def write(self, folder: Path, about: str) -> None:
        """A file for each question and each engine that takes SMT-LIB, in `folder`; what an earlier run wrote
        there goes. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            if OURS.fullmatch(old.name):
                old.unlink()
        for number, (goal, asked) in enumerate(self._asked.items(), start=1):
            script = _encoded(goal)
            if script is None:
                continue
            for engine in (each for each in SOLVERS if each in asked.engines):
                text = _file(engine, goal, asked, script, about)
                name = f"{number:03}-{slug(asked.step)}.{engine}.smt2"
                (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _file(engine: str, goal: Goal, asked: Asked, script: Script, about: str) -> str:
    heading = [f"what {engine} was asked of {about}", f"step: {asked.step}"]
    if engine == "cvc5" and script.quantified and not script.nonlinear:
        heading.append(ASKED_TWICE)
    answer = asked.answers.get(engine)
    if isinstance(answer, Unsat) and answer.core is not None and answer.rules:
        assumptions = ", ".join(str(number + 1) for number in answer.core)
        heading.append(
            f"proved from assumptions {assumptions} and rules {', '.join(each.rule for each in answer.rules)}"
        )
    elif script.rules:
        heading.append(ASKED_IN_TURN)
    others = [each for each in asked.engines if each not in SOLVERS]
    if others:
        heading.append(f"asked too, in no form of SMT-LIB: {', '.join(others)}")
    tracked = engine == "cvc5" or not script.nonlinear
    return question(script, goal, tracked, heading, _status(goal, asked, script))


def _encoded(goal: Goal) -> Script | None:
    """The script, none where the solvers could not be asked at all."""
    try:
        return encode(goal)
    except (Unsupported, TypeError, RecursionError):
        return None


def _status(goal: Goal, asked: Asked, script: Script) -> Status:
    """What is known of the script: a confirmed counterexample is a model of it; a proof of the goal shows that
    there is none if the script says all that the goal does, or if it was the proof of a solver that had it."""
    for engine, answer in asked.answers.items():
        if isinstance(answer, Candidate) and replays(goal, answer.model):
            return "sat"
        if isinstance(answer, Unsat) and (engine in SOLVERS or script.exactness == "exact"):
            return "unsat"
    return "unknown"


def slug(text: str) -> str:
    """A text as part of a file's name."""
    words = re.sub(r"[^\w.]+", "_", text).strip("_.")
    return words[:60] or "_"
