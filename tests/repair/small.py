"""Texts with one claim named `it`, and what the search for repairs makes of them."""

from __future__ import annotations

from aligncheck.claims.module import readings_of
from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made, edited
from aligncheck.elaborate import elaborate
from aligncheck.evidence.outcome import Outcome
from aligncheck.library.modules import load
from aligncheck.options import Options
from aligncheck.repair.change import Change
from aligncheck.repair.site import Site
from aligncheck.report import Report
from aligncheck.session import check
from aligncheck.source import SourceFile
from aligncheck.syntax import parse
from tests.verdicts import workers

SETS = "sort World\ngiven S, T: Set World\n"
NUMBERS = "constant x, y: Real\n"
FRAMES = """
sort World
structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
default Frame(World)
given C, D: Frame, S, T: Set World
def Ensure(C) := {X: Set World | exists a: C.Agent. forall e: C.Env. C.eval(a, e) in X}
def Image(C) := {C.eval(a, e) | a: C.Agent, e: C.Env}
"""


def site_of(text: str, name: str = "it") -> Site:
    """The claim of a text that is to be repaired."""
    (unit,) = load([Made(SourceFile("text.align", text))], parse, elaborate)
    assert unit.module is not None
    for scope in unit.module.claims:
        for claim, _ in readings_of(unit.module, scope):
            if claim.name == name:
                return Site(scope, unit.module, claim)
    raise LookupError(name)


def after(text: str, change: Change) -> str:
    """The claim as a change leaves it, without what stands before it."""
    return edited(text, change.edits)[text.index("claim it") :]


def report_of(text: str, seconds: float = 20.0) -> Report:
    """The report with repairs; the time is a limit that no test is meant to reach."""
    options = Options(jobs=1, repair_seconds=seconds)
    return run_deep(lambda: check([Made(SourceFile("text.align", text))], options, workers()))


def outcome_of(text: str, name: str = "it") -> Outcome:
    (found,) = [each for each in report_of(text).outcomes if each.claim.name == name]
    return found


def repaired(text: str, name: str = "it") -> list[str]:
    """The claim under each of its repairs, the nearest first."""
    return [edited(text, fix.edits)[text.index(f"claim {name}") :] for fix in outcome_of(text, name).repairs]
