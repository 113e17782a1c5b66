"""Walking over terms, and what terms keep of what was found out about them."""

import pickle

from aligncheck.kernel.substitution import free_names, substitute
from aligncheck.kernel.terms import App, Const, Eq, Lam, Tup, Var
from aligncheck.kernel.traversal import occurrences, parts, walk
from aligncheck.kernel.types import BOOL, Base, Fun, Prod

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
