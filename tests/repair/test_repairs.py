"""Failing claims and what is offered: the claim that was meant first, and nothing that says less than it seems."""

import pytest

from aligncheck.diagnostics import edited
from tests.repair.small import FRAMES, NUMBERS, SETS, outcome_of, repaired, report_of

LEVELS = """
objective base, behavioral, mesa
optimizer Researcher { pursues base }
optimizer Agent    built by Researcher { trained on base       pursues behavioral }
optimizer SubAgent built by Agent      { trained on behavioral pursues mesa }
relation aligned(x, y: Objective)
def inner_aligned(base, mesa: Optimizer) := aligned(pursued(mesa), pursued(base))
"""
LOSSES = """
sequence L: Nat -> Real
quantity drop(X: Nat -> Real) := limit(X) - X(0)
"""
CHAIN = """claim it {
  family C[i in 0..2]: Frame
  assume for i in {0, 1}: Image(C[i]) ⊆ Image(C[i+1])
  show Image(C[0]) ⊆ Image(C[2])
}"""

MEANT = {
    "an inclusion the wrong way round": (
        FRAMES,
        "claim it: assume S ⊆ T, S in Ensure(C) show T in Ensure(C)",
        ("S ⊆ T", "T ⊆ S"),
    ),
    "quantifiers the wrong way round": (
        FRAMES,
        "claim it: assume exists a: C.Agent. forall e: C.Env. C.eval(a, e) in S, S ⊆ T show T in Ensure(C)",
        ("exists a: C.Agent. forall e: C.Env.", "forall e: C.Env. exists a: C.Agent."),
    ),
    "an inhabitant forgotten": (
        FRAMES,
        "claim it: assume Image(C) ⊆ S, nonempty(C.Agent) show S in Ensure(C)",
        (", nonempty(C.Agent)", ""),
    ),
    "an index set too long": (FRAMES, CHAIN, ("{0, 1}", "{0, 1, 2}")),
    "an index set too short": (FRAMES, CHAIN, ("{0, 1}", "{1}")),
    "an index off by one": (FRAMES, CHAIN, ("C[i+1]", "C[i+2]")),
    "a sign": (NUMBERS, "claim it: assume x > 0, y > 0 show x + y > 0", ("x + y > 0", "x - y > 0")),
    "the conclusion assumed": (
        FRAMES,
        "claim it: assume S ⊆ T, S in Ensure(C) show T in Ensure(C)",
        ("S in Ensure(C)", "T in Ensure(C)"),
    ),
    "a level too many": (LEVELS, "claim it: show level(SubAgent) = 2", ("= 2", "= 3")),
    "transitivity forgotten": (
        LEVELS,
        "claim it: assume inner_aligned(Researcher, Agent), inner_aligned(Agent, SubAgent), transitive(aligned)\n"
        "  show inner_aligned(Researcher, SubAgent)",
        (", transitive(aligned)", ""),
    ),
    "a limit that may not exist": (
        LOSSES,
        "claim it: assume converges(L) show drop(L) = limit(L) - L(0)",
        ("assume converges(L) ", ""),
    ),
}


@pytest.mark.parametrize("slip", MEANT)
def test_the_first_repair_is_what_was_meant(slip: str) -> None:
    setting, claim, (right, wrong) = MEANT[slip]
    text = setting + claim.replace(right, wrong, 1)
    assert repaired(text)[0] == claim


def test_a_claim_that_needs_no_repair_gets_none() -> None:
    assert outcome_of(SETS + "claim it: assume S ⊆ T, T ⊆ S show S = T").repairs == ()
    assert outcome_of(SETS + "claim it: show S ⊆ T expect refuted").repairs == ()


def test_no_time_for_repairs_gives_none() -> None:
    (outcome,) = report_of(SETS + "claim it: assume S = T show S ≠ T", seconds=0).outcomes
    assert outcome.verdict.name == "refuted"
    assert outcome.repairs == ()


@pytest.mark.parametrize(
    "claim",
    [
        "claim it: assume S ⊆ T show T ⊆ S",  # `T ⊆ S` assumed is the conclusion itself
        "claim it: for x: World assume x in S show x in T",
        "claim it: show S = T",
    ],
)
def test_no_repair_assumes_what_is_to_be_shown(claim: str) -> None:
    text = SETS + claim
    shown = claim.split("show ")[1]
    for made in repaired(text):
        before, conclusion = made.split("show ")
        assert conclusion.strip() not in before, made
        assert shown not in before, made


