"""Each operator on a text so small that all its slips can be thought out."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligncheck.elaborate import elaborate
from aligncheck.source import SourceFile
from aligncheck.syntax import parse, show, tree
from tests.plant.claims import TrueClaim, mutants_of
from tests.plant.operators import OPERATORS
from tests.plant.surface import claim_in

FRAMES = """
sort World
structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
default Frame(World)
given C, D: Frame, S, T: Set World
relation linked(C, D: Frame) := nonempty(C.Agent) -> nonempty(D.Agent)
def Image(C) := {C.eval(a, e) | a: C.Agent, e: C.Env}
def Ensure(C) := {S: Set World | exists a: C.Agent. forall e: C.Env. C.eval(a, e) in S}
def Prevent(C) := {S: Set World | exists a: C.Agent. forall e: C.Env. C.eval(a, e) ∉ S}
"""
LEVELS = """
objective base, behavioral
optimizer Researcher { pursues base }
optimizer Agent built by Researcher { trained on base pursues behavioral }
relation aligned(x, y: Objective)
def inner_aligned(base, mesa: Optimizer) := aligned(pursued(mesa), pursued(base))
def objective_robust(a: Optimizer) := aligned(pursued(a), trained_on(a))
structure Model { act: Objective  base, mesa: Optimizer }
given M: Model
"""
LOSSES = """
sequence L, L', G: Nat -> Real
constant x, y: Real
quantity drop(X: Nat -> Real) := limit(X) - X(0)
"""
CHAIN = "claim it {{ family C[i in 0..2]: Frame assume {} show linked(C[0], C[2]) }}"


def origin(setting: str, text: str) -> TrueClaim:
    module = elaborate(parse(SourceFile("setting.align", setting + text)).value, {})
    claim = claim_in(text)
    assert not module.problems and claim is not None
    return TrueClaim(Path("setting.align"), claim, setting, module.value)


def planted(operator: str, setting: str, text: str) -> set[str]:
    """The claims that one operator makes of a claim, without their heads."""
    found = mutants_of(origin(setting, text), (operator,))
    return {" ".join(body(mutant.written).split()) for mutant in found}


def body(claim: tree.ClaimDecl) -> str:
    return "\n".join(show(each) for each in (*claim.locals, *claim.clauses))


def of_show(operator: str, setting: str, shown: str) -> set[str]:
    """What the operator makes of a conclusion that stands alone."""
    return {each.removeprefix("show ") for each in planted(operator, setting, f"claim it: show {shown}")}


def in_chain(operator: str, link: str) -> set[str]:
    """What the operator makes of a chain of frames, where every other part is as it was."""
    return planted(operator, FRAMES, CHAIN.format(link))


def chain(link: str = "C[i], C[i + 1]", shown: str = "C[0], C[2]") -> str:
    return f"family C[i ∈ 0..2]: Frame assume ∀ i ∈ {{0, 1}}. linked({link}) show linked({shown})"


def test_an_index_is_moved_by_one_and_never_below_zero() -> None:
    links = ("C[i - 1], C[i + 1]", "C[i + 1], C[i + 1]", "C[i], C[i]", "C[i], C[i + 2]")
    conclusions = ("C[1], C[2]", "C[0], C[1]", "C[0], C[3]")
    assert in_chain("index", "for i in {0, 1}: linked(C[i], C[i+1])") == {
        *(chain(link=each) for each in links),
        *(chain(shown=each) for each in conclusions),
    }


def test_the_argument_of_a_sequence_is_an_index() -> None:
    assert of_show("index", LOSSES, "L(0) = x") == {"L(1) = x"}
    assert of_show("index", LOSSES, "drop(L) = x") == set()


def test_a_factor_in_an_index_is_a_number_of_its_own() -> None:
    assert of_show("index", LOSSES, "eventually t. L(2*t) = x") == {
        "eventually t. L(2 * t + 1) = x",
        "eventually t. L(2 * t - 1) = x",
        "eventually t. L(1 * t) = x",
        "eventually t. L(3 * t) = x",
    }


def test_each_end_of_a_range_is_moved() -> None:
    found = in_chain("range", "linked(C[0], C[1])")
    assert {each.split(":")[0] for each in found} == {
        "family C[i ∈ 1..2]", "family C[i ∈ 0..1]", "family C[i ∈ 0..3]"
    }  # fmt: skip


def test_a_written_index_set_loses_and_gains_an_end() -> None:
    found = in_chain("range", "for i in {0, 1}: linked(C[i], C[i+1])")
    sets = {each.split("∀ i ∈ ")[1].split(".")[0] for each in found}
    assert sets == {"{0, 1}", "{1}", "{0}", "{0, 1, 2}", "{1, 2}"}


def test_other_numbers_are_no_indices() -> None:
    assert of_show("numeral", LOSSES, "L(0) = 1") == {"L(0) = 0", "L(0) = 2"}


def test_bound_names_change_places() -> None:
    nested = "∀ a: C.Agent. ∃ e: C.Env. C.eval(a, e) ∈ S"
    assert of_show("binders", FRAMES, nested) == {"∀ e: C.Agent. ∃ a: C.Env. C.eval(a, e) ∈ S"}
    apart = "forall a: C.Agent, e: C.Env. C.eval(a, e) in S"
    assert of_show("binders", FRAMES, apart) == {"∀ e: C.Agent, a: C.Env. C.eval(a, e) ∈ S"}


def test_names_of_one_type_in_one_list_may_change_places_unseen() -> None:
    assert of_show("binders", FRAMES, "forall v, w: World. v in S -> w in S") == set()


def test_quantifiers_are_turned_one_by_one_and_together() -> None:
    assert of_show("quantifier", FRAMES, "∀ a: C.Agent. ∃ e: C.Env. C.eval(a, e) ∈ S") == {
        "∃ a: C.Agent. ∃ e: C.Env. C.eval(a, e) ∈ S",
        "∃ a: C.Agent. ∀ e: C.Env. C.eval(a, e) ∈ S",
        "∀ a: C.Agent. ∀ e: C.Env. C.eval(a, e) ∈ S",
        "∀ a: C.Agent. ∃! e: C.Env. C.eval(a, e) ∈ S",
    }


def test_a_name_is_replaced_by_those_of_its_kind_and_type() -> None:
    assert of_show("name", FRAMES, "S in Ensure(C)") == {
        "T ∈ Ensure(C)", "S ∈ Prevent(C)", "S ∈ Ensure(D)"
    }  # fmt: skip
    assert of_show("name", LOSSES, "drop(G) = x") == {"drop(L) = x", "drop(L') = x", "drop(G) = y"}


def test_a_bound_name_is_replaced_where_it_is_used_and_not_where_it_is_bound() -> None:
    assert of_show("name", FRAMES, "forall v, w: World. v in S") == {
        "∀ v, w: World. w ∈ S", "∀ v, w: World. v ∈ T"
    }  # fmt: skip


def test_words_of_the_language_have_neighbours_too() -> None:
    assert of_show("name", LOSSES, "converges(G)") == {"bounded(G)", "converges(L)", "converges(L')"}


def test_a_slip_of_two_operators_counts_for_the_first() -> None:
    assert of_show("name", LOSSES, "converges(L)") == {"bounded(L)", "converges(G)"}
    assert of_show("prime", LOSSES, "converges(L)") == {"converges(L')"}


def test_a_prime_is_dropped_and_one_added() -> None:
    assert of_show("prime", LOSSES, "L'(0) = x") == {"L(0) = x", "L''(0) = x", "L'(0) = x'"}


def test_another_field_or_role_is_taken() -> None:
    assert of_show("projection", LEVELS, "objective_robust(M.base)") == {"objective_robust(M.mesa)"}
    assert of_show("projection", FRAMES, "nonempty(C.Agent)") == {"nonempty(C.Env)"}
    assert of_show("projection", LEVELS, "pursued(builder(Agent)) = base") == {
        "trained_on(builder(Agent)) = base",
        "pursued(Agent) = base",
    }


def test_comparisons_and_operators_are_flipped() -> None:
    assert of_show("comparison", LOSSES, "x < y") == {"x ≤ y", "x > y"}
    assert of_show("comparison", FRAMES, "S ∪ T = T") == {"S ∩ T = T", "S ∖ T = T", "S ∪ T ≠ T"}


def test_what_has_an_order_is_put_in_the_other() -> None:
    assert of_show("arguments", FRAMES, "linked(C, D)") == {"linked(D, C)"}
    assert of_show("arguments", FRAMES, "S ⊆ T") == {"T ⊆ S"}
    assert of_show("arguments", FRAMES, "S = T") == set()
    assert of_show("arguments", LOSSES, "x - y + 1 = x") == {"y - x + 1 = x"}


def test_roles_change_places() -> None:
    text = "claim it: reduces objective_robust(Agent) to inner_aligned via base := Researcher, mesa := Agent"
    assert planted("arguments", LEVELS, text) == {
        "reduces objective_robust(Agent) to inner_aligned via base := Agent, mesa := Researcher"
    }


def test_assumptions_are_dropped_one_at_a_time() -> None:
    text = "claim it: for w: World where w in S assume S ⊆ T, S = T assume w in T show w in T"
    assert planted("hypothesis", FRAMES, text) == {
        "for w: World assume S ⊆ T, S = T assume w ∈ T show w ∈ T",
        "for w: World where w ∈ S assume S = T assume w ∈ T show w ∈ T",
        "for w: World where w ∈ S assume S ⊆ T assume w ∈ T show w ∈ T",
        "for w: World where w ∈ S assume S ⊆ T, S = T show w ∈ T",
    }


def test_a_left_side_is_dropped_but_no_type_is() -> None:
    shown = "forall f: World -> World, w: World. w in S -> f(w) in T"
    assert of_show("hypothesis", FRAMES, shown) == {"∀ f: World → World, w: World. f(w) ∈ T"}


def test_negations_and_signs_are_dropped() -> None:
    assert of_show("sign", FRAMES, "not S ⊆ T") == {"S ⊆ T"}
    assert of_show("sign", LOSSES, "-x = y") == {"x = y"}
    assert of_show("sign", FRAMES, "World ∖ S = T") == {"S = T"}


def test_implications_and_claims_are_turned() -> None:
    assert of_show("direction", FRAMES, "S = T -> S ⊆ T") == {"S ⊆ T → S = T"}
    assert planted("direction", FRAMES, "claim it: assume S ⊆ T, S = T show T ⊆ S") == {
        "assume T ⊆ S, S = T show S ⊆ T",
        "assume S ⊆ T, T ⊆ S show S = T",
    }
    assert planted("direction", LEVELS, "claim it: stronger objective_robust, inner_aligned") == {
        "stronger inner_aligned, objective_robust"
    }


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_slip_can_be_read_and_is_none_of_the_others(operator: str) -> None:
    text = "claim it: for w: World where w in S assume S ∪ T ⊆ S, not w in T show forall v: World. v in T -> w in S"
    found = [show(each.written) for each in mutants_of(origin(FRAMES, text), (operator,))]
    assert len(set(found)) == len(found)
    assert all(claim_in(each) is not None for each in found)
    assert show(origin(FRAMES, text).claim) not in found
