"""Definitions that tell nothing apart: found where they stand, and never where they do vary."""

from __future__ import annotations

import pytest

from aligncheck.diagnostics import Problem
from tests.verdicts import checked, codes

FRAMES = "module m\nuse cartesian_frames\ngiven C, D: Frame\n"
THINGS = "module m\nsort Thing\nrelation R(x, y: Thing)\nfunction f: Thing -> Real\n"
LOSSES = "module m\n"
GROWTH = "quantity growth(X: Nat -> Real) := lim T -> oo. X(T) / T\n"

FOUND = {
    # Published, under the names of the corpus.
    "Y02": (
        FRAMES,
        "def homotopic_to(m, n: Morphism(C, D)) := is Morphism(C, D) { g := m.g, h := m.h }",
        "A642",
        "homotopic_to",
    ),
    "Y20": (THINGS, "def before_itself(x: Thing) := x = x or R(x, x)", "A642", "before_itself"),
    "E03": (LOSSES, "quantity cap(L: Nat -> Real) := lim T -> oo. L(T)/T", "A644", "cap"),
    "Y10": (
        LOSSES,
        "quantity cap(L: Nat -> Real) := lim T -> oo. (1/(T*T)) * sum t in 1..T. (L(t) - L(0))",
        "A644",
        "cap",
    ),
    "E48": (
        LOSSES,
        "structure Feasible {\n"
        "  C: Real -> Real\n"
        "  b: Real\n"
        "  law increasing: forall x, y: Real. x < y -> C(x) < C(y)\n"
        "  law bounded: forall x: Real. C(x) <= 0 -> x >= b\n"
        "  law feasible: exists x: Real. C(x) <= 0\n"
        "}",
        "A645",
        "Feasible",
    ),
    # Of each kind one.
    "false": (THINGS, "def apart(x, y: Thing) := f(x) < f(y) and f(y) < f(x)", "A643", "apart"),
    "over numbers": (LOSSES, "def odd(x: Real) := x*x >= 0", "A642", "odd"),
    "number": (LOSSES, "quantity none(x: Real) := x*x - x*x", "A644", "none"),
    "where defined": (LOSSES, "quantity unit(x: Real) := x/x", "A644", "unit"),
    "empty set": (
        THINGS,
        "def none(x: Thing): Set Thing := {y: Thing | R(x, y) and not R(x, y)}",
        "A644",
        "none",
    ),
    "transformation": (
        LOSSES,
        "transformation scale(a: Real) where a > 0 and a < 0 := fun u: Real. a*u",
        "A645",
        "scale",
    ),
    "subset": (LOSSES, "type Below := {n: Nat | n < 0}", "A645", "Below"),
    "only with an empty sort": (
        LOSSES,
        "structure Lonely { A: Sort  law: forall x, y: A. x != y }",
        "A645",
        "Lonely",
    ),
}

LEFT_ALONE = {
    "it is true on purpose": (THINGS, "def any(x, y: Thing) := true"),
    "it is a number on purpose": (LOSSES, "quantity two(x: Real) := 2"),
    "it has no parameters": (LOSSES, "def fact := 1 < 2"),
    "it varies with the module's symbols only": (THINGS, "def total(x: Thing) := forall y: Thing. R(y, y)"),
    "it varies with the size of a sort": (THINGS, "def several(x: Thing) := exists y: Thing. x != y"),
    "it is false in rare models only": (
        FRAMES,
        "def homotopic_to(m, n: Morphism(C, D)) := is Morphism(C, D) { g := m.g, h := n.h }",
    ),
    "a claim states the truth": (
        THINGS,
        "def tied(x: Thing) := R(x, x) or not R(x, x)\nclaim all_tied: for x: Thing show tied(x)",
    ),
    "a claim states the value": (
        LOSSES,
        f"{GROWTH}claim flat: for L: Nat -> Real assume bounded(L) show growth(L) = 0",
    ),
    "it varies for convergent sequences": (
        LOSSES,
        "quantity cap(X: Nat -> Real) := lim T -> oo. (1/T) * sum t in 1..T. (X(t) - X(0))",
    ),
    "laws hold of few": (
        LOSSES,
        "structure Monoid {\n"
        "  M: Sort\n"
        "  e: M\n"
        "  mul: M, M -> M\n"
        "  law: forall x: M. mul(e, x) = x and mul(x, e) = x\n"
        "  law: forall x, y, z: M. mul(mul(x, y), z) = mul(x, mul(y, z))\n"
        "}",
    ),
    "the condition holds of few": (LOSSES, "type Root := {x: Real | x*x = 49 and x > 0}"),
    "a parameter has the name of a symbol": (
        "module m\nobjective base\noptimizer A { pursues base }\nrelation aligned(x, y: Objective)\n",
        "def inner(base, mesa: Optimizer) := aligned(pursued(mesa), pursued(base))",
    ),
}