def test_what_is_offered_is_proved_when_it_is_made() -> None:
    text = FRAMES + "claim it: assume Image(C) ⊆ S show S in Ensure(C)"
    outcome = outcome_of(text)
    assert outcome.repairs
    for fix in outcome.repairs:
        again = outcome_of(edited(text, fix.edits))
        assert (again.verdict.name, again.satisfiable) == ("proved", "yes"), fix.title


def test_no_repair_makes_the_assumptions_contradict_one_another() -> None:
    text = NUMBERS + "claim it: assume x > 0 show x < 0"
    for made in repaired(text):
        assert outcome_of(NUMBERS + made).verdict.name == "proved", made


def test_a_vacuous_claim_is_repaired_at_its_assumptions() -> None:
    text = NUMBERS + "claim it: assume x > 0, x < 0, y > x show y > 0"
    assert outcome_of(text).verdict.name == "vacuous"
    assert "claim it: assume x > 0, x > 0, y > x show y > 0" not in repaired(text)
    assert "claim it: assume x > 0, y > x show y > 0" in repaired(text)


def test_a_weaker_assumption_is_offered_before_a_stronger_one_and_instead_of_it() -> None:
    text = LEVELS + (
        "claim it: assume inner_aligned(Researcher, Agent), inner_aligned(Agent, SubAgent)\n"
        "  show inner_aligned(Researcher, SubAgent)"
    )
    titles = [fix.title for fix in outcome_of(text).repairs]
    assert titles[0] == "assume `transitive(aligned)`"
    assert "assume `equivalence(aligned)`" not in titles


def test_an_identity_is_not_made_of_both_sides() -> None:
    text = SETS + "def both(X, Y: Set World) := X ∪ Y\nclaim it: show both(S, T) = both(S, S)"
    assert "claim it: show both(S, S) = both(S, S)" not in repaired(text)
    assert "claim it: show both(S, T) = both(S, T)" not in repaired(text)


def test_two_runs_offer_the_same() -> None:
    text = FRAMES + "claim it: assume T ⊆ S, S in Ensure(C) show T in Ensure(C)"
    assert repaired(text) == repaired(text)


BOTH_WAYS = """sort World
relation R(x, y: World)
def linked(x, y: World) := R(x, y) or R(x, y)
claim it: for v, w: World assume linked(v, w) show linked(w, v)
"""


def test_a_slip_in_a_definition_is_mended_there() -> None:
    fixes = [edited(BOTH_WAYS, fix.edits) for fix in outcome_of(BOTH_WAYS).repairs]
    assert BOTH_WAYS.replace("or R(x, y)", "or R(y, x)") in fixes


def test_a_definition_is_not_changed_where_another_claim_needs_it_as_it_is() -> None:
    needed = BOTH_WAYS + "claim other: for v, w: World assume linked(v, w) show R(v, w)\n"
    mended = needed.replace("or R(x, y)", "or R(y, x)", 1)
    outcomes = {each.claim.name: each for each in report_of(needed).outcomes}
    assert outcomes["other"].verdict.name == "proved"
    assert mended not in [edited(needed, fix.edits) for fix in outcomes["it"].repairs]
    assert {each.claim.name for each in report_of(mended).outcomes if not each.ok} == {"other"}


def test_a_definition_kept_as_printed_is_where_the_slip_is_looked_for_first() -> None:
    text = (
        FRAMES
        + "printed def Can(C: Frame) := {X: Set World | forall e: C.Env. exists a: C.Agent. C.eval(a, e) in X}\n"
        + "corrected def Can(C: Frame) := {X: Set World | exists a: C.Agent. forall e: C.Env. C.eval(a, e) in X}\n"
        + "def C^*: Frame := { Agent := C.Env, Env := C.Agent, eval := fun e, a. C.eval(a, e) }\n"
        + "claim it: assume S in Can(C), T in Can(C^*)\n  printed show S ∩ T ≠ ∅\n  corrected show S ∩ T ≠ ∅\n"
    )
    first = outcome_of(text, "it (printed)").repairs[0]
    printed, corrected = "forall e: C.Env. exists a: C.Agent. ", "exists a: C.Agent. forall e: C.Env. "
    assert edited(text, first.edits) == text.replace(f"| {printed}", f"| {corrected}")
