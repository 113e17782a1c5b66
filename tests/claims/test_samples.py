"""Small models for looking at definitions before an engine is asked: of the types they should be of, and the
same ones on every run."""

from __future__ import annotations

from aligncheck.claims.samples import samples, value_in
from aligncheck.kernel.build import less, number
from aligncheck.kernel.evaluate import Evaluation
from aligncheck.kernel.terms import App, Const, Eq, Lam, Op, Quant, Term, Var
from aligncheck.kernel.types import (
    BOOL, INT, NAT, REAL, Base, Enum, Fun, Prod, Quot, SetT, Struct, Sub, Sum, Type,
)  # fmt: skip

A = Base("A")
x = Var("x", A)
positive = Sub(REAL, Lam(Var("r", REAL), less(number(0), Var("r", REAL))))
ordered = Lam(
    Var("s", Struct("Pair", (("low", REAL), ("high", REAL)))),
    Op("not", (Eq(Var("a", REAL), Var("a", REAL), REAL),)),
)
EVERY_KIND: tuple[Type, ...] = (
    BOOL, NAT, INT, REAL, A, Enum("K", ("k", "l")), Prod((A, REAL)), Sum((A, REAL)), Fun(A, REAL),
    Fun(NAT, REAL), Fun(REAL, REAL), Fun(Prod((A, A)), BOOL), SetT(A), positive, Fun(A, positive),
    Struct("S", (("f", Fun(A, A)), ("r", REAL))),
    Quot(A, Lam(Var("p", Prod((A, A))), Op("not", (Op("not", (Eq(x, x, A),)),)))),
)  # fmt: skip


def all_of(kinds: tuple[Type, ...], supposed: tuple[Term, ...] = ()) -> list[object]:
    symbols = [Const(f"c{at}", kind) for at, kind in enumerate(kinds)]
    return list(samples(("A",), symbols, supposed, 24))


def test_values_lie_in_the_types_of_their_symbols() -> None:
    for kind in EVERY_KIND[:-1]:
        symbol = Const("c", kind)
        found = list(samples(("A",), [symbol], (), 24))
        assert found, kind
        for model in found:
            assert Evaluation(model).lies_in(model.constants["c"], kind), kind


def test_the_same_models_are_drawn_every_time() -> None:
    assert all_of(EVERY_KIND[:-1]) == all_of(EVERY_KIND[:-1])


def test_sorts_without_members_are_looked_at_unless_that_is_ruled_out() -> None:
    function = Const("f", Fun(A, A))
    assert {model.carriers["A"] for model in samples(("A",), [function], (), 24)} >= {0, 1, 2}
    assert 0 not in {model.carriers["A"] for model in samples(("A",), [function], (), 24, least=1)}


def test_only_models_of_what_is_supposed_are_drawn() -> None:
    relation = Const("P", Fun(A, BOOL))
    always = Quant("forall", x, App(relation, x))
    found = list(samples(("A",), [relation], [always], 24))
    assert found and all(value_in(always, model) is True for model in found)


def test_an_element_of_an_empty_sort_is_not_made_up() -> None:
    assert all(model.carriers["A"] for model in samples(("A",), [Const("a", A)], (), 24))


def test_what_cannot_be_evaluated_has_no_value() -> None:
    (model, *_) = samples((), [Const("r", REAL)], (), 1)
    unbounded = Quant("forall", Var("s", REAL), Eq(Op("exp", (Var("s", REAL),)), Const("r", REAL), REAL))
    assert value_in(unbounded, model) is None
