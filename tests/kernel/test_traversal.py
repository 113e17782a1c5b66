"""Walking over terms, and what terms keep of what was found out about them."""

import pickle
from fractions import Fraction

from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.terms import App, Const, Eq, Guard, Lam, Number, Quant, Tup, Var
from aligncheck.kernel.traversal import Indexed, kinds, occurrences, parts, plainly_total, walk
from aligncheck.kernel.types import BOOL, NAT, Base, Fun, Prod, Sub

A = Base("A")
X = Var("x", A)
F = Const("f", Fun(Prod((A, A)), A))
TERM = Eq(App(F, Tup((X, X))), App(Lam(X, X), X), A)


def test_a_walk_meets_what_occurs_once_each_and_in_the_order_of_occurrence():
    met = [id(node) for node in walk(TERM)]
    assert met == list(dict.fromkeys(id(node) for node in occurrences(TERM)))
    assert len(met) < sum(1 for _ in occurrences(TERM))


def test_every_occurrence_counts():
    assert sum(node == X for node in occurrences(TERM)) == 4


def test_what_is_known_of_a_term_is_no_part_of_it():
    plain, known = Lam(X, App(F, Tup((X, X)))), Lam(X, App(F, Tup((X, X))))
    free_names(known), parts(known)
    assert (known, hash(known), repr(known)) == (plain, hash(plain), repr(plain))
    assert pickle.dumps(known.body) == pickle.dumps(plain.body)
    assert pickle.loads(pickle.dumps(known)) == plain


def test_what_is_not_replaced_stays_the_same_object():
    bound = Lam(X, X)
    image = substitute(App(F, Tup((X, App(bound, X)))), {"y": Const("c", A)}, {"B": BOOL})
    assert image == App(F, Tup((X, App(bound, X))))
    assert substitute(bound, {"x": Const("c", A)}, {"B": BOOL}) is bound


def test_the_kinds_of_a_term_are_those_of_all_that_a_walk_meets():
    whole = Quant("forall", X, TERM)
    assert kinds(whole) == {type(node) for node in walk(whole)}
    assert kinds(whole) == {type(node) for node in walk(whole)}, "worked out already"


def test_a_member_of_a_family_is_told_by_its_index():
    member = Const("c", Base("C.A", (Number(Fraction(0), NAT),)))
    assert Indexed in kinds(Lam(X, App(F, Tup((X, member)))))
    assert Indexed not in kinds(Lam(X, App(F, Tup((X, Const("c", A))))))


def test_what_may_be_undefined_in_a_type_makes_no_term_partial():
    where = Lam(X, Guard(Eq(X, X, A), Eq(X, X, A)))
    assert plainly_total(Lam(Var("y", Sub(A, where)), X))
    assert not plainly_total(where)
