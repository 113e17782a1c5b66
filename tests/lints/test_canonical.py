"""The text of a term is the same exactly where two terms say the same."""

from aligncheck.kernel.build import conj, disj, equal, exists, forall, implies
from aligncheck.kernel.terms import App, Const, SortQuant, Term, Tup, Var
from aligncheck.kernel.types import BOOL, Base, Fun, Prod
from aligncheck.lints.canonical import canonical, marked, renumbered

A = Base("A")
R = Const("R", Fun(Prod((A, A)), BOOL))
x, y, z = Var("x", A), Var("y", A), Var("z", A)


def r(one: Term, other: Term) -> Term:
    return App(R, Tup((one, other)))


def test_names_of_bound_variables_do_not_count() -> None:
    assert canonical(forall(x, exists(y, r(x, y)))) == canonical(forall(y, exists(x, r(y, x))))


def test_which_variable_is_meant_counts() -> None:
    assert canonical(forall(x, exists(y, r(x, y)))) != canonical(forall(x, exists(y, r(y, x))))


def test_a_free_variable_is_not_a_bound_one_of_its_name() -> None:
    inner = r(x, x)
    assert canonical(conj(inner, exists(x, inner))) != canonical(conj(r(y, y), exists(y, r(y, y))))
    assert canonical(exists(y, conj(inner, exists(x, inner)))) == canonical(
        exists(z, conj(inner, exists(y, r(y, y))))
    )


def test_the_same_part_at_another_depth_is_written_alike() -> None:
    closed = exists(x, r(x, x))
    assert canonical(forall(y, conj(closed, r(y, y)))) == canonical(
        forall(z, conj(r(z, z), exists(y, r(y, y))))
    )


def test_sides_of_symmetric_signs_may_change_places() -> None:
    assert canonical(conj(r(x, y), r(y, x))) == canonical(conj(r(y, x), r(x, y)))
    assert canonical(equal(x, y, A)) == canonical(equal(y, x, A))
    assert canonical(disj(r(x, y), r(x, y), r(y, x))) == canonical(disj(r(y, x), r(x, y)))


def test_sides_of_an_implication_may_not() -> None:
    assert canonical(implies(r(x, y), r(y, x))) != canonical(implies(r(y, x), r(x, y)))


def test_names_of_bound_sorts_do_not_count() -> None:
    def some(name: str) -> Term:
        sort = Base(name)
        return SortQuant(
            "exists", (name,), exists(Var("x", sort), equal(Var("x", sort), Var("x", sort), sort))
        )

    assert canonical(some("S")) == canonical(some("T"))


def test_marked_names_are_numbered_as_they_come() -> None:
    def text(one: Var, other: Var) -> str:
        return renumbered(canonical(r(one, other), {each.name: marked(each.name) for each in (x, y, z)}))

    assert text(x, y) == text(z, x)
    assert text(x, y) != text(x, x)
