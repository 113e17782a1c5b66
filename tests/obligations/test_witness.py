"""Witnesses found with no help, over all frames, empty ones too; and none found for what is false."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "evidence"))

from frames import (
    Frame, claim, compose, dual, equivalent, for_all, homotopic, identity, law, morphisms, named, plus,
)  # fmt: skip

from aligncheck.claims.claim import Claim
from aligncheck.engines.contract import Limits
from aligncheck.engines.portfolio import Portfolio
from aligncheck.evidence.judge import judge
from aligncheck.kernel.build import add, apply, at_most, conj, exists, forall, implies, neg, number
from aligncheck.kernel.terms import TRUE, App, Const, Eq, Field, Lam, Op, Quant, Term, Var
from aligncheck.kernel.types import BOOL, INT, Base, Fun, Prod, Type
from aligncheck.kernel.values import Model

LIMITS = Limits(seconds=8.0)
C, D, E, F, G = map(named, "CDEFG")


@pytest.fixture(scope="module")
def engines() -> Iterator[Portfolio]:
    with Portfolio(1) as portfolio:
        yield portfolio


def isomorphic(c: Frame, d: Frame) -> Term:
    """C ≅ D by maps that undo each other."""
    m, n = Var("m", morphisms(c, d)), Var("n", morphisms(d, c))
    a, e, b, f = Var("a", c.agent), Var("e", c.env), Var("b", d.agent), Var("f", d.env)
    return exists(m, exists(n, conj(
        forall(a, Eq(apply(Field(n, "g"), apply(Field(m, "g"), a)), a, c.agent)),
        forall(b, Eq(apply(Field(m, "g"), apply(Field(n, "g"), b)), b, d.agent)),
        forall(e, Eq(apply(Field(m, "h"), apply(Field(n, "h"), e)), e, c.env)),
        forall(f, Eq(apply(Field(n, "h"), apply(Field(m, "h"), f)), f, d.env)),
    )))  # fmt: skip


def bijective_morphism(c: Frame, d: Frame) -> Term:
    """C ≅ D by a morphism whose two maps are bijective."""
    m = Var("m", morphisms(c, d))
    return exists(
        m, conj(_bijective(Field(m, "g"), c.agent, d.agent), _bijective(Field(m, "h"), d.env, c.env))
    )


def _bijective(f: Term, source: Type, target: Type) -> Term:
    x, y, z = Var("x", source), Var("y", source), Var("z", target)
    injective = forall(x, forall(y, implies(Eq(apply(f, x), apply(f, y), target), Eq(x, y, source))))
    return conj(injective, forall(z, exists(x, Eq(apply(f, x), z, target))))


TRUE_ONES = [
    claim("reflexive", for_all("C", equivalent(C, C))),
    claim("symmetric", for_all("CD", implies(equivalent(C, D), equivalent(D, C)))),
    claim("transitive", for_all("CDE", implies(conj(equivalent(C, D), equivalent(D, E)), equivalent(C, E)))),
    claim("T052", equivalent(C, D), (isomorphic(C, D),), frames="CD"),
    claim("T064", Op("iff", (equivalent(dual(C), dual(D)), equivalent(C, D))), frames="CD"),
    claim("T066", equivalent(plus(C, D), plus(F, G)), (equivalent(C, F), equivalent(D, G)), frames="CDFG"),
    claim("T028", isomorphic(plus(C, D), plus(D, C)), frames="CD"),
]


@pytest.mark.parametrize("true", TRUE_ONES, ids=lambda each: each.name)
def test_what_has_a_witness_is_proved_without_help(engines: Portfolio, true: Claim) -> None:
    outcome = judge(true, engines, LIMITS, {})
    assert outcome.verdict.name == "proved", outcome.reason
    assert outcome.witnesses


FALSE_ONES = [
    claim("all alike", equivalent(C, D), frames="CD"),
    claim("half of transitive", equivalent(C, E), (equivalent(C, D),), frames="CDE"),
    claim("N15", equivalent(plus(C, C), C), frames="C"),
    claim("N10", isomorphic(C, D), (equivalent(C, D),), frames="CD"),
]


@pytest.mark.parametrize("false", FALSE_ONES, ids=lambda each: each.name)
def test_what_has_no_witness_is_refuted_by_a_small_frame(engines: Portfolio, false: Claim) -> None:
    outcome = judge(false, engines, LIMITS, {})
    assert outcome.verdict.name == "refuted", outcome.reason
    model = getattr(outcome.verdict, "model", None)
    assert isinstance(model, Model)
    assert all(size <= 2 for size in model.carriers.values())


def test_composition_proves_its_own_law(engines: Portfolio) -> None:
    n, m = Const("n", morphisms(D, E)), Const("m", morphisms(C, D))
    made = compose(C, E, n, m)
    wanted = claim("compose.law", law(C, E, *made.values), frames="CDE")
    wanted = replace(wanted, constants=(*wanted.constants, n, m), variables=(*wanted.variables, "n", "m"))
    outcome = judge(wanted, engines, LIMITS, {})
    assert outcome.verdict.name == "proved"
    assert {(line.label, line.kind) for line in outcome.ledger} == {("n", "law"), ("m", "law")}


def test_the_authors_witness_is_taken_first_and_must_fit(engines: Portfolio) -> None:
    m, n = Const("u", morphisms(C, D)), Const("v", morphisms(D, C))
    there = homotopic(C, C, compose(C, C, n, m), identity(C))
    back = homotopic(D, D, compose(D, D, m, n), identity(D))
    plain = claim("given", equivalent(C, D), (there, back), frames="CD")
    plain = replace(plain, constants=(*plain.constants, m, n), variables=(*plain.variables, "u", "v"))
    right = replace(plain, witnesses={"m": m, "n": n})
    outcome = judge(right, engines, LIMITS, {})
    assert outcome.verdict.name == "proved" and outcome.witnesses == ("m := u", "n := v")
    wrong = replace(plain, witnesses={"m": n, "n": m})
    assert judge(wrong, engines, LIMITS, {}).witnesses != ("m := v", "n := u")


def test_no_witness_comes_from_an_empty_sort(engines: Portfolio) -> None:
    f = Var("f", Fun(C.env, C.agent))
    outcome = judge(claim("a map", exists(f, TRUE), frames="C"), engines, LIMITS, {})
    assert outcome.verdict.name == "refuted"


def test_transitivity_of_all_frames_is_used_at_the_frames_in_scope(engines: Portfolio) -> None:
    everywhere = for_all("CDE", implies(conj(equivalent(C, D), equivalent(D, E)), equivalent(C, E)))
    known = claim("used", equivalent(F, G), (everywhere, equivalent(F, D), equivalent(D, G)), frames="DFG")
    assert judge(known, engines, LIMITS, {}).verdict.name == "proved"


def test_an_assumption_about_all_frames_never_refutes(engines: Portfolio) -> None:
    everywhere = for_all("CD", equivalent(C, D))
    a = Var("a", F.agent)
    wanted = claim("nobody", neg(exists(a, TRUE)), (everywhere,), frames="F")
    assert judge(wanted, engines, Limits(seconds=1.0), {}).verdict.name in ("proved", "unknown", "vacuous")


def member(name: str, at: int | Term) -> Frame:
    index = (number(at),) if isinstance(at, int) else (at,)
    agent, env = Base(f"{name}.Agent", index), Base(f"{name}.Env", index)
    return Frame(agent, env, Const(f"{name}.eval", Fun(Prod((agent, env)), Base("W")), index))


def test_the_chain_of_a_family_is_proved_and_the_shifted_one_is_not(engines: Portfolio) -> None:
    i = Var("i", INT)

    def steps(low: int, high: int) -> Term:
        inside = conj(at_most(number(low), i), at_most(i, number(high)))
        return Quant(
            "forall", i, Op("implies", (inside, equivalent(member("K", i), member("K", add(i, number(1))))))
        )

    shown = equivalent(member("K", 0), member("K", 2))
    assert judge(claim("chain", shown, (steps(0, 1),)), engines, LIMITS, {}).verdict.name == "proved"
    assert judge(claim("shifted", shown, (steps(1, 1),)), engines, LIMITS, {}).verdict.name == "refuted"


def test_observables_are_closed_under_union_and_not_under_what_fails(engines: Portfolio) -> None:
    """T007: S, T ∈ Obs(C) ⇒ S ∪ T ∈ Obs(C); the element needed comes from one assumption by way of the other."""
    S, T = (Const(name, Fun(Base("W"), BOOL)) for name in "ST")
    w = Var("w", Base("W"))
    both = Lam(w, Op("or", (App(S, w), App(T, w))))
    union = claim("T007", observable(C, both), (observable(C, S), observable(C, T)), frames="C")
    union = replace(union, constants=(*union.constants, S, T))
    assert judge(union, engines, LIMITS, {}).verdict.name == "proved"
    alone = claim("N", observable(C, both), (observable(C, S),), frames="C")
    alone = replace(alone, constants=(*alone.constants, S, T))
    assert judge(alone, engines, LIMITS, {}).verdict.name == "refuted"


def observable(c: Frame, s: Term) -> Term:
    a, a0, a1, e = Var("a", c.agent), Var("a0", c.agent), Var("a1", c.agent), Var("e", c.env)
    inside = apply(s, c.at(a, e))
    wanted = conj(
        implies(inside, Eq(c.at(a, e), c.at(a0, e), Base("W"))),
        implies(neg(inside), Eq(c.at(a, e), c.at(a1, e), Base("W"))),
    )
    return forall(a0, forall(a1, exists(a, forall(e, wanted))))


def test_the_inverse_of_a_bijection_is_a_witness_and_of_an_injection_is_not(engines: Portfolio) -> None:
    """T052 with bijective maps: the inverses are in no formula, but each is the only one of its kind."""
    both = claim("T052", equivalent(C, D), (bijective_morphism(C, D),), frames="CD")
    assert judge(both, engines, LIMITS, {}).verdict.name == "proved"
    m = Var("m", morphisms(C, D))
    one_way = claim("N09", equivalent(C, D), (exists(m, TRUE),), frames="CD")
    assert judge(one_way, engines, LIMITS, {}).verdict.name == "refuted"
