"""Substitution, free names, and equality up to renaming."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

from aligncheck.kernel import terms, types
from aligncheck.kernel.build import apply, conj, equal, number
from aligncheck.kernel.substitution import alike, free_names, replace_constants, substitute
from aligncheck.kernel.terms import (
    TRUE, App, BigSum, Const, Eq, Guard, Lam, Op, Quant, Term, Var,
)  # fmt: skip
from aligncheck.kernel.traversal import _SHAPES, walk
from aligncheck.kernel.types import BOOL, NAT, Base, Fun, Sub

A = Base("A")
x, y, z = (Var(name, A) for name in "xyz")
f, P = Const("f", Fun(A, A)), Const("P", Fun(A, BOOL))
n = Var("n", NAT)


def test_every_node_and_each_of_its_fields_has_a_shape() -> None:
    nodes = set(get_args(terms.Term)) | set(get_args(types.Type))
    assert set(_SHAPES) == nodes
    for node, shape in _SHAPES.items():
        assert [name for name, _ in shape] == [slot.name for slot in fields(node)]


def test_a_bound_variable_does_not_capture() -> None:
    result = substitute(Lam(x, conj(App(P, x), App(P, y))), {"y": x})
    assert alike(result, Lam(z, conj(App(P, z), App(P, x))))
    assert free_names(result) == {"x"}


def test_a_bound_variable_is_not_replaced() -> None:
    assert substitute(Lam(x, x), {"x": y}) == Lam(x, x)


def test_variables_are_replaced_at_once() -> None:
    swapped = substitute(equal(x, App(f, y), A), {"x": y, "y": x})
    assert swapped == equal(y, App(f, x), A)


def test_bounds_of_a_sum_lie_outside_its_scope_even_if_they_are_the_same_object() -> None:
    total = BigSum(n, (number(0), n), n)
    assert free_names(total) == {"n"}
    assert substitute(total, {"n": number(7)}) == BigSum(n, (number(0), number(7)), n)


def test_variables_inside_types_are_replaced() -> None:
    near = Sub(A, Lam(x, equal(App(f, x), y, A)))
    assert free_names(Var("v", near)) == {"v", "y"}
    inside = substitute(Quant("forall", Var("v", near), TRUE), {"y": z})
    assert free_names(inside) == {"z"}
    captured = substitute(Quant("forall", Var("v", near), TRUE), {"y": x})
    assert free_names(captured) == {"x"}


def test_sorts_are_replaced_by_types() -> None:
    result = substitute(Quant("forall", x, App(P, x)), {}, {"A": NAT})
    assert all(node != A for node in walk(result))


def test_a_redex_that_arises_is_reduced_unless_its_argument_may_be_undefined() -> None:
    g = Var("g", Fun(A, A))
    assert substitute(App(g, y), {"g": Lam(x, App(f, x))}) == App(f, y)
    partial: Term = Guard(App(P, y), y)
    assert substitute(App(g, partial), {"g": Lam(x, z)}) == App(Lam(x, z), partial)
    assert apply(Lam(x, z), partial) == App(Lam(x, z), partial)


def test_what_does_not_change_stays_the_same_object() -> None:
    kept = App(P, App(f, x))
    assert substitute(Op("and", (kept, App(P, y))), {"y": x}).args[0] is kept  # type: ignore[union-attr]


def test_alike_sees_through_names_and_nothing_else() -> None:
    assert alike(Lam(x, App(f, x)), Lam(y, App(f, y)))
    assert not alike(Lam(x, y), Lam(y, y))
    assert not alike(Lam(x, x), Lam(Var("x", Base("B")), Var("x", Base("B"))))
    assert not alike(Quant("forall", x, TRUE), Quant("exists", x, TRUE))


def test_alike_is_not_misled_by_shadowing() -> None:
    left = Lam(x, Lam(x, Lam(z, Eq(z, z, A))))
    right = Lam(y, Lam(y, Lam(z, Eq(y, z, A))))
    assert not alike(left, right)


def test_symbols_are_replaced() -> None:
    assert replace_constants(App(f, x), {f: Lam(y, y)}) == x
