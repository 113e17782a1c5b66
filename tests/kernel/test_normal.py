"""Normal forms: what computation and extensionality make of a term, and what they leave alone."""

from __future__ import annotations

from aligncheck.kernel.build import conj, disj, equal, exists, forall, iff, implies, less, neg, number
from aligncheck.kernel.domain import domain
from aligncheck.kernel.normal import normalise
from aligncheck.kernel.substitution import alike
from aligncheck.kernel.terms import (
    FALSE, TRUE, App, Case, ClassOf, Const, Eq, Field, Guard, If, In, Inj, Lam, Member, Op, Proj, Quant,
    Record, SetOf, Term, Tup, Var,
)  # fmt: skip
from aligncheck.kernel.types import (
    BOOL, NAT, REAL, UNIT, Base, Enum, Fun, Prod, Quot, SetT, Struct, Sub, Sum,
)  # fmt: skip

A, B = Base("A"), Base("B")
x, y = Var("x", A), Var("y", B)
f, g = Const("f", Fun(A, A)), Const("g", Fun(A, A))
P, Q = Const("P", Fun(A, BOOL)), Const("Q", Fun(B, BOOL))
R = Const("R", Fun(Prod((A, B)), BOOL))
a, b = Const("a", A), Const("b", B)
p, q = Const("p", BOOL), Const("q", BOOL)


def becomes(term: Term, expected: Term) -> bool:
    form = normalise(term)
    return alike(form, expected) and alike(normalise(form), form)


def test_redexes_are_reduced() -> None:
    assert becomes(App(Lam(x, App(f, App(f, x))), a), App(f, App(f, a)))
    assert becomes(Proj(Tup((a, b)), 1), b)
    assert becomes(In(a, SetOf(x, App(P, x))), App(P, a))
    either = Sum((A, B))
    assert becomes(Case(Inj(0, a, either), (Lam(x, App(P, x)), Lam(y, App(Q, y)))), App(P, a))


def test_reduction_does_not_capture() -> None:
    inner = Lam(x, Lam(Var("z", A), App(Const("h", Fun(Prod((A, A)), A)), Tup((x, Var("z", A))))))
    z = Var("z", A)
    reduced = normalise(Lam(z, App(inner, z)))
    w = Var("w", A)
    assert alike(reduced, Lam(z, Lam(w, App(Const("h", Fun(Prod((A, A)), A)), Tup((z, w))))))


def test_an_undefined_argument_is_not_forgotten() -> None:
    r, c = Var("r", REAL), Const("c", REAL)
    condition = neg(Eq(c, number(0), REAL))
    quotient = Guard(condition, Op("div", (number(1), c)))
    assert becomes(App(Lam(r, TRUE), quotient), Guard(condition, TRUE))
    assert becomes(Proj(Tup((quotient, c)), 1), Guard(condition, c))
    assert domain(normalise(App(Lam(r, less(r, c)), quotient))) == condition


def test_equality_is_pointwise_and_part_by_part() -> None:
    assert becomes(Eq(f, g, Fun(A, A)), forall(x, equal(App(f, x), App(g, x), A)))
    assert becomes(Eq(f, Lam(x, x), Fun(A, A)), forall(x, equal(App(f, x), x, A)))
    whole = SetOf(x, TRUE)
    assert becomes(Eq(whole, SetOf(x, App(P, x)), SetT(A)), forall(x, App(P, x)))
    pair = Const("pair", Prod((A, B)))
    assert becomes(Eq(pair, Tup((a, b)), Prod((A, B))),
                   conj(equal(Proj(pair, 0), a, A), equal(Proj(pair, 1), b, B)))  # fmt: skip
    assert becomes(Eq(p, q, BOOL), iff(p, q))
    assert becomes(Eq(Const("u", UNIT), Member("*", UNIT), UNIT), TRUE)


def test_alternatives_are_equal_case_by_case() -> None:
    either = Sum((A, B))
    other = Const("a2", A)
    assert becomes(Eq(Inj(0, a, either), Inj(0, other, either), either), equal(a, other, A))
    assert becomes(Eq(Inj(0, a, either), Inj(1, b, either), either), FALSE)
    s = Const("s", either)
    assert becomes(Eq(s, Inj(1, b, either), either), Case(s, (Lam(x, FALSE), Lam(y, equal(b, y, B)))))