def by_proof(text: str) -> list[Problem]:
    """What the engines found of the definitions; what their text alone shows is for others to test."""
    return [each for each in checked(text).problems if "A642" <= each.code <= "A649"]


def messages(text: str) -> list[str]:
    return [each.message() for each in by_proof(text)]


@pytest.mark.parametrize("name", FOUND)
def test_a_definition_that_tells_nothing_apart_is_found_at_its_name(name: str) -> None:
    head, text, code, place = FOUND[name]
    (problem,) = by_proof(f"{head}{text}\n")
    assert (problem.code, problem.span.text) == (code, place)


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_nothing_is_said_where(name: str) -> None:
    head, text = LEFT_ALONE[name]
    assert messages(f"{head}{text}\n") == []


def test_the_condition_under_which_a_quantity_cannot_vary_is_told() -> None:
    assert messages(f"{LOSSES}{GROWTH}") == ["`growth` is always 0 as soon as `bounded(X)`"]


def test_convergence_is_asked_where_a_bound_is_not_enough() -> None:
    """Of 0, 1, 0, 1, … it is 1."""
    text = "quantity swing(X: Nat -> Real) := lim T -> oo. abs(X(T+1) - X(T))\n"
    assert messages(f"{LOSSES}{text}") == ["`swing` is always 0 as soon as `converges(X)`"]


def test_only_the_weakest_condition_is_told() -> None:
    assert codes(f"{LOSSES}{GROWTH}") == ["A644"]


def test_a_claim_under_assumptions_does_not_state_that_a_definition_holds_of_everything() -> None:
    head, text, _, _ = FOUND["Y02"]
    claim = (
        "claim symmetric: for m, n: Morphism(C, D) assume homotopic_to(m, n), homotopic_to(m, m)\n"
        "  show homotopic_to(n, m)\n"
    )
    assert "A642" in codes(f"{head}{text}\n{claim}")


def test_what_only_an_empty_sort_satisfies_is_told_as_that() -> None:
    head, text, _, _ = FOUND["only with an empty sort"]
    assert messages(f"{head}{text}\n") == ["only what has an empty sort satisfies the law of `Lonely`"]


def test_why_a_definition_holds_of_everything_is_told() -> None:
    head, text, _, _ = FOUND["Y02"]
    assert messages(f"{head}{text}\n") == [
        "`homotopic_to` holds of everything: by the law of `m` it is never false"
    ]
    head, text, _, _ = FOUND["false"]
    assert messages(f"{head}{text}\n") == ["`apart` holds of nothing: by its form alone it is never true"]


def test_each_law_that_takes_part_is_shown() -> None:
    head, text, _, _ = FOUND["E48"]
    (problem,) = by_proof(f"{head}{text}\n")
    assert len(problem.labels()) == 3


def test_a_file_that_is_only_used_is_not_asked() -> None:
    """The library has a quantity of this kind, and says so of it itself."""
    assert codes("module m\nuse gradient_descent\nclaim c: show 1 < 2\n") == []
