"""Evidence is judged by the kernel when it is read: what does not show a verdict about this claim makes none."""

from dataclasses import fields, replace

import pytest

from aligncheck.evidence.outcome import Outcome
from aligncheck.kernel.rules import Drop, Instance
from aligncheck.kernel.values import Model
from aligncheck.store.evidence import NothingToKeep, evidence_of, judged
from aligncheck.store.forms import About, Derived, Evidence, Evident, Proof, Remembered, Rests, Said
from aligncheck.store.outcomes import recalled, remembered
from aligncheck.store.shows import shows
from aligncheck.store.table import Damaged, digest
from tests.store.small import COLOURS, FORMS, outcome

KINDS = {
    "transitive_same": "proved",
    "transitive_any": "refuted",
    "consistent_one": "satisfied",
    "consistent_not": "contradicted",
    "independent_sym": "satisfied",
    "not_independent": "contradicted",
    "independent_vacuous": "vacuous",
    "only_given": "refuted",
    "contradictory": "vacuous",
    "with_witness": "proved",
    "several": "proved",
}


def marked(of: Outcome) -> Evidence:
    return evidence_of(of, {}, digest)


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_a_verdict_of_every_kind_is_made_again_from_its_evidence(name: str, kind: str) -> None:
    found = outcome(FORMS, name)
    evidence = marked(found)
    assert evidence.verdict.kind == kind
    assert shows(found.claim, evidence)
    verdict, steps = judged(evidence, found.claim, {}, digest)
    assert (type(verdict), verdict.name) == (type(found.verdict), found.verdict.name)
    assert [(label, step.name) for label, step in steps] == [(a, b.name) for a, b in found.steps]


def test_a_combination_of_polynomials_is_multiplied_out_again() -> None:
    found = outcome("claim means: for x, y: Real show x^2 + y^2 >= 2*x*y\n", "means")
    evidence = marked(found)
    assert "Combination" in repr(evidence)
    assert judged(evidence, found.claim, {}, digest)[0].name == "proved"


def test_a_counterexample_comes_back_with_its_goal_and_its_model() -> None:
    found = outcome(FORMS, "transitive_any")
    assert judged(marked(found), found.claim, {}, digest)[0] == found.verdict


def test_a_model_that_is_none_is_refused() -> None:
    found = outcome(COLOURS, "never")
    evidence = marked(found)
    (held,) = evidence.counterexamples
    for model in (Model({}, {}), Model({**held.model.carriers, "W": 0}, held.model.constants)):
        with pytest.raises(Damaged):
            judged(replace(evidence, counterexamples=(replace(held, model=model),)), found.claim, {}, digest)


def test_the_word_of_an_engine_counts_for_its_own_goal_alone() -> None:
    found = outcome(COLOURS, "warms")
    evidence = marked(found)
    assert judged(evidence, found.claim, {}, digest)[0].name == "proved"
    for other in ("colds", "never"):
        with pytest.raises(Damaged, match="another goal"):
            judged(evidence, outcome(COLOURS, other).claim, {}, digest)


def test_evidence_about_something_else_shows_nothing() -> None:
    found = outcome(COLOURS, "warms")
    evidence = marked(found)
    said = (Proof(About("assumptions"), Said("z3", "exact", None, "")),)
    assert not shows(found.claim, replace(evidence, proofs=said, verdict=Rests("proved", (0,))))
    assert not shows(found.claim, replace(evidence, verdict=Rests("proved", ())))
    assert not shows(found.claim, replace(evidence, verdict=Rests("proved", (7,))))
    assert not shows(found.claim, replace(evidence, verdict=Rests("satisfied", (0,))))
    several = outcome(FORMS, "several")
    assert not shows(several.claim, replace(marked(several), verdict=Rests("proved", (0, 0, 0))))


def test_a_model_of_some_of_the_assumptions_refutes_nothing() -> None:
    found = outcome(COLOURS, "never")
    evidence = marked(found)
    fewer = replace(evidence.counterexamples[0], about=About("conclusion 1", ()))
    assert not shows(found.claim, replace(evidence, counterexamples=(fewer,)))


def test_what_is_proved_only_given_more_needs_both_halves() -> None:
    found = outcome(FORMS, "only_given")
    evidence = marked(found)
    _, rests = evidence.steps[-1]
    assert shows(found.claim, evidence)
    plain = replace(evidence.proofs[rests.on[0]], about=About("conclusion 1"))
    assert not shows(found.claim, replace(evidence, proofs=(plain,)))
    assert not shows(found.claim, replace(evidence, steps=()))


@pytest.mark.parametrize(
    "derivation",
    [
        Evident(),
        Derived(Instance(9), (Evident(),)),
        Derived(Drop((0,)), ()),
        Derived(Drop((0,)), (Evident(), Evident())),
        Derived(Instance(0, terms=("no term",)), (Evident(),)),  # type: ignore[arg-type]
        Said("z3", "exact", (99,), ""),
        Said("z3", "stronger", None, ""),  # type: ignore[arg-type]
    ],
)
def test_steps_that_do_not_fit_are_refused(derivation: object) -> None:
    found = outcome(COLOURS, "warms")
    proof = Proof(About("conclusion 1"), derivation)  # type: ignore[arg-type]
    with pytest.raises(Damaged):
        judged(replace(marked(found), proofs=(proof,)), found.claim, {})


def test_what_is_not_settled_is_not_kept() -> None:
    found = outcome(COLOURS, "warms")
    with pytest.raises(NothingToKeep):
        remembered(replace(found, satisfiable="unknown"), {})


def test_all_that_an_outcome_says_is_kept() -> None:
    kept = {each.name for each in fields(Remembered)} | {each.name for each in fields(Evidence)}
    of_the_run = {"claim", "seconds"}
    searched_again = {"repairs"}
    only_where_asked_for = {"further"}  # Such a run is not kept.
    assert {
        each.name for each in fields(Outcome)
    } - kept == of_the_run | searched_again | only_where_asked_for


def test_an_outcome_is_recalled_as_it_was() -> None:
    found = outcome(COLOURS, "colds")
    again = recalled(remembered(found, {}), found.claim, {})
    for each in fields(Outcome):
        if each.name not in ("verdict", "steps", "seconds"):
            assert getattr(again, each.name) == getattr(found, each.name)
