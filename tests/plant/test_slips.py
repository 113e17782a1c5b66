"""True claims that the library does not hold, each with one slip planted by hand: the true one is proved, and the
slip is refuted or found."""

import pytest

from tests.verdicts import checked

FRAMES = """
sort World
structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
default Frame(World)
given C: Frame, S, T: Set World
def Ensure(C) := {S: Set World | exists a: C.Agent. forall e: C.Env. C.eval(a, e) in S}
def Image(C) := {C.eval(a, e) | a: C.Agent, e: C.Env}
"""
LOSSES = """
sequence L: Nat -> Real
transformation positive_affine(a, b: Real) where a > 0 := fun u: Real. a*u + b
quantity drop(X: Nat -> Real) := limit(X) - X(0)
"""
PLANTED = {
    "a union for an intersection": (FRAMES, "claim it: show S ∩ T ⊆ S", "S ∩ T", "S ∪ T"),
    "quantifiers swapped": (
        FRAMES,
        "claim it: assume exists a: C.Agent. forall e: C.Env. C.eval(a, e) in S show "
        "forall e: C.Env. exists a: C.Agent. C.eval(a, e) in S",
        "exists a: C.Agent. forall e: C.Env. C.eval(a, e) in S show",
        "forall a: C.Agent. exists e: C.Env. C.eval(a, e) in S show",
    ),
    "an inhabitant forgotten": (
        FRAMES,
        "claim it: assume nonempty(C.Agent), Image(C) ⊆ S show S in Ensure(C)",
        "nonempty(C.Agent), ",
        "",
    ),
    "a letter mistyped": (FRAMES, "claim it: show Image(C) ∩ S ⊆ S", "Image(C)", "Imgae(C)"),
    "agents for environments": (
        FRAMES,
        "claim it: for a: C.Agent, e: C.Env show C.eval(a, e) in Image(C)",
        "C.eval(a, e)",
        "C.eval(e, a)",
    ),
    "the conclusion assumed": (
        FRAMES,
        "claim it: assume S ⊆ T, S in Ensure(C) show T in Ensure(C)",
        "S in Ensure(C) show",
        "T in Ensure(C) show",
    ),
    "a scale forgotten": (
        LOSSES,
        "claim it: equivariant drop(L) under positive_affine(a, b) on L by fun c. a*c",
        "fun c. a*c",
        "fun c. c",
    ),
}


@pytest.mark.parametrize("slip", PLANTED)
def test_the_true_claim_is_proved(slip: str) -> None:
    setting, claim, _, _ = PLANTED[slip]
    (outcome,) = [each for each in checked(setting + claim).outcomes if each.claim.name == "it"]
    assert outcome.verdict.name == "proved"


@pytest.mark.parametrize("slip", PLANTED)
def test_the_slip_is_caught(slip: str) -> None:
    setting, claim, right, wrong = PLANTED[slip]
    assert right in claim
    report = checked(setting + claim.replace(right, wrong, 1))
    (outcome,) = [each for each in report.outcomes if each.claim.name == "it"]
    found = [each for each in report.problems if each.severity != "remark"]
    assert found and (outcome.verdict.name in ("refuted", "ill_formed") or found[0].code == "A602")