def test_classes_are_equal_if_their_members_are_related() -> None:
    pair = Var("r", Prod((A, A)))
    same_image = Quot(A, Lam(pair, equal(App(f, Proj(pair, 0)), App(f, Proj(pair, 1)), A)))
    other = Const("a2", A)
    assert becomes(Eq(ClassOf(a, same_image), ClassOf(other, same_image), same_image),
                   equal(App(f, a), App(f, other), A))  # fmt: skip
    c = Var("c", same_image)
    assert becomes(forall(c, equal(c, ClassOf(a, same_image), same_image)),
                   forall(x, equal(App(f, x), App(f, a), A)))  # fmt: skip


def test_quantifiers_over_tuples_and_alternatives_are_split() -> None:
    pair = Var("r", Prod((A, B)))
    assert becomes(forall(pair, App(R, pair)), forall(x, forall(y, App(R, Tup((x, y))))))
    either = Var("s", Sum((A, B)))
    body = Case(either, (Lam(x, App(P, x)), Lam(y, App(Q, y))))
    assert becomes(forall(either, body), conj(forall(x, App(P, x)), forall(y, App(Q, y))))
    assert becomes(exists(either, body), disj(exists(x, App(P, x)), exists(y, App(Q, y))))


def test_quantifiers_over_subsets_are_relativised() -> None:
    picked = Sub(A, Lam(x, App(P, x)))
    v = Var("v", picked)
    body = equal(App(f, v), v, A)
    plain = equal(App(f, x), x, A)
    assert becomes(forall(v, body), forall(x, implies(App(P, x), plain)))
    assert becomes(exists(v, body), exists(x, conj(App(P, x), plain)))
    h, k = Var("h", Fun(B, picked)), Var("h", Fun(B, A))
    into = forall(y, App(P, App(k, y)))
    assert becomes(exists(h, App(P, App(h, b))), exists(k, conj(into, App(P, App(k, b)))))


def test_quantifiers_over_records_ask_the_law() -> None:
    fields = (("at", A), ("to", B))
    m = Var("m", Struct("Arrow", fields))
    law = Lam(m, App(R, Tup((Field(m, "at"), Field(m, "to")))))
    arrow = Var("n", Struct("Arrow", fields, law))
    body = App(P, Field(arrow, "at"))
    assert becomes(exists(arrow, body), exists(x, exists(y, conj(App(R, Tup((x, y))), App(P, x)))))
    assert becomes(forall(arrow, body), forall(x, forall(y, implies(App(R, Tup((x, y))), App(P, x)))))
    assert becomes(Field(Record(arrow.type, (a, b)), "to"), b)  # type: ignore[arg-type]


def test_small_enumerations_are_unrolled_and_empty_ones_are_empty() -> None:
    two = Enum("Two", ("l", "r"))
    c = Var("c", two)
    is_left = equal(c, Member("l", two), two)
    assert becomes(exists(c, is_left), TRUE)
    assert becomes(forall(c, is_left), FALSE)
    nothing = Var("e", Enum("{}", ()))
    assert becomes(exists(nothing, p), FALSE)
    assert becomes(forall(nothing, p), TRUE)


def test_no_quantifier_is_moved_across_a_connective() -> None:
    held = disj(exists(x, App(P, x)), q)
    assert becomes(held, held)
    other = exists(x, TRUE)
    assert becomes(other, other)  # the sort may be empty
    assert becomes(exists(Var("n", NAT), p), p)  # the numbers are not


def test_truth_constants_are_folded_but_not_over_what_may_be_undefined() -> None:
    assert becomes(Op("and", (p, Op("and", (TRUE, q)))), Op("and", (p, q)))
    assert becomes(Op("implies", (p, FALSE)), neg(p))
    assert becomes(Op("iff", (TRUE, p)), p)
    assert becomes(If(TRUE, p, q), p)
    partial = Guard(p, q)
    kept = Op("and", (partial, FALSE))
    assert becomes(kept, kept)


def test_a_chosen_function_is_applied_where_it_is_chosen() -> None:
    chosen = App(If(p, Lam(x, App(P, x)), Lam(x, TRUE)), a)
    assert becomes(chosen, If(p, App(P, a), TRUE))


def test_a_split_keeps_the_definedness_of_every_case() -> None:
    two = Enum("Two", ("l", "r"))
    c = Var("c", two)
    partial = Guard(equal(c, Member("l", two), two), FALSE)
    assert normalise(domain(normalise(Quant("forall", c, partial)))) == FALSE
