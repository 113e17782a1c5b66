"""`using` a proved equivalence: a claim about a large definition is refuted by a model of its small form."""

from __future__ import annotations

from functools import cache

from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made
from aligncheck.evidence.outcome import Outcome
from aligncheck.options import Options
from aligncheck.session import check
from aligncheck.source import SourceFile
from aligncheck.store.outcomes import recalled, remembered

TEXT = """\
module sub

sort World
structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
default Frame(World)
given C, D: Frame

/// A frame in which some environment of another one says what each option may lead to.
relation led(C: Frame) := exists D: Frame. exists g: C.Agent -> D.Agent, x: D.Env.
  forall a: C.Agent. exists e: C.Env. C.eval(a, e) = D.eval(g(a), x)

claim small: show led(C) <-> (nonempty(C.Env) or empty(C.Agent))
claim all_led: show led(C) expect refuted using small
claim one_leads_to_the_other: show led(C) -> led(D) expect refuted using small
claim led_where_there_is_any: assume nonempty(C.Env) show led(C) using small
claim in_words: assume nonempty(C.Agent) show led(C) <-> nonempty(C.Env)
claim not_given: show led(C) expect unknown using in_words
claim met: assume nonempty(C.Agent) show led(C) expect refuted using in_words
claim wrong: show led(C) <-> nonempty(C.Env) expect refuted
claim by_what_is_wrong: show led(D) -> led(C) using wrong expect unknown
claim itself: show led(C) <-> nonempty(C.Agent) using itself expect ill_formed A618
"""


@cache
def outcomes() -> dict[str, Outcome]:
    report = run_deep(lambda: check([Made(SourceFile("sub.align", TEXT))], Options(repair_seconds=0)))
    return {each.claim.name: each for each in report.outcomes}


def test_all_is_as_expected() -> None:
    assert {name: each.verdict.name for name, each in outcomes().items() if not each.ok} == {}


def test_a_false_claim_about_a_large_definition_has_a_counterexample() -> None:
    found = outcomes()["all_led"]
    assert found.verdict.name == "refuted"
    assert found.verdict.model.carriers["C.Env"] == 0 < found.verdict.model.carriers["C.Agent"]


def test_each_instance_of_the_definition_is_restated() -> None:
    model = outcomes()["one_leads_to_the_other"].verdict.model
    assert model.carriers["D.Env"] == 0 < model.carriers["D.Agent"]


def test_a_counterexample_is_no_better_than_the_lemma_that_it_rests_on() -> None:
    assert outcomes()["all_led"].grade == outcomes()["small"].grade == "single"


def test_a_lemma_helps_only_where_what_it_supposes_holds() -> None:
    assert outcomes()["not_given"].verdict.name == "unknown"
    assert outcomes()["met"].verdict.name == "refuted"


def test_what_is_not_proved_stands_in_for_nothing() -> None:
    assert outcomes()["by_what_is_wrong"].verdict.name == "unknown"
    assert outcomes()["itself"].verdict.name == "ill_formed"


def test_it_is_recalled_as_it_was_judged() -> None:
    for name in ("all_led", "led_where_there_is_any", "met"):
        outcome = outcomes()[name]
        earlier = {lemma: outcomes()[lemma] for lemma in outcome.claim.lemmas}
        again = recalled(remembered(outcome, earlier), outcome.claim, earlier)
        assert (again.verdict.name, again.grade) == (outcome.verdict.name, outcome.grade)
        assert getattr(again.verdict, "model", None) == getattr(outcome.verdict, "model", None)
