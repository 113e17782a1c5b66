"""What excludes the degenerate counterexample of a claim, and nothing where the claim fails elsewhere too. Each
text is checked again with the hypothesis that is offered: it is then proved."""

from __future__ import annotations

import pytest

from aligncheck.evidence.outcome import Outcome
from tests.verdicts import checked, messages

FRAMES = (
    "module m\n"
    "use cartesian_frames\n"
    "use biextensional_equivalence\n"
    "given C, D: Frame\n"
    "given S: Set World\n"
    "def C ⊕ D: Frame := { Agent := C.Agent + D.Agent, Env := C.Env * D.Env,\n"
    "  eval := fun left a, (e, f). C.eval(a, e) | right b, (e, f). D.eval(b, f) }\n"
    "def Assume^S(C): Frame := { C with Env := {e: C.Env | forall a. C.eval(a, e) in S} }\n"
    "relation C ◁ D := forall e: C.Env. exists f: D.Env, m: Morphism(C, D). e = m.h(f)\n"
)
THINGS = "module m\nsort Thing\nfunction f: Thing -> Real\nrelation R(x, y: Thing)\n"

MENDED = {
    # Published, under the names of the corpus.
    "N01": (FRAMES, "show Ctrl(C) ∩ Obs(C) = ∅", "nonempty(C.Env)"),
    "N02": (
        FRAMES,
        "show Ensure(C ⊕ D) = Ensure(C) ∪ Ensure(D)",
        "nonempty(C.Agent) or nonempty(C.Env), nonempty(D.Agent) or nonempty(D.Env)",
    ),
    "N21": (FRAMES, "show Assume^(S ∖ S)(C) ≃ top", "nonempty(C.Agent)"),
    "N25": (FRAMES, "assume C ◁ D show Ensure(C) ⊆ Ensure(D)", "nonempty(C.Env)"),
    "E28": (THINGS, "for mu, sigma: Real assume sigma >= 0 show mu + sigma > mu", "sigma != 0"),
    "E49": (
        THINGS,
        "for J: Set Thing, u, v: Thing -> Real\n"
        "  assume forall a in J. u(a) < v(a) show exists a in J. u(a) < v(a)",
        "nonempty(J)",
    ),
    # Of each kind one.
    "zero": (THINGS, "for a, x, y: Real assume a*x = a*y show x = y", "a != 0"),
    "sign": (THINGS, "for a, x, y: Real assume x < y show a*x < a*y", "a > 0"),
    "one": (THINGS, "for a, x: Real assume a*x = x show x = 0", "a != 1"),
    "tie": (THINGS, "for x, y: Real show x < y or y < x", "x != y"),
    "two_zeros": (THINGS, "for a, b: Real show a*b != 0", "a != 0, b != 0"),
    "one_element": (
        THINGS,
        "for x: Thing show exists y: Thing. x != y",
        "exists y, z: Thing. y != z",
    ),
    "constant": (THINGS, "show exists x, y: Thing. f(x) < f(y)", "exists x, y: Thing. f(x) != f(y)"),
    "full_set": (
        THINGS,
        "for A: Set Thing assume forall x: Thing. x in A or f(x) > 0\n  show exists x: Thing. f(x) > 0",
        "exists x: Thing. x ∉ A",
    ),
}  # fmt: skip

ELSEWHERE = {
    "a symmetric relation": (THINGS, "for x, y: Thing assume R(x, y) show R(y, x)"),
    "E04, an invariance": (
        "module m\nuse gradient_descent\n",
        "invariant alignment_factor(L, G) under positive_affine on G",
    ),
    "E05, a missing bridge": (
        "module m\nuse inner_alignment\ngiven M: Model\n",
        "assume optimizes_inside(M) show behaves_robustly(M)",
    ),
    "Y07, costs of either sign": (THINGS, "for p, c: Real assume p > 0, p <= 1 show p*c <= c"),
    "the conclusion itself": (THINGS, "for x, y: Thing show x != y"),
    "the conclusion in other words": (THINGS, "for x: Real show not x = 0"),
    "a contradiction": (THINGS, "for x: Real assume x = 0 show 1 < 0"),
}


def outcome(text: str) -> Outcome:
    (found,) = checked(text).outcomes
    return found


@pytest.mark.parametrize("name", MENDED)
def test_the_weakest_hypothesis_that_excludes_the_degenerate_model_is_offered(name: str) -> None:
    head, claim, hypothesis = MENDED[name]
    found = outcome(f"{head}claim c: {claim}\n")
    assert found.verdict.name == "refuted"
    assert found.given[0] == hypothesis


@pytest.mark.parametrize("name", MENDED)
def test_with_the_hypothesis_the_claim_is_proved_and_has_no_finding(name: str) -> None:
    head, claim, hypothesis = MENDED[name]
    first, show, rest = claim.partition("show ")
    text = f"{head}claim c: {first} assume {hypothesis}\n  {show}{rest}\n"
    assert outcome(text).verdict.name == "proved"
    assert not [each for each in checked(text).problems if each.severity != "remark"]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_nothing_is_offered_where_the_claim_fails_elsewhere_too(name: str) -> None:
    head, claim = ELSEWHERE[name]
    found = outcome(f"{head}claim c: {claim}\n")
    assert found.verdict.name == "refuted"
    assert found.given == ()


def test_the_finding_says_what_is_degenerate_and_what_excludes_it() -> None:
    (problem,) = checked(f"{FRAMES}claim c: show Ctrl(C) ∩ Obs(C) = ∅\n").problems
    assert problem.code == "A701"
    assert problem.help() == "refuted only where `C.Env` is empty: it is proved given `nonempty(C.Env)`"


def test_a_pair_is_told_as_one_case_or_the_other() -> None:
    (problem,) = checked(f"{THINGS}claim c: for a, b: Real show a*b != 0\n").problems
    assert problem.help() == (
        "refuted only where `a` is 0 or `b` is 0: it is proved given `a != 0, b != 0`"
    )  # fmt: skip


def test_what_is_expected_to_be_refuted_is_left_alone() -> None:
    text = f"{THINGS}claim c: for x: Real show x*x > 0 expect refuted\n"
    assert outcome(text).given == ()
    assert messages(text) == []


def test_assumptions_that_contradict_one_another_are_shown_where_they_stand() -> None:
    text = (
        "module m\n"
        "sequence L: Nat -> Real\n"
        "claim Y11: assume L(0) = 0, forall t: Nat. L(t) < L(t+1), forall t: Nat. L(t+1) < L(t)\n"
        "  show L(0) = L(1)\n"
    )
    problem = next(each for each in checked(text).problems if each.code == "A704")
    shown = [label.span.text for label in problem.labels()]
    assert shown == ["forall t: Nat. L(t) < L(t+1)", "forall t: Nat. L(t+1) < L(t)"]
