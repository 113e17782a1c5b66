"""`expect refuted at …`: values of variables, and of sorts and symbols of the module."""

import pytest

from tests.verdicts import codes

SETTING = """sort World
structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
default Frame(World)
function f: World -> World
relation R(x, y: World)
sequence L: Nat -> Real
given C: Frame, S, T: Set World
def Ensure(C) := {S: Set World | exists a: C.Agent. forall e. C.eval(a, e) in S}
"""
MEET = "assume S in Ensure(C), T in Ensure(C) show S ∩ T in Ensure(C)"
INJECTIVE = "for v, w: World assume f(v) = f(w) show v = w"
STEADY = "assume bounded(L) show converges(L)"


@pytest.mark.parametrize(
    ("claim", "values"),
    [
        (MEET, "World := {w0, w1}, C := matrix { e0; a: w0; b: w0 }, S := {w1}, T := {w0}"),
        (MEET, "World := {}, C := matrix { }"),
        (INJECTIVE, "World := {v, w}, f := fun x. x"),
        (STEADY, "L := fun n. 1"),
    ],
)
def test_values_at_which_the_claim_holds_are_reported(claim: str, values: str) -> None:
    assert codes(f"{SETTING}claim c: {claim} expect refuted at {values}\n") == ["A707"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ("World := {a}, R := 1", "A3"),
        ("World := {a}, f := fun x. b", "A201"),
        ("Q := fun x, y. true", "A617"),
        ("f := fun x. a, World := {a}", "A201"),
    ],
)
def test_a_value_that_has_no_meaning_is_an_error_at_its_place(values: str, code: str) -> None:
    found = codes(f"{SETTING}claim c: show transitive(R) expect refuted at {values}\n")
    assert [each[: len(code)] for each in found] == [code]


def test_members_of_a_sort_given_to_a_claim_are_unknown_to_the_next() -> None:
    text = """claim first: show forall x: World. R(x, x) expect refuted at World := {a}, R := fun x, y. false
claim second: show R(a, a)
"""
    assert codes(SETTING + text) == ["A201", "A201"]
