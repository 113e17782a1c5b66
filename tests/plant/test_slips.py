"""True claims, each with one slip planted: the true one is proved, and the slip is refuted or found."""

import pytest

from tests.verdicts import checked

FRAMES = """
sort World
structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
default Frame(World)
given C, D: Frame, S, T: Set World
structure Morphism(C, D: Frame) {
  g: C.Agent -> D.Agent
  h: D.Env -> C.Env
  law: forall a: C.Agent, f: D.Env. C.eval(a, h(f)) = D.eval(g(a), f)
}
def Ensure(C) := {S: Set World | exists a: C.Agent. forall e: C.Env. C.eval(a, e) in S}
def Image(C) := {C.eval(a, e) | a: C.Agent, e: C.Env}
relation linked(C, D) := exists m: Morphism(C, D). true
"""
OPTIMIZERS = """
objective base, behavioral, mesa
optimizer Researcher { pursues base }
optimizer Agent    built by Researcher { trained on base       pursues behavioral }
optimizer SubAgent built by Agent      { trained on behavioral pursues mesa }
relation aligned(x, y: Objective)
def objective_robust(a: Optimizer) := aligned(pursued(a), trained_on(a))
def inner_aligned(base, mesa: Optimizer) := aligned(pursued(mesa), pursued(base))
"""
LOSSES = """
sequence L: Nat -> Real
transformation positive_affine(a, b: Real) where a > 0 := fun u: Real. a*u + b
quantity drop(X: Nat -> Real) := limit(X) - X(0)
"""
CHAIN = """claim it {
  family C[i in 0..2]: Frame
  assume for i in {0, 1}: linked(C[i], C[i+1])
  show linked(C[0], C[2])
}"""

PLANTED = {
    "the wrong way round": (
        FRAMES,
        "claim it: assume S ⊆ T, S in Ensure(C) show T in Ensure(C)",
        "S ⊆ T",
        "T ⊆ S",
    ),
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
    "an index set too long": (FRAMES, CHAIN, "{0, 1}", "{0, 1, 2}"),
    "an index set too short": (FRAMES, CHAIN, "{0, 1}", "{1}"),
    "an index off by one": (FRAMES, CHAIN, "C[i+1]", "C[i-1]"),
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
    "roles exchanged": (
        OPTIMIZERS,
        "claim it: reduces objective_robust(Agent) to inner_aligned via base := Researcher, mesa := Agent",
        "base := Researcher, mesa := Agent",
        "base := Agent, mesa := Researcher",
    ),
    "one level too many": (OPTIMIZERS, "claim it: show level(SubAgent) = 2", "= 2", "= 3"),
    "transitivity forgotten": (
        OPTIMIZERS,
        "claim it: assume transitive(aligned), inner_aligned(Researcher, Agent), inner_aligned(Agent, SubAgent)"
        " show inner_aligned(Researcher, SubAgent)",
        "transitive(aligned), ",
        "",
    ),
    "a limit that may not exist": (
        LOSSES,
        "claim it: assume converges(L) show drop(L) = limit(L) - L(0)",
        "assume converges(L) ",
        "",
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
